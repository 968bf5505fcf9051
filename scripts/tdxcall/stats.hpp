// SPDX-License-Identifier: GPL-2.0
//
// What the kernel module has counted: its debugfs file stats.json.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tables.hpp"

namespace tdxcall {

struct StatsRow {
	struct Ended {
		std::string name;
		std::string status; // "" for all that have no number of their own
		u64 count;
	};
	struct Bucket {
		u64 from; // cycles
		u64 count;
	};

	std::string origin;
	std::string kind;
	std::string name;
	std::optional<u64> number;
	u64 calls;
	u64 cycles;
	u64 min;
	u64 max;
	u64 fpu_sections;
	std::vector<Ended> statuses;
	std::map<std::string, u64> retries; // by reason
	std::map<std::string, u64> gave_up;
	std::vector<Bucket> histogram;

	// An exit and what a guest asks for are TDH.VP.ENTER again, seen from another side.
	bool is_call() const { return kind == "SEAMCALL" || kind == "TDCALL" || kind == "SEAMLDR"; }
	bool is_same(StatsRow const &other) const
	{
		return origin == other.origin && kind == other.kind && name == other.name;
	}
	u64 errors() const;
};

struct Stats {
	bool on;
	u64 milliseconds; // since counting began
	u64 cycles_per_ms;
	std::vector<StatsRow> rows;

	double seconds(double cycles) const;
	StatsRow const *find(StatsRow const &like) const;
};

// What was counted between the two.  Where counting began anew in between, all of @after.
Stats difference(Stats const &before, Stats const &after);

// A Failure says what is wrong with a file that is not what the module writes.
Stats read_stats(std::filesystem::path const &path);

// The file of the module under this debugfs.
std::filesystem::path stats_file(std::filesystem::path const &debugfs);

// As short as can be: "1.23us", "45ms".
std::string short_time(double seconds);

} // namespace tdxcall
