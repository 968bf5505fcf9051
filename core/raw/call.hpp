// SPDX-License-Identifier: GPL-2.0
//
// A SEAMCALL as text: the leaf function, and its operands by their names or by their registers.
#pragma once

#include "core/abi/field_id.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/abi/page.hpp"
#include "place.hpp"

namespace tdx::raw {

namespace {

// No page has this address, and TDX modules take it for "no page".
constexpr u64 no_page = ~0ULL;

struct Refusal {
	Raw raw;
	char const *reason;
};

constexpr Refusal refusals[] = {
	{Raw::Unlisted, "not on the list: what it does with its operands is not known well enough"},
	{Raw::RunsGuest, "not by hand: each exit of a vCPU has to be handled at once, as "
			 "tdxcall_vmm.ko does"},
	{Raw::StartsModule,
		"not by hand: Linux starts the TDX module, or bringup=1 and tdxcall_td.ko the "
		"software one"},
	{Raw::EndsModule, "not by hand: it may end the TDX module, and every TD with it"},
	{Raw::HidesAddress,
		"not by hand: physical addresses in memory or within other operands can't be "
		"checked"},
};

CORE_INLINE bool is_address(OperandKind kind)
{
	return kind == OperandKind::PageAddress || kind == OperandKind::BufferAddress ||
	       kind == OperandKind::KeyedAddress;
}

CORE_INLINE u64 mask_of(OperandInfo const &op)
{
	return (~0ULL >> (63 - op.hi + op.lo)) << op.lo;
}

bool parse_reg(Word name, Reg &reg)
{
	for (u8 i = 0; i < 16; i++) {
		if (!name.is(reg_name(Reg{i})))
			continue;
		reg = Reg{i};
		return true;
	}
	return false;
}

class CallParser {
	core_raw_call &call;
	Problem &problem;
	LeafInfo const *row{nullptr};
	u8 version{0};
	u64 taken[16]{}; // bits of each register that were given

	CORE_INLINE OperandInfo const *begin() const
	{
		return host_leaves.operand + row->first_operand;
	}
	CORE_INLINE OperandInfo const *end() const { return begin() + row->operands; }
	CORE_INLINE bool is_input(OperandInfo const &op) const
	{
		return op.dir == Dir::In && op.version <= version;
	}

	bool parse_leaf(Word word);
	OperandInfo const *find_operand(Word name, Word whole);
	bool take(Word whole, Reg reg, u64 bits);
	u64 address_mask(Reg reg, u8 &use) const;
	bool put_address(Word whole, Word value, Reg reg);
	bool put_operand(Word whole, Word value, OperandInfo const &op);
	bool put_reg(Word whole, Word value, Reg reg);
	bool parse_operand(Word word);
	void leave_out_addresses();
	bool measure_pages(Word word);
	bool check_numbers(Word word);
	void list_results();

public:
	CallParser(core_raw_call &to, Problem &where) : call{to}, problem{where} {}

	bool parse(Word leaf, Words &words);
};

bool CallParser::parse_leaf(Word const word)
{
	Word name{word};
	Word suffix;
	u64 number{0};

	if (name.split('/', suffix) && (!suffix.number(number) || number > 255))
		return problem.at(word, "the version is no number up to 255");
	version = static_cast<u8>(number);
	if (name.number(number))
		row = number <= 0xffff ? find_leaf(host_leaves, number) : nullptr;
	else
		for (LeafInfo const &leaf : host_leaves.leaf)
			if (name.is(leaf.name))
				row = &leaf;
	if (!row)
		return problem.at(word, "no SEAMCALL leaf function, and no command");
	for (Refusal const &refusal : refusals)
		if (row->raw == refusal.raw)
			return problem.forbidden(word, refusal.reason);
	if (version > row->max_version)
		return problem.at(word, "the leaf function has no such version");
	call.name = row->name;
	call.fn = row->number() | static_cast<u64>(version) << TDXCALL_LEAF_VERSION_SHIFT;
	call.effect = static_cast<u8>(row->effect);
	return true;
}

// An operand of that name; null with a problem, too.
OperandInfo const *CallParser::find_operand(Word name, Word whole)
{
	OperandInfo const *found{nullptr};

	for (OperandInfo const *op = begin(); op != end(); op++) {
		if (!is_input(*op) || !name.is(op->name))
			continue;
		if (found) {
			problem.at(whole, "several operands have this name: use the register's");
			return nullptr;
		}
		found = op;
	}
	if (!found)
		problem.at(whole, "the leaf function, in this version, has no such operand");
	return found;
}

bool CallParser::take(Word whole, Reg reg, u64 bits)
{
	u64 &mine{taken[static_cast<u8>(reg) & 15]};

	if (mine & bits)
		return problem.at(whole, "the operand was given before");
	mine |= bits;
	return true;
}

// Bits of @reg that are a physical address.
u64 CallParser::address_mask(Reg reg, u8 &use) const
{
	u64 mask{0};

	for (OperandInfo const *op = begin(); op != end(); op++) {
		if (!is_input(*op) || op->reg != reg || !is_address(op->kind))
			continue;
		mask |= mask_of(*op);
		use = op->kind == OperandKind::PageAddress     ? CORE_RAW_PAGE
		      : op->kind == OperandKind::BufferAddress ? CORE_RAW_BUFFER
							       : CORE_RAW_KEYED;
	}
	return mask;
}

// bufN[+OFFSET][|BITS], or none.
bool CallParser::put_address(Word whole, Word value, Reg reg)
{
	u8 use{0};
	u64 const mask{address_mask(reg, use)};
	Word bits_word;
	u64 bits{0};
	u64 number{0};
	Place place;

	if (value.is("none") || (value.number(number) && number == no_page)) {
		if (!take(whole, reg, ~0ULL))
			return false;
		core_raw_put(&call.in, static_cast<u8>(reg), no_page);
		return true;
	}
	if (!looks_like_place(value))
		return problem.forbidden(
			whole, "a physical address: only a buffer will do, or none");
	if (value.split('|', bits_word) && !bits_word.number(bits))
		return problem.at(whole, "what follows | is no number");
	if (!parse_place(value, place, problem))
		return false;
	// The KeyID lies within the bits of the address; who knows the CPU checks it.
	if (use != CORE_RAW_KEYED && (bits & mask))
		return problem.forbidden(whole, "these bits would change the address");
	if (use != CORE_RAW_BUFFER && place.offset % page_size)
		return problem.at(whole, "a page begins at a multiple of 4096");
	if (!take(whole, reg, mask | bits))
		return false;
	if (call.addresses >= CORE_RAW_ADDRESSES)
		return problem.at(whole, "too many addresses");
	call.address[call.addresses++] = {static_cast<u8>(reg), use, place.buffer, place.offset,
		use == CORE_RAW_BUFFER ? 1 : page_size, bits};
	return true;
}

// Addresses are given as such, everything else without the bits that lie below it.
bool CallParser::put_operand(Word whole, Word value, OperandInfo const &op)
{
	bool const shifted{op.kind != OperandKind::Gpa};
	u64 const mask{mask_of(op)};
	u64 number{0};

	if (is_address(op.kind))
		return put_address(whole, value, op.reg);
	if (!value.number(number))
		return problem.at(whole, "the value is no number");
	u8 use{0};
	if (address_mask(op.reg, use) & mask)
		return problem.at(
			whole, "it is a part of the address: give it there, as buf0|BITS");
	if (shifted ? number > mask >> op.lo : number & ~mask)
		return problem.at(whole, "the value does not fit the operand");
	if (!take(whole, op.reg, mask))
		return false;
	u8 const reg{static_cast<u8>(op.reg)};
	core_raw_put(
		&call.in, reg, core_raw_get(&call.in, reg) | (shifted ? number << op.lo : number));
	return true;
}

bool CallParser::put_reg(Word whole, Word value, Reg reg)
{
	u64 number{0};
	u8 use{0};
	bool input{false};

	for (OperandInfo const *op = begin(); op != end(); op++)
		input |= is_input(*op) && op->reg == reg;
	if (!input)
		return problem.at(whole, "the leaf function, in this version, takes nothing there");
	if (address_mask(reg, use))
		return put_address(whole, value, reg);
	if (!value.number(number))
		return problem.at(whole, looks_like_place(value)
						 ? "a buffer, but no operand there is an address"
						 : "the value is no number");
	if (!take(whole, reg, ~0ULL))
		return false;
	core_raw_put(&call.in, static_cast<u8>(reg), number);
	return true;
}

bool CallParser::parse_operand(Word const word)
{
	Word name{word};
	Word value;
	Reg reg{};

	if (!name.split('=', value))
		return problem.at(word, "no operand: an operand is NAME=VALUE");
	if (parse_reg(name, reg))
		return put_reg(word, value, reg);
	OperandInfo const *const op{find_operand(name, word)};
	return op && put_operand(word, value, *op);
}

// A register that is 0 would name the first page of the machine.
void CallParser::leave_out_addresses()
{
	for (u8 i = 0; i < 16; i++) {
		u8 use{0};
		// Not only in this version: a register that is not read does not matter.
		bool address{false};
		for (OperandInfo const *op = begin(); op != end(); op++)
			address |= op->dir == Dir::In && op->reg == Reg{i} && is_address(op->kind);
		if (address && !(taken[i] & (address_mask(Reg{i}, use) ?: ~0ULL)))
			core_raw_put(&call.in, i, no_page);
	}
}

// Pages are small, but for those that are mapped as they are.
bool CallParser::measure_pages(Word word)
{
	u64 const level{call.in.rcx & 7};

	if (!(row->leaf == HostLeaf::MemPageAug))
		return true;
	if (level > 2)
		return problem.at(word, "there are no pages of that level");
	for (u32 i = 0; i < call.addresses; i++)
		if (Reg{call.address[i].reg} == Reg::R8)
			call.address[i].bytes = u64{page_size} << (9 * level);
	return true;
}

// Numbers that a TDX module may take for a physical address, by what else is in the call.
bool CallParser::check_numbers(Word word)
{
	constexpr u8 vmcs_class = 0;
	constexpr u8 l2_vmcs_classes[] = {36, 44, 52};

	// It has to do with event filters, and no release is public that says what it is.
	if (row->leaf == HostLeaf::MngInit && call.in.r8)
		return problem.forbidden(word, "not by hand: EXTRA_PARAM may be an address");
	if (!(row->leaf == HostLeaf::VpWr))
		return true;

	// 64-bit fields of a VMCS: the CPU follows the shared EPT, posted interrupts and the like.
	FieldId const id{call.in.rdx};
	bool vmcs{id.cls() == vmcs_class};
	for (u8 const cls : l2_vmcs_classes)
		vmcs |= id.cls() == cls;
	if (vmcs && id.code() >> 12 == 2)
		return problem.forbidden(word, "not by hand: the field may be a physical address");
	return true;
}

void CallParser::list_results()
{
	for (OperandInfo const *op = begin(); op != end(); op++) {
		u16 const bit{tdx::mask_of(op->reg).bits};

		if (op->dir == Dir::In || op->version > version)
			continue;
		call.results |= bit;
		if (op->kind == OperandKind::PageAddress)
			call.pages |= bit;
	}
}

bool CallParser::parse(Word const leaf, Words &words)
{
	if (!parse_leaf(leaf))
		return false;
	for (Word word{words.next()}; !word.empty() && !word.starts_with('#');
		word = words.next()) {
		if (word.is("once"))
			call.fn |= TDXCALL_ONCE;
		else if (!parse_operand(word))
			return false;
	}
	leave_out_addresses();
	list_results();
	return measure_pages(leaf) && check_numbers(leaf);
}

// @word: the leaf function, perhaps with its version.
bool parse_call(Word word, Words &words, core_raw_call &call, Problem &problem)
{
	return CallParser{call, problem}.parse(word, words);
}

} // namespace

} // namespace tdx::raw
