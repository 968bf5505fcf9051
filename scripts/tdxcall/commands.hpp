// SPDX-License-Identifier: GPL-2.0
//
// What the program does: one function per command.
#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "explain.hpp"

namespace tdxcall {

enum ExitCode {
	Done = 0,
	NotFound = 1,
	BadUsage = 2,
	NeedsModule = 3,
};

// Ends the command with a line on standard error.
struct Failure : std::runtime_error {
	Failure(ExitCode exit_code, std::string const &what)
		: std::runtime_error{what}, code{exit_code}
	{}

	ExitCode code;
};

struct Options {
	bool json = false;
	Hint hint;                        // --kind, --leaf
	std::optional<std::string> scope; // sys, td, vcpu
	std::filesystem::path debugfs{"/sys/kernel/debug"};
};

using Words = std::vector<std::string>;

ExitCode decode(Options const &options, Words const &words);
ExitCode leaf(Options const &options, Words const &words);
ExitCode field(Options const &options, Words const &words);
ExitCode leaves(Options const &options);
ExitCode fields(Options const &options);
ExitCode statuses(Options const &options);
// A file of the kernel module: "info", "cpus" or "metadata".
ExitCode module_file(Options const &options, std::string const &name);

// A structure in a file: KIND FILE, "-" is standard input.
ExitCode structure(Options const &options, Words const &words);

} // namespace tdxcall
