// SPDX-License-Identifier: GPL-2.0
//
// From RAX to the handler of a leaf function, with the checks that all of them share.  The same for
// both instructions: a table of rows, and one way through it.
#pragma once

#include "core/abi/leaf.hpp"
#include "core/emu/env/contention.hpp"

namespace tdx::emu {

// Calling it is not a constant expression: the compiler stops and names it.
void default_depends_on_the_version();

namespace {

// Outputs that a leaf function has unless its handler says otherwise.
struct Defaults {
	RegMask zeroed{};
	RegMask ones{};
	RegMask ones_v1{}; // all ones from version 1 on
};

consteval Defaults operator|(Defaults a, Defaults b)
{
	return {a.zeroed | b.zeroed, a.ones | b.ones, a.ones_v1 | b.ones_v1};
}

// Outputs whose value the operand table fixes at 0 or all ones, on success or on failure only.
template <typename Table>
consteval Defaults defaults_of(Table const &table, LeafInfo const &leaf)
{
	Defaults defaults{};
	for (u32 i = 0; i < leaf.operands; i++) {
		OperandInfo const &op{table.operand[leaf.first_operand + i]};
		if (op.dir == Dir::In)
			continue;
		if (op.kind == OperandKind::Zero) {
			if (op.version)
				default_depends_on_the_version();
			defaults.zeroed = defaults.zeroed | op.reg;
		} else if (op.kind == OperandKind::AllOnes) {
			RegMask &ones{op.version ? defaults.ones_v1 : defaults.ones};
			ones = ones | op.reg;
		}
	}
	return defaults;
}

CORE_INLINE u8 in_state(SysState state)
{
	return static_cast<u8>(1u << static_cast<u8>(state));
}

constexpr u8 only_ready = in_state(SysState::Ready);
constexpr u8 not_shutdown =
	static_cast<u8>(only_ready | in_state(SysState::Pending) | in_state(SysState::InitDone) |
			in_state(SysState::ConfigDone));
constexpr u8 any_state = not_shutdown | in_state(SysState::Shutdown);

template <typename Caller, typename Outcome>
struct LeafRow {
	u16 number;
	u8 max_version;
	u8 states; // module states in which it runs
	Hold lock; // of the module
	Defaults defaults;
	Outcome (*handler)(Caller &);
};

// The leaf functions of an instruction that are modelled.
template <typename Row, u32 Rows>
struct Modelled {
	static constexpr u32 rows = Rows;
	Row row[Rows];
	u8 at[max_leaves]; // row of a number; Rows: not modelled
	u64 versioned;     // numbers below 64 of leaf functions that have versions in TDX 1.5
	u8 states;         // in which one that is not modelled passes the common checks
};

template <typename Table, typename Row, u32 Rows>
consteval Modelled<Row, Rows> model(Table const &table, u8 states, Row const (&row)[Rows])
{
	Modelled<Row, Rows> modelled{};
	modelled.states = states;
	for (u8 &at : modelled.at)
		at = Rows;
	for (u32 i = 0; i < Rows; i++) {
		modelled.row[i] = row[i];
		modelled.at[row[i].number] = static_cast<u8>(i);
	}
	for (auto const &info : table.leaf) {
		if (info.since <= Release::V1_5 && info.max_version_1_5)
			modelled.versioned |= 1ULL << info.number();
	}
	return modelled;
}

CORE_INLINE void set_all(tdx_regs &out, RegMask regs, u64 value)
{
	for (u32 left = regs.bits; left; left &= left - 1)
		*gpr(out, Reg{static_cast<u8>(__builtin_ctz(left))}) = value;
}

template <typename Caller, typename Outcome>
Outcome run(Caller &call, LeafRow<Caller, Outcome> const &leaf)
{
	HeldLock held;
	if (leaf.lock != Hold::None &&
		(contended(call.emu, OperandId::Sys) || !held.take(call.emu.lock, leaf.lock)))
		return Status::of(StatusCode::SysBusy);
	return leaf.handler(call);
}

// @leaf is set to the row, if the leaf function is modelled.
template <typename Caller, typename Outcome, u32 Rows>
Outcome dispatch(Modelled<LeafRow<Caller, Outcome>, Rows> const &modelled, u64 rax, Caller &call,
	LeafRow<Caller, Outcome> const *&leaf)
{
	using Number = Bits<15, 0>;
	using Version = Bits<23, 16>;
	using Reserved = Bits<63, 24>;

	u64 const number{Number::get(rax)};
	u64 const version{Version::get(rax)};

	if (Reserved::get(rax))
		return invalid(Reg::Rax);
	if (version && !(number < 64 && modelled.versioned >> number & 1))
		return invalid(Reg::Rax);

	if (number < max_leaves && modelled.at[number] < Rows)
		leaf = &modelled.row[modelled.at[number]];
	SysState const state{state_of(call.emu)};
	if (!((leaf ? leaf->states : modelled.states) & in_state(state)))
		return Status::of(state == SysState::Shutdown ? StatusCode::SysShutdown
							      : StatusCode::SysNotReady);
	if (!leaf)
		return not_modelled();
	call.version = static_cast<u32>(version);
	set_all(call.out, leaf->defaults.zeroed, 0);
	set_all(call.out, leaf->defaults.ones, ~0ULL);
	if (version)
		set_all(call.out, leaf->defaults.ones_v1, ~0ULL);
	if (version > leaf->max_version)
		return invalid(Reg::Rax);
	return run(call, *leaf);
}

} // namespace

} // namespace tdx::emu
