/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TDX calls for other kernel modules.
 *
 * On a TDX host the TDX module and its TDs belong to Linux and KVM.  Functions that change what
 * belongs to others are in symbol namespaces, which a module imports with MODULE_IMPORT_NS() to
 * show that this is intended: TDXCALL_CHANGES_TD for functions that change one TD,
 * TDXCALL_CHANGES_PLATFORM for functions that change what all TDs depend on, or may do anything.
 * Functions that only read are in no namespace, nor are those that a TD calls: its state is its
 * own.
 *
 * In a VM whose hypervisor might end it over the instruction, no call is made: all functions return
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

/* Operands for memory of Linux: whole pages, and buffers that are not vmalloc()ed. */
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
 * Failures that may go away by themselves (Documentation/kernel-api.rst lists them) are retried.  A
 * caller chooses for how long by ORing these flags into the leaf or sub-function number; typed
 * calls take them as @how:
 *
 * - 0: by context.  In a task that may sleep, one second, or ten while interrupts keep ending a
 *   call that makes progress; a fatal signal ends it earlier.  With preemption off, in an RCU
 *   reader or in an interrupt, 0.1 milliseconds.  A kernel without CONFIG_PREEMPT_COUNT cannot tell
 *   these apart while interrupts are on: there the call does not sleep, and it is 0.1 seconds, or
 *   one second for a call that makes progress.
 * - %TDXCALL_MAY_SLEEP: the caller may sleep here, on any kernel.  Ignored while interrupts are
 *   off, so that one function can serve both contexts.
 * - %TDXCALL_TEARDOWN: for calls that must not fail, because a KeyID would be lost.  Like
 *   %TDXCALL_MAY_SLEEP, but not ended by signals, and for up to a minute; in atomic context 10
 *   milliseconds.
 * - %TDXCALL_ONCE: one attempt.
 * - tdxcall_within_ms(ms), alone or with one of the others: a deadline of 1 to 255 milliseconds
 *   from the first failure on, in place of the context's.
 *
 * Ten attempts are made even when that time is over, unless there is a deadline.  For lack of
 * entropy there are never more than ten.  Any other bit of %TDXCALL_FLAGS, and %TDXCALL_ONCE
 * together with %TDXCALL_TEARDOWN or a deadline, is refused.
 */

/**
 * tdxcall_seamcall() - call a leaf function of the TDX module from a TDX host
 * @fn: leaf number in bits 15:0, version in bits 23:16, patience
 * @in: input operands; registers that the leaf function does not take are passed as zero
 * @out: results; zeroed first, written only when a TDX module ran; must not be @in
 *
 * Failures that may go away by themselves (no entropy, a busy operand) are retried with the same
 * inputs, and an interrupted call is resumed as its leaf function requires.  Status and results are
 * those of the last attempt: a busy status names the operand, and the caller can resume a call that
 * is still interrupted.  Outside a TDX host the call is harmless and returns a software code.
 *
 * In symbol namespace TDXCALL_CHANGES_PLATFORM, since a number may name any leaf function; those
 * that only read have functions of their own without a namespace, such as tdxcall_tdh_sys_rd().
 * State-changing leaf functions, and those that the leaf table lacks, are refused on a real TDX
 * platform unless tdxcall.ko was loaded with changes_by_number=1.
 *
 * Context: any, with interrupts on or off; not NMI.  Preemption is off during each attempt.
 * Between attempts a task that may sleep may do so.  The CPU stays the same throughout.
 * Return: the completion status (bit 63 set: error), %TDXCALL_SW_UD or %TDXCALL_SW_GP when the
 * instruction faulted, %TDXCALL_SW_VMFAILINVALID when no TDX module is loaded, %TDXCALL_REFUSED for
 * a leaf function that carries vector registers, for one that may lose them where the FPU can't be
 * used, for calls with bit 63, which tdxcall_seamldr() makes, for invalid flags, and for any call
 * once the machine goes down; %TDXCALL_CHANGES_STATE as described above.
 */
u64 tdxcall_seamcall(u64 fn, const struct tdx_regs *in, struct tdx_regs *out);

/**
 * tdxcall_seamcall_batch() - call leaf functions one after the other
 * @calls: the calls; each gets its status and results
 * @count: how many
 *
 * Each is made as by tdxcall_seamcall() with %TDXCALL_MAY_SLEEP, up to the first that ends with an
 * error.  Leaf functions that may lose vector registers share FPU sections, which end after 32
 * calls or half a millisecond so that other tasks can run.  A fatal signal ends the batch there,
 * unless the next call has %TDXCALL_TEARDOWN.  Calls that were not reached get %TDXCALL_NOT_MADE.
 *
 * In symbol namespace TDXCALL_CHANGES_PLATFORM.  If one of the calls is not allowed by number, none
 * is made: all get the status %TDXCALL_CHANGES_STATE.
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
 * Makes one attempt with interrupts off; the next interrupt ends the run.  All results may come
 * from an untrusted guest.
 *
 * Host interrupts, NMIs and machine checks that end the run are taken by the CPU inside the TD, and
 * reported in RAX and R9.  This function makes their handlers run: an NMI's and a machine check's
 * before it returns, an interrupt's as soon as interrupts are on.  A caller must not deliver them
 * again.
 *
 * A TD exit changes host state.  Preserved here: RBP, the vector and x87 registers of the user
 * program, PKRU, XCR0, CR2, DR0-3, DR6, DR7, and the MSRs STAR, LSTAR, FMASK, KERNEL_GS_BASE,
 * TSC_AUX, XSS, XFD, DEBUGCTL, UMWAIT_CONTROL, TSX_CTRL and UARCH_MISC_CTL.  All of it is restored
 * before anything is traced, counted or handled.  Values that another hypervisor keeps in the
 * system-call MSRs until the CPU returns to user mode stay there.  Time in the TD is accounted as
 * guest time, and before user mode the CPU clears its branch predictors if Linux asks for that
 * (VMSCAPE).
 *
 * For RCU a run counts as user mode: the caller must not hold RCU-protected references, not even by
 * having preemption or interrupts off.
 *
 * Left to the caller:
 *
 * - checking for work, signals and need_resched() before each run, with interrupts off from there
 *   to the call, so that a kick in between ends the run at once; and cond_resched() between runs;
 * - events to be injected into the guest, and timers to end a run;
 * - of a TD with ATTRIBUTES.PERFMON the performance counters, their event selectors, OFFCORE_RSP,
 *   PERF_METRICS, PERF_GLOBAL_CTRL and PEBS MSRs: counters are perf's, which must have its events
 *   off this CPU meanwhile;
 * - of a TD whose XFAM has PT or LBR the RTIT and LBR MSRs, perf's as well;
 * - of a TD whose XFAM has UINTR, HWP, HDC, PASID or ENQCMD the MSRs behind it, where the host uses
 *   the feature for something else than user programs.
 *
 * Host breakpoints do not trigger in the guest, nor in this function between the exit and the
 * restore of the debug registers.  An NMI in that time can unwind the stack, but not by RBP: see
 * below.
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: a task that holds no RCU-protected reference, where the FPU may be used; interrupts on
 * or off.  Does not sleep.
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
 * Makes one attempt with interrupts off.  All results may come from the guest.
 *
 * The L2 VM shares state with its L1 VMM.  Preserved here, before anything else runs: the vector
 * and x87 registers of the user program, PKRU, XCR0, CR2, DR0-3, DR6, DR7, and the MSRs STAR,
 * LSTAR, FMASK, KERNEL_GS_BASE, TSC_AUX, XSS and XFD.  Time in the VM is accounted as guest time.
 *
 * Left to the caller: loading the VM's own values of this state before its next run, other MSRs
 * that the caller let it change, and checking for work before each run, as for tdxcall_vp_enter().
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
 * The VMM sees only the registers that the sub-function uses, never RBP or vector registers.  All
 * results come from an untrusted VMM.  Where the GHCI defines RETRY the call is retried, at most
 * ten times; but while MapGPA makes progress it continues at R11 of the answer, for at most ten
 * seconds.  If the status still is RETRY, the caller decides; R11 is where MapGPA stopped.
 *
 * Context: as tdxcall_seamcall().  The VMM may take long.
 * Return: two results, to be checked with tdx_vmcall_ok().  RAX is not 0 if the VMM did not run or
 * its answer is not valid: the completion status with which the TDX module refused the call,
 * %TDXCALL_SW_UD or %TDXCALL_SW_GP, %TDXCALL_REFUSED for a sub-function that the tables lack and
 * for invalid flags, %TDXCALL_BAD_ANSWER if MapGPA was to continue outside its range.  Else R10 is
 * what the VMM returned: 0 for success, %TDXCALL_VMM_RETRY, or anything else.
 */
struct tdx_vmcall_result tdxcall_vmcall(u64 number, const struct tdx_regs *in,
					struct tdx_regs *out);

/* The VMM ran, and its result is in R10. */
static inline bool tdx_vmcall_ran(struct tdx_vmcall_result result)
{
	return !result.rax;
}

/* The VMM reported success. */
static inline bool tdx_vmcall_ok(struct tdx_vmcall_result result)
{
	return !result.rax && !result.r10;
}

/* The VMM has not finished, and was called often enough. */
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
 * All results come from an untrusted VMM, even R10; its meaning is up to the vendor.
 *
 * Context: as tdxcall_vmcall(); with XMM registers only where the FPU may be used, so not in an
 * interrupt that arrived while the kernel was using it.
 * Return: two results, as tdxcall_vmcall(); tdx_vmcall_ran() tells whether R10 is the VMM's.  RAX
 * is %TDXCALL_REFUSED also if @exposed has a register that must not be exposed, or XMM registers
 * that cannot be passed.
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
 * seamldr=1, which fails on a TDX host whose kernel calls the P-SEAMLDR itself (Linux 7.2 and
 * later): the kernel's lock for that can't be taken, and its own update of the TDX module would
 * fail if it found a CPU in the P-SEAMLDR.  Older kernels have no such code, and do not notice when
 * the TDX module is replaced.  Only one CPU at a time makes such a call; others wait.  This CPU's
 * current VMCS is current again afterwards.  If the P-SEAMLDR is interrupted or lacks entropy it is
 * called again, as tdxcall_seamcall() does.
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
 * @page: the first one; they are contiguous in the kernel's direct map
 * @count: number of 4 KiB pages
 *
 * Call it after the last write to pages and before the leaf function that takes them, for whatever
 * use: a TDMR's PAMT, control structures, secure EPT, private memory.  Writes back and invalidates
 * their cache lines; written back later, they would overwrite the TDX module's content.  A TDX
 * module asks for this by CLFLUSH_BEFORE_ALLOC, bit 23 of its metadata field TDX_FEATURES0.  Done
 * unasked it does no harm, and an update of the TDX module may change the bit.
 *
 * Context: any.
 */
void tdxcall_flush_pages(struct page *page, unsigned long count);

/**
 * tdxcall_clear_pages() - make pages that come back from the TDX module ordinary memory
 * @page: the first one; they are contiguous in the kernel's direct map
 * @count: number of 4 KiB pages
 *
 * Call it after the TDX module has released pages, and before anybody reads them or writes part of
 * a cache line, which on a CPU with the erratum X86_BUG_TDX_PW_MCE causes a machine check later.
 * Zeroes them by whole cache lines (MOVDIR64B), which also clears poison and the mark of private
 * memory.
 *
 * Cache lines under a private KeyID must be written back before.  For a page that an existing TD
 * gave up, use tdxcall_tdh_phymem_page_wbinvd() with the TD's KeyID; for a TDR, with the TDX
 * module's own.  All other pages are covered by TDH.PHYMEM.CACHE.WB before TDH.MNG.KEY.FREEID.
 *
 * Context: any.
 */
void tdxcall_clear_pages(struct page *page, unsigned long count);

#endif
