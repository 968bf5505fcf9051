// SPDX-License-Identifier: GPL-2.0
//
// MRTD: SHA-384 over a stream of 128-byte blocks, from MNG.INIT to MR.FINALIZE.  Its state lies in
// the TD's control page.
#pragma once

#include "td.hpp"

namespace tdx::emu {

// TD_FATAL if the hash state is damaged.
Status begin_measurement(Td const &td);
// Adds one block that names the page; its content is not measured.
Status measure_page_add(Td const &td, u64 gpa);
// Adds one block that names the chunk, and two blocks with its content.
constexpr u32 measured_bytes = 256;
Status measure_content(Td const &td, u64 gpa, void const *content);
Status end_measurement(Td const &td);

} // namespace tdx::emu
