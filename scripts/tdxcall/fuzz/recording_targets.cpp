// SPDX-License-Identifier: GPL-2.0
#include "recording_targets.hpp"

#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "../check.hpp"
#include "../check_machine.hpp"
#include "../gunzip.hpp"
#include "../json.hpp"
#include "../recording.hpp"
#include "target.hpp"

#ifdef FUZZ_ZLIB
#include <zlib.h>
#endif

namespace tdxcall::fuzz {

namespace {

class FilesOf : public RecordedFiles {
public:
	explicit FilesOf(std::string_view input)
	{
		constexpr std::string_view mark = "\n@@ ";
		std::string const text = '\n' + std::string{input};

		for (size_t at = text.find(mark); at != text.npos;) {
			size_t const next = text.find(mark, at + 1);
			std::string const file = text.substr(at + mark.size(),
				next == text.npos ? next : next + 1 - at - mark.size());
			size_t const end = file.find('\n');

			if (end != file.npos)
				files[file.substr(0, end)] = file.substr(end + 1);
			at = next;
		}
	}

	Read<std::string> contents(std::string const &path) const override
	{
		auto const found = files.find(path);

		if (found == files.end())
			return Read<std::string>::unreadable(no_such_file);
		return {found->second, false, {}};
	}

private:
	std::map<std::string, std::string> files;
};

// Notes which questions about a machine had an answer.
class Watched : public Machine {
public:
	explicit Watched(Machine &of) : machine{of} {}

	Read<std::string> file(std::string const &path) override
	{
		auto answer = noted(machine.file(path));

		log_known |= path == made_file::log && answer;
		return answer;
	}

	Read<bool> exists(std::string const &path) override { return noted(machine.exists(path)); }

	Read<CpuidRegs> cpuid(u32 leaf, u32 subleaf) override
	{
		auto answer = noted(machine.cpuid(leaf, subleaf));

		cpuid_unread |= !answer;
		return answer;
	}

	Read<u64> msr(unsigned cpu, u32 address) override
	{
		auto answer = noted(machine.msr(cpu, address));

		msr_unread |= !answer;
		return answer;
	}

	bool known = false;
	bool log_known = false;
	bool cpuid_unread = false;
	bool msr_unread = false;

private:
	template <typename T>
	Read<T> noted(Read<T> answer)
	{
		known |= answer || answer.absent;
		check(answer || !answer.reason.empty(), "what is not there has a reason");
		return answer;
	}

	Machine &machine;
};

// Each check by itself, so that none rests on what another one has read.
void check_that_nothing_passes_unread(Machine &machine, Kind kind)
{
	for (Check const &one : checks_of(kind)) {
		Watched watched{machine};
		Facts facts{watched};

		// The first one is about what Facts have found out.
		if (one.parent) {
			watched.known = watched.log_known = false;
			watched.cpuid_unread = watched.msr_unread = false;
		} else {
			watched.cpuid_unread = !machine.cpuid(0, 0) || !machine.cpuid(1, 0);
		}
		if (one.ask(facts).verdict != Verdict::Pass)
			continue;
		check(watched.known, "a check that passes knows something");
		check(!watched.cpuid_unread, "no check passes without a CPUID leaf that it wants");
		check(!watched.msr_unread || watched.log_known,
			"without an MSR only the kernel's log lets a check pass");
	}
}

std::string output_of(Machine &machine, bool json, ExitCode &code)
{
	std::ostringstream text;
	auto *const before = std::cout.rdbuf(text.rdbuf());
	Options options;

	options.json = json;
	code = check_machine(options, machine);
	std::cout.rdbuf(before);
	return text.str();
}

void check_row(Json const &row, Check const &of, std::map<std::string, std::string> const &before)
{
	static std::set<std::string> const verdicts{"pass", "warn", "fail", "skip", "unknown"};
	std::string const verdict = row["value"];
	bool const needed = of.importance == Importance::Needed;

	check(row["kind"] == "check" && row["name"] == of.id, "each check in its place");
	check(verdicts.contains(verdict), "each check has an outcome");
	check(verdict != "fail" || needed, "advice does not fail");
	check(verdict != "warn" || !needed, "what is needed does not warn");
	check(!row["evidence"].get<std::string>().empty(), "each outcome has evidence");
	check((verdict != "fail" && verdict != "warn") || !row["remedy"].is_null(),
		"what is not well has a remedy");
	if (!of.parent)
		return;
	std::string const &parent = before.at(of.parent);

	check((parent != "fail" && parent != "skip") || verdict == "skip",
		"below what failed all is skipped");
}

void check_json(std::string const &text, Kind kind, ExitCode code)
{
	Json const object = Json::parse(text, nullptr, false);
	std::map<std::string, std::string> verdicts;
	bool failed = false;
	bool unknown = false;

	check(!object.is_discarded() && object.is_object(), "JSON is well-formed");
	check(object["results"].size() == checks_of(kind).size(), "as many results as checks");
	for (size_t i = 0; i < checks_of(kind).size(); i++) {
		Check const &of = checks_of(kind)[i];
		Json const &row = object["results"][i];

		check_row(row, of, verdicts);
		verdicts[of.id] = row["value"];
		failed |= row["value"] == "fail" && of.importance == Importance::Needed;
		unknown |= row["value"] == "unknown" && of.importance == Importance::Needed;
	}
	check(code == (failed ? NotFound : unknown ? NotKnown : Done), "exit status");
	check(object["verdict"] == (failed           ? "not ready"
					   : unknown ? "unknown"
						     : "ready"),
		"the verdict is that of the checks");
}

#ifdef FUZZ_ZLIB
void compare_with_zlib(std::string_view data, size_t most)
{
	std::string text(most, '\0');
	z_stream stream{};

	stream.next_in =
		reinterpret_cast<Bytef *>(const_cast<char *>(data.data())); // zlib only reads it
	stream.avail_in = static_cast<uInt>(data.size());
	stream.next_out = reinterpret_cast<Bytef *>(text.data());
	stream.avail_out = static_cast<uInt>(most);
	check(inflateInit2(&stream, -MAX_WBITS) == Z_OK, "zlib works");
	int const end = inflate(&stream, Z_FINISH);

	text.resize(most - stream.avail_out);
	data = data.substr(0, data.size() - stream.avail_in);
	inflateEnd(&stream);
	if (end != Z_STREAM_END)
		return;

	std::string file{"\x1f\x8b\x08\0\0\0\0\0\0\x03", 10};
	auto const crc = static_cast<u32>(
		crc32(0, reinterpret_cast<Bytef const *>(text.data()), text.size()));

	file += data;
	for (u32 const word : {crc, static_cast<u32>(text.size())})
		for (unsigned shift = 0; shift < 32; shift += 8)
			file += static_cast<char>(word >> shift);
	check(tdxcall::gunzip(file, most) == text, "what zlib unpacks comes out the same here");
	check(text.empty() || !tdxcall::gunzip(file, text.size() - 1), "no more than is allowed");
}
#endif

} // namespace

void recording(std::string_view input)
{
	std::unique_ptr<Recording> machine;
	ExitCode code = Done;

	try {
		machine = std::make_unique<Recording>("input", std::make_unique<FilesOf>(input));
	} catch (Failure const &failure) {
		std::string_view const what = failure.what();

		check(failure.code == NotFound, "exit status for what is no recording");
		check(!what.empty() && what.find('\n') == what.npos, "one line says what is wrong");
		return;
	}
	Kind const kind = Facts{*machine}.kind;

	check_json(output_of(*machine, true, code), kind, code);
	std::string const text = output_of(*machine, false, code);

	for (char const c : text)
		check(c == '\n' || (static_cast<unsigned char>(c) >= ' ' && c != 0x7f),
			"text is fit for a terminal");
	check_that_nothing_passes_unread(*machine, kind);
}

void gunzip(std::string_view input)
{
	constexpr size_t most = 1 << 16;
	std::string const header{"\x1f\x8b\x08\0\0\0\0\0\0\x03", 10};

	for (std::string const &file : {std::string{input}, header + std::string{input}})
		if (auto const text = tdxcall::gunzip(file, most))
			check(text->size() <= most, "no more than is allowed");
#ifdef FUZZ_ZLIB
	compare_with_zlib(input, most);
#endif
}

} // namespace tdxcall::fuzz
