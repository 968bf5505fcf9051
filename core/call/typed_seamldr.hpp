// SPDX-License-Identifier: GPL-2.0
//
// Typed calls of the P-SEAMLDR leaf functions.
// Written by scripts/gen-typed from the tables in core/abi/: change those.
#pragma once

#include "core/abi/leaves/seamldr_leaves.hpp"
#include "typed.hpp"

namespace tdx::typed {

// clang-format off
// SEAMLDR.INFO: loader version, counters and SEAMEXTEND copy
[[gnu::always_inline]] inline Status
seamldr_info(BufferPa seamldr_info_pa, CallFlags how = {})
{
	Inputs in;

	in.put_in_place<Reg::Rcx, 63, 0>(seamldr_info_pa.raw);
	return in.seamldr(SeamldrLeaf::Info, how);
}

// SEAMLDR.INSTALL: install (scenario 0) or update (scenario 1) the TDX module
[[gnu::always_inline]] inline Status
seamldr_install(BufferPa seamldr_params_pa, CallFlags how = {})
{
	Inputs in;

	in.put_in_place<Reg::Rcx, 63, 0>(seamldr_params_pa.raw);
	return in.seamldr(SeamldrLeaf::Install, how);
}

// SEAMLDR.SHUTDOWN: stop the loader so that a new one can be launched; first call clears
// SEAM_READY (no more TDX module calls), last call clears SEAMEXTEND
[[gnu::always_inline]] inline Status
seamldr_shutdown(CallFlags how = {})
{
	Inputs in;

	return in.seamldr(SeamldrLeaf::Shutdown, how);
}

// SEAMLDR.SEAMINFO: SEAM range / topology information
[[gnu::always_inline]] inline Status
seamldr_seaminfo(BufferPa output_buffer_pa, CallFlags how = {})
{
	Inputs in;

	in.put_in_place<Reg::Rcx, 63, 0>(output_buffer_pa.raw);
	return in.seamldr(SeamldrLeaf::Seaminfo, how);
}

// SEAMLDR.CLEANUP: wipe leftovers of an old module (SEAMEXTEND, caches, private keys); advertised
// by features0 bit 1
[[gnu::always_inline]] inline Status
seamldr_cleanup(CallFlags how = {})
{
	Inputs in;

	return in.seamldr(SeamldrLeaf::Cleanup, how);
}

// clang-format on

} // namespace tdx::typed
