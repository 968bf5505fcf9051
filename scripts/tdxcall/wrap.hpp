// SPDX-License-Identifier: GPL-2.0
//
// Text for a terminal.
#pragma once

#include <string>

namespace tdxcall {

// The lines of @text behind @indent, broken at spaces, or in long words, where they are wider than
// @width (0: never); what goes on in the next line stands further in.
std::string wrapped(std::string const &text, unsigned width, std::string const &indent);

} // namespace tdxcall
