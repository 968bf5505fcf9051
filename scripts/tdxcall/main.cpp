// SPDX-License-Identifier: GPL-2.0
//
// tdxcall: the numbers of the TDX ABI in words, on any machine.
#include <getopt.h>

#include <iostream>

#include "commands.hpp"
#include "number.hpp"

using namespace tdxcall;

namespace {

constexpr char const *help =
	R"(Usage: tdxcall COMMAND [OPTION...] [ARGUMENT...]

Commands:
  decode [WHAT...]   a status, leaf function or field id (number or name), or a
                     kernel log line; without WHAT the lines of standard input
  leaf N|NAME...     a leaf function: what it does, takes and gives
  field ID|NAME...   a metadata field: scope, class, size, access
  structure KIND FILE  a TDREPORT or another structure in memory, as bytes
  leaves             every leaf function
  fields             every metadata field
  statuses           every completion status
  info               this machine and its TDX module (needs the kernel module)
  cpus               on which CPUs TDX calls work (needs the kernel module)
  metadata           its metadata fields by name (needs the kernel module)

Options:
  -k, --kind KIND    seamcall, tdcall, seamldr or vmcall: whose numbers they are
      --call KIND    the same
  -l, --leaf N|NAME  decode: the number is a status of this leaf function
  -s, --scope SCOPE  fields: sys, td or vcpu
  -j, --json         one JSON object
      --debugfs DIR  where debugfs is mounted (/sys/kernel/debug)
  -h, --help         this text
  -V, --version      version of the program

Exit status: 0 done, 1 not found or nothing decoded, 2 usage, 3 needs the module
)";

void set_kind(Options &options, std::string const &word)
{
	options.hint.kind = kind_of_word(word);
	if (!options.hint.kind)
		throw Failure{BadUsage,
			"unknown kind \"" + word + "\": seamcall, tdcall, seamldr or vmcall"};
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
		options.hint = {leaf.kind, leaf.number};
		return;
	}
	throw Failure{BadUsage, "no leaf function \"" + word + "\""};
}

struct Command {
	char const *name;
	ExitCode (*with_words)(Options const &, Words const &);
	ExitCode (*alone)(Options const &);
	bool needs_words;
	std::string_view options; // letters; -j is for all
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
	{"decode", decode, nullptr, false, "kl"},
	{"leaf", leaf, nullptr, true, "k"},
	{"field", field, nullptr, true, ""},
	{"structure", structure, nullptr, true, ""},
	{"leaves", nullptr, leaves, false, "k"},
	{"fields", nullptr, fields, false, "s"},
	{"statuses", nullptr, statuses, false, ""},
	{"info", nullptr, info, false, "d"},
	{"cpus", nullptr, cpus, false, "d"},
	{"metadata", nullptr, metadata, false, "d"},
};

ExitCode run(Words words, std::string const &given, Options const &options)
{
	if (words.empty())
		throw Failure{BadUsage, "no command; see tdxcall --help"};

	std::string const name = words.front();

	words.erase(words.begin());
	for (Command const &command : commands) {
		if (name != command.name)
			continue;
		if (given.find_first_not_of(command.options) != std::string::npos)
			throw Failure{
				BadUsage, "an option is not for " + name + "; see tdxcall --help"};
		if (command.alone && !words.empty())
			throw Failure{BadUsage, name + " takes no argument"};
		if (command.needs_words && words.empty())
			throw Failure{BadUsage, name + " needs a number or a name"};
		return command.alone ? command.alone(options) : command.with_words(options, words);
	}
	throw Failure{BadUsage, "unknown command \"" + name + "\"; see tdxcall --help"};
}

ExitCode start(int argc, char **argv)
{
	static constexpr option long_options[] = {
		{"kind", required_argument, nullptr, 'k'},
		{"call", required_argument, nullptr, 'k'},
		{"leaf", required_argument, nullptr, 'l'},
		{"scope", required_argument, nullptr, 's'},
		{"debugfs", required_argument, nullptr, 'd'},
		{"json", no_argument, nullptr, 'j'},
		{"help", no_argument, nullptr, 'h'},
		{"version", no_argument, nullptr, 'V'},
		{nullptr, 0, nullptr, 0},
	};
	Options options;
	std::optional<std::string> leaf_word;
	std::string given;

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
		case 'j':
			options.json = true;
			continue;
		case 'h':
			std::cout << help;
			return Done;
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
