// SPDX-License-Identifier: GPL-2.0
//
// What is said of a number or a line, for people and for programs.
#pragma once

#include <string>

#include "json.hpp"

namespace tdxcall {

struct Result {
	Json json;
	std::string text; // lines of "key: value"
};

} // namespace tdxcall
