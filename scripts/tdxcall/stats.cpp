// SPDX-License-Identifier: GPL-2.0
#include "stats.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

#include "commands.hpp"
#include "json.hpp"

namespace tdxcall {

namespace {

constexpr u64 known_format = 1;

// A member that must be there.
Json const &member(Json const &object, char const *key)
{
	if (!object.is_object() || !object.contains(key))
		throw std::invalid_argument{std::string{"no \""} + key + '"'};
	return object.at(key);
}

u64 number(Json const &object, char const *key)
{
	Json const &value = member(object, key);

	if (!value.is_number_unsigned())
		throw std::invalid_argument{std::string{"\""} + key + "\" is no number"};
	return value.get<u64>();
}

std::string word(Json const &object, char const *key)
{
	Json const &value = member(object, key);

	if (!value.is_string())
		throw std::invalid_argument{std::string{"\""} + key + "\" is no string"};
	return value.get<std::string>();
}

Json const &list(Json const &object, char const *key)
{
	Json const &value = member(object, key);

	if (!value.is_array())
		throw std::invalid_argument{std::string{"\""} + key + "\" is no list"};
	return value;
}

std::map<std::string, u64> counts(Json const &object, char const *key)
{
	Json const &value = member(object, key);
	std::map<std::string, u64> result;

	if (!value.is_object())
		throw std::invalid_argument{std::string{"\""} + key + "\" is no object"};
	for (auto const &[name, count] : value.items())
		result[name] = number(value, name.c_str());
	return result;
}

StatsRow row_of(Json const &object)
{
	StatsRow row{.origin = word(object, "origin"),
		.kind = word(object, "kind"),
		.name = word(object, "name"),
		.number = {},
		.calls = number(object, "calls"),
		.cycles = number(object, "cycles"),
		.min = number(object, "min"),
		.max = number(object, "max"),
		.fpu_sections = number(object, "fpu_sections"),
		.statuses = {},
		.retries = counts(object, "retries"),
		.gave_up = counts(object, "gave_up"),
		.histogram = {}};

	if (object.contains("number"))
		row.number = number(object, "number");
	for (Json const &one : list(object, "statuses"))
		row.statuses.push_back({word(one, "name"),
			one.contains("status") ? word(one, "status") : "", number(one, "count")});
	for (Json const &one : list(object, "histogram"))
		row.histogram.push_back({number(one, "from"), number(one, "count")});
	return row;
}

Stats stats_of(Json const &object)
{
	Stats stats;

	if (number(object, "format") != known_format)
		throw std::invalid_argument{"a format that this program does not know"};
	if (!member(object, "on").is_boolean())
		throw std::invalid_argument{"\"on\" is neither true nor false"};
	stats.on = object.at("on").get<bool>();
	stats.milliseconds = number(object, "milliseconds");
	stats.cycles_per_ms = number(object, "cycles_per_ms");
	for (Json const &row : list(object, "rows"))
		stats.rows.push_back(row_of(row));
	return stats;
}

// Counters go up only.
bool is_later(StatsRow const &before, StatsRow const &after)
{
	return after.calls >= before.calls && after.cycles >= before.cycles;
}

void subtract(std::map<std::string, u64> &from, std::map<std::string, u64> const &what)
{
	for (auto &[name, count] : from)
		if (auto const old = what.find(name); old != what.end())
			count -= std::min(count, old->second);
}

StatsRow difference(StatsRow const &before, StatsRow after)
{
	after.calls -= before.calls;
	after.cycles -= before.cycles;
	after.fpu_sections -= std::min(after.fpu_sections, before.fpu_sections);
	for (auto &status : after.statuses)
		for (auto const &old : before.statuses)
			if (old.name == status.name && old.status == status.status)
				status.count -= std::min(status.count, old.count);
	for (auto &bucket : after.histogram)
		for (auto const &old : before.histogram)
			if (old.from == bucket.from)
				bucket.count -= std::min(bucket.count, old.count);
	subtract(after.retries, before.retries);
	subtract(after.gave_up, before.gave_up);
	return after;
}

} // namespace

u64 StatsRow::errors() const
{
	u64 sum = 0;

	// Bit 63: an error, of a TDX module, the P-SEAMLDR, software or a VMM.
	for (Ended const &ended : statuses)
		if (ended.status.size() == 18 && ended.status[2] >= '8')
			sum += ended.count;
	return sum;
}

double Stats::seconds(double cycles) const
{
	return cycles_per_ms ? cycles / static_cast<double>(cycles_per_ms) / 1e3 : 0;
}

StatsRow const *Stats::find(StatsRow const &like) const
{
	for (StatsRow const &row : rows)
		if (row.is_same(like))
			return &row;
	return nullptr;
}

Stats difference(Stats const &before, Stats const &after)
{
	Stats result{after.on, 0, after.cycles_per_ms, {}};

	if (after.milliseconds < before.milliseconds)
		return after;
	for (StatsRow const &old : before.rows) {
		StatsRow const *const now = after.find(old);
		if (!now || !is_later(old, *now))
			return after;
	}
	result.milliseconds = after.milliseconds - before.milliseconds;
	for (StatsRow const &row : after.rows) {
		StatsRow const *const old = before.find(row);
		result.rows.push_back(old ? difference(*old, row) : row);
	}
	return result;
}

Stats read_stats(std::filesystem::path const &path)
{
	std::ifstream file{path};
	std::string const text{std::istreambuf_iterator<char>{file}, {}};

	if (!file.is_open() || file.bad())
		throw Failure{NeedsModule,
			path.string() + ": " + std::strerror(errno) +
				"; it needs the kernel module tdxcall loaded, debugfs mounted, and "
				"root"};
	try {
		return stats_of(Json::parse(text));
	} catch (Json::exception const &) {
		throw Failure{NotFound, path.string() + ": no JSON"};
	} catch (std::invalid_argument const &error) {
		throw Failure{NotFound,
			path.string() + ": not what the kernel module writes: " + error.what()};
	}
}

std::filesystem::path stats_file(std::filesystem::path const &debugfs)
{
	return debugfs / "tdxcall" / "stats.json";
}

std::string short_time(double seconds)
{
	static constexpr struct {
		double unit;
		char const *name;
	} units[] = {{1, "s"}, {1e-3, "ms"}, {1e-6, "us"}, {1e-9, "ns"}};
	char text[32];

	for (auto const &[unit, name] : units) {
		double const value = seconds / unit;

		if (value < 1 && unit > 1e-9)
			continue;
		std::snprintf(text, sizeof(text), "%.*f%s",
			value < 10    ? 2
			: value < 100 ? 1
				      : 0,
			value, name);
		break;
	}
	return text;
}

} // namespace tdxcall
