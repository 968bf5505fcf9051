// SPDX-License-Identifier: GPL-2.0
//
// Structures of the TDX ABI in a file.
#include "structure.hpp"

#include <sstream>

#include "core/abi/layout.hpp"
#include "dump_text.hpp"
#include "event_log.hpp"
#include "field_offset.hpp"
#include "file.hpp"
#include "module_measurement.hpp"
#include "quote_format.hpp"
#include "recognise.hpp"

namespace tdxcall {

namespace {

namespace layout = tdx::layout;

struct Kind {
	char const *name;
	tdx_structure structure;
	char const *what;
	size_t least; // bytes
	size_t most;
	size_t step; // of lists; 0: no list
};

// More than any list of them has.
constexpr size_t most_bytes = 256 * 1024;
constexpr size_t newest_ve_info = 128;

constexpr Kind kinds[] = {
	{"tdreport", TDX_STRUCTURE_TDREPORT, "TDREPORT", layout::td_report_size,
		layout::td_report_size, 0},
	{"td-info", TDX_STRUCTURE_TD_INFO, "TDINFO", layout::td_info_size, layout::td_info_size, 0},
	{"td-params", TDX_STRUCTURE_TD_PARAMS, "TD_PARAMS", layout::td_params_size,
		layout::td_params_size, 0},
	{"tdsysinfo", TDX_STRUCTURE_TDSYSINFO, "TDSYSINFO_STRUCT", layout::tdsysinfo_size,
		layout::tdsysinfo_size, 0},
	{"tdmr-list", TDX_STRUCTURE_TDMR_LIST, "list of TDMR_INFO", layout::tdmr_info_size,
		most_bytes, layout::cmr_info_size},
	{"cmr-list", TDX_STRUCTURE_CMR_LIST, "list of CMR_INFO", layout::cmr_info_size, most_bytes,
		layout::cmr_info_size},
	{"ve-info", TDX_STRUCTURE_VE_INFO, "VE_INFO", layout::ve_info_size, newest_ve_info, 0},
	{"quote", TDX_STRUCTURE_QUOTE, "quote",
		size_t{layout::quote_header_size} + layout::quote_body_size, most_bytes, 0},
	{"enclave-report", TDX_STRUCTURE_ENCLAVE_REPORT, "report of an SGX enclave",
		layout::enclave_report_size, layout::enclave_report_size, 0},
};
constexpr char const event_log_kind[] = "event-log";

Kind const *kind_named(std::string const &word)
{
	for (Kind const &kind : kinds)
		if (word == kind.name)
			return &kind;
	return nullptr;
}

std::string names_of_kinds()
{
	std::string names;

	for (Kind const &kind : kinds)
		names += std::string{kind.name} + ", ";
	return names + event_log_kind;
}

std::string decoded(tdx_structure kind, std::string const &bytes)
{
	u32 const size = static_cast<u32>(bytes.size());
	u32 const length = tdx_decode_structure(kind, bytes.data(), size, nullptr, 0);
	std::string text(length + 1, '\0');

	tdx_decode_structure(kind, bytes.data(), size, text.data(), length + 1);
	text.resize(length);
	return text;
}

std::string from_hex(std::string_view digits)
{
	std::string bytes;

	for (size_t i = 0; i + 1 < digits.size(); i += 2)
		bytes +=
			static_cast<char>(std::stoi(std::string{digits.substr(i, 2)}, nullptr, 16));
	return bytes;
}

// What a measurement or an SVN says in words; empty for all others.
std::string meaning_of(std::string_view name, std::string const &value)
{
	if (name.ends_with("mrseam") && value.find_first_not_of('0') != value.npos) {
		std::string const release = release_of_mrseam(value);

		return release.empty() ? "of no published TDX module" : release;
	}
	if (name.ends_with("tee_tcb_svn") || name.ends_with("tee_tcb_svn2"))
		return tcb_svn_line(from_hex(value));
	return {};
}

std::string position(size_t offset)
{
	char text[32];

	std::snprintf(text, sizeof(text), "0x%04zx %5zu  ", offset, offset);
	return text;
}

// TDMRs are aligned to 1 GiB, CMRs to pages.
bool are_ranges(tdx_structure structure, std::string const &bytes)
{
	bool const tdmrs = structure == TDX_STRUCTURE_TDMR_LIST;
	size_t const stride = !tdmrs               ? layout::cmr_info_size
			      : bytes.size() % 512 ? layout::tdmr_info_size
						   : 512;
	u64 const mask = tdmrs ? (1ULL << 30) - 1 : (1ULL << 12) - 1;

	for (size_t at = 0; at + 16 <= bytes.size(); at += stride)
		if ((number_in(bytes.substr(at, 8)) | number_in(bytes.substr(at + 8, 8))) & mask)
			return false;
	return true;
}

// A Failure when they are something else.
void refuse_others(std::string const &file, Kind const &kind, std::string const &bytes)
{
	Recognised const seen = recognise(bytes);
	bool const must_be_seen = kind.structure == TDX_STRUCTURE_TDREPORT ||
				  kind.structure == TDX_STRUCTURE_TDSYSINFO ||
				  kind.structure == TDX_STRUCTURE_QUOTE;
	bool const other = seen.structure != kind.structure && (seen.sure || must_be_seen);

	if (other)
		throw Failure{NotFound, file + " is no " + kind.what + ": it is " + seen.what};
	if (bytes.size() < kind.least || bytes.size() > kind.most)
		throw Failure{NotFound, file + " is no " + kind.what + ": it has " +
						std::to_string(bytes.size()) + " bytes, not " +
						std::to_string(kind.least)};
	if (kind.step && bytes.size() % kind.step)
		throw Failure{NotFound, file + " is no " + kind.what +
						": its size is no multiple of " +
						std::to_string(kind.step)};
	if (kind.step && !are_ranges(kind.structure, bytes))
		throw Failure{NotFound, file + " is no " + kind.what +
						": its ranges are not aligned as they must be"};
}

} // namespace

void add_structure(Output &output, std::string const &command, tdx_structure structure,
	std::string const &bytes, std::string const &prefix, size_t base)
{
	std::istringstream lines{decoded(structure, bytes)};
	std::string entry; // of a list, which heads its lines

	for (std::string line; std::getline(lines, line);) {
		size_t const colon = line.find(':');

		if (colon == std::string::npos)
			continue;
		size_t const start = line.find_first_not_of(' ');
		std::string const name = line.substr(start, colon - start);
		std::string const value = colon + 2 < line.size() ? line.substr(colon + 2) : "";

		if (value.empty())
			entry = name + ".";
		std::string const whole = start ? entry + name : name;
		auto const offset = offset_of(structure, bytes, whole);
		Json row{{"kind", command}, {"name", prefix + whole}, {"value", value}};

		if (offset)
			row["offset"] = base + *offset;
		output.add_line(
			std::move(row), (offset ? position(base + *offset) : "") + prefix + line);

		std::string const meaning = meaning_of(name, value);

		if (!meaning.empty())
			output.add_line({{"kind", command}, {"name", prefix + whole + ".meaning"},
						{"value", meaning}},
				std::string(14, ' ') + "= " + meaning);
	}
}

std::string read_structure(std::string const &name, size_t most, std::string const &what)
{
	// Text takes up to five characters a byte.
	std::string const content = read_bytes(name, 5 * most, what);
	std::string bytes = bytes_of_text(content).bytes;

	if (bytes.size() > most)
		throw Failure{BadUsage, name + ": too large for " + what};
	return bytes;
}

ExitCode structure(Options const &options, Words const &words)
{
	bool const named = words.size() == 2;

	if (words.size() > 2 || (!named && (kind_named(words[0]) || words[0] == event_log_kind)))
		throw Failure{BadUsage, "structure needs a kind and a file"};

	Kind const *kind = named ? kind_named(words[0]) : nullptr;
	bool const log = named && words[0] == event_log_kind;

	if (named && !kind && !log)
		throw Failure{
			BadUsage, "unknown structure \"" + words[0] + "\": " + names_of_kinds()};

	std::string const &file = words.back();
	std::string const bytes = read_structure(file, most_bytes, "a structure of the TDX ABI");
	Recognised const seen = recognise(bytes);
	Output output{options.json, "structure"};

	if (is_event_log(bytes) && (log || !named))
		return add_event_log(output, bytes) ? output.finish() : NotFound;
	if (log)
		throw Failure{NotFound, file + " is no event log: it is " + seen.what};
	if (!named && !seen.structure)
		throw Failure{NotFound, file + ": " + seen.what};
	for (Kind const &one : kinds)
		if (!named && one.structure == *seen.structure)
			kind = &one;
	refuse_others(file, *kind, bytes);

	if (!named)
		output.add_line(
			{{"kind", "structure"}, {"name", "structure"}, {"value", kind->name}},
			"structure: " + seen.what);
	add_structure(output, "structure", kind->structure, bytes, "");
	bool const good = add_checks(output, kind->structure, bytes);

	output.finish();
	return good ? Done : NotFound;
}

} // namespace tdxcall
