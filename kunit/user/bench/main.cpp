// SPDX-License-Identifier: GPL-2.0
//
// Prints one JSON object per line: a row of what scripts/bench reports.
#include "calls.h"
#include "clock.hpp"
#include "steps.hpp"

#include <cstdio>
#include <exception>

namespace {

struct Row {
	char const *name;
	call_loop &ours;
	call_loop &reference;
	double target; // 0: none
};

constexpr Row rows[]{
	{"entry, four registers", our_small_entry, linux_small_entry, 0},
	{"entry, all registers", our_full_entry, linux_full_entry, 1.0},
	{"typed call, four operands", our_page_add, linux_page_add, 0.5},
	{"typed call, one in, one out", our_field_read, linux_field_read, 0.5},
	{"by number, four operands", our_number, linux_number, 1.0},
	{"the same, Linux told its registers", our_number, linux_known_number, 0},
	{"by number, all registers", our_full_number, linux_full_number, 1.0},
	{"hypercall, port read", our_port_read, linux_port_read, 1.0},
};

void print(Row const &row)
{
	auto const &[name, ours, reference, target]{row};
	Comparison const result{compare(ours, reference)};

	std::printf("{\"name\": \"%s\", \"ours\": %.2f, \"reference\": %.2f, \"ratio\": %.3f, ",
		name, result.ours.median, result.reference.median, result.ratio);
	if (target)
		std::printf("\"target\": %.2f, ", target);
	else
		std::printf("\"target\": null, ");
	std::printf("\"unit\": \"cycles\", \"spread\": %.3f, ", result.spread);
	std::printf("\"ours_min\": %.2f, \"reference_min\": %.2f, ", result.ours.minimum,
		result.reference.minimum);
	std::printf("\"ours_instructions\": %llu, \"reference_instructions\": %llu}\n",
		instructions_per_call(ours), instructions_per_call(reference));
}

} // namespace

int main()
try {
	stay_on_this_cpu();
	for (auto const &row : rows)
		print(row);
} catch (std::exception const &error) {
	std::fprintf(stderr, "bench: %s\n", error.what());
	return 1;
}
