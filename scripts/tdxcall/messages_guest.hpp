// SPDX-License-Identifier: GPL-2.0
//
// Lines of Linux in a TD, as read in the sources of the kernels named.
#pragma once

#include "message.hpp"

namespace tdxcall {

// clang-format off
constexpr Message guest_messages[] = {
	{"guest.detected", Weight::Normal, "tdx: ", "6.12, 7.2, 7.3",
		"Guest detected",
		"the kernel found that it runs in a TD (CPUID leaf 0x21)",
		nullptr},
	{"guest.attributes", Weight::Normal, "tdx: ", "7.2, 7.3 (6.15 on)",
		"Attributes:%A",
		"ATTRIBUTES of this TD, by name; with DEBUG the host can read and change "
		"the TD",
		nullptr},
	{"guest.td-ctls", Weight::Normal, "tdx: ", "7.2, 7.3 (6.15 on)",
		"TD_CTLS:%C",
		"controls of this TD that its kernel sets by TDG.VM.WR, by name; an old TDX"
		" module has none",
		nullptr},
	{"guest.x2apic-ids", Weight::Warning, "tdx: ", "7.2, 7.3 (6.15 on)",
		"VMM did not configure X2APIC_IDs properly",
		"TOPOLOGY_ENUM_CONFIGURED is 0 (VP.INIT v0, ids not unique) and REDUCE_VE "
		"was refused: topology stays flat",
		"the VMM must use version 1 of TDH.VP.INIT, with unique ids"},
	{"guest.sept-ve-debug", Weight::Warning, "tdx: ", "6.12, 7.2, 7.3",
		"TD misconfiguration: SEPT #VE has to be disabled",
		"the TD gets #VE for memory that the host took away (neither "
		"SEPT_VE_DISABLE nor TD_CTLS.PENDING_VE_DISABLE is set). A debug TD goes "
		"on, any other stops here",
		"set ATTRIBUTES.SEPT_VE_DISABLE or CONFIG_FLAGS.FLEXIBLE_PENDING_VE in the "
		"VMM"},
	{"guest.sept-ve", Weight::Failure, "", "6.12, 7.2, 7.3",
		"TD misconfiguration: SEPT #VE has to be disabled",
		"the TD would get #VE for memory that the host took away, so its kernel "
		"stopped it at once, by the hypercall ReportFatalError; only the VMM's log "
		"has the text",
		"set ATTRIBUTES.SEPT_VE_DISABLE or CONFIG_FLAGS.FLEXIBLE_PENDING_VE in the "
		"VMM"},
	{"guest.tdvmcall", Weight::Failure, "Kernel panic - not syncing: ", "6.12, 7.2, 7.3",
		"TDVMCALL failed. TDX module bug?",
		"TDG.VP.VMCALL itself failed in the TDX module",
		"wrong register mask or a bug of the module: report"},
	{"guest.tdcall", Weight::Failure, "Kernel panic - not syncing: ", "6.12, 7.2, 7.3",
		"TDCALL %G failed (Buggy TDX module!)",
		"a TDCALL that must not fail did",
		"report, with the version of the TDX module"},
	{"guest.ept-violation", Weight::Failure, "Kernel panic - not syncing: ", "6.12, 7.2, 7.3",
		"Unexpected EPT-violation on private memory.",
		"#VE for a private page: page removed by the host or never accepted",
		"the firmware must accept all memory it reports as usable; if it did, the "
		"host took the page away"},
	{"guest.accept", Weight::Failure, "", "7.3 (older: not read)",
		"TDX: Failed to accept memory",
		"TDG.MEM.PAGE.ACCEPT failed for a range of the unaccepted-memory table",
		"host removed the page or the table is wrong"},
	{"guest.unexpected-ve", Weight::Failure, "tdx: ", "6.12, 7.2, 7.3",
		"Unexpected #VE: %V",
		"the guest did something that raises #VE and that its kernel does not "
		"handle; a program gets SIGSEGV",
		"do without the instruction in a TD (MONITOR, WBINVD ...)"},
	{"guest.ve-length", Weight::Failure, "", "6.12, 7.2, 7.3",
		"ve->instr_len is not defined for EPT violations",
		"internal error of the #VE handler",
		"report"},
	{"guest.ve-type", Weight::Failure, "", "6.12, 7.2, 7.3",
		"Unexpected #VE-type: %d",
		"internal error of the #VE handler",
		"report"},
	{"guest.hlt-irqs", Weight::Warning, "", "7.2, 7.3 (6.15 on)",
		"HLT emulation with IRQs enabled",
		"HLT reached the #VE handler with interrupts on: wake-up could be lost; "
		"refused",
		"some code uses the instruction itself (raw_safe_halt): report"},
	{"guest.hlt", Weight::Failure, "", "6.12, 7.2, 7.3",
		"HLT instruction emulation failed",
		"the host refused the hypercall HLT",
		"a problem of the VMM: report it there"},
	{"guest.mmio-user-address", Weight::Failure, "", "6.12, 7.2, 7.3",
		"Access to userspace address is not supported",
		"kernel did MMIO with a user-space address",
		"driver bug: report"},
	{"guest.mmio-decode", Weight::Failure, "", "6.12, 7.2, 7.3",
		"Unknown insn_decode_mmio() decode value?",
		"instruction decoder returned something new",
		"report"},
	{"guest.warn-mmio", Weight::Failure, "", "6.12, 7.2, 7.3",
		"WARNING: %* arch/x86/coco/tdx/tdx.c:%u %*handle_mmio",
		"MMIO from user mode, or an instruction that cannot be decoded (not the "
		"io.h helpers)",
		"a driver uses plain memory instructions on MMIO instead of those of io.h: "
		"report"},
	{"guest.conversions", Weight::Warning, "tdx: ", "6.12, 7.2, 7.3",
		"Failed to stop shared<->private conversions",
		"kexec or crash while a conversion runs",
		"start the next kernel again if it fails"},
	{"guest.unshare", Weight::Failure, "tdx: ", "6.12, 7.2, 7.3",
		"Failed to unshare range 0x%x-0x%x",
		"kexec: MapGPA or accept failed for this range",
		"the next kernel must not touch it"},
	{"guest.shared-accounting", Weight::Failure, "tdx: ", "6.12, 7.2, 7.3",
		"shared page accounting is off",
		"kexec: the number of shared pages found differs from the counter; the line"
		" after it has both",
		"the next kernel may meet shared pages: reboot instead of kexec"},
	{"guest.shared-numbers", Weight::Detail, "tdx: ", "6.12, 7.2, 7.3",
		"nr_shared = %d, nr_found = %d",
		"shared pages by the counter, and those found",
		nullptr},
	{"guest.active", Weight::Normal, "", "7.3 (older: not read)",
		"Memory Encryption Features active: Intel TDX",
		"kernel knows that it runs in a TD",
		nullptr},
	{"guest.idle", Weight::Normal, "process: ", "7.3 (older: not read)",
		"using TDX aware idle routine",
		"idle uses TDVMCALL HLT",
		nullptr},
	{"guest.quote-buffer", Weight::Failure, "tdx_guest: ", "6.12, 7.2, 7.3",
		"Failed to allocate Quote buffer",
		"no contiguous memory (128 KB) or it could not be shared; module load fails"
		" with -12",
		"free memory for it (128 KB in one piece); the VMM must allow MapGPA"},
	{"guest.quote-leak", Weight::Warning, "tdx_guest: ", "6.12, 7.2, 7.3",
		"Failed to restore encryption mask for Quote buffer, leak it",
		"buffer could not be made private again",
		"nothing: the memory stays unused until reboot"},
	{"guest.quote-refused", Weight::Failure, "tdx_guest: ", "6.12, 7.2, 7.3",
		"GetQuote hypercall failed, status:%Q",
		"the VMM refused GetQuote",
		"configure the quote generation service in the VMM (QEMU: quote-generation-"
		"socket)"},
	{"guest.quote-timeout", Weight::Failure, "tdx_guest: ", "6.12, 7.2, 7.3",
		"GetQuote request timedout",
		"no answer within getquote_timeout (30 s), or interrupted by a signal; "
		"while the host still owns the buffer new requests get -16",
		"see that the quoting service (QGS) runs on the host and reaches its PCCS"},
	{"guest.quote-failed", Weight::Failure, "tdx_guest: ", "7.2, 7.3",
		"GetQuote request failed, status:%x",
		"the quoting service answered with an error in the buffer: 8000000000000000"
		" is any error, 8000000000000001 service unavailable",
		"look at the log of the quoting service on the host"},
	{"guest.report-6.7", Weight::Failure, "tdx_guest: ", "6.12",
		"GetReport call failed",
		"TDG.MR.REPORT failed",
		"a buffer that is not aligned, or a problem of the TDX module: report"},
	{"guest.report", Weight::Failure, "", "7.2, 7.3 (6.16 on)",
		"tdx_mcall_get_report0() failed: %E",
		"TDG.MR.REPORT failed",
		"report, with the version of the TDX module"},
	{"guest.rtmr", Weight::Failure, "", "7.2, 7.3 (6.16 on)",
		"tdx_mcall_extend_rtmr(%u) failed: %E",
		"TDG.MR.RTMR.EXTEND of this RTMR failed",
		"-16: try again; otherwise report"},
};
// clang-format on

} // namespace tdxcall
