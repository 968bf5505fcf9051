// SPDX-License-Identifier: GPL-2.0
//
// Rows of the status table, and the classes of statuses.
#pragma once

#include "completion_status.hpp"
#include "leaf.hpp"

namespace tdx {

enum class StatusKind : u8 {
	Success,
	SuccessInfo, // success with information
	Retryable,   // an error that may go away by itself
	Error,
	Fatal,    // an error that the TD does not survive
	VcpuDead, // a TD exit after which the vCPU cannot run
	TdDead,   // a TD exit after which the TD cannot run
	Software, // set by software: no TDX module ran
};

// Meaning of a status's low half.
enum class Detail : u8 {
	None,
	Unknown,
	Operand,
	OperandOrNone, // 0 says nothing
	ExitReason,
	ExitReasonOrCount, // TDX_SUCCESS: exit reason of TDH.VP.ENTER, failed entries of a list
	Msr,
	CpuidLeaf,
	Package,
	Limit,
	VmcsField,
	Smrr,
	SmrrCmr,
	Tdmr,
	TdmrLevel,
	TdmrLevelOther,
	TdmrReserved,
	Level,
	L2VmLevel,
	ListPosition,
	Slot,
	ReasonCount, // TDX_UPDATE_COMPATIBILITY_SENSITIVE: 15:0 why, 31:16 how many TDs
	Vector,
};

struct StatusInfo {
	StatusCode code;
	char const *name;
	StatusKind kind;
	Detail detail;
	Release since;
	char const *summary;
	char const *advice; // null: what the class says
};

struct StatusClass {
	u8 cls;
	char const *name;
	char const *advice;
};

constexpr StatusClass status_classes[] = {
	{0x00, "GENERAL", "see the code"},
	{0x01, "INVALID_OPERAND", "correct the operand that is named"},
	{0x02, "RESOURCE_BUSY", "call again"},
	{0x03, "PAGE_METADATA", "give a page that the PAMT knows as what is needed"},
	{0x04, "DEPENDENT_RESOURCES", "free what depends on it first"},
	{0x05, "TDX_MODULE_STATE", "bring the module into the state that the call needs"},
	{0x06, "TD_STATE", "bring the TD into the state that the call needs"},
	{0x07, "VCPU_STATE", "bring the vCPU into the state that the call needs"},
	{0x08, "KEY_MANAGEMENT", "keep the order of key and cache operations"},
	{0x09, "PLATFORM_STATE", "update BIOS and microcode and load the BIOS's default settings"},
	{0x0a, "PHYSICAL_MEMORY", "correct the TDMRs and PAMTs given to TDH.SYS.CONFIG"},
	{0x0b, "GUEST_MEMORY", "look at the SEPT entry of the GPA (TDH.MEM.SEPT.RD)"},
	{0x0c, "METADATA", "check the field id, its access rights and the value"},
	{0x0d, "SERVICE_TD", "check the binding of service TD and target TD"},
	{0x0e, "MIGRATION", "check the order of the migration session, or abort it"},
	{0x0f, "TDX_CONNECT", "check the state of the device, stream or table that is named"},
	{0x10, "REPORT_VERIFICATION", "make a new report on this platform"},
	{0x11, "TD_PARTITIONING", "look at the exit of the L2 VM"},
	{0xff, "SOFTWARE", "see the code"},
};

// Statuses are looked up by class and code only: one that comes back may have the fatal bit added.
CORE_INLINE u16 status_key(u32 code)
{
	return static_cast<u16>(code);
}

CORE_INLINE u64 status_order(StatusCode code)
{
	u32 const value = static_cast<u32>(code);

	return u64{status_key(value)} << 32 | value;
}

void status_rows_are_not_sorted();
void status_name_is_malformed();
void status_kind_contradicts_flags();

template <unsigned Rows>
consteval bool well_formed(StatusInfo const (&rows)[Rows])
{
	for (unsigned i = 0; i < Rows; i++) {
		StatusInfo const &row = rows[i];
		Status const status = Status::of(row.code);
		bool const success =
			row.kind == StatusKind::Success || row.kind == StatusKind::SuccessInfo ||
			row.kind == StatusKind::VcpuDead || row.kind == StatusKind::TdDead;
		// TDX 1.0 has exits that end a TD without the fatal bit, one of them with the error
		// bit.
		bool const dead_1_0 = row.kind == StatusKind::TdDead && !status.fatal() &&
				      row.since == Release::V1_0;

		// By class and code, then by flags: for some statuses these changed between
		// releases.
		if (i && status_order(rows[i - 1].code) >= status_order(row.code))
			status_rows_are_not_sorted();
		for (char const *c = row.name; *c; c++)
			if (!(*c >= 'A' && *c <= 'Z') && !(*c >= '0' && *c <= '9') && *c != '_')
				status_name_is_malformed();
		if (success == status.error() && !dead_1_0)
			status_kind_contradicts_flags();
		if ((row.kind == StatusKind::Retryable || row.kind == StatusKind::Software) !=
			status.recoverable())
			status_kind_contradicts_flags();
		if ((row.kind == StatusKind::Fatal || row.kind == StatusKind::TdDead) !=
				status.fatal() &&
			!dead_1_0)
			status_kind_contradicts_flags();
	}
	return true;
}

} // namespace tdx
