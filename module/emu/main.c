// SPDX-License-Identifier: GPL-2.0
/*
 * tdxcall_emu.ko: the software TDX module.  Where the CPU has no SEAMCALL and TDCALL they raise
 * #UD; a die notifier answers in the TDX module's place.  Everything else about the fault is left
 * as it was: who has an exception-table entry still gets it when there is no answer.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/kdebug.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <asm/debugreg.h>
#include <asm/processor-flags.h>
#include <asm/trapnr.h>

#include "crypto.h"
#include "internal.h"
#include "machine.h"
#include "module/shared/kunit_export.h"
#include "tdxcall_emu.h"
#include "core/base/host_cpu.h"

static unsigned int keyid_start = 32;
module_param(keyid_start, uint, 0444);
MODULE_PARM_DESC(keyid_start, "First private KeyID (default: 32)");

static unsigned int keyids = 32;
module_param(keyids, uint, 0444);
MODULE_PARM_DESC(keyids, "Number of private KeyIDs (default: 32)");

static bool no_rbp_mod = true;
module_param(no_rbp_mod, bool, 0444);
MODULE_PARM_DESC(no_rbp_mod, "Keep RBP in TDH.VP.ENTER, and say so (default: yes)");

static bool loaded = true;
module_param(loaded, bool, 0444);
MODULE_PARM_DESC(loaded, "A TDX module is loaded; else SEAMCALL gives VMfailInvalid (default: yes)");

static bool seam = true;
module_param(seam, bool, 0444);
MODULE_PARM_DESC(seam, "SEAM is enabled; else SEAMCALL gives #GP (default: yes)");

static int assume_role = -1;
module_param(assume_role, int, 0444);
MODULE_PARM_DESC(assume_role,
		 "For tests: what to take the machine for, 0 none of these, 1 TDX host, 2 TD guest, 3 VM to be careful with");

static bool risk_vm;
module_param(risk_vm, bool, 0444);
MODULE_PARM_DESC(risk_vm,
		 "Load even in a VM whose hypervisor may end it at the first TDX call, with all its data (default: no)");

int host_risks_vm(void)
{
	return risk_vm;
}

/* The instructions, as they lie in memory. */
#define INSN_BYTES	4
#define SEAMCALL	0xcf010f66
#define TDCALL		0xcc010f66

static struct emu __rcu *current_emu;

struct emu *emu_hold(unsigned long *flags)
	__acquires(RCU)
{
	rcu_read_lock();
	local_irq_save(*flags);
	return rcu_dereference(current_emu);
}

void emu_release(unsigned long flags)
	__releases(RCU)
{
	local_irq_restore(flags);
	rcu_read_unlock();
}

/*
 * A #GP can't be raised from a #UD handler, and the exception table of another module can't be
 * searched.  So the #UD takes its course and the fix-up is stopped after its first instruction:
 * there the vector in RAX becomes that of #GP.  How many such stops are to come:
 */
static atomic_t pending_gps = ATOMIC_INIT(0);

static void begin_gp(struct pt_regs *regs)
{
	atomic_inc(&pending_gps);
	regs->flags |= X86_EFLAGS_TF;
}

static int finish_gp(struct pt_regs *regs, unsigned long dr6)
{
	if (user_mode(regs) || !(dr6 & DR_STEP) || !atomic_add_unless(&pending_gps, -1, 0))
		return NOTIFY_DONE;

	regs->flags &= ~X86_EFLAGS_TF;
	if (regs->ax == X86_TRAP_UD)
		regs->ax = X86_TRAP_GP;
	return NOTIFY_STOP;
}

static void load_regs(struct emu_regs *to, const struct pt_regs *from)
{
	to->rax = from->ax;
	to->rbp = from->bp;
	to->gpr = (struct tdx_regs) {
		.rcx = from->cx, .rdx = from->dx, .rbx = from->bx, .rsi = from->si,
		.rdi = from->di, .r8 = from->r8, .r9 = from->r9, .r10 = from->r10,
		.r11 = from->r11, .r12 = from->r12, .r13 = from->r13, .r14 = from->r14,
		.r15 = from->r15,
	};
}

static void store_regs(struct pt_regs *to, const struct emu_regs *from)
{
	to->ax = from->rax;
	to->bp = from->rbp;
	to->cx = from->gpr.rcx;
	to->dx = from->gpr.rdx;
	to->bx = from->gpr.rbx;
	to->si = from->gpr.rsi;
	to->di = from->gpr.rdi;
	to->r8 = from->gpr.r8;
	to->r9 = from->gpr.r9;
	to->r10 = from->gpr.r10;
	to->r11 = from->gpr.r11;
	to->r12 = from->gpr.r12;
	to->r13 = from->gpr.r13;
	to->r14 = from->gpr.r14;
	to->r15 = from->gpr.r15;
}

/* VMsucceed clears the six arithmetic flags, VMfailInvalid sets CF of them. */
static void finish_insn(struct pt_regs *regs, unsigned long carry)
{
	regs->flags &= ~(X86_EFLAGS_CF | X86_EFLAGS_PF | X86_EFLAGS_AF | X86_EFLAGS_ZF |
			 X86_EFLAGS_SF | X86_EFLAGS_OF);
	regs->flags |= carry;
	regs->ip += INSN_BYTES;
}

static enum emu_verdict execute(struct emu *emu, struct pt_regs *regs, u32 opcode)
{
	enum emu_verdict verdict;
	struct emu_regs frame;

	load_regs(&frame, regs);
	if (opcode == SEAMCALL) {
		if (emu_echo(emu, &frame, regs))
			verdict = EMU_ANSWERED;
		else
			verdict = emu_seamcall(emu, emu_machine_lp(), &frame);
		if (verdict == EMU_ANSWERED)
			emu_finish_xmm(regs->ax);
	} else {
		verdict = emu_tdcall(emu, emu_machine_lp(), &frame);
	}

	if (verdict == EMU_ANSWERED)
		store_regs(regs, &frame);
	return verdict;
}

/* Every #UD of the kernel comes by here, so it is read at once and without a call. */
static bool fetch(const struct pt_regs *regs, u32 *opcode)
{
	pagefault_disable();
	__get_kernel_nofault(opcode, (const u32 *)regs->ip, u32, unreadable);
	pagefault_enable();
	return true;
unreadable:
	pagefault_enable();
	return false;
}

static int emu_notify(struct notifier_block *nb, unsigned long event, void *data)
{
	struct die_args *args = data;
	struct pt_regs *regs = args->regs;
	u32 opcode;

	if (event == DIE_DEBUG)
		return finish_gp(regs, *(unsigned long *)args->err);
	if (event != DIE_TRAP || args->trapnr != X86_TRAP_UD || user_mode(regs) || in_nmi())
		return NOTIFY_DONE;
	if (!fetch(regs, &opcode) || (opcode != SEAMCALL && opcode != TDCALL))
		return NOTIFY_DONE;

	/* The chain of notifiers is walked under rcu_read_lock(). */
	switch (execute(rcu_dereference(current_emu), regs, opcode)) {
	case EMU_ANSWERED:
		finish_insn(regs, 0);
		return NOTIFY_STOP;
	case EMU_VMFAIL_INVALID:
		finish_insn(regs, X86_EFLAGS_CF);
		return NOTIFY_STOP;
	case EMU_GP:
		begin_gp(regs);
		break;
	case EMU_UD:
	case EMU_ENTERED:	/* only where the configuration says that guests run */
	case EMU_EXITED:
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block emu_notifier = {
	.notifier_call = emu_notify,
};

/* A fresh software TDX module, as after a reset of the machine; NULL and an errno on failure. */
static struct emu *emu_create(const struct tdxcall_emu_params *params, int *err)
{
	struct emu_config *config;
	const char *problem;
	struct emu *emu;

	*err = -ENOMEM;
	config = kzalloc(sizeof(*config), GFP_KERNEL);
	if (!config)
		return NULL;
	config->keyid_start = params->keyid_start;
	config->keyids = params->keyids;
	config->no_rbp_mod = params->no_rbp_mod;
	config->loaded = params->loaded;
	config->seam = params->seam;
	emu_machine_describe(config);

	emu = kvzalloc(emu_size(config->lps), GFP_KERNEL);
	if (!emu)
		goto out;
	problem = emu_init(emu, config);
	if (problem) {
		pr_err("%s\n", problem);
		*err = -EINVAL;
		kvfree(emu);
		emu = NULL;
	}
out:
	kfree(config);
	return emu;
}

/**
 * tdxcall_emu_reset() - start over with a fresh software TDX module, for tests
 * @params: in place of the module parameters; NULL for those
 *
 * All state of the platform and of every TD is gone.  Calls under way on other CPUs end first.
 *
 * Context: process; sleeps.  Callers see to it that no two run at once.
 * Return: 0, or a negative errno with the old software TDX module still in place.
 */
int tdxcall_emu_reset(const struct tdxcall_emu_params *params)
{
	const struct tdxcall_emu_params defaults = {
		.keyid_start = keyid_start,
		.keyids = keyids,
		.no_rbp_mod = no_rbp_mod,
		.loaded = loaded,
		.seam = seam,
	};
	struct emu *fresh, *old;
	int err;

	fresh = emu_create(params ?: &defaults, &err);
	if (!fresh)
		return err;

	old = rcu_replace_pointer(current_emu, fresh, true);
	synchronize_rcu();
	kvfree(old);
	return 0;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_emu_reset);

/**
 * tdxcall_emu_check_role() - may the software TDX module serve a machine of this kind?
 * @role: what the machine is
 *
 * Return: 0, -EBUSY where real TDX answers these instructions, or -EPERM where they may raise no
 * #UD, but end the VM.
 */
int tdxcall_emu_check_role(enum core_role role)
{
	switch (role) {
	case CORE_ROLE_NONE:
		return 0;
	case CORE_ROLE_HOST:
		pr_err("this is a TDX host: use its own TDX module\n");
		break;
	case CORE_ROLE_GUEST:
		pr_err("this is a TD guest: use its own TDX module\n");
		break;
	case CORE_ROLE_VM:
		pr_err("in this VM SEAMCALL may raise no #UD, but exit to a hypervisor that ends the VM\n");
		pr_err("where the hypervisor is known to raise #UD, load with risk_vm=1\n");
		return -EPERM;
	}
	return -EBUSY;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_emu_check_role);

static int __init emu_module_init(void)
{
	struct core_machine machine;
	int err;

	if (assume_role > CORE_ROLE_VM) {
		pr_err("assume_role is 0, 1, 2 or 3\n");
		return -EINVAL;
	}
	core_look_at_machine(&machine);
	err = tdxcall_emu_check_role(assume_role < 0 ? machine.role : assume_role);
	if (err)
		return err;

	emu_event_init();
	emu_machine_init();
	err = emu_crypto_init();
	if (err)
		return err;
	err = tdxcall_emu_reset(NULL);
	if (err)
		goto free_crypto;

	err = register_die_notifier(&emu_notifier);
	if (err)
		goto free_emu;
	emu_debugfs_create();
	pr_warn("software TDX module: for tests and study, it keeps nothing confidential\n");
	return 0;

free_emu:
	kvfree(rcu_access_pointer(current_emu));
free_crypto:
	emu_crypto_exit();
	return err;
}

static void __exit emu_module_exit(void)
{
	emu_debugfs_remove();
	unregister_die_notifier(&emu_notifier);
	synchronize_rcu();
	kvfree(rcu_access_pointer(current_emu));
	emu_crypto_exit();
}

module_init(emu_module_init);
module_exit(emu_module_exit);

MODULE_DESCRIPTION("A software TDX module that answers SEAMCALL and TDCALL by handling #UD");
MODULE_VERSION(TDXCALL_VERSION);
MODULE_LICENSE("GPL");
