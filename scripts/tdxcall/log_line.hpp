// SPDX-License-Identifier: GPL-2.0
//
// TDX calls in lines of kernel logs, of the many forms that kernels and firmware print.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/decode/decode.h"

namespace tdxcall {

struct LoggedCall {
	tdx_call_kind kind;
	u64 leaf; // or TDX_LEAF_UNKNOWN
	u64 status;
	bool by_name = false; // the leaf function is known by its name: not in which version
};

struct Registers {
	tdx_regs values{};
	std::vector<std::string> known; // RCX, R8 ...

	bool empty() const { return known.empty(); }
	bool names(std::string_view name) const;
	void add(Registers const &more);
};

// A TDX call and its completion status.
std::optional<LoggedCall> find_call(std::string_view line);

// Registers that are printed as "RCX 0x1" behind the status of a call, or in a line after it: what
// the call left there.  Dumps of a CPU's registers, which name RAX or RIP too, are no results of a
// call.
Registers find_registers(std::string_view line);

// Registers in front of the status ("leaf 0x2, rcx 0x1, error 0xc0..."): what the call was made
// with.
Registers find_inputs(std::string_view line);

} // namespace tdxcall
