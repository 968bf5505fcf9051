// SPDX-License-Identifier: GPL-2.0
#include "vcpu_field.hpp"

namespace tdx::emu {

namespace {

constexpr u32 last_row = num_vcpu_rows;

bool holds(FieldInfo const &info, u32 code)
{
	return info.since <= Release::V1_5 && code >= info.id.code() &&
	       code - info.id.code() < info.codes();
}

} // namespace

// Rows that stand for the VMCS of an L2 VM have no elements of their own.
bool VcpuField::is_l2_vmcs() const
{
	u8 const cls{vcpu_fields[row].id.cls()};
	return cls >= VcpuClass::l2_vmcs && (cls - VcpuClass::l2_vmcs) % VcpuClass::l2_step == 0;
}

bool VcpuField::exists() const
{
	return vcpu_fields[row].since <= Release::V1_5 && vm() <= vcpu.l2_vms();
}

FieldInfo const &VcpuField::info() const
{
	return is_l2_vmcs() ? l2_vmcs_fields[l2_row] : vcpu_fields[row];
}

bool VcpuField::next_row()
{
	index = 0;
	for (;;) {
		if (row < last_row && is_l2_vmcs() && exists() && l2_row + 1 < num_l2_vmcs_rows) {
			l2_row++;
		} else {
			row++;
			l2_row = 0;
		}
		if (row == last_row)
			return false;
		if (exists() && access().rd)
			break;
	}
	id_ = info().id;
	if (is_l2_vmcs())
		id_.raw = FieldId::Class::put(id_.raw, vcpu_fields[row].id.cls());
	return true;
}

void VcpuField::first()
{
	row = ~0u;
	next_row();
}

Status VcpuField::find(FieldId id)
{
	if (!names_one_element(id))
		return bad_field_id();
	for (row = 0; row < last_row; row++) {
		if (!exists() || vcpu_fields[row].id.cls() != id.cls())
			continue;
		l2_row = 0;
		while (is_l2_vmcs() && l2_row + 1 < num_l2_vmcs_rows && !holds(info(), id.code()))
			l2_row++;
		if (holds(info(), id.code()))
			break;
	}
	if (row == last_row)
		return bad_field_id();

	u32 const distance{id.code() - info().id.code()};
	// The high half of a VMCS field has no id of its own.
	if (distance % info().id.step() || (in_vmcs() && id.code() % 2))
		return bad_field_id();
	index = distance / info().id.step();
	id_ = id;
	return success();
}

bool VcpuField::next()
{
	if (++index >= u32{info().elements} * info().fields)
		return next_row();
	id_.raw = FieldId::FieldCode::put(id_.raw, id_.code() + info().id.step());
	return true;
}

u64 VcpuField::load() const
{
	if (is_l2_vmcs())
		return vcpu.vmread(
			{0, static_cast<u16>(l2_vmcs_slots.of[l2_row] + 8 * index)}, vm());
	if (in_vmcs())
		return vcpu.vmread({static_cast<u16>(vcpu_slots.of[row].offset + 8 * index), 0});
	return vcpu.load(vcpu_slots.of[row], index);
}

void VcpuField::store(u64 value) const
{
	u64 const cut{value & element_mask(info())};

	if (is_l2_vmcs())
		vcpu.vmwrite(
			{0, static_cast<u16>(l2_vmcs_slots.of[l2_row] + 8 * index)}, cut, vm());
	else if (in_vmcs())
		vcpu.vmwrite({static_cast<u16>(vcpu_slots.of[row].offset + 8 * index), 0}, cut);
	else
		vcpu.store(vcpu_slots.of[row], cut, index);
}

} // namespace tdx::emu
