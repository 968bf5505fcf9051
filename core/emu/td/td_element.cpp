// SPDX-License-Identifier: GPL-2.0
#include "td_element.hpp"

#include "core/emu/env/contention.hpp"
#include "core/emu/platform/tsc.hpp"

namespace tdx::emu {

namespace {

constexpr u64 min_hp_lock_timeout = 10000; // microseconds
constexpr u64 max_hp_lock_timeout = 100000000;

u64 read_value(Emu const &emu, TdField const &field)
{
	u64 const id{field.info().id.raw};

	if (id == num_cpuid_values_id)
		return max_cpuid_rows;
	void const *const place{field.place()};
	u64 const value{place ? load_element(place, field.info().id.bytes()) : 0};
	return id == hp_lock_timeout_id ? tsc_microseconds(emu, value) : value;
}

// The guest may choose whether pending pages give it a #VE only if the host allowed that
// (FLEXIBLE_PENDING_VE).
bool may_change_td_ctls(TdControl const &control, u64 changed)
{
	return ConfigFlags::FlexiblePendingVe::get(control.config_flags) ||
	       !TdCtls::PendingVeDisable::get(changed);
}

Status write_value(Emu &emu, Td const &td, TdField const &field, FieldWrite const &write, u64 old)
{
	u32 const bytes{field.info().id.bytes()};

	if (!field.place())
		return Status::of(StatusCode::MetadataFieldNotWritable);
	if (field.info().id.raw == hp_lock_timeout_id) {
		if (write.allowed != ~0ULL)
			return Status::of(StatusCode::MetadataWrMaskNotValid);
		if (write.value < min_hp_lock_timeout || write.value > max_hp_lock_timeout)
			return Status::of(StatusCode::MetadataFieldValueNotValid);
		// Kept in 32 bits.
		store_element(field.place(), bytes, static_cast<u32>(tsc_ticks(emu, write.value)));
		return success();
	}
	// Only the guest writes this field.
	if (field.info().id.raw == td_ctls_id &&
		!may_change_td_ctls(td.control(), old ^ write.combined(old)))
		return Status::of(StatusCode::MetadataFieldValueNotValid);
	if (contended(emu, OperandId::MetadataField) ||
		!exchange_element(field.place(), bytes, old, write.combined(old)))
		return busy(OperandId::MetadataField);
	return success();
}

} // namespace

Status read_td_element(Call &call, Td const &td, Reader reader, bool tells_next)
{
	TdField field{td, reader};
	return read_element(call, field, FieldContext::Td, tells_next,
		[&](TdField const &one) { return read_value(call.emu, one); });
}

Status write_td_element(Call &call, Td const &td, Reader reader)
{
	TdField field{td, reader};
	TDX_TRY(field.find(in_context(call.in.rdx, FieldContext::Td)));
	u64 const old{read_value(call.emu, field) & element_mask(field.info())};
	FieldWrite const write{call.in.r8, call.in.r9, call.in.r9 & field.access().wr};
	TDX_TRY(write.check(old));
	TDX_TRY(write_value(call.emu, td, field, write, old));
	call.out.r8 = old & field.access().rd;
	return success();
}

} // namespace tdx::emu
