// SPDX-License-Identifier: GPL-2.0
//
// What a number or a name may be.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "explain.hpp"

namespace tdxcall {

// What the user said about a number; all may be absent.
struct Hint {
	std::optional<tdx_call_kind> kind;
	std::optional<u64> leaf;
	bool leaf_by_name = false; // so its version is not known
	// One of reading_kinds() or the name of a control word: the number is that and nothing
	// else.
	std::string reading{};
};

// "status", "leaf" ...: what --kind may say besides the kinds of call and the control words.
std::vector<std::string_view> reading_kinds();

// Every reading that the tables allow, the likeliest first; with a hint that leaves one reading,
// that one, however odd.
std::vector<Result> read_number(u64 number, Hint const &hint);

// Every leaf function, status and field of that name.
std::vector<Result> read_name(std::string_view name, Hint const &hint);

// Why there is no reading of @number.
std::string no_reading(u64 number);

} // namespace tdxcall
