// SPDX-License-Identifier: GPL-2.0
//
// The simple fields of TD_PARAMS, in the order in which the module checks them.
#include "core/emu/metadata/global_value.hpp"
#include "core/emu/platform/tsc.hpp"
#include "td_params.hpp"

namespace tdx::emu {

namespace {

constexpr u16 min_tsc_frequency = 4; // in units of 25 MHz
constexpr u16 max_tsc_frequency = 400;

template <u32 Size>
CORE_ALWAYS_INLINE bool all_zero(u8 const (&bytes)[Size])
{
	u8 any{0};
	for (u8 const byte : bytes)
		any |= byte;
	return !any;
}

// Bits may be 1 only where @fixed0 is 1, and must be 1 where @fixed1 is 1.
bool within(u64 value, u64 fixed0, u64 fixed1)
{
	return !(value & ~fixed0) && (value & fixed1) == fixed1;
}

bool good_attributes(Emu const &emu, u64 attributes)
{
	return within(attributes, global_value(emu, global_row("ATTRIBUTES_FIXED0")),
		       global_value(emu, global_row("ATTRIBUTES_FIXED1"))) &&
	       TdAttributes::coherent(attributes);
}

bool good_xfam(Emu const &emu, u64 xfam)
{
	return within(xfam, global_value(emu, global_row("XFAM_FIXED0")),
		       global_value(emu, global_row("XFAM_FIXED1"))) &&
	       Xfam::coherent(xfam);
}

bool good_eptp(Emu const &emu, u64 eptp, bool gpaw)
{
	using MemoryType = Bits<2, 0>;
	using WalkLength = Bits<5, 3>; // minus 1
	using Rest = Bits<63, 6>;
	using FiveLevels = Bits<7>; // of IA32_VMX_EPT_VPID_CAP
	constexpr u64 write_back = 6;

	u64 const length{WalkLength::get(eptp)};
	u64 const capabilities{emu.platform.msr[sample_index(Msr::VmxEptVpidCap)]};
	u64 const longest{FiveLevels::get(capabilities) ? 4u : 3u};

	return MemoryType::get(eptp) == write_back && length >= (gpaw ? 4u : 3u) &&
	       length <= longest && !Rest::get(eptp);
}

// Offsets of the components in a compacted XSAVE area, which depend on the TD's XFAM.
void lay_out_xbuff(Emu const &emu, TdControl &control)
{
	constexpr u32 extended_region = 576;
	u32 offset{extended_region};

	for (u32 i = 2; i < num_xbuff_offsets; i++) {
		if (!(control.xfam >> i & 1))
			continue;
		CpuidValue const &component{*sampled_cpuid(emu, 0xd, i)};
		if (component.ecx & 2)
			offset = (offset + 63) & ~63u;
		control.xbuff_offsets[i] = offset;
		offset += component.eax;
	}
	control.xbuff_size = offset;
}

void copy_hash(u64 (&to)[hash_words], u64 const (&from)[hash_words])
{
	for (u32 i = 0; i < hash_words; i++)
		to[i] = from[i];
}

Status configure_tsc(Emu const &emu, Lp const &lp, TdControl &control, TdParams const &params)
{
	if (params.tsc_frequency < min_tsc_frequency || params.tsc_frequency > max_tsc_frequency)
		return invalid(OperandId::TscFrequency);
	control.tsc_frequency = params.tsc_frequency;
	TDX_TRY(compare_msr(emu, lp, Msr::TscAdjust));
	control.tsc_multiplier = tsc_multiplier(emu, params.tsc_frequency);
	// The TD's TSC starts at 0.
	control.tsc_offset = 0 - scale_tsc(native_tsc(), control.tsc_multiplier);
	return success();
}

} // namespace

Status configure_td(Emu const &emu, Lp const &lp, Td const &td, TdParams const &params)
{
	TdControl &control{td.control()};
	bool const gpaw{(params.config_flags & 1) != 0};

	if (!good_attributes(emu, params.attributes))
		return invalid(OperandId::Attributes);
	control.attributes = params.attributes;
	control.td_ctls = TdCtls::PendingVeDisable::put(
		0, TdAttributes::SeptVeDisable::get(params.attributes));
	if (!good_xfam(emu, params.xfam))
		return invalid(OperandId::Xfam);
	control.xfam = params.xfam;
	lay_out_xbuff(emu, control);
	if (!params.max_vcpus)
		return invalid(OperandId::MaxVcpus);
	control.max_vcpus = params.max_vcpus;
	if (params.num_l2_vms > max_l2_vms)
		return invalid(OperandId::NumL2Vms);
	if (td.tdr().num_tdcx < min_tdcs_pages + params.num_l2_vms)
		return Status::of(StatusCode::TdcsNotAllocated);
	control.num_l2_vms = params.num_l2_vms;
	if (!all_zero(params.reserved0))
		return invalid(Reg::Rdx);
	if (!within(params.config_flags, global_value(emu, global_row("CONFIG_FLAGS_FIXED0")),
		    global_value(emu, global_row("CONFIG_FLAGS_FIXED1"))))
		return invalid(OperandId::ExecControls);
	if (!good_eptp(emu, params.eptp_controls, gpaw))
		return invalid(OperandId::EptpControls);
	control.eptp =
		params.eptp_controls |
		(td.tdr().tdcx_pa[static_cast<u32>(TdcsPage::SeptRoot)] & ~emu.platform.keyid_mask);
	control.config_flags = params.config_flags;
	control.gpaw = gpaw;
	TDX_TRY(configure_tsc(emu, lp, control, params));
	if (!all_zero(params.reserved1))
		return invalid(Reg::Rdx);
	copy_hash(control.mrconfigid, params.mrconfigid);
	copy_hash(control.mrowner, params.mrowner);
	copy_hash(control.mrownerconfig, params.mrownerconfig);
	if (params.msr_config_ctls & ~1u || !all_zero(params.reserved2))
		return invalid(Reg::Rdx);
	return success();
}

} // namespace tdx::emu
