// SPDX-License-Identifier: GPL-2.0
//
// TDG.MR.REPORT makes a TDREPORT; TDG.MR.VERIFYREPORT says whether one was made on this platform.
#include "core/abi/vmcs_field.hpp"
#include "core/emu/env/contention.hpp"
#include "core/emu/env/interrupt.hpp"
#include "core/emu/td/report.hpp"
#include "guest_leaves.hpp"

namespace tdx::emu {

namespace {

constexpr u8 tdx_report = 0x81; // type

struct Report {
	TdReport report;
	alignas(8) u8 hash_state[HOST_SHA384_STATE_BYTES];
};

// An operand in guest memory that may be shared.
struct Operand {
	u64 gpa;
	Reg reg;
	u64 pa;
};

GuestOutcome find(GuestCall const &call, GuestAccess access, Operand &operand)
{
	constexpr VmcsSlot shared_eptp{vmcs_slot(vmcs::SHARED_EPT_POINTER)};
	return find_operand(call.emu, call.td, operand.gpa, access, call.vcpu.vmread(shared_eptp),
		operand.reg, operand.pa);
}

// How the call ends if no memory is behind the operand's page.
GuestOutcome is_no_memory(Td const &td, Operand const &operand)
{
	if (is_private_gpa(td, operand.gpa))
		return GuestEnd::Damaged;
	return {GuestEnd::Misconfiguration, operand.gpa};
}

// The database of TDX modules is the CPU's; TDR has the index of the TD's own module there.
bool knows_its_module(Tdr const &tdr)
{
	u64 nonce{0};
	for (u64 const word : tdr.seamdb_nonce)
		nonce |= word;
	return tdr.seamdb_index == seamdb_index && !nonce;
}

Status describe(GuestCall const &call, TdReport &report)
{
	TdControl &control{call.td.control()};
	HeldLock lock;

	TDX_TRY(take(call.emu, lock, control.rtmr_lock, Hold::Shared, OperandId::Rtmr));
	zero(report.mac);
	report.mac.type = tdx_report;
	report.mac.version = control.servtd_num != 0;
	describe_td(control, report.td);
	return success();
}

} // namespace

GuestOutcome mr_report(GuestCall &call)
{
	constexpr u64 data_alignment{sizeof(ReportMac::report_data)};
	auto &[report, hash_state] = scratch<Report>(call.lp);
	Operand to{call.in.rcx, Reg::Rcx, 0};
	Operand data{call.in.rdx, Reg::Rdx, 0};

	if (to.gpa % sizeof(report))
		return invalid(Reg::Rcx);
	if (data.gpa % data_alignment)
		return invalid(Reg::Rdx);
	TDX_TRY(find(call, GuestAccess::Read, data));
	if (call.in.r8)
		return invalid(Reg::R8);
	TDX_TRY(describe(call, report));
	if (interrupt_pending(call.emu, call.lp))
		return GuestEnd::Restart;
	if (!knows_its_module(call.td.tdr()))
		return GuestEnd::Corrupted;
	if (host_phys_read(data.pa, report.mac.report_data, data_alignment))
		return is_no_memory(call.td, data);
	if (!seal_report(call.emu, report, hash_state))
		return GuestEnd::Damaged;
	TDX_TRY(find(call, GuestAccess::Write, to));
	if (host_phys_write(to.pa, &report, sizeof(report)))
		return is_no_memory(call.td, to);
	return success();
}

GuestOutcome mr_verifyreport(GuestCall &call)
{
	auto &mac = scratch<ReportMac>(call.lp);
	u64 pa;

	if (call.in.rcx % sizeof(mac))
		return invalid(Reg::Rcx);
	TDX_TRY(find_operand(call.emu, call.td, call.in.rcx, GuestAccess::Read, 0, Reg::Rcx, pa));
	if (host_phys_read(pa, &mac, sizeof(mac)))
		return GuestEnd::Damaged;
	return verify_report(call.emu, mac);
}

} // namespace tdx::emu
