// SPDX-License-Identifier: GPL-2.0
//
// From lines to records.
#include "trace.hpp"

#include <charconv>
#include <stdexcept>

namespace replay {

namespace {

using Words = std::vector<std::string_view>;

[[noreturn]] void malformed(std::string_view what, std::string_view text)
{
	throw std::runtime_error{std::string{what} + " '" + std::string{text} + "'"};
}

Words split(std::string_view text, char separator)
{
	Words words;
	while (!text.empty()) {
		auto const end = text.find(separator);
		auto const word = text.substr(0, end);
		if (!word.empty())
			words.push_back(word);
		if (end == text.npos)
			break;
		text.remove_prefix(end + 1);
	}
	return words;
}

u64 number(std::string_view text, int base)
{
	u64 value{0};
	auto const [end, error] =
		std::from_chars(text.data(), text.data() + text.size(), value, base);
	if (error != std::errc{} || end != text.data() + text.size())
		malformed("no number:", text);
	return value;
}

u64 hex(std::string_view text)
{
	return number(text, 16);
}

u32 decimal(std::string_view text)
{
	return static_cast<u32>(number(text, 10));
}

std::vector<u8> bytes_of(std::string_view text)
{
	if (text.size() % 2)
		malformed("half a byte at the end of", text.substr(0, 32));
	std::vector<u8> bytes(text.size() / 2);
	for (std::size_t i = 0; i < bytes.size(); i++)
		bytes[i] = static_cast<u8>(hex(text.substr(2 * i, 2)));
	return bytes;
}

std::string_view word(Words const &words, std::size_t index)
{
	if (index >= words.size())
		malformed("too short after", words.back());
	return words[index];
}

constexpr std::string_view register_names[]{"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
	"r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"};

void set_register(Registers &registers, std::string_view assignment)
{
	auto const equals = assignment.find('=');
	auto const name = assignment.substr(0, equals);

	for (unsigned i = 0; i < std::size(register_names); i++) {
		if (register_names[i] == name && equals != assignment.npos)
			return registers.set(i, hex(assignment.substr(equals + 1)));
	}
	malformed("no register:", assignment);
}

// "registers -> registers" from word @first on; an item that is @other's is no register.
template <typename Other>
void parse_registers(
	Words const &words, std::size_t first, Registers &before, Registers &after, Other other)
{
	Registers *registers{&before};

	for (std::size_t i = first; i < words.size(); i++) {
		if (words[i] == "->")
			registers = &after;
		else if (!other(words[i]))
			set_register(*registers, words[i]);
	}
}

bool nothing_else(std::string_view)
{
	return false;
}

Enter parse_enter(Words const &words)
{
	Enter enter{decimal(word(words, 1)), {}, {}};
	parse_registers(words, 2, enter.in, enter.guest, nothing_else);
	return enter;
}

GuestEvent parse_guest_event(Words const &words)
{
	GuestEvent event{};
	event.lp = decimal(word(words, 1));
	event.exits = words[0] == "T";
	event.tdcall = word(words, 2) == "tdcall";
	parse_registers(words, 3, event.in, event.out, [&](std::string_view item) {
		auto const equals = item.find('=');
		auto const name = item.substr(0, equals);
		auto const value = equals == item.npos ? item : item.substr(equals + 1);
		if (name == "reason")
			event.exit.reason = decimal(value);
		else if (name == "qual")
			event.exit.qualification = hex(value);
		else if (name == "gpa")
			event.exit.gpa = hex(value);
		else if (name == "gla")
			event.exit.gla = hex(value);
		else if (name == "intr")
			event.exit.interruption = hex(value);
		else
			return false;
		return true;
	});
	return event;
}

Call parse_call(Words const &words)
{
	Call call{decimal(word(words, 1)), {}, {}};
	parse_registers(words, 2, call.in, call.out, nothing_else);
	if (!call.in.has(tdx::Reg::Rax) || !call.out.has(tdx::Reg::Rax))
		malformed("no RAX on both sides of", word(words, 0));
	return call;
}

Range parse_range(std::string_view text)
{
	auto const plus = text.find('+');
	if (plus == text.npos)
		malformed("no range:", text);
	return {hex(text.substr(0, plus)), hex(text.substr(plus + 1))};
}

void set_header(Header &header, std::string_view key, std::string_view value)
{
	if (key == "keyid_bits") {
		header.keyid_bits = decimal(value);
	} else if (key == "priv_hkid_first") {
		header.private_start = decimal(value);
	} else if (key == "priv_hkid_num") {
		header.private_num = decimal(value);
	} else if (key == "seed") {
		header.seed = number(value, 10);
	} else if (key == "lp_pkg") {
		for (auto const package : split(value, ','))
			header.lp_package.push_back(static_cast<u8>(decimal(package)));
	} else if (key == "cmr") {
		for (auto const range : split(value, ','))
			header.cmrs.push_back(parse_range(range));
	} else if (key == "mem") {
		header.memory = parse_range(value);
	} else if (key == "seamrr") {
		header.seamrr = parse_range(value);
	} else if (key == "fmt" && value != "1") {
		malformed("unknown format", value);
	}
}

Header parse_header(Words const &words)
{
	Header header;
	for (auto const item : words) {
		auto const equals = item.find('=');
		if (equals != item.npos)
			set_header(header, item.substr(0, equals), item.substr(equals + 1));
	}
	if (header.lp_package.empty() || header.cmrs.size() > EMU_MAX_CMRS)
		malformed("incomplete header", words.back());
	return header;
}

Drawn parse_drawn(Words const &words)
{
	Drawn drawn;
	for (std::size_t i = 1; i < words.size(); i++)
		drawn.values.push_back(hex(words[i]));
	return drawn;
}

// A step of splitmix64.
u64 mixed(u64 state)
{
	u64 z{state};
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

constexpr u64 golden_ratio = 0x9e3779b97f4a7c15;

std::vector<u8> bytes_as_long_as_told(Words const &words)
{
	std::vector<u8> bytes{bytes_of(word(words, 3))};
	if (bytes.size() != decimal(word(words, 2)))
		malformed("another number of bytes than", words[2]);
	return bytes;
}

} // namespace

Record parse(std::string_view line)
{
	Words const words{split(line, ' ')};
	if (words.empty() || words[0].size() != 1)
		malformed("no record:", line.substr(0, 32));

	switch (words[0][0]) {
	case 'H':
		return parse_header(words);
	case 'W':
	case 'V':
		return Write{hex(word(words, 1)), bytes_as_long_as_told(words)};
	case 'F':
		return Fill{hex(word(words, 1)), decimal(word(words, 2)), hex(word(words, 3))};
	case 'C':
		return parse_call(words);
	case 'R':
		return Digest{
			hex(word(words, 1)), decimal(word(words, 2)), bytes_of(word(words, 3))};
	case 'X':
		return Content{hex(word(words, 1)), bytes_as_long_as_told(words)};
	case 'S':
		return Entropy{word(words, 1) != "0"};
	case 'I':
		return Interrupt{word(words, 1) != "0"};
	case 'P':
		return Pconfig{decimal(word(words, 1))};
	case 'M':
		return MsrChange{decimal(word(words, 1)), static_cast<u32>(hex(word(words, 2))),
			hex(word(words, 3))};
	case 'D':
		return parse_drawn(words);
	case 'A':
		return Cleared{};
	case 'E':
		return parse_enter(words);
	case 'G':
	case 'T':
		return parse_guest_event(words);
	case 'Y':
		return Other{words[0][0]};
	default:
		malformed("unknown record:", line.substr(0, 32));
	}
}

u64 random_number(u64 seed, u64 index)
{
	return mixed(seed * 1000003 + 1 + index + golden_ratio);
}

std::vector<u8> generated(u64 bytes, u64 seed)
{
	std::vector<u8> data(bytes);
	u64 state{seed};
	u64 word{0};

	for (u64 i = 0; i < bytes; i++) {
		if (i % 8 == 0) {
			word = mixed(state += golden_ratio);
		}
		data[i] = static_cast<u8>(word >> i % 8 * 8);
	}
	return data;
}

} // namespace replay
