// SPDX-License-Identifier: GPL-2.0
//
// Bits of a TD's configuration as code uses them.  Their positions come from bit_name.hpp.
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

	// Attributes that TDX 1.5 allows.
	static constexpr u64 allowed =
		Debug::mask | SeptVeDisable::mask | Migratable::mask | Pks::mask | Perfmon::mask;

	// False if the value has bits that exclude each other.
	static CORE_INLINE bool coherent(u64 value)
	{
		return !Migratable::get(value) || !(Debug::get(value) || Perfmon::get(value));
	}
};

// As in XCR0 and IA32_XSS.
struct Xfam {
	using X87 = Bits<bit_of(xfam_bits, "X87")>;
	using Sse = Bits<bit_of(xfam_bits, "SSE")>;
	using Avx = Bits<bit_of(xfam_bits, "AVX")>;
	using Avx512 =
		Bits<bit_of(xfam_bits, "AVX512_HI16_ZMM"), bit_of(xfam_bits, "AVX512_OPMASK")>;
	using Pt = Bits<bit_of(xfam_bits, "PT")>;
	using Pku = Bits<bit_of(xfam_bits, "PKU")>;
	using Cet = Bits<bit_of(xfam_bits, "CET_S"), bit_of(xfam_bits, "CET_U")>;
	using Uintr = Bits<bit_of(xfam_bits, "UINTR")>;
	using Lbr = Bits<bit_of(xfam_bits, "LBR")>;
	using Amx = Bits<bit_of(xfam_bits, "AMX_TILEDATA"), bit_of(xfam_bits, "AMX_TILECFG")>;

	// Known to the TDX module, but given to no TD.
	using Mpx = Bits<4, 3>;
	using Pasid = Bits<10>;
	using Hdc = Bits<13>;
	using Hwp = Bits<16>;

	// Components of XCR0 and of IA32_XSS that the TDX module knows.
	static constexpr u32 user = X87::mask | Sse::mask | Avx::mask | Mpx::mask | Avx512::mask |
				    Pku::mask | Amx::mask;
	static constexpr u32 supervisor = Pt::mask | Pasid::mask | Cet::mask | Hdc::mask |
					  Uintr::mask | Lbr::mask | Hwp::mask;
	// XFAM_FIXED1 and XFAM_FIXED0 of TDX 1.5: what a TD must have, and what it may have.
	static constexpr u64 required = X87::mask | Sse::mask;
	static constexpr u64 allowed = required | Avx::mask | Avx512::mask | Pt::mask | Pku::mask |
				       Cet::mask | Uintr::mask | Lbr::mask | Amx::mask;

	template <typename Group>
	static CORE_INLINE bool has(u64 value)
	{
		return (value & Group::mask) == Group::mask;
	}

	// All bits of a group, or none.
	template <typename Group>
	static CORE_INLINE bool whole(u64 value)
	{
		return !(value & Group::mask) || has<Group>(value);
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
	// RBP is not passed at a TD exit: the host gets its own value back.
	using NoRbpMod = Bits<bit_of(config_flag_bits, "NO_RBP_MOD")>;
};

struct TdCtls {
	using PendingVeDisable = Bits<bit_of(td_ctl_bits, "PENDING_VE_DISABLE")>;
};

struct TdxFeatures0 {
	using NoRbpMod = Bits<bit_of(feature_bits, "NO_RBP_MOD")>;
};

} // namespace tdx
