// SPDX-License-Identifier: GPL-2.0
//
// Typed calls: one function per leaf function (typed_host.hpp, typed_guest.hpp), and what they are
// made of.  Each kind of operand is a type of its own, so that a GPA never goes where a physical
// address belongs.  The last parameter, which may be left out, is how patient the caller is.
#pragma once

#include "call.hpp"
#include "seamldr.hpp"
#include "vmcall.hpp"

namespace tdx::typed {

// Only the explicit constructor makes one out of a number.
template <OperandKind Kind, unsigned Variant = 0>
struct Operand {
	u64 raw;

	Operand() = default;
	CORE_INLINE explicit Operand(u64 value) : raw{value} {}
	CORE_INLINE bool operator==(Operand const &) const = default;
};

using PagePa = Operand<OperandKind::PageAddress>;
using TdrPa = Operand<OperandKind::PageAddress, 1>;
using TdvprPa = Operand<OperandKind::PageAddress, 2>;
using BufferPa = Operand<OperandKind::BufferAddress>;
using KeyedPa = Operand<OperandKind::KeyedAddress>;
using KeyId = Operand<OperandKind::KeyId>;
using Gpa = Operand<OperandKind::Gpa>;
using BufferGpa = Operand<OperandKind::GpaBuffer>;
using GpaList = Operand<OperandKind::GpaList>;
using Level = Operand<OperandKind::Level>;
using FieldId = Operand<OperandKind::FieldId>;
using Value = Operand<OperandKind::Value>;
using Data = Operand<OperandKind::Data>;
using Mask = Operand<OperandKind::Mask>;
using Count = Operand<OperandKind::Count>;
using Size = Operand<OperandKind::Size>;
using Index = Operand<OperandKind::Index>;
using Flag = Operand<OperandKind::Flag>;
using Flags = Operand<OperandKind::Flags>;
using Choice = Operand<OperandKind::Choice>;
using Attributes = Operand<OperandKind::Attributes>;
using Handle = Operand<OperandKind::Handle>;
using UuidPart = Operand<OperandKind::Uuid>;
using DeviceId = Operand<OperandKind::DeviceId>;
using SeptEntry = Operand<OperandKind::SeptEntry>;
using LevelState = Operand<OperandKind::LevelState>;
using CpuidLeaf = Operand<OperandKind::CpuidLeaf>;
using ExitInfo = Operand<OperandKind::ExitInfo>;
using Vector = Operand<OperandKind::Vector>;
using Version = Operand<OperandKind::Version>;
using GhciStatus = Operand<OperandKind::Status>;

// A register whose operands lie over each other: which of them counts depends on the others.
using Word = Operand<OperandKind::Value, 1>;

// Version of a leaf function that has several: RAX 23:16.
using LeafVersion = Operand<OperandKind::Version, 1>;

struct None {};

// @value counts when @status is a success, @error when it is an error that a TDX module made.
template <typename Out, typename Error = None>
struct Outcome {
	Status status;
	[[no_unique_address]] Out value;
	[[no_unique_address]] Error error;
};

// The same of a hypercall: @value counts when @result is ok, @error when the VMM ran and did not do
// it all.
template <typename Out, typename Error = None>
struct VmcallOutcome {
	VmcallResult result;
	[[no_unique_address]] Out value;
	[[no_unique_address]] Error error;
};

// What comes back through an entry: the four registers of small ones, else all of the block.
template <bool Small>
struct ResultsOf {
	using Type = tdx_regs;
};

template <>
struct ResultsOf<true> {
	using Type = tdx_regs_small;
};

template <Entry Entry>
using Results = typename ResultsOf<(Entry <= Entry::Small)>::Type;

// The input registers while operands are put into them.  An operand that its bits can't hold stops
// the call: cut to size it would be another operand, beside its place it would change a neighbour.
class Inputs {
	tdx_regs regs{};
	bool fits = true;

	[[gnu::always_inline]] Status make(
		Insn insn, Plan const &plan, u64 fn, CallFlags flags, tdx_regs_small &out) const
	{
		return call_small(insn, plan, fn, flags, regs.rcx, regs.rdx, regs.r8, regs.r9, out);
	}

	[[gnu::always_inline]] Status make(
		Insn insn, Plan const &plan, u64 fn, CallFlags flags, tdx_regs &out) const
	{
		return tdx::call(insn, plan, fn, flags, regs, out);
	}

public:
	CORE_INLINE Inputs() {}

	// Addresses, whose low bits are those of the register.
	template <Reg R, unsigned Hi, unsigned Lo>
	CORE_INLINE void put_in_place(u64 value)
	{
		static_assert(block_regs.has(R));
		u64 &word = *gpr(regs, R);
		u64 const bits = Bits<Hi, Lo>::get(value);

		word = Bits<Hi, Lo>::put(word, bits);
		fits = fits && Bits<Hi, Lo>::put(0, bits) == value;
	}

	// Everything else: 1 is the lowest bit of the field.
	template <Reg R, unsigned Hi, unsigned Lo>
	CORE_INLINE void put(u64 value)
	{
		static_assert(block_regs.has(R));
		u64 &word = *gpr(regs, R);

		word = Bits<Hi, Lo>::put(word, value);
		fits = fits && Bits<Hi, Lo>::get(word) == value;
	}

	// @out is of a type by which it gets what the plan's entry returns.
	template <typename Regs>
	[[gnu::always_inline]] Status call(Insn insn, Plan const &plan, LeafNumber leaf,
		CallFlags flags, Regs &out, LeafVersion version = LeafVersion{0}) const
	{
		u64 const fn = Bits<23, 16>::put(leaf.value, version.raw);

		// Bit 63 would route the call to the P-SEAMLDR.
		if (!fits || Bits<23, 16>::get(fn) != version.raw || Bits<63>::get(fn) ||
			!flags.valid()) [[unlikely]] {
			out = {};
			return {TDX_SW_REFUSED};
		}
		return make(insn, plan, fn, flags, out);
	}

	[[gnu::always_inline]] Status seamldr(LeafNumber leaf, CallFlags flags) const
	{
		return fits ? tdx::seamldr(leaf.value, flags, regs.rcx) : Status{TDX_SW_REFUSED};
	}

	[[gnu::always_inline]] VmcallResult vmcall(
		VmcallPlan plan, LeafNumber number, CallFlags flags, tdx_regs &out)
	{
		if (!fits || !flags.valid()) {
			out = {};
			return VmcallResult::not_run({TDX_SW_REFUSED});
		}
		return vmcall_in_place(plan, number.value, flags, regs, out);
	}
};

} // namespace tdx::typed
