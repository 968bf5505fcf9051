// SPDX-License-Identifier: GPL-2.0
//
// Lines that kernels and VMMs print about TDX, and what they mean.  A row is one call of printk()
// or the like: its format says which lines are its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tdxcall {

enum class Weight {
	Normal,      // as it should be
	Warning,     // works, but not as well as it could
	Failure,     // something does not work, and here is why
	Consequence, // something does not work, because of a failure that has a line of its own
	Detail,      // belongs to the line before
	Success,     // TDX came up: failures of the bring-up before were none
	Excuse,      // the failure right before was none
};

struct Message {
	char const *id; // stable: programs may rely on it
	Weight weight;
	char const *prefix;  // pr_fmt() of the source file, with its blank; "" for none
	char const *seen_in; // kernels, VMMs
	// With the conversions below; what stands in between is printed as it is.
	char const *format;
	char const *meaning;
	char const *remedy; // null when there is nothing to do
};

// Conversions of a format: the digits of %x and of those marked with x have no 0x of their own.
//
//	%d %u %x	a number		%s %*		any text; %* may be empty
//	%S		x, completion status	%E		errno, negative
//	%L		leaf function, TDH_...	%G		leaf function of TDCALL, decimal
//	%F		x, TDX_FEATURES0	%V		exit reason, decimal
//	%A		names of ATTRIBUTES	%C		names of TD_CTLS
//	%Q		x, answer to GetQuote	%(a|b)		one of these texts
constexpr std::string_view conversions = "duxs*SELGFVACQ(";

struct Value {
	char conversion;
	std::string text;
};

struct FoundMessage {
	Message const *row;
	std::vector<Value> values;
};

// The row that fits @line best, wherever in the line the message stands.
std::optional<FoundMessage> find_message(std::string_view line);

// The line of a log without time, host, level and process: what printk() was given.
std::string_view without_log_header(std::string_view line);

std::vector<Message const *> all_messages();

} // namespace tdxcall
