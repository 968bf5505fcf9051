// SPDX-License-Identifier: GPL-2.0
#include "vcpu_element.hpp"

#include "vcpu_rules.hpp"

namespace tdx::emu {

Status read_vcpu_element(Call &call, Vcpu const &vcpu, Reader reader, bool tells_next)
{
	VcpuField field{vcpu, reader};
	return read_element(call, field, FieldContext::Vcpu, tells_next,
		[&](VcpuField const &one) { return read_value(vcpu, one); });
}

Status write_vcpu_element(Call &call, Vcpu const &vcpu, Reader reader)
{
	VcpuField field{vcpu, reader};
	TDX_TRY(field.find(in_context(call.in.rdx, FieldContext::Vcpu)));

	Access const access{field.access()};
	u64 const seen{read_value(vcpu, field) & element_mask(field.info())};
	FieldWrite const write{
		call.in.r8, call.in.r9, call.in.r9 & access.wr & element_mask(field.info())};
	// A field that is written as a whole does not depend on what it was.
	bool const whole{write.allowed == element_mask(field.info())};
	u64 const old{before_write(field, whole ? 0 : seen, access.wr)};
	TDX_TRY(write.check(old));
	TDX_TRY(write_value(call.emu, vcpu, field, write.combined(old), access.wr));
	call.out.r8 = seen & access.rd;
	return success();
}

} // namespace tdx::emu
