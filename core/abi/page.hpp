// SPDX-License-Identifier: GPL-2.0
//
// Pages: sizes, PAMT types, and the fields of secure-EPT words.
#pragma once

#include "core/base/bits.hpp"

namespace tdx {

constexpr u32 page_shift = 12;
constexpr u32 page_size = 1u << page_shift;

// Page sizes.  They are also the levels of the PAMT and the lowest levels of the secure EPT.
enum class PageSize : u8 { Size4K, Size2M, Size1G };
constexpr u32 page_sizes = 3;

// Size of the range that a page-table entry of a level maps, in the secure EPT as in any other.
CORE_INLINE u32 shift_of_level(u32 level)
{
	return page_shift + 9 * level;
}

CORE_INLINE u64 bytes_of_level(u32 level)
{
	return 1ULL << shift_of_level(level);
}

CORE_INLINE u64 bytes_of(PageSize size)
{
	return bytes_of_level(static_cast<u32>(size));
}

// The page that an address lies in.
CORE_INLINE u64 page_of(u64 address, u64 bytes = page_size)
{
	return address & ~(bytes - 1);
}

enum class PageType : u8 {
	Nda = 0,
	Rsvd = 1,
	Reg = 3,
	Tdr = 4,
	Tdcx = 5,
	Tdvpr = 6,
	Ept = 8,
};

struct PageTypeInfo {
	PageType type;
	char const *name;
	char const *summary;
};

constexpr PageTypeInfo page_types[] = {
	{PageType::Nda, "NDA", "free: not assigned to any TD"},
	{PageType::Rsvd, "RSVD", "reserved: in a reserved area of its TDMR"},
	{PageType::Reg, "REG", "private memory of a TD"},
	{PageType::Tdr, "TDR", "root page of a TD"},
	{PageType::Tdcx, "TDCX", "control page of a TD, vCPU or migration stream"},
	{PageType::Tdvpr, "TDVPR", "root page of a vCPU"},
	{PageType::Ept, "EPT", "secure-EPT page"},
};

// Levels of the secure EPT; the first three are page sizes too.
constexpr char const *level_names[] = {"4K", "2M", "1G", "512G", "256T"};

// GPA and level in one register.
struct PageInfo {
	using Gpa = Bits<51, 12>;
	using Level = Bits<2, 0>;
};

// RDX after a failure: level and state of the SEPT entry.
struct LevelState {
	using Vm = Bits<17, 16>;
	using State = Bits<15, 8>;
	using Level = Bits<2, 0>;
};

// A SEPT entry as the host sees it.
struct SeptEntry {
	using SuppressVe = Bits<63>;
	using Hpa = Bits<51, 12>;
	using Leaf = Bits<7>;
	using IgnorePat = Bits<6>;
	using MemoryType = Bits<5, 3>;
	using Execute = Bits<2>;
	using Write = Bits<1>;
	using Read = Bits<0>;
};

// RCX after TDH.VP.ENTER.
struct ExitQualification {
	using Vm = Bits<33, 32>;
	using XmmMask = Bits<31, 16>;
	using GprMask = Bits<15, 0>;
};

} // namespace tdx
