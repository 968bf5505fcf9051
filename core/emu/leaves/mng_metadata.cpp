// SPDX-License-Identifier: GPL-2.0
//
// TDH.MNG.RD and TDH.MNG.WR: metadata of a TD, element by element.
#include "core/emu/env/contention.hpp"
#include "core/emu/platform/tsc.hpp"
#include "core/emu/td/td_field.hpp"
#include "leaves.hpp"

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

Status write_value(Emu &emu, TdField const &field, FieldWrite const &write, u64 old)
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
	if (contended(emu, OperandId::MetadataField) ||
		!exchange_element(field.place(), bytes, old, write.combined(old)))
		return busy(OperandId::MetadataField);
	return success();
}

} // namespace

HostOutcome mng_rd(Call &call)
{
	Td td{call.emu};

	TDX_TRY(td.open(HostLeaf::MngRd, call.in.rcx, Reg::Rcx, Hold::Shared));
	TdField field{td};
	return read_element(call, field, FieldContext::Td,
		[&](TdField const &one) { return read_value(call.emu, one); });
}

HostOutcome mng_wr(Call &call)
{
	Td td{call.emu};

	TDX_TRY(td.open(HostLeaf::MngWr, call.in.rcx, Reg::Rcx, Hold::Shared));
	TdField field{td};
	TDX_TRY(field.find(in_context(call.in.rdx, FieldContext::Td)));
	u64 const old{read_value(call.emu, field) & element_mask(field.info())};
	FieldWrite const write{call.in.r8, call.in.r9, call.in.r9 & field.access().wr};
	TDX_TRY(write.check(old));
	TDX_TRY(write_value(call.emu, field, write, old));
	call.out.r8 = old & field.access().rd;
	return success();
}

} // namespace tdx::emu
