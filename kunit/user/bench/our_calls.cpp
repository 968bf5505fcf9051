// SPDX-License-Identifier: GPL-2.0
//
// The same calls as linux_calls.c has, made as the core's users make them.
#include "asm/call.h"
#include "calls.h"
#include "core/abi/leaf_number.hpp"
#include "core/call/core.h"
#include <tdxcall/leaves.h>

using namespace tdx;

// tdxcall.h is for the kernel alone.
extern "C" decltype(core_seamcall) tdxcall_seamcall;

namespace {

constexpr u64 page_add_number{static_cast<u64>(HostLeaf::MemPageAdd)};
constexpr u64 unknown_leaf{0x1ff};

OPAQUE u64 page_add(u64 gpa, tdx_level level, u64 tdr, u64 target, u64 source, u64 *sept_entry,
	u64 *level_state)
{
	tdh_mem_page_add_out out;
	u64 const status{
		tdxcall_tdh_mem_page_add(0, {gpa}, level, {tdr}, {target}, {source}, &out)};

	if (status >> 63) {
		*sept_entry = out.sept_entry.entry;
		*level_state = out.level_state.info;
	}
	return status;
}

u64 page_add_once()
{
	u64 sept_entry, level_state;

	return page_add(0x1000, TDX_LEVEL_4K, 0x2000, 0x3000, 0x4000, &sept_entry, &level_state);
}

OPAQUE u64 field_read(u64 field, u64 *value)
{
	tdh_sys_rd_out out;
	u64 const status{tdxcall_tdh_sys_rd(0, {field}, &out)};

	if (!(status >> 63))
		*value = out.value;
	return status;
}

u64 field_read_once()
{
	u64 value;

	return field_read(0x1000, &value);
}

OPAQUE u64 number(u64 fn, u64 rcx, u64 rdx, u64 r8, u64 r9)
{
	tdx_regs const in{.rcx = rcx, .rdx = rdx, .r8 = r8, .r9 = r9};
	// The call itself clears it.
	[[gnu::uninitialized]] tdx_regs out;

	return tdxcall_seamcall(fn, &in, &out);
}

OPAQUE bool port_read(u64 size, u64 port, u64 *data)
{
	tdg_vp_vmcall_instruction_io_out out;
	auto const result = tdxcall_tdg_vp_vmcall_instruction_io(0, size, 0, port, 0, &out);
	bool const ok{!(result.rax | result.r10)};

	if (ok)
		*data = out.data;
	return ok;
}

u64 port_read_once()
{
	u64 data;

	return port_read(4, 0x60, &data);
}

constexpr u64 export_mem{static_cast<u64>(HostLeaf::ExportMem)};

u64 single_calls()
{
	tdx_regs const in{};
	tdx_regs out;
	u64 sum{0};

	for (unsigned i = 0; i < BATCH; i++)
		sum += core_seamcall(export_mem, &in, &out);
	return sum;
}

u64 batch()
{
	static tdx_call calls[BATCH];

	for (tdx_call &one : calls)
		one.fn = export_mem;
	return core_seamcall_batch(calls, BATCH);
}

tdx_regs shared_in;
tdx_regs shared_out;
tdx_regs_small shared_small;

} // namespace

LOOP(our_small_entry,
	tdx_seamcall_small(page_add_number, &shared_small, 0x2000, 0x1000, 0x3000, 0x4000))
LOOP(our_full_entry, tdx_seamcall_full(unknown_leaf, &shared_in, &shared_out))
LOOP(our_page_add, page_add_once())
LOOP(our_field_read, field_read_once())
LOOP(our_number, number(page_add_number, 0x1000, 0x2000, 0x3000, 0x4000))
LOOP(our_full_number, number(unknown_leaf, 0x1000, 0x2000, 0x3000, 0x4000))
LOOP(our_port_read, port_read_once())
LOOP(our_single_calls, single_calls())
LOOP(our_batch, batch())
