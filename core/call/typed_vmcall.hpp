// SPDX-License-Identifier: GPL-2.0
//
// Typed calls of the sub-functions of TDG.VP.VMCALL.
// Written by scripts/gen-typed from the tables in core/abi/: change those.
#pragma once

#include "core/abi/leaves/vmcalls.hpp"
#include "typed.hpp"

namespace tdx::typed {

// clang-format off
struct TdgVpVmcallInstructionCpuid {
	struct Out {
		Value eax;
		Value ebx;
		Value ecx;
		Value edx;
	};
};

// Instruction.CPUID: emulate CPUID
[[gnu::always_inline]] inline VmcallOutcome<TdgVpVmcallInstructionCpuid::Out>
tdg_vp_vmcall_instruction_cpuid(Value eax, Value ecx, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0xa}));
	Inputs in;
	CORE_FILLED tdx_regs out;
	VmcallOutcome<TdgVpVmcallInstructionCpuid::Out> outcome{};

	in.put<Reg::R12, 63, 0>(eax.raw);
	in.put<Reg::R13, 63, 0>(ecx.raw);
	outcome.result = in.vmcall(plan, VmcallLeaf{0xa}, how, out);
	if (outcome.result.ok())
		outcome.value = {
			.eax = Value{out.r12},
			.ebx = Value{out.r13},
			.ecx = Value{out.r14},
			.edx = Value{out.r15},
		};
	return outcome;
}

// Instruction.HLT: halt until an interrupt
[[gnu::always_inline]] inline VmcallResult
tdg_vp_vmcall_instruction_hlt(Flag interrupts_blocked, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0xc}));
	Inputs in;
	CORE_FILLED tdx_regs out;

	in.put<Reg::R12, 0, 0>(interrupts_blocked.raw);
	return in.vmcall(plan, VmcallLeaf{0xc}, how, out);
}

struct TdgVpVmcallInstructionIo {
	struct Out {
		Data data;
	};
};

// Instruction.IO: port I/O
[[gnu::always_inline]] inline VmcallOutcome<TdgVpVmcallInstructionIo::Out>
tdg_vp_vmcall_instruction_io(Size size, Flag write, Value port, Data data, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x1e}));
	Inputs in;
	CORE_FILLED tdx_regs out;
	VmcallOutcome<TdgVpVmcallInstructionIo::Out> outcome{};

	in.put<Reg::R12, 63, 0>(size.raw);
	in.put<Reg::R13, 0, 0>(write.raw);
	in.put<Reg::R14, 63, 0>(port.raw);
	in.put<Reg::R15, 63, 0>(data.raw);
	outcome.result = in.vmcall(plan, VmcallLeaf{0x1e}, how, out);
	if (outcome.result.ok())
		outcome.value = {
			.data = Data{out.r11},
		};
	return outcome;
}

struct TdgVpVmcallInstructionRdmsr {
	struct Out {
		Value value;
	};
};

// Instruction.RDMSR: read MSR
[[gnu::always_inline]] inline VmcallOutcome<TdgVpVmcallInstructionRdmsr::Out>
tdg_vp_vmcall_instruction_rdmsr(Value msr, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x1f}));
	Inputs in;
	CORE_FILLED tdx_regs out;
	VmcallOutcome<TdgVpVmcallInstructionRdmsr::Out> outcome{};

	in.put<Reg::R12, 63, 0>(msr.raw);
	outcome.result = in.vmcall(plan, VmcallLeaf{0x1f}, how, out);
	if (outcome.result.ok())
		outcome.value = {
			.value = Value{out.r11},
		};
	return outcome;
}

// Instruction.WRMSR: write MSR
[[gnu::always_inline]] inline VmcallResult
tdg_vp_vmcall_instruction_wrmsr(Value msr, Value value, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x20}));
	Inputs in;
	CORE_FILLED tdx_regs out;

	in.put<Reg::R12, 63, 0>(msr.raw);
	in.put<Reg::R13, 63, 0>(value.raw);
	return in.vmcall(plan, VmcallLeaf{0x20}, how, out);
}

struct TdgVpVmcallVeRequestmmio {
	struct Out {
		Data data;
	};
};

// #VE.RequestMMIO: MMIO access; the number is the exit reason of an EPT violation
[[gnu::always_inline]] inline VmcallOutcome<TdgVpVmcallVeRequestmmio::Out>
tdg_vp_vmcall_ve_requestmmio(Size size, Flag write, Gpa gpa, Data data, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x30}));
	Inputs in;
	CORE_FILLED tdx_regs out;
	VmcallOutcome<TdgVpVmcallVeRequestmmio::Out> outcome{};

	in.put<Reg::R12, 63, 0>(size.raw);
	in.put<Reg::R13, 0, 0>(write.raw);
	in.put_in_place<Reg::R14, 63, 0>(gpa.raw);
	in.put<Reg::R15, 63, 0>(data.raw);
	outcome.result = in.vmcall(plan, VmcallLeaf{0x30}, how, out);
	if (outcome.result.ok())
		outcome.value = {
			.data = Data{out.r11},
		};
	return outcome;
}

// Instruction.WBINVD: cache write-back request
[[gnu::always_inline]] inline VmcallResult
tdg_vp_vmcall_instruction_wbinvd(Choice wbnoinvd, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x36}));
	Inputs in;
	CORE_FILLED tdx_regs out;

	in.put<Reg::R12, 63, 0>(wbnoinvd.raw);
	return in.vmcall(plan, VmcallLeaf{0x36}, how, out);
}

// Instruction.PCONFIG: PCONFIG request
[[gnu::always_inline]] inline VmcallResult
tdg_vp_vmcall_instruction_pconfig(Choice leaf, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x41}));
	Inputs in;
	CORE_FILLED tdx_regs out;

	in.put<Reg::R12, 63, 0>(leaf.raw);
	return in.vmcall(plan, VmcallLeaf{0x41}, how, out);
}

struct TdgVpVmcallGettdvmcallinfo {
	struct Out {
		Value subfunction_bitmap_r11;
		Value subfunction_bitmap_r12;
		Value subfunction_bitmap_r13;
		Value subfunction_bitmap_r14;
	};
};

// GetTdVmCallInfo: which sub-functions exist
[[gnu::always_inline]] inline VmcallOutcome<TdgVpVmcallGettdvmcallinfo::Out>
tdg_vp_vmcall_gettdvmcallinfo(Choice leaf, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x10000}));
	Inputs in;
	CORE_FILLED tdx_regs out;
	VmcallOutcome<TdgVpVmcallGettdvmcallinfo::Out> outcome{};

	in.put<Reg::R12, 63, 0>(leaf.raw);
	outcome.result = in.vmcall(plan, VmcallLeaf{0x10000}, how, out);
	if (outcome.result.ok())
		outcome.value = {
			.subfunction_bitmap_r11 = Value{out.r11},
			.subfunction_bitmap_r12 = Value{out.r12},
			.subfunction_bitmap_r13 = Value{out.r13},
			.subfunction_bitmap_r14 = Value{out.r14},
		};
	return outcome;
}

struct TdgVpVmcallMapgpa {
	struct Error {
		Gpa first_gpa_not_done;
	};
};

// MapGPA: convert pages private<->shared
[[gnu::always_inline]] inline VmcallOutcome<None, TdgVpVmcallMapgpa::Error>
tdg_vp_vmcall_mapgpa(Gpa start_gpa, Size size, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x10001}));
	Inputs in;
	CORE_FILLED tdx_regs out;
	VmcallOutcome<None, TdgVpVmcallMapgpa::Error> outcome{};

	in.put_in_place<Reg::R12, 63, 0>(start_gpa.raw);
	in.put<Reg::R13, 63, 0>(size.raw);
	outcome.result = in.vmcall(plan, VmcallLeaf{0x10001}, how, out);
	if (outcome.result.refused_by_vmm())
		outcome.error = {
			.first_gpa_not_done = Gpa{out.r11},
		};
	return outcome;
}

// GetQuote: ask for a quote; asynchronous, status inside the buffer
[[gnu::always_inline]] inline VmcallResult
tdg_vp_vmcall_getquote(BufferGpa buffer_gpa, Size size, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x10002}));
	Inputs in;
	CORE_FILLED tdx_regs out;

	in.put_in_place<Reg::R12, 63, 0>(buffer_gpa.raw);
	in.put<Reg::R13, 63, 0>(size.raw);
	return in.vmcall(plan, VmcallLeaf{0x10002}, how, out);
}

// ReportFatalError: tell the host the TD is dead
[[gnu::always_inline]] inline VmcallResult
tdg_vp_vmcall_reportfatalerror(Value text_rdx, Value text_rbx, Value text_rsi, Value text_rdi,
	Value text_r8, Value text_r9, Flag text_valid, Value error_code, BufferGpa text_gpa,
	Value text_r14, Value text_r15, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x10003}));
	Inputs in;
	CORE_FILLED tdx_regs out;

	in.put<Reg::Rdx, 63, 0>(text_rdx.raw);
	in.put<Reg::Rbx, 63, 0>(text_rbx.raw);
	in.put<Reg::Rsi, 63, 0>(text_rsi.raw);
	in.put<Reg::Rdi, 63, 0>(text_rdi.raw);
	in.put<Reg::R8, 63, 0>(text_r8.raw);
	in.put<Reg::R9, 63, 0>(text_r9.raw);
	in.put<Reg::R12, 63, 63>(text_valid.raw);
	in.put<Reg::R12, 31, 0>(error_code.raw);
	in.put_in_place<Reg::R13, 63, 0>(text_gpa.raw);
	in.put<Reg::R14, 63, 0>(text_r14.raw);
	in.put<Reg::R15, 63, 0>(text_r15.raw);
	return in.vmcall(plan, VmcallLeaf{0x10003}, how, out);
}

// SetupEventNotifyInterrupt: vector used to tell completion of asynchronous calls
[[gnu::always_inline]] inline VmcallResult
tdg_vp_vmcall_setupeventnotifyinterrupt(Vector vector, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x10004}));
	Inputs in;
	CORE_FILLED tdx_regs out;

	in.put<Reg::R12, 63, 0>(vector.raw);
	return in.vmcall(plan, VmcallLeaf{0x10004}, how, out);
}

// Service: generic service (vTPM, MigTD) by GUID in the buffer
[[gnu::always_inline]] inline VmcallResult
tdg_vp_vmcall_service(BufferGpa command_gpa, BufferGpa response_gpa, Vector notify_vector,
	Value timeout, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x10005}));
	Inputs in;
	CORE_FILLED tdx_regs out;

	in.put_in_place<Reg::R12, 63, 0>(command_gpa.raw);
	in.put_in_place<Reg::R13, 63, 0>(response_gpa.raw);
	in.put<Reg::R14, 63, 0>(notify_vector.raw);
	in.put<Reg::R15, 63, 0>(timeout.raw);
	return in.vmcall(plan, VmcallLeaf{0x10005}, how, out);
}

// MigTD.WaitForRequest: migration TD service channel (buffer is shared, 4K-aligned)
[[gnu::always_inline]] inline VmcallResult
tdg_vp_vmcall_migtd_waitforrequest(Version api_version, Size buffer_size, BufferGpa buffer_gpa,
	Vector notify_vector, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x100010006}));
	Inputs in;
	CORE_FILLED tdx_regs out;

	in.put<Reg::R12, 23, 16>(api_version.raw);
	in.put<Reg::R13, 63, 0>(buffer_size.raw);
	in.put_in_place<Reg::R14, 63, 0>(buffer_gpa.raw);
	in.put<Reg::R15, 63, 0>(notify_vector.raw);
	in.put<Reg::R12, 15, 0>(1);
	return in.vmcall(plan, VmcallLeaf{0x100010006}, how, out);
}

// MigTD.ReportStatus: migration TD service channel (buffer is shared, 4K-aligned)
[[gnu::always_inline]] inline VmcallResult
tdg_vp_vmcall_migtd_reportstatus(BufferGpa buffer_gpa, Vector notify_vector, Version api_version,
	Index request_id, GhciStatus status, Size buffer_size, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x200010006}));
	Inputs in;
	CORE_FILLED tdx_regs out;

	in.put_in_place<Reg::Rbx, 63, 0>(buffer_gpa.raw);
	in.put<Reg::Rdi, 63, 0>(notify_vector.raw);
	in.put<Reg::R12, 23, 16>(api_version.raw);
	in.put<Reg::R13, 63, 0>(request_id.raw);
	in.put<Reg::R14, 63, 0>(status.raw);
	in.put<Reg::R15, 63, 0>(buffer_size.raw);
	in.put<Reg::R12, 15, 0>(2);
	return in.vmcall(plan, VmcallLeaf{0x200010006}, how, out);
}

// MigTD.Send: migration TD service channel (buffer is shared, 4K-aligned)
[[gnu::always_inline]] inline VmcallResult
tdg_vp_vmcall_migtd_send(Vector notify_vector, Version api_version, Index request_id,
	Size buffer_size, BufferGpa buffer_gpa, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x300010006}));
	Inputs in;
	CORE_FILLED tdx_regs out;

	in.put<Reg::Rbx, 63, 0>(notify_vector.raw);
	in.put<Reg::R12, 23, 16>(api_version.raw);
	in.put<Reg::R13, 63, 0>(request_id.raw);
	in.put<Reg::R14, 63, 0>(buffer_size.raw);
	in.put_in_place<Reg::R15, 63, 0>(buffer_gpa.raw);
	in.put<Reg::R12, 15, 0>(3);
	return in.vmcall(plan, VmcallLeaf{0x300010006}, how, out);
}

// MigTD.Receive: migration TD service channel (buffer is shared, 4K-aligned)
[[gnu::always_inline]] inline VmcallResult
tdg_vp_vmcall_migtd_receive(Vector notify_vector, Version api_version, Index request_id,
	Size buffer_size, BufferGpa buffer_gpa, CallFlags how = {})
{
	constexpr VmcallPlan plan = vmcall_plan_of(leaf_info(VmcallLeaf{0x400010006}));
	Inputs in;
	CORE_FILLED tdx_regs out;

	in.put<Reg::Rbx, 63, 0>(notify_vector.raw);
	in.put<Reg::R12, 23, 16>(api_version.raw);
	in.put<Reg::R13, 63, 0>(request_id.raw);
	in.put<Reg::R14, 63, 0>(buffer_size.raw);
	in.put_in_place<Reg::R15, 63, 0>(buffer_gpa.raw);
	in.put<Reg::R12, 15, 0>(4);
	return in.vmcall(plan, VmcallLeaf{0x400010006}, how, out);
}

// clang-format on

} // namespace tdx::typed
