// SPDX-License-Identifier: GPL-2.0
//
// Lines of patches that were merged in another form or never, and of vendors' kernels made of them.
#pragma once

#include "message.hpp"

namespace tdxcall {

// clang-format off
constexpr Message old_messages[] = {
	{"old.vmx", Weight::Failure, "virt/tdx: ", "drafts",
		"SEAMCALL failed: CPU %d is not in VMX operation.",
		"the SEAMCALL raised #UD: VMXON was not done on this CPU",
		"load kvm_intel first, and have every online CPU in VMX operation, also "
		"those that were plugged in or parked. Mainline prints nothing here and "
		"ends with -13"},
	{"old.module-tdx", Weight::Failure, "virt/tdx: ", "drafts of 2022",
		"TDX module is not loaded.",
		"the SEAMCALL failed with VMfailInvalid: no TDX module is in the SEAM range",
		"the firmware did not load it: see that the BIOS has TDX on and a P-SEAMLDR and TDX "
		"module for this CPU, in itself or in EFI/TDX of the EFI partition"},
	{"old.bios", Weight::Failure, "virt/tdx: ", "drafts",
		"not enabled by BIOS.",
		"the SEAMCALL raised #GP: the BIOS did not set up a SEAM range",
		"switch TDX on in the BIOS. Mainline prints nothing here and ends with -95"},
	{"old.module", Weight::Failure, "virt/tdx: ", "drafts",
		"module is not loaded.",
		"the SEAMCALL failed with VMfailInvalid: no TDX module is in the SEAM range",
		"the firmware did not load it: see that the BIOS has TDX on and a P-SEAMLDR"
		" and TDX module for this CPU, in itself or in EFI/TDX of the EFI partition"},
	{"old.seamcall-cpu", Weight::Failure, "virt/tdx: ", "drafts",
		"SEAMCALL failed: CPU %d: leaf %u, error 0x%S",
		"a call of the bring-up failed in the TDX module; the leaf function is in "
		"decimal",
		nullptr},
	{"old.features", Weight::Normal, "virt/tdx: ", "drafts",
		"TDX_FEATURES0: 0x%F",
		"what the TDX module can do",
		nullptr},
	{"old.version", Weight::Normal, "virt/tdx: ", "drafts",
		"Module version: %u.%u.%u.%u.%u, build_date: %u",
		"the TDX module that runs: major, minor, update, internal version and build"
		" number, and its date",
		nullptr},
	{"old.production", Weight::Normal, "virt/tdx: ", "drafts",
		"Production module.",
		"a production module, no debug module (SYS_ATTRIBUTES bit 31 is 0)",
		nullptr},
	{"old.vmx-alone", Weight::Failure, "virt/tdx: ", "drafts of 2022",
		"not in VMX operation.",
		"the SEAMCALL raised #UD: VMXON was not done on this CPU",
		"load kvm_intel first, and have every online CPU in VMX operation"},
	{"old.vmx-cpu", Weight::Failure, "virt/tdx: ", "drafts of 2022",
		"CPU is not in VMX operation.",
		"the SEAMCALL raised #UD: VMXON was not done on this CPU",
		"load kvm_intel first, and have every online CPU in VMX operation"},
	{"old.seamcall-inputs", Weight::Failure, "virt/tdx: ", "drafts of 2022",
		"SEAMCALL failed: leaf 0x%x, rcx 0x%x, error 0x%S",
		"a call of the bring-up failed in the TDX module; rcx is its input",
		nullptr},
	{"old.seamcall", Weight::Failure, "virt/tdx: ", "drafts of 2022 and 2023, vendor kernels",
		"SEAMCALL failed: leaf %u, error 0x%S",
		"a call of the bring-up failed in the TDX module; the leaf function is in "
		"decimal",
		nullptr},
	{"old.output", Weight::Detail, "virt/tdx: ", "drafts of 2022 and 2023",
		"additional output: rcx 0x%x, rdx 0x%x, r8 0x%x, r9 0x%x, r10 0x%x, r11 "
		"0x%x",
		"registers after the failed call in the line above: outputs",
		nullptr},
	{"old.output-seamcall", Weight::Detail, "virt/tdx: ", "drafts of 2022",
		"SEAMCALL additional output: rcx 0x%x, rdx 0x%x, r8 0x%x, r9 0x%x, r10 "
		"0x%x, r11 0x%x",
		"registers after the failed call in the line above: outputs",
		nullptr},
	{"old.debugconfig", Weight::Excuse, "virt/tdx: ", "vendor kernels of 2023",
		"TDDEBUGCONFIG isn't supported.",
		"leaf 254 (0xfe), TDDEBUGCONFIG, is only in debug builds of the TDX module."
		" The error of leaf 254 above this line is harmless",
		nullptr},
	{"old.module-line", Weight::Normal, "virt/tdx: ", "drafts of 2022 and 2023, vendor kernels",
		"TDX module: %(attributes|atributes) 0x%x, vendor_id 0x%x, major_version "
		"%u, minor_version %u, build_date %u, build_num %u",
		"the TDX module that is loaded, by its date and build number; attributes "
		"bit 31 marks a debug module",
		nullptr},
	{"old.features-line", Weight::Normal, "virt/tdx: ", "vendor kernels of 2023",
		"TDX module: features0: %F",
		"what the TDX module can do",
		nullptr},
	{"old.module-version", Weight::Normal, "virt/tdx: ", "patches of 2024",
		"module %(verson|version): %u.%u.%u.%u",
		"the TDX module that runs: major, minor, update and internal version",
		nullptr},
	{"old.cmr", Weight::Normal, "virt/tdx: ", "drafts of 2023, vendor kernels",
		"CMR: [0x%x, 0x%x)",
		"memory that can be used for TDs, as MCHECK found it",
		nullptr},
	{"old.pamt-pages", Weight::Normal, "virt/tdx: ", "drafts of 2022, vendor kernels of 2023",
		"%u pages allocated for PAMT.",
		"memory spent on page metadata, about 1/256 of the RAM",
		nullptr},
	{"old.initialized", Weight::Success, "virt/tdx: ", "drafts of 2022, vendor kernels of 2023",
		"TDX module initialized.",
		"the TDX module is up",
		nullptr},
	{"old.init-failed", Weight::Consequence, "virt/tdx: ", "drafts of 2022 and 2023, vendor kernels",
		"TDX module initialization failed (%E)",
		"the bring-up of the TDX module ended",
		nullptr},
	{"old.rbp", Weight::Failure, "virt/tdx: ", "patches of 2024",
		"NO_RBP_MOD feature is not supported",
		"the TDX module cannot keep RBP (TDX_FEATURES0 bit 18, NO_RBP_MOD, is 0), "
		"so Linux refuses it (-22)",
		"install TDX module 1.5.01 or newer; a TD then has it by CONFIG_FLAGS bit 2, which KVM sets"},
	{"old.kvm-failed", Weight::Consequence, "kvm_intel: ", "drafts of 2022 and 2023, vendor kernels",
		"Failed to initialize TDX module.",
		"kvm_intel goes on without TDX: the bring-up failed in the lines before",
		"look at the first failure before this line"},
	{"old.kvm-supported", Weight::Normal, "kvm_intel: ", "drafts of 2023, vendor kernels",
		"TDX is supported.",
		"KVM can run TDs",
		nullptr},
	{"old.kvm-servtds", Weight::Normal, "kvm_intel: ", "vendor kernels of 2023",
		"tdx: max servtds supported per user TD is %u",
		"how many service TDs (migration TDs) may be bound to a TD",
		nullptr},
	{"old.kvm-migration", Weight::Normal, "kvm_intel: ", "vendor kernels of 2023",
		"tdx: live migration supported",
		"the TDX module can migrate TDs",
		nullptr},
};
// clang-format on

} // namespace tdxcall
