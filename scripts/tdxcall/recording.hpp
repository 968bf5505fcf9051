// SPDX-License-Identifier: GPL-2.0
//
// What was read of a machine, as files in a directory.
//
// "recording" begins with the first line below and has a line for each path without a file here:
// "present PATH", "absent PATH" or "unreadable PATH: REASON".
//
// "cpuid" has "LEAF SUBLEAF: eax=0x... ebx=0x... ecx=0x... edx=0x...", as cpuid -r prints it.
//
// "msr" has "MSR CPUS VALUE", "MSR CPUS absent" or "MSR CPUS unreadable: REASON".
//
// All others are files as they were read, at their paths.
#pragma once

#include <map>
#include <memory>

#include "machine.hpp"

namespace tdxcall {

namespace recorded {
constexpr char const *list = "recording";
constexpr char const *first_line = "tdxcall recording 1";
constexpr char const *cpuid = "cpuid";
constexpr char const *msr = "msr";
} // namespace recorded

// The files of a recording, wherever they are.
class RecordedFiles {
public:
	static constexpr char const *no_such_file = "it is not in the recording";

	RecordedFiles() = default;
	RecordedFiles(RecordedFiles const &) = delete;
	RecordedFiles &operator=(RecordedFiles const &) = delete;
	virtual ~RecordedFiles() = default;

	virtual Read<std::string> contents(std::string const &path) const = 0;
};

using CpuidKey = std::pair<u32, u32>;    // leaf, subleaf
using MsrKey = std::pair<u32, unsigned>; // address, CPU

// A Failure when the directory is none, is no recording, or has a line that is no line of one.
class Recording : public Machine {
public:
	explicit Recording(std::string directory);
	Recording(std::string name, std::unique_ptr<RecordedFiles> from);

	Read<std::string> file(std::string const &path) override;
	Read<bool> exists(std::string const &path) override;
	Read<CpuidRegs> cpuid(u32 leaf, u32 subleaf) override;
	Read<u64> msr(unsigned cpu, u32 address) override;

private:
	[[noreturn]] void refuse(
		std::string const &file, unsigned line, std::string const &why) const;
	template <typename Line>
	void read_lines(std::string const &file, Line line);
	void read_list();
	void read_cpuid_line(std::string const &text, unsigned number);
	void read_msr_line(std::string const &text, unsigned number);

	std::string name; // for messages
	std::unique_ptr<RecordedFiles> files;
	std::map<std::string, Read<bool>> paths;
	std::map<CpuidKey, CpuidRegs> leaves;
	std::map<MsrKey, Read<u64>> msrs;
	size_t msr_readings = 0;
};

} // namespace tdxcall
