// SPDX-License-Identifier: GPL-2.0
//
// Measurement of what a TD is built of.
#include "core/emu/sept/sept.hpp"
#include "core/emu/td/measurement.hpp"
#include "leaves.hpp"

#include "core/emu/host.h"

namespace tdx::emu {

HostOutcome mr_extend(Call &call)
{
	CORE_FILLED Td td{call.emu, TdcsUse::Memory};
	TDX_TRY(td.open(HostLeaf::MrExtend, call.in.rdx, Reg::Rdx, Hold::Exclusive));

	u64 const gpa{call.in.rcx};
	if (gpa % measured_bytes)
		return invalid(Reg::Rcx);
	Mapping mapping{call, td};
	TDX_TRY(mapping.open_byte(gpa, Hold::None));
	if (!mapping.allows(HostLeaf::MrExtend)) {
		mapping.report();
		return Status::of(StatusCode::EptEntryNotPresent, static_cast<u32>(Reg::Rcx));
	}

	if (!mapping.page_entry())
		return damaged();
	u64 const pa{mapping.byte()};
	auto const *const page = static_cast<u8 const *>(host_page(page_of(pa)));
	if (!page)
		return out_of_range(Reg::Rcx);
	return measure_content(td, gpa, page + pa % page_size);
}

HostOutcome mr_finalize(Call &call)
{
	Td td{call.emu};
	TDX_TRY(td.open(HostLeaf::MrFinalize, call.in.rcx, Reg::Rcx, Hold::Exclusive));
	if (!td.control().num_vcpus)
		return Status::of(StatusCode::NoVcpus);

	TDX_TRY(end_measurement(td));
	td.control().set_state(OpState::Runnable);
	return success();
}

} // namespace tdx::emu
