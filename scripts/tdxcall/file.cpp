// SPDX-License-Identifier: GPL-2.0
#include "file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "commands.hpp"

namespace tdxcall {

std::string read_bytes(std::string const &name, size_t most, std::string const &what)
{
	std::ifstream file;

	if (name != "-") {
		file.open(name, std::ios::binary);
		if (!file)
			throw Failure{BadUsage, name + ": " + std::strerror(errno)};
	}
	std::istream &from = name == "-" ? std::cin : file;
	std::string bytes(most + 1, '\0');

	from.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
	bytes.resize(static_cast<size_t>(from.gcount()));
	if (from.bad())
		throw Failure{BadUsage, name + ": " + std::strerror(errno)};
	if (bytes.empty())
		throw Failure{BadUsage, name + ": there is nothing in it"};
	if (bytes.size() > most)
		throw Failure{BadUsage, name + ": too large for " + what};
	return bytes;
}

} // namespace tdxcall
