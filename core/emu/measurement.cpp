// SPDX-License-Identifier: GPL-2.0
#include "measurement.hpp"

#include "../host.h"

namespace tdx::model {

namespace {

struct Block {
	char name[16];
	u64 gpa;
	u8 zero[104];
};
static_assert(sizeof(Block) == 128);
static_assert(hash_state_bytes == HOST_SHA384_STATE_BYTES);

struct Chunk {
	Block block;
	u8 content[measured_bytes];
};
static_assert(sizeof(Chunk) == sizeof(Block) + measured_bytes);

Status hash(Td const &td, void const *data, u32 bytes)
{
	return host_sha384_update(td.control().mrtd_state, data, bytes) ? damaged() : success();
}

} // namespace

Status begin_measurement(Td const &td)
{
	return host_sha384_begin(td.control().mrtd_state) ? damaged() : success();
}

Status measure_page_add(Td const &td, u64 gpa)
{
	Block const block{.name = "MEM.PAGE.ADD", .gpa = gpa, .zero = {}};
	return hash(td, &block, sizeof(block));
}

Status measure_content(Td const &td, u64 gpa, void const *content)
{
	Chunk chunk{.block = {.name = "MR.EXTEND", .gpa = gpa, .zero = {}}, .content = {}};

	__builtin_memcpy(chunk.content, content, measured_bytes);
	return hash(td, &chunk, sizeof(chunk));
}

Status end_measurement(Td const &td)
{
	return host_sha384_end(td.control().mrtd_state, td.control().mrtd) ? damaged() : success();
}

} // namespace tdx::model
