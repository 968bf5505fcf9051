// SPDX-License-Identifier: GPL-2.0
//
// Structures of the TDX ABI, a line for each field.
#pragma once

#include <string>

#include "core/decode/decode.h"
#include "output.hpp"

namespace tdxcall {

// Lines of @bytes, each with @prefix before its name, as results of @command.  The first byte is
// byte @base of the file.
void add_structure(Output &output, std::string const &command, tdx_structure structure,
	std::string const &bytes, std::string const &prefix, size_t base = 0);

// What must be so in the structure; false when something is not.
bool add_checks(Output &output, tdx_structure structure, std::string const &bytes);

// Bytes of a file, which may be a hex dump or base64.
std::string read_structure(std::string const &name, size_t most, std::string const &what);

} // namespace tdxcall
