// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.RD and TDH.SYS.RDALL: the platform's metadata, one element or all of it as a list.
#include "core/emu/metadata/global_element.hpp"
#include "core/emu/page/memory.hpp"
#include "leaves.hpp"

namespace tdx::emu {

HostOutcome sys_rd(Call &call)
{
	TDX_TRY(require_lp_init(call));
	return read_global_element(call, &FieldInfo::host);
}

HostOutcome sys_rdall(Call &call)
{
	TDX_TRY(require_lp_init(call));
	TDX_TRY(check_shared(call.emu, call.in.rdx, page_size, Reg::Rdx));
	return list_globals(call, &FieldInfo::host, call.in.rdx & ~call.emu.platform.keyid_mask);
}

} // namespace tdx::emu
