// SPDX-License-Identifier: GPL-2.0
//
// A text file, through xz(1) when its name ends in .xz.
#pragma once

#include <fstream>
#include <istream>
#include <memory>
#include <string>
#include <sys/types.h>

namespace replay {

class Unpacked {
	std::string const path;
	pid_t unpacker{-1};
	std::unique_ptr<std::streambuf> buffer;
	std::unique_ptr<std::istream> input;

	void start_unpacker();

public:
	explicit Unpacked(std::string const &path);
	~Unpacked();
	Unpacked(Unpacked const &) = delete;
	Unpacked &operator=(Unpacked const &) = delete;

	std::istream &stream() { return *input; }
	// Throws std::runtime_error when the file did not unpack to its end.
	void close();
	// Reads no further.
	void abandon();
};

} // namespace replay
