// SPDX-License-Identifier: GPL-2.0
/* Each tracepoint fires when it should, with what it is about. */
#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/operands.h"
#include "kunit/suites.h"
#include "kunit/watch.h"
#include "module/tdxcall/trace.h"

#define TDH_MNG_CREATE		9
#define TDH_SYS_RD		34
#define TDH_EXPORT_ABORT	64	/* may lose vector registers */
#define VMCALL_HLT		12
#define EXIT_TDCALL		77

#define OPERAND_INVALID_RCX	0xc000010000000001
#define OPERAND_BUSY_TDR	0x8000020000000080
#define NON_RECOVERABLE_VCPU	0x4000000100000002
#define GHCI_INVALID_OPERAND	0x8000000000000000

/* By core_retry_name(). */
#define RETRY_BUSY		1

/* What was told of one tracepoint: how often, and the last time what. */
struct told {
	u32 times;
	u8 origin;
	bool tdcall;
	u64 fn;
	u64 status;
	u64 cycles;
	u32 reason;
	u64 vcpu;
	u64 subfunction;
	struct tdx_regs regs;
};

struct tracing {
	struct callee callee;
	struct tdx_regs in;
	struct tdx_regs out;
	struct told enter, exit, retry, give_up, fault, fpu_section, td_exit, vmcall;
	struct told operands, results;
};

static void on_enter(void *data, u8 origin, bool tdcall, u64 fn)
{
	struct told *told = data;

	*told = (struct told) { told->times + 1, origin, tdcall, fn };
}

static void on_exit(void *data, u8 origin, bool tdcall, u64 fn, u64 status, u64 cycles)
{
	struct told *told = data;

	*told = (struct told) { told->times + 1, origin, tdcall, fn, status, cycles };
}

static void on_again(void *data, u8 origin, bool tdcall, u64 fn, u32 reason)
{
	struct told *told = data;

	*told = (struct told) { told->times + 1, origin, tdcall, fn, .reason = reason };
}

static void on_fault(void *data, u8 origin, bool tdcall, u64 fn, u64 status)
{
	struct told *told = data;

	*told = (struct told) { told->times + 1, origin, tdcall, fn, status };
}

static void on_fpu_section(void *data, u8 origin, bool tdcall, u64 fn, u64 cycles)
{
	struct told *told = data;

	*told = (struct told) { told->times + 1, origin, tdcall, fn, .cycles = cycles };
}

static void on_td_exit(void *data, u8 origin, u64 vcpu, u32 reason, u64 status, u64 subfunction,
		       u64 cycles)
{
	struct told *told = data;

	*told = (struct told) {
		told->times + 1, origin, .vcpu = vcpu, .reason = reason, .status = status,
		.subfunction = subfunction, .cycles = cycles,
	};
}

static void on_vmcall(void *data, u8 origin, u64 subfunction, u64 status, u64 cycles)
{
	struct told *told = data;

	*told = (struct told) {
		told->times + 1, origin, .subfunction = subfunction, .status = status,
		.cycles = cycles,
	};
}

static void on_registers(void *data, u8 origin, bool tdcall, u64 fn, const struct tdx_regs *regs)
{
	struct told *told = data;

	*told = (struct told) { told->times + 1, origin, tdcall, fn, .regs = *regs };
}

#define LISTEN(event, probe)									\
	KUNIT_ASSERT_EQ(test, register_trace_tdxcall_##event(probe, &tracing->event), 0)
#define IGNORE(event, probe)	unregister_trace_tdxcall_##event(probe, &tracing->event)

static void ignore_all(struct tracing *tracing)
{
	IGNORE(enter, on_enter);
	IGNORE(exit, on_exit);
	IGNORE(retry, on_again);
	IGNORE(give_up, on_again);
	IGNORE(fault, on_fault);
	IGNORE(fpu_section, on_fpu_section);
	IGNORE(td_exit, on_td_exit);
	IGNORE(vmcall, on_vmcall);
	IGNORE(operands, on_registers);
	IGNORE(results, on_registers);
	tracepoint_synchronize_unregister();
}

static struct tracing *listen_to_all(struct kunit *test)
{
	struct tracing *tracing = kunit_kzalloc(test, sizeof(*tracing), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, tracing);
	callee_serve(test, &tracing->callee);
	fill_regs(&tracing->in, 0x1111);
	fill_regs(&tracing->callee.out, 0x2222);
	test->priv = tracing;
	LISTEN(enter, on_enter);
	LISTEN(exit, on_exit);
	LISTEN(retry, on_again);
	LISTEN(give_up, on_again);
	LISTEN(fault, on_fault);
	LISTEN(fpu_section, on_fpu_section);
	LISTEN(td_exit, on_td_exit);
	LISTEN(vmcall, on_vmcall);
	LISTEN(operands, on_registers);
	LISTEN(results, on_registers);
	return tracing;
}

static void expect_call(struct kunit *test, const struct told *told, u32 times, bool tdcall,
			u64 fn)
{
	KUNIT_EXPECT_EQ(test, told->times, times);
	KUNIT_EXPECT_EQ(test, told->origin, TDXCALL_US);
	KUNIT_EXPECT_EQ(test, told->tdcall, tdcall);
	KUNIT_EXPECT_EQ(test, told->fn, fn);
}

static void call(struct tracing *tracing, u16 leaf, u64 status)
{
	tracing->callee.status = status;
	tdxcall_seamcall(TDXCALL_ONCE | leaf, &tracing->in, &tracing->out);
}

static void trace_tells_of_calls(struct kunit *test)
{
	struct tracing *tracing = listen_to_all(test);

	call(tracing, TDH_SYS_RD, OPERAND_INVALID_RCX);
	expect_call(test, &tracing->enter, 1, false, TDH_SYS_RD);
	expect_call(test, &tracing->exit, 1, false, TDH_SYS_RD);
	KUNIT_EXPECT_EQ(test, tracing->exit.status, OPERAND_INVALID_RCX);
	KUNIT_EXPECT_GT(test, tracing->exit.cycles, 0);

	tdxcall_tdcall(TDXCALL_ONCE | 7, &tracing->in, &tracing->out);
	expect_call(test, &tracing->enter, 2, true, 7);
	expect_call(test, &tracing->exit, 2, true, 7);

	KUNIT_EXPECT_EQ(test, tracing->retry.times, 0);
	KUNIT_EXPECT_EQ(test, tracing->give_up.times, 0);
	KUNIT_EXPECT_EQ(test, tracing->fault.times, 0);
	KUNIT_EXPECT_EQ(test, tracing->fpu_section.times, 0);
	KUNIT_EXPECT_EQ(test, tracing->td_exit.times, 0);
	KUNIT_EXPECT_EQ(test, tracing->vmcall.times, 0);
}

static void trace_tells_of_retries(struct kunit *test)
{
	struct tracing *tracing = listen_to_all(test);

	tracing->callee.failures = 3;
	tracing->callee.failure = OPERAND_BUSY_TDR;
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mng_create(0, PAGE_AT(0x1000), KEYID(0x21)), 0);
	expect_call(test, &tracing->exit, 4, false, TDH_MNG_CREATE);
	expect_call(test, &tracing->retry, 3, false, TDH_MNG_CREATE);
	KUNIT_EXPECT_EQ(test, tracing->retry.reason, RETRY_BUSY);
	KUNIT_EXPECT_EQ(test, tracing->give_up.times, 0);

	call(tracing, TDH_MNG_CREATE, OPERAND_BUSY_TDR);
	KUNIT_EXPECT_EQ(test, tracing->retry.times, 3);
	expect_call(test, &tracing->give_up, 1, false, TDH_MNG_CREATE);
	KUNIT_EXPECT_EQ(test, tracing->give_up.reason, RETRY_BUSY);
}

/* No TDX module ran, so there are no results. */
static void trace_tells_of_faults(struct kunit *test)
{
	struct tracing *tracing = listen_to_all(test);
	static const struct tdx_regs none;
	bool before = tdxcall_trace_registers(true);

	tracing->callee.answer = CALLEE_FAULTS;
	call(tracing, TDH_SYS_RD, 0);
	expect_call(test, &tracing->fault, 1, false, TDH_SYS_RD);
	KUNIT_EXPECT_EQ(test, tracing->fault.status, TDXCALL_SW_UD);
	KUNIT_EXPECT_EQ(test, tracing->exit.status, TDXCALL_SW_UD);
	tracing->callee.answer = CALLEE_VMFAILS;
	call(tracing, TDH_SYS_RD, 0);
	expect_call(test, &tracing->fault, 2, false, TDH_SYS_RD);
	KUNIT_EXPECT_EQ(test, tracing->fault.status, TDXCALL_SW_VMFAILINVALID);
	KUNIT_EXPECT_EQ(test, tracing->results.times, 2);
	expect_regs_eq(test, &tracing->results.regs, &none);

	/* Its block of results is what the stack had there. */
	tracing->callee.answer = CALLEE_FAULTS;
	tdxcall_vmcall(TDXCALL_ONCE | VMCALL_HLT, &tracing->in, &tracing->out);
	tdxcall_trace_registers(before);
	expect_call(test, &tracing->fault, 3, true, 0);
	KUNIT_EXPECT_EQ(test, tracing->results.times, 3);
	expect_regs_eq(test, &tracing->results.regs, &none);
}

/* In a batch one for many as time allows, with the call that opened it. */
static void trace_tells_of_fpu_sections(struct kunit *test)
{
	struct tracing *tracing = listen_to_all(test);
	struct watch *sections;
	struct tdx_call batch[3] = { { TDH_SYS_RD }, { TDH_EXPORT_ABORT }, { TDH_EXPORT_ABORT } };

	call(tracing, TDH_EXPORT_ABORT, 0);
	expect_call(test, &tracing->fpu_section, 1, false, TDH_EXPORT_ABORT);
	KUNIT_EXPECT_GE(test, tracing->fpu_section.cycles, tracing->exit.cycles);
	sections = watch_begin(test, "host_fpu_begin");
	tdxcall_seamcall_batch(batch, ARRAY_SIZE(batch));
	watch_end(sections);
	KUNIT_EXPECT_GE(test, sections->calls, 1);
	expect_call(test, &tracing->fpu_section, 1 + sections->calls, false, TDH_EXPORT_ABORT);
	KUNIT_EXPECT_EQ(test, tracing->exit.times, 4);
}

static void trace_tells_of_td_exits(struct kunit *test)
{
	struct tracing *tracing = listen_to_all(test);
	static struct tdx_xmm xmm;

	if (IS_ENABLED(CONFIG_FRAME_POINTER))
		kunit_skip(test, "the TDX module is asked first whether the TD keeps RBP");
	tracing->callee.status = EXIT_TDCALL;
	tracing->callee.out.r10 = 0;
	tracing->callee.out.r11 = VMCALL_HLT;
	tdxcall_vp_enter(&tracing->in, &tracing->out, &xmm);
	KUNIT_EXPECT_EQ(test, tracing->td_exit.times, 1);
	KUNIT_EXPECT_EQ(test, tracing->td_exit.vcpu, tracing->in.rcx);
	KUNIT_EXPECT_EQ(test, tracing->td_exit.reason, EXIT_TDCALL);
	KUNIT_EXPECT_EQ(test, tracing->td_exit.subfunction, VMCALL_HLT);

	tracing->callee.status = NON_RECOVERABLE_VCPU;
	tdxcall_vp_enter(&tracing->in, &tracing->out, &xmm);
	KUNIT_EXPECT_EQ(test, tracing->td_exit.times, 2);
	KUNIT_EXPECT_EQ(test, tracing->td_exit.reason, 2);
	KUNIT_EXPECT_EQ(test, tracing->td_exit.subfunction, 0);
	KUNIT_EXPECT_EQ(test, tracing->td_exit.status, NON_RECOVERABLE_VCPU);

	/* No TD ran. */
	tracing->callee.status = OPERAND_BUSY_TDR;
	tdxcall_vp_enter(&tracing->in, &tracing->out, &xmm);
	KUNIT_EXPECT_EQ(test, tracing->td_exit.times, 2);
	KUNIT_EXPECT_EQ(test, tracing->exit.times, 3);
	KUNIT_EXPECT_EQ(test, tracing->fpu_section.times, 3);
}

static void trace_tells_of_hypercalls(struct kunit *test)
{
	struct tracing *tracing = listen_to_all(test);

	tracing->callee.out.r10 = GHCI_INVALID_OPERAND;
	tdxcall_vmcall(TDXCALL_ONCE | VMCALL_HLT, &tracing->in, &tracing->out);
	KUNIT_EXPECT_EQ(test, tracing->vmcall.times, 1);
	KUNIT_EXPECT_EQ(test, tracing->vmcall.subfunction, VMCALL_HLT);
	KUNIT_EXPECT_EQ(test, tracing->vmcall.status, GHCI_INVALID_OPERAND);

	/* The VMM did not run: R10 is nobody's answer. */
	tracing->callee.status = OPERAND_INVALID_RCX;
	tdxcall_vmcall(TDXCALL_ONCE | VMCALL_HLT, &tracing->in, &tracing->out);
	KUNIT_EXPECT_EQ(test, tracing->vmcall.times, 2);
	KUNIT_EXPECT_EQ(test, tracing->vmcall.status, OPERAND_INVALID_RCX);
	expect_call(test, &tracing->exit, 2, true, 0);
}

/* Only if somebody asked for them; and of what a caller left in registers only the operands. */
static void trace_tells_registers_on_request(struct kunit *test)
{
	struct tracing *tracing = listen_to_all(test);
	struct tdx_regs in = { .rcx = tracing->in.rcx, .rdx = tracing->in.rdx };
	bool before = tdxcall_trace_registers(false);

	call(tracing, TDH_SYS_RD, 0);
	KUNIT_EXPECT_EQ(test, tracing->operands.times, 0);
	KUNIT_EXPECT_EQ(test, tracing->results.times, 0);
	tdxcall_trace_registers(true);
	call(tracing, TDH_MNG_CREATE, 0);
	tdxcall_trace_registers(before);
	expect_call(test, &tracing->operands, 1, false, TDH_MNG_CREATE);
	expect_call(test, &tracing->results, 1, false, TDH_MNG_CREATE);
	expect_regs_eq(test, &tracing->operands.regs, &in);
	expect_regs_eq(test, &tracing->results.regs, &tracing->out);
}

static void trace_test_exit(struct kunit *test)
{
	if (test->priv)
		ignore_all(test->priv);
}

static struct kunit_case trace_cases[] = {
	KUNIT_CASE(trace_tells_of_calls),
	KUNIT_CASE(trace_tells_of_retries),
	KUNIT_CASE(trace_tells_of_faults),
	KUNIT_CASE(trace_tells_of_fpu_sections),
	KUNIT_CASE(trace_tells_of_td_exits),
	KUNIT_CASE(trace_tells_of_hypercalls),
	KUNIT_CASE(trace_tells_registers_on_request),
	{}
};

struct kunit_suite trace_suite = {
	.name = "tdxcall_trace",
	.exit = trace_test_exit,
	.test_cases = trace_cases,
};
