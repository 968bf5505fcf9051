// SPDX-License-Identifier: GPL-2.0
#include "call_inputs.hpp"

#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "lines.hpp"
#include "number.hpp"

namespace tdxcall {

namespace {

using namespace tdx;

std::string word_text(OperandKind kind, u64 value)
{
	char text[512];

	switch (kind) {
	case OperandKind::FieldId:
		tdx_decode_field(value, text, sizeof(text));
		break;
	case OperandKind::CpuidLeaf:
		tdx_decode_word(TDX_WORD_CPUID_LEAF, value, text, sizeof(text));
		break;
	default:
		return {};
	}
	return text;
}

template <unsigned Leaves, unsigned Operands>
void add_operands(
	Lines &lines, LeafTable<Leaves, Operands> const &table, u64 leaf, Registers const &inputs)
{
	LeafInfo const *row = find_leaf(table, leaf & 0xffff);

	if (!row)
		return;
	for (unsigned i = 0; i < row->operands; i++) {
		OperandInfo const &op = table.operand[row->first_operand + i];

		if (op.dir != Dir::In || !inputs.names(reg_name(op.reg)) ||
			op.kind == OperandKind::Zero)
			continue;

		u64 const *const all = gpr(inputs.values, op.reg);
		// An address keeps its low bits, although other operands stand there.
		bool const address = op.hi > 32 && op.lo;
		u64 const mask = ~0ULL >> (63 - op.hi + op.lo);
		u64 const value = *all >> op.lo & mask;
		std::string const said = word_text(op.kind, value);

		lines.add_one("input", std::string{reg_name(op.reg)} + ' ' + op.name + " = " +
					       hex(address ? value << op.lo : value) +
					       (said.empty() ? "" : ": " + said));
	}
}

} // namespace

void add_inputs(Result &result, LoggedCall const &call, Registers const &inputs)
{
	Lines lines;

	if (inputs.empty() || call.leaf == TDX_LEAF_UNKNOWN)
		return;
	if (call.kind == TDX_CALL_SEAMCALL)
		add_operands(lines, host_leaves, call.leaf, inputs);
	else if (call.kind == TDX_CALL_TDCALL)
		add_operands(lines, guest_leaves, call.leaf, inputs);
	lines.append_to(result);
}

} // namespace tdxcall
