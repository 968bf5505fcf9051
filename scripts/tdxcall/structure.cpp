// SPDX-License-Identifier: GPL-2.0
//
// Structures of the TDX ABI in a file.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "commands.hpp"
#include "core/decode/decode.h"
#include "output.hpp"

namespace tdxcall {

namespace {

struct Kind {
	char const *name;
	tdx_structure structure;
};

constexpr Kind kinds[] = {
	{"tdreport", TDX_STRUCTURE_TDREPORT},
	{"td-params", TDX_STRUCTURE_TD_PARAMS},
	{"tdsysinfo", TDX_STRUCTURE_TDSYSINFO},
	{"tdmr-list", TDX_STRUCTURE_TDMR_LIST},
	{"cmr-list", TDX_STRUCTURE_CMR_LIST},
	{"ve-info", TDX_STRUCTURE_VE_INFO},
};

// More than any list of them has.
constexpr size_t most_bytes = 64 * 1024;

tdx_structure structure_named(std::string const &word)
{
	std::string names;

	for (Kind const &kind : kinds) {
		if (word == kind.name)
			return kind.structure;
		names += std::string{names.empty() ? "" : ", "} + kind.name;
	}
	throw Failure{BadUsage, "unknown structure \"" + word + "\": " + names};
}

std::string read_bytes(std::string const &name)
{
	std::ifstream file;

	if (name != "-") {
		file.open(name, std::ios::binary);
		if (!file)
			throw Failure{BadUsage, name + ": " + std::strerror(errno)};
	}
	std::istream &from = name == "-" ? std::cin : file;
	std::string bytes(most_bytes + 1, '\0');

	from.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
	bytes.resize(static_cast<size_t>(from.gcount()));
	if (from.bad())
		throw Failure{BadUsage, name + ": " + std::strerror(errno)};
	if (bytes.empty())
		throw Failure{BadUsage, name + ": there is nothing in it"};
	if (bytes.size() > most_bytes)
		throw Failure{BadUsage, name + ": too large for a structure of the TDX ABI"};
	return bytes;
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

} // namespace

ExitCode structure(Options const &options, Words const &words)
{
	if (words.size() != 2)
		throw Failure{BadUsage, "structure needs a kind and a file"};

	Output output{options.json, "structure"};
	std::istringstream lines{decoded(structure_named(words[0]), read_bytes(words[1]))};
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
		output.add_line({{"kind", "structure"}, {"name", start ? entry + name : name},
					{"value", value}},
			line);
	}
	return output.finish();
}

} // namespace tdxcall
