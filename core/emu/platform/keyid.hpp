// SPDX-License-Identifier: GPL-2.0
//
// Which KeyIDs there are, and packages as bits.
#pragma once

#include "state.hpp"

namespace tdx::model {

// KeyIDs from the first private one on are private, up to the last that the platform has.
[[gnu::always_inline]] inline u32 private_keyids_end(Module const &module)
{
	return module.platform.first_private_keyid + module.platform.private_keyids;
}

// A KeyID operand: 15:0, the rest reserved.
[[gnu::always_inline]] inline bool private_keyid(Module const &module, u64 operand)
{
	return operand >= module.platform.first_private_keyid &&
	       operand < private_keyids_end(module);
}

[[gnu::always_inline]] inline u64 with_keyid(Module const &module, u64 pa, u16 keyid)
{
	return pa | (u64{keyid} << module.platform.keyid_shift & module.platform.keyid_mask);
}

[[gnu::always_inline]] inline u8 all_packages(Module const &module)
{
	return static_cast<u8>((1u << module.packages) - 1);
}

} // namespace tdx::model
