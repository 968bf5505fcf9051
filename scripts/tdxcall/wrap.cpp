// SPDX-License-Identifier: GPL-2.0
#include "wrap.hpp"

#include <algorithm>
#include <sstream>

namespace tdxcall {

namespace {

constexpr unsigned narrowest = 40; // on less there is no room for words

std::string wrapped_line(std::string line, size_t width)
{
	size_t const start = std::min(line.find_first_not_of(' '), width / 2);
	std::string const further(start + 4, ' ');
	std::string result;

	while (line.size() > width) {
		size_t cut = line.rfind(' ', width);

		// A digest is broken where the line ends.
		if (cut == line.npos || cut < std::max(width / 2, further.size()))
			cut = width;
		result += line.substr(0, cut) + '\n';

		size_t const rest = std::min(line.find_first_not_of(' ', cut), line.size());

		line = further + line.substr(rest);
	}
	return result + line + '\n';
}

} // namespace

std::string wrapped(std::string const &text, unsigned width, std::string const &indent)
{
	std::istringstream lines{text};
	std::string result;

	if (width)
		width = std::max(width, narrowest);
	for (std::string line; std::getline(lines, line);) {
		line.insert(0, indent);
		result += width ? wrapped_line(std::move(line), width) : line + '\n';
	}
	return result;
}

} // namespace tdxcall
