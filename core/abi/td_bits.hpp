// SPDX-License-Identifier: GPL-2.0
//
// Bits of a TD's configuration for those who work with them.  Which bits those are say the tables
// of bit_name.hpp.
#pragma once

#include "bit_name.hpp"

namespace tdx {

void bit_is_missing_from_table();

template <unsigned Rows>
consteval unsigned bit_of(BitName const (&rows)[Rows], char const *name)
{
	for (BitName const &row : rows)
		if (same_name(row.name, name))
			return row.bit;
	bit_is_missing_from_table();
	return 0;
}

struct TdAttributes {
	using Debug = Bits<bit_of(attribute_bits, "DEBUG")>;
	using SeptVeDisable = Bits<bit_of(attribute_bits, "SEPT_VE_DISABLE")>;
	using Migratable = Bits<bit_of(attribute_bits, "MIGRATABLE")>;
	using Pks = Bits<bit_of(attribute_bits, "PKS")>;
	using Perfmon = Bits<bit_of(attribute_bits, "PERFMON")>;

	// What TDX 1.5 lets a TD have.
	static constexpr u64 allowed =
		Debug::mask | SeptVeDisable::mask | Migratable::mask | Pks::mask | Perfmon::mask;

	// No bits that exclude each other.
	static CORE_INLINE bool coherent(u64 value)
	{
		return !Migratable::get(value) || !(Debug::get(value) || Perfmon::get(value));
	}
};

// As in XCR0 and IA32_XSS.
struct Xfam {
	using Avx = Bits<bit_of(xfam_bits, "AVX")>;
	using Avx512 =
		Bits<bit_of(xfam_bits, "AVX512_HI16_ZMM"), bit_of(xfam_bits, "AVX512_OPMASK")>;
	using Pt = Bits<bit_of(xfam_bits, "PT")>;
	using Pku = Bits<bit_of(xfam_bits, "PKU")>;
	using Cet = Bits<bit_of(xfam_bits, "CET_S"), bit_of(xfam_bits, "CET_U")>;
	using Uintr = Bits<bit_of(xfam_bits, "UINTR")>;
	using Lbr = Bits<bit_of(xfam_bits, "LBR")>;
	using Amx = Bits<bit_of(xfam_bits, "AMX_TILEDATA"), bit_of(xfam_bits, "AMX_TILECFG")>;

	// Features of XCR0 and of IA32_XSS, as the TDX module knows them.
	static constexpr u32 user = 0x602ff;
	static constexpr u32 supervisor = 0x1fd00;
	// What TDX 1.5 lets a TD have, and what each has.
	static constexpr u64 allowed = 0x6dbe7;
	static constexpr u64 required = 0x3;

	// All of a group or nothing of it.
	template <typename Group>
	static CORE_INLINE bool whole(u64 value)
	{
		return !(value & Group::mask) || (value & Group::mask) == Group::mask;
	}

	static CORE_INLINE bool coherent(u64 value)
	{
		return whole<Avx512>(value) && whole<Cet>(value) && whole<Amx>(value) &&
		       (!Avx512::get(value) || Avx::get(value));
	}
};
static_assert((Xfam::user | Xfam::supervisor) >= Xfam::allowed && Xfam::coherent(Xfam::allowed));

struct ConfigFlags {
	using Gpaw = Bits<bit_of(config_flag_bits, "GPAW")>;
	using FlexiblePendingVe = Bits<bit_of(config_flag_bits, "FLEXIBLE_PENDING_VE")>;
	// RBP passes no TD exit: it comes back as it went in.
	using NoRbpMod = Bits<bit_of(config_flag_bits, "NO_RBP_MOD")>;
};

struct TdCtls {
	using PendingVeDisable = Bits<bit_of(td_ctl_bits, "PENDING_VE_DISABLE")>;
};

struct TdxFeatures0 {
	using NoRbpMod = Bits<bit_of(feature_bits, "NO_RBP_MOD")>;
};

} // namespace tdx
