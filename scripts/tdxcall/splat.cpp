// SPDX-License-Identifier: GPL-2.0
#include "splat.hpp"

#include <algorithm>
#include <cctype>

#include "lines.hpp"
#include "message.hpp"
#include "number.hpp"
#include "result.hpp"

namespace tdxcall {

namespace {

constexpr size_t nowhere = std::string_view::npos;
constexpr size_t digits_of_register = 16;

bool is_word(char c)
{
	return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// The name in front of "+0xac/0xe0", at or behind @from.
std::string_view function_in(std::string_view line, size_t from)
{
	size_t const plus = line.find("+0x", from);

	if (plus == nowhere)
		return {};

	size_t start = plus;

	// The compiler's parts of a function are called function.part.0, function.isra.0.
	while (start && (is_word(line[start - 1]) || line[start - 1] == '.'))
		start--;

	std::string_view const name = line.substr(start, plus - start);

	return name.substr(0, name.find('.'));
}

// tdh_phymem_page_wbinvd_hkid is TDH.PHYMEM.PAGE.WBINVD: the longest name that fits.
std::optional<LinuxFunction> function_named_as_leaf(std::string_view name)
{
	if (!name.starts_with("tdh_") && !name.starts_with("tdg_"))
		return {};
	while (!name.empty()) {
		for (CallNumber const leaf : leaves_named(name))
			return LinuxFunction{"", leaf.kind, 1, {leaf.number}};

		size_t const cut = name.rfind('_');

		name = name.substr(0, cut == nowhere ? 0 : cut);
	}
	return {};
}

std::optional<LinuxFunction> find_function(std::string_view name)
{
	for (LinuxFunction const &row : linux_functions)
		if (name == row.name)
			return row;
	return function_named_as_leaf(name);
}

// Failed, and of a TDX module: addresses and page-table entries are neither.
bool is_failure(u64 value)
{
	constexpr u64 error = 1ULL << 63;

	return value & error && may_be_status(value) && status_name({TDX_CALL_SEAMCALL, value});
}

// Lines that only dumps have.
bool starts_splat(std::string_view text)
{
	for (std::string_view const start : {"------------[ cut here ]",
		     "WARNING: ", "BUG: ", "Oops: ", "general protection", "kernel BUG at"})
		if (text.starts_with(start))
			return true;
	return false;
}

bool continues_splat(std::string_view text)
{
	for (std::string_view const start : {"RIP: ", "RSP: ", "RAX: ", "RDX: ", "RBP: ", "R10: ",
		     "R13: ", "FS: ", "CS: ", "CR2: ", "DR0: ", "DR3: ", "PKRU: ", "Call Trace:",
		     "Modules linked in:", "CPU: ", "Hardware name: ", "Code: ", "Tainted: ",
		     "Workqueue: ", "<TASK>", "</TASK>", "<IRQ>", "</IRQ>", "? ", "---[ end trace"})
		if (text.starts_with(start))
			return true;
	// A line of the trace: nothing but function+0x1/0x2 [module]
	std::string_view const name = function_in(text, 0);

	return !name.empty() && text.starts_with(name);
}

} // namespace

void Splat::see_function(std::string_view name, bool certain)
{
	if (have_best && (best.count == 1 || !certain))
		return;
	if (auto const found = find_function(name)) {
		// Deeper in the trace only a better answer counts, that does not contradict.
		if (have_best && !narrows(*found))
			return;
		best = *found;
		best_name = name;
		have_best = true;
	}
}

bool Splat::narrows(LinuxFunction const &other) const
{
	if (other.count != 1 || other.kind != best.kind)
		return false;
	return !best.count || std::find(best.leaves, best.leaves + best.count, other.leaves[0]) !=
				      best.leaves + best.count;
}

void Splat::see_registers(std::string_view line, unsigned number)
{
	for (size_t at = 0; (at = line.find(": ", at)) != nowhere; at++) {
		size_t start = at;

		while (start && is_word(line[start - 1]))
			start--;

		std::string_view const name = line.substr(start, at - start);
		std::string_view const digits = line.substr(at + 2, digits_of_register);
		bool const whole = digits.size() == digits_of_register &&
				   (at + 2 + digits.size() == line.size() ||
					   !is_word(line[at + 2 + digits.size()]));

		if (name.size() < 2 || name.size() > 3 || name.front() != 'R' || !whole)
			continue;

		auto const value = parse_number(digits);

		// The result comes back in RAX; other registers keep it longer.
		if (value && is_failure(*value) && (!status || name == "RAX"))
			status = SplatStatus{{TDX_CALL_SEAMCALL, TDX_LEAF_UNKNOWN, *value},
				std::string{name}, {}, {}, std::string{line}, number};
	}
}

bool Splat::read(std::string_view line, unsigned number)
{
	constexpr size_t longest_line = 2048;
	std::string_view const text = without_log_header(line.substr(0, longest_line));
	bool const starts = starts_splat(text);

	if (!starts && !continues_splat(text))
		return false;
	lines++;
	if (starts || text.starts_with("RIP: ")) {
		see_function(function_in(text, 0), true);
	} else if (text.find("+0x") != nowhere) {
		see_function(function_in(text, 0), !text.starts_with("? "));
	} else {
		see_registers(text, number);
		if (status && status->number == number)
			status->line = line;
	}
	return true;
}

std::optional<SplatStatus> Splat::finish(bool anything)
{
	std::optional<SplatStatus> found = std::move(status);
	bool const counts = have_best || anything;

	if (found && have_best) {
		found->call.kind = best.kind;
		found->call.by_name = true;
		found->function = best_name;
		if (best.count == 1)
			found->call.leaf = best.leaves[0];
		for (unsigned i = 0; best.count > 1 && i < best.count; i++)
			found->candidates.push_back({best.kind, best.leaves[i]});
	}
	*this = Splat{};
	return counts ? found : std::nullopt;
}

Result explain_splat(SplatStatus const &status)
{
	Result result = explain_status(status.call);
	Lines lines;

	lines.add("found_in", status.reg + ", which still holds the result of the call");
	if (!status.function.empty())
		lines.add("function", status.function + "() of Linux made the call");

	std::string names;

	for (CallNumber const &leaf : status.candidates)
		names += (names.empty() ? "" : ", ") + std::string{leaf_name(leaf)};
	if (!names.empty())
		lines.add("one_of", names);
	lines.append_to(result);
	result.json["function"] = status.function.empty() ? Json(nullptr) : Json(status.function);
	return result;
}

} // namespace tdxcall
