// SPDX-License-Identifier: GPL-2.0
//
// Fact tables that tests compare with where the folder $TDXCALL_SHARED is present.
#pragma once

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace test {

// Empty when there is none.
inline std::string shared_file(std::string const &name)
{
	char const *const folder{std::getenv("TDXCALL_SHARED")};
	if (!folder)
		return {};
	std::string const path{std::string{folder} + "/" + name};
	return std::ifstream{path} ? path : std::string{};
}

using TsvRow = std::map<std::string, std::string>;

inline std::vector<std::string> tsv_cells(std::string const &line)
{
	std::istringstream text{line};
	std::vector<std::string> cells;
	for (std::string cell; std::getline(text, cell, '\t');)
		cells.push_back(cell);
	return cells;
}

// Rows by the names in the first line.  Throws when the file has none.
inline std::vector<TsvRow> read_tsv(std::string const &path)
{
	std::ifstream file{path};
	std::string line;
	std::getline(file, line);
	std::vector<std::string> const names{tsv_cells(line)};

	std::vector<TsvRow> rows;
	while (std::getline(file, line)) {
		std::vector<std::string> const cells{tsv_cells(line)};
		TsvRow row;
		for (std::size_t i = 0; i < names.size() && i < cells.size(); i++)
			row[names[i]] = cells[i];
		rows.push_back(row);
	}
	if (rows.empty())
		throw std::runtime_error{path + ": no rows"};
	return rows;
}

inline unsigned long long number(std::string const &cell)
{
	return std::stoull(cell, nullptr, 0);
}

} // namespace test
