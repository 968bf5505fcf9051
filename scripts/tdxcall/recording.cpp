// SPDX-License-Identifier: GPL-2.0
#include "recording.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

#include "commands.hpp"
#include "cpu_list.hpp"
#include "gunzip.hpp"
#include "number.hpp"
#include "open_file.hpp"
#include "relevant.hpp"

namespace tdxcall {

namespace {

// More than any machine has, less than what fills the memory of this one.
constexpr size_t most_msrs = 1 << 20;

// A recording comes from somebody else: no link in it leads anywhere.
class Directory : public RecordedFiles {
public:
	explicit Directory(std::string const &path)
	{
		root = open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (root < 0)
			throw Failure{BadUsage, path + ": " + std::strerror(errno)};
	}

	~Directory() override { close(root); }

	Read<std::string> contents(std::string const &path) const override
	{
		constexpr int flags = O_NOFOLLOW | O_CLOEXEC;
		std::istringstream parts{path};
		std::string part;
		int at = dup(root);

		while (std::getline(parts, part, '/')) {
			bool const last = parts.eof();
			int const next = openat(at, part.c_str(),
				last ? O_RDONLY | O_NONBLOCK | flags
				     : O_PATH | O_DIRECTORY | flags);
			int const error = errno;

			close(at);
			if (next < 0 && error == ENOENT)
				return Read<std::string>::unreadable(no_such_file);
			if (next < 0 && error == ELOOP)
				return Read<std::string>::unreadable(
					"it is a link, which no recording has");
			if (next < 0)
				return Read<std::string>::unreadable(std::strerror(error));
			at = next;
		}
		return read_and_close(at);
	}

private:
	int root;
};

// Takes @word and the blank behind it from the beginning of @text.
bool take(std::string &text, std::string const &word)
{
	if (!text.starts_with(word + ' '))
		return false;
	text.erase(0, word.size() + 1);
	return true;
}

} // namespace

Recording::Recording(std::string directory)
	: Recording{directory, std::make_unique<Directory>(directory)}
{}

Recording::Recording(std::string called, std::unique_ptr<RecordedFiles> from)
	: name{std::move(called)}, files{std::move(from)}
{
	read_list();
	read_lines(recorded::cpuid, &Recording::read_cpuid_line);
	read_lines(recorded::msr, &Recording::read_msr_line);
}

void Recording::refuse(std::string const &file, unsigned line, std::string const &why) const
{
	throw Failure{NotFound, name + '/' + file + ", line " + std::to_string(line) + ": " + why};
}

template <typename Line>
void Recording::read_lines(std::string const &file, Line line)
{
	auto const text = files->contents(file);
	unsigned number = 0;

	if (!text && text.reason != RecordedFiles::no_such_file)
		refuse(file, 1, text.reason);
	std::istringstream lines{text.value.value_or("")};

	for (std::string one; std::getline(lines, one);)
		(this->*line)(one, ++number);
}

void Recording::read_list()
{
	auto const text = files->contents(recorded::list);
	unsigned number = 1;

	if (!text)
		throw Failure{NotFound, name + ": no recording of tdxcall collect: the file \"" +
						std::string{recorded::list} + "\": " + text.reason};
	std::istringstream lines{*text};
	std::string line;

	if (!std::getline(lines, line) || line != recorded::first_line)
		refuse(recorded::list, number,
			"not \"" + std::string{recorded::first_line} +
				"\", so it is no recording of tdxcall collect");
	while (std::getline(lines, line)) {
		number++;
		if (take(line, "present")) {
			paths[line] = {true, false, {}};
		} else if (take(line, "absent")) {
			paths[line] = {false, false, {}};
		} else if (take(line, "unreadable")) {
			size_t const colon = line.find(": ");

			if (colon == line.npos ||
				line.find_first_not_of(' ', colon + 2) == line.npos)
				refuse(recorded::list, number, "no reason");
			paths[line.substr(0, colon)] =
				Read<bool>::unreadable(line.substr(colon + 2));
		} else if (!line.empty()) {
			refuse(recorded::list, number,
				"neither \"present\", \"absent\" nor \"unreadable\"");
		}
	}
}

void Recording::read_cpuid_line(std::string const &text, unsigned number)
{
	u32 leaf = 0;
	u32 subleaf = 0;
	CpuidRegs regs{};
	int end = 0;

	// What cpuid -r prints besides.
	if (text.empty() || text.starts_with("CPU"))
		return;
	if (std::sscanf(text.c_str(), " %x %x: eax=%x ebx=%x ecx=%x edx=%x%n", &leaf, &subleaf,
		    &regs.eax, &regs.ebx, &regs.ecx, &regs.edx, &end) != 6 ||
		text.find_first_not_of(" \r", static_cast<size_t>(end)) != text.npos)
		refuse(recorded::cpuid, number, "no CPUID leaf with its four registers");
	leaves.insert({{leaf, subleaf}, regs});
}

void Recording::read_msr_line(std::string const &text, unsigned number)
{
	std::istringstream words{text};
	std::string address;
	std::string list;
	std::string value;

	if (text.empty())
		return;
	words >> address >> list >> std::ws;
	std::getline(words, value);

	auto const msr = parse_number(address);
	auto const cpus = parse_cpu_list(list);
	auto const numeral = parse_number(value);
	Read<u64> reading;

	if (!msr || *msr >> 32 || !cpus || cpus->empty())
		refuse(recorded::msr, number, "no MSR and CPUs");
	if (numeral)
		reading.value = *numeral;
	else if (value == "absent")
		reading = Read<u64>::none("the CPU has no MSR " + hex(*msr));
	else if (take(value, "unreadable:"))
		reading = Read<u64>::unreadable(value);
	else
		refuse(recorded::msr, number, "no value of 64 bits");
	if (!reading && reading.reason.find_first_not_of(' ') == std::string::npos)
		refuse(recorded::msr, number, "no reason");
	// Those that stand there twice count twice, as they take the time of two.
	msr_readings += cpus->size();
	if (msr_readings > most_msrs)
		refuse(recorded::msr, number, "more MSRs than a machine has");
	for (unsigned const cpu : *cpus)
		msrs.insert_or_assign({static_cast<u32>(*msr), cpu}, reading);
}

Read<std::string> Recording::file(std::string const &path)
{
	auto const known = paths.find(path);

	if (known != paths.end() && !known->second)
		return Read<std::string>::unreadable(known->second.reason);
	if (known != paths.end() && !*known->second)
		return Read<std::string>::none("there is no such file");

	auto text = files->contents(path);

	// /proc/config.gz, copied there by hand.
	if (text && path == made_file::config && text->starts_with("\x1f\x8b")) {
		text.value = gunzip(*text, largest_file);
		if (!text)
			return Read<std::string>::unreadable("it is damaged");
	}
	if (text)
		text.value = relevant_part(path, *text);
	return text;
}

Read<bool> Recording::exists(std::string const &path)
{
	auto const known = paths.find(path);

	if (known != paths.end())
		return known->second;
	if (auto const text = files->contents(path); !text)
		return Read<bool>::unreadable(text.reason);
	return {true, false, {}};
}

Read<CpuidRegs> Recording::cpuid(u32 leaf, u32 subleaf)
{
	auto const found = leaves.find({leaf, subleaf});

	if (found == leaves.end())
		return Read<CpuidRegs>::unreadable(
			"CPUID leaf " + hex(leaf) + " is not in the recording");
	return {found->second, false, {}};
}

Read<u64> Recording::msr(unsigned cpu, u32 address)
{
	auto const found = msrs.find({address, cpu});

	if (found == msrs.end())
		return Read<u64>::unreadable("MSR " + hex(address) + " is not in the recording");
	return found->second;
}

} // namespace tdxcall
