// SPDX-License-Identifier: GPL-2.0
//
// TDH.VP.RD and TDH.VP.WR: metadata of a vCPU, element by element.
#include "core/emu/config/vcpu_rules.hpp"
#include "leaves.hpp"

namespace tdx::emu {

HostOutcome vp_rd(Call &call)
{
	Vcpu vcpu{call.emu};

	TDX_TRY(vcpu.open(HostLeaf::VpRd, call.in.rcx, Reg::Rcx, Hold::Shared));
	TDX_TRY(vcpu.associate(call.lp, true));
	VcpuField field{vcpu};
	return read_element(call, field, FieldContext::Vcpu,
		[&](VcpuField const &one) { return host_reads(vcpu, one); });
}

HostOutcome vp_wr(Call &call)
{
	Vcpu vcpu{call.emu};

	TDX_TRY(vcpu.open(HostLeaf::VpWr, call.in.rcx, Reg::Rcx, Hold::Shared));
	TDX_TRY(vcpu.associate(call.lp, false));
	VcpuField field{vcpu};
	TDX_TRY(field.find(in_context(call.in.rdx, FieldContext::Vcpu)));

	Access const access{field.access()};
	u64 const seen{host_reads(vcpu, field) & element_mask(field.info())};
	FieldWrite const write{
		call.in.r8, call.in.r9, call.in.r9 & access.wr & element_mask(field.info())};
	// A field that is written as a whole does not depend on what it was.
	bool const whole{write.allowed == element_mask(field.info())};
	u64 const old{before_write(field, whole ? 0 : seen, access.wr)};
	TDX_TRY(write.check(old));
	TDX_TRY(host_writes(call.emu, vcpu, field, write.combined(old), access.wr));
	call.out.r8 = seen & access.rd;
	return success();
}

} // namespace tdx::emu
