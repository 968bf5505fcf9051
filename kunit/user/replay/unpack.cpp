// SPDX-License-Identifier: GPL-2.0
#include "unpack.hpp"

#include <ext/stdio_filebuf.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace replay {

Unpacked::Unpacked(std::string const &from) : path{from}
{
	if (path.ends_with(".xz")) {
		start_unpacker();
	} else {
		auto file = std::make_unique<std::filebuf>();
		if (!file->open(path, std::ios::in))
			throw std::runtime_error{path + ": cannot be read"};
		buffer = std::move(file);
	}
	input = std::make_unique<std::istream>(buffer.get());
}

void Unpacked::start_unpacker()
{
	int ends[2];
	if (pipe(ends))
		throw std::runtime_error{path + ": no pipe"};

	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&actions, ends[0]);
	posix_spawn_file_actions_addclose(&actions, ends[1]);
	std::string program{"xz"}, option{"-dc"}, end{"--"}, name{path};
	char *const arguments[]{program.data(), option.data(), end.data(), name.data(), nullptr};
	int const error{posix_spawnp(&unpacker, "xz", &actions, nullptr, arguments, environ)};
	posix_spawn_file_actions_destroy(&actions);
	::close(ends[1]);
	buffer = std::make_unique<__gnu_cxx::stdio_filebuf<char>>(ends[0], std::ios::in);
	if (error) {
		unpacker = -1;
		throw std::runtime_error{path + ": xz cannot be run"};
	}
}

void Unpacked::close()
{
	input.reset();
	buffer.reset();
	if (unpacker < 0)
		return;
	int status{0};
	waitpid(std::exchange(unpacker, -1), &status, 0);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		throw std::runtime_error{path + ": xz failed"};
}

void Unpacked::abandon()
{
	input.reset();
	buffer.reset();
	if (unpacker >= 0)
		waitpid(std::exchange(unpacker, -1), nullptr, 0);
}

Unpacked::~Unpacked()
{
	abandon();
}

} // namespace replay
