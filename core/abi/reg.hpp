// SPDX-License-Identifier: GPL-2.0
//
// General-purpose registers by their encoding, which the TDX ABI uses everywhere: bit numbers of
// register masks, operand ids of completion statuses, field codes of saved guest registers.
#pragma once

#include "core/base/bits.hpp"
#include <tdxcall/abi.h>

namespace tdx {

enum class Reg : u8 {
	Rax,
	Rcx,
	Rdx,
	Rbx,
	Rsp,
	Rbp,
	Rsi,
	Rdi,
	R8,
	R9,
	R10,
	R11,
	R12,
	R13,
	R14,
	R15,
};

struct RegMask {
	u16 bits;

	CORE_INLINE bool has(Reg reg) const { return bits >> static_cast<u8>(reg) & 1; }
	CORE_INLINE bool empty() const { return !bits; }
	CORE_INLINE bool within(RegMask other) const { return !(bits & ~other.bits); }
	CORE_INLINE bool operator==(RegMask const &) const = default;
};

CORE_INLINE RegMask mask_of(Reg reg)
{
	return {static_cast<u16>(1u << static_cast<u8>(reg))};
}

CORE_INLINE RegMask operator|(RegMask a, RegMask b)
{
	return {static_cast<u16>(a.bits | b.bits)};
}

CORE_INLINE RegMask operator|(RegMask a, Reg b)
{
	return a | mask_of(b);
}

CORE_INLINE RegMask operator|(Reg a, Reg b)
{
	return mask_of(a) | mask_of(b);
}

CORE_INLINE RegMask operator&(RegMask a, RegMask b)
{
	return {static_cast<u16>(a.bits & b.bits)};
}

// The registers of a struct tdx_regs.
constexpr RegMask block_regs{0xffff & ~(1 << 0 | 1 << 4 | 1 << 5)};
static_assert(!block_regs.has(Reg::Rax) && !block_regs.has(Reg::Rsp) && !block_regs.has(Reg::Rbp));

// Where @reg lies in a register block; null for RAX, RSP and RBP, which are not in it.
template <typename Regs>
CORE_INLINE auto gpr(Regs &regs, Reg reg) -> decltype(&regs.rcx)
{
	switch (reg) {
	case Reg::Rcx:
		return &regs.rcx;
	case Reg::Rdx:
		return &regs.rdx;
	case Reg::Rbx:
		return &regs.rbx;
	case Reg::Rsi:
		return &regs.rsi;
	case Reg::Rdi:
		return &regs.rdi;
	case Reg::R8:
		return &regs.r8;
	case Reg::R9:
		return &regs.r9;
	case Reg::R10:
		return &regs.r10;
	case Reg::R11:
		return &regs.r11;
	case Reg::R12:
		return &regs.r12;
	case Reg::R13:
		return &regs.r13;
	case Reg::R14:
		return &regs.r14;
	case Reg::R15:
		return &regs.r15;
	default:
		return nullptr;
	}
}

CORE_INLINE u64 const *gpr(tdx_regs_small const &regs, Reg reg)
{
	switch (reg) {
	case Reg::Rcx:
		return &regs.rcx;
	case Reg::Rdx:
		return &regs.rdx;
	case Reg::R8:
		return &regs.r8;
	case Reg::R9:
		return &regs.r9;
	default:
		return nullptr;
	}
}

CORE_INLINE char const *reg_name(Reg reg)
{
	constexpr char const *names[] = {"RAX", "RCX", "RDX", "RBX", "RSP", "RBP", "RSI", "RDI",
		"R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15"};

	return names[static_cast<u8>(reg) & 15];
}

} // namespace tdx
