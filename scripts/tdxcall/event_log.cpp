// SPDX-License-Identifier: GPL-2.0
#include "event_log.hpp"

#include <array>

#include "number.hpp"
#include "quote_format.hpp"

namespace tdxcall {

namespace {

struct EventType {
	u32 type;
	char const *name;
};

constexpr EventType event_types[] = {
	{0x1, "EV_POST_CODE"},
	{0x3, "EV_NO_ACTION"},
	{0x4, "EV_SEPARATOR"},
	{0x5, "EV_ACTION"},
	{0x6, "EV_EVENT_TAG"},
	{0x7, "EV_S_CRTM_CONTENTS"},
	{0x8, "EV_S_CRTM_VERSION"},
	{0xa, "EV_PLATFORM_CONFIG_FLAGS"},
	{0xd, "EV_IPL"},
	{0x80000001, "EV_EFI_VARIABLE_DRIVER_CONFIG"},
	{0x80000002, "EV_EFI_VARIABLE_BOOT"},
	{0x80000003, "EV_EFI_BOOT_SERVICES_APPLICATION"},
	{0x80000004, "EV_EFI_BOOT_SERVICES_DRIVER"},
	{0x80000006, "EV_EFI_GPT_EVENT"},
	{0x80000007, "EV_EFI_ACTION"},
	{0x80000008, "EV_EFI_PLATFORM_FIRMWARE_BLOB"},
	{0x80000009, "EV_EFI_HANDOFF_TABLES"},
	{0x8000000a, "EV_EFI_PLATFORM_FIRMWARE_BLOB2"},
	{0x8000000b, "EV_EFI_HANDOFF_TABLES2"},
	{0x8000000c, "EV_EFI_VARIABLE_BOOT2"},
	{0x800000e0, "EV_EFI_VARIABLE_AUTHORITY"},
};

constexpr u32 no_action = 0x3;
constexpr u16 algorithm_sha384 = 0xc;
constexpr size_t digest_bytes = 48;
constexpr size_t first_header = 32;
constexpr u32 no_register = 0xffffffff;

std::string type_name(u32 type)
{
	for (EventType const &row : event_types)
		if (row.type == type)
			return row.name;
	return "event type " + hex(type);
}

// Index 0 is MRTD, from 1 on the RTMRs.
std::string register_name(u32 index)
{
	return index ? "RTMR" + std::to_string(index - 1) : "MRTD";
}

class Log {
public:
	Log(Output &to, Bytes const &from) : output{to}, bytes{from} {}

	bool read()
	{
		u32 const first = number(28, 4);
		u32 const algorithms = number(first_header + 24, 4);

		if (first > bytes.size() - first_header || algorithms > 16)
			return broken();
		for (u32 i = 0; i < algorithms; i++) {
			u32 const id = number(first_header + 28 + 4 * i, 2);

			sizes.at(i) = {static_cast<u16>(id),
				static_cast<u16>(number(first_header + 30 + 4 * i, 2))};
		}
		say(0, "event 0",
			"Spec ID Event03, " + std::to_string(algorithms) +
				(algorithms == 1 ? " hash algorithm" : " hash algorithms"));
		at = first_header + first;
		for (u32 event = 1; !over(); event++)
			if (!read_event(event))
				return broken();
		for (u32 i = 0; i < rtmrs.size(); i++)
			say({}, "rtmr[" + std::to_string(i) + "]", digits(rtmrs[i]));
		return true;
	}

private:
	struct Algorithm {
		u16 id;
		u16 size;
	};

	u32 number(size_t offset, size_t size) const
	{
		return offset + size <= bytes.size()
			       ? static_cast<u32>(number_in(bytes.substr(offset, size)))
			       : 0;
	}

	// What is behind the events is filled with ones or zeros.
	bool over() const
	{
		return at + 12 > bytes.size() || number(at, 4) == no_register ||
		       bytes.find_first_not_of('\0', at) == Bytes::npos;
	}

	bool read_event(u32 event)
	{
		size_t const start = at;
		u32 const index = number(at, 4);
		u32 const type = number(at + 4, 4);
		u32 const count = number(at + 8, 4);
		Bytes sha;

		at += 12;
		for (u32 i = 0; i < count; i++) {
			u16 const id = static_cast<u16>(number(at, 2));
			size_t size = 0;

			for (Algorithm const &algorithm : sizes)
				if (algorithm.id == id)
					size = algorithm.size;
			if (!size || at + 2 + size > bytes.size())
				return false;
			if (id == algorithm_sha384 && size == digest_bytes)
				sha = bytes.substr(at + 2, size);
			at += 2 + size;
		}
		if (index > rtmrs.size() || at + 4 > bytes.size())
			return false;
		u32 const size = number(at, 4);

		if (size > bytes.size() - at - 4)
			return false;
		at += 4 + size;
		// An event of no action stands in the log alone.
		if (index && !sha.empty() && type != no_action)
			rtmrs[index - 1] = sha384(rtmrs[index - 1] + sha);
		say(start, "event " + std::to_string(event),
			register_name(index) + " " + type_name(type) + ", " + std::to_string(size) +
				" bytes" + (sha.empty() ? "" : ", SHA-384 " + digits(sha)));
		return true;
	}

	static std::string digits(Bytes const &digest)
	{
		std::string text;

		for (char const c : digest)
			text += hex(static_cast<unsigned char>(c), 2).substr(2);
		return text;
	}

	void say(std::optional<size_t> offset, std::string const &name, std::string const &value)
	{
		Json row{{"kind", "structure"}, {"name", name}, {"value", value}};

		if (offset)
			row["offset"] = *offset;
		output.add_line(std::move(row),
			(offset ? hex(*offset, 4) + "  " : "") + name + ": " + value);
	}

	bool broken()
	{
		say({}, "broken", "the event at byte " + std::to_string(at) + " is no event");
		return false;
	}

	Output &output;
	Bytes const &bytes;
	std::array<Algorithm, 16> sizes{};
	std::array<Bytes, 4> rtmrs{Bytes(digest_bytes, '\0'), Bytes(digest_bytes, '\0'),
		Bytes(digest_bytes, '\0'), Bytes(digest_bytes, '\0')};
	size_t at = 0;
};

} // namespace

bool add_event_log(Output &output, std::string const &bytes)
{
	if (!Log{output, bytes}.read()) {
		output.finish();
		return false;
	}
	return true;
}

} // namespace tdxcall
