// SPDX-License-Identifier: GPL-2.0
#include "recognise.hpp"

#include <algorithm>
#include <cctype>

#include "core/abi/td_bits.hpp"
#include "quote_format.hpp"

namespace tdxcall {

namespace {

namespace layout = tdx::layout;

u64 at(std::string const &bytes, size_t offset, size_t size)
{
	return offset + size <= bytes.size() ? number_in(bytes.substr(offset, size)) : 0;
}

bool zero(std::string const &bytes, size_t offset, size_t size)
{
	return bytes.find_first_not_of('\0', offset) >= offset + size;
}

u64 field_at(std::string const &bytes, size_t base, tdx::LayoutField field)
{
	return at(bytes, base + field.offset, field.size);
}

constexpr unsigned char intel_quoting_enclave[] = {0x93, 0x9a, 0x72, 0x33, 0xf7, 0x9c, 0x4c, 0xa9,
	0x94, 0x0a, 0x0d, 0xb3, 0x95, 0x7f, 0x06, 0x07};

// The vendor says it is a quote; a quote of another vendor must look like one in all the rest.
bool is_quote(std::string const &bytes)
{
	u64 const version = at(bytes, 0, 2);
	u64 const key = at(bytes, 2, 2);
	u64 const tee = at(bytes, 4, 4);
	bool const intel =
		bytes.size() >= quote_header_bytes &&
		std::equal(std::begin(intel_quoting_enclave), std::end(intel_quoting_enclave),
			bytes.begin() + 12,
			[](unsigned char a, char b) { return a == static_cast<unsigned char>(b); });

	return bytes.size() >= quote_header_bytes && version >= 3 && version <= 5 &&
	       (intel || ((key == 2 || key == 3) && tee == tee_tdx && version > 3));
}

Recognised quote_kind(std::string const &bytes)
{
	u64 const version = at(bytes, 0, 2);
	bool const td = at(bytes, 4, 4) == tee_tdx && version > 3;
	std::string const what = "a quote of version " + std::to_string(version) +
				 (td ? " of a TD" : " of an SGX enclave");

	if (!td)
		return {{}, what, true};
	if (bytes.size() < quote_signed_bytes + (version > 4 ? layout::quote_body_header_size : 0u))
		return {{}, what + ", cut off in its body", true};
	return {TDX_STRUCTURE_QUOTE, what, true};
}

bool is_report(std::string const &bytes)
{
	u64 const type = at(bytes, 0, 1);
	u64 const subtype = at(bytes, 1, 1);
	u64 const version = at(bytes, 2, 1);

	return bytes.size() == report_bytes && type == tee_tdx && !subtype &&
	       (version == 0 || version == 1 || version == 3) && zero(bytes, 3, 13) &&
	       zero(bytes, 192, 32);
}

bool has_reserved_bytes(std::string const &bytes, tdx::LayoutField const *fields, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (tdx::starts_with(fields[i].name, "reserved") &&
			!zero(bytes, fields[i].offset, fields[i].size))
			return true;
	return false;
}

bool is_td_params(std::string const &bytes)
{
	using tdx::Xfam;
	u64 const xfam = field_at(bytes, 0, layout::field(layout::td_params, "xfam"));
	u64 const eptp = field_at(bytes, 0, layout::field(layout::td_params, "eptp_controls"));

	return bytes.size() == layout::td_params_size &&
	       (xfam & Xfam::required) == Xfam::required && !(xfam & ~Xfam::allowed) &&
	       (eptp == 0x1e || eptp == 0x26) &&
	       !has_reserved_bytes(bytes, layout::td_params, std::size(layout::td_params));
}

bool is_tdsysinfo(std::string const &bytes)
{
	constexpr u64 intel = 0x8086;

	return bytes.size() == layout::tdsysinfo_size &&
	       field_at(bytes, 0, layout::field(layout::tdsysinfo, "vendor_id")) == intel &&
	       field_at(bytes, 0, layout::field(layout::tdsysinfo, "pamt_entry_size")) == 16;
}

bool is_td_info(std::string const &bytes)
{
	using tdx::Xfam;
	u64 const xfam = field_at(bytes, 0, layout::field(layout::td_info, "xfam"));

	return bytes.size() == layout::td_info_size && (xfam & Xfam::required) == Xfam::required &&
	       !(xfam & ~Xfam::allowed);
}

// The shared memory of TDG.VP.VMCALL<GetQuote>: version, status, sizes, data.
bool is_quote_buffer(std::string const &bytes)
{
	constexpr size_t header = 24;

	return bytes.size() > header && at(bytes, 0, 8) == 1 && at(bytes, 20, 4) &&
	       is_quote(bytes.substr(header));
}

struct Beginning {
	std::string_view bytes;
	char const *what;
};

constexpr Beginning beginnings[] = {
	{"\x7f"
	 "ELF",
		"an ELF program or library"},
	{"MZ", "a PE program or a kernel image"},
	{"\x1f\x8b", "a file compressed with gzip"},
	{"\xfd"
	 "7zXZ",
		"a file compressed with xz"},
	{"PK\x03\x04", "a ZIP archive"},
	{"%PDF", "a PDF document"},
	{"-----BEGIN CERTIFICATE", "a certificate in PEM"},
	{"-----BEGIN", "a key or another thing in PEM"},
	{"CCEL", "the ACPI table CCEL, which says where the event log is"},
};

bool is_text(std::string const &bytes)
{
	return std::all_of(bytes.begin(), bytes.end(),
		[](unsigned char c) { return std::isprint(c) || std::isspace(c); });
}

} // namespace

bool is_event_log(std::string const &bytes)
{
	constexpr u64 no_action = 3;
	constexpr size_t headers = 48; // of the event, and the signature behind it

	return bytes.size() > headers && at(bytes, 4, 4) == no_action && zero(bytes, 8, 20) &&
	       bytes.compare(32, 15, "Spec ID Event03") == 0;
}

Recognised recognise(std::string const &bytes)
{
	for (Beginning const &row : beginnings)
		if (bytes.starts_with(row.bytes))
			return {{}, row.what, true};
	if (is_event_log(bytes))
		return {{}, "an event log", true};
	if (is_quote(bytes))
		return quote_kind(bytes);
	if (is_report(bytes))
		return {TDX_STRUCTURE_TDREPORT, "a TDREPORT", true};
	if (is_quote_buffer(bytes))
		return {{}, "a buffer of GetQuote; its quote begins at byte 24", true};
	if (is_tdsysinfo(bytes))
		return {TDX_STRUCTURE_TDSYSINFO, "a TDSYSINFO_STRUCT", true};
	if (is_td_params(bytes))
		return {TDX_STRUCTURE_TD_PARAMS, "a TD_PARAMS", true};
	if (is_td_info(bytes))
		return {TDX_STRUCTURE_TD_INFO, "a TDINFO", true};

	std::string const size = std::to_string(bytes.size()) + " bytes";

	if (bytes.find_first_not_of('\0') == bytes.npos)
		return {{}, size + " of zeros", false};
	if (is_text(bytes))
		return {{}, "text", true};
	if (bytes.size() == report_bytes)
		return {{},
			size + " as a TDREPORT has, but of type " +
				std::to_string(at(bytes, 0, 1)) +
				", not 129 (0x81), or with reserved bytes that are not zero",
			false};
	return {{}, size + " that are no structure of TDX", false};
}

} // namespace tdxcall
