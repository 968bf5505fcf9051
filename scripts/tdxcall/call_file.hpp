// SPDX-License-Identifier: GPL-2.0
//
// The kernel module's file "call": a line goes in, an answer comes out.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <tdxcall/types.h>

namespace tdxcall {

struct Answer {
	std::string text;
	std::string status; // name of the completion status; empty when no call was made
	u64 code = 0;       // its number
	std::vector<std::pair<std::string, u64>> registers; // in their own order
	std::string bytes;                                  // that were read, in hexadecimal

	bool is_error() const { return code >> 63; }
};

// Its buffers are gone when it is closed.
class CallFile {
public:
	explicit CallFile(std::filesystem::path const &debugfs);
	CallFile(CallFile const &) = delete;
	CallFile &operator=(CallFile const &) = delete;
	~CallFile();

	// A Failure with the kernel's words when it is refused.
	Answer submit(std::string const &line) const;

private:
	std::string read() const;

	int fd;
};

} // namespace tdxcall
