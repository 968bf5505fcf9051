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
	constexpr Plan plan = plan_of(leaf_info(SeamldrLeaf{0x8000000000000000}));
	Inputs in;
	tdx_regs out;

	in.put_in_place<Reg::Rcx, 63, 0>(seamldr_info_pa.raw);
	return in.call(Insn::Seamcall, plan, SeamldrLeaf{0x8000000000000000}, out);
}

// SEAMLDR.INSTALL: install (scenario 0) or update (scenario 1) the TDX module
[[gnu::always_inline]] inline Status
seamldr_install(BufferPa seamldr_params_pa)
{
	constexpr Plan plan = plan_of(leaf_info(SeamldrLeaf{0x8000000000000001}));
	Inputs in;
	tdx_regs out;

	in.put_in_place<Reg::Rcx, 63, 0>(seamldr_params_pa.raw);
	return in.call(Insn::Seamcall, plan, SeamldrLeaf{0x8000000000000001}, out);
}

// SEAMLDR.SHUTDOWN: stop the loader so that a new one can be launched; first call clears
// SEAM_READY (no more TDX module calls), last call clears SEAMEXTEND
[[gnu::always_inline]] inline Status
seamldr_shutdown()
{
	constexpr Plan plan = plan_of(leaf_info(SeamldrLeaf{0x8000000000000002}));
	Inputs in;
	tdx_regs out;

	return in.call(Insn::Seamcall, plan, SeamldrLeaf{0x8000000000000002}, out);
}

// SEAMLDR.SEAMINFO: SEAM range / topology information
[[gnu::always_inline]] inline Status
seamldr_seaminfo(BufferPa output_buffer_pa)
{
	constexpr Plan plan = plan_of(leaf_info(SeamldrLeaf{0x8000000000000003}));
	Inputs in;
	tdx_regs out;

	in.put_in_place<Reg::Rcx, 63, 0>(output_buffer_pa.raw);
	return in.call(Insn::Seamcall, plan, SeamldrLeaf{0x8000000000000003}, out);
}

// SEAMLDR.CLEANUP: wipe leftovers of an old module (SEAMEXTEND, caches, private keys); advertised
// by features0 bit 1
[[gnu::always_inline]] inline Status
seamldr_cleanup()
{
	constexpr Plan plan = plan_of(leaf_info(SeamldrLeaf{0x8000000000000004}));
	Inputs in;
	tdx_regs out;

	return in.call(Insn::Seamcall, plan, SeamldrLeaf{0x8000000000000004}, out);
}

// clang-format on

} // namespace tdx::typed
