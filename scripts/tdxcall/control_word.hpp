// SPDX-License-Identifier: GPL-2.0
//
// Control words and MSRs, bit by bit, from the tables of core/abi/.
#pragma once

#include <span>

#include "core/abi/bit_fact.hpp"
#include "explain.hpp"

namespace tdxcall {

// How well a number fits a word.
enum class Fit {
	No,   // a bit stands where there is none, or one is missing that always is 1
	Weak, // possible, but small numbers are nearly always
	Good,
};

struct ControlWord {
	char const *name;
	char const *label; // what people call it
	std::span<tdx::BitFact const> facts;
	Fit (*fit)(u64 value);
	std::optional<tdx_word> decoder; // the core's names of its bits
};

std::span<ControlWord const> control_words();
// As people write it: TD_ATTRIBUTES, "td attributes", tdAttributes; null when it is none.
ControlWord const *control_word_named(std::string_view name);

// Lower case, letters and digits only.
std::string bare_name(std::string_view name);

Result explain_word(ControlWord const &word, u64 value);
// On one line.
std::string word_line(ControlWord const &word, u64 value);

// The MSR's name in Intel's manual; null when no table has it.
char const *msr_name(u64 msr);
// Its fields with what they are in @value; without @value, what they mean.
Result explain_msr(u32 msr, std::optional<u64> value);
// MSRs of which a value like @value is typical.
std::vector<u32> msrs_with(u64 value);

} // namespace tdxcall
