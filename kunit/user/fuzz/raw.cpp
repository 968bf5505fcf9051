// SPDX-License-Identifier: GPL-2.0
//
// Lines of the file "call" that nobody would write.  Whatever the text: the parser reads nothing
// else, says where it stops, and leaves no number of the text's in a register that is an address.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/abi/leaves/host_leaves.hpp"
#include "core/raw/raw.h"

namespace {

void must(bool holds)
{
	if (!holds)
		std::abort();
}

bool is_address(tdx::OperandKind kind)
{
	return kind == tdx::OperandKind::PageAddress || kind == tdx::OperandKind::BufferAddress ||
	       kind == tdx::OperandKind::KeyedAddress;
}

// The address itself comes from a buffer: what is there before are other fields of the register.
void check_register(core_raw_call const &call, tdx::OperandInfo const &op)
{
	u64 const mask{(~0ULL >> (63 - op.hi + op.lo)) << op.lo};
	u64 const value{core_raw_get(&call.in, static_cast<u8>(op.reg))};

	if (value == ~0ULL)
		return;
	must(!(value & mask));
	bool named{false};
	for (u32 i = 0; i < call.addresses; i++)
		named |= call.address[i].reg == static_cast<u8>(op.reg);
	must(named);
}

void check_call(core_raw_call const &call)
{
	tdx::LeafInfo const *const row{tdx::find_leaf(tdx::host_leaves, call.fn & 0xffff)};

	must(row && row->raw == tdx::Raw::Listed);
	must((call.fn >> 16 & 0xff) <= row->max_version);
	must(call.addresses <= CORE_RAW_ADDRESSES);
	for (u32 i = 0; i < call.addresses; i++) {
		core_raw_address const &address{call.address[i]};

		must(address.buffer < CORE_RAW_BUFFERS && address.bytes);
		must(address.use == CORE_RAW_BUFFER || address.offset % 4096 == 0);
		for (u32 j = 0; j < i; j++)
			must(call.address[j].reg != address.reg);
	}
	for (u32 i = 0; i < row->operands; i++) {
		tdx::OperandInfo const &op{tdx::host_leaves.operand[row->first_operand + i]};

		if (op.dir == tdx::Dir::In && is_address(op.kind))
			check_register(call, op);
	}
}

void check_line(core_raw_line &line)
{
	u64 bytes{0};

	must(line.buffer < CORE_RAW_BUFFERS);
	if (line.verb == CORE_RAW_READ)
		must(line.count && line.count <= CORE_RAW_READ_BYTES);
	while (core_raw_byte(&line) >= 0)
		bytes++;
	must(bytes == (line.verb == CORE_RAW_WRITE ? line.count : 0));
	if (line.verb == CORE_RAW_CALL)
		check_call(line.call);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, size_t size)
{
	// Of the exact size, where a byte too many is found.
	std::vector<char> const text(data, data + size);
	core_raw_line line;
	core_raw_problem problem;

	if (core_raw_parse(text.data(), static_cast<u32>(size), &line, &problem)) {
		must(!problem.what && !problem.forbidden);
		check_line(line);
	} else {
		must(problem.what && problem.word <= size && problem.length <= size - problem.word);
	}
	return 0;
}
