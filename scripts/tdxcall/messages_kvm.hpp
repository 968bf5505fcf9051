// SPDX-License-Identifier: GPL-2.0
//
// Lines of kvm_intel about TDs, as read in the sources of the kernels named.
#pragma once

#include "message.hpp"

namespace tdxcall {

// clang-format off
constexpr Message kvm_messages[] = {
	{"kvm.ept", Weight::Failure, "kvm_intel: ", "7.2, 7.3",
		"EPT is required for TDX",
		"kvm_intel.ept=0",
		"load with ept=1"},
	{"kvm.tdp-mmu", Weight::Failure, "kvm_intel: ", "7.2, 7.3",
		"TDP MMU and MMIO caching and EPT A/D bit is required for TDX",
		"kvm.tdp_mmu=0, kvm.mmio_caching=0 or kvm_intel.eptad=0",
		"use the defaults"},
	{"kvm.apicv", Weight::Failure, "kvm_intel: ", "7.2, 7.3",
		"APICv is required for TDX",
		"kvm_intel.enable_apicv=0 or no APICv",
		"load kvm_intel with enable_apicv=1, its default"},
	{"kvm.osxsave", Weight::Failure, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"tdx: OSXSAVE is required for TDX",
		"XSAVE off",
		"remove noxsave"},
	{"kvm.not-supported", Weight::Consequence, "kvm_intel: ", "7.2, 7.3",
		"TDX not supported by the host platform",
		"platform flag missing: see the virt/tdx lines of the boot",
		"look at the virt/tdx: lines of the boot"},
	{"kvm.user-return-msr", Weight::Failure, "kvm_intel: ", "7.2, 7.3",
		"MSR %x isn't included by kvm_find_user_return_msr",
		"kernel bug or missing CPU feature: an MSR that TD exits clobber cannot be "
		"restored; kvm_intel fails with -5",
		"report"},
	{"kvm.max-vcpus", Weight::Failure, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"Disable TDX: MAX_VCPU_PER_TD (%u) smaller than number of logical CPUs "
		"(%u).",
		"the module allows fewer vCPUs than the machine has CPUs (0 = old module "
		"without the field)",
		"newer module, or fewer CPUs (hyper-threading off)"},
	{"kvm.movdir64b", Weight::Failure, "kvm_intel: ", "6.16-7.1",
		"tdx: MOVDIR64B is required for TDX",
		"the CPU lacks MOVDIR64B, or it is masked (from 7.2 on virt/tdx: says so)",
		"check clearcpuid=, the CPU or the hypervisor below"},
	{"kvm.self-snoop", Weight::Failure, "kvm_intel: ", "6.16-7.1",
		"Self-snoop is required for TDX",
		"the CPU lacks self-snoop, or it is masked (from 7.2 on virt/tdx: says so)",
		"check clearcpuid=, the CPU or the hypervisor below"},
	{"kvm.no-keyids", Weight::Failure, "kvm_intel: ", "6.16-7.1",
		"tdx: no TDX private KeyIDs available",
		"no KeyID left for TDs",
		"raise the key split in the BIOS"},
	{"kvm.virt-at-load", Weight::Failure, "kvm_intel: ", "6.16-7.1",
		"tdx: tdx requires kvm.enable_virt_at_load=1",
		"VMX must be on all the time",
		"set kvm.enable_virt_at_load=1 (default)"},
	{"kvm.packages", Weight::Failure, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"All packages need to have online CPU to create TD. Online CPU and retry.",
		"KVM_TDX_INIT_VM fails with -5: a package has no online CPU, so its memory "
		"controller cannot get the key",
		"put a CPU of each package online"},
	{"kvm.seamcall", Weight::Failure, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"SEAMCALL %L failed: 0x%S",
		"KVM had not expected this status: it warns once, with a stack, and marks "
		"the VM dead (its ioctls return -5)",
		nullptr},
	{"kvm.seamcall-sept", Weight::Failure, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"SEAMCALL %L failed: 0x%S, entry 0x%x, level_state 0x%x",
		"a call at the secure EPT failed: entry is RCX, level_state is RDX. "
		"OPERAND_BUSY is retried and not printed; the VM is marked dead",
		nullptr},
	{"kvm.mng-init", Weight::Failure, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"SEAMCALL TDH_MNG_INIT failed: 0x%S, rcx 0x%x",
		"TDH.MNG.INIT failed otherwise than with OPERAND_INVALID, which would go to"
		" user space as -22 with the status in hw_error",
		nullptr},
	{"kvm.reclaim", Weight::Failure, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"SEAMCALL TDH_PHYMEM_PAGE_RECLAIM failed: 0x%S, rcx 0x%x, rdx, 0x%x, r8 "
		"0x%x",
		"a page of a TD that ended could not be taken back and is leaked: rcx is "
		"its type, rdx its owner, r8 its size",
		nullptr},
	{"kvm.hkid-leaked-flush", Weight::Consequence, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"tdh_mng_vpflushdone() failed. HKID %d is leaked.",
		"the KeyID cannot be used again until reboot",
		"the SEAMCALL line above has the status"},
	{"kvm.hkid-leaked-free", Weight::Consequence, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"tdh_mng_key_freeid() failed. HKID %d is leaked.",
		"the KeyID cannot be used again until reboot, usually because a cache "
		"write-back failed before",
		"the SEAMCALL line above has the status"},
	{"kvm.vp-rd", Weight::Failure, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"TDH_VP_RD[%s.0x%x] failed 0x%S",
		"a metadata field of a vCPU could not be read: class and field code; the VM"
		" is marked dead",
		nullptr},
	{"kvm.vp-wr", Weight::Failure, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"TDH_VP_WR[%s.0x%x]%s0x%x failed: 0x%S",
		"a metadata field of a vCPU could not be written: class and field code, "
		"then =, |= or &= ~ and the value; the VM is marked dead",
		nullptr},
	{"kvm.mng-rd", Weight::Failure, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"TDH_MNG_RD[EXEC.0x%x] failed: 0x%S",
		"a field of a TD's execution controls could not be read; 0 is used in its "
		"place",
		nullptr},
	{"kvm.not-accepted", Weight::Failure, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"Guest access before accepting 0x%x on vCPU %d",
		"guest touched a private page that it had not accepted, with #VE off: the "
		"TD is killed, KVM_RUN returns -5",
		"the guest's firmware or kernel has to accept memory before it uses it: one"
		" with support for unaccepted memory"},
	{"kvm.vp-enter", Weight::Failure, "kvm_intel: ", "7.2, 7.3 (6.16 on)",
		"TD vp_enter_ret 0x%S",
		"the TD left its vCPU for good, or could not enter it; the VMM gets "
		"KVM_EXIT_INTERNAL_ERROR",
		nullptr},
	{"kvm.warn-exit", Weight::Failure, "", "7.2, 7.3",
		"WARNING: %* __tdx_handle_exit",
		"exit status and exit reason do not fit, or a failed VM entry without "
		"NON_RECOVERABLE; or EPT misconfiguration or SEAMCALL fault while running "
		"(VM marked dead)",
		"report, with the TD vp_enter_ret line"},
	{"kvm.warn-sept", Weight::Failure, "", "7.2, 7.3",
		"WARNING: %* tdx_sept_%s",
		"KVM and the secure EPT are out of step: wrong level (only 4K pages are "
		"supported), KeyID already released, entry not there; or a SEAMCALL of the "
		"function failed. The VM is marked dead",
		"the SEAMCALL line near it has the status, if one failed; else a kernel "
		"bug: report"},
	{"kvm.warn-page-add", Weight::Failure, "", "7.2, 7.3",
		"WARNING: %* tdx_mem_page_add",
		"page add without source page or while pre-faulting is allowed",
		"kernel bug: report"},
	{"kvm.warn-sept-page", Weight::Failure, "", "7.2, 7.3",
		"WARNING: %* tdx_spte_to_sept_pt",
		"mirror page table and secure EPT page disagree",
		"kernel bug: report"},
	{"kvm.warn-ept-violation", Weight::Failure, "", "7.2, 7.3",
		"WARNING: %* tdx_handle_ept_violation",
		"instruction fetch from shared memory",
		"a bug of the guest, or broken hardware"},
	{"kvm.warn-check", Weight::Failure, "", "7.2, 7.3",
		"WARNING: %* "
		"%(tdx_vcpu_load|tdx_vcpu_free|tdx_vcpu_run|tdx_complete_vmcall_map_gpa|tdx_complete_pio_in|tdx_load_mmu_pgd|tdx_read_cpuid|tdx_vcpu_reset)",
		"a consistency check of KVM: tdx_vcpu_load (wrong CPU), tdx_vcpu_free (vCPU"
		" still initialised), tdx_vcpu_run (run flags), tdx_load_mmu_pgd (shared "
		"bit), tdx_read_cpuid (SEAMCALL error), tdx_vcpu_reset (INIT event), or an "
		"answer to a hypercall that does not fit",
		"kernel bug or broken VMM: report"},
	{"kvm.warn-vt", Weight::Failure, "", "7.2, 7.3",
		"WARNING: %* arch/x86/kvm/vmx/main.c:%u %*vt_%s",
		"an operation that does not exist for TDs (SMM, PML, register cache, APICv "
		"off, emulation) was asked for",
		"kernel or VMM bug; some mark the VM dead"},
	{"kvm.no-parameter", Weight::Failure, "kvm_intel: ", "any Linux",
		"unknown parameter 'tdx' ignored",
		"kvm_intel.tdx was asked for, but this kvm_intel has no TDX: the kernel is older "
		"than 6.16, or was built without CONFIG_KVM_INTEL_TDX",
		"Linux 6.16 or newer with CONFIG_INTEL_TDX_HOST and CONFIG_KVM_INTEL_TDX"},
};
// clang-format on

} // namespace tdxcall
