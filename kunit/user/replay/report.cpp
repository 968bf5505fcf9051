// SPDX-License-Identifier: GPL-2.0
#include "report.hpp"

#include <iomanip>
#include <ostream>
#include <sstream>
#include <stdexcept>

#include "../../../core/abi/host_leaves.hpp"

namespace replay {

namespace {

constexpr std::size_t max_differences_shown = 20;

std::string hex(u64 value)
{
	std::ostringstream text;
	text << "0x" << std::hex << value;
	return text.str();
}

void print_row(std::ostream &to, std::string const &name, Count const &count)
{
	to << std::left << std::setw(28) << name << std::right << std::setw(10) << count.agree
	   << std::setw(10) << count.compared << '\n';
}

void print_head(std::ostream &to, char const *what)
{
	to << std::left << std::setw(28) << what << std::right << std::setw(10) << "agree"
	   << std::setw(10) << "of" << '\n';
}

} // namespace

std::string leaf_name(u16 leaf)
{
	tdx::LeafInfo const *const info{tdx::find_leaf(tdx::host_leaves, leaf)};
	return info ? info->name : hex(leaf);
}

std::optional<u16> find_leaf_by_name(std::string const &name)
{
	for (auto const &info : tdx::host_leaves.leaf) {
		if (name == info.name)
			return info.number();
	}
	std::size_t used{0};
	try {
		unsigned long const number{std::stoul(name, &used, 0)};
		if (used == name.size() && number <= 0xffff)
			return static_cast<u16>(number);
	} catch (std::logic_error const &) {
	}
	return std::nullopt;
}

void Report::print(std::ostream &to) const
{
	print_head(to, "leaf function");
	for (auto const &[leaf, count] : leaves)
		print_row(to, leaf_name(leaf), count);
	to << '\n';
	print_head(to, "recorded status");
	for (auto const &[status, count] : statuses)
		print_row(to, hex(status), count);

	if (!other_lines.empty()) {
		to << "\nlines read and not replayed:";
		for (auto const &[kind, lines] : other_lines)
			to << ' ' << kind << ' ' << lines;
		to << '\n';
	}
	if (!differences.empty())
		to << "\ndifferences:\n";
	for (std::size_t i = 0; i < differences.size() && i < max_differences_shown; i++)
		to << differences[i] << '\n';
	if (differences.size() > max_differences_shown)
		to << "and " << differences.size() - max_differences_shown << " more\n";

	to << '\n' << total.agree << " of " << total.compared << " calls agree\n";
}

} // namespace replay
