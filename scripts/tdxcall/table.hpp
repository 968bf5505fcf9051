// SPDX-License-Identifier: GPL-2.0
//
// Tables for people.
#pragma once

#include <string>
#include <vector>

namespace tdxcall {

struct Table {
	std::vector<std::string> head;
	std::vector<std::vector<std::string>> rows;
};

// Columns of the terminal on standard output; 0 when it is none, and lines may have any length.
unsigned terminal_width();

// One line per row; where a line is wider than @width (not 0), first its last cell and then its
// first one end in "...".
std::string format(Table const &table, unsigned width);

} // namespace tdxcall
