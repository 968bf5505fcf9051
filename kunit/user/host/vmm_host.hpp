// SPDX-License-Identifier: GPL-2.0
//
// The user-space host of a VMM: what it is asked for, and what a test wants it to answer.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include <tdxcall/types.h>

namespace host {

struct Vmm {
	u64 tsc{0};
	u64 seconds{0};
	bool makes_quotes{true};
	u64 convertible{~0ULL}; // so many bytes at once
	std::map<u64, std::array<u8, 4096>> shared;

	struct Conversion {
		u64 gpa;
		u64 bytes;
		u32 shared;
		bool operator==(Conversion const &) const = default;
	};
	std::vector<Conversion> conversions;
	std::vector<u32> kicks;
	std::vector<u32> nmis;
	std::string output; // of COM1
	std::string com2;
	std::vector<std::vector<u8>> reports;
	bool locked{false};

	// All of it, or false.
	bool copy(u64 gpa, void *to, void const *from, u64 bytes);
};

} // namespace host
