// SPDX-License-Identifier: GPL-2.0
//
// RDMSR and WRMSR of a TD.  Every one of them exits here.  The TD's MSR bitmaps say which would not
// on a TDX platform: those are served from the vCPU's state.  Of the others the module serves some,
// refuses some, and lets the rest be the VMM's.
#include "core/emu/cpu/cpu_state.hpp"
#include "core/emu/host.h"
#include "core/emu/platform/tsc.hpp"
#include "core/emu/vcpu/exception.hpp"
#include "guest.hpp"

namespace tdx::emu {

namespace {

constexpr u32 msr_bytes = 2;

enum class Answer : u8 { Done, Gp, Ve };

enum MsrNumber : u32 {
	tsc = 0x10,
	spec_ctrl = 0x48,
	pred_cmd = 0x49,
	misc_package_ctls = 0xbc,
	xapic_disable_status = 0xbd,
	umwait_control = 0xe1,
	arch_capabilities = 0x10a,
	flush_cmd = 0x10b,
	tsx_ctrl = 0x122,
	sysenter_cs = 0x174,
	sysenter_esp = 0x175,
	sysenter_eip = 0x176,
	misc_enable = 0x1a0,
	xfd = 0x1c4,
	xfd_err = 0x1c5,
	debugctl = 0x1d9,
	pat = 0x277,
	perf_capabilities = 0x345,
	vmx_basic = 0x480,
	vmx_procbased_ctls3 = 0x492,
	ds_area = 0x600,
	x2apic_first = 0x800,
	x2apic_self_ipi = 0x83f,
	x2apic_last = 0x8ff,
	debug_interface = 0xc80,
	xss = 0xda0,
	uarch_misc_ctl = 0x1b01,
	efer = 0xc000'0080,
	star = 0xc000'0081,
	lstar = 0xc000'0082,
	fmask = 0xc000'0084,
	fs_base = 0xc000'0100,
	gs_base = 0xc000'0101,
	kernel_gs_base = 0xc000'0102,
	tsc_aux = 0xc000'0103,
};

// MSRs that are only stored: nothing in the model depends on them.
struct StateMsr {
	u32 msr;
	VcpuSlot slot;
	u64 reserved;
};

constexpr u64 upper_half = Bits<63, 32>::mask;

constexpr StateMsr state_msrs[] = {
	{spec_ctrl, vcpu_field::spec_ctrl, 0},
	{umwait_control, vcpu_field::umwait_control, upper_half | 2},
	{tsx_ctrl, vcpu_field::tsx_ctrl, ~3ULL},
	{xfd, vcpu_field::xfd, 0},
	{xfd_err, vcpu_field::xfd_err, 0},
	{ds_area, vcpu_field::ds_area, 0},
	{xss, vcpu_field::xss, 0},
	{uarch_misc_ctl, vcpu_field::uarch_misc_ctl, ~1ULL},
	{star, vcpu_field::star, 0},
	{lstar, vcpu_field::lstar, 0},
	{fmask, vcpu_field::fmask, upper_half},
	{kernel_gs_base, vcpu_field::kernel_gs_base, 0},
	{tsc_aux, vcpu_field::tsc_aux, upper_half},
};

struct VmcsMsr {
	u32 msr;
	VmcsSlot slot;
};

constexpr VmcsMsr vmcs_msrs[] = {
	{sysenter_cs, vmcs_slot(vmcs::GUEST_SYSENTER_CS)},
	{sysenter_esp, vmcs_slot(vmcs::GUEST_SYSENTER_ESP)},
	{sysenter_eip, vmcs_slot(vmcs::GUEST_SYSENTER_EIP)},
	{pat, vmcs_slot(vmcs::GUEST_IA32_PAT)},
	{efer, vmcs_slot(vmcs::GUEST_IA32_EFER)},
	{fs_base, vmcs_slot(vmcs::GUEST_FS_BASE)},
	{gs_base, vmcs_slot(vmcs::GUEST_GS_BASE)},
};

// MSRs whose accesses the TDX module refuses, some of them only without a feature.
enum class Refusal : u8 { Always, WithoutPconfig, WithoutDca, WithoutTscDeadline, WithoutTme };

struct RefusedMsrs {
	u32 first;
	u32 last;
	Refusal refusal;
};

using enum Refusal;

constexpr RefusedMsrs refused[] = {
	{0x87, 0x87, WithoutPconfig},
	{0x8c, 0x8f, Always},
	{0x98, 0x9b, Always},
	{0x9e, 0x9e, Always},
	{0xc1, 0xc8, Always}, // PMCs: the CPU serves them in a TD that has the feature
	{0xe1, 0xe1, Always},
	{0x122, 0x122, Always},
	{0x186, 0x18d, Always},
	{0x195, 0x195, Always},
	{0x1a6, 0x1a7, Always},
	{0x1c4, 0x1c5, Always},
	{0x1f8, 0x1fa, WithoutDca},
	{0x276, 0x276, Always},
	{0x309, 0x310, Always},
	{0x329, 0x329, Always},
	{0x345, 0x345, Always},
	{0x38d, 0x392, Always},
	{0x3f1, 0x3f2, Always},
	{0x3f6, 0x3f7, Always},
	{0x4c1, 0x4c8, Always},
	{0x500, 0x500, Always},
	{0x560, 0x561, Always},
	{0x570, 0x572, Always},
	{0x580, 0x587, Always},
	{0x6a0, 0x6a0, Always},
	{0x6a2, 0x6a2, Always},
	{0x6a4, 0x6a8, Always},
	{0x6e0, 0x6e0, WithoutTscDeadline},
	{0x6e1, 0x6e1, Always},
	{0x800, 0x801, Always},
	{0x804, 0x807, Always},
	{0x829, 0x82e, Always},
	{0x831, 0x831, Always},
	{0x840, 0x8ff, Always},
	{0x981, 0x984, WithoutTme},
	{0x985, 0x98a, Always},
	{0xd90, 0xd90, Always},
	{0xd93, 0xd93, Always},
	{0x1200, 0x12ff, Always},
	{0x14ce, 0x14cf, Always},
	{0x1500, 0x16ff, Always},
};

bool refuses(Td const &td, u32 msr)
{
	u32 const cpu{td.control().cpu};

	for (auto const &range : refused) {
		if (msr < range.first || msr > range.last)
			continue;
		switch (range.refusal) {
		case Always:
			return true;
		case WithoutPconfig:
			return !(cpu & TdCpu::pconfig);
		case WithoutDca:
			return !(cpu & TdCpu::dca);
		case WithoutTscDeadline:
			return !(cpu & TdCpu::tsc_deadline);
		case WithoutTme:
			return !(cpu & TdCpu::tme);
		}
	}
	return false;
}

// Does the access not exit by the MSR bitmaps of the TD's VMCS?
bool goes_through(Td const &td, u32 msr, bool write)
{
	constexpr u32 quarter{1024};
	constexpr u32 per_range{0x2000};
	constexpr u32 high_range{0xc000'0000};
	bool const high{msr >= high_range};
	u32 const bit{high ? msr - high_range : msr};
	auto const *const bitmaps = static_cast<u8 const *>(td.tdcs(TdcsPage::MsrBitmaps));

	if (bit >= per_range || !bitmaps)
		return false;
	u8 const byte{bitmaps[((write ? 2u : 0u) + (high ? 1u : 0u)) * quarter + bit / 8]};
	return !(byte >> bit % 8 & 1);
}

bool is_apic(u32 msr)
{
	return msr >= x2apic_first && msr <= x2apic_last;
}

bool is_canonical(u64 address, bool la57)
{
	u64 const sign{1ULL << (la57 ? 56 : 47)};
	u64 const low{address & (sign | (sign - 1))};
	return ((low ^ sign) - sign) == address;
}

bool holds_an_address(u32 msr)
{
	return msr == lstar || msr == fs_base || msr == gs_base || msr == kernel_gs_base ||
	       msr == sysenter_esp || msr == sysenter_eip || msr == ds_area;
}

bool is_pat(u64 value)
{
	for (u32 i = 0; i < 8; i++) {
		u64 const type{value >> 8 * i & 0xff};
		if (type > 7 || type == 2 || type == 3)
			return false;
	}
	return true;
}

Answer read_native(Guest const &guest, u32 msr, u64 &value)
{
	Vcpu const &vcpu{guest.vcpu()};

	if (is_apic(msr)) {
		value = read_apic(vcpu, msr);
		return Answer::Done;
	}
	for (auto const &row : state_msrs) {
		if (row.msr != msr)
			continue;
		value = vcpu.load(row.slot);
		// Hide bits that the TDX module sets for the TD.
		if (msr == spec_ctrl)
			value &= ~vcpu.vmread(vmcs_slot(vmcs::IA32_SPEC_CTRL_MASK));
		return Answer::Done;
	}
	for (auto const &row : vmcs_msrs) {
		if (row.msr != msr)
			continue;
		value = vcpu.vmread(row.slot);
		return Answer::Done;
	}
	switch (msr) {
	case tsc:
		value = scale_tsc(native_tsc(), vcpu.vmread(vmcs_slot(vmcs::TSC_MULTIPLIER))) +
			vcpu.vmread(vmcs_slot(vmcs::TSC_OFFSET));
		return Answer::Done;
	case misc_enable:
		value = native_msr(guest.emu, guest.lp, Msr::MiscEnable);
		return Answer::Done;
	case misc_package_ctls:
		value = guest.emu.platform.msr[sample_index(Msr::MiscPackageCtls)];
		return Answer::Done;
	case debug_interface:
		value = 0;
		return Answer::Done;
	default:
		return Answer::Gp; // as the CPU itself: write-only, or it lacks the MSR
	}
}

Answer write_native(Guest const &guest, u32 msr, u64 value)
{
	Vcpu const &vcpu{guest.vcpu()};
	bool const la57{(vcpu.vmread(vmcs_slot(vmcs::GUEST_CR4)) & Cr4::la57) != 0};

	if (is_apic(msr)) {
		switch (write_apic(vcpu, msr, value)) {
		case ApicWrite::Done:
			return Answer::Done;
		case ApicWrite::Refused:
			return Answer::Gp;
		case ApicWrite::Exits:
			break;
		}
		// A trap-like exit: RIP is behind the instruction.
		constexpr u64 self_ipi_offset{0x3f0};
		advance(vcpu, msr_bytes);
		inject_ve(vcpu,
			{.reason = exit_reason::APIC_WRITE, .qualification = self_ipi_offset});
		return Answer::Ve;
	}
	if ((holds_an_address(msr) && !is_canonical(value, la57)) || (msr == pat && !is_pat(value)))
		return Answer::Gp;
	for (auto const &row : state_msrs) {
		if (row.msr != msr)
			continue;
		if (value & row.reserved)
			return Answer::Gp;
		if (msr == spec_ctrl)
			value |= vcpu.vmread(vmcs_slot(vmcs::IA32_SPEC_CTRL_MASK)) &
				 vcpu.load(row.slot);
		vcpu.store(row.slot, value);
		// RDTSCP and RDPID read the CPU's own MSR.
		if (msr == tsc_aux)
			host_set_guest_tsc_aux(value);
		return Answer::Done;
	}
	for (auto const &row : vmcs_msrs) {
		if (row.msr != msr)
			continue;
		vcpu.vmwrite(row.slot, value);
		return Answer::Done;
	}
	// Nothing to do for commands to the predictors: none holds anything of this guest.
	return msr == pred_cmd || msr == flush_cmd ? Answer::Done : Answer::Gp;
}

u64 td_misc_enable(Guest const &guest)
{
	constexpr u64 perfmon_available{1 << 7};
	constexpr u64 pebs_unavailable{1 << 12};

	return (native_msr(guest.emu, guest.lp, Msr::MiscEnable) & ~perfmon_available) |
	       pebs_unavailable;
}

bool l1_sees_vmx_msr(u32 msr)
{
	return msr == vmx_basic || (msr >= 0x485 && msr <= 0x489) || msr >= 0x48b;
}

Answer read(Guest const &guest, u32 msr, u64 &value)
{
	constexpr u64 xapic_disabled{1};
	constexpr u64 hidden_debugctl{1 << 13};
	TdControl const &control{guest.td().control()};

	switch (msr) {
	case xapic_disable_status:
		value = xapic_disabled;
		return Answer::Done;
	case arch_capabilities:
		value = control.virt_arch_capabilities;
		return Answer::Done;
	case misc_enable:
		value = td_misc_enable(guest);
		return Answer::Done;
	case debugctl:
		value = guest.vcpu().vmread(vmcs_slot(vmcs::GUEST_IA32_DEBUGCTL)) &
			~hidden_debugctl;
		return Answer::Done;
	case perf_capabilities:
		value = 0;
		return Answer::Done;
	default:
		break;
	}
	if (msr >= vmx_basic && msr <= vmx_procbased_ctls3) {
		if (!l1_sees_vmx_msr(msr))
			return Answer::Ve;
		value = control.virt_vmx_msr[msr - vmx_basic];
		return Answer::Done;
	}
	return refuses(guest.td(), msr) ? Answer::Gp : Answer::Ve;
}

Answer write_debugctl(Vcpu const &vcpu, u64 value)
{
	constexpr u64 refused_bits{7ULL << 3 | Bits<63, 16>::mask};
	constexpr u64 tr{1 << 6};
	constexpr u64 bts{1 << 7};
	constexpr u64 kept{1 << 13};
	VmcsSlot const slot{vmcs_slot(vmcs::GUEST_IA32_DEBUGCTL)};

	if (value & refused_bits)
		return Answer::Gp;
	if (value & tr && !(value & bts))
		return Answer::Ve;
	vcpu.vmwrite(slot, (value & ~kept) | (vcpu.vmread(slot) & kept));
	return Answer::Done;
}

Answer write_efer(Vcpu const &vcpu, u64 value)
{
	VmcsSlot const slot{vmcs_slot(vmcs::GUEST_IA32_EFER)};
	u64 const now{vcpu.vmread(slot)};
	u64 const changed{(now ^ value) & ~Efer::lma};

	if (changed & ~Efer::sce)
		return Answer::Ve;
	vcpu.vmwrite(slot, now ^ changed);
	return Answer::Done;
}

Answer write(Guest const &guest, u32 msr, u64 value)
{
	Vcpu const &vcpu{guest.vcpu()};

	if (msr == debugctl)
		return write_debugctl(vcpu, value);
	if (msr == efer)
		return write_efer(vcpu, value);
	if (msr == xss) {
		u64 const supported{guest.td().control().xfam & Xfam::supervisor};
		if (value & ~supported)
			return Answer::Gp;
		vcpu.store(vcpu_field::xss, value);
		return Answer::Done;
	}
	if (msr >= vmx_basic && msr <= vmx_procbased_ctls3)
		return Answer::Gp;
	return refuses(guest.td(), msr) ? Answer::Gp : Answer::Ve;
}

} // namespace

emu_verdict msr_exit(Guest &guest)
{
	Vcpu const &vcpu{guest.vcpu()};
	bool const writes{guest.vmcb().exit_info_1 != 0};
	u32 const msr{static_cast<u32>(guest.regs.gpr.rcx)};
	bool const native{goes_through(guest.td(), msr, writes)};
	u64 const rip{vcpu.vmread(vmcs_slot(vmcs::GUEST_RIP))};
	u64 value{(guest.regs.gpr.rdx << 32) | (guest.regs.rax & 0xffffffff)};
	Answer answer;

	if (writes)
		answer = native ? write_native(guest, msr, value) : write(guest, msr, value);
	else
		answer = native ? read_native(guest, msr, value) : read(guest, msr, value);

	switch (answer) {
	case Answer::Done:
		if (!writes) {
			guest.regs.rax = value & 0xffffffff;
			guest.regs.gpr.rdx = value >> 32;
		}
		advance(vcpu, msr_bytes);
		break;
	case Answer::Gp:
		inject_gp(vcpu);
		break;
	case Answer::Ve:
		// A trap-like exit has injected its #VE already.
		if (vcpu.vmread(vmcs_slot(vmcs::GUEST_RIP)) == rip)
			inject_ve(vcpu, {.reason = writes ? u32{exit_reason::MSR_WRITE}
							  : u32{exit_reason::MSR_READ},
						.length = msr_bytes});
		break;
	}
	return EMU_ANSWERED;
}

} // namespace tdx::emu
