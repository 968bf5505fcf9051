// SPDX-License-Identifier: GPL-2.0
//
// Warnings and oopses of Linux: the function says which leaf function was called, a register still
// holds its status.
#pragma once

#include <string>
#include <vector>

#include "explain.hpp"
#include "linux_function.hpp"

namespace tdxcall {

// The status in a dump of registers, and what is known of the call.
struct SplatStatus {
	LoggedCall call;
	std::string reg;                    // which register
	std::string function;               // of Linux; empty when none is known
	std::vector<CallNumber> candidates; // leaf functions, when there is more than one
	std::string line;
	unsigned number;
};

Result explain_splat(SplatStatus const &status);

class Splat {
public:
	// Whether the line is part of a splat.
	bool read(std::string_view line, unsigned number);
	bool empty() const { return lines == 0; }
	// The status of the splat that ended, if it has one.  A dump without a function of TDX
	// counts only when @anything.
	std::optional<SplatStatus> finish(bool anything);

private:
	void see_function(std::string_view name, bool certain);
	// It is one of the leaf functions that the best answer so far leaves open.
	bool narrows(LinuxFunction const &other) const;
	void see_registers(std::string_view line, unsigned number);

	unsigned lines = 0;
	LinuxFunction best{};
	std::string best_name;
	bool have_best = false;
	std::optional<SplatStatus> status;
};

} // namespace tdxcall
