// SPDX-License-Identifier: GPL-2.0
//
// What a replay found: agreement per leaf function and per status, and where it differed.
#pragma once

#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "../../../core/types.h"

namespace replay {

struct Count {
	u64 agree{0};
	u64 compared{0};
};

struct Report {
	std::optional<u16> only_leaf; // others are made, but not counted
	Count total;
	std::map<u16, Count> leaves;
	std::map<u64, Count> statuses;   // by the recorded status
	std::map<char, u64> other_lines; // record kinds that are read and not replayed
	std::vector<std::string> differences;

	bool all_agree() const { return total.compared && total.agree == total.compared; }
	void print(std::ostream &to) const;
};

std::string leaf_name(u16 leaf);
// By name or number; empty when there is none.
std::optional<u16> find_leaf_by_name(std::string const &name);

} // namespace replay
