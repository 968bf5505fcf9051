// SPDX-License-Identifier: GPL-2.0
//
// What follows from what was read of a machine, for the checks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "machine.hpp"
#include "message.hpp"

namespace tdxcall {

enum class Kind {
	Host,    // Intel's CPU and no hypervisor: may be a TDX host
	Td,      // has the signature of a TD
	Vm,      // another virtual machine
	Foreign, // a CPU that is not Intel's
	Unknown, // CPUID could not be read
};

struct LoggedMessage {
	std::string line;
	FoundMessage found;
};

struct KernelVersion {
	unsigned major;
	unsigned minor;

	auto operator<=>(KernelVersion const &) const = default;
};

// A value and where it is from: "KEY: VALUE" of tdxcall.ko, the kernel's log, sysfs.
struct Source {
	std::string value;
	std::string from;
};

class Facts {
public:
	explicit Facts(Machine &from);

	Machine &machine;
	Kind kind = Kind::Unknown;
	std::string why;            // it is of this kind
	std::vector<unsigned> cpus; // that are online and not isolated
	std::string why_no_cpus;

	// Known messages in the kernel's log, in order; why there are none to look at.
	Read<std::vector<LoggedMessage>> const &log();
	// The last message of one of these kinds.
	LoggedMessage const *last_message(std::initializer_list<std::string_view> ids);
	// "y", "m", a value, or "n"; as the running kernel was built.
	Read<std::string> option(std::string const &name);
	Read<std::vector<std::string>> command_line();
	Read<std::string> kernel_release();
	// Of Linux alone: nothing when the release is no version.
	std::optional<KernelVersion> kernel_version();
	// First line of a file.
	Read<std::string> line(std::string const &path);
	// A line of tdxcall.ko's file info.
	std::optional<std::string> info(std::string const &key);
	// tdxcall.ko is the host of a software TDX module: what it says is not of this machine.
	bool software_module();
	std::optional<Source> module_version();
	std::optional<Source> module_features();

private:
	void find_kind();
	void find_cpus();

	std::optional<Read<std::vector<LoggedMessage>>> messages;
};

} // namespace tdxcall
