// SPDX-License-Identifier: GPL-2.0
//
// What the core's decoder says, for people and for programs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "log_line.hpp"
#include "tables.hpp"

namespace tdxcall {

struct Result {
	Json json;
	std::string text; // lines of "key: value"
};

Result explain_status(LoggedCall const &call, Registers const &regs = {});
Result explain_leaf(CallNumber leaf);
Result explain_field(u64 id);

// What the user said about a number; either may be absent.
struct Hint {
	std::optional<tdx_call_kind> kind;
	std::optional<u64> leaf;
};

// Every meaning that a number may have; always at least one.
std::vector<Result> read_number(u64 number, Hint const &hint);

// Every leaf function, status and field of that name.
std::vector<Result> read_name(std::string_view name, Hint const &hint);

} // namespace tdxcall
