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
#include "explain.hpp"
#include "machine.hpp"
#include "unpack.hpp"
#include "unrepeatable.hpp"

namespace replay {

namespace {

using tdx::HostLeaf;
using tdx::Reg;

std::string hex(u64 value)
{
	std::ostringstream text;
	text << "0x" << std::hex << value;
	return text.str();
}

bool belongs_to_the_call(Record const &record)
{
	return std::holds_alternative<Digest>(record) || std::holds_alternative<Content>(record) ||
	       std::holds_alternative<Cleared>(record);
}

class Session {
	Report &report;
	std::string const file;
	Cpu const cpu;
	std::optional<Machine> machine;

	// The last call, which the memory records after it belong to.
	std::optional<Call> call;
	Registers answer;
	std::size_t call_line{0};
	std::vector<std::string> different;

	Machine &on_machine();
	u16 leaf() const { return static_cast<u16>((*call).in[Reg::Rax]); }

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
	void play(std::size_t line, Drawn const &drawn);
	void play(std::size_t line, Cleared const &cleared);
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

void Session::finish()
{
	if (!call)
		return;
	std::string const place{file + ":" + std::to_string(call_line)};
	bool const agrees{different.empty()};

	if (!report.only_leaf || *report.only_leaf == leaf()) {
		for (Count *count : {&report.total, &report.leaves[leaf()],
			     &report.statuses[(*call).out[Reg::Rax] >> 32 << 32]}) {
			count->compared++;
			count->agree += agrees;
		}
		bool const known{report.known.contains(place)};
		if (known && agrees)
			report.known_gone.push_back(place);
		else if (known)
			report.known_met.insert(place);
		else if (!agrees)
			report.differences.push_back(
				{place, leaf(), different, explain(*call, answer)});
	}
	call.reset();
	different.clear();
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

void Session::play(std::size_t line, Call const &made)
{
	if (made.lp >= on_machine().lps())
		throw std::runtime_error{"no such LP"};
	call = made;
	call_line = line;
	answer = on_machine().seamcall(made.lp, made.in);

	for (unsigned i = 0; i < answer.value.size(); i++) {
		Reg const reg{static_cast<u8>(i)};
		u64 const expected{made.out.has(reg) ? made.out[reg] : made.in[reg]};
		if (!answer.has(reg) || answer[reg] == expected || is_unrepeatable(made, reg))
			continue;
		different.push_back(std::string{tdx::reg_name(reg)} + " is " + hex(answer[reg]) +
				    ", recorded " + hex(expected));
	}
}

void Session::play(std::size_t, Digest const &digest)
{
	if (!call)
		return;
	std::vector<u8> memory(digest.bytes);
	std::vector<u8> ours(SHA256_DIGEST_LENGTH);
	if (host_phys_read(digest.pa, memory.data(), static_cast<u32>(memory.size())))
		throw std::runtime_error{"digest of what is no memory"};
	SHA256(memory.data(), memory.size(), ours.data());
	if (ours != digest.sha256)
		different.push_back("memory at " + hex(digest.pa) + " has another digest");
}

void Session::play(std::size_t, Content const &content)
{
	if (!call)
		return;
	std::vector<u8> memory(content.bytes.size());
	if (host_phys_read(content.pa, memory.data(), static_cast<u32>(memory.size())))
		throw std::runtime_error{"content of what is no memory"};
	auto const [mine, theirs] = std::ranges::mismatch(memory, content.bytes);
	if (mine != memory.end())
		different.push_back("memory at " +
				    hex(content.pa + static_cast<u64>(mine - memory.begin())) +
				    " differs");
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

void Session::play(std::size_t, Drawn const &drawn)
{
	on_machine().set_drawn(drawn.values);
}

// The model does not tell what it would do to XMM0-15.
void Session::play(std::size_t, Cleared const &)
{
	report.other_lines['A']++;
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
	if (!belongs_to_the_call(record))
		finish();
	std::visit([&](auto const &one) { play(line, one); }, record);
}

} // namespace

void replay_file(std::string const &path, Report &report)
{
	Session session{report, path};
	Unpacked trace{path};
	std::size_t line{0};

	for (std::string text; !report.full() && std::getline(trace.stream(), text);) {
		line++;
		try {
			session.play_line(line, text);
		} catch (std::runtime_error const &error) {
			throw std::runtime_error{
				path + ":" + std::to_string(line) + ": " + error.what()};
		}
	}
	if (report.full()) {
		trace.abandon();
		return;
	}
	session.finish();
	trace.close();
	if (!line)
		throw std::runtime_error{path + ": is empty"};
}

} // namespace replay
