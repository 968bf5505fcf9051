// SPDX-License-Identifier: GPL-2.0
//
// Replays the records of a trace in their order, one session after the other.
#include "session.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <optional>
#include <sstream>
#include <stdexcept>

#include <openssl/sha.h>

#include "../../../core/abi/leaf_number.hpp"
#include "../../../core/status.hpp"
#include "../host.hpp"
#include "machine.hpp"
#include "unpack.hpp"

namespace replay {

namespace {

using tdx::HostLeaf;
using tdx::Reg;

u16 leaf_of(Call const &call)
{
	return static_cast<u16>(call.in[Reg::Rax]);
}

class Session {
	Report &report;
	std::string const file;
	Cpu const cpu;
	std::optional<Machine> machine;

	// The last call, which the memory records after it belong to.
	bool pending{false};
	bool agrees{false};
	u16 leaf{0};
	u64 status{0};

	Machine &on_machine();
	void differ(std::size_t line, std::string const &how);
	bool wanted() const;

	void play(std::size_t line, Header const &header);
	void play(std::size_t line, Write const &write);
	void play(std::size_t line, Fill const &fill);
	void play(std::size_t line, Call const &call);
	void play(std::size_t line, Digest const &digest);
	void play(std::size_t line, Content const &content);
	void play(std::size_t line, Entropy const &entropy);
	void play(std::size_t line, Interrupt const &interrupt);
	void play(std::size_t line, Pconfig const &pconfig);
	void play(std::size_t line, MsrChange const &change);
	void play(std::size_t line, Other const &other);

public:
	Session(Report &to, std::string const &path);
	void play_line(std::size_t line, std::string const &text);
	// Counts the last call.
	void finish();
};

Session::Session(Report &to, std::string const &path)
	: report{to}, file{std::filesystem::path{path}.filename()},
	  cpu{Cpu::load(std::filesystem::path{path}.replace_filename("env.txt"))}
{}

Machine &Session::on_machine()
{
	if (!machine)
		throw std::runtime_error{"a record before the first H line"};
	return *machine;
}

bool Session::wanted() const
{
	return !report.only_leaf || *report.only_leaf == leaf;
}

void Session::finish()
{
	if (pending && wanted()) {
		for (Count *count :
			{&report.total, &report.leaves[leaf], &report.statuses[status]}) {
			count->compared++;
			count->agree += agrees;
		}
	}
	pending = false;
}

void Session::differ(std::size_t line, std::string const &how)
{
	agrees = false;
	if (wanted())
		report.differences.push_back(
			file + ":" + std::to_string(line) + ": " + leaf_name(leaf) + ": " + how);
}

void Session::play(std::size_t, Header const &header)
{
	machine.emplace(cpu, header);
}

void Session::play(std::size_t, Write const &write)
{
	on_machine();
	if (host_phys_write(write.pa, write.bytes.data(), static_cast<u32>(write.bytes.size())))
		throw std::runtime_error{"writes outside of memory"};
}

void Session::play(std::size_t line, Fill const &fill)
{
	play(line, Write{fill.pa, generated(fill.bytes, fill.seed)});
}

void Session::play(std::size_t line, Call const &call)
{
	if (call.lp >= on_machine().lps())
		throw std::runtime_error{"no such LP"};
	Registers const ours{on_machine().seamcall(call.lp, call.in)};

	pending = true;
	agrees = true;
	leaf = leaf_of(call);
	status = call.out[Reg::Rax];

	for (unsigned i = 0; i < ours.value.size(); i++) {
		Reg const reg{static_cast<u8>(i)};
		u64 const expected{call.out.has(reg) ? call.out[reg] : call.in[reg]};
		if (!ours.has(reg) || ours[reg] == expected)
			continue;
		std::ostringstream how;
		how << tdx::reg_name(reg) << " is 0x" << std::hex << ours[reg] << ", recorded 0x"
		    << expected;
		differ(line, how.str());
	}
}

void Session::play(std::size_t line, Digest const &digest)
{
	if (!pending)
		return;
	std::vector<u8> memory(digest.bytes);
	std::vector<u8> ours(SHA256_DIGEST_LENGTH);
	if (host_phys_read(digest.pa, memory.data(), static_cast<u32>(memory.size())))
		throw std::runtime_error{"digest of what is no memory"};
	SHA256(memory.data(), memory.size(), ours.data());
	if (ours != digest.sha256)
		differ(line, "memory has another digest");
}

void Session::play(std::size_t line, Content const &content)
{
	if (!pending)
		return;
	std::vector<u8> memory(content.bytes.size());
	if (host_phys_read(content.pa, memory.data(), static_cast<u32>(memory.size())))
		throw std::runtime_error{"content of what is no memory"};
	auto const [mine, theirs] = std::ranges::mismatch(memory, content.bytes);
	if (mine != memory.end())
		differ(line, "memory differs from byte " + std::to_string(mine - memory.begin()));
}

void Session::play(std::size_t, Entropy const &entropy)
{
	host::set_no_entropy(entropy.none);
}

void Session::play(std::size_t, Interrupt const &interrupt)
{
	on_machine().set_interrupt(interrupt.pending);
}

void Session::play(std::size_t, Pconfig const &pconfig)
{
	on_machine().set_pconfig(pconfig.result);
}

void Session::play(std::size_t, MsrChange const &change)
{
	on_machine().set_msr(change.lp, change.msr, change.value);
}

void Session::play(std::size_t, Other const &other)
{
	report.other_lines[other.kind]++;
}

void Session::play_line(std::size_t line, std::string const &text)
{
	if (text.empty() || text[0] == '#')
		return;
	Record const record{parse(text)};
	if (!std::holds_alternative<Digest>(record) && !std::holds_alternative<Content>(record))
		finish();
	std::visit([&](auto const &one) { play(line, one); }, record);
}

} // namespace

void replay_file(std::string const &path, Report &report)
{
	Session session{report, path};
	Unpacked trace{path};
	std::size_t line{0};

	for (std::string text; std::getline(trace.stream(), text);) {
		line++;
		try {
			session.play_line(line, text);
		} catch (std::runtime_error const &error) {
			throw std::runtime_error{
				path + ":" + std::to_string(line) + ": " + error.what()};
		}
	}
	session.finish();
	trace.close();
	if (!line)
		throw std::runtime_error{path + ": is empty"};
}

} // namespace replay
