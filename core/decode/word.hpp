// SPDX-License-Identifier: GPL-2.0
//
// Words that consist of bits or bit fields.
#pragma once

#include "core/abi/bit_name.hpp"
#include "core/abi/op_state.hpp"
#include "core/abi/operand_ids.hpp"
#include "core/abi/page.hpp"
#include "core/abi/sept.hpp"
#include "core/abi/vm_exit.hpp"
#include "core/base/text.hpp"

namespace tdx {

namespace {

void add_bits(Text &text, BitName const *names, unsigned count, u64 value)
{
	bool first = true;

	for (unsigned i = 0; i < count; i++) {
		u64 const bit = 1ULL << names[i].bit;

		if (value & bit)
			text.next(first, " | ").add(names[i].name);
		value &= ~bit;
	}
	if (value)
		text.next(first, " | ").add("unknown ").hex(value);
	if (first)
		text.add("none");
}

template <unsigned Bits>
CORE_ALWAYS_INLINE void add_bits(Text &text, BitName const (&names)[Bits], u64 value)
{
	add_bits(text, names, Bits, value);
}

void add_level(Text &text, u64 level)
{
	if (level < sizeof(level_names) / sizeof(*level_names))
		text.add(level_names[level]);
	else
		text.add("unknown level ").decimal(level);
}

void add_public_state(Text &text, u64 state)
{
	for (SeptStateInfo const &row : sept_states)
		if (row.public_state == state) {
			text.add(row.name);
			return;
		}
	for (SeptStateInfo const &row : l2_sept_states)
		if (row.public_state == state) {
			text.add(row.name);
			return;
		}
	text.add("unknown state ").hex(state);
}

void add_level_state(Text &text, u64 value)
{
	u64 const vm = LevelState::Vm::get(value);

	text.add("level ");
	add_level(text, LevelState::Level::get(value));
	text.add(", state ");
	add_public_state(text, LevelState::State::get(value));
	if (vm)
		text.add(", L2 VM ").decimal(vm);

	value &= ~(LevelState::Vm::mask | LevelState::State::mask | LevelState::Level::mask);
	if (value)
		text.add(", unknown bits ").hex(value);
}

void add_sept_entry(Text &text, u64 value)
{
	bool const leaf = SeptEntry::Leaf::get(value);
	u64 const rest = value & ~(SeptEntry::SuppressVe::mask | SeptEntry::Hpa::mask |
					 SeptEntry::Leaf::mask | SeptEntry::IgnorePat::mask |
					 SeptEntry::MemoryType::mask | SeptEntry::Execute::mask |
					 SeptEntry::Write::mask | SeptEntry::Read::mask);

	if (value == SeptEntry::SuppressVe::mask) {
		text.add("free");
		return;
	}
	text.add(leaf ? "leaf " : "non-leaf ");
	text.add(SeptEntry::Read::get(value) ? 'r' : '-');
	text.add(SeptEntry::Write::get(value) ? 'w' : '-');
	text.add(SeptEntry::Execute::get(value) ? 'x' : '-');
	if (SeptEntry::Hpa::get(value))
		text.add(", page ").hex(value & SeptEntry::Hpa::mask);
	if (leaf)
		text.add(", memory type ").decimal(SeptEntry::MemoryType::get(value));
	if (SeptEntry::IgnorePat::get(value))
		text.add(", ignores PAT");
	if (SeptEntry::SuppressVe::get(value))
		text.add(", suppresses #VE");
	if (rest)
		text.add(", unknown bits ").hex(rest);
}

void add_sept_bits(Text &text, u64 value)
{
	u8 const encoding = sept_encoding(value);

	text.add("encoding ").hex(encoding).add(", ");
	for (SeptStateInfo const &row : sept_states)
		if (row.encoding == encoding) {
			text.add(row.name);
			return;
		}
	text.add("no known state");
}

void add_page_info(Text &text, u64 value)
{
	u64 const rest = value & ~(PageInfo::Gpa::mask | PageInfo::Level::mask);

	text.add("GPA ").hex(value & PageInfo::Gpa::mask).add(", level ");
	add_level(text, PageInfo::Level::get(value));
	if (rest)
		text.add(", reserved bits ").hex(rest);
}

void add_page_type(Text &text, u64 value)
{
	for (PageTypeInfo const &row : page_types)
		if (static_cast<u64>(row.type) == value) {
			text.add(row.name).add(": ").add(row.summary);
			return;
		}
	text.add("unknown page type ").decimal(value);
}

void add_op_state(Text &text, u64 value)
{
	for (OpStateInfo const &row : op_states)
		if (static_cast<u64>(row.state) == value) {
			text.add(row.name);
			return;
		}
	text.add("unknown operation state ").decimal(value);
}

OperandIdInfo const *find_operand_id(u64 value)
{
	for (OperandIdInfo const &row : operand_ids)
		if (static_cast<u64>(row.id) == value)
			return &row;
	return nullptr;
}

void add_operand_id(Text &text, u64 value)
{
	OperandIdInfo const *const row = find_operand_id(value);

	if (row)
		text.add(row->name);
	else
		text.add("unknown operand ").hex(value);
}

VmExit const *find_exit(u64 basic)
{
	for (VmExit const &row : vm_exits)
		if (row.reason == basic)
			return &row;
	return nullptr;
}

void add_exit_reason(Text &text, u64 value)
{
	u64 const basic = VmExitReason::Basic::get(value);
	u64 const rest = value & ~(VmExitReason::Basic::mask | VmExitReason::BusLock::mask |
					 VmExitReason::EntryFailure::mask);
	VmExit const *const row = find_exit(basic);

	text.add(row ? row->name : "unknown exit reason").add(" (").decimal(basic).add(')');
	if (VmExitReason::BusLock::get(value))
		text.add(", bus lock");
	if (VmExitReason::EntryFailure::get(value))
		text.add(", VM-entry failure");
	if (rest)
		text.add(", other bits ").hex(rest);
}

void add_cpuid_leaf(Text &text, u64 value)
{
	u32 const subleaf = static_cast<u32>(value >> 32);

	text.add("CPUID leaf ").hex(static_cast<u32>(value));
	if (subleaf == ~0u)
		text.add(", any sub-leaf");
	else
		text.add(", sub-leaf ").hex(subleaf);
}

} // namespace

} // namespace tdx
