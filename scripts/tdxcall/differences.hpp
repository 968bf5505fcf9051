// SPDX-License-Identifier: GPL-2.0
//
// What one release of the TDX module has and another has not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/abi/presence.hpp"

namespace tdxcall {

// As people write it: 1.5.05, 1.5.5, TDX_1.5.05, 1.5.05.46.698; 1.5 is the first release of that
// line.  Null when it is none that the tables know.
tdx::ModuleRelease const *module_release_of(std::string_view name);

enum class Thing : u8 { Leaf, Version, Status, Field, Bit };

// "leaf", "version" ...
char const *thing_word(Thing thing);

enum class Change : u8 {
	Added,
	Removed,
	Unknown, // it is not known whether one of the two has it
};

struct Difference {
	Thing thing;
	Change change;
	std::string name;
	std::string number;
	std::string word; // of a bit
	std::string releases;
	std::string meaning;
	tdx::Presence from;
	tdx::Presence to;
};

// In the order of the tables.
std::vector<Difference> differences(tdx::ModuleRelease const &from, tdx::ModuleRelease const &to);

} // namespace tdxcall
