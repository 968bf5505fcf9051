// SPDX-License-Identifier: GPL-2.0
//
// What the fuzz targets have in common.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "../commands.hpp"

namespace tdxcall::fuzz {

// A parser of the command, and what must hold of it whatever it is given.
struct Target {
	char const *name;
	void (*run)(std::string_view input);
};

// Ends the program with @what and a stack when @holds does not.
void check(bool holds, char const *what);

// Runs a command as main() does: it may fail, with one line and an exit status for an answer or a
// usage that is none.
void run_command(std::function<ExitCode()> const &command);

// A result has the members that every result has, and its text is fit for a terminal.
void check_result(Result const &result);

// A file with @bytes; good until the next one.
std::string file_with(std::string_view bytes);

// Takes @count bytes from the beginning of @input; fewer where there are no more.
std::string_view take(std::string_view &input, size_t count);
u64 take_number(std::string_view &input);

} // namespace tdxcall::fuzz
