// SPDX-License-Identifier: GPL-2.0
//
// Values of the platform's metadata fields, as module 1.5.01 has them.
#include "global_value.hpp"

#include "core/abi/td_bits.hpp"
#include "core/emu/platform/cpuid_config.hpp"

namespace tdx::emu {

namespace {

struct Constant {
	u32 row;
	u64 value;
};

// Constant fields.  A field without a value in this file is 0.
constexpr Constant constants[] = {
	{global_row("VENDOR_ID"), 0x8086},
	{global_row("MINOR_VERSION"), 5},
	{global_row("MAJOR_VERSION"), 1},
	{global_row("NUM_HANDOFF_PAGES"), 13},
	{global_row("NUM_TDX_FEATURES"), 1},
	{global_row("NUM_CMRS"), EMU_MAX_CMRS},
	{global_row("MAX_TDMRS"), 64},
	{global_row("MAX_RESERVED_PER_TDMR"), 16},
	{global_row("PAMT_4K_ENTRY_SIZE"), 16},
	{global_row("PAMT_2M_ENTRY_SIZE"), 16},
	{global_row("PAMT_1G_ENTRY_SIZE"), 16},
	{global_row("TDR_BASE_SIZE"), 1ULL * page_size},
	{global_row("TDCS_BASE_SIZE"), 6ULL * page_size},
	{global_row("TDCS_SIZE_PER_L2_VM"), 1ULL * page_size},
	{global_row("TDVPS_BASE_SIZE"), 6ULL * page_size},
	{global_row("TDVPS_SIZE_PER_L2_VM"), 3ULL * page_size},
	{global_row("XFAM_FIXED1"), Xfam::required},
	{global_row("NUM_CPUID_CONFIG"), num_cpuid_config},
	{global_row("IA32_ARCH_CAPABILITIES_CONFIG_MASK"), 0x1180010},
	{global_row("MAX_MIGS"), 512},
	{global_row("NUM_IMMUTABLE_STATE_PAGES"), 3},
	{global_row("NUM_TD_STATE_PAGES"), 2},
	{global_row("NUM_VP_STATE_PAGES"), 5},
	{global_row("MAX_SERV_TDS"), 1},
	{global_row("SERVTD_ATTR_FIXED0"), 0x7ff00000001},
	{global_row("GUEST_L2_GPA_ATTR_MASK"), 0x807f},
	{global_row("VM_CTLS_FIXED0"), 0x1},
	{global_row("VPCU_L2_CTLS_FIXED0"), 0x3},
	{global_row("VPCU_L2_DEBUG_CTLS_FIXED0"), 0x7},
};

// TD migration, TD-preserving updates, service TDs, TD partitioning, local attestation and smaller
// additions of 1.5; NO_RBP_MOD is added if configured.
constexpr u64 tdx_features0 = 0xb0fbf;

// GPA width and flexible #VE of pending pages; NO_RBP_MOD is added if configured.
constexpr u64 config_flags = ConfigFlags::Gpaw::mask | ConfigFlags::FlexiblePendingVe::mask;

// Size of the handoff data; the TDs' own state stays in their memory.
constexpr u64 handoff_bytes =
	sizeof(Handoff) + sizeof(Emu::tdmrs) + sizeof(Emu::keys) + sizeof(Emu::write_back);

// Family, model and stepping values that a TD may be shown, from the newest to the oldest.
constexpr u32 known_fms[] = {0xd06d0, 0xa06e0, 0xa06d0, 0xa06f0, 0xc06f2, 0x806f8};
constexpr u32 num_known_fms = sizeof(known_fms) / sizeof(known_fms[0]);
constexpr u32 stepping_mask = 0xf;

u32 fms_of(Emu const &emu)
{
	return emu.platform.cpuid[0].eax;
}

// The platform's own and all older ones; only its own if it is not in the list.
u32 num_allowed_fms(Emu const &emu)
{
	for (u32 i = 0; i < num_known_fms; i++) {
		if ((known_fms[i] & ~stepping_mask) == (fms_of(emu) & ~stepping_mask))
			return num_known_fms - i;
	}
	return 1;
}

u64 allowed_fms(Emu const &emu, u32 index)
{
	u32 const num{num_allowed_fms(emu)};
	if (index >= num)
		return 0;
	return index ? known_fms[num_known_fms - num + index] : fms_of(emu);
}

u64 constant_value(u32 row)
{
	for (auto const &constant : constants) {
		if (constant.row == row)
			return constant.value;
	}
	return 0;
}

u64 cpuid_config_leaf(Emu const &emu, u32 index)
{
	if (index >= num_cpuid_config)
		return ~0ULL;
	CpuidConfig const config{cpuid_config(emu, index)};
	return leaf_and_subleaf(config.leaf, config.subleaf);
}

u64 cpuid_config_value(Emu const &emu, u32 index, u32 element)
{
	if (index >= num_cpuid_config)
		return 0;
	CpuidConfig const config{cpuid_config(emu, index)};
	return element ? config.direct.high() : config.direct.low();
}

} // namespace

namespace {

// Where vCPUs run, a TD can have no more than the machine can give it.
bool runs(emu_config const &config)
{
	return config.areas != nullptr;
}

constexpr u64 unrunnable_attributes = TdAttributes::Pks::mask | TdAttributes::Perfmon::mask;

} // namespace

u64 global_value(Emu const &emu, u32 row, u32 field, u32 element)
{
	auto const &config = emu.config;

	switch (row) {
	case global_row("HANDOFF_DATA_VALID"):
		return emu.handoff.valid;
	case global_row("HANDOFF_DATA_HV"):
		return emu.handoff.version;
	case global_row("HANDOFF_DATA_SIZE"):
		return emu.handoff.valid ? handoff_bytes : 0;
	case global_row("NUM_PKGS"):
		return emu.packages;
	case global_row("PKG_FMS"):
		return emu.package_fms[field];
	case global_row("BUILD_DATE"):
		return config.build_date;
	case global_row("UPDATE_VERSION"):
		return config.update_version;
	case global_row("TDX_FEATURES0"):
		return TdxFeatures0::NoRbpMod::put(tdx_features0, !!config.no_rbp_mod);
	case global_row("CMR_BASE"):
		return config.cmrs[field].base;
	case global_row("CMR_SIZE"):
		return config.cmrs[field].size;
	case global_row("ATTRIBUTES_FIXED0"):
		return runs(config) ? TdAttributes::allowed & ~unrunnable_attributes
				    : TdAttributes::allowed;
	case global_row("XFAM_FIXED0"):
		return Xfam::allowed & emu.platform.xfam & (runs(config) ? config.xfam : ~0ULL);
	case global_row("CONFIG_FLAGS_FIXED0"):
		return ConfigFlags::NoRbpMod::put(runs(config) && config.npt_levels < 5
							  ? config_flags & ~ConfigFlags::Gpaw::mask
							  : config_flags,
			!!config.no_rbp_mod);
	case global_row("CPUID_CONFIG_LEAVES"):
		return cpuid_config_leaf(emu, field);
	case global_row("CPUID_CONFIG_VALUES"):
		return cpuid_config_value(emu, field, element);
	case global_row("NUM_ALLOWED_FMS"):
		return num_allowed_fms(emu);
	case global_row("ALLOWED_FMS"):
		return allowed_fms(emu, field);
	default:
		return constant_value(row);
	}
}

} // namespace tdx::emu
