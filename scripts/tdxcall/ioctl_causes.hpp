// SPDX-License-Identifier: GPL-2.0
//
// Why ioctls about TDX fail, as read in Linux 7.3 (arch/x86/kvm/vmx/tdx.c, drivers/virt/coco).
#pragma once

#include <tdxcall/types.h>

namespace tdxcall {

struct IoctlCause {
	char const *ioctl;
	int number; // of the error
	char const *cause;
	char const *remedy;
};

// clang-format off
constexpr char const no_tdx_ioctl[] =
	"the kernel has no TDX ioctls (Linux before 6.16, or a vendor's with other ones), kvm_intel was "
	"loaded without tdx=1, or the VM is not of the type TDX";
constexpr char const have_tdx_ioctl[] =
	"use a kernel and a VMM for the same interface: Linux 6.16 or newer and QEMU 10.1 or newer; load "
	"kvm_intel with tdx=1 and see in the kernel's log that TDX came up";
constexpr char const see_kernel_log[] =
	"look in the kernel's log for the line SEAMCALL ... failed, and decode it";

constexpr IoctlCause ioctl_causes[] = {
	{"KVM_TDX_CAPABILITIES", 25, no_tdx_ioctl, have_tdx_ioctl},
	{"KVM_TDX_CAPABILITIES", 22,
		"a field that must be 0 (flags, hw_error) is not: the VMM was built for an interface of "
		"before Linux 6.16",
		"use a VMM that was built for the interface of Linux 6.16 and newer"},
	{"KVM_TDX_CAPABILITIES", 7,
		"there is room for fewer CPUID entries than the TDX module has",
		"the VMM has to call again with more room"},
	{"KVM_TDX_CAPABILITIES", 5,
		"KVM supports none of the ATTRIBUTES or XFAM that the TDX module demands",
		"a newer kernel, for this TDX module"},
	{"KVM_TDX_CAPABILITIES", 14, "the VMM gave a bad address", "a bug of the VMM: report it there"},
	{"KVM_TDX_CAPABILITIES", 12, "the kernel has no memory", "free memory"},

	{"KVM_TDX_INIT_VM", 22,
		"one of: ATTRIBUTES or XFAM have a bit that KVM or the TDX module does not allow; a CPUID "
		"entry that cannot be set (also TSX and WAITPKG), or none for leaf 0x80000008; "
		"guest-physical address width neither 48 nor 52, or 52 without 5-level EPT; a reserved "
		"field is not 0; the TD was initialised before. With a hw_error the TDX module refused it, "
		"and the status names the operand",
		"-cpu host, without pmu and debug; no phys-bits=; kernel, VMM and TDX module of about the "
		"same age; a VMM that prints hw_error (QEMU 10.1 does)"},
	{"KVM_TDX_INIT_VM", 5,
		"a package has no CPU online, so that its memory controller cannot get the key; or a "
		"SEAMCALL failed", see_kernel_log},
	{"KVM_TDX_INIT_VM", 11, "the CPU's random numbers ran out (RND_NO_ENTROPY)", "try again"},
	{"KVM_TDX_INIT_VM", 16,
		"a vCPU was created before, or the limit of the misc cgroup for TDs is reached",
		"initialise the TD before its vCPUs; look at misc.max of the cgroup"},
	{"KVM_TDX_INIT_VM", 28, "no private KeyID is left: each TD has one until it is destroyed",
		"end other TDs, or raise the TDX key split in the BIOS; KeyIDs are leaked where the "
		"kernel's log says so"},
	{"KVM_TDX_INIT_VM", 7, "more CPUID entries than KVM takes (256)",
		"a bug of the VMM: report it there"},
	{"KVM_TDX_INIT_VM", 12, "the kernel has no memory", "free memory"},
	{"KVM_TDX_INIT_VM", 14, "the VMM gave a bad address", "a bug of the VMM: report it there"},
	{"KVM_TDX_INIT_VM", 25, no_tdx_ioctl, have_tdx_ioctl},

	{"KVM_TDX_INIT_VCPU", 22,
		"one of: the TD is not initialised or is finalised already; the vCPU is initialised "
		"already; its CPUID lacks x2APIC, which every TD has; flags are not 0",
		"the order is KVM_TDX_INIT_VM, vCPUs, memory, KVM_TDX_FINALIZE_VM; -cpu host"},
	{"KVM_TDX_INIT_VCPU", 5, "TDH.VP.CREATE, TDH.VP.ADDCX or TDH.VP.INIT failed", see_kernel_log},
	{"KVM_TDX_INIT_VCPU", 12, "the kernel has no memory", "free memory"},
	{"KVM_TDX_INIT_VCPU", 25, no_tdx_ioctl, have_tdx_ioctl},

	{"KVM_TDX_INIT_MEM_REGION", 22,
		"one of: an address is not a multiple of 4 KB, the region is empty or not private memory; "
		"the vCPU is not initialised; the TD is finalised already; an unknown flag",
		"sections of the firmware must be whole pages, below the shared bit; the order is "
		"KVM_TDX_INIT_VM, vCPUs, memory, KVM_TDX_FINALIZE_VM"},
	{"KVM_TDX_INIT_MEM_REGION", 5,
		"TDH.MEM.PAGE.ADD, TDH.MEM.SEPT.ADD or TDH.MR.EXTEND failed, or a page could not be mapped",
		see_kernel_log},
	{"KVM_TDX_INIT_MEM_REGION", 4, "a signal came: the region is done in part",
		"the VMM has to call again"},
	{"KVM_TDX_INIT_MEM_REGION", 11, "something else changed the memory meanwhile",
		"the VMM has to call again"},
	{"KVM_TDX_INIT_MEM_REGION", 14,
		"the source cannot be read, or no guest_memfd is behind the range",
		"a bug of the VMM: report it there"},
	{"KVM_TDX_INIT_MEM_REGION", 25, no_tdx_ioctl, have_tdx_ioctl},

	{"KVM_TDX_FINALIZE_VM", 22, "the TD is not initialised, or is finalised already",
		"the order is KVM_TDX_INIT_VM, vCPUs, memory, KVM_TDX_FINALIZE_VM"},
	{"KVM_TDX_FINALIZE_VM", 16, "the TDX module was busy with this TD (OPERAND_BUSY)", "try again"},
	{"KVM_TDX_FINALIZE_VM", 5, "TDH.MR.FINALIZE failed", see_kernel_log},
	{"KVM_TDX_FINALIZE_VM", 25, no_tdx_ioctl, have_tdx_ioctl},

	{"KVM_TDX_GET_CPUID", 22, "the TD is not initialised, or is finalised already",
		"the order is KVM_TDX_INIT_VM, KVM_TDX_GET_CPUID, KVM_TDX_FINALIZE_VM"},
	{"KVM_TDX_GET_CPUID", 7, "there is room for fewer CPUID entries than the TD has",
		"the VMM has to call again with more room"},
	{"KVM_TDX_GET_CPUID", 5, "the TD's CPUID could not be read (TDH.MNG.RD)",
		"a newer TDX module"},
	{"KVM_TDX_GET_CPUID", 12, "the kernel has no memory", "free memory"},
	{"KVM_TDX_GET_CPUID", 14, "the VMM gave a bad address", "a bug of the VMM: report it there"},
	{"KVM_TDX_GET_CPUID", 25, no_tdx_ioctl, have_tdx_ioctl},

	{"KVM_RUN", 5,
		"of a TD: KVM marked it dead after a SEAMCALL failed, or the guest touched private memory "
		"that it had not accepted",
		"look in the kernel's log for the first line of kvm_intel, and decode it"},
	{"KVM_RUN", 22, "of a TD: its vCPU is not initialised, or the TD is not finalised",
		"the order is KVM_TDX_INIT_VM, vCPUs, memory, KVM_TDX_FINALIZE_VM, KVM_RUN"},
	{"KVM_RUN", 14,
		"of a TD: KVM could not map what the guest touched: memory that is private for one of them "
		"and shared for the other, or outside of the VM's",
		"a VMM that converts memory when KVM asks for it (KVM_EXIT_MEMORY_FAULT, MapGPA)"},

	{"KVM_MEMORY_ENCRYPT_OP", 25, no_tdx_ioctl, have_tdx_ioctl},
	{"KVM_MEMORY_ENCRYPT_OP", 22,
		"KVM refused a request about a TD: the number of the command in its structure says which",
		"run the VMM with more messages; its KVM_TDX_... name leads to the causes"},

	{"TDX_CMD_GET_REPORT0", 25,
		"the device does not know the request: it is another device, or the number was built of "
		"another structure",
		"open /dev/tdx_guest; the number of <linux/tdx-guest.h> is 0xc4405401"},
	{"TDX_CMD_GET_REPORT0", 5, "TDG.MR.REPORT failed", "report, with the version of the TDX module"},
	{"TDX_CMD_GET_REPORT0", 14, "the program gave a bad address",
		"a struct tdx_report_req of 1088 bytes: report data, then room for the report"},
};

// Words by which programs name them; the first that fits counts.
struct IoctlPhrase {
	char const *phrase;
	char const *ioctl;
};

constexpr IoctlPhrase ioctl_phrases[] = {
	{"KVM_TDX_CAPABILITIES", "KVM_TDX_CAPABILITIES"},
	{"KVM_TDX_INIT_VM", "KVM_TDX_INIT_VM"},
	{"KVM_TDX_INIT_VCPU", "KVM_TDX_INIT_VCPU"},
	{"KVM_TDX_INIT_MEM_REGION", "KVM_TDX_INIT_MEM_REGION"},
	{"KVM_TDX_FINALIZE_VM", "KVM_TDX_FINALIZE_VM"},
	{"KVM_TDX_GET_CPUID", "KVM_TDX_GET_CPUID"},
	{"TDX_CMD_GET_REPORT0", "TDX_CMD_GET_REPORT0"},
	{"KVM_MEMORY_ENCRYPT_OP", "KVM_MEMORY_ENCRYPT_OP"},
	{"KVM_RUN", "KVM_RUN"},
	{"kvm run failed", "KVM_RUN"},
	// cloud-hypervisor and other VMMs in Rust
	{"Retrieving TDX capabilities", "KVM_TDX_CAPABILITIES"},
	{"retrieve TDX capabilities", "KVM_TDX_CAPABILITIES"},
	{"get TDX capabilities", "KVM_TDX_CAPABILITIES"},
	{"get TDX Capbilities", "KVM_TDX_CAPABILITIES"},
	{"initialize memory region TDX", "KVM_TDX_INIT_MEM_REGION"},
	{"initialize TDX memory region", "KVM_TDX_INIT_MEM_REGION"},
	{"init TDX memory region", "KVM_TDX_INIT_MEM_REGION"},
	{"finalize TDX", "KVM_TDX_FINALIZE_VM"},
	{"initialize TDX vcpu", "KVM_TDX_INIT_VCPU"},
	{"init TDX vcpu", "KVM_TDX_INIT_VCPU"},
	{"initialize TDX", "KVM_TDX_INIT_VM"},
	{"init TDX", "KVM_TDX_INIT_VM"},
};

// Numbers of requests: direction 31:30, size 29:16, type 15:8, number 7:0.
struct IoctlNumber {
	u32 request;
	char const *ioctl;
};

constexpr u32 read_write_request(u32 type, u32 number, u32 size)
{
	return 3u << 30 | size << 16 | type << 8 | number;
}

constexpr IoctlNumber ioctl_numbers[] = {
	{read_write_request('T', 1, 64 + 1024), "TDX_CMD_GET_REPORT0"},
	{read_write_request(0xae, 0xba, 8), "KVM_MEMORY_ENCRYPT_OP"},
};
static_assert(ioctl_numbers[0].request == 0xc4405401);
// clang-format on

} // namespace tdxcall
