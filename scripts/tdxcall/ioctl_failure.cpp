// SPDX-License-Identifier: GPL-2.0
#include "ioctl_failure.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "core/abi/leaf_number.hpp"
#include "errno_name.hpp"
#include "ioctl_causes.hpp"
#include "lines.hpp"
#include "message_explain.hpp"
#include "number.hpp"
#include "result.hpp"

namespace tdxcall {

namespace {

constexpr size_t nowhere = std::string_view::npos;

bool is_word(char c)
{
	return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

std::string lower(std::string_view text)
{
	std::string result{text};

	for (char &c : result)
		c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
	return result;
}

// Where @what stands in @text (both in small letters) as words of its own.
size_t find_words(std::string_view text, std::string_view what, size_t from = 0)
{
	for (size_t at = from; (at = text.find(what, at)) != nowhere; at++) {
		size_t const end = at + what.size();

		if (at && is_word(text[at - 1]) && is_word(what.front()))
			continue;
		if (end < text.size() && is_word(text[end]) && is_word(what.back()))
			continue;
		return at;
	}
	return nowhere;
}

// The number behind @key and signs such as ":", "=", "(" and "-".
std::optional<u64> number_behind(std::string_view text, std::string_view key)
{
	size_t at = find_words(text, key);

	if (at == nowhere)
		return {};
	at = text.find_first_not_of(" :=(-", at + key.size());
	if (at == nowhere)
		return {};

	size_t end = at;

	while (end < text.size() && is_word(text[end]))
		end++;
	return parse_number(text.substr(at, end - at));
}

ErrnoName const *errno_row(u64 number)
{
	for (ErrnoName const &row : errno_names)
		if (static_cast<u64>(row.number) == number)
			return &row;
	return nullptr;
}

// -22 as a word of its own.
ErrnoName const *negative_errno(std::string_view text)
{
	for (size_t at = 0; (at = text.find('-', at)) != nowhere; at++) {
		size_t end = at + 1;

		while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])))
			end++;
		if (end == at + 1 || (at && is_word(text[at - 1])) ||
			(end < text.size() && is_word(text[end])))
			continue;
		// strace: "= -1 ENOTTY", where the name says it.
		if (auto const number = parse_number(text.substr(at + 1, end - at - 1)); number > 1)
			return errno_row(*number);
	}
	return nullptr;
}

ErrnoName const *find_errno(std::string_view text)
{
	for (ErrnoName const &row : errno_names)
		if (find_words(text, lower(row.name)) != nowhere ||
			find_words(text, lower(row.text)) != nowhere)
			return &row;
	for (std::string_view const key : {"os error", "errno"})
		if (auto const number = number_behind(text, key))
			if (ErrnoName const *row = errno_row(*number))
				return row;
	return negative_errno(text);
}

char const *find_ioctl(std::string_view text)
{
	for (IoctlPhrase const &row : ioctl_phrases)
		if (find_words(text, lower(row.phrase)) != nowhere)
			return row.ioctl;
	return nullptr;
}

// "ioctl(3, 0xc4405401, ...", as strace writes it; 0 for none.
u32 find_request(std::string_view text)
{
	constexpr u64 read_write = 3;
	size_t at = find_words(text, "ioctl(");

	if (at == nowhere)
		return 0;
	while ((at = text.find("0x", at)) != nowhere) {
		size_t end = at + 2;

		while (end < text.size() && is_word(text[end]))
			end++;
		if (auto const number = parse_number(text.substr(at, end - at));
			number && *number >> 30 == read_write)
			return static_cast<u32>(*number);
		at = end;
	}
	return 0;
}

void add_request(Lines &lines, u32 request)
{
	u32 const type = request >> 8 & 0xff;
	std::string const letter = std::isalnum(static_cast<int>(type))
					   ? std::string{" '"} + static_cast<char>(type) + '\''
					   : "";

	lines.add("request", hex(request) + ": reads and writes " +
				     std::to_string(request >> 16 & 0x3fff) + " bytes, type " +
				     hex(type) + letter + ", number " +
				     std::to_string(request & 0xff));
}

char const *ioctl_of(u32 request)
{
	for (IoctlNumber const &row : ioctl_numbers)
		if (row.request == request)
			return row.ioctl;
	return nullptr;
}

void add_causes(Lines &lines, std::string_view ioctl, ErrnoName const &error)
{
	for (IoctlCause const &row : ioctl_causes) {
		if (ioctl != row.ioctl || error.number != row.number)
			continue;
		lines.add("cause", row.cause);
		lines.add("remedy", row.remedy);
		return;
	}
	lines.add("cause", "not one of its own errors in Linux 7.3");
}

// Which leaf function's status KVM leaves in hw_error.
std::optional<LoggedCall> failed_call(std::string_view ioctl, u64 status)
{
	u64 leaf = TDX_LEAF_UNKNOWN;

	if (!status || !status_name({TDX_CALL_SEAMCALL, status}) || !may_be_status(status))
		return {};
	if (ioctl == "KVM_TDX_INIT_VM")
		leaf = static_cast<u64>(tdx::HostLeaf::MngInit);
	else if (ioctl == "KVM_TDX_FINALIZE_VM")
		leaf = static_cast<u64>(tdx::HostLeaf::MrFinalize);
	return LoggedCall{TDX_CALL_SEAMCALL, leaf, status};
}

std::optional<u64> hardware_error(std::string_view text)
{
	for (std::string_view const key : {"hw_errors", "hw_error"})
		if (auto const number = number_behind(text, key))
			return number;
	return {};
}

Result failure_of(char const *ioctl, ErrnoName const &error, std::string_view text, Lines lines)
{
	auto const status = hardware_error(text);
	auto const call = status ? failed_call(ioctl, *status) : std::nullopt;

	lines.add("ioctl", ioctl);
	lines.add("errno", errno_words(error.number));
	if (!call)
		add_causes(lines, ioctl, error);
	if (status && !*status)
		lines.add("hw_error", "0x0: KVM refused it, the TDX module did not");
	else if (status)
		lines.add("hw_error", hex(*status) + (call ? "" : ": no known status"));

	Result result{{{"kind", "ioctl"}, {"name", ioctl}, {"value", nullptr},
			      {"text", std::string{ioctl} + ": " + error.name},
			      {"explanation", lines.json()}},
		lines.text()};

	if (call) {
		Result const explained = explain_status(*call);

		result.text += '\n' + explained.text;
		result.json["status"] = explained.json;
	}
	return result;
}

} // namespace

std::optional<Result> explain_ioctl_failure(std::string_view line)
{
	constexpr size_t longest_line = 2048;
	std::string const text = lower(line.substr(0, longest_line));

	// Most lines of a log: not worth a search for each name.
	if (text.find("tdx") == nowhere && text.find("kvm") == nowhere &&
		text.find("ioctl(") == nowhere)
		return {};

	char const *ioctl = find_ioctl(text);
	u32 const request = ioctl ? 0 : find_request(text);

	if (!ioctl && !request)
		return {};

	ErrnoName const *error = find_errno(text);
	Lines lines;

	if (!error)
		return {};
	if (ioctl)
		return failure_of(ioctl, *error, text, {});
	add_request(lines, request);
	if (char const *known = ioctl_of(request))
		return failure_of(known, *error, text, lines);
	if (std::string_view{error->name} != "ENOTTY")
		return {};
	lines.add("errno", errno_words(error->number));
	lines.add("cause", "no device for TDX has this request: that of /dev/tdx_guest is "
			   "TDX_CMD_GET_REPORT0, " +
				   hex(ioctl_numbers[0].request) +
				   ", type 'T', number 1, 1088 bytes");
	lines.add("remedy", "take the number from <linux/tdx-guest.h>; quotes come from "
			    "configfs-tsm, and RTMRs are "
			    "extended by /sys/class/misc/tdx_guest/measurements (Linux 6.16)");
	return Result{
		{{"kind", "ioctl"}, {"name", nullptr}, {"value", hex(request)},
			{"text", "no request of a device for TDX"}, {"explanation", lines.json()}},
		lines.text()};
}

} // namespace tdxcall
