// SPDX-License-Identifier: GPL-2.0
//
// The host reads and writes the memory of a debug TD.
#include "core/emu/sept/sept.hpp"
#include "leaves.hpp"

#include "core/emu/host.h"

namespace tdx::emu {

namespace {

enum class Access : u8 { Read, Write };

Status access(Call &call, HostLeaf leaf, Access kind)
{
	Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(leaf, call.in.rdx, Reg::Rdx, Hold::Shared));
	if (!td.debug())
		return Status::of(StatusCode::TdNonDebug);

	u64 const gpa{call.in.rcx};
	if (gpa % sizeof(u64))
		return invalid(Reg::Rcx);
	Mapping mapping{call, td};
	TDX_TRY(mapping.open_byte(gpa, Hold::Shared));
	TDX_TRY(mapping.require(leaf));
	if (!mapping.page_entry())
		return damaged();

	u64 old;
	u64 const fresh{call.in.r8};
	if (host_phys_read(mapping.byte(), &old, sizeof(old)) ||
		(kind == Access::Write && host_phys_write(mapping.byte(), &fresh, sizeof(fresh))))
		return out_of_range(Reg::Rcx);
	call.out.r8 = old;
	return success();
}

} // namespace

HostOutcome mem_rd(Call &call)
{
	return access(call, HostLeaf::MemRd, Access::Read);
}

HostOutcome mem_wr(Call &call)
{
	return access(call, HostLeaf::MemWr, Access::Write);
}

} // namespace tdx::emu
