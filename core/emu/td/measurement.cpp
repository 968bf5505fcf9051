// SPDX-License-Identifier: GPL-2.0
#include "measurement.hpp"

#include "core/emu/host.h"

namespace tdx::emu {

namespace {

struct Block {
	char name[16];
	u64 gpa;
	u8 zero[104];
};
static_assert(sizeof(Block) == 128);
static_assert(hash_state_bytes == HOST_SHA384_STATE_BYTES);

Status hash(Td const &td, Block const &block, void const *content, u32 bytes)
{
	return host_sha384_update(td.control().mrtd_state, &block, sizeof(block), content, bytes)
		       ? damaged()
		       : success();
}

} // namespace

Status begin_measurement(Td const &td)
{
	return host_sha384_begin(td.control().mrtd_state) ? damaged() : success();
}

Status measure_page_add(Td const &td, u64 gpa)
{
	Block const block{.name = "MEM.PAGE.ADD", .gpa = gpa, .zero = {}};
	return hash(td, block, nullptr, 0);
}

Status measure_content(Td const &td, u64 gpa, void const *content)
{
	Block const block{.name = "MR.EXTEND", .gpa = gpa, .zero = {}};
	return hash(td, block, content, measured_bytes);
}

Status end_measurement(Td const &td)
{
	return host_sha384_end(td.control().mrtd_state, td.control().mrtd) ? damaged() : success();
}

} // namespace tdx::emu
