// SPDX-License-Identifier: GPL-2.0
#include "report.hpp"

#include <fstream>
#include <iomanip>
#include <ostream>
#include <sstream>
#include <stdexcept>

#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/decode/decode.h"

namespace replay {

namespace {

constexpr std::size_t max_differences_shown = 20;

// Without what its low half says.
std::string status_name(u64 status)
{
	char text[200];
	tdx_decode_status(status, TDX_CALL_SEAMCALL, TDX_LEAF_UNKNOWN, text, sizeof(text));
	std::string const name{text};
	return name.substr(0, name.find_first_of(", ("));
}

void print_row(std::ostream &to, std::string const &name, Count const &count)
{
	to << std::left << std::setw(44) << name << std::right << std::setw(10) << count.agree
	   << std::setw(10) << count.compared << '\n';
}

void print_head(std::ostream &to, char const *what)
{
	to << std::left << std::setw(44) << what << std::right << std::setw(10) << "agree"
	   << std::setw(10) << "of" << '\n';
}

void print_difference(std::ostream &to, Difference const &difference, bool verbose)
{
	for (auto const &what : difference.what)
		to << difference.place << ": " << difference.leaf << ": " << what << '\n';
	if (verbose)
		to << difference.detail << '\n';
}

} // namespace

std::map<std::string, std::string> read_known(std::string const &path)
{
	std::ifstream file{path};
	if (!file)
		throw std::runtime_error{path + ": cannot be read"};

	std::map<std::string, std::string> known;
	for (std::string line; std::getline(file, line);) {
		if (line.empty() || line[0] == '#')
			continue;
		std::istringstream words{line};
		std::string place, reason;
		words >> place;
		std::getline(words >> std::ws, reason);
		if (reason.empty())
			throw std::runtime_error{path + ": no reason for " + place};
		known[place] = reason;
	}
	return known;
}

std::string leaf_name(u16 leaf)
{
	tdx::LeafInfo const *const info{tdx::find_leaf(tdx::host_leaves, leaf)};
	return info ? info->name : "no leaf function";
}

std::string guest_leaf_name(u16 leaf)
{
	tdx::LeafInfo const *const info{tdx::find_leaf(tdx::guest_leaves, leaf)};
	return info ? info->name : "no guest leaf function";
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
	Count unknown;
	for (auto const &[leaf, count] : leaves) {
		if (tdx::find_leaf(tdx::host_leaves, leaf)) {
			print_row(to, leaf_name(leaf), count);
		} else {
			unknown.agree += count.agree;
			unknown.compared += count.compared;
		}
	}
	if (unknown.compared)
		print_row(to, "no leaf function", unknown);
	for (auto const &[leaf, count] : guest_leaves)
		print_row(to, guest_leaf_name(leaf), count);
	to << '\n';
	print_head(to, "recorded status");
	for (auto const &[status, count] : statuses)
		print_row(to, status_name(status), count);

	if (!other_lines.empty()) {
		to << "\nlines read and not replayed:";
		for (auto const &[kind, lines] : other_lines)
			to << ' ' << kind << ' ' << lines;
		to << '\n';
	}
	if (!differences.empty())
		to << "\ndifferences:\n";
	for (std::size_t i = 0; i < differences.size(); i++) {
		if (i == max_differences_shown && !stop) {
			to << "and " << differences.size() - i << " more\n";
			break;
		}
		print_difference(to, differences[i], verbose);
	}
	for (auto const &place : known_gone)
		to << place << ": is a known difference, but agrees\n";
	if (!known_met.empty())
		to << '\n' << known_met.size() << " known differences\n";

	to << '\n' << total.agree << " of " << total.compared << " calls agree\n";
}

} // namespace replay
