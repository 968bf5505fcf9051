// SPDX-License-Identifier: GPL-2.0
//
// What the program does: one function per command.
#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "reading.hpp"

namespace tdxcall {

enum ExitCode {
	Done = 0,
	NotFound = 1,
	BadUsage = 2,
	NeedsModule = 3,
	NotKnown = 4, // whether the machine is ready
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
	std::optional<std::string> report; // a file
	std::optional<std::string> from;   // a recording
	std::optional<std::string> script; // likewise
	std::filesystem::path tracefs{"/sys/kernel/tracing"};
	double interval = 2;    // seconds
	unsigned count = 0;     // 0: no end
	bool histogram = false; // of times
};

using Words = std::vector<std::string>;

ExitCode decode(Options const &options, Words const &words);
// A control word or an MSR: NAME VALUE..., or MSR ADDRESS VALUE.
ExitCode bits(Options const &options, Words const &words);
ExitCode leaf(Options const &options, Words const &words);
ExitCode field(Options const &options, Words const &words);
// Two releases of the TDX module.
ExitCode diff(Options const &options, Words const &words);
ExitCode leaves(Options const &options);
ExitCode fields(Options const &options);
ExitCode statuses(Options const &options);
ExitCode messages(Options const &options);
// A file of the kernel module: "info", "cpus" or "metadata".
ExitCode module_file(Options const &options, std::string const &name);

// SEAMCALLs by hand: a line of the module's file "call", or a script of such lines.
ExitCode call(Options const &options, Words const &words);
// What the kernel module has counted: once, from a file too; again and again; for Prometheus.
ExitCode stats(Options const &options, Words const &words);
ExitCode top(Options const &options, Words const &words);
ExitCode metrics(Options const &options, Words const &words);
// Its tracepoints, as they come or from a file.
ExitCode trace(Options const &options, Words const &words);

// A structure in a file: KIND FILE, "-" is standard input.
ExitCode structure(Options const &options, Words const &words);

// MRTD of a TD that is started so: kernel=FILE and the like, as the VMM's file "control" has it.
ExitCode mrtd(Options const &options, Words const &words);
// A quote in a file, likewise; Done when it is good.
ExitCode quote(Options const &options, Words const &words);
// Whether the machine, or the recorded one, is ready for TDX.
ExitCode check(Options const &options);
// Records this machine in a directory.
ExitCode collect(Options const &options, Words const &words);

// Makes quotes until it is ended.
ExitCode quote_service(Options const &options);

} // namespace tdxcall
