// SPDX-License-Identifier: GPL-2.0
#include "named_value.hpp"

#include <algorithm>
#include <charconv>

#include "attestation_code.hpp"
#include "control_word.hpp"
#include "core/abi/msr_fact.hpp"
#include "core/abi/msr_name.hpp"
#include "module_measurement.hpp"
#include "number.hpp"
#include "reading.hpp"
#include "result.hpp"
#include "system_report.hpp"

namespace tdxcall {

namespace {

struct Token {
	std::string_view text;
	bool announces; // a colon or an equals sign stands behind it
};

constexpr size_t hex_digits_of_u64 = 16;
constexpr size_t bytes_of_u64 = 8;

std::vector<Token> tokens_of(std::string_view line)
{
	static constexpr std::string_view gaps = " \t\r\n,;(){}[]<>\"'|:=";
	std::vector<Token> tokens;

	for (size_t at = 0; (at = line.find_first_not_of(gaps, at)) < line.size();) {
		size_t const end = std::min(line.find_first_of(gaps, at), line.size());
		size_t const next = std::min(line.find_first_not_of(gaps, end), line.size());
		std::string_view const between = line.substr(end, next - end);

		tokens.push_back({line.substr(at, end - at),
			between.find_first_of(":=") != std::string_view::npos});
		at = end;
	}
	return tokens;
}

bool all_hex(std::string_view text)
{
	return !text.empty() && std::all_of(text.begin(), text.end(),
					[](unsigned char c) { return std::isxdigit(c); });
}

std::optional<u64> in_base(std::string_view text, int base)
{
	u64 value = 0;
	auto const [stop, error] =
		std::from_chars(text.data(), text.data() + text.size(), value, base);

	if (text.empty() || error != std::errc{} || stop != text.data() + text.size())
		return {};
	return value;
}

u64 swapped(u64 value)
{
	return __builtin_bswap64(value);
}

// What may stand at @at: the numbers it may be, the likeliest first.
std::vector<u64> numbers_at(std::vector<Token> const &tokens, size_t at, bool announced)
{
	if (at >= tokens.size())
		return {};
	std::string_view text = tokens[at].text;
	size_t bytes = 0;
	std::string joined;

	// Bytes in memory order.
	while (bytes < bytes_of_u64 && at + bytes < tokens.size() &&
		tokens[at + bytes].text.size() == 2 && all_hex(tokens[at + bytes].text))
		joined += tokens[at + bytes++].text;
	if (bytes == bytes_of_u64)
		return {swapped(*in_base(joined, 16))};

	if (text.starts_with("0x") || text.starts_with("0X")) {
		auto const value = parse_number(text);

		if (!value)
			return {};
		if (text.size() == 2 + hex_digits_of_u64)
			return {*value, swapped(*value)};
		return {*value};
	}
	if (text.size() == hex_digits_of_u64 && all_hex(text)) {
		u64 const value = *in_base(text, 16);

		return {value, swapped(value)};
	}
	// Linux prints them with %llx.
	std::vector<u64> found;

	if (announced)
		for (int const base : {16, 10})
			if (auto const value = in_base(text, base))
				if (found.empty() || found[0] != *value)
					found.push_back(*value);
	return found;
}

u64 likeliest(ControlWord const &word, std::vector<u64> const &values)
{
	for (Fit const wanted : {Fit::Good, Fit::Weak})
		for (u64 const value : values)
			if (word.fit(value) == wanted)
				return value;
	return values.front();
}

// 0x3a has two names in Linux, and none of them is Intel's.
constexpr tdx::MsrName other_msr_names[] = {
	{0x3a, "FEATURE_CONTROL", nullptr},
	{0x3a, "FEAT_CTL", nullptr},
	{0x87, "KEYID_PARTITIONING", nullptr},
	{0xa0, "SGX_MCU", nullptr},
	{0xa0, "MCU_ERRORCODE", nullptr},
	{0x1400, "SEAMRR_BASE", nullptr},
	{0x1400, "SEAMRR_PHYS_BASE", nullptr},
	{0x1401, "SEAMRR_MASK", nullptr},
	{0x1401, "SEAMRR_PHYS_MASK", nullptr},
};

std::string without_prefix(std::string text, std::string_view prefix)
{
	return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

std::string bare_msr_name(std::string_view name)
{
	return without_prefix(without_prefix(bare_name(name), "msr"), "ia32");
}

std::optional<u32> as_msr(std::optional<u64> address)
{
	if (!address || *address != static_cast<u32>(*address) ||
		read_number(*address, {{}, {}, false, "msr"}).empty())
		return {};
	return static_cast<u32>(*address);
}

// MSR_IA32_TME_ACTIVATE, IA32_TME_ACTIVATE, TME_ACTIVATE or MSR_0x982.
std::optional<u32> msr_called(std::string_view name)
{
	std::string const bare = bare_msr_name(name);

	if (bare.starts_with("0x"))
		return as_msr(parse_number(bare));
	for (tdx::MsrName const &row : tdx::msr_names)
		if (bare == bare_msr_name(row.name))
			return row.msr;
	for (tdx::MsrName const &row : other_msr_names)
		if (bare == bare_msr_name(row.name))
			return row.msr;
	return {};
}

// Words between a name and its value: "attributes at byte 168: 00 ...".
size_t skip_fillers(std::vector<Token> const &tokens, size_t at)
{
	static constexpr std::string_view fillers[] = {
		"is", "was", "value", "of", "at", "byte", "bytes", "offset", "hex", "raw"};

	while (at < tokens.size()) {
		std::string const bare = bare_name(tokens[at].text);

		if (std::find(std::begin(fillers), std::end(fillers), bare) == std::end(fillers))
			return at;
		bool const position = bare == "byte" || bare == "offset";

		at++;
		if (position && at < tokens.size() && parse_number(tokens[at].text))
			at++;
	}
	return at;
}

class Finder {
public:
	explicit Finder(std::string_view line) : tokens{tokens_of(line)} {}

	std::vector<Result> results()
	{
		for (at = 0; at < tokens.size(); at++) {
			bool const known = word() || msr() || msr_by_name() || msr_by_address() ||
					   report_value() || measurement();

			static_cast<void>(known);
		}
		if (found.empty())
			attestation();
		return std::move(found);
	}

	std::vector<Result> field_of_msr(AskedMsr const &asked, u64 value)
	{
		one_field(
			asked.msr, static_cast<u8>(asked.hi), static_cast<u8>(asked.lo), value, "");
		return std::move(found);
	}

private:
	bool announced(size_t value) const { return value && tokens[value - 1].announces; }

	// "TDX module: attributes 0x0, vendor_id 0x8086": not those of a TD.
	bool of_module() const
	{
		bool const attributes = bare_name(tokens[at].text) == "attributes";

		return attributes &&
		       std::any_of(tokens.begin(), tokens.end(), [](Token const &token) {
			       return bare_name(token.text) == "vendorid";
		       });
	}

	bool word()
	{
		ControlWord const *named = control_word_named(tokens[at].text);

		if (!named || of_module())
			return false;
		size_t const value = skip_fillers(tokens, at + 1);
		std::vector<u64> const numbers = numbers_at(tokens, value, announced(value));

		if (numbers.empty())
			return false;
		found.push_back(explain_word(*named, likeliest(*named, numbers)));
		return true;
	}

	// "MSR 0x1400: 0x...", "rdmsr 0x982 ...", "MSR 0x1401 bit 11: 1".
	bool msr()
	{
		std::string const name = bare_name(tokens[at].text);

		if ((name != "msr" && name != "rdmsr") || at + 1 >= tokens.size())
			return false;
		auto const msr = as_msr(parse_number(tokens[at + 1].text));

		return msr && msr_value(*msr, at + 2);
	}

	// "cpu0: MSR_IA32_FEATURE_CONTROL: 0x...", "TME_ACTIVATE (0x982): 0x...".
	bool msr_by_name()
	{
		auto const msr = msr_called(tokens[at].text);
		size_t value = at + 1;

		if (!msr)
			return false;
		if (value + 1 < tokens.size() && parse_number(tokens[value].text) == *msr)
			value++;
		return announced(value) && msr_value(*msr, value);
	}

	// "0x1401: 0x...": nothing else may stand in the line.
	bool msr_by_address()
	{
		if (at || tokens.size() != 2 || !tokens[0].announces ||
			!tokens[0].text.starts_with("0x"))
			return false;
		auto const msr = as_msr(parse_number(tokens[0].text));

		return msr && msr_value(*msr, 1);
	}

	bool msr_value(u32 msr, size_t value)
	{
		std::optional<u64> bit;

		if (value + 1 < tokens.size() && bare_name(tokens[value].text) == "bit") {
			bit = parse_number(tokens[value + 1].text);
			value += 2;
		}
		std::vector<u64> const numbers = numbers_at(tokens, value, announced(value));

		if (numbers.empty() || (bit && (*bit > 63 || numbers[0] > 1)))
			return false;
		if (bit)
			one_field(
				msr, static_cast<u8>(*bit), static_cast<u8>(*bit), numbers[0], "");
		else
			found.push_back(explain_msr(msr, numbers[0]));
		return true;
	}

	void one_field(u32 msr, u8 hi, u8 lo, u64 value, std::string const &note)
	{
		for (tdx::MsrFact const &fact : tdx::msr_facts) {
			if (fact.msr != msr || fact.lo > lo || fact.hi < hi)
				continue;
			std::string const line = "MSR " + hex(msr) + " " + fact.name + " = " +
						 hex(value) + ": " + fact.meaning;
			std::string const text = "msr: " + line + note;

			found.push_back({{{"kind", "msr"}, {"name", fact.name}, {"msr", hex(msr)},
						 {"value", hex(value)}, {"text", line},
						 {"explanation", explanation_of(text)}},
				text});
			return;
		}
		found.push_back(explain_msr(msr, {}));
	}

	bool report_value()
	{
		for (ReportValue const &row : report_values) {
			if (bare_name(tokens[at].text) != row.name)
				continue;
			size_t value = at + 1;

			if (value < tokens.size() && bare_name(tokens[value].text) == "bit")
				value++;
			auto const number = value < tokens.size() ? parse_number(tokens[value].text)
								  : std::nullopt;

			if (!number)
				return false;
			bool const good = row.wanted == Wanted::One    ? *number == 1
					  : row.wanted == Wanted::Zero ? !*number
								       : *number != 0;
			std::string note = good ? "\nverdict: as it should be"
						: std::string{"\nverdict: not as it should be"} +
							   "\nadvice: " + row.remedy;

			if (*number > 9 && !tokens[value].text.starts_with("0x"))
				if (auto const as_hex = in_base(tokens[value].text, 16))
					note += "\nnote: rdmsr prints hexadecimal; then it is " +
						hex(*as_hex);
			one_field(row.msr, row.hi, row.lo, *number, note);
			return true;
		}
		return false;
	}

	bool measurement()
	{
		std::string const name = bare_name(tokens[at].text);

		if (at + 1 >= tokens.size())
			return false;
		std::string_view const value = tokens[at + 1].text;

		if (name == "mrseam") {
			auto result = read_mrseam(value);

			if (!result && !all_hex(value.substr(0, fewest_mrseam_digits)))
				return false;
			if (!result) {
				std::string const line = "MRSEAM of no published TDX module";
				std::string const text =
					"measurement: " + line +
					"\nnote: a pre-production or a newer module, or not whole";

				result = {{{"kind", "mrseam"}, {"name", nullptr},
						  {"value", std::string{value}}, {"text", line},
						  {"explanation", explanation_of(text)}},
					text};
			}
			found.push_back(std::move(*result));
			return true;
		}
		if ((name == "teetcbsvn" || name == "tdxtcbsvn" || name == "tcbsvn") &&
			!tcb_svn_digits(at + 1).empty()) {
			std::string const digits = tcb_svn_digits(at + 1);
			std::string bytes;

			for (size_t i = 0; i < digits.size(); i += 2)
				bytes += static_cast<char>(*in_base(digits.substr(i, 2), 16));
			std::string const line = tcb_svn_line(bytes);
			std::string const text = "tee_tcb_svn: " + line;

			found.push_back({{{"kind", "tee_tcb_svn"}, {"name", "TEE_TCB_SVN"},
						 {"value", digits}, {"text", line},
						 {"explanation", explanation_of(text)}},
				text});
			return true;
		}
		return false;
	}

	// 32 digits, or 16 bytes apart; nothing when it is neither.
	std::string tcb_svn_digits(size_t from) const
	{
		constexpr size_t bytes = 16;
		std::string digits = without_prefix(std::string{tokens[from].text}, "0x");

		while (digits.size() < 2 * bytes && ++from < tokens.size() &&
			digits.size() % 2 == 0 && tokens[from].text.size() == 2)
			digits += tokens[from].text;
		return digits.size() == 2 * bytes && all_hex(digits) ? digits : std::string{};
	}

	// Only in lines of that software: the numbers are small.
	void attestation()
	{
		static constexpr std::string_view speakers[] = {
			"qpl", "qcnl", "qgs", "quote", "teeatt", "dcap", "pccs", "tdqe"};
		bool speaks = false;

		for (Token const &token : tokens)
			for (std::string_view const speaker : speakers)
				speaks = speaks ||
					 bare_name(token.text).find(speaker) != std::string::npos;
		if (!speaks)
			return;
		for (Token const &token : tokens) {
			auto const number = token.text.starts_with("0x") ? parse_number(token.text)
									 : std::nullopt;

			if (!number)
				continue;
			for (Result &result : read_number(*number, {{}, {}, false, "attestation"}))
				found.push_back(std::move(result));
		}
	}

	std::vector<Token> tokens;
	size_t at = 0;
	std::vector<Result> found;
};

} // namespace

std::optional<AskedMsr> msr_asked_for(std::string_view line)
{
	std::vector<Token> const tokens = tokens_of(line);
	AskedMsr asked{};
	size_t at = 0;

	while (at < tokens.size() && bare_name(tokens[at].text) != "rdmsr")
		at++;
	for (at++; at < tokens.size(); at++) {
		std::string_view const text = tokens[at].text;

		if (text == "-p" || text == "--processor") {
			at++;
		} else if ((text == "-f" || text == "--bitfield") && at + 2 < tokens.size()) {
			asked.hi = parse_number(tokens[at + 1].text).value_or(64);
			asked.lo = parse_number(tokens[at + 2].text).value_or(64);
			at += 2;
		} else if (text == "-a" || text == "--all") {
			asked.every_cpu = true;
		} else if (text == "-d" || text == "-u" || text == "-o" || text == "-r") {
			return {}; // not hexadecimal
		} else if (!text.starts_with('-')) {
			auto const msr = as_msr(parse_number(text));

			if (!msr || at + 1 != tokens.size() || asked.hi > 63 || asked.lo > asked.hi)
				return {};
			asked.msr = *msr;
			return asked;
		}
	}
	return {};
}

std::vector<Result> read_msr_answer(AskedMsr const &asked, std::string_view line)
{
	std::vector<Token> const tokens = tokens_of(line);

	if (tokens.size() != 1)
		return {};
	auto const value = in_base(without_prefix(std::string{tokens[0].text}, "0x"), 16);

	if (!value)
		return {};
	u64 const width = asked.hi - asked.lo;

	if (width < 63 && *value >> (width + 1))
		return {};
	if (width == 63)
		return {explain_msr(asked.msr, *value)};
	return Finder{{}}.field_of_msr(asked, *value);
}

std::vector<Result> read_named_values(std::string_view line)
{
	return Finder{line}.results();
}

} // namespace tdxcall
