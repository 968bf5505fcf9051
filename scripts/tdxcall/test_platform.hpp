// SPDX-License-Identifier: GPL-2.0
//
// The keys of a platform that does not exist.  They are no secret: whoever reads this source can
// make any quote.  Everything that they sign says so: TEST KEY - NOT INTEL.
#pragma once

#include "crypto.hpp"

namespace tdxcall::test_platform {

// Public key of the root, as in public_bytes().
Bytes root();

// A quote of @report, a TDREPORT that has been checked.
Bytes quote(Bytes const &report);

} // namespace tdxcall::test_platform
