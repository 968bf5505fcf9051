// SPDX-License-Identifier: GPL-2.0
//
// tdxcall: the numbers of the TDX ABI in words, on any machine.
#include <getopt.h>

#include <charconv>
#include <iostream>

#include "commands.hpp"
#include "control_word.hpp"
#include "number.hpp"

using namespace tdxcall;

namespace {

constexpr char const *help =
	R"(Usage: tdxcall COMMAND [OPTION...] [ARGUMENT...]

Commands:
  decode [WHAT...]   a status, leaf function or field id (number or name), or a
                     line of a log; without WHAT the log on standard input, with
                     the first cause of what failed
  bits WORD VALUE... ATTRIBUTES, XFAM, TDX_FEATURES0, TD_CTLS, CONFIG_FLAGS or
                     EPTP_CONTROLS bit by bit; bits MSR ADDRESS VALUE
  leaf N|NAME...     a leaf function: what it does, takes and gives
  field ID|NAME...   a metadata field: scope, class, size, access
  diff RELEASE RELEASE  what a release of the TDX module has and another has not
  structure [KIND] FILE  a TDREPORT, quote, TD_PARAMS, event log or another
                     structure: bytes, a hex dump or base64
  mrtd WORD...       MRTD of a TD that tdxcall_vmm.ko starts with these words:
                     kernel=FILE [initrd=FILE] or program=FILE, memory=MIB,
                     vcpus=N, cmdline=TEXT
  quote FILE         a quote of a TD, and whether its signatures are good
  check              whether this machine is ready for TDX, as a host or as a TD,
                     and if not, why; with --from that of a recording
  collect DIR        records in DIR what check reads, for bug reports
  leaves             every leaf function
  fields             every metadata field
  statuses           every completion status
  messages           the messages of kernels and VMMs that decode knows
  info               this machine and its TDX module (needs the kernel module)
  cpus               on which CPUs TDX calls work (needs the kernel module)
  metadata           the platform's metadata fields (needs the kernel module)
  call LEAF OPERAND=VALUE...  a SEAMCALL by hand, or a script of them (needs the
                     kernel module with raw_calls=1)
  stats [FILE]       what was counted of calls (needs the kernel module, or a file
                     of its stats.json)
  top [FILE...]      what is counted, live, by what takes most time
  metrics [FILE]     what was counted, for Prometheus, in a file that is replaced
                     at once
  trace [FILE]       calls as they are made, decoded
  quote-service      makes quotes for TDs, with a test key (needs tdxcall_vmm)

Options:
  -k, --kind KIND    seamcall, tdcall, seamldr or vmcall: whose numbers they are;
                     for decode also status, leaf, field, msr, attestation or a
                     WORD of bits: what the number is
      --call KIND    the same
  -l, --leaf N|NAME  decode: the number is a status of this leaf function
  -s, --scope SCOPE  fields: sys, td or vcpu
      --report FILE  quote: it must be of this TDREPORT
      --from DIR     check: what tdxcall collect has written there
      --script FILE  call: the lines of FILE
  -j, --json         one JSON object
      --debugfs DIR  where debugfs is mounted (/sys/kernel/debug)
      --tracefs DIR  where tracefs is mounted (/sys/kernel/tracing)
      --interval S   top: seconds between two looks (2)
      --count N      top: looks; trace: events (no end)
      --histogram    stats: how many calls took how long
  -h, --help         this summary; behind a COMMAND what it says of that
  -V, --version      version of the program

Exit status: 0 done, 1 not found, nothing decoded, a bad quote or another file,
2 usage, 3 needs the module; of check 0 ready, 1 not ready, 4 not known
)";

std::string canonical_kind(std::string word)
{
	for (char &c : word)
		c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
	return word;
}

// A kind of call, or for decode what else a number may be.
void set_kind(Options &options, std::string const &word)
{
	std::string readings;

	options.hint.kind = kind_of_word(word);
	if (options.hint.kind)
		return;
	for (std::string_view const reading : reading_kinds()) {
		readings += ", " + std::string{reading};
		if (word == reading)
			options.hint.reading = word;
	}
	for (ControlWord const &control : control_words())
		readings += ", " + canonical_kind(control.name);
	if (control_word_named(word))
		options.hint.reading = word;
	if (options.hint.reading.empty())
		throw Failure{BadUsage, "unknown kind \"" + word +
						"\": seamcall, tdcall, seamldr, vmcall" + readings};
}

void set_scope(Options &options, std::string const &word)
{
	if (word != "sys" && word != "td" && word != "vcpu")
		throw Failure{BadUsage, "unknown scope \"" + word + "\": sys, td or vcpu"};
	options.scope = word;
}

// A name says whose leaf function it is.
void set_leaf(Options &options, std::string const &word)
{
	if (auto const number = parse_number(word)) {
		options.hint.leaf = *number;
		return;
	}
	for (CallNumber const &leaf : leaves_named(word)) {
		if (options.hint.kind && *options.hint.kind != leaf.kind)
			continue;
		options.hint = {leaf.kind, leaf.number, true};
		return;
	}
	throw Failure{BadUsage, "no leaf function \"" + word + "\""};
}

// Not so short that nothing else is done, nor longer than anybody waits.
double seconds_of(std::string const &word)
{
	double seconds = 0;
	auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), seconds);

	if (error != std::errc{} || end != word.data() + word.size() || !(seconds >= 0.1) ||
		seconds > 86400)
		throw Failure{BadUsage, "\"" + word + "\" is no interval: 0.1 to 86400 seconds"};
	return seconds;
}

unsigned count_of(std::string const &word)
{
	auto const number = parse_number(word);

	if (!number || !*number || *number > 1000000000)
		throw Failure{BadUsage, "\"" + word + "\" is no count"};
	return static_cast<unsigned>(*number);
}

struct Command {
	char const *name;
	ExitCode (*with_words)(Options const &, Words const &);
	ExitCode (*alone)(Options const &);
	bool needs_words;
	std::string_view options; // letters; -h and -V are for all
};

ExitCode info(Options const &options)
{
	return module_file(options, "info");
}

ExitCode cpus(Options const &options)
{
	return module_file(options, "cpus");
}

ExitCode metadata(Options const &options)
{
	return module_file(options, "metadata");
}

constexpr Command commands[] = {
	{"decode", decode, nullptr, false, "jkl"},
	{"bits", bits, nullptr, true, "j"},
	{"leaf", leaf, nullptr, true, "jk"},
	{"field", field, nullptr, true, "j"},
	{"diff", diff, nullptr, true, "j"},
	{"structure", structure, nullptr, true, "j"},
	{"mrtd", mrtd, nullptr, true, "j"},
	{"quote", quote, nullptr, true, "jr"},
	{"check", nullptr, check, false, "jf"},
	{"collect", collect, nullptr, true, "j"},
	{"leaves", nullptr, leaves, false, "jk"},
	{"fields", nullptr, fields, false, "js"},
	{"statuses", nullptr, statuses, false, "j"},
	{"messages", nullptr, messages, false, "j"},
	{"info", nullptr, info, false, "jd"},
	{"cpus", nullptr, cpus, false, "jd"},
	{"metadata", nullptr, metadata, false, "jd"},
	{"call", call, nullptr, false, "jdS"},
	{"stats", stats, nullptr, false, "jdH"},
	{"top", top, nullptr, false, "dic"},
	{"metrics", metrics, nullptr, false, "d"},
	{"trace", trace, nullptr, false, "jct"},
	{"quote-service", nullptr, quote_service, false, "d"},
};

// As the help has them.
constexpr option long_options[] = {
	{"kind", required_argument, nullptr, 'k'},
	{"call", required_argument, nullptr, 'k'},
	{"leaf", required_argument, nullptr, 'l'},
	{"scope", required_argument, nullptr, 's'},
	{"report", required_argument, nullptr, 'r'},
	{"from", required_argument, nullptr, 'f'},
	{"script", required_argument, nullptr, 'S'},
	{"json", no_argument, nullptr, 'j'},
	{"debugfs", required_argument, nullptr, 'd'},
	{"tracefs", required_argument, nullptr, 't'},
	{"interval", required_argument, nullptr, 'i'},
	{"count", required_argument, nullptr, 'c'},
	{"histogram", no_argument, nullptr, 'H'},
	{"help", no_argument, nullptr, 'h'},
	{"version", no_argument, nullptr, 'V'},
	{nullptr, 0, nullptr, 0},
};

std::string option_of(char letter)
{
	for (option const *one = long_options; one->name; one++)
		if (one->val == letter)
			return std::string{"--"} + one->name;
	return {};
}

// What begins so in the help, with the lines below it that go on; nothing if nothing does.
std::string entry(std::string const &start)
{
	std::string_view const text{help};
	std::string_view const indent{"                     "};
	size_t const before = text.find('\n' + start + ' ');

	if (before == text.npos)
		return {};
	size_t end = text.find('\n', before + 1) + 1;

	while (text.substr(end).starts_with(indent))
		end = text.find('\n', end) + 1;
	return std::string{text.substr(before + 1, end - before - 1)};
}

void show_help(Command const &command)
{
	std::string const name{command.name};

	std::cout << "Usage: tdxcall " << name << " [OPTION...]"
		  << (command.alone ? "" : " [ARGUMENT...]") << "\n\n"
		  << entry("  " + name) << "\nOptions:\n";
	for (option const *one = long_options; one->name; one++) {
		char const letter = static_cast<char>(one->val);
		std::string const word = std::string{"--"} + one->name;

		if (command.options.find(letter) == std::string_view::npos && letter != 'h' &&
			letter != 'V')
			continue;
		std::cout << entry(std::string{"  -"} + letter + ", " + word)
			  << entry("      " + word);
	}
	std::cout << "\nAll of it: man tdxcall-" << name << '\n';
}

ExitCode show_help(Words const &words)
{
	for (Command const &command : commands)
		if (!words.empty() && words.front() == command.name) {
			show_help(command);
			return Done;
		}
	std::cout << help;
	return Done;
}

ExitCode run(Words words, std::string const &given, Options const &options)
{
	if (words.empty())
		throw Failure{BadUsage, "no command; see tdxcall --help"};

	std::string const name = words.front();

	words.erase(words.begin());
	for (Command const &command : commands) {
		if (name != command.name)
			continue;
		if (!options.hint.reading.empty() && name != "decode")
			throw Failure{BadUsage,
				"that kind is for decode; " + name + " takes a kind of call"};
		if (auto const other = given.find_first_not_of(command.options);
			other != std::string::npos)
			throw Failure{BadUsage, option_of(given[other]) + " is not for " + name +
							"; see tdxcall " + name + " --help"};
		if (command.alone && !words.empty())
			throw Failure{BadUsage, name + " takes no argument"};
		if (command.needs_words && words.empty())
			throw Failure{BadUsage,
				name + " needs an argument; see tdxcall " + name + " --help"};
		return command.alone ? command.alone(options) : command.with_words(options, words);
	}
	throw Failure{BadUsage, "unknown command \"" + name + "\"; see tdxcall --help"};
}

ExitCode start(int argc, char **argv)
{
	Options options;
	std::optional<std::string> leaf_word;
	std::string given;
	bool asks_help = false;

	opterr = 0;
	for (int letter;
		(letter = getopt_long(argc, argv, ":k:l:s:jhV", long_options, nullptr)) != -1;) {
		switch (letter) {
		case 'k':
			set_kind(options, optarg);
			break;
		case 'l':
			leaf_word = optarg;
			break;
		case 's':
			set_scope(options, optarg);
			break;
		case 'd':
			options.debugfs = optarg;
			break;
		case 'r':
			options.report = optarg;
			break;
		case 'f':
			options.from = optarg;
			break;
		case 'S':
			options.script = optarg;
			break;
		case 't':
			options.tracefs = optarg;
			break;
		case 'i':
			options.interval = seconds_of(optarg);
			break;
		case 'c':
			options.count = count_of(optarg);
			break;
		case 'H':
			options.histogram = true;
			break;
		case 'j':
			options.json = true;
			break;
		case 'h':
			asks_help = true;
			continue;
		case 'V':
			std::cout << "tdxcall " TDXCALL_VERSION "\n";
			return Done;
		case ':':
			throw Failure{BadUsage, std::string{argv[optind - 1]} + " needs a value"};
		default:
			throw Failure{BadUsage, "unknown option " + std::string{argv[optind - 1]} +
							"; see tdxcall --help"};
		}
		given += static_cast<char>(letter);
	}
	if (asks_help)
		return show_help(Words{argv + optind, argv + argc});
	if (leaf_word)
		set_leaf(options, *leaf_word);
	return run({argv + optind, argv + argc}, given, options);
}

} // namespace

int main(int argc, char **argv)
{
	try {
		std::ios::sync_with_stdio(false);
		ExitCode const code = start(argc, argv);

		std::cout.flush();
		if (!std::cout)
			throw Failure{NotFound, "cannot write the results"};
		return code;
	} catch (Failure const &failure) {
		std::cout.flush();
		std::cerr << "tdxcall: " << failure.what() << '\n';
		return failure.code;
	} catch (std::exception const &error) {
		std::cerr << "tdxcall: " << error.what() << '\n';
		return NotFound;
	}
}
