// SPDX-License-Identifier: GPL-2.0
#include "cpu_list.hpp"

#include <algorithm>
#include <charconv>

namespace tdxcall {

namespace {

// Linux knows fewer.
constexpr unsigned most_cpus = 1 << 16;

bool take_number(std::string_view &text, unsigned &number)
{
	auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);

	if (error != std::errc{} || number >= most_cpus)
		return false;
	text.remove_prefix(static_cast<size_t>(end - text.data()));
	return true;
}

} // namespace

std::optional<std::vector<unsigned>> parse_cpu_list(std::string_view text)
{
	std::vector<unsigned> cpus;

	while (text.ends_with('\n'))
		text.remove_suffix(1);
	while (!text.empty()) {
		unsigned first = 0;

		if (!take_number(text, first))
			return {};
		unsigned last = first;

		if (text.starts_with('-')) {
			text.remove_prefix(1);
			if (!take_number(text, last) || last < first)
				return {};
		}
		if (!cpus.empty() && first <= cpus.back())
			return {};
		for (unsigned cpu = first; cpu <= last; cpu++)
			cpus.push_back(cpu);
		if (text.empty())
			break;
		if (!text.starts_with(',') || text.size() == 1)
			return {};
		text.remove_prefix(1);
	}
	return cpus;
}

std::string cpu_list_text(std::vector<unsigned> const &cpus)
{
	std::string text;

	for (size_t i = 0; i < cpus.size();) {
		size_t end = i;

		while (end + 1 < cpus.size() && cpus[end + 1] == cpus[end] + 1)
			end++;
		text += (text.empty() ? "" : ",") + std::to_string(cpus[i]);
		if (end > i)
			text += '-' + std::to_string(cpus[end]);
		i = end + 1;
	}
	return text;
}

} // namespace tdxcall
