// SPDX-License-Identifier: GPL-2.0
//
// Fault injection as text: commands, and a list of what is set.
#include "inject.hpp"

#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/abi/leaves/seamldr_leaves.hpp"
#include "core/abi/operand_ids.hpp"
#include "core/abi/status.hpp"
#include "core/base/text.hpp"
#include "core/base/words.hpp"
#include "core/emu/platform/call.hpp"

namespace tdx::emu {

namespace {

template <unsigned Leaves, unsigned Operands>
bool find_leaf_name(LeafTable<Leaves, Operands> const &table, Word word, u64 &number)
{
	for (auto const &leaf : table.leaf) {
		if (!word.is(leaf.name))
			continue;
		number = leaf.number();
		return true;
	}
	return false;
}

// Whom a call goes to: the word in commands, and the bits in a rule's subject.
struct Callee {
	char const *name;
	u32 bits;
};
constexpr Callee callees[] = {
	{"seamcall", 0},
	{"tdcall", EMU_SUBJECT_TDCALL},
	{"seamldr", EMU_SUBJECT_SEAMLDR},
};

bool find_leaf_number(Word word, u32 callee, u64 &number)
{
	switch (callee) {
	case EMU_SUBJECT_TDCALL:
		return find_leaf_name(guest_leaves, word, number);
	case EMU_SUBJECT_SEAMLDR:
		return find_leaf_name(seamldr_leaves, word, number);
	default:
		return find_leaf_name(host_leaves, word, number);
	}
}

bool parse_leaf(Word word, Callee const &callee, emu_fault &fault)
{
	u64 number{0};

	fault.subject = callee.bits;
	if (word.is("any")) {
		fault.subject |= EMU_SUBJECT_ANY_LEAF;
		return true;
	}
	if (!find_leaf_number(word, callee.bits, number) && !word.number(number, 0xffff))
		return false;
	fault.subject |= static_cast<u32>(number);
	return true;
}

bool parse_operand(Word word, u32 &id)
{
	for (auto const &operand : operand_ids) {
		if (!word.is(operand.name))
			continue;
		id = static_cast<u32>(operand.id);
		return true;
	}
	u64 number{0};
	if (!word.number(number, ~0u))
		return false;
	id = static_cast<u32>(number);
	return true;
}

bool parse_status(Word word, u64 &status)
{
	for (auto const &row : status_rows) {
		if (!word.is(row.name))
			continue;
		status = static_cast<u64>(row.code) << 32;
		return true;
	}
	return word.number(status);
}

// Any number of REGISTER=VALUE.
bool parse_outputs(Words &words, emu_fault &fault)
{
	for (;;) {
		Word name{words.peek()};
		Word value;
		if (!name.split('=', value))
			return true;
		words.next();

		u8 reg{0};
		while (reg < 16 && !name.is(reg_name(Reg{reg})))
			reg++;
		u64 *const output{reg < 16 ? gpr(fault.out, Reg{reg}) : nullptr};
		if (!output || !value.number(*output))
			return false;
		fault.outputs |= 1u << reg;
	}
}

bool parse_end_of_call(Words &words, emu_fault &fault)
{
	Word const how{words.next()};

	if (how.is("vmfailinvalid")) {
		fault.kind = EMU_FAULT_VMFAIL_INVALID;
	} else if (how.is("gp")) {
		fault.kind = EMU_FAULT_GP;
	} else if (how.is("ud")) {
		fault.kind = EMU_FAULT_UD;
	} else {
		fault.kind = EMU_FAULT_ANSWER;
		return how.is("status") && parse_status(words.next(), fault.status) &&
		       parse_outputs(words, fault);
	}
	return true;
}

// [skip N] [times N | always]
bool parse_when(Words &words, emu_fault &fault)
{
	u64 number{0};

	fault.times = 1;
	if (words.peek().is("skip")) {
		words.next();
		if (!words.next().number(number, EMU_FAULT_ALWAYS))
			return false;
		fault.skip = static_cast<u32>(number);
	}
	if (words.peek().is("times")) {
		words.next();
		if (!words.next().number(number, EMU_FAULT_ALWAYS - 1))
			return false;
		fault.times = static_cast<u32>(number);
	} else if (words.peek().is("always")) {
		words.next();
		fault.times = EMU_FAULT_ALWAYS;
	}
	return words.next().empty();
}

bool parse_what(Words &words, emu_fault &fault)
{
	Word const what{words.next()};

	for (auto const &callee : callees) {
		if (what.is(callee.name))
			return parse_leaf(words.next(), callee, fault) &&
			       parse_end_of_call(words, fault);
	}
	if (what.is("busy")) {
		fault.kind = EMU_FAULT_BUSY;
		return parse_operand(words.next(), fault.subject);
	}
	fault.kind = EMU_FAULT_NO_ENTROPY;
	return what.is("no-entropy");
}

// A setting and its value; false if @words are not one.
bool change_setting(Emu &emu, Words words)
{
	Word const what{words.next()};
	Word const value{words.next()};
	u64 number{0};

	if (!words.next().empty())
		return false;
	if (what.is("clear") && value.empty()) {
		emu_inject_clear(&emu);
	} else if (what.is("update") && value.empty()) {
		return !emu_update(&emu);
	} else if (what.is("interrupt") && value.number(number, ~0u)) {
		emu_set_interrupt(&emu, static_cast<u32>(number));
	} else if (what.is("pconfig") && value.is("ok")) {
		emu_set_pconfig(&emu, 0);
	} else if (what.is("pconfig") && value.is("no-entropy")) {
		emu_set_pconfig(&emu, EMU_PCONFIG_NO_ENTROPY);
	} else if (what.is("pconfig") && value.is("busy")) {
		emu_set_pconfig(&emu, EMU_PCONFIG_BUSY);
	} else {
		return false;
	}
	return true;
}

LeafInfo const *leaf_of(u32 subject)
{
	u64 const number{subject & 0xffff};

	if (subject & EMU_SUBJECT_ANY_LEAF)
		return nullptr;
	if (subject & EMU_SUBJECT_TDCALL)
		return find_leaf(guest_leaves, number);
	if (subject & EMU_SUBJECT_SEAMLDR)
		return find_leaf(seamldr_leaves, number | 1ULL << 63);
	return find_leaf(host_leaves, number);
}

void show_subject(Text &text, u32 subject)
{
	LeafInfo const *const leaf{leaf_of(subject)};

	for (auto const &callee : callees) {
		if ((subject & (EMU_SUBJECT_TDCALL | EMU_SUBJECT_SEAMLDR)) == callee.bits)
			text.add(callee.name).add(' ');
	}
	if (subject & EMU_SUBJECT_ANY_LEAF)
		text.add("any");
	else if (leaf)
		text.add(leaf->name);
	else
		text.hex(subject & 0xffff);
}

void show_operand(Text &text, u32 id)
{
	for (auto const &operand : operand_ids) {
		if (static_cast<u32>(operand.id) == id) {
			text.add(operand.name);
			return;
		}
	}
	text.hex(id);
}

void show_fault(Text &text, emu_fault const &fault)
{
	switch (fault.kind) {
	case EMU_FAULT_BUSY:
		text.add("busy ");
		show_operand(text, fault.subject);
		return;
	case EMU_FAULT_NO_ENTROPY:
		text.add("no-entropy");
		return;
	default:
		break;
	}

	show_subject(text, fault.subject);
	switch (fault.kind) {
	case EMU_FAULT_VMFAIL_INVALID:
		text.add(" vmfailinvalid");
		return;
	case EMU_FAULT_GP:
		text.add(" gp");
		return;
	case EMU_FAULT_UD:
		text.add(" ud");
		return;
	default:
		text.add(" status ").hex(fault.status, 16);
		break;
	}
	for (u8 i = 0; i < 16; i++) {
		if (fault.outputs >> i & 1)
			text.add(' ').add(reg_name(Reg{i})).add('=').hex(*gpr(fault.out, Reg{i}));
	}
}

void show_rule(Text &text, Rule const &rule)
{
	show_fault(text, rule.fault);
	if (rule.fault.skip)
		text.add(" skip ").decimal(rule.fault.skip);
	if (rule.fault.times == EMU_FAULT_ALWAYS)
		text.add(" always");
	else
		text.add(" times ").decimal(rule.fault.times);
	text.add(": hits ").decimal(rule.hits).add('\n');
}

} // namespace

} // namespace tdx::emu

using namespace tdx::emu;

int emu_inject_command(emu *emu, char const *text, u32 length)
{
	tdx::Words const words{text, length};
	emu_fault fault{};

	if (change_setting(*emu, words))
		return 0;
	tdx::Words rule{words};
	if (!parse_what(rule, fault) || !parse_when(rule, fault))
		return -1;
	return emu_inject(emu, &fault);
}

u32 emu_inject_show(emu *emu, char *buf, u32 size)
{
	auto &injection = emu->injection;
	tdx::Text text{buf, size};
	RulesLocked const locked{injection};

	for (u32 i = 0; i < injection.rules; i++)
		show_rule(text, injection.rule[i]);
	if (u32 const every{injection.interrupt_every})
		text.add("interrupt ")
			.decimal(every)
			.add(": hits ")
			.decimal(injection.interrupts.load())
			.add('\n');
	u32 const result{injection.pconfig_result};
	if (result == EMU_PCONFIG_NO_ENTROPY || result == EMU_PCONFIG_BUSY)
		text.add("pconfig ")
			.add(result == EMU_PCONFIG_BUSY ? "busy" : "no-entropy")
			.add(": hits ")
			.decimal(injection.pconfig_failures.load())
			.add('\n');
	return text.length();
}
