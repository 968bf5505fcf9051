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

// Registers that are printed as "RCX 0x1", in the line of a call or in one after it.  Dumps of a
// CPU's registers, which name RAX or RIP too, are no results of a call.
Registers find_registers(std::string_view line);

} // namespace tdxcall
