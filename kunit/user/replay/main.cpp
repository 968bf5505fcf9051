// SPDX-License-Identifier: GPL-2.0
//
// replay: how far the software TDX module agrees with recorded traces.
#include <cstring>
#include <getopt.h>
#include <iostream>
#include <stdexcept>

#include "session.hpp"

namespace {

constexpr char usage[] =
	"Usage: replay [OPTION]... FILE...\n"
	"Replays recorded traces (.xz or text, env.txt beside them) on the software TDX module.\n"
	"\n"
	"  --leaf NAME|NUMBER  compare calls of this leaf function only; all are made\n"
	"  --stop N            stop at the Nth call that differs\n"
	"  --verbose           show each call that differs whole, with its status in words\n"
	"  --known FILE        lines of TRACE:LINE REASON: calls that may differ\n"
	"\n"
	"Exit status: 0 all compared calls agree but for the known ones, 1 some differ, one that "
	"is\n"
	"known agrees, or none was compared, 2 error.\n";

constexpr option options[]{
	{"leaf", required_argument, nullptr, 'l'},
	{"stop", required_argument, nullptr, 's'},
	{"verbose", no_argument, nullptr, 'v'},
	{"known", required_argument, nullptr, 'k'},
	{"help", no_argument, nullptr, 'h'},
	{},
};

[[noreturn]] void wrong(std::string const &what)
{
	throw std::runtime_error{what};
}

u64 count(std::string const &text)
{
	std::size_t used{0};
	u64 number{0};
	try {
		number = std::stoull(text, &used);
	} catch (std::logic_error const &) {
	}
	if (!number || used != text.size())
		wrong("not a number above 0: " + text);
	return number;
}

// False when only help was wanted.
bool take_options(int argc, char **argv, replay::Report &report)
{
	int option;
	while ((option = getopt_long(argc, argv, "", options, nullptr)) != -1) {
		switch (option) {
		case 'l':
			report.only_leaf = replay::find_leaf_by_name(optarg);
			if (!report.only_leaf)
				wrong(std::string{"no leaf function "} + optarg);
			break;
		case 's':
			report.stop = count(optarg);
			break;
		case 'v':
			report.verbose = true;
			break;
		case 'k':
			report.known = replay::read_known(optarg);
			break;
		case 'h':
			std::cout << usage;
			return false;
		default:
			wrong("see --help");
		}
	}
	if (optind == argc)
		wrong("no trace; see --help");
	return true;
}

} // namespace

int main(int argc, char **argv)
{
	replay::Report report;

	try {
		if (!take_options(argc, argv, report))
			return 0;
		for (int i = optind; i < argc; i++)
			replay::replay_file(argv[i], report);
	} catch (std::exception const &error) {
		std::cerr << "replay: " << error.what() << '\n';
		return 2;
	}
	report.print(std::cout);
	return report.all_agree() ? 0 : 1;
}
