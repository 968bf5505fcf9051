/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The software TDX module, as module/ and the user-space tests see it.  It answers one instruction
 * at a time, given the registers of the logical processor (LP) that executed it.  It makes no TDX
 * calls itself, allocates nothing and does not sleep.
 */
#ifndef TDXCALL_CORE_EMU_EMU_H
#define TDXCALL_CORE_EMU_EMU_H

#include <tdxcall/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define EMU_MAX_CMRS	32

#define EMU_SVN_BYTES		16
#define EMU_MRSEAM_BYTES	48

struct emu_cmr {
	u64 base;
	u64 size;
};

/* Pages that an LP needs to run vCPUs; with more of them translations stay longer. */
#define EMU_MIN_AREA_PAGES	32

/**
 * struct emu_area - memory in which an LP runs vCPUs: one physically contiguous piece
 * @va: where it is mapped
 * @pa: physical address
 * @pages: of 4 KiB, %EMU_MIN_AREA_PAGES or more
 */
struct emu_area {
	void *va;
	u64 pa;
	u32 pages;
};

/**
 * struct emu_config - the machine that the software TDX module finds itself on
 * @lps: number of logical processors, 1 or more
 * @lp_package: package (0..7) of each LP, @lps entries; read by emu_init() only
 * @keyid_bits: physical-address bits that hold a KeyID; they end below bit 52
 * @keyid_start: first private KeyID; KeyIDs 1 .. @keyid_start - 1 are shared (MKTME)
 * @keyids: number of private KeyIDs
 * @no_rbp_mod: the module advertises and honours NO_RBP_MOD
 * @loaded: a TDX module is loaded; else SEAMCALL ends in VMfailInvalid
 * @seam: the platform has SEAM enabled; else SEAMCALL is a #GP
 * @guests: the caller runs vCPUs: it takes EMU_ENTERED and EMU_EXITED; else TDH.VP.ENTER ends as
 *          one that is not modelled, once all its checks have passed
 * @areas: one for each LP, for emu_run(), which runs vCPUs under AMD-V; NULL where nobody calls it.
 *         Read by emu_init() only; the memory itself stays in use
 * @npt_levels: levels of this machine's page tables, 4 or 5; with @areas
 * @asid: address-space id of AMD-V that is left to vCPUs; with @areas
 * @xfam: extended features that the machine can give a vCPU; with @areas
 * @tsc_frequency: of this machine in units of 25 MHz; 0 for that of the built-in CPU
 * @build_date: decimal digits as one number, e.g. 20230301
 * @update_version: the "01" of module version 1.5.01
 * @cmrs: convertible memory ranges, ascending
 * @num_cmrs: used entries of @cmrs
 * @seamrr_base: SEAM range, which no shared operand may overlap; 0 and 0 for none
 * @seamrr_size: see @seamrr_base
 * @cpusvn: security version of the CPU, as TD reports tell it
 * @tee_tcb_svn: security versions of the module and its loader, likewise
 * @mrseam: measurement of the module, likewise; 0 where nobody measured it
 * @cpuid: native CPUID of an LP; NULL for the built-in profile of a TDX-capable CPU
 * @rdmsr: MSR of an LP as the module reads it; NULL for the built-in profile
 * @ctx: passed to @cpuid and @rdmsr
 */
struct host_cpuid;
struct emu_config {
	u32 lps;
	const u8 *lp_package;
	u32 keyid_bits;
	u32 keyid_start;
	u32 keyids;
	u8 no_rbp_mod;
	u8 loaded;
	u8 seam;
	u8 guests;
	const struct emu_area *areas;
	u8 npt_levels;
	u32 asid;
	u64 xfam;
	u16 tsc_frequency;
	u32 build_date;
	u16 update_version;
	struct emu_cmr cmrs[EMU_MAX_CMRS];
	u32 num_cmrs;
	u64 seamrr_base;
	u64 seamrr_size;
	u8 cpusvn[EMU_SVN_BYTES];
	u8 tee_tcb_svn[EMU_SVN_BYTES];
	u8 mrseam[EMU_MRSEAM_BYTES];
	void (*cpuid)(void *ctx, u32 lp, u32 leaf, u32 subleaf, struct host_cpuid *out);
	u64 (*rdmsr)(void *ctx, u32 lp, u32 msr);
	void *ctx;
};

/**
 * struct emu_regs - registers of an LP at the instruction, changed in place
 * @rax: leaf number and version in, completion status out
 * @gpr: the other operands
 * @rbp: kept by every leaf but TDH.VP.ENTER
 */
struct emu_regs {
	u64 rax;
	struct tdx_regs gpr;
	u64 rbp;
};

enum emu_verdict {
	EMU_ANSWERED,		/* registers hold the answer, CF=0 */
	EMU_VMFAIL_INVALID,	/* CF=1, registers untouched */
	EMU_GP,			/* the instruction faults */
	EMU_UD,			/* the instruction faults */
	EMU_ENTERED,		/* TDH.VP.ENTER: a vCPU runs on this LP, registers are its own */
	EMU_EXITED,		/* TD exit: registers hold the answer to TDH.VP.ENTER */
};

struct emu;

/* Bytes of a struct emu for this many LPs: allocated (64-byte aligned) and freed by the caller. */
u64 emu_size(u32 lps);

/* NULL, or a message that says what is wrong with @config (then @emu is not usable). */
const char *emu_init(struct emu *emu, const struct emu_config *config);

/* SEAMCALL and TDCALL on @lp.  Any context; the caller stays on that CPU meanwhile. */
enum emu_verdict emu_seamcall(struct emu *emu, u32 lp, struct emu_regs *regs);
enum emu_verdict emu_tdcall(struct emu *emu, u32 lp, struct emu_regs *regs);

/*
 * What the P-SEAMLDR does for an update: after TDH.SYS.SHUTDOWN another module of the same build is
 * loaded and gets the handoff data.  Once initialised, it takes over with TDH.SYS.UPDATE or starts
 * anew with TDH.SYS.CONFIG.  0, or -1 while the old one is not shut down or an LP is inside.
 */
int emu_update(struct emu *emu);

/*
 * What EVERIFYREPORT2 says to an enclave of the platform: did this platform make the
 * REPORTMACSTRUCT at @mac, %EMU_REPORTMAC_BYTES?  0, or -1.  Any context.
 */
#define EMU_REPORTMAC_BYTES	256
int emu_verify_report(struct emu *emu, const void *mac);

/* May the leaf function of a SEAMCALL with this RAX come back with XMM0-15 zero? */
int emu_loses_xmm(u64 rax);

/* Does TDH.VP.ENTER come back with the RBP that it was called with? */
int emu_keeps_rbp(const struct emu *emu);

/*
 * Value of an MSR that TDH.VP.ENTER does not restore, after a TD exit; @before is the host's value.
 */
u64 emu_msr_after_exit(u32 msr, u64 before);

/**
 * struct emu_exit - why a vCPU stopped without a TDCALL
 * @reason: VMX exit reason
 * @qualification: exit qualification
 * @gpa: guest-physical address of an EPT violation
 * @gla: guest-linear address of an EPT violation
 * @interruption: interruption information
 */
struct emu_exit {
	u32 reason;
	u64 qualification;
	u64 gpa;
	u64 gla;
	u64 interruption;
};

/*
 * The vCPU that runs on @lp had a VM exit, with these registers: EMU_EXITED, or EMU_ANSWERED if the
 * vCPU continues.
 */
enum emu_verdict emu_vm_exit(struct emu *emu, u32 lp, const struct emu_exit *exit,
			     struct emu_regs *regs);

/*
 * After EMU_ENTERED, with the guest's registers: runs the vCPU until its TD exit, which an
 * interrupt of this CPU causes too.  @xmm: XMM0-15 of the host, and on return what the TD exit
 * leaves there.  Interrupts are off, extended state may be lost, and the configuration has areas.
 * Returns EMU_EXITED, with the results of TDH.VP.ENTER in the registers.
 */
enum emu_verdict emu_run(struct emu *emu, u32 lp, struct emu_regs *regs, struct tdx_xmm *xmm);

/*
 * Fault injection, for tests.  Whoever calls these keeps interrupts off: a SEAMCALL of an interrupt
 * handler would wait for the rules for ever.
 */

enum emu_fault_kind {
	EMU_FAULT_ANSWER,		/* a call ends with a status */
	EMU_FAULT_VMFAIL_INVALID,	/* a SEAMCALL ends in VMfailInvalid */
	EMU_FAULT_GP,			/* the instruction faults */
	EMU_FAULT_UD,
	EMU_FAULT_BUSY,			/* somebody else has the lock of an operand */
	EMU_FAULT_NO_ENTROPY,		/* there is no random number */
};

/* Bits of a fault's @subject where it is a call; 15:0 are the leaf number. */
#define EMU_SUBJECT_TDCALL	0x10000
#define EMU_SUBJECT_ANY_LEAF	0x20000
#define EMU_SUBJECT_SEAMLDR	0x40000		/* RAX has bit 63 */

#define EMU_FAULT_ALWAYS	0xffffffff

/**
 * struct emu_fault - a rule: what goes wrong, and when
 * @kind: what goes wrong
 * @subject: leaf number of the call and EMU_SUBJECT_* bits, or operand id of EMU_FAULT_BUSY
 * @skip: how many events of this kind go well before
 * @times: how many go wrong then; EMU_FAULT_ALWAYS: all
 * @status: EMU_FAULT_ANSWER: RAX
 * @outputs: EMU_FAULT_ANSWER: registers that come back changed, a bit of each by its encoding
 * @out: their values
 */
struct emu_fault {
	enum emu_fault_kind kind;
	u32 subject;
	u32 skip;
	u32 times;
	u64 status;
	u32 outputs;
	struct tdx_regs out;
};

/* Adds a rule after the existing ones; -1 if it is invalid or there are too many. */
int emu_inject(struct emu *emu, const struct emu_fault *fault);

/* No rules, no interrupts, PCONFIG works. */
void emu_inject_clear(struct emu *emu);

/*
 * Makes an interrupt pending at every @every-th step of interruptible leaf functions, counted on
 * each LP: 1 is every step, 0 never.
 */
void emu_set_interrupt(struct emu *emu, u32 every);

/* Result of PCONFIG, which programs a key, from now on; any other number is success. */
#define EMU_PCONFIG_NO_ENTROPY	2
#define EMU_PCONFIG_BUSY	5
void emu_set_pconfig(struct emu *emu, u32 result);

/*
 * The same as a text command, described in Documentation/software-module.rst; -1 and no change if
 * it is not understood or there are too many rules.
 */
int emu_inject_command(struct emu *emu, const char *text, u32 length);

/*
 * Lists what is set, a line each, and how often it struck.  Fills the buffer like tdx_decode_*().
 */
u32 emu_inject_show(struct emu *emu, char *buf, u32 size);

#ifdef __cplusplus
}
#endif

#endif
