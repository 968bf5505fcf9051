// SPDX-License-Identifier: GPL-2.0
//
// Completion statuses.
#pragma once

#include "core/abi/msr_name.hpp"
#include "core/abi/software.hpp"
#include "core/abi/status.hpp"
#include "core/abi/vmm_word.hpp"
#include "leaf.hpp"
#include "note.hpp"

namespace tdx {

namespace {

SoftwareInfo const *find_software(Status status)
{
	for (SoftwareInfo const &row : software_rows)
		if (row.status == status)
			return &row;
	return nullptr;
}

// A status, and what was called.
struct Called {
	Status status;
	tdx_call_kind kind;
	u64 leaf; // as given to the decoder

	bool is(HostLeaf host) const
	{
		return kind == TDX_CALL_SEAMCALL && leaf != TDX_LEAF_UNKNOWN &&
		       CallWord::Number::get(leaf) == static_cast<u64>(host);
	}

	// Not for a VMM's answer: it may return anything, even a value that looks like one of our
	// codes.
	SoftwareInfo const *software() const
	{
		return kind == TDX_CALL_VMCALL ? nullptr : find_software(status);
	}
	bool is_software() const { return kind != TDX_CALL_VMCALL && status.software(); }

	// P-SEAMLDR and GHCI have few statuses and no classes.
	bool has_classes() const { return kind == TDX_CALL_SEAMCALL || kind == TDX_CALL_TDCALL; }
};

StatusInfo const *find_status(Status status)
{
	u32 const code = static_cast<u32>(status.code_without_fatal());
	StatusInfo const *near = nullptr;

	for (StatusInfo const &row : status_rows) {
		if (row.code == status.code())
			return &row;
		if (static_cast<u32>(Status::of(row.code).code_without_fatal()) == code)
			near = &row;
	}
	return near;
}

StatusClass const *find_class(Status status)
{
	for (StatusClass const &row : status_classes)
		if (row.cls == status.cls())
			return &row;
	return nullptr;
}

template <unsigned Rows>
CORE_ALWAYS_INLINE ResultInfo const *find_result(ResultInfo const (&rows)[Rows], u64 value)
{
	for (ResultInfo const &row : rows)
		if (row.value == value)
			return &row;
	return nullptr;
}

MsrName const *find_msr(u32 msr)
{
	for (MsrName const &row : msr_names)
		if (row.msr == msr)
			return &row;
	return nullptr;
}

// Is the fatal bit set on top of a code that lacks it?
bool fatal_on_top(Status status, StatusInfo const &row)
{
	return status.fatal() && !Status::of(row.code).fatal();
}

void add_index(Text &text, char const *what, u32 value)
{
	text.add(what).add(' ').decimal(value);
}

// Does the low half hold information?
bool has_detail(Called const &called, Detail kind)
{
	switch (kind) {
	case Detail::None:
	case Detail::Unknown:
	case Detail::ListPosition:
	case Detail::ExitReason:
	case Detail::OperandOrNone:
		return called.status.detail();
	case Detail::ExitReasonOrCount:
		return called.status.detail() || called.is(HostLeaf::VpEnter);
	default:
		return true;
	}
}

void add_detail(Text &text, Called const &called, Detail kind)
{
	u32 const detail = called.status.detail();
	u32 const byte0 = detail & 0xff;
	u32 const byte1 = detail >> 8 & 0xff;
	u32 const byte2 = detail >> 16 & 0xff;

	switch (kind) {
	case Detail::None:
	case Detail::Unknown:
		text.add("detail ").hex(detail);
		break;
	case Detail::ListPosition:
		text.add("sequence ").decimal(detail >> 16).add(", element ");
		text.decimal(detail & 0xffff);
		break;
	case Detail::Operand:
	case Detail::OperandOrNone:
		text.add("operand ");
		add_operand_id(text, detail);
		break;
	case Detail::ExitReason:
		text.add("VM exit: ");
		add_exit_reason(text, detail);
		break;
	case Detail::ExitReasonOrCount:
		if (called.is(HostLeaf::VpEnter)) {
			text.add("TD exit: ");
			add_exit_reason(text, detail);
		} else if (called.leaf == TDX_LEAF_UNKNOWN) {
			text.add("after TDH.VP.ENTER TD exit: ");
			add_exit_reason(text, detail);
		} else {
			add_index(text, "failed entries of the list:", detail);
		}
		break;
	case Detail::Msr:
		text.add("MSR ").hex(detail);
		if (MsrName const *msr = find_msr(detail))
			text.add(' ').add(msr->name);
		break;
	case Detail::CpuidLeaf:
		text.add("CPUID leaf ").hex(detail);
		break;
	case Detail::Package:
		add_index(text, "package", detail);
		break;
	case Detail::Limit:
		add_index(text, "at most", detail);
		break;
	case Detail::VmcsField:
		text.add("VMCS field ").hex(detail);
		break;
	case Detail::Smrr:
		add_index(text, "SMRR", detail);
		break;
	case Detail::SmrrCmr:
		add_index(text, "SMRR", byte0);
		add_index(text, ", CMR", byte1);
		break;
	case Detail::Tdmr:
		add_index(text, "TDMR", byte0);
		break;
	case Detail::TdmrLevel:
	case Detail::TdmrLevelOther:
		add_index(text, "TDMR", byte0);
		text.add(", PAMT of ");
		add_level(text, byte1);
		text.add(" pages");
		if (kind == Detail::TdmrLevelOther)
			add_index(text, ", with TDMR", byte2);
		break;
	case Detail::TdmrReserved:
		add_index(text, "TDMR", byte0);
		add_index(text, ", reserved area", byte1);
		break;
	case Detail::Level:
		text.add("level ");
		add_level(text, detail);
		break;
	case Detail::L2VmLevel:
		add_index(text, "L2 VM", detail >> 16);
		text.add(", level ");
		add_level(text, detail & 0xffff);
		break;
	case Detail::Slot:
		add_index(text, "slot", detail);
		break;
	case Detail::ReasonCount:
		switch (detail & 0xffff) {
		case 0:
			text.add("TD build in progress");
			break;
		case 1:
			text.add("interrupted migration");
			break;
		default:
			add_index(text, "reason", detail & 0xffff);
		}
		add_index(text, ", TDs:", detail >> 16);
		break;
	case Detail::Vector:
		add_index(text, "vector", detail);
		break;
	}
}

void add_unknown_flags(Text &text, Status status)
{
	text.add(status.error() ? "error" : "no error");
	if (status.non_recoverable())
		text.add(", non-recoverable");
	if (status.fatal())
		text.add(", fatal");
	if (status.host_hint())
		text.add(", host recoverability hint");
}

void add_status_class(Text &text, Status status)
{
	StatusClass const *cls = find_class(status);

	text.hex(status.cls(), 2);
	if (cls)
		text.add(' ').add(cls->name);
	text.add(", code ").hex(static_cast<u32>(status.code()) & 0xff, 2);
}

// Name of a status of the P-SEAMLDR or of the GHCI.
void add_plain_result(Text &text, Called const &called)
{
	ResultInfo const *row = called.kind == TDX_CALL_SEAMLDR
					? find_result(seamldr_status_rows, called.status.raw)
					: find_result(ghci_status_rows, called.status.raw);

	text.add(row ? row->name : "unknown result");
	if (row)
		text.add(": ").add(row->summary);
}

void add_status(Text &text, Called const &called)
{
	Status const status = called.status;

	if (SoftwareInfo const *software = called.software()) {
		text.add(software->name);
	} else if (called.is_software()) {
		text.add("TDX_SW_ERROR");
		if (status.detail() < 32)
			add_index(text, ", vector", status.detail());
	} else if (!called.has_classes()) {
		add_plain_result(text, called);
	} else if (StatusInfo const *row = find_status(status)) {
		// Status 0 may be a TD exit with exit reason 0, but mostly is none: only the
		// explanation mentions it.
		bool const plain = !status.raw;

		text.add(row->name);
		if (fatal_on_top(status, *row))
			text.add(", fatal");
		if (!plain && has_detail(called, row->detail)) {
			text.add(", ");
			add_detail(text, called, row->detail);
		}
	} else {
		text.add("unknown status, class ");
		add_status_class(text, status);
		text.add(", ");
		add_unknown_flags(text, status);
		if (status.detail())
			text.add(", detail ").hex(status.detail());
	}
	text.add(" (").hex(status.raw, 16).add(')');
}

char const *severity(Status status, StatusInfo const *row)
{
	if (row && fatal_on_top(status, *row))
		return status.error() ? "error, and fatal for the TD or the import session"
				      : "success, fatal for the TD or the import session";
	if (row)
		switch (row->kind) {
		case StatusKind::Success:
			return "success";
		case StatusKind::SuccessInfo:
			return "success, with something to say";
		case StatusKind::Retryable:
			return "error, recoverable: the same call may succeed later";
		case StatusKind::Error:
			return "error, not recoverable: the same call fails until something "
			       "changes";
		case StatusKind::Fatal:
			return "error, not recoverable: fatal for the TD";
		case StatusKind::VcpuDead:
			return "TD exit after which this vCPU cannot run again";
		case StatusKind::TdDead:
			return "TD exit after which the TD cannot run again";
		case StatusKind::Software:
			break;
		}
	if (!status.error())
		return "not known: no table has this number";
	return status.recoverable()
		       ? "error, recoverable: the same call may succeed later"
		       : "error, not recoverable: the same call fails until something changes";
}

char const *plain_severity(Called const &called)
{
	if (called.kind == TDX_CALL_VMCALL) {
		VmmWord const word{called.status.raw};

		return word.ok()                    ? "success"
		       : word.is(GhciStatus::Retry) ? "not finished: call again"
						    : "error, says the VMM";
	}
	return called.status.error() ? "error" : "success";
}

char const *find_note(Called const &called)
{
	Status const status = called.status;

	if (is_debug_leaf(called.leaf, called.kind) && status.error())
		return debug_leaf_note;
	for (StatusNote const &note : status_notes) {
		if (note.kind != called.kind || called.leaf == TDX_LEAF_UNKNOWN)
			continue;
		if (note.leaf.value != CallWord::Number::get(called.leaf))
			continue;
		if (note.any_detail ? note.status.is(status.code()) : note.status == status)
			return note.text;
	}
	return status == rax_invalid ? rax_note : nullptr;
}

// Decodes an output register by the kind of its operand.
void add_value(Text &text, OperandKind kind, u64 value)
{
	switch (kind) {
	case OperandKind::SeptEntry:
		text.add(": ");
		add_sept_entry(text, value);
		break;
	case OperandKind::LevelState:
		text.add(": ");
		add_level_state(text, value);
		break;
	case OperandKind::CpuidLeaf:
		text.add(": ");
		add_cpuid_leaf(text, value);
		break;
	case OperandKind::FieldId:
		text.add(": ");
		add_field(text, {value});
		break;
	default:
		break;
	}
}

void add_register(Text &text, OperandInfo const &op, u64 value, bool input)
{
	text.add("\nregister: ").add(reg_name(op.reg)).add(' ');
	text.add(op.name).add(input ? " (still the input) = " : " = ").hex(value);
	add_value(text, op.kind, value);
}

// Outputs of TDH.VP.ENTER differ between a TDG.VP.VMCALL and all other TD exits.
bool of_other_exit(Called const &called, OperandInfo const &op)
{
	bool const exit_info = op.kind == OperandKind::ExitInfo || op.kind == OperandKind::Gpa;
	bool const vmcall = called.status.detail() == exit_reason::TDCALL;
	bool const index = op.kind == OperandKind::Index;

	return called.is(HostLeaf::VpEnter) && !index && exit_info == vmcall;
}

// The input in the same register, which a failed call did not overwrite although it should.
OperandInfo const *surviving_input(LeafRef const &leaf, OperandInfo const &op)
{
	for (unsigned i = 0; i < leaf.row->operands; i++) {
		OperandInfo const &other = leaf.operands[i];

		if (other.dir == Dir::In && other.reg == op.reg &&
			other.kind == OperandKind::FieldId)
			return &other;
	}
	return nullptr;
}

void add_registers(Text &text, Called const &called, tdx_regs const &regs)
{
	LeafRef const leaf = find_any_leaf(called.leaf, called.kind);
	Dir const wanted = called.status.ok() ? Dir::Out : Dir::Error;

	if (!leaf.row || called.status == rax_invalid)
		return;
	for (unsigned i = 0; i < leaf.row->operands; i++) {
		OperandInfo const &op = leaf.operands[i];
		u64 const *const value = gpr(regs, op.reg);

		if (op.dir != wanted || !value || of_other_exit(called, op))
			continue;
		if (op.kind == OperandKind::Zero && !*value)
			continue;
		if (op.kind != OperandKind::Zero && op.kind != OperandKind::AllOnes) {
			u64 const mask = (~0ULL >> (63 - op.hi + op.lo)) << op.lo;

			add_register(text, op, (*value & mask) >> op.lo, false);
		} else if (OperandInfo const *input = surviving_input(leaf, op);
			   input && *value != ~0ULL) {
			add_register(text, *input, *value, true);
		}
	}
	if (called.is(HostLeaf::VpEnter) && called.status.detail() == exit_reason::TDCALL &&
		!regs.r10) {
		text.add("\nhypercall: ");
		add_leaf(text, regs.r11, TDX_CALL_VMCALL);
	}
}

void add_advice(Text &text, Called const &called, StatusInfo const *row)
{
	StatusClass const *cls = find_class(called.status);
	char const *note = find_note(called);

	// What is known of this leaf function in particular; the general advice might contradict
	// it.
	if (note) {
		text.add("\nnote: ").add(note);
		return;
	}
	if (row && row->detail == Detail::Msr)
		if (MsrName const *msr = find_msr(called.status.detail()); msr && msr->hint)
			text.add("\nnote: ").add(msr->hint);
	if (row && row->advice)
		text.add("\nadvice: ").add(row->advice);
	else if (cls)
		text.add("\nadvice: ").add(cls->advice);
}

void add_software_lines(Text &text, Called const &called)
{
	SoftwareInfo const *row = called.software();
	bool const guest = called.kind == TDX_CALL_TDCALL;
	char const *advice = row ? (guest ? row->guest : row->host) : "";

	text.add("\nclass: 0xff SOFTWARE");
	text.add("\nseverity: error: no TDX module answered");
	text.add("\nmeaning: ");
	text.add(row ? row->summary : "the instruction failed before a TDX module ran");
	if (*advice)
		text.add("\nadvice: ").add(advice);
}

void add_status_lines(Text &text, Called const &called, tdx_regs const *regs)
{
	Status const status = called.status;

	text.add("status: ");
	add_status(text, called);
	if (called.leaf != TDX_LEAF_UNKNOWN) {
		text.add("\ncall: ");
		add_leaf(text, called.leaf, called.kind);
	}
	if (called.is_software()) {
		add_software_lines(text, called);
		return;
	}
	if (!called.has_classes()) {
		text.add("\nseverity: ").add(plain_severity(called));
		return;
	}

	StatusInfo const *row = find_status(status);

	text.add("\nclass: ");
	add_status_class(text, status);
	text.add("\nseverity: ").add(severity(status, row));
	if (row) {
		if (has_detail(called, row->detail)) {
			text.add("\ndetail: ");
			add_detail(text, called, row->detail);
		}
		text.add("\nmeaning: ").add(row->summary);
	}
	if (regs)
		add_registers(text, called, *regs);
	add_advice(text, called, row);
}

} // namespace

} // namespace tdx
