// SPDX-License-Identifier: GPL-2.0
#include "call_file.hpp"

#include <cerrno>
#include <cstring>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

#include "commands.hpp"
#include "number.hpp"

namespace tdxcall {

namespace {

constexpr size_t most = 1 << 17;

bool is_register(std::string const &key)
{
	return key.size() <= 3 && key.starts_with('r');
}

bool is_offset(std::string const &key)
{
	return key.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// "NAME, detail (0xNUMBER)"
void take_status(Answer &answer, std::string const &value)
{
	size_t const number = value.rfind("(0x");

	if (number == std::string::npos)
		return;
	answer.status = value.substr(0, value.find_first_of(", "));
	answer.code = parse_number(value.substr(number + 1, value.size() - number - 2)).value_or(0);
}

Answer parse(std::string text)
{
	Answer answer;
	std::istringstream lines{text};

	for (std::string line; std::getline(lines, line);) {
		size_t const colon = line.find(": ");

		if (colon == std::string::npos)
			continue;
		std::string const key = line.substr(0, colon);
		std::string const value = line.substr(colon + 2);

		if (key == "status")
			take_status(answer, value);
		else if (is_register(key))
			answer.registers.emplace_back(
				key, parse_number(value.substr(0, value.find(' '))).value_or(0));
		else if (is_offset(key))
			answer.bytes += value;
	}
	answer.text = std::move(text);
	return answer;
}

std::string first_line(std::string const &text)
{
	return text.substr(0, text.find('\n'));
}

} // namespace

CallFile::CallFile(std::filesystem::path const &debugfs)
	: fd{open((debugfs / "tdxcall" / "call").c_str(), O_RDWR | O_CLOEXEC)}
{
	if (fd < 0)
		throw Failure{NeedsModule,
			(debugfs / "tdxcall" / "call").string() + ": " + std::strerror(errno) +
				"; calls by hand need the kernel module tdxcall loaded with "
				"raw_calls=1, debugfs mounted, root, and no lockdown"};
}

CallFile::~CallFile()
{
	close(fd);
}

std::string CallFile::read() const
{
	std::string text(most, '\0');
	ssize_t const done = pread(fd, text.data(), text.size(), 0);

	if (done < 0)
		throw Failure{
			NotFound, std::string{"the answer can't be read: "} + std::strerror(errno)};
	text.resize(static_cast<size_t>(done));
	return text;
}

Answer CallFile::submit(std::string const &line) const
{
	ssize_t const done = write(fd, line.data(), line.size());
	int const error = errno;

	if (done == static_cast<ssize_t>(line.size()))
		return parse(read());

	std::string why = done < 0 ? first_line(read()) : "a part of it was written";
	if (why.starts_with("line 1: "))
		why.erase(0, 8);
	throw Failure{
		NotFound, why + (done < 0 ? std::string{" ("} + std::strerror(error) + ")" : "")};
}

} // namespace tdxcall
