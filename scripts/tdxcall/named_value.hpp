// SPDX-License-Identifier: GPL-2.0
//
// Values that stand behind their names: "attributes: 0x10000000", "xfam e7 02 06 00 00 00 00 00",
// "MSR 0x1401 = 0xc00", "mr_seam: 7bf06328...".
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "explain.hpp"

namespace tdxcall {

// What a command asks that prints the value alone: "rdmsr -p 0 -f 11:11 0x1401".
struct AskedMsr {
	u32 msr = 0;
	u64 hi = 63;
	u64 lo = 0;
	bool every_cpu = false; // a line for each
};

std::optional<AskedMsr> msr_asked_for(std::string_view line);
// Nothing when @line is no answer to it.
std::vector<Result> read_msr_answer(AskedMsr const &asked, std::string_view line);

std::vector<Result> read_named_values(std::string_view line);

} // namespace tdxcall
