// SPDX-License-Identifier: GPL-2.0
//
// Leaf functions and sub-functions.
#pragma once

#include "core/abi/debug_leaf.hpp"
#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/abi/leaves/seamldr_leaves.hpp"
#include "core/abi/leaves/vmcalls.hpp"
#include "core/abi/results.hpp"
#include "core/base/text.hpp"
#include "decode.h"
#include "field.hpp"
#include "word.hpp"

namespace tdx {

namespace {

// RAX on entry.
struct CallWord {
	using Seamldr = Bits<63>;
	using Version = Bits<23, 16>;
	using Number = Bits<15, 0>;
};

// A row together with the operands of its table.
struct LeafRef {
	LeafInfo const *row = nullptr;
	OperandInfo const *operands = nullptr;
};

template <unsigned Leaves, unsigned Operands>
CORE_ALWAYS_INLINE LeafRef leaf_ref(LeafTable<Leaves, Operands> const &table, u64 number)
{
	LeafInfo const *row = find_leaf(table, number);

	return row ? LeafRef{row, &table.operand[row->first_operand]} : LeafRef{};
}

// Bit 63 of a SEAMCALL's leaf sends it to the P-SEAMLDR.
tdx_call_kind real_kind(tdx_call_kind kind, u64 rax)
{
	bool const seamldr =
		kind == TDX_CALL_SEAMCALL && rax != TDX_LEAF_UNKNOWN && CallWord::Seamldr::get(rax);

	return seamldr ? TDX_CALL_SEAMLDR : kind;
}

LeafRef find_any_leaf(u64 rax, tdx_call_kind kind)
{
	if (rax == TDX_LEAF_UNKNOWN)
		return {};
	switch (real_kind(kind, rax)) {
	case TDX_CALL_SEAMCALL:
		return leaf_ref(host_leaves, CallWord::Number::get(rax));
	case TDX_CALL_TDCALL:
		return leaf_ref(guest_leaves, CallWord::Number::get(rax));
	case TDX_CALL_SEAMLDR:
		return leaf_ref(seamldr_leaves, rax);
	case TDX_CALL_VMCALL:
		return leaf_ref(vmcalls, rax);
	}
	return {};
}

char const *call_name(tdx_call_kind kind)
{
	switch (kind) {
	case TDX_CALL_SEAMCALL:
		return "SEAMCALL";
	case TDX_CALL_TDCALL:
		return "TDCALL";
	case TDX_CALL_SEAMLDR:
		return "P-SEAMLDR";
	case TDX_CALL_VMCALL:
		return "TDG.VP.VMCALL";
	}
	return "unknown kind of call";
}

bool has_version(tdx_call_kind kind)
{
	return kind == TDX_CALL_SEAMCALL || kind == TDX_CALL_TDCALL;
}

// The sub-functions of the migration TD share one number; the operation is not known here.
bool migration_td(u64 r11, tdx_call_kind kind)
{
	return kind == TDX_CALL_VMCALL && r11 == static_cast<u32>(VmcallLeaf::MigTdWaitForRequest);
}

bool is_debug_leaf(u64 rax, tdx_call_kind kind)
{
	return kind == TDX_CALL_SEAMCALL && rax != TDX_LEAF_UNKNOWN &&
	       CallWord::Number::get(rax) == debug_leaf;
}

void add_leaf(Text &text, u64 rax, tdx_call_kind kind)
{
	LeafInfo const *row = find_any_leaf(rax, kind).row;

	kind = real_kind(kind, rax);
	if (row)
		text.add(row->name);
	else if (is_debug_leaf(rax, kind))
		text.add(debug_leaf_name);
	else if (migration_td(rax, kind))
		text.add("MigTD (R12 bits 15:0 say which operation)");
	else
		text.add("unknown leaf function");
	text.add(", ").add(call_name(kind)).add(' ');

	if (!has_version(kind)) {
		text.hex(kind == TDX_CALL_VMCALL && row ? static_cast<u32>(rax) : rax);
		return;
	}

	u64 const rest = rax & ~(CallWord::Version::mask | CallWord::Number::mask);
	u64 const version = CallWord::Version::get(rax);

	text.add("leaf ").decimal(CallWord::Number::get(rax)).add(" version ").decimal(version);
	if (row && version > row->max_version)
		text.add(" (newest known: ").decimal(row->max_version).add(')');
	if (rest)
		text.add(", reserved bits ").hex(rest);
}

char const *scope_name(Scope scope)
{
	switch (scope) {
	case Scope::Platform:
		return "platform";
	case Scope::Package:
		return "package: call it once on each";
	case Scope::Lp:
		return "logical processor: call it once on each";
	case Scope::Td:
		return "TD";
	case Scope::TdPackage:
		return "TD and package: call it once on each package";
	case Scope::Vcpu:
		break;
	}
	return "vCPU";
}

char const *state_name(ModuleState state)
{
	switch (state) {
	case ModuleState::Any:
		return "any";
	case ModuleState::Pending:
		return "PENDING";
	case ModuleState::InitDone:
		return "INIT_DONE";
	case ModuleState::ConfigDone:
		return "CONFIG_DONE";
	case ModuleState::Ready:
		return "READY";
	case ModuleState::LpInitDone:
		return "any, after TDH.SYS.LP.INIT on this CPU";
	case ModuleState::LpInitDoneNotShutdown:
		break;
	}
	return "any but SHUTDOWN, after TDH.SYS.LP.INIT on this CPU";
}

char const *xstate_name(Xstate xstate)
{
	switch (xstate) {
	case Xstate::None:
		return "kept";
	case Xstate::Reset:
		return "may come back as zero";
	case Xstate::L2:
		return "shared with the L2 VM";
	case Xstate::Io:
		break;
	}
	return "carries operands; the rest of it changes";
}

char const *direction_name(Dir dir)
{
	switch (dir) {
	case Dir::In:
		return "in";
	case Dir::Out:
		return "out";
	case Dir::Error:
		break;
	}
	return "out on failure";
}

char const *operand_name(OperandInfo const &op)
{
	switch (op.kind) {
	case OperandKind::Zero:
		return op.dir == Dir::In ? "must be 0" : "0";
	case OperandKind::AllOnes:
		return "all ones";
	default:
		return op.name;
	}
}

void add_retry(Text &text, Retry retry)
{
	static constexpr struct {
		Retry retry;
		char const *when;
	} names[] = {
		{Retry::Entropy, "TDX_RND_NO_ENTROPY"},
		{Retry::Busy, "TDX_OPERAND_BUSY"},
		{Retry::SysBusy, "TDX_SYS_BUSY"},
		{Retry::EpochBusy, "TDX_PREVIOUS_TLB_EPOCH_BUSY"},
		{Retry::KeyGeneration, "TDX_KEY_GENERATION_FAILED"},
		{Retry::Resume, "TDX_INTERRUPTED_RESUMABLE"},
		{Retry::Restart, "TDX_INTERRUPTED_RESTARTABLE"},
		{Retry::Hypercall, "RETRY"},
	};
	bool first = true;

	for (auto const &row : names)
		if (has(retry, row.retry))
			text.next(first, ", ").add(row.when);
	if (first)
		text.add("nothing");
}

void add_operand(Text &text, OperandInfo const &op)
{
	text.add('\n').add(direction_name(op.dir)).add(": ").add(reg_name(op.reg));
	if (op.hi != 63 || op.lo) {
		text.add('[').decimal(op.hi);
		if (op.hi != op.lo)
			text.add(':').decimal(op.lo);
		text.add(']');
	}
	text.add(' ').add(operand_name(op));
	if (op.version)
		text.add(", from version ").decimal(op.version).add(" on");
	if (op.since != Release::V1_0)
		text.add(", since ").add(release_name(op.since));
}

void add_leaf_lines(Text &text, u64 rax, tdx_call_kind kind)
{
	LeafRef const leaf = find_any_leaf(rax, kind);

	text.add("call: ");
	add_leaf(text, rax, kind);
	if (is_debug_leaf(rax, kind))
		text.add("\nnote: ").add(debug_leaf_note);
	if (!leaf.row)
		return;

	LeafInfo const &row = *leaf.row;

	kind = real_kind(kind, rax);
	text.add("\nsummary: ").add(row.summary);
	if (has_version(kind)) {
		text.add("\nsince: ").add(release_name(row.since));
		text.add("\nscope: ").add(scope_name(row.scope));
		text.add("\nmodule state: ").add(state_name(row.state));
		text.add("\nvector registers: ").add(xstate_name(row.xstate));
	}
	text.add("\ncall again on: ");
	add_retry(text, row.retry);
	if (row.rule)
		text.add("\nrule: ").add(row.rule);
	for (unsigned i = 0; i < row.operands; i++)
		add_operand(text, leaf.operands[i]);
	for (unsigned i = 0; i < sizeof(ghci_status_rows) / sizeof(*ghci_status_rows); i++)
		if (static_cast<u8>(row.results) >> i & 1)
			text.add("\nresult: ").add(ghci_status_rows[i].name);
}

} // namespace

} // namespace tdx
