// SPDX-License-Identifier: GPL-2.0
#include <linux/kdebug.h>
#include <linux/limits.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>
#include <asm/cpufeature.h>
#include <asm/fpu/api.h>
#include <asm/processor-flags.h>
#include <asm/trapnr.h>

#include "asm/call.h"
#include "callee.h"

static struct callee *callee;
static struct task_struct *served;

static bool is_tdx_insn(const struct pt_regs *regs)
{
	u8 opcode[4];

	if (copy_from_kernel_nofault(opcode, (void *)regs->ip, sizeof(opcode)))
		return false;
	return opcode[0] == 0x66 && opcode[1] == 0x0f && opcode[2] == 0x01 &&
	       (opcode[3] == 0xcc || opcode[3] == 0xcf);
}

/* VMPTRST (%rdi) and VMPTRLD (%rdi) */
static bool answer_vmcs_insn(struct pt_regs *regs)
{
	u8 opcode[3];

	if (!callee->vmx || copy_from_kernel_nofault(opcode, (void *)regs->ip, sizeof(opcode)))
		return false;
	if (opcode[0] != 0x0f || opcode[1] != 0xc7 || (opcode[2] != 0x3f && opcode[2] != 0x37))
		return false;

	regs->flags &= ~(X86_EFLAGS_CF | X86_EFLAGS_ZF);
	if (opcode[2] == 0x3f) {
		*(u64 *)regs->di = callee->vmcs;
	} else {
		callee->vmptrlds++;
		if (callee->vmptrld_fails)
			regs->flags |= X86_EFLAGS_CF;
		else
			callee->vmcs = *(u64 *)regs->di;
	}
	regs->ip += sizeof(opcode);
	return true;
}

/*
 * How many registers the entry that contains @ip can return.  Entries lie in the order of call.S;
 * the last ones return all registers, and their leaf functions may lose RBP too.
 */
static unsigned int results_at(unsigned long ip)
{
	static const struct {
		void *entry;
		unsigned int results;
	} entries[] = {
		{ tdx_seamcall_in, 4 }, { tdx_seamcall_wide, 8 }, { tdx_seamcall_full, 13 },
		{ tdx_tdcall_in, 4 }, { tdx_tdcall_wide, 8 }, { tdx_tdcall_full, 13 },
	};
	unsigned int results = 13;

	for (unsigned int i = 0; i < ARRAY_SIZE(entries); i++)
		if (ip >= (unsigned long)entries[i].entry)
			results = entries[i].results;
	return results;
}

static void store(struct pt_regs *regs, const struct tdx_regs *out, unsigned int results)
{
	regs->cx = out->rcx;
	regs->dx = out->rdx;
	regs->r8 = out->r8;
	regs->r9 = out->r9;
	if (results == 4)
		return;
	regs->r10 = out->r10;
	regs->r11 = out->r11;
	regs->r12 = out->r12;
	regs->r13 = out->r13;
	if (results == 8)
		return;
	regs->bx = out->rbx;
	regs->si = out->rsi;
	regs->di = out->rdi;
	regs->r14 = out->r14;
	regs->r15 = out->r15;
}

static int callee_notify(struct notifier_block *nb, unsigned long event, void *data)
{
	struct die_args *args = data;
	struct pt_regs *regs = args->regs;
	unsigned int results;
	u64 status;

	if (event != DIE_TRAP || args->trapnr != X86_TRAP_UD || user_mode(regs))
		return NOTIFY_DONE;
	if (current != READ_ONCE(served))
		return NOTIFY_DONE;
	if (answer_vmcs_insn(regs))
		return NOTIFY_STOP;
	if (!is_tdx_insn(regs))
		return NOTIFY_DONE;

	callee->seen = *regs;
	callee->fpu_usable = irq_fpu_usable();
	if (callee->xmm)
		store_xmm(&callee->xmm_seen);
	status = callee->calls++ < callee->failures ? callee->failure : callee->status;
	if (regs->ax >> 63)
		callee->vmcs = ~0ULL;
	if (callee->runs)
		callee->runs();

	switch (callee->answer) {
	case CALLEE_FAULTS:
		/* Ends the chain, but not as handled: the exception table is next. */
		return NOTIFY_BAD;
	case CALLEE_VMFAILS:
		regs->flags |= X86_EFLAGS_CF;
		break;
	case CALLEE_RETURNS:
		regs->flags &= ~X86_EFLAGS_CF;
		regs->ax = status;
		results = results_at(regs->ip);
		store(regs, &callee->out, results);
		if (callee->trash_rbp && results == 13)
			regs->bp = 0xbadbadbad;
		if (callee->trash_flags)
			regs->flags |= X86_EFLAGS_PF | X86_EFLAGS_AF | X86_EFLAGS_ZF |
				       X86_EFLAGS_SF | X86_EFLAGS_OF;
		if (callee->xmm)
			load_xmm(callee->xmm);
		break;
	}
	regs->ip += 4;
	return NOTIFY_STOP;
}

static struct notifier_block notifier = {
	.notifier_call = callee_notify,
	.priority = INT_MAX,
};

static void stop_serving(void *unused)
{
	WRITE_ONCE(served, NULL);
	unregister_die_notifier(&notifier);
	callee = NULL;
}

void skip_in_td(struct kunit *test)
{
	if (cpu_feature_enabled(X86_FEATURE_TDX_GUEST))
		kunit_skip(test, "in a TD its own TDX module answers TDCALL, nobody else");
}

int only_on_hosts(struct kunit *test)
{
	if (cpu_feature_enabled(X86_FEATURE_TDX_GUEST))
		kunit_skip(test, "a TD makes no calls of a host, nor does what goes with them");
	return 0;
}

void callee_serve(struct kunit *test, struct callee *new_callee)
{
	skip_in_td(test);
	callee = new_callee;
	KUNIT_ASSERT_EQ(test, register_die_notifier(&notifier), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, stop_serving, NULL), 0);
	WRITE_ONCE(served, current);
}

void set_killed(bool killed)
{
	spinlock_t *lock = &rcu_dereference_protected(current->sighand, true)->siglock;

	spin_lock_irq(lock);
	if (killed)
		sigaddset(&current->pending.signal, SIGKILL);
	else
		sigdelset(&current->pending.signal, SIGKILL);
	recalc_sigpending();
	spin_unlock_irq(lock);
}

void fill_regs(struct tdx_regs *regs, u64 seed)
{
	u64 *word = (u64 *)regs;

	for (unsigned int i = 0; i < sizeof(*regs) / sizeof(*word); i++)
		word[i] = seed << 32 | (i + 1) * 0x01010101;
}

void fill_xmm(struct tdx_xmm *xmm, u64 seed)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(xmm->xmm); i++) {
		xmm->xmm[i][0] = seed << 32 | (i + 1) * 0x01010101;
		xmm->xmm[i][1] = ~xmm->xmm[i][0];
	}
}

void store_xmm(struct tdx_xmm *to)
{
	asm volatile(".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n\t"
		     "movups %%xmm\\n, 16 * \\n(%0)\n\t"
		     ".endr" : : "r"(to) : "memory");
}

void load_xmm(const struct tdx_xmm *from)
{
	asm volatile(".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n\t"
		     "movups 16 * \\n(%0), %%xmm\\n\n\t"
		     ".endr" : : "r"(from) : "memory");
}

void expect_regs_eq(struct kunit *test, const struct tdx_regs *left, const struct tdx_regs *right)
{
	KUNIT_EXPECT_EQ(test, left->rcx, right->rcx);
	KUNIT_EXPECT_EQ(test, left->rdx, right->rdx);
	KUNIT_EXPECT_EQ(test, left->rbx, right->rbx);
	KUNIT_EXPECT_EQ(test, left->rsi, right->rsi);
	KUNIT_EXPECT_EQ(test, left->rdi, right->rdi);
	KUNIT_EXPECT_EQ(test, left->r8, right->r8);
	KUNIT_EXPECT_EQ(test, left->r9, right->r9);
	KUNIT_EXPECT_EQ(test, left->r10, right->r10);
	KUNIT_EXPECT_EQ(test, left->r11, right->r11);
	KUNIT_EXPECT_EQ(test, left->r12, right->r12);
	KUNIT_EXPECT_EQ(test, left->r13, right->r13);
	KUNIT_EXPECT_EQ(test, left->r14, right->r14);
	KUNIT_EXPECT_EQ(test, left->r15, right->r15);
}

struct tdx_regs regs_of(const struct pt_regs *frame)
{
	return (struct tdx_regs) {
		.rcx = frame->cx, .rdx = frame->dx, .rbx = frame->bx, .rsi = frame->si,
		.rdi = frame->di, .r8 = frame->r8, .r9 = frame->r9, .r10 = frame->r10,
		.r11 = frame->r11, .r12 = frame->r12, .r13 = frame->r13, .r14 = frame->r14,
		.r15 = frame->r15,
	};
}

struct tdx_regs operands_of(const struct pt_regs *frame)
{
	struct tdx_regs regs = regs_of(frame);
	unsigned int registers = results_at(frame->ip);

	if (registers <= 8) {
		regs.rbx = 0;
		regs.rsi = 0;
		regs.r14 = 0;
		regs.r15 = 0;
	}
	if (registers <= 4) {
		regs.r12 = 0;
		regs.r13 = 0;
	}
	return regs;
}
