// SPDX-License-Identifier: GPL-2.0
//
// Typed calls of the P-SEAMLDR leaf functions.
// Written by scripts/gen-typed from the tables in core/abi/: change those.
#pragma once

#include "abi/seamldr_leaves.hpp"
#include "typed.hpp"

namespace tdx::typed {

// clang-format off
// SEAMLDR.INFO: loader version, counters and SEAMEXTEND copy
[[gnu::always_inline]] inline Status
seamldr_info(BufferPa seamldr_info_pa)
{
	constexpr Plan plan = plan_of(leaf_info(SeamldrLeaf::Info));
	Inputs in;
	tdx_regs out;

	in.put_in_place<Reg::Rcx, 63, 0>(seamldr_info_pa.raw);
	return in.call(Insn::Seamcall, plan, SeamldrLeaf::Info, out);
}

// SEAMLDR.INSTALL: install (scenario 0) or update (scenario 1) the TDX module
[[gnu::always_inline]] inline Status
seamldr_install(BufferPa seamldr_params_pa)
{
	constexpr Plan plan = plan_of(leaf_info(SeamldrLeaf::Install));
	Inputs in;
	tdx_regs out;

	in.put_in_place<Reg::Rcx, 63, 0>(seamldr_params_pa.raw);
	return in.call(Insn::Seamcall, plan, SeamldrLeaf::Install, out);
}

// SEAMLDR.SHUTDOWN: stop the loader so that a new one can be launched; first call clears
// SEAM_READY (no more TDX module calls), last call clears SEAMEXTEND
[[gnu::always_inline]] inline Status
seamldr_shutdown()
{
	constexpr Plan plan = plan_of(leaf_info(SeamldrLeaf::Shutdown));
	Inputs in;
	tdx_regs out;

	return in.call(Insn::Seamcall, plan, SeamldrLeaf::Shutdown, out);
}

// SEAMLDR.SEAMINFO: SEAM range / topology information
[[gnu::always_inline]] inline Status
seamldr_seaminfo(BufferPa output_buffer_pa)
{
	constexpr Plan plan = plan_of(leaf_info(SeamldrLeaf::Seaminfo));
	Inputs in;
	tdx_regs out;

	in.put_in_place<Reg::Rcx, 63, 0>(output_buffer_pa.raw);
	return in.call(Insn::Seamcall, plan, SeamldrLeaf::Seaminfo, out);
}

// SEAMLDR.CLEANUP: wipe leftovers of an old module (SEAMEXTEND, caches, private keys); advertised
// by features0 bit 1
[[gnu::always_inline]] inline Status
seamldr_cleanup()
{
	constexpr Plan plan = plan_of(leaf_info(SeamldrLeaf::Cleanup));
	Inputs in;
	tdx_regs out;

	return in.call(Insn::Seamcall, plan, SeamldrLeaf::Cleanup, out);
}

// clang-format on

} // namespace tdx::typed
