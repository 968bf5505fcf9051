/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A callee of the tests' own: it stands before the software TDX module in the chain of notifiers
 * and answers the SEAMCALLs and TDCALLs of one task, so that a test sees every register that
 * reached the instruction and decides on every register that comes back.
 */
#ifndef TDXCALL_KUNIT_CALLEE_H
#define TDXCALL_KUNIT_CALLEE_H

#include <kunit/test.h>
#include <linux/ptrace.h>

#include <tdxcall/abi.h>

enum callee_answer {
	CALLEE_RETURNS,
	CALLEE_VMFAILS,	/* CF=1 */
	CALLEE_FAULTS,	/* the instruction stays a #UD */
};

/**
 * struct callee - what to answer, and what was seen
 * @answer: how each call ends
 * @status: RAX of the answer
 * @out: the other registers of the answer.  Those that carry no result of the calls that the asm
 *	entry makes are kept, as a TDX module keeps them
 * @trash_rbp: come back with another RBP, as some TDX modules do after TDH.VP.ENTER; short entries
 *	don't make such calls
 * @trash_flags: come back with every status flag but CF set
 * @xmm: XMM registers of the answer; NULL leaves them alone, and @xmm_seen too
 * @failures: the first so many calls end with @failure in RAX instead of @status
 * @failure: see @failures
 * @runs: what a guest does to the CPU meanwhile; may be NULL
 * @vmx: the CPU is in VMX operation: VMPTRST and VMPTRLD work
 * @vmcs: physical address of the current VMCS; a call to the P-SEAMLDR loses it
 * @vmptrld_fails: VMPTRLD ends in VMfailInvalid
 * @vmptrlds: number of VMPTRLDs that arrived
 * @calls: number of calls that arrived
 * @seen: registers at the latest call
 * @xmm_seen: the same of XMM registers
 * @fpu_usable: no FPU section was open at the latest call
 */
struct callee {
	enum callee_answer answer;
	u64 status;
	struct tdx_regs out;
	bool trash_rbp;
	bool trash_flags;
	const struct tdx_xmm *xmm;
	unsigned int failures;
	u64 failure;
	void (*runs)(void);
	bool vmx;
	u64 vmcs;
	bool vmptrld_fails;
	unsigned int vmptrlds;
	unsigned int calls;
	struct pt_regs seen;
	struct tdx_xmm xmm_seen;
	bool fpu_usable;
};

/* For tests in which somebody else answers TDCALL, or nobody. */
void skip_in_td(struct kunit *test);

/* Skips the test there, for what only a host does; an init function of suites. */
int only_on_hosts(struct kunit *test);

/* Serves the current task from now until the test ends.  In a TD the test is skipped. */
void callee_serve(struct kunit *test, struct callee *callee);

/* As if someone had sent this task a SIGKILL, until it is taken back. */
void set_killed(bool killed);

/* Values that differ from each other and from any other block's. */
void fill_regs(struct tdx_regs *regs, u64 seed);

void fill_xmm(struct tdx_xmm *xmm, u64 seed);

/* All of the CPU's own, in a section where the FPU may be used. */
void store_xmm(struct tdx_xmm *to);
void load_xmm(const struct tdx_xmm *from);

void expect_regs_eq(struct kunit *test, const struct tdx_regs *left, const struct tdx_regs *right);

/* The registers of a trap frame that can carry operands. */
struct tdx_regs regs_of(const struct pt_regs *frame);

/* The same, with 0 for those that the asm entry leaves as its caller had them. */
struct tdx_regs operands_of(const struct pt_regs *frame);

#endif
