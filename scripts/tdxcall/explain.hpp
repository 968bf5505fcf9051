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

struct Result;

// Lines of "key: value" as an object; keys that can come more than once are lists.
Json explanation_of(std::string const &text);

Result explain_status(LoggedCall const &call, Registers const &regs = {});
Result explain_leaf(CallNumber leaf);
Result explain_field(u64 id);

} // namespace tdxcall
