// SPDX-License-Identifier: GPL-2.0
//
// Lines of Linux about bringing TDX up on a host, as read in the sources of the kernels named.
#pragma once

#include "message.hpp"

namespace tdxcall {

// clang-format off
constexpr Message host_messages[] = {
	{"host.keyids", Weight::Normal, "virt/tdx: ", "6.12, 7.2, 7.3",
		"BIOS enabled: private KeyID range [%u, %u)",
		"the firmware gave TDX these KeyIDs (MSR 0x87): TDX is on in the BIOS. The "
		"first is the TDX module's own, the last number is not included",
		nullptr},
	{"host.few-keyids", Weight::Failure, "virt/tdx: ", "6.12, 7.2, 7.3",
		"initialization failed: too few private KeyIDs available.",
		"fewer than 2 TDX KeyIDs: one is needed for the module, one per TD",
		"raise the TDX key split in the BIOS"},
	{"host.hibernation", Weight::Failure, "virt/tdx: ", "6.12, 7.2, 7.3",
		"initialization failed: Hibernation support is enabled",
		"hibernation is possible; its image would contain unreadable private memory",
		"boot with nohibernate, or build without CONFIG_HIBERNATION"},
	{"host.memory-notifier", Weight::Failure, "virt/tdx: ", "6.12, 7.2, 7.3",
		"initialization failed: register_memory_notifier() failed (%E)",
		"the memory hotplug notifier could not be registered",
		"a problem of the kernel: report it with its configuration"},
	{"host.no-s3", Weight::Normal, "virt/tdx: ", "6.12, 7.2, 7.3",
		"Disable ACPI S3. Turn off TDX in the BIOS to use ACPI S3.",
		"normal: suspend to RAM is switched off because it would lose the private "
		"memory",
		nullptr},
	{"host.not-supported", Weight::Consequence, "virt/tdx: ", "7.2, 7.3",
		"TDX not supported by the host platform",
		"the boot step above ended early (no KeyIDs, too few, hibernation), so the "
		"platform flag is not set",
		"look at the virt/tdx: lines of the boot; if there are none, TDX is off in "
		"the BIOS (MSR 0x87 gives TDX no KeyIDs), or the CPU has none"},
	{"host.xsave", Weight::Failure, "virt/tdx: ", "7.2, 7.3",
		"XSAVE is required for TDX",
		"XSAVE disabled",
		"remove noxsave"},
	{"host.movdir64b", Weight::Failure, "virt/tdx: ", "7.2, 7.3",
		"MOVDIR64B is required for TDX",
		"CPU flag missing or masked",
		"check clearcpuid=, the CPU or the hypervisor below"},
	{"host.self-snoop", Weight::Failure, "virt/tdx: ", "7.2, 7.3",
		"Self-snoop is required for TDX",
		"CPU flag missing or masked",
		"check clearcpuid=, the CPU or the hypervisor below"},
	{"host.module-not-loaded", Weight::Failure, "virt/tdx: ", "6.12, 7.2, 7.3",
		"module not loaded",
		"the first SEAMCALL failed with VMfailInvalid: the SEAM memory range is "
		"there, but no TDX module is in it",
		"the firmware did not load it: switch on TDX and the SEAM loader in the "
		"BIOS, and put the P-SEAMLDR and a TDX module for this CPU into the BIOS or"
		" into EFI/TDX of the EFI partition; if they are there, look at MCHECK (MSR"
		" 0xa0)"},
	{"host.seamcall", Weight::Failure, "virt/tdx: ", "6.12, 7.2, 7.3",
		"SEAMCALL (0x%x) failed: 0x%S",
		"a call of the bring-up failed in the TDX module; RND_NO_ENTROPY was "
		"retried before. Errors that software makes (no module, #GP, #UD) print no "
		"such line",
		nullptr},
	{"host.registers-1", Weight::Detail, "virt/tdx: ", "6.12, 7.2, 7.3",
		"RCX 0x%x RDX 0x%x R08 0x%x",
		"registers of the failed call in the line above; only leaf functions with "
		"outputs (TDH.SYS.RD, TDH.SYS.TDMR.INIT) print them",
		nullptr},
	{"host.registers-2", Weight::Detail, "virt/tdx: ", "6.12, 7.2, 7.3",
		"R09 0x%x R10 0x%x R11 0x%x",
		"second half of the registers of a failed call",
		nullptr},
	{"host.module-version", Weight::Normal, "virt/tdx: ", "7.2, 7.3",
		"Module version: %u.%u.%u",
		"the TDX module that runs: major, minor and update version, as it says "
		"itself",
		nullptr},
	{"host.rbp", Weight::Failure, "virt/tdx: ", "7.2, 7.3 (6.13..7.1 too)",
		"frame pointer (RBP) clobber bug present, upgrade TDX module",
		"the TDX module cannot keep RBP (TDX_FEATURES0 bit 18, NO_RBP_MOD, is 0), "
		"so Linux refuses it (-22)",
		"install TDX module 1.5.01 or newer; a TD then has it by CONFIG_FLAGS bit 2, which KVM sets"},
	{"host.tdmrs-exhausted", Weight::Failure, "virt/tdx: ", "6.12, 7.2, 7.3",
		"initialization failed: TDMRs exhausted.",
		"more memory regions than TDMRs (64); each TDMR starts at a 1 GB border. "
		"Ends with -28",
		"make the memory map less fragmented (BIOS settings, memmap=, fewer e820 "
		"holes)"},
	{"host.tdmrs-few", Weight::Warning, "virt/tdx: ", "6.12, 7.2, 7.3",
		"consumed TDMRs reaching limit: %d used out of %d",
		"fewer than 4 TDMRs left",
		"nothing yet; with more holes in the memory map TDX will not come up"},
	{"host.pamt-node", Weight::Warning, "virt/tdx: ", "6.12, 7.2, 7.3",
		"TDMR [0x%x, 0x%x): unable to find local NUMA node for PAMT allocation, "
		"fallback to use node 0.",
		"no memory block belongs to this TDMR: should not happen",
		"nothing, or a NUMA layout in which the range has memory of its own"},
	{"host.reserved-areas", Weight::Failure, "virt/tdx: ", "6.12, 7.2, 7.3",
		"initialization failed: TDMR [0x%x, 0x%x): reserved areas exhausted.",
		"more than 16 holes (holes of the memory map and PAMTs) lie in this TDMR, "
		"which Linux makes of whole gigabytes. No SEAMCALL failed; the bring-up "
		"ends with -28",
		"a newer kernel, which builds TDMRs from the CMRs; or fewer small holes in "
		"the memory map of this range: other BIOS or CXL settings, no memmap=, "
		"another NUMA layout"},
	{"host.pamt", Weight::Normal, "virt/tdx: ", "6.12, 7.2, 7.3",
		"%u KB allocated for PAMT",
		"memory spent on page metadata, about 1/256 of RAM (without dynamic PAMT)",
		nullptr},
	{"host.init-failed", Weight::Consequence, "virt/tdx: ", "7.2, 7.3",
		"TDX-Module initialization failed (%E)",
		"the bring-up of the TDX module ended",
		nullptr},
	{"host.init-failed-6.8", Weight::Consequence, "virt/tdx: ", "6.12 (6.8..7.1)",
		"module initialization failed (%E)",
		"the bring-up of the TDX module ended; on these kernels it starts when "
		"kvm_intel is loaded with tdx=1",
		nullptr},
	{"host.initialized", Weight::Success, "virt/tdx: ", "7.2, 7.3",
		"TDX-Module initialized",
		"the TDX module is up",
		nullptr},
	{"host.initialized-6.8", Weight::Success, "virt/tdx: ", "6.12 (6.8..7.1)",
		"module initialized",
		"the TDX module is up",
		nullptr},
	{"host.package-offline", Weight::Warning, "virt/tdx: ", "7.2, 7.3 (earlier in KVM)",
		"TDX requires all packages to have an online CPU. Delete all TDs in order "
		"to offline all CPUs of a package.",
		"offlining the last CPU of a package while TDs exist: refused with -16, "
		"because freeing a KeyID needs a CPU in each package",
		"destroy the TDs first or keep one CPU per package"},
	{"host.disable-failed", Weight::Warning, "virt/tdx: ", "7.2, 7.3",
		"TDH.SYS.DISABLE failed: 0x%S",
		"the TDX module could not be switched off before reboot, kexec or shutdown."
		" A module without the leaf function says OPERAND_INVALID, operand RAX, "
		"which is harmless",
		"other statuses: private memory may be poison for the next kernel on CPUs "
		"with the partial-write erratum"},
	{"host.warn-resume", Weight::Failure, "", "7.2, 7.3",
		"WARNING: %* tdx_resume",
		"VMX could not be switched on again after suspend",
		"report"},
	{"host.warn-pamt-size", Weight::Failure, "", "6.12, 7.2, 7.3",
		"WARNING: %* tdmr_get_pamt_sz",
		"unknown page size: kernel bug",
		"report"},
	{"host.warn-pamt-align", Weight::Failure, "", "6.12, 7.2, 7.3",
		"WARNING: %* tdmr_get_pamt",
		"PAMT not page aligned: kernel bug",
		"report"},
	{"host.warn-pamt-free", Weight::Failure, "", "6.12, 7.2, 7.3",
		"WARNING: %* tdmr_do_pamt_func",
		"PAMT missing at free time: kernel bug",
		"report"},
	{"host.warn-reserved-align", Weight::Failure, "", "6.12, 7.2, 7.3",
		"WARNING: %* tdmr_add_rsvd_area",
		"reserved area not page aligned (memory map with parts of pages); ends with"
		" -22",
		"check the e820 map"},
	{"host.warn-pamt-empty", Weight::Failure, "", "6.12, 7.2, 7.3",
		"WARNING: %* tdmr_populate_rsvd_pamts",
		"PAMT with size or base 0: kernel bug",
		"report"},
	{"host.warn-reserved-overlap", Weight::Failure, "", "6.12, 7.2, 7.3",
		"WARNING: %* rsvd_area_cmp_func",
		"two reserved areas overlap: broken memory map",
		"check the e820 map"},
	{"host.warn-level", Weight::Failure, "", "7.2, 7.3",
		"WARNING: %* pg_level_to_tdx_sept_level",
		"level without page size asked for: kernel bug",
		"report"},
	{"host.warn-update-version", Weight::Failure, "", "7.2, 7.3",
		"WARNING: %* tdx_module_run_update",
		"after a run-time update the version of the new module cannot be read",
		"reboot"},
	{"host.warn-seamldr", Weight::Failure, "", "7.2, 7.3",
		"WARNING: %* seamldr_call",
		"P-SEAMLDR call on a CPU with the SEAMRET erratum (MSR 0x480 bit 60 = 0): "
		"refused with -22",
		"report"},
	{"host.seamldr-call", Weight::Failure, "seamldr: ", "7.2, 7.3",
		"SEAMCALL (0x8000%x) failed: 0x%S",
		"a call of the P-SEAMLDR failed",
		nullptr},
	{"host.update-shutdown", Weight::Failure, "virt/tdx: ", "7.2, 7.3",
		"SEAMCALL (0x0000000000000034) failed: 0x%S",
		"run-time update: the running module refused to hand over; it goes on "
		"running",
		nullptr},
	{"host.update-lost", Weight::Failure, "virt/tdx: ", "7.2, 7.3",
		"SEAMCALL (0x0000000000000035) failed: 0x%S",
		"run-time update: the new module could not take over. The old state and all"
		" TDs are lost",
		"reboot"},
	{"host.machine-check", Weight::Failure, "mce: [Hardware Error]: ", "6.12, 7.2, 7.3",
		"Machine check: TDX private memory error. Possible kernel bug.",
		"machine check on a page that belongs to a TD or to the module, on CPUs "
		"with the partial-write erratum (Sapphire and Emerald Rapids): some host "
		"code wrote to it",
		"find the writer: driver DMA or a page given back without the reset; report"},
	{"host.tme", Weight::Normal, "", "6.12, 7.2, 7.3",
		"x86/tme: enabled by BIOS",
		"memory encryption is on and locked (MSR 0x982)",
		nullptr},
	{"host.tme-off", Weight::Failure, "", "6.12, 7.2, 7.3",
		"x86/tme: not enabled by BIOS",
		"MSR 0x982 not locked or not enabled: no memory encryption, so no TDX",
		"enable TME in the BIOS"},
	{"host.mktme", Weight::Normal, "", "6.12, 7.2, 7.3",
		"x86/mktme: BIOS enabled: x86_phys_bits reduced by %d",
		"this many bits of a physical address select the KeyID (MSR 0x982 bits "
		"35:32)",
		nullptr},
	{"host.vmx-off", Weight::Failure, "x86/cpu: ", "6.12, 7.2, 7.3",
		"VMX (%s TXT) disabled by BIOS",
		"MSR 0x3A locked without the VMXON bit",
		"enable virtualisation in the BIOS"},
	{"host.kexec", Weight::Failure, "kexec: ", "6.18..7.2 (from the patch; gone in 7.3)",
		"Not allowed on platform with tdx_pw_mce bug",
		"kexec or kdump image refused (-95): the old kernel would leave poisoned "
		"private memory on Sapphire and Emerald Rapids",
		"turn TDX off in the BIOS, or use a kernel that disables the module at "
		"kexec (7.3)"},
};
// clang-format on

} // namespace tdxcall
