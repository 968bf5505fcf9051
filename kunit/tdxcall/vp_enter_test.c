// SPDX-License-Identifier: GPL-2.0
/*
 * TDH.VP.ENTER, with the software TDX module in echo mode: registers both ways, and all that a TD
 * exit changes of the host.
 */
#include <linux/hw_breakpoint.h>
#include <linux/irq_work.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/perf_event.h>
#include <asm/cpufeature.h>
#include <asm/debugreg.h>
#include <asm/fpu/api.h>
#include <asm/fpu/xcr.h>
#include <asm/special_insns.h>

#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/counted.h"
#include "kunit/suites.h"
#include "kunit/watch.h"
#include "module/emu/tdxcall_emu.h"
#include "module/shared/compat.h"
#include "module/tdxcall/internal.h"

#define REFUSED		0x8000ff00ffff0001
#define ALL_STATES	(BIT(TDXCALL_EMU_STATES) - 1)

struct trial {
	struct tdxcall_emu_answer answer;
	struct tdxcall_emu_seen seen;
	struct tdx_regs in;
	struct tdx_regs out;
	struct tdx_xmm xmm;
	u64 status;
};

/* Such kernels ask the TDX module whether the TD keeps RBP, and there is no TD here. */
static void tell_of_rbp(struct kunit *test, bool kept)
{
	const char *owner = "seamcall TDH.PHYMEM.PAGE.RDMD status 0 always";
	const char *flags = kept ? "seamcall TDH.MNG.RD status 0 R8=4 always" :
				   "seamcall TDH.MNG.RD status 0 R8=0xfb always";

	if (!IS_ENABLED(CONFIG_FRAME_POINTER))
		return;
	tdxcall_emu_inject_clear();
	KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command(owner), 0);
	KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command(flags), 0);
}

static struct trial *new_trial(struct kunit *test)
{
	const struct tdxcall_emu_params params = {
		.keyid_start = 32, .keyids = 32, .loaded = true, .seam = true,
		.no_rbp_mod = IS_ENABLED(CONFIG_FRAME_POINTER),
	};
	struct trial *trial = kunit_kzalloc(test, sizeof(*trial), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, trial);
	KUNIT_ASSERT_EQ(test, tdxcall_emu_reset(&params), 0);
	tell_of_rbp(test, true);
	fill_regs(&trial->in, 0x1111);
	fill_regs(&trial->answer.out, 0x2222);
	fill_xmm(&trial->xmm, 0x3333);
	fill_xmm(&trial->answer.xmm, 0x4444);
	memset(&trial->out, 0x77, sizeof(trial->out));
	trial->answer.status = 77;
	trial->answer.rbp = 0xbadbadbad;
	return trial;
}

static void enter(struct trial *trial)
{
	tdxcall_emu_echo(&trial->answer);
	trial->status = tdxcall_vp_enter(&trial->in, &trial->out, &trial->xmm);
	tdxcall_emu_echo_seen(&trial->seen);
	tdxcall_emu_echo(NULL);
}

static void vp_enter_passes_every_register(struct kunit *test)
{
	struct trial *trial = new_trial(test);

	enter(trial);
	KUNIT_EXPECT_EQ(test, trial->seen.calls, 1);
	KUNIT_EXPECT_EQ(test, trial->status, 77);
	expect_regs_eq(test, &trial->seen.in, &trial->in);
	expect_regs_eq(test, &trial->out, &trial->answer.out);
}

static void vp_enter_passes_xmm(struct kunit *test)
{
	struct trial *trial = new_trial(test);
	struct tdx_xmm in = trial->xmm;

	trial->answer.clobber = BIT(TDXCALL_EMU_XSAVE);
	enter(trial);
	KUNIT_EXPECT_EQ(test, memcmp(&trial->seen.xmm, &in, sizeof(in)), 0);
	KUNIT_EXPECT_EQ(test, memcmp(&trial->xmm, &trial->answer.xmm, sizeof(trial->xmm)), 0);
}

/* Exposed-register masks are the guest's; they come back unchanged. */
static void vp_enter_returns_exit_information(struct kunit *test)
{
	struct trial *trial = new_trial(test);

	trial->answer.status = 0x400000000000004d;
	trial->answer.out = (struct tdx_regs) { .rcx = 0x1ffffffcc, .r11 = 10, .r15 = ~0ULL };
	enter(trial);
	KUNIT_EXPECT_EQ(test, trial->status, 0x400000000000004d);
	expect_regs_eq(test, &trial->out, &trial->answer.out);
}

static void vp_enter_turns_interrupts_off(struct kunit *test)
{
	struct trial *trial = new_trial(test);
	unsigned long flags;

	enter(trial);
	KUNIT_EXPECT_FALSE(test, trial->seen.interrupts);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());

	local_irq_save(flags);
	enter(trial);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_restore(flags);
	KUNIT_EXPECT_FALSE(test, trial->seen.interrupts);
}

/* Without a TDX module nothing is written, and nothing is lost. */
static void vp_enter_survives_faults(struct kunit *test)
{
	static const struct { const char *rule; u64 status; } faults[] = {
		{ "seamcall TDH.VP.ENTER ud", 0x8000ff0000000006 },
		{ "seamcall TDH.VP.ENTER gp", 0x8000ff000000000d },
		{ "seamcall TDH.VP.ENTER vmfailinvalid", 0x8000ff00ffff0000 },
	};
	struct trial *trial = new_trial(test);
	struct tdx_xmm xmm = trial->xmm;

	for (unsigned int i = 0; i < ARRAY_SIZE(faults); i++) {
		KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command(faults[i].rule), 0);
		trial->out.r15 = 1;
		KUNIT_EXPECT_EQ(test, tdxcall_vp_enter(&trial->in, &trial->out, &trial->xmm),
				faults[i].status);
		KUNIT_EXPECT_EQ(test, trial->out.r15, 0);
		KUNIT_EXPECT_EQ(test, memcmp(&trial->xmm, &xmm, sizeof(xmm)), 0);
		KUNIT_EXPECT_FALSE(test, irqs_disabled());
	}
}

struct host_state {
	u64 xcr0;
	u32 pkru;
	unsigned long cr2;
	unsigned long dr[6];
	u64 msr[16];
};

/* MSRs that a TD exit leaves changed. */
static const struct {
	enum tdxcall_emu_state state;
	u32 msr;
} msrs[] = {
	{ TDXCALL_EMU_STAR, 0xc0000081 },
	{ TDXCALL_EMU_LSTAR, 0xc0000082 },
	{ TDXCALL_EMU_FMASK, 0xc0000084 },
	{ TDXCALL_EMU_KERNEL_GS_BASE, 0xc0000102 },
	{ TDXCALL_EMU_TSC_AUX, 0xc0000103 },
	{ TDXCALL_EMU_XSS, 0xda0 },
	{ TDXCALL_EMU_XFD, 0x1c4 },
	{ TDXCALL_EMU_DEBUGCTL, 0x1d9 },
	{ TDXCALL_EMU_UMWAIT_CONTROL, 0xe1 },
	{ TDXCALL_EMU_TSX_CTRL, 0x122 },
	{ TDXCALL_EMU_UARCH_MISC_CTL, 0x1b01 },
};

static void read_host_state(struct host_state *host)
{
	if (boot_cpu_has(X86_FEATURE_OSXSAVE))
		host->xcr0 = xgetbv(XCR_XFEATURE_ENABLED_MASK);
	if (cpu_feature_enabled(X86_FEATURE_OSPKE))
		host->pkru = rdpkru();
	host->cr2 = native_read_cr2();
	host->dr[0] = read_debugreg(0);
	host->dr[1] = read_debugreg(1);
	host->dr[2] = read_debugreg(2);
	host->dr[3] = read_debugreg(3);
	host->dr[4] = read_debugreg(6);
	host->dr[5] = read_debugreg(7);
	for (unsigned int i = 0; i < ARRAY_SIZE(msrs); i++)
		if (rdmsrq_safe(msrs[i].msr, &host->msr[i]))
			host->msr[i] = 0;
}

static u64 watched[4];

/* Values that a TD exit does not leave there, as far as that is harmless. */
static void make_distinct(void)
{
	native_set_debugreg(7, 0);
	native_set_debugreg(0, (unsigned long)&watched[0]);
	native_set_debugreg(1, (unsigned long)&watched[1]);
	native_set_debugreg(2, (unsigned long)&watched[2]);
	native_set_debugreg(3, (unsigned long)&watched[3]);
	native_set_debugreg(6, DR6_RESERVED | DR_STEP);
	/* Eight bytes, written to, on all four. */
	native_set_debugreg(7, 0x999904aa);
	native_write_cr2((unsigned long)watched);
	if (cpu_feature_enabled(X86_FEATURE_OSPKE))
		wrpkru(0x55555554);
	wrmsrq_safe(0xc0000102, (unsigned long)watched);
}

static void write_host_state(const struct host_state *host)
{
	native_set_debugreg(7, 0);
	native_set_debugreg(0, host->dr[0]);
	native_set_debugreg(1, host->dr[1]);
	native_set_debugreg(2, host->dr[2]);
	native_set_debugreg(3, host->dr[3]);
	native_set_debugreg(6, host->dr[4]);
	native_set_debugreg(7, host->dr[5]);
	native_write_cr2(host->cr2);
	if (cpu_feature_enabled(X86_FEATURE_OSPKE))
		wrpkru(host->pkru);
	if (boot_cpu_has(X86_FEATURE_OSXSAVE))
		xsetbv(XCR_XFEATURE_ENABLED_MASK, host->xcr0);
	for (unsigned int i = 0; i < ARRAY_SIZE(msrs); i++)
		wrmsrq_safe(msrs[i].msr, host->msr[i]);
}

/* A TD entry whose exit changes the states of @clobber, and the host around it. */
static void enter_between(struct trial *trial, u32 clobber, struct host_state *before,
			  struct host_state *after)
{
	struct host_state original = {};
	unsigned long flags;

	trial->answer.clobber = clobber;
	local_irq_save(flags);
	read_host_state(&original);
	make_distinct();
	read_host_state(before);
	enter(trial);
	read_host_state(after);
	write_host_state(&original);
	local_irq_restore(flags);
}

/* A TD exit that changes one state; all host state must be restored. */
static void vp_enter_restores(struct kunit *test)
{
	const enum tdxcall_emu_state *state = test->param_value;
	struct host_state before = {}, after = {};
	struct trial *trial = new_trial(test);
	unsigned int last = cpumask_last(cpu_online_mask);

	/* TSC_AUX, the number of the CPU, is 0 after a TD exit: no change on the first CPU. */
	KUNIT_ASSERT_EQ(test, set_cpus_allowed_ptr(current, cpumask_of(last)), 0);
	enter_between(trial, BIT(*state), &before, &after);

	if (!(trial->seen.clobbered & BIT(*state)))
		kunit_skip(test, "this CPU does not keep %s", tdxcall_emu_state_name(*state));
	KUNIT_EXPECT_EQ(test, before.xcr0, after.xcr0);
	KUNIT_EXPECT_EQ(test, before.pkru, after.pkru);
	KUNIT_EXPECT_EQ(test, before.cr2, after.cr2);
	for (unsigned int i = 0; i < ARRAY_SIZE(before.dr); i++)
		KUNIT_EXPECT_EQ_MSG(test, before.dr[i], after.dr[i], "debug register %u", i);
	for (unsigned int i = 0; i < ARRAY_SIZE(msrs); i++)
		KUNIT_EXPECT_EQ_MSG(test, before.msr[i], after.msr[i], "MSR 0x%x", msrs[i].msr);
}

static KUNIT_GENERATOR(state_gen_params, previous, description)
{
	static enum tdxcall_emu_state states[TDXCALL_EMU_STATES];
	const enum tdxcall_emu_state *last = previous;
	unsigned int next = last ? *last + 1 : 0;

	if (next == TDXCALL_EMU_STATES)
		return NULL;
	states[next] = next;
	strscpy(description, tdxcall_emu_state_name(next), KUNIT_PARAM_DESC_SIZE);
	return &states[next];
}

static void vp_enter_restores_all_at_once(struct kunit *test)
{
	struct host_state before = {}, after = {};
	struct trial *trial = new_trial(test);

	enter_between(trial, ALL_STATES, &before, &after);

	KUNIT_EXPECT_EQ(test, memcmp(&before, &after, sizeof(before)), 0);
	/* The states that every x86-64 CPU has were really changed. */
	KUNIT_EXPECT_EQ(test, trial->seen.clobbered &
			(BIT(TDXCALL_EMU_DR) | BIT(TDXCALL_EMU_CR2) | BIT(TDXCALL_EMU_STAR) |
			 BIT(TDXCALL_EMU_LSTAR) | BIT(TDXCALL_EMU_FMASK) |
			 BIT(TDXCALL_EMU_KERNEL_GS_BASE)),
			BIT(TDXCALL_EMU_DR) | BIT(TDXCALL_EMU_CR2) | BIT(TDXCALL_EMU_STAR) |
			BIT(TDXCALL_EMU_LSTAR) | BIT(TDXCALL_EMU_FMASK) |
			BIT(TDXCALL_EMU_KERNEL_GS_BASE));
}

/* MSRs that the test CPU may lack must be in the list all the same: nothing else would notice. */
static void vp_enter_knows_every_msr(struct kunit *test)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(msrs); i++) {
		unsigned int n = 0;

		while (core_exit_msr(n) && core_exit_msr(n) != msrs[i].msr)
			n++;
		KUNIT_EXPECT_EQ_MSG(test, core_exit_msr(n), msrs[i].msr, "MSR 0x%x",
				    msrs[i].msr);
	}
}

static atomic_t breakpoint_hits;

static void breakpoint_hit(struct perf_event *event, struct perf_sample_data *data,
			   struct pt_regs *regs)
{
	atomic_inc(&breakpoint_hits);
}

/* Linux's own breakpoint, set before, still works afterwards. */
static void vp_enter_keeps_breakpoints(struct kunit *test)
{
	struct trial *trial = new_trial(test);
	struct perf_event * __percpu *event;
	struct perf_event_attr attr;

	hw_breakpoint_init(&attr);
	attr.bp_addr = (unsigned long)&watched[0];
	attr.bp_len = HW_BREAKPOINT_LEN_8;
	attr.bp_type = HW_BREAKPOINT_W;
	event = register_wide_hw_breakpoint(&attr, breakpoint_hit, NULL);
	KUNIT_ASSERT_FALSE(test, IS_ERR((void __force *)event));
	atomic_set(&breakpoint_hits, 0);
	trial->answer.clobber = BIT(TDXCALL_EMU_DR);
	preempt_disable();
	enter(trial);
	WRITE_ONCE(watched[0], 1);
	preempt_enable();
	unregister_wide_hw_breakpoint(event);
	KUNIT_EXPECT_EQ(test, atomic_read(&breakpoint_hits), 1);
}

/*
 * A guest that asks for all registers gets none of the host's; but RBP stays for NMIs that unwind
 * by it.
 */
static void vp_enter_hides_rbp(struct kunit *test)
{
	struct trial *trial = new_trial(test);

	enter(trial);
	KUNIT_EXPECT_EQ(test, !!trial->seen.rbp, IS_ENABLED(CONFIG_FRAME_POINTER));
}

static void vp_enter_wants_rbp_kept_on_frame_pointers(struct kunit *test)
{
	struct trial *trial = new_trial(test);

	if (!IS_ENABLED(CONFIG_FRAME_POINTER))
		kunit_skip(test, "this kernel needs no RBP to unwind the stack");
	tell_of_rbp(test, false);
	enter(trial);
	KUNIT_EXPECT_EQ(test, trial->seen.calls, 0);
	KUNIT_EXPECT_EQ(test, trial->status, REFUSED);
}

struct interrupted_trial {
	struct irq_work work;
	struct trial *trial;
};

static void enter_interrupted(struct irq_work *work)
{
	enter(container_of(work, struct interrupted_trial, work)->trial);
}

/* No vCPU runs in an interrupt handler, on which RCU would wait. */
static void vp_enter_is_for_tasks(struct kunit *test)
{
	struct trial *trial = new_trial(test);
	struct interrupted_trial interrupted = {
		.work = IRQ_WORK_INIT_HARD(enter_interrupted),
		.trial = trial,
	};

	irq_work_queue(&interrupted.work);
	irq_work_sync(&interrupted.work);
	KUNIT_EXPECT_EQ(test, trial->status, REFUSED);
	KUNIT_EXPECT_EQ(test, trial->seen.calls, 0);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(&trial->out, 0, sizeof(trial->out)), NULL);
}

#define TDH_VP_ENTER	0x00
#define TDG_VP_ENTER	0x19

/* Kernels that ask the TDX module whether the TD keeps RBP report these calls as well. */
#define ENTRY_CALLS	(IS_ENABLED(CONFIG_FRAME_POINTER) ? 3 : 1)

/* Those who watch calls hear of each entry once before and once after, with what it was. */
static void vp_enter_is_counted_once(struct kunit *test)
{
	struct trial *trial = new_trial(test);
	struct watch *begins = watch_begin(test, "host_call_begins");
	struct watch *ends = watch_begin(test, "host_call_ends");
	u64 seamcalls, tdcalls, seamldr;
	bool before;

	trial->answer.status = 0x400000000000004d;
	before = count_calls(test, true);
	seamcalls = counted_calls(test, TDXCALL_ROW_SEAMCALL, TDH_VP_ENTER);
	tdcalls = counted_calls(test, TDXCALL_ROW_TDCALL, TDH_VP_ENTER);
	seamldr = counted_calls(test, TDXCALL_ROW_SEAMLDR, TDH_VP_ENTER);
	enter(trial);
	count_calls(test, before);
	watch_end(ends);
	watch_end(begins);
	KUNIT_EXPECT_EQ(test, trial->status, 0x400000000000004d);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_SEAMCALL, TDH_VP_ENTER),
			seamcalls + 1);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_TDCALL, TDH_VP_ENTER), tdcalls);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_SEAMLDR, TDH_VP_ENTER), seamldr);
	KUNIT_EXPECT_EQ(test, begins->calls, ENTRY_CALLS);
	KUNIT_EXPECT_EQ(test, (u32)begins->first, 0);
	KUNIT_EXPECT_EQ(test, begins->second, TDH_VP_ENTER);
	KUNIT_EXPECT_EQ(test, ends->calls, ENTRY_CALLS);
	KUNIT_EXPECT_EQ(test, (u32)ends->first, 0);
	KUNIT_EXPECT_EQ(test, ends->second, TDH_VP_ENTER);
	KUNIT_EXPECT_EQ(test, ends->third, 0x400000000000004d);
}

static void l2_enter_is_counted_once(struct kunit *test)
{
	struct trial *trial = new_trial(test);
	struct callee *callee = kunit_kzalloc(test, sizeof(*callee), GFP_KERNEL);
	struct watch *begins, *ends;
	u64 seamcalls, tdcalls;
	bool before;

	KUNIT_ASSERT_NOT_NULL(test, callee);
	callee->status = 0xc000010000000001;
	callee_serve(test, callee);
	begins = watch_begin(test, "host_call_begins");
	ends = watch_begin(test, "host_call_ends");
	before = count_calls(test, true);
	seamcalls = counted_calls(test, TDXCALL_ROW_SEAMCALL, TDG_VP_ENTER);
	tdcalls = counted_calls(test, TDXCALL_ROW_TDCALL, TDG_VP_ENTER);
	KUNIT_EXPECT_EQ(test, tdxcall_l2_enter(&trial->in, &trial->out, &trial->xmm),
			0xc000010000000001);
	count_calls(test, before);
	watch_end(ends);
	watch_end(begins);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_SEAMCALL, TDG_VP_ENTER), seamcalls);
	KUNIT_EXPECT_EQ(test, counted_calls(test, TDXCALL_ROW_TDCALL, TDG_VP_ENTER), tdcalls + 1);
	KUNIT_EXPECT_EQ(test, begins->calls, 1);
	KUNIT_EXPECT_EQ(test, (u32)begins->first, 1);
	KUNIT_EXPECT_EQ(test, begins->second, TDG_VP_ENTER);
	KUNIT_EXPECT_EQ(test, ends->calls, 1);
	KUNIT_EXPECT_EQ(test, (u32)ends->first, 1);
	KUNIT_EXPECT_EQ(test, ends->second, TDG_VP_ENTER);
	KUNIT_EXPECT_EQ(test, ends->third, 0xc000010000000001);
}

/* With both off nothing is reported, nor are calls that were not made. */
static void vp_enter_tells_only_who_watches(struct kunit *test)
{
	struct trial *trial = new_trial(test);
	struct watch *begins = watch_begin(test, "host_call_begins");
	struct watch *ends = watch_begin(test, "host_call_ends");
	bool before = count_calls(test, false);

	enter(trial);
	KUNIT_EXPECT_EQ(test, trial->status, 77);
	KUNIT_EXPECT_EQ(test, begins->calls, 0);
	KUNIT_EXPECT_EQ(test, ends->calls, 0);

	count_calls(test, true);
	kernel_fpu_begin();
	trial->status = tdxcall_l2_enter(&trial->in, &trial->out, &trial->xmm);
	kernel_fpu_end();
	count_calls(test, before);
	watch_end(ends);
	watch_end(begins);
	KUNIT_EXPECT_EQ(test, trial->status, REFUSED);
	KUNIT_EXPECT_EQ(test, begins->calls, 0);
	KUNIT_EXPECT_EQ(test, ends->calls, 0);
}

static void vp_enter_test_exit(struct kunit *test)
{
	tdxcall_emu_echo(NULL);
	tdxcall_emu_inject_clear();
}

static struct kunit_case vp_enter_cases[] = {
	KUNIT_CASE(vp_enter_passes_every_register),
	KUNIT_CASE(vp_enter_passes_xmm),
	KUNIT_CASE(vp_enter_returns_exit_information),
	KUNIT_CASE(vp_enter_turns_interrupts_off),
	KUNIT_CASE(vp_enter_survives_faults),
	KUNIT_CASE_PARAM(vp_enter_restores, state_gen_params),
	KUNIT_CASE(vp_enter_restores_all_at_once),
	KUNIT_CASE(vp_enter_knows_every_msr),
	KUNIT_CASE(vp_enter_keeps_breakpoints),
	KUNIT_CASE(vp_enter_hides_rbp),
	KUNIT_CASE(vp_enter_wants_rbp_kept_on_frame_pointers),
	KUNIT_CASE(vp_enter_is_for_tasks),
	KUNIT_CASE(vp_enter_is_counted_once),
	KUNIT_CASE(l2_enter_is_counted_once),
	KUNIT_CASE(vp_enter_tells_only_who_watches),
	{}
};

struct kunit_suite vp_enter_suite = {
	.name = "tdxcall_vp_enter",
	.init = only_on_hosts,
	.exit = vp_enter_test_exit,
	.test_cases = vp_enter_cases,
};
