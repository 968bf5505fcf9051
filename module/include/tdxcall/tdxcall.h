/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TDX calls for other kernel modules.
 *
 * On a TDX host the TDX module and its TDs are Linux's and KVM's.  Functions that change what
 * belongs to others are in symbol namespaces, which a module imports by MODULE_IMPORT_NS() to say
 * that it means to: TDXCALL_CHANGES_TD for what changes one TD, TDXCALL_CHANGES_PLATFORM for what
 * changes the ground that all TDs stand on, or may do anything.  Functions that read are in none,
 * and neither is what a TD calls: its state is its own.
 *
 * In a VM whose hypervisor might end it over the instruction none of them is made: all return
 * %TDXCALL_VM_AT_RISK with zeroed results, unless tdxcall.ko was loaded with risk_vm=1.
 */
#ifndef TDXCALL_H
#define TDXCALL_H

#include <linux/io.h>
#include <linux/mm.h>
#include <linux/types.h>

#include <tdxcall/abi.h>
#include <tdxcall/leaves.h>
#include <tdxcall/operands.h>

/* Operands of memory that Linux has: of whole pages, and of a buffer that is not vmalloc()ed. */
static inline tdx_page_t tdx_page(struct page *page)
{
	return (tdx_page_t) { page_to_phys(page) };
}

static inline tdx_tdr_t tdx_tdr(struct page *page)
{
	return (tdx_tdr_t) { page_to_phys(page) };
}

static inline tdx_tdvpr_t tdx_tdvpr(struct page *page)
{
	return (tdx_tdvpr_t) { page_to_phys(page) };
}

static inline tdx_buffer_t tdx_buffer(void *buffer)
{
	return (tdx_buffer_t) { virt_to_phys(buffer) };
}

/**
 * DOC: patience
 *
 * A failure that may pass (Documentation/kernel-api.rst has them all) is tried again.  For how long
 * is up to the caller, who ORs these into the number of what it calls; typed calls take them as
 * @how:
 *
 * - 0: as the context has it.  A task that may sleep waits for a second, and for ten where
 *   interrupts end a call that gets on; a fatal signal ends that.  Where preemption is off, in a
 *   reader of RCU and in interrupts it is a tenth of a millisecond.  A kernel without
 *   CONFIG_PREEMPT_COUNT cannot tell the one from the other when interrupts are on: there the call
 *   does not sleep, and it is a tenth of a second, and one second for a call that gets on.
 * - %TDXCALL_MAY_SLEEP: the caller may sleep here, on any kernel.  Where interrupts are off it does
 *   not count, so that one function can serve both.
 * - %TDXCALL_TEARDOWN: what must not fail, as a KeyID is lost then.  As %TDXCALL_MAY_SLEEP, but no
 *   signal ends it, and it has a minute, in atomic context 10 milliseconds.
 * - %TDXCALL_ONCE: one attempt.
 * - tdxcall_within_ms(ms), alone or with one of the others: a deadline of 1 to 255 milliseconds
 *   from the first failure on, in place of what the context has.
 *
 * Ten attempts are made in any case, but for a deadline; more than ten no call makes for want of a
 * random number.  Any other bit of %TDXCALL_FLAGS, and %TDXCALL_ONCE together with
 * %TDXCALL_TEARDOWN or a deadline, is refused.
 */

/**
 * tdxcall_seamcall() - call a leaf function of the TDX module from a TDX host
 * @fn: leaf number in bits 15:0, version in bits 23:16, patience
 * @in: input operands; registers that the leaf function does not take are passed as zero
 * @out: results; zeroed first, written only when a TDX module ran; must not be @in
 *
 * A failure that may pass (no entropy, a busy operand) is tried again with the same inputs, and an
 * interrupted call goes on as its leaf function asks.  What comes back in the end is the last
 * attempt's: a busy status names the operand, and from an interrupted one the caller can go on.
 * Outside a TDX host the call is harmless and returns a software code.
 *
 * In symbol namespace TDXCALL_CHANGES_PLATFORM, since a number can be anything; leaf functions that
 * read have functions of their own in none, as tdxcall_tdh_sys_rd().  State-changing leaf
 * functions, and those that the leaf table lacks, are refused on a real TDX platform unless
 * tdxcall.ko was loaded with changes_by_number=1.
 *
 * Context: any, with interrupts on or off; not NMI.  Preemption is off during each attempt.
 * Between two it is as the caller has it: a task that may sleep may do so.  The CPU stays the same
 * all the time.
 * Return: the completion status (bit 63 set: error), %TDXCALL_SW_UD or %TDXCALL_SW_GP when the
 * instruction faulted, %TDXCALL_SW_VMFAILINVALID when no TDX module is loaded, %TDXCALL_REFUSED for
 * a leaf function that carries vector registers, for one that may lose them where the FPU can't be
 * used, for calls with bit 63, which tdxcall_seamldr() makes, for flags that are none, and for all
 * once the machine goes down; %TDXCALL_CHANGES_STATE as said above.
 */
u64 tdxcall_seamcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);

/**
 * tdxcall_seamcall_batch() - call leaf functions one after the other
 * @calls: the calls; each gets its status and results
 * @count: how many
 *
 * Each is made as by tdxcall_seamcall() with %TDXCALL_MAY_SLEEP, up to the first that ends with an
 * error.  Leaf functions that may lose vector registers share FPU sections, which are left after 32
 * calls or half a millisecond so that others can run.  There a fatal signal ends the batch, unless
 * the next call has %TDXCALL_TEARDOWN.  Calls that were not reached get %TDXCALL_NOT_MADE.
 *
 * In symbol namespace TDXCALL_CHANGES_PLATFORM.  When tdxcall_seamcall() would not make one of
 * them, none is made: all have the status %TDXCALL_CHANGES_STATE.
 *
 * Context: process; may sleep, but stays on its CPU.
 * Return: how many calls ended without an error; the status of the next says why it stopped.
 */
u32 tdxcall_seamcall_batch(struct tdx_call *calls, u32 count);

/**
 * tdxcall_vp_enter() - run a vCPU of a TD until it exits: TDH.VP.ENTER
 * @in: RCX: the vCPU's root page and flags; every other register: what the guest gets where its
 *      last exit was a TDG.VP.VMCALL that exposed it
 * @out: results; zeroed first, written only when a TDX module ran; must not be @in
 * @xmm: XMM0-15, which the guest gets likewise; then those of the TD exit
 *
 * One attempt with interrupts off, which the next interrupt ends.  All that comes back is the word
 * of an untrusted guest.
 *
 * Interrupts, NMIs and machine checks of the host that end the run are taken by the CPU in the TD:
 * RAX and R9 tell of them.  This function sees to it that their handlers run: an NMI's and a
 * machine check's before it returns, an interrupt's as soon as interrupts are on.  A caller must
 * not deliver them once more.
 *
 * A TD exit changes host state.  Kept here: RBP, the vector and x87 registers of the user program,
 * PKRU, XCR0, CR2, DR0-3, DR6, DR7, and the MSRs STAR, LSTAR, FMASK, KERNEL_GS_BASE, TSC_AUX, XSS,
 * XFD, DEBUGCTL, UMWAIT_CONTROL, TSX_CTRL and UARCH_MISC_CTL.  All of it is back before anything is
 * traced, counted or handled.  What a hypervisor beside us has put in the MSRs of system calls
 * until the CPU returns to user mode stays there.  Time in the TD is accounted as guest time, and
 * on the way to user mode the CPU forgets branches of the guest where Linux wants that (VMSCAPE).
 *
 * For RCU a run is like one in user mode: the caller holds no reference that RCU protects, not even
 * by having preemption or interrupts off.
 *
 * Left to the caller:
 *
 * - to look for work, signals and need_resched() before each run, with interrupts off from then on
 *   to the call, so that a kick that comes in between ends the run at once; and to call
 *   cond_resched() between runs;
 * - events that it wants to give to the guest, and timers that are to end a run;
 * - of a TD with ATTRIBUTES.PERFMON the performance counters, their event selectors, OFFCORE_RSP,
 *   PERF_METRICS, PERF_GLOBAL_CTRL and PEBS MSRs: counters are perf's, which must have its events
 *   off this CPU meanwhile;
 * - of a TD whose XFAM has PT or LBR the RTIT and LBR MSRs, perf's as well;
 * - of a TD whose XFAM has UINTR, HWP, HDC, PASID or ENQCMD the MSRs behind it, where the host uses
 *   the feature for something else than user programs.
 *
 * A breakpoint of the host in the guest does not trigger, nor does one of this function's own
 * instructions from the exit until its debug registers are back.  An NMI meanwhile unwinds the
 * stack as ever, but not by RBP: see below.
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: a task, which holds no reference protected by RCU, where the FPU may be used; interrupts
 * on or off.  Does not sleep.
 * Return: the completion status with its VM exit reason, or as tdxcall_seamcall(); %TDXCALL_REFUSED
 * also in an interrupt, and on a kernel with frame pointers unless the TD keeps RBP (NO_RBP_MOD of
 * its CONFIG_FLAGS).
 */
u64 tdxcall_vp_enter(const struct tdx_regs *in, struct tdx_regs *out, struct tdx_xmm *xmm);

/**
 * tdxcall_tdcall() - call a leaf function of the TDX module from a TD guest
 * @fn: leaf number in bits 15:0, version in bits 23:16, patience
 * @in: input operands; registers that the leaf function does not take are passed as zero
 * @out: results; zeroed first, written only when a TDX module ran; must not be @in
 *
 * As tdxcall_seamcall().  Outside a TD the call returns %TDXCALL_SW_UD.
 *
 * Context: as tdxcall_seamcall().
 * Return: the completion status (bit 63 set: error), %TDXCALL_SW_UD, %TDXCALL_SW_GP or
 * %TDXCALL_REFUSED.
 */
u64 tdxcall_tdcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);

/**
 * tdxcall_l2_enter() - run an L2 VM of a TD until it exits: TDG.VP.ENTER
 * @in: RCX: flags and which VM; RDX: GPA of its register list; no other register counts
 * @out: results; zeroed first, written only when a TDX module ran; must not be @in
 * @xmm: XMM0-15, which the L2 VM shares; then those of its exit
 *
 * One attempt with interrupts off.  What comes back is the word of a guest.
 *
 * The L2 VM shares state with its L1 VMM.  Kept here, before anything else runs: the vector and x87
 * registers of the user program, PKRU, XCR0, CR2, DR0-3, DR6, DR7, and the MSRs STAR, LSTAR, FMASK,
 * KERNEL_GS_BASE, TSC_AUX, XSS and XFD.  Time in the VM is accounted as guest time.
 *
 * Left to the caller: what of this the VM is to find at its next run, further MSRs that the caller
 * let it change, and to look for work before each run, as for tdxcall_vp_enter().
 *
 * Context: as tdxcall_vp_enter().
 * Return: the completion status with its exit class, or as tdxcall_tdcall(); %TDXCALL_REFUSED also
 * in an interrupt.
 */
u64 tdxcall_l2_enter(const struct tdx_regs *in, struct tdx_regs *out, struct tdx_xmm *xmm);

/**
 * tdxcall_vmcall() - ask the VMM of a TD for a service: TDG.VP.VMCALL
 * @number: sub-function, R11; for those of a migration TD its operation in bits 47:32; patience
 * @in: operands in their registers; RCX, R10 and R11 are filled in
 * @out: zeroed first; when the VMM ran R10 as it returned it, and the results that belong to such
 *       an answer: those of the sub-function after a success, and where MapGPA ended after another;
 *       must not be @in
 *
 * The VMM sees the registers that the sub-function uses and no other, RBP and vector registers
 * never.  What comes back is the word of an untrusted VMM.  Where the GHCI has RETRY the call is
 * made again, ten times at most unless MapGPA gets on, which goes on at R11 of the answer, for ten
 * seconds at most.  A RETRY that comes back is the caller's to act on: R11 is where MapGPA ended.
 *
 * Context: as tdxcall_seamcall().  The VMM may take its time.
 * Return: two words, which only tdx_vmcall_ok() makes a success of.  RAX is not 0 when the VMM did
 * not run or is not believed: the completion status with which the TDX module refused the call,
 * %TDXCALL_SW_UD or %TDXCALL_SW_GP, %TDXCALL_REFUSED for a sub-function that the tables lack and
 * for flags that are none, %TDXCALL_BAD_ANSWER when MapGPA was to go on outside of its range.  Else
 * R10 is what the VMM said: 0 for success, %TDXCALL_VMM_RETRY, or whatever it likes.
 */
struct tdx_vmcall_result tdxcall_vmcall(u64 number, const struct tdx_regs *in,
					struct tdx_regs *out);

/* The VMM ran, and its word is in R10. */
static inline bool tdx_vmcall_ran(struct tdx_vmcall_result result)
{
	return !result.rax;
}

/* It did what it was asked for, or says so. */
static inline bool tdx_vmcall_ok(struct tdx_vmcall_result result)
{
	return !result.rax && !result.r10;
}

/* It is not done, and was asked often enough. */
static inline bool tdx_vmcall_wants_retry(struct tdx_vmcall_result result)
{
	return !result.rax && result.r10 == TDXCALL_VMM_RETRY;
}

/* Registers that a hypercall may expose to the VMM. */
#define TDX_EXPOSE_RDX	BIT(2)
#define TDX_EXPOSE_RBX	BIT(3)
#define TDX_EXPOSE_RSI	BIT(6)
#define TDX_EXPOSE_RDI	BIT(7)
#define TDX_EXPOSE_R8	BIT(8)
#define TDX_EXPOSE_R9	BIT(9)
#define TDX_EXPOSE_R12	BIT(12)
#define TDX_EXPOSE_R13	BIT(13)
#define TDX_EXPOSE_R14	BIT(14)
#define TDX_EXPOSE_R15	BIT(15)
#define TDX_EXPOSE_XMM(n)	BIT(16 + (n))

/**
 * tdxcall_vmcall_raw() - ask the VMM of a TD for a service that the GHCI does not define
 * @exposed: registers that the VMM sees and may change, %TDX_EXPOSE_*; R10 and R11 always are
 * @in: operands; a vendor's own services have R10 other than 0
 * @out: the exposed registers; zeroed first, written only when the VMM ran; must not be @in
 * @xmm: XMM0-15, of which the exposed ones go in and come back, the latter only when the VMM ran;
 *       may be NULL when none is exposed
 *
 * What comes back is the word of an untrusted VMM, R10 too: what it means is the vendor's affair.
 *
 * Context: as tdxcall_vmcall(); with XMM registers only where the FPU may be used, as not in an
 * interrupt that came while the kernel did.
 * Return: two words, as tdxcall_vmcall(); tdx_vmcall_ran() tells whether the second is the VMM's.
 * RAX is %TDXCALL_REFUSED also when @exposed has another register, or XMM registers that cannot be
 * passed.
 */
struct tdx_vmcall_result tdxcall_vmcall_raw(u32 exposed, const struct tdx_regs *in,
					    struct tdx_regs *out, struct tdx_xmm *xmm);

/**
 * tdxcall_seamldr() - call a leaf function of the P-SEAMLDR, which loads the TDX module
 * @fn: leaf number with bit 63, as TDXCALL_SEAMLDR_INFO, and patience
 * @in: the operand in RCX; no other register counts
 * @out: zeroed; these leaf functions have no results in registers; must not be @in
 *
 * In symbol namespace TDXCALL_CHANGES_PLATFORM.  Refused unless tdxcall.ko was loaded with
 * seamldr=1, which it is not on a TDX host whose kernel calls the P-SEAMLDR itself (Linux 7.2 and
 * later): the kernel's lock for that can't be taken, and its own update of the TDX module would
 * fail when it finds a CPU in the P-SEAMLDR.  Older kernels have no such code; whoever replaces the
 * TDX module there does it under their feet.  One CPU at a time makes such a call, and others that
 * want to wait for it.  The VMCS that was current on this CPU is so again afterwards.  When the
 * P-SEAMLDR is interrupted or finds no entropy it is called again, as tdxcall_seamcall() does.
 *
 * Context: as tdxcall_seamcall().  Interrupts are off during each attempt, which can be long.
 * Return: the P-SEAMLDR's status (bit 63 set: error), %TDXCALL_SW_UD, %TDXCALL_SW_GP,
 * %TDXCALL_SW_VMFAILINVALID when there is no P-SEAMLDR or another hypervisor is in it, or
 * %TDXCALL_REFUSED.
 */
u64 tdxcall_seamldr(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);

struct page;

/**
 * tdxcall_flush_pages() - make pages ready for the TDX module
 * @page: the first of them; they lie one behind the other in the kernel's direct map
 * @count: how many, of 4 KiB
 *
 * Between the last write to pages and the leaf function that takes them, whatever it makes of them:
 * TDMR's PAMT, control structure, secure EPT, private memory.  Writes back and invalidates their
 * cache lines, which written back later would land on what the TDX module has there.  A TDX module
 * asks for this by CLFLUSH_BEFORE_ALLOC, bit 23 of its metadata field TDX_FEATURES0; done anyway it
 * does no harm, and the answer may change when the TDX module is updated.
 *
 * Context: any.
 */
void tdxcall_flush_pages(struct page *page, unsigned long count);

/**
 * tdxcall_clear_pages() - make pages that come back from the TDX module ordinary memory
 * @page: the first of them; they lie one behind the other in the kernel's direct map
 * @count: how many, of 4 KiB
 *
 * After the TDX module has let go of pages, and before anybody reads them or writes a part of a
 * cache line, which a CPU with the erratum X86_BUG_TDX_PW_MCE answers with a machine check later.
 * Zeroes them, each cache line in one piece (MOVDIR64B), which also clears poison and the mark of
 * private memory.
 *
 * What is still in caches under a private KeyID must be written back before:
 * tdxcall_tdh_phymem_page_wbinvd() with the TD's KeyID for a page that a living TD gave up, with
 * the TDX module's own for a TDR; TDH.PHYMEM.CACHE.WB before TDH.MNG.KEY.FREEID did it for all
 * else.
 *
 * Context: any.
 */
void tdxcall_clear_pages(struct page *page, unsigned long count);

#endif
