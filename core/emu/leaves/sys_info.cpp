// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.INFO: TDSYSINFO_STRUCT and the CMRs, for hosts older than TDH.SYS.RD.
#include "core/emu/metadata/global_value.hpp"
#include "core/emu/page/memory.hpp"
#include "core/emu/platform/cpuid_config.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

constexpr u32 tdsysinfo_size = 1024;
constexpr u32 cmr_info_size = EMU_MAX_CMRS * sizeof(emu_cmr);
static_assert(cmr_info_size == 512);

struct CpuidConfigEntry {
	u32 leaf;
	u32 subleaf;
	CpuidValue mask;
};
static_assert(sizeof(CpuidConfigEntry) == 24);

// The fields that are not 0.
struct TdSysInfo {
	u32 attributes;
	u32 vendor_id;
	u32 build_date;
	u16 build_num;
	u16 minor_version;
	u16 major_version;
	u8 sys_rd;
	u8 reserved_19[13];
	u16 max_tdmrs;
	u16 max_reserved_per_tdmr;
	u16 pamt_entry_size;
	u8 reserved_38[10];
	u16 tdcs_base_size;
	u8 reserved_50[2];
	u16 tdvps_base_size;
	u8 tdvps_xfam_dependent_size;
	u8 reserved_55[9];
	u64 attributes_fixed0;
	u64 attributes_fixed1;
	u64 xfam_fixed0;
	u64 xfam_fixed1;
	u8 reserved_96[32];
	u32 num_cpuid_config;
	CpuidConfigEntry cpuid_config[tdx::emu::num_cpuid_config];
};
static_assert(__builtin_offsetof(TdSysInfo, max_tdmrs) == 32);
static_assert(__builtin_offsetof(TdSysInfo, attributes_fixed0) == 64);
static_assert(__builtin_offsetof(TdSysInfo, cpuid_config) == 132);
constexpr u32 described_size =
	__builtin_offsetof(TdSysInfo, cpuid_config) + sizeof(TdSysInfo::cpuid_config);
static_assert(described_size <= tdsysinfo_size);

template <typename T>
CORE_INLINE void fill(T &member, u64 value)
{
	member = static_cast<T>(value);
}

void describe(Emu const &emu, TdSysInfo &info)
{
	fill(info.vendor_id, global_value(emu, global_row("VENDOR_ID")));
	fill(info.build_date, global_value(emu, global_row("BUILD_DATE")));
	fill(info.build_num, global_value(emu, global_row("BUILD_NUM")));
	fill(info.minor_version, global_value(emu, global_row("MINOR_VERSION")));
	fill(info.major_version, global_value(emu, global_row("MAJOR_VERSION")));
	info.sys_rd = 1;
	fill(info.max_tdmrs, global_value(emu, global_row("MAX_TDMRS")));
	fill(info.max_reserved_per_tdmr, global_value(emu, global_row("MAX_RESERVED_PER_TDMR")));
	fill(info.pamt_entry_size, global_value(emu, global_row("PAMT_4K_ENTRY_SIZE")));
	fill(info.tdcs_base_size, global_value(emu, global_row("TDCS_BASE_SIZE")));
	fill(info.tdvps_base_size, global_value(emu, global_row("TDVPS_BASE_SIZE")));
	fill(info.attributes_fixed0, global_value(emu, global_row("ATTRIBUTES_FIXED0")));
	fill(info.attributes_fixed1, global_value(emu, global_row("ATTRIBUTES_FIXED1")));
	fill(info.xfam_fixed0, global_value(emu, global_row("XFAM_FIXED0")));
	fill(info.xfam_fixed1, global_value(emu, global_row("XFAM_FIXED1")));
	fill(info.num_cpuid_config, global_value(emu, global_row("NUM_CPUID_CONFIG")));
	for (u32 i = 0; i < num_cpuid_config; i++) {
		CpuidConfig const config{cpuid_config(emu, i)};
		info.cpuid_config[i] = {config.leaf, config.subleaf, config.effective};
	}
}

Status clear(Emu const &emu, u64 address)
{
	u8 const zeroes[128]{};

	for (u32 offset = 0; offset < tdsysinfo_size; offset += sizeof(zeroes))
		TDX_TRY(write_shared(emu, address, offset, zeroes, sizeof(zeroes), Reg::Rcx));
	return success();
}

} // namespace

HostOutcome sys_info(Call &call)
{
	auto const &emu = call.emu;
	u64 const info_pa{call.in.rcx};
	u64 const cmrs_pa{call.in.r8};

	TDX_TRY(require_lp_init(call));
	TDX_TRY(check_shared(emu, info_pa, tdsysinfo_size, Reg::Rcx));
	if (call.in.rdx < tdsysinfo_size)
		return invalid(Reg::Rdx);
	// The output is cleared before the other operands are checked.
	TDX_TRY(clear(emu, info_pa));
	TDX_TRY(check_shared(emu, cmrs_pa, cmr_info_size, Reg::R8));
	if (call.in.r9 < EMU_MAX_CMRS)
		return invalid(Reg::R9);

	auto &info = scratch<TdSysInfo>(call.lp);
	info = {};
	describe(emu, info);
	TDX_TRY(write_shared(emu, info_pa, 0, &info, described_size, Reg::Rcx));
	TDX_TRY(write_shared(emu, cmrs_pa, 0, emu.config.cmrs, cmr_info_size, Reg::R8));
	call.out.rdx = tdsysinfo_size;
	call.out.r9 = EMU_MAX_CMRS;
	return success();
}

} // namespace tdx::emu
