// SPDX-License-Identifier: GPL-2.0
//
// replay [--leaf NAME|NUMBER] FILE...: how far the software TDX module agrees with recorded traces.
#include <cstring>
#include <iostream>
#include <stdexcept>

#include "session.hpp"

namespace {

constexpr char usage[] =
	"Usage: replay [--leaf NAME|NUMBER] FILE...\n"
	"Replays recorded traces (.xz or text, env.txt beside them) on the software TDX module.\n"
	"Exit status: 0 all compared calls agree, 1 some differ or none was compared, 2 error.\n";

} // namespace

int main(int argc, char **argv)
{
	replay::Report report;
	int first{1};

	if (argc > 1 && !std::strcmp(argv[1], "--help")) {
		std::cout << usage;
		return 0;
	}
	if (argc > 2 && !std::strcmp(argv[1], "--leaf")) {
		report.only_leaf = replay::find_leaf_by_name(argv[2]);
		if (!report.only_leaf) {
			std::cerr << "replay: no leaf function " << argv[2] << '\n';
			return 2;
		}
		first = 3;
	}
	if (first >= argc) {
		std::cerr << usage;
		return 2;
	}

	try {
		for (int i = first; i < argc; i++)
			replay::replay_file(argv[i], report);
	} catch (std::exception const &error) {
		std::cerr << "replay: " << error.what() << '\n';
		return 2;
	}
	report.print(std::cout);
	return report.all_agree() ? 0 : 1;
}
