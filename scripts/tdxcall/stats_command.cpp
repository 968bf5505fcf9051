// SPDX-License-Identifier: GPL-2.0
//
// What was counted, for people: once, or again and again.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <thread>

#include <unistd.h>

#include "commands.hpp"
#include "output.hpp"
#include "stats.hpp"
#include "table.hpp"

namespace tdxcall {

namespace {

std::string with(char const *format, double value)
{
	char text[32];

	std::snprintf(text, sizeof(text), format, value);
	return text;
}

u64 sum(std::map<std::string, u64> const &counts)
{
	u64 all = 0;

	for (auto const &[reason, count] : counts)
		all += count;
	return all;
}

std::string title(StatsRow const &row)
{
	std::string const who = row.origin == "us" ? "" : row.origin + ": ";

	return who + (row.is_call() ? row.name : row.kind + ' ' + row.name);
}

double mean(Stats const &stats, StatsRow const &row)
{
	return row.calls ? stats.seconds(static_cast<double>(row.cycles)) /
				   static_cast<double>(row.calls)
			 : 0;
}

Json row_json(Stats const &stats, StatsRow const &row)
{
	Json result{{"kind", "statistics"}, {"origin", row.origin}, {"call", row.kind},
		{"name", row.name}, {"value", row.calls}, {"calls", row.calls},
		{"seconds", stats.seconds(static_cast<double>(row.cycles))},
		{"min_seconds", stats.seconds(static_cast<double>(row.min))},
		{"mean_seconds", mean(stats, row)},
		{"max_seconds", stats.seconds(static_cast<double>(row.max))},
		{"fpu_sections", row.fpu_sections}, {"statuses", Json::array()},
		{"retries", Json::object()}, {"gave_up", Json::object()},
		{"histogram", Json::array()}};

	for (auto const &status : row.statuses)
		result["statuses"].push_back({{"name", status.name},
			{"status", status.status.empty() ? Json() : Json(status.status)},
			{"count", status.count}});
	for (auto const &[reason, count] : row.retries)
		result["retries"][reason] = count;
	for (auto const &[reason, count] : row.gave_up)
		result["gave_up"][reason] = count;
	for (auto const &bucket : row.histogram)
		result["histogram"].push_back(
			{{"from_seconds", stats.seconds(static_cast<double>(bucket.from))},
				{"count", bucket.count}});
	return result;
}

void say_whether_on(Stats const &stats)
{
	std::cout << "statistics are " << (stats.on ? "on" : "off") << "; counted for "
		  << with("%.1f s", static_cast<double>(stats.milliseconds) / 1e3) << '\n';
	if (!stats.on)
		std::cout << "on: echo 1 >/sys/module/tdxcall/parameters/stats\n";
}

// A bar for each power of two that calls took.
void show_histogram(Stats const &stats, StatsRow const &row)
{
	constexpr unsigned widest = 40;
	u64 most = 1;

	for (auto const &bucket : row.histogram)
		most = std::max(most, bucket.count);
	for (auto const &bucket : row.histogram) {
		unsigned const bar =
			static_cast<unsigned>((bucket.count * widest + most - 1) / most);
		std::printf("  from %8s %10llu %s\n",
			short_time(stats.seconds(static_cast<double>(bucket.from))).c_str(),
			static_cast<unsigned long long>(bucket.count),
			std::string(bar, '#').c_str());
	}
}

void show_row(Stats const &stats, StatsRow const &row)
{
	std::printf("%-34.34s %9llu %8s %8s %8s %8llu\n", title(row).c_str(),
		static_cast<unsigned long long>(row.calls),
		short_time(stats.seconds(static_cast<double>(row.min))).c_str(),
		short_time(mean(stats, row)).c_str(),
		short_time(stats.seconds(static_cast<double>(row.max))).c_str(),
		static_cast<unsigned long long>(sum(row.retries)));
	for (auto const &status : row.statuses)
		if (status.name != "TDX_SUCCESS" && status.name != "PSEAMLDR_SUCCESS")
			std::printf("  %-41.41s %9llu\n", status.name.c_str(),
				static_cast<unsigned long long>(status.count));
	for (auto const &[reason, count] : row.gave_up)
		std::printf("  given up: %-31.31s %9llu\n", reason.c_str(),
			static_cast<unsigned long long>(count));
}

std::filesystem::path source(Options const &options, Words const &words)
{
	if (words.size() > 1)
		throw Failure{BadUsage, "one file; see tdxcall stats --help"};
	return words.empty() ? stats_file(options.debugfs) : std::filesystem::path{words.front()};
}

// --- top

struct Line {
	StatsRow row;
	double share; // of one CPU
};

// What took most time comes first: calls, and below them how TDs exited and what they asked for.
std::vector<Line> lines_of(Stats const &stats)
{
	double const seconds = static_cast<double>(stats.milliseconds) / 1e3;
	std::vector<Line> lines;

	for (StatsRow const &row : stats.rows)
		if (row.calls)
			lines.push_back({row,
				seconds > 0
					? stats.seconds(static_cast<double>(row.cycles)) / seconds
					: 0});
	std::stable_sort(lines.begin(), lines.end(), [](Line const &a, Line const &b) {
		if (a.row.is_call() != b.row.is_call())
			return a.row.is_call();
		return a.row.cycles > b.row.cycles;
	});
	return lines;
}

void show_top(Stats const &stats, bool on_terminal, unsigned height)
{
	double const seconds = std::max(static_cast<double>(stats.milliseconds) / 1e3, 1e-3);
	std::vector<Line> const lines = lines_of(stats);
	double calls = 0, share = 0;
	unsigned left = height > 4 ? height - 4 : 1;

	for (Line const &line : lines) {
		if (!line.row.is_call())
			continue;
		calls += static_cast<double>(line.row.calls);
		share += line.share;
	}
	if (on_terminal)
		std::fputs("\033[H\033[J", stdout);
	std::printf("TDX calls of %.1f s: %.0f each second, %.1f %% of a CPU%s\n\n", seconds,
		calls / seconds, share * 100, stats.on ? "" : "; statistics are off");
	std::printf("%-34s %9s %7s %8s %8s %9s\n", "NAME", "EACH S", "CPU %", "MEAN", "MAX",
		"ERRORS/S");
	for (Line const &line : lines) {
		if (!left--)
			break;
		std::printf("%-34.34s %9.1f %7.2f %8s %8s %9.1f\n", title(line.row).c_str(),
			static_cast<double>(line.row.calls) / seconds, line.share * 100,
			short_time(mean(stats, line.row)).c_str(),
			short_time(stats.seconds(static_cast<double>(line.row.max))).c_str(),
			static_cast<double>(line.row.errors()) / seconds);
	}
	std::fflush(stdout);
}

unsigned rows_of_terminal()
{
	char const *const lines = std::getenv("LINES");

	return lines ? static_cast<unsigned>(std::strtoul(lines, nullptr, 10)) : 24;
}

} // namespace

ExitCode stats(Options const &options, Words const &words)
{
	Stats const stats{read_stats(source(options, words))};
	Output output{options.json, "stats"};

	if (options.json) {
		for (StatsRow const &row : stats.rows)
			output.add_line(row_json(stats, row), "");
		output.finish();
		return Done;
	}
	say_whether_on(stats);
	std::cout.flush();
	std::printf(
		"%-34s %9s %8s %8s %8s %8s\n", "NAME", "CALLS", "MIN", "MEAN", "MAX", "RETRIES");
	for (StatsRow const &row : stats.rows) {
		show_row(stats, row);
		if (options.histogram)
			show_histogram(stats, row);
	}
	std::fflush(stdout);
	return Done;
}

// With files, as if the module had written one after the other.
ExitCode top(Options const &options, Words const &words)
{
	bool const on_terminal = isatty(STDOUT_FILENO) && words.empty();
	std::filesystem::path const live{stats_file(options.debugfs)};
	Stats before{read_stats(words.empty() ? live : std::filesystem::path{words.front()})};

	if (!before.on && words.empty())
		throw Failure{NeedsModule, "statistics are off; they are switched on by "
					   "echo 1 >/sys/module/tdxcall/parameters/stats"};
	for (unsigned i = 1;
		words.empty() ? !options.count || i <= options.count : i < words.size(); i++) {
		if (words.empty())
			std::this_thread::sleep_for(
				std::chrono::duration<double>{options.interval});
		Stats after{read_stats(words.empty() ? live : std::filesystem::path{words[i]})};

		show_top(difference(before, after), on_terminal,
			on_terminal ? rows_of_terminal() : ~0U);
		before = std::move(after);
	}
	return Done;
}

} // namespace tdxcall
