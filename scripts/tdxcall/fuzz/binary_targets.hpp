// SPDX-License-Identifier: GPL-2.0
//
// Targets for files, and for the core's decoder.
#pragma once

#include <string_view>

namespace tdxcall::fuzz {

// A file as each structure, and as what it is recognised as.
void structures(std::string_view input);
void quotes(std::string_view input);
// A kernel's image, and its initrd.
void image(std::string_view input);
// The functions of core/decode with any number, and buffers that are too small.
void decoder(std::string_view input);

} // namespace tdxcall::fuzz
