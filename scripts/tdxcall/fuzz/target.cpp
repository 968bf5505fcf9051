// SPDX-License-Identifier: GPL-2.0
#include "target.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <sys/mman.h>
#include <unistd.h>

#include "../result.hpp"

namespace tdxcall::fuzz {

void check(bool holds, char const *what)
{
	if (holds)
		return;
	std::fprintf(stderr, "fuzz: not so: %s\n", what);
	std::abort();
}

void run_command(std::function<ExitCode()> const &command)
{
	try {
		ExitCode const code = command();

		check(code == Done || code == NotFound,
			"a command without an error answers or not");
	} catch (Failure const &failure) {
		std::string_view const what = failure.what();

		check(failure.code == NotFound || failure.code == BadUsage,
			"exit status of a failure");
		check(!what.empty(), "an error says what is wrong");
	}
}

void check_result(Result const &result)
{
	check(!result.text.empty(), "a result has text");
	for (char const *const key : {"kind", "name", "value"})
		check(result.json.contains(key), "every result has kind, name and value");
}

std::string file_with(std::string_view bytes)
{
	static int const file = memfd_create("input", 0);

	check(file >= 0 && !ftruncate(file, 0), "a file in memory");
	check(pwrite(file, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()),
		"a file in memory takes the input");
	return "/proc/self/fd/" + std::to_string(file);
}

std::string_view take(std::string_view &input, size_t count)
{
	std::string_view const taken = input.substr(0, count);

	input.remove_prefix(taken.size());
	return taken;
}

u64 take_number(std::string_view &input)
{
	u64 number = 0;
	std::string_view const bytes = take(input, sizeof(number));

	std::memcpy(&number, bytes.data(), bytes.size());
	return number;
}

} // namespace tdxcall::fuzz
