// SPDX-License-Identifier: GPL-2.0
//
// Replays the records of a trace in their order, one session after the other.
#include "session.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>

#include <openssl/sha.h>

#include "core/abi/completion_status.hpp"
#include "core/abi/leaf_number.hpp"
#include "explain.hpp"
#include "kunit/user/host/host.hpp"
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

u64 tdvpr_of(Registers const &in)
{
	return tdx::Bits<51, 12>::get(in[Reg::Rcx]);
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

	// The last call, to which the memory records behind it belong.
	struct Made {
		std::size_t line;
		Call call;
		Registers answer;
		bool of_guest;
	};
	std::optional<Made> made;
	std::vector<std::string> different;

	// Of each LP that a guest runs on.
	struct Guest {
		Registers host; // at the entry
		Registers now;
	};
	std::map<u32, Guest> guests;
	std::set<u64> ran; // TDVPR pages of vCPUs that did

	Machine &on_machine();
	void make(std::size_t line, Call const &call, Registers const &answer, bool of_guest);
	void follow_tdcall(std::size_t line, GuestEvent const &event, Guest &guest);
	void follow_vm_exit(std::size_t line, GuestEvent const &event, Guest &guest);

	void play(std::size_t line, Header const &header);
	void play(std::size_t line, Write const &write);
	void play(std::size_t line, Fill const &fill);
	void play(std::size_t line, Call const &call);
	void play(std::size_t line, Enter const &enter);
	void play(std::size_t line, GuestEvent const &event);
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
	if (!made)
		return;
	auto const &[line, call, answer, of_guest] = *made;
	u16 const leaf{static_cast<u16>(call.in[Reg::Rax])};
	std::string const place{file + ":" + std::to_string(line)};
	bool const agrees{different.empty()};

	if (!report.only_leaf || (*report.only_leaf == leaf && !of_guest)) {
		u64 const status{call.out[Reg::Rax] >> 32 << 32};
		for (Count *count :
			{&report.total, &(of_guest ? report.guest_leaves : report.leaves)[leaf],
				&report.statuses[status]}) {
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
				{place, of_guest ? guest_leaf_name(leaf) : leaf_name(leaf),
					different, explain(call, answer, of_guest)});
	}
	made.reset();
	different.clear();
}

// Compares the model's result with what was recorded.
void Session::make(std::size_t line, Call const &call, Registers const &answer, bool of_guest)
{
	made = {line, call, answer, of_guest};
	for (unsigned i = 0; i < answer.value.size(); i++) {
		Reg const reg{static_cast<u8>(i)};
		u64 const expected{call.out.has(reg) ? call.out[reg] : call.in[reg]};
		if (!answer.has(reg) || answer[reg] == expected ||
			(!of_guest && is_unrepeatable(call, reg, ran.contains(tdvpr_of(call.in)))))
			continue;
		different.push_back(std::string{tdx::reg_name(reg)} + " is " + hex(answer[reg]) +
				    ", recorded " + hex(expected));
	}
}

void Session::play(std::size_t, Header const &header)
{
	machine.emplace(cpu, header);
	guests.clear();
	ran.clear();
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
	auto const answer = on_machine().seamcall(call.lp, call.in);
	if (answer.verdict == EMU_ENTERED) {
		emu_exit const interrupt{1, 0, 0, 0, 0};
		on_machine().vm_exit(call.lp, interrupt, {});
		different.push_back("the guest was entered");
	} else if (answer.verdict != EMU_ANSWERED) {
		different.push_back("the instruction failed");
	}
	make(line, call, answer.regs, false);
}

void Session::play(std::size_t line, Enter const &enter)
{
	if (enter.lp >= on_machine().lps())
		throw std::runtime_error{"no such LP"};
	auto const answer = on_machine().seamcall(enter.lp, enter.in);
	// What the guest does not have is 0.
	Call call{enter.lp, enter.in, enter.guest};
	for (unsigned i = 0; i < call.out.value.size(); i++)
		call.out.set(i, call.out.value[i]);
	guests.erase(enter.lp);
	ran.insert(tdvpr_of(enter.in));
	if (answer.verdict == EMU_ENTERED)
		guests[enter.lp] = {enter.in, answer.regs};
	else
		different.push_back("the guest was not entered");
	make(line, call, answer.regs, false);
}

// Others are not modelled: those of service TDs and of TDs with L2 VMs.
bool is_followed(u64 rax)
{
	switch (tdx::GuestLeaf{static_cast<u16>(rax)}) {
	case tdx::GuestLeaf::ServtdRd:
	case tdx::GuestLeaf::ServtdWr:
	case tdx::GuestLeaf::VpEnter:
	case tdx::GuestLeaf::VpInvept:
	case tdx::GuestLeaf::VpInvvpid:
		return false;
	default:
		return true;
	}
}

void Session::follow_tdcall(std::size_t line, GuestEvent const &event, Guest &guest)
{
	Call call{event.lp, event.in, event.out};

	if (!event.exits) {
		guest.now = event.in;
		for (unsigned i = 0; i < guest.now.value.size(); i++) {
			if (event.out.has(Reg{static_cast<u8>(i)}))
				guest.now.set(i, event.out.value[i]);
		}
		if (!is_followed(event.in[Reg::Rax])) {
			report.other_lines['G']++;
			return;
		}
	} else {
		// What does not change is the host's.
		for (unsigned i = 1; i < call.out.value.size(); i++) {
			if (!call.out.has(Reg{static_cast<u8>(i)}))
				call.out.set(i, guest.host.value[i]);
		}
	}
	auto const answer = on_machine().tdcall(event.lp, event.in);
	if (answer.verdict != (event.exits ? EMU_EXITED : EMU_ANSWERED))
		different.push_back(event.exits ? "no TD exit" : "a TD exit");
	make(line, call, answer.regs, true);
	if (answer.verdict == EMU_EXITED)
		guests.erase(event.lp);
}

void Session::follow_vm_exit(std::size_t line, GuestEvent const &event, Guest &guest)
{
	auto const answer = on_machine().vm_exit(event.lp, event.exit, guest.now);
	if (answer.verdict == EMU_ANSWERED && !event.exits)
		return;
	// It is how TDH.VP.ENTER ended.
	Call call{event.lp, guest.host, event.out};
	if (answer.verdict != (event.exits ? EMU_EXITED : EMU_ANSWERED))
		different.push_back(event.exits ? "no TD exit" : "a TD exit");
	make(line, call, answer.regs, false);
	if (answer.verdict == EMU_EXITED)
		guests.erase(event.lp);
}

void Session::play(std::size_t line, GuestEvent const &event)
{
	auto const guest = guests.find(event.lp);

	// Its entry was a difference already.
	if (guest == guests.end()) {
		report.other_lines[event.exits ? 'T' : 'G']++;
		return;
	}
	if (event.tdcall)
		follow_tdcall(line, event, guest->second);
	else
		follow_vm_exit(line, event, guest->second);
	if (event.exits && guests.contains(event.lp)) {
		emu_exit const interrupt{1, 0, 0, 0, 0};
		on_machine().vm_exit(event.lp, interrupt, {});
		guests.erase(event.lp);
	}
}

void Session::play(std::size_t, Digest const &digest)
{
	if (!made)
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
	if (!made)
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
