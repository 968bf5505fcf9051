// SPDX-License-Identifier: GPL-2.0
//
// MSRs of a TD: IA32_ARCH_CAPABILITIES, the VMX capabilities that it sees for its L2 VMs, and which
// accesses do not exit.
#include "core/emu/cpu/vmx_controls.hpp"
#include "td_params.hpp"
#include "vmcs_init.hpp"

namespace tdx::emu {

Status configure_arch_capabilities(Emu const &emu, Td const &td, TdParams const &params)
{
	constexpr u64 allow{1ULL << 4 | 1ULL << 20 | 1ULL << 24}; // SSB_NO, BHI_NO, PBRSB_NO
	constexpr u64 force{1ULL << 19};                          // RRSBA
	constexpr u64 tsx_ctrl{1ULL << 7};
	constexpr u64 always_zero{7ULL << 9 | 7ULL << 16 | 7ULL << 21 | ~0ULL << 25};
	bool const configured{(params.msr_config_ctls & 1) != 0};
	u64 const wanted{params.arch_capabilities};
	u64 value{emu.platform.msr[sample_index(Msr::ArchCapabilities)]};

	if (wanted & ~(configured ? allow | force : 0))
		return invalid(OperandId::Ia32ArchCapabilitiesConfig);
	value &= ~(allow & ~wanted);
	value |= force & wanted;
	value &= ~always_zero;
	if (!(td.control().cpu & TdCpu::tsx))
		value &= ~tsx_ctrl;
	td.control().virt_arch_capabilities = value;
	return success();
}

namespace {

// Controls of an L2 VM's VMCS: initial value, and the bits that its L1 VMM may change.
struct L2Controls {
	u64 initial;
	u64 changeable;
};

// What L1 may change, not yet reduced by the TD's features; in the order of ControlsRow.
constexpr u64 l1_changeable[]{0, 0x48d99a04, 0x0c513e0c, 0x0e, 0, 0x200};

L2Controls l2_of(Emu const &emu, TdControl const &control, ControlsRow row)
{
	bool const perfmon{TdAttributes::Perfmon::get(control.attributes) != 0};
	bool const debug{TdAttributes::Debug::get(control.attributes) != 0};
	bool const monitor{(control.cpu & TdCpu::monitor) != 0};
	bool const waitpkg{(control.cpu & TdCpu::waitpkg) != 0};
	bool const pconfig{(control.cpu & TdCpu::pconfig) != 0};
	u64 initial{first_controls(emu, true, row)};
	u64 changeable{l1_changeable[row]};

	switch (row) {
	case procbased:
		initial = MwaitExiting::put(initial, !monitor);
		initial = MonitorExiting::put(initial, !monitor);
		initial = RdpmcExiting::put(initial, !perfmon);
		changeable = RdpmcExiting::put(changeable, perfmon);
		break;
	case procbased2:
		initial = EnablePconfig::put(EnableUserWait::put(initial, waitpkg), pconfig);
		changeable = EnablePconfig::put(EnableUserWait::put(changeable, waitpkg), pconfig);
		break;
	case exit_controls:
		initial = ExitLoadPerfGlobalCtrl::put(initial, perfmon || debug);
		initial = ExitSavePerfGlobalCtrl::put(initial, perfmon || debug);
		break;
	case entry_controls:
		initial = EntryLoadPerfGlobalCtrl::put(initial, perfmon || debug);
		initial = EntryLoadPkrs::put(
			initial, TdAttributes::Pks::get(control.attributes) || debug);
		break;
	default:
		break;
	}
	return {initial, changeable};
}

// In the format of the VMX capability MSRs: 31:0 are 1 where a control must be 1, 63:32 where it
// may be 1.
u64 allowed_settings(L2Controls const &controls)
{
	return (controls.initial & ~controls.changeable) | (controls.initial | controls.changeable)
								   << 32;
}

} // namespace

u64 l2_cr4_changeable(Emu const &emu, TdControl const &control)
{
	using Pke = Bits<22>;
	using Cet = Bits<23>;
	using Pks = Bits<24>;
	using KeyLocker = Bits<19>;
	using Uintr = Bits<25>;
	u64 const always{emu.platform.msr[sample_index(Msr::VmxCr4Fixed0)]};
	u64 const possible{emu.platform.msr[sample_index(Msr::VmxCr4Fixed1)]};
	u64 mask{KeyLocker::put(l2_cr4_variable & ~always & possible, 0)};

	if (!Xfam::Pku::get(control.xfam))
		mask = Pke::put(mask, 0);
	if (!Xfam::has<Xfam::Cet>(control.xfam))
		mask = Cet::put(mask, 0);
	if (!Xfam::Uintr::get(control.xfam))
		mask = Uintr::put(mask, 0);
	if (!TdAttributes::Pks::get(control.attributes))
		mask = Pks::put(mask, 0);
	return mask;
}

void configure_vmx_msrs(Emu const &emu, Td const &td)
{
	using IoInfo = Bits<54>;
	using TrueControls = Bits<55>;
	using VoeWithoutErrorCode = Bits<56>;
	using SupervisorShadowStack = Bits<23>;
	using HlatPrefixSize = Bits<53, 48>;
	constexpr u64 misc{1 << 5 | 1 << 6 | 1 << 7 | 1 << 14 | 4 << 16 | 1 << 29 | 1 << 30};
	// Execute-only, 2M and 1G pages, advanced exit information.
	constexpr u64 ept_vpid_cap{1ULL << 0 | 1ULL << 16 | 1ULL << 17 | 1ULL << 22};
	TdControl &control{td.control()};
	auto const set = [&](Msr msr, u64 value) {
		control.virt_vmx_msr[static_cast<u32>(msr) - static_cast<u32>(Msr::VmxBasic)] =
			value;
	};

	set(Msr::VmxBasic, IoInfo::mask | TrueControls::mask | VoeWithoutErrorCode::mask);
	set(Msr::VmxMisc, misc);
	for (u32 row = pinbased; row <= entry_controls; row++) {
		L2Controls const controls{l2_of(emu, control, ControlsRow{row})};
		set(l2_controls[row].msr, row == procbased3 ? controls.initial | controls.changeable
							    : allowed_settings(controls));
	}
	u64 const native{emu.platform.msr[sample_index(Msr::VmxEptVpidCap)]};
	set(Msr::VmxEptVpidCap, HlatPrefixSize::put(SupervisorShadowStack::put(ept_vpid_cap,
							    Xfam::has<Xfam::Cet>(control.xfam)),
					HlatPrefixSize::get(native)));
	set(Msr::VmxCr0Fixed0, td_cr0 & ~l2_cr0_variable);
	set(Msr::VmxCr0Fixed1, td_cr0 | l2_cr0_variable);
	u64 const cr4{l2_cr4_changeable(emu, control)};
	set(Msr::VmxCr4Fixed0, td_cr4 & ~cr4);
	set(Msr::VmxCr4Fixed1, td_cr4 | cr4);
}

namespace {

constexpr u64 ddpd_u = 1ULL << 8;

} // namespace

u64 spec_ctrl_mask(TdControl const &control)
{
	return control.cpu & TdCpu::ddpd ? 0 : ddpd_u;
}

u64 real_spec_ctrl(Emu const &emu, TdControl const &control, u64 seen)
{
	using Ddpd = Bits<3>; // of CPUID leaf 7, sub-leaf 2

	if (!Ddpd::get(sampled_cpuid(emu, 7, 2)->edx))
		return seen & ~ddpd_u;
	return control.cpu & TdCpu::ddpd ? seen : seen | ddpd_u;
}

u32 max_lbr_depth(Emu const &emu)
{
	// Bit n: a depth of 8 x (n + 1) is supported.
	u32 const depths{sampled_cpuid(emu, 0x1c, 0)->eax & 0xff};
	u32 depth{0};

	for (u32 n = 0; n < 8; n++) {
		if (depths >> n & 1)
			depth = 8 * (n + 1);
	}
	return depth;
}

} // namespace tdx::emu
