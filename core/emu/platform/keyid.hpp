// SPDX-License-Identifier: GPL-2.0
//
// Private KeyIDs, and sets of packages as bit masks.
#pragma once

#include "state.hpp"

namespace tdx::emu {

// All KeyIDs from the first private one to the platform's last are private.
CORE_ALWAYS_INLINE u32 private_keyids_end(Emu const &emu)
{
	return emu.platform.first_private_keyid + emu.platform.private_keyids;
}

// A KeyID operand: 15:0, the rest reserved.
CORE_ALWAYS_INLINE bool private_keyid(Emu const &emu, u64 operand)
{
	return operand >= emu.platform.first_private_keyid && operand < private_keyids_end(emu);
}

CORE_ALWAYS_INLINE u64 with_keyid(Emu const &emu, u64 pa, u16 keyid)
{
	return pa | (u64{keyid} << emu.platform.keyid_shift & emu.platform.keyid_mask);
}

CORE_ALWAYS_INLINE u8 all_packages(Emu const &emu)
{
	return static_cast<u8>((1u << emu.packages) - 1);
}

} // namespace tdx::emu
