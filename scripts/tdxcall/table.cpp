// SPDX-License-Identifier: GPL-2.0
#include "table.hpp"

#include <algorithm>

#include <sys/ioctl.h>
#include <unistd.h>

namespace tdxcall {

namespace {

constexpr size_t gap = 2;
// Less than this says nothing.
constexpr size_t narrowest = 12;

std::vector<size_t> widths_of(Table const &table)
{
	std::vector<size_t> widths;

	for (std::string const &cell : table.head)
		widths.push_back(cell.size());
	for (auto const &row : table.rows)
		for (size_t i = 0; i < row.size(); i++)
			widths[i] = std::max(widths[i], row[i].size());
	return widths;
}

void shrink(std::vector<size_t> &widths, size_t width)
{
	size_t total = gap * (widths.size() - 1);

	for (size_t const one : widths)
		total += one;
	for (size_t *const cell : {&widths.back(), &widths.front()}) {
		if (total <= width || *cell <= narrowest)
			continue;
		size_t const less = std::min(total - width, *cell - narrowest);

		*cell -= less;
		total -= less;
	}
}

std::string cut(std::string const &cell, size_t width)
{
	static constexpr char const *ellipsis = "...";

	return cell.size() <= width ? cell : cell.substr(0, width - 3) + ellipsis;
}

std::string line_of(std::vector<std::string> const &cells, std::vector<size_t> const &widths)
{
	std::string line;

	for (size_t i = 0; i < cells.size(); i++) {
		std::string const cell = cut(cells[i], widths[i]);

		line += cell;
		if (i + 1 < cells.size())
			line.append(widths[i] - cell.size() + gap, ' ');
	}
	line.erase(line.find_last_not_of(' ') + 1);
	return line + '\n';
}

} // namespace

unsigned terminal_width()
{
	constexpr unsigned usual = 80;
	winsize size{};

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
		return usual;
	return size.ws_col;
}

std::string format(Table const &table, unsigned width)
{
	std::vector<size_t> widths = widths_of(table);
	std::string text;

	if (width)
		shrink(widths, width);
	text = line_of(table.head, widths);
	for (auto const &row : table.rows)
		text += line_of(row, widths);
	return text;
}

} // namespace tdxcall
