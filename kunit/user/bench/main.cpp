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
	{"entry, four registers", our_small_entry, linux_small_entry, 1.0},
	{"entry, all registers", our_full_entry, linux_full_entry, 1.0},
	{"typed call, four operands", our_page_add, linux_page_add, 0.5},
	{"typed call, one in, one out", our_field_read, linux_field_read, 0.4},
	{"by number, four operands", our_number, linux_number, 1.0},
	{"the same, Linux told its registers", our_number, linux_known_number, 0},
	{"by number, all registers", our_full_number, linux_full_number, 1.0},
	{"hypercall, port read", our_port_read, linux_port_read, 1.0},
	{"unwatched typed call, beside without", our_page_add, unwatched_page_add, 1.05},
	{"unwatched by number, beside without", our_number, unwatched_number, 1.05},
	{"typed call with statistics, by without", watched_page_add, our_page_add, 2.0},
	{"by number with statistics, by without", watched_number, our_number, 2.0},
};

u64 sections_of(call_loop &loop)
{
	u64 const before{fpu_sections()};

	loop(1);
	return fpu_sections() - before;
}

// What a section saves and restores is the kernel's, and the same in both.
void print_batch()
{
	auto const ours{static_cast<double>(sections_of(our_batch))};
	auto const reference{static_cast<double>(sections_of(our_single_calls))};

	std::printf(
		"{\"name\": \"batch of %d, beside single calls\", \"ours\": %.0f, ", BATCH, ours);
	std::printf("\"reference\": %.0f, \"ratio\": %.4f, \"target\": %.4f, ", reference,
		ours / reference, 1.0 / 16);
	std::printf("\"unit\": \"FPU use\", \"spread\": null}\n");
}

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
	print_batch();
} catch (std::exception const &error) {
	std::fprintf(stderr, "bench: %s\n", error.what());
	return 1;
}
