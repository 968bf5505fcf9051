// SPDX-License-Identifier: GPL-2.0
//
// Native CPUID: SYS.INIT checks it row by row and stores it, SYS.LP.INIT compares.
#include "checks.hpp"
#include "core/abi/td_bits.hpp"
#include "core/emu/cpu/cpuid_table.hpp"

namespace tdx::emu {

namespace {

constexpr u32 num_rows = sizeof(cpuid_rows) / sizeof(cpuid_rows[0]);
static_assert(num_rows == max_cpuid_rows);

constexpr u32 first_extended_leaf = 0x80000000;
constexpr u32 min_last_leaf = 0x1f;
constexpr u32 min_last_extended_leaf = 0x80000008;

constexpr u64 min_perfmon_version = 5;
constexpr u64 max_fixed_counters = 7;
constexpr u64 min_tsc_frequency = 0x2540c;

using FmsStepping = Bits<3, 0>;
using IdsSharingCache = Bits<25, 14>;
using Waitpkg = Bits<5>;
using La57 = Bits<16>;
using PerfmonVersion = Bits<7, 0>;
using FixedCounters = Bits<4, 0>;
using XsaveComponentIsXss = Bits<0>;
using LbrDepths = Bits<7, 0>;
using LinearAddressBits = Bits<15, 8>;
using TopologyShift = Bits<4, 0>;
using TopologyLevel = Bits<15, 8>;

enum Level : u32 { level_invalid, level_smt, level_core, level_end = 6 };

struct LastLeaves {
	u32 base;
	u32 extended;
};

// State that is passed from row to row.
struct Walk {
	u32 ids_sharing_l3;
	bool core_level_seen;
	u32 level;
	u32 shift;
	u32 core_shift;
};

bool has_leaf(LastLeaves const &last, u32 leaf)
{
	return leaf <= last.base || (leaf >= first_extended_leaf && leaf <= last.extended);
}

LastLeaves last_leaves(Call &call)
{
	return {native_cpuid(call.emu, call.lp, 0, no_subleaf).eax,
		native_cpuid(call.emu, call.lp, first_extended_leaf, no_subleaf).eax};
}

Status incorrect(Call &call, CpuidRow const &row, CpuidValue const &mask, CpuidValue const &value)
{
	call.out.rcx = leaf_and_subleaf(row.leaf, row.subleaf);
	call.out.rdx = mask.low();
	call.out.r8 = mask.high();
	call.out.r9 = value.low();
	call.out.r10 = value.high();
	return Status::of(StatusCode::IncorrectCpuidValue);
}

Status leaf_not_supported(u32 leaf)
{
	return Status::of(StatusCode::CpuidLeafNotSupported, leaf);
}

// The platform's family, model and stepping: those of the first package, with the lowest stepping
// of all.
u32 platform_fms(Emu const &emu)
{
	u64 fms{emu.package_fms[0]};
	for (u32 i = 1; i < emu.packages; i++) {
		if (FmsStepping::get(emu.package_fms[i]) < FmsStepping::get(fms))
			fms = FmsStepping::put(fms, emu.package_fms[i]);
	}
	return static_cast<u32>(fms);
}

Status check_perfmon(Call &call, CpuidRow const &row, CpuidValue const &value)
{
	if (PerfmonVersion::get(value.eax) < min_perfmon_version)
		return incorrect(call, row, {0xf, 0, 0, 0}, {min_perfmon_version, 0, 0, 0});
	if (FixedCounters::get(value.edx) > max_fixed_counters)
		return incorrect(
			call, row, {0, 0, 0, FixedCounters::mask}, {0, 0, 0, max_fixed_counters});
	return success();
}

Status check_xsave(Emu &emu, CpuidRow const &row, CpuidValue const &value)
{
	u64 &xfam = emu.platform.xfam;

	if (row.subleaf == 0) {
		xfam = value.eax & Xfam::user;
	} else if (row.subleaf == 1) {
		xfam |= value.ecx & Xfam::supervisor;
	} else {
		// A component must not be in both XCR0 and IA32_XSS.
		u64 const other{
			XsaveComponentIsXss::get(value.ecx) ? Xfam::user : Xfam::supervisor};
		if (xfam & other & 1ULL << row.subleaf)
			return die(emu);
	}
	return success();
}

Status check_tsc(Emu &emu, CpuidValue const &value)
{
	if (!value.ebx)
		return leaf_not_supported(0x15);
	if (!value.eax || u64{value.ecx} * value.ebx / value.eax < min_tsc_frequency)
		return die(emu);
	return success();
}

// Levels must be ascending.  The shift of the last one gives the package id.  WBINVD is assumed to
// act on a package, so the LPs of a package must be those that share an L3 cache.
Status check_topology(Emu &emu, CpuidRow const &row, CpuidValue const &value, Walk &walk)
{
	u32 const level{static_cast<u32>(TopologyLevel::get(value.ecx))};

	if (level != level_invalid) {
		if (level <= walk.level || level >= level_end)
			return Status::of(StatusCode::CpuidLeaf1fFormatUnrecognized);
		walk.shift = static_cast<u32>(TopologyShift::get(value.eax));
		if (level == level_smt)
			walk.core_shift = walk.shift;
		walk.core_level_seen |= level == level_core;
	} else {
		if (row.subleaf == 0 || !walk.core_level_seen)
			return leaf_not_supported(0);
		if (walk.level != level_invalid) {
			if (walk.shift < walk.core_shift)
				return die(emu);
			emu.platform.package_shift = walk.shift;
			if (!walk.shift || walk.ids_sharing_l3 >> (walk.shift - 1) != 1)
				return Status::of(StatusCode::InvalidWbinvdScope);
		}
	}
	walk.level = level;
	return success();
}

Status check_address_width(Call &call, CpuidRow const &row, CpuidValue const &value)
{
	u32 const wanted{call.emu.platform.la57 ? 57u : 48u};

	if (LinearAddressBits::get(value.eax) != wanted)
		return incorrect(call, row, {LinearAddressBits::mask, 0, 0, 0},
			{static_cast<u32>(LinearAddressBits::put(0, wanted)), 0, 0, 0});
	return success();
}

// Rules that a mask cannot express.
Status check_special(Call &call, CpuidRow const &row, CpuidValue &value, Walk &walk)
{
	auto &emu = call.emu;

	switch (row.leaf) {
	case 0x1:
		value.eax = platform_fms(emu);
		break;
	case 0x4:
		if (row.subleaf == 3)
			walk.ids_sharing_l3 = static_cast<u32>(IdsSharingCache::get(value.eax));
		break;
	case 0x7:
		if (row.subleaf == 0) {
			emu.platform.waitpkg = Waitpkg::get(value.ecx);
			emu.platform.la57 = La57::get(value.ecx);
		}
		break;
	case 0xa:
		return check_perfmon(call, row, value);
	case 0xd:
		return check_xsave(emu, row, value);
	case 0x15:
		return check_tsc(emu, value);
	case 0x1c:
		return LbrDepths::get(value.eax) ? success() : die(emu);
	case 0x1f:
		return check_topology(emu, row, value, walk);
	case 0x80000008:
		return check_address_width(call, row, value);
	default:
		break;
	}
	return success();
}

} // namespace

Status check_cpuid(Call &call)
{
	auto &emu = call.emu;

	TDX_TRY(check_cpuid_limit(native_msr(emu, call.lp, Msr::MiscEnable)));
	LastLeaves const last{last_leaves(call)};
	if (last.base < min_last_leaf)
		return leaf_not_supported(min_last_leaf);
	if (last.extended < min_last_extended_leaf)
		return leaf_not_supported(min_last_extended_leaf);

	Walk walk{};
	for (u32 i = 0; i < num_rows; i++) {
		auto const &row = cpuid_rows[i];
		CpuidValue value{};
		if (has_leaf(last, row.leaf))
			value = native_cpuid(emu, call.lp, row.leaf, row.subleaf);
		if (!((value & row.verify_mask) == row.verify_value))
			return incorrect(call, row, row.verify_mask, row.verify_value);
		Status const status{check_special(call, row, value, walk)};
		if (!status.ok() || emu.dead)
			return status;
		emu.platform.cpuid[i] = value;
	}
	return success();
}

Status compare_cpuid(Call &call)
{
	auto const &emu = call.emu;

	TDX_TRY(check_cpuid_limit(native_msr(emu, call.lp, Msr::MiscEnable)));
	LastLeaves const last{last_leaves(call)};

	for (u32 i = 0; i < num_rows; i++) {
		auto const &row = cpuid_rows[i];
		if (!has_leaf(last, row.leaf))
			continue;
		CpuidValue const value{native_cpuid(emu, call.lp, row.leaf, row.subleaf)};
		if (!((value & row.verify_same) == (emu.platform.cpuid[i] & row.verify_same))) {
			call.out.rcx = leaf_and_subleaf(row.leaf, row.subleaf);
			call.out.rdx = row.verify_same.low();
			call.out.r8 = row.verify_same.high();
			return Status::of(StatusCode::InconsistentCpuidField);
		}
		if (row.leaf == 0x1f && row.subleaf == 0) {
			u32 const package{value.edx >> emu.platform.package_shift};
			if (package >= max_packages)
				return Status::of(StatusCode::InvalidPkgId, package);
		}
	}
	return success();
}

} // namespace tdx::emu
