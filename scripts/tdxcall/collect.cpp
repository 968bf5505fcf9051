// SPDX-License-Identifier: GPL-2.0
//
// A recording holds what the checks ask for, and nothing else.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "check.hpp"
#include "commands.hpp"
#include "cpu_list.hpp"
#include "live_machine.hpp"
#include "number.hpp"
#include "output.hpp"
#include "recording.hpp"

namespace tdxcall {

namespace {

// Passes questions on, and remembers the answers.
class Recorder : public Machine {
public:
	explicit Recorder(Machine &of) : machine{of} {}

	Read<std::string> file(std::string const &path) override
	{
		return files.try_emplace(path, machine.file(path)).first->second;
	}

	Read<bool> exists(std::string const &path) override
	{
		return paths.try_emplace(path, machine.exists(path)).first->second;
	}

	Read<CpuidRegs> cpuid(u32 leaf, u32 subleaf) override
	{
		return leaves.try_emplace({leaf, subleaf}, machine.cpuid(leaf, subleaf))
			.first->second;
	}

	Read<u64> msr(unsigned cpu, u32 address) override
	{
		auto const known = msrs.find({address, cpu});

		if (known != msrs.end())
			return known->second;
		return msrs.insert({{address, cpu}, machine.msr(cpu, address)}).first->second;
	}

	void write(std::filesystem::path const &directory) const
	{
		write_file(directory / recorded::list, list_text());
		write_file(directory / recorded::cpuid, cpuid_text());
		write_file(directory / recorded::msr, msr_text());
		for (auto const &[path, text] : files)
			if (text)
				write_file(directory / path, *text);
	}

	// What was taken, and what could not be.
	void say(Output &output) const
	{
		auto const say = [&](std::string const &name, Json const &value,
					 std::string const &text) {
			output.add_line({{"kind", "recorded"}, {"name", name}, {"value", value},
						{"text", text}},
				name + ": " + text);
		};

		say(recorded::list, recorded::list,
			"what there is, what is not, what cannot be read");
		say(recorded::cpuid, recorded::cpuid, std::to_string(leaves.size()) + " leaves");
		say(recorded::msr, recorded::msr, msrs.empty() ? "none" : msr_names());
		for (auto const &[path, text] : files)
			if (text)
				say(path, path, std::to_string(text->size()) + " bytes");
		for (auto const &[path, text] : files)
			if (!text && !text.absent)
				say(path, nullptr, "not read: " + text.reason);
	}

private:
	static void write_file(std::filesystem::path const &path, std::string const &text)
	{
		std::error_code error;

		std::filesystem::create_directories(path.parent_path(), error);
		if (error)
			throw Failure{NotFound, path.string() + ": " + error.message()};
		std::ofstream file{path, std::ios::binary};

		file << text;
		file.close();
		if (!file)
			throw Failure{NotFound, path.string() + ": " + std::strerror(errno)};
	}

	template <typename T>
	static std::string list_line(std::string const &path, Read<T> const &read)
	{
		if (read.absent)
			return "absent " + path + '\n';
		return "unreadable " + path + ": " + read.reason + '\n';
	}

	std::string list_text() const
	{
		std::string text = std::string{recorded::first_line} + '\n';

		for (auto const &[path, found] : paths) {
			if (files.contains(path))
				continue;
			if (found)
				text += (*found ? "present " : "absent ") + path + '\n';
			else
				text += list_line(path, found);
		}
		for (auto const &[path, content] : files)
			if (!content)
				text += list_line(path, content);
		return text;
	}

	std::string cpuid_text() const
	{
		std::string text;

		for (auto const &[key, regs] : leaves) {
			char line[128];

			if (!regs)
				continue;
			std::snprintf(line, sizeof(line),
				"0x%08x 0x%02x: eax=0x%08x ebx=0x%08x ecx=0x%08x edx=0x%08x\n",
				key.first, key.second, regs->eax, regs->ebx, regs->ecx, regs->edx);
			text += line;
		}
		return text;
	}

	// CPUs that say the same stand on one line.
	std::string msr_text() const
	{
		std::map<std::pair<u32, std::string>, std::vector<unsigned>> lines;
		std::string text;

		for (auto const &[key, value] : msrs)
			lines[{key.first, value          ? hex(*value, 16)
					  : value.absent ? "absent"
							 : "unreadable: " + value.reason}]
				.push_back(key.second);
		for (auto const &[key, cpus] : lines)
			text += hex(key.first) + ' ' + cpu_list_text(cpus) + ' ' + key.second +
				'\n';
		return text;
	}

	std::string msr_names() const
	{
		std::string text;
		u32 last = 0;

		for (auto const &[key, value] : msrs) {
			if (key.first == last)
				continue;
			last = key.first;
			text += (text.empty() ? "" : " ") + hex(last);
		}
		return text;
	}

	Machine &machine;
	std::map<std::string, Read<std::string>> files;
	std::map<std::string, Read<bool>> paths;
	std::map<CpuidKey, Read<CpuidRegs>> leaves;
	std::map<MsrKey, Read<u64>> msrs;
};

void make_directory(std::filesystem::path const &path)
{
	std::error_code error;

	if (std::filesystem::exists(path, error)) {
		if (!std::filesystem::is_directory(path, error))
			throw Failure{BadUsage, path.string() + ": it is no directory"};
		if (!std::filesystem::is_empty(path, error) || error)
			throw Failure{BadUsage, path.string() + ": it is not empty"};
		return;
	}
	if (!error)
		std::filesystem::create_directories(path, error);
	if (error)
		throw Failure{BadUsage, path.string() + ": " + error.message()};
}

} // namespace

ExitCode collect(Options const &options, Words const &words)
{
	if (words.size() != 1)
		throw Failure{BadUsage, "collect takes one directory"};
	make_directory(words[0]);

	LiveMachine live;
	Recorder recorder{live};
	Facts facts{recorder};

	// Those below a check that fails too: whoever reads the recording may see more in it.
	for (Check const &one : checks_of(facts.kind))
		(void)one.ask(facts);
	recorder.write(words[0]);

	Output output{options.json, "collect"};

	recorder.say(output);
	if (!options.json)
		std::cout
			<< "\nOf the log, the command line and the configuration only what has to "
			   "do with TDX\nis taken: no name of the machine, no address, no serial "
			   "number, no report, no\nquote.\n";
	return output.finish();
}

} // namespace tdxcall
