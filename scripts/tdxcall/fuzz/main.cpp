// SPDX-License-Identifier: GPL-2.0
//
// Entry of libFuzzer: the program's name says which target it runs.
#include <cstdint>
#include <fstream>
#include <iostream>

#include "binary_targets.hpp"
#include "recording_targets.hpp"
#include "target.hpp"
#include "text_targets.hpp"

using namespace tdxcall::fuzz;

namespace {

constexpr Target targets[] = {
	{"log", log},
	{"line", line},
	{"word", word},
	{"arguments", arguments},
	{"dump", dump},
	{"structures", structures},
	{"quotes", quotes},
	{"image", image},
	{"decoder", decoder},
	{"recording", recording},
	{"gunzip", gunzip},
};

Target const *target;

} // namespace

extern "C" int LLVMFuzzerInitialize(int *, char ***argv)
{
	std::string_view const path = (*argv)[0];
	std::string_view const name = path.substr(path.rfind('/') + 1);

	for (Target const &one : targets)
		if (name == one.name)
			target = &one;
	if (!target) {
		std::cerr << "fuzz: no target " << name << '\n';
		return 2;
	}
	// What the commands print is of no interest.
	std::cout.rdbuf(nullptr);
	std::cerr.rdbuf(nullptr);
	return 0;
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
	if (!target)
		std::abort();
	// Commands that print into nothing must not stop there.
	std::cout.clear();
	target->run({reinterpret_cast<char const *>(data), size});
	return 0;
}
