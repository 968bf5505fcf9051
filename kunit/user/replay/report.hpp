// SPDX-License-Identifier: GPL-2.0
//
// What a replay found: agreement per leaf function and per status, and where it differed.
#pragma once

#include <iosfwd>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <tdxcall/types.h>

namespace replay {

struct Count {
	u64 agree{0};
	u64 compared{0};
};

// A call that does not agree.
struct Difference {
	std::string place; // trace and line
	std::string leaf;
	std::vector<std::string> what;
	std::string detail; // the whole call, for people
};

struct Report {
	std::optional<u16> only_leaf;             // others are made, but not counted
	std::optional<u64> stop;                  // at so many new differences
	bool verbose{false};                      // differences with the whole call
	std::map<std::string, std::string> known; // places that may differ, and why

	Count total;
	std::map<u16, Count> leaves;
	std::map<u16, Count> guest_leaves;
	std::map<u64, Count> statuses;   // by the recorded status, low half zero
	std::map<char, u64> other_lines; // record kinds that are read and not replayed
	std::vector<Difference> differences;
	std::set<std::string> known_met;     // those of @known that did differ
	std::vector<std::string> known_gone; // and those that did not

	bool full() const { return stop && differences.size() >= *stop; }
	bool all_agree() const
	{
		return total.compared && differences.empty() && known_gone.empty();
	}
	void print(std::ostream &to) const;
};

// Lines of "TRACE:LINE reason", with # comments.  Throws std::runtime_error.
std::map<std::string, std::string> read_known(std::string const &path);

std::string leaf_name(u16 leaf);
std::string guest_leaf_name(u16 leaf);
// By name or number; empty when there is none.
std::optional<u16> find_leaf_by_name(std::string const &name);

} // namespace replay
