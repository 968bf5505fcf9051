// SPDX-License-Identifier: GPL-2.0
//
// A typed call, derived from the leaf table: operands go to the bits that their rows name, the call
// passes exactly the registers of the leaf function, results come back under their names.
#pragma once

#include "call.hpp"
#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/abi/leaves/seamldr_leaves.hpp"
#include "core/abi/leaves/vmcalls.hpp"
#include "core/base/name.hpp"
#include "seamldr.hpp"
#include "vmcall.hpp"

namespace tdx::leaf_call {

CORE_INLINE auto const &table_of(HostLeaf)
{
	return host_leaves;
}
CORE_INLINE auto const &table_of(GuestLeaf)
{
	return guest_leaves;
}
CORE_INLINE auto const &table_of(SeamldrLeaf)
{
	return seamldr_leaves;
}
CORE_INLINE auto const &table_of(VmcallLeaf)
{
	return vmcalls;
}

// Where an operand lies.  An address keeps its bit position, any other operand is shifted into
// place.
struct Slot {
	Reg reg;
	u8 hi;
	u8 lo;
	bool in_place;
	bool on_success;
	bool on_error;

	CORE_INLINE u64 mask() const { return ~0ULL >> (63 - hi) & ~0ULL << lo; }
};

struct Slots {
	Slot at[16];
	unsigned count;
};

// A leaf function with more operands than registers stops the compiler here.
void too_many_operands();

consteval void add(Slots &slots, Slot slot)
{
	if (slots.count == sizeof(slots.at) / sizeof(*slots.at))
		too_many_operands();
	slots.at[slots.count++] = slot;
}

CORE_INLINE bool is_address(OperandKind kind)
{
	return kind == OperandKind::PageAddress || kind == OperandKind::BufferAddress ||
	       kind == OperandKind::KeyedAddress || kind == OperandKind::Gpa ||
	       kind == OperandKind::GpaBuffer || kind == OperandKind::GpaList;
}

// Operands whose value is fixed, by the leaf function or by the hypercall's number: neither
// argument nor result.
template <typename Leaf>
CORE_INLINE bool is_fixed(OperandInfo const &op)
{
	if constexpr (__is_same(Leaf, VmcallLeaf)) {
		if (op.dir == Dir::In && same_name(op.name, "OPERATION"))
			return true;
	}
	return op.kind == OperandKind::Zero || op.kind == OperandKind::AllOnes;
}

CORE_INLINE bool overlap(OperandInfo const &a, OperandInfo const &b)
{
	return a.reg == b.reg && a.lo <= b.hi && b.lo <= a.hi;
}

// The arguments of a call, register by register.  Operands that share bits are alternatives, which
// depend on another operand: they are one argument.
template <auto leaf>
consteval Slots inputs_of()
{
	using Leaf = decltype(leaf);
	auto const &table = table_of(leaf);
	constexpr LeafInfo info = leaf_info(table_of(leaf), leaf);
	OperandInfo const *const ops = table.operand + info.first_operand;
	Slots slots{};

	auto const given = [ops](unsigned i) {
		return ops[i].dir == Dir::In && !is_fixed<Leaf>(ops[i]);
	};
	for (unsigned first = 0; first < info.operands; first++) {
		bool seen{false};
		for (unsigned i = 0; i < first; i++)
			seen = seen || (given(i) && ops[i].reg == ops[first].reg);
		if (!given(first) || seen)
			continue;

		Slot all{ops[first].reg, 0, 63, true, false, false};
		bool merged{false};
		for (unsigned i = first; i < info.operands; i++) {
			if (!given(i) || ops[i].reg != all.reg)
				continue;
			all.hi = ops[i].hi > all.hi ? ops[i].hi : all.hi;
			all.lo = ops[i].lo < all.lo ? ops[i].lo : all.lo;
			for (unsigned j = first; j < i; j++)
				merged = merged || (given(j) && overlap(ops[i], ops[j]));
		}
		if (merged) {
			add(slots, all);
			continue;
		}
		for (unsigned i = first; i < info.operands; i++)
			if (given(i) && ops[i].reg == all.reg)
				add(slots, {ops[i].reg, ops[i].hi, ops[i].lo,
						   is_address(ops[i].kind), false, false});
	}
	return slots;
}

CORE_INLINE bool same_operand(OperandInfo const &a, OperandInfo const &b)
{
	return same_name(a.name, b.name) && a.reg == b.reg && a.hi == b.hi && a.lo == b.lo &&
	       a.version == b.version;
}

// The results of a call: outputs on success, then outputs on failure that are not among them.
template <auto leaf>
consteval Slots results_of()
{
	using Leaf = decltype(leaf);
	auto const &table = table_of(leaf);
	constexpr LeafInfo info = leaf_info(table_of(leaf), leaf);
	OperandInfo const *const ops = table.operand + info.first_operand;
	constexpr Dir directions[]{Dir::Out, Dir::Error};
	unsigned slot_of[64]{};
	Slots slots{};

	for (Dir const dir : directions) {
		for (unsigned i = 0; i < info.operands; i++) {
			if (ops[i].dir != dir || is_fixed<Leaf>(ops[i]))
				continue;
			bool known{false};
			for (unsigned j = 0; j < info.operands && dir == Dir::Error; j++) {
				if (ops[j].dir != Dir::Out || is_fixed<Leaf>(ops[j]) ||
					!same_operand(ops[i], ops[j]))
					continue;
				slots.at[slot_of[j]].on_error = true;
				known = true;
			}
			if (known)
				continue;
			slot_of[i] = slots.count;
			add(slots, {ops[i].reg, ops[i].hi, ops[i].lo, is_address(ops[i].kind),
					   dir == Dir::Out, dir == Dir::Error});
		}
	}
	return slots;
}

// An operand that does not fit its bits stops the call: truncated it would be another operand,
// unmasked it would change its neighbour.
template <auto leaf, unsigned I>
CORE_ALWAYS_INLINE bool put(tdx_regs &)
{
	static_assert(I == inputs_of<leaf>().count, "an operand is missing");
	return true;
}

template <auto leaf, unsigned I, typename First, typename... Rest>
CORE_ALWAYS_INLINE bool put(tdx_regs &regs, First first, Rest... rest)
{
	constexpr Slot slot{inputs_of<leaf>().at[I]};
	static_assert(I < inputs_of<leaf>().count, "there is no such operand");
	static_assert(block_regs.has(slot.reg));
	u64 value{};

	if constexpr (sizeof(First) == sizeof(u64))
		value = __builtin_bit_cast(u64, first);
	else
		value = static_cast<u64>(first);
	u64 const placed{slot.in_place ? value : value << slot.lo};
	bool const fits{!(placed & ~slot.mask()) && (slot.in_place || placed >> slot.lo == value)};

	*gpr(regs, slot.reg) |= placed;
	return put<leaf, I + 1>(regs, rest...) & fits;
}

template <typename Regs>
CORE_ALWAYS_INLINE u64 get(Regs const &regs, Slot slot)
{
	u64 const bits{*gpr(regs, slot.reg) & slot.mask()};

	return slot.in_place ? bits : bits >> slot.lo;
}

template <auto leaf, unsigned I, typename Regs>
CORE_ALWAYS_INLINE void get_all(u64 *words, Regs const &regs, bool success, bool error)
{
	constexpr Slots slots{results_of<leaf>()};

	if constexpr (I < slots.count) {
		constexpr Slot slot{slots.at[I]};
		bool const counts{(slot.on_success && success) || (slot.on_error && error)};

		words[I] = counts ? get(regs, slot) : 0;
		get_all<leaf, I + 1>(words, regs, success, error);
	}
}

// A result structure has one word for each result.
template <auto leaf, typename Out, typename Regs>
CORE_ALWAYS_INLINE void give(Out *out, Regs const &regs, bool success, bool error)
{
	static_assert(sizeof(Out) == results_of<leaf>().count * sizeof(u64));
	u64 words[results_of<leaf>().count];

	if (!out)
		return;
	get_all<leaf, 0>(words, regs, success, error);
	__builtin_memcpy(out, words, sizeof(words));
}

struct NoResults {};

template <typename Out>
CORE_ALWAYS_INLINE void clear(Out *out)
{
	if constexpr (!__is_same(Out, NoResults)) {
		if (out)
			*out = {};
	}
}

// What an entry returns: four registers for small ones, else the whole block.
template <bool Small>
struct ResultsOf {
	using Type = tdx_regs;
};

template <>
struct ResultsOf<true> {
	using Type = tdx_regs_small;
};

CORE_INLINE bool are_valid(u64 how)
{
	return !how || CallFlags{how}.valid();
}

template <auto leaf, typename Out, typename... Operands>
CORE_ALWAYS_INLINE u64 make_version(Insn insn, u64 how, Out *out, u64 version, Operands... operands)
{
	constexpr Plan plan{plan_of(leaf_info(table_of(leaf), leaf))};
	u64 const fn{static_cast<u64>(leaf) | version << TDXCALL_LEAF_VERSION_SHIFT};
	CORE_FILLED typename ResultsOf<(plan.entry <= Entry::Small)>::Type result;
	tdx_regs regs{};
	Status status{};

	if (!(put<leaf, 0>(regs, operands...) & (version <= 0xff)) || !are_valid(how))
		[[unlikely]] {
		clear(out);
		return TDXCALL_REFUSED;
	}
	if constexpr (plan.entry <= Entry::Small)
		status = call_small(insn, plan, fn, CallFlags{how}, regs.rcx, regs.rdx, regs.r8,
			regs.r9, result);
	else
		status = call(insn, plan, fn, CallFlags{how}, regs, result);
	if constexpr (!__is_same(Out, NoResults))
		give<leaf>(out, result, status.ok(), status.error() && !status.software());
	return status.raw;
}

// SEAMCALL and TDCALL.  If the leaf function has versions, the first operand is the version to
// call.
template <auto leaf, typename Out, typename... Operands>
CORE_ALWAYS_INLINE u64 make(Insn insn, u64 how, Out *out, Operands... operands)
{
	if constexpr (leaf_info(table_of(leaf), leaf).max_version)
		return make_version<leaf>(insn, how, out, operands...);
	else
		return make_version<leaf>(insn, how, out, 0, operands...);
}

template <auto leaf, typename Out, typename... Operands>
CORE_ALWAYS_INLINE u64 make_seamldr(u64 how, Out *, Operands... operands)
{
	tdx_regs regs{};

	if (!put<leaf, 0>(regs, operands...))
		return TDXCALL_REFUSED;
	return seamldr(static_cast<u64>(leaf), CallFlags{how}, regs.rcx).raw;
}

template <auto leaf, typename Out, typename... Operands>
CORE_ALWAYS_INLINE tdx_vmcall_result make_vmcall(u64 how, Out *out, Operands... operands)
{
	constexpr VmcallPlan plan{vmcall_plan_of(leaf_info(vmcalls, leaf))};
	tdx_regs regs{};
	CORE_FILLED tdx_regs answer;

	if (!put<leaf, 0>(regs, operands...) || !are_valid(how)) [[unlikely]] {
		clear(out);
		return VmcallResult::not_run({TDXCALL_REFUSED}).words();
	}
	VmcallResult const result{
		vmcall_in_place(plan, static_cast<u64>(leaf), CallFlags{how}, regs, answer)};
	if constexpr (!__is_same(Out, NoResults))
		give<leaf>(out, answer, result.ok(), result.refused_by_vmm());
	return result.words();
}

} // namespace tdx::leaf_call
