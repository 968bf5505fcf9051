// SPDX-License-Identifier: GPL-2.0
#include "open_file.hpp"

#include <cerrno>
#include <cstring>

#include <sys/stat.h>
#include <unistd.h>

namespace tdxcall {

Read<std::string> could_not_read(int error)
{
	if (error == ENOENT || error == ENOTDIR)
		return Read<std::string>::none("there is no such file");
	return Read<std::string>::unreadable(std::strerror(error));
}

Read<std::string> read_and_close(int fd)
{
	struct stat status {};
	std::string text;
	ssize_t got = 0;
	int error = 0;

	if (fstat(fd, &status) || !S_ISREG(status.st_mode)) {
		close(fd);
		return Read<std::string>::unreadable("it is no ordinary file");
	}
	// Files of /proc and /sys do not say their size.
	do {
		char part[16384];

		got = read(fd, part, sizeof(part));
		if (got > 0)
			text.append(part, static_cast<size_t>(got));
		else if (got < 0)
			error = errno;
	} while (got > 0 && text.size() <= largest_file);
	close(fd);
	if (error)
		return Read<std::string>::unreadable(std::strerror(error));
	if (text.size() > largest_file)
		return Read<std::string>::unreadable("it is too large");
	return {std::move(text), false, {}};
}

} // namespace tdxcall
