// SPDX-License-Identifier: GPL-2.0
//
// The sub-functions of TDG.VP.VMCALL (GHCI).
#pragma once

#include "leaf.hpp"
#include "vmcall_operands.hpp"

namespace tdx {

// clang-format off
constexpr LeafInfo vmcalls_rows[] = {
	{VmcallLeaf::Cpuid, "Instruction.CPUID", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::None, {}, 0x01,
		nullptr,
		"emulate CPUID"},
	{VmcallLeaf::Hlt, "Instruction.HLT", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::None, {}, 0x01,
		nullptr,
		"halt until an interrupt"},
	{VmcallLeaf::Io, "Instruction.IO", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::None, {}, 0x05,
		nullptr,
		"port I/O"},
	{VmcallLeaf::Rdmsr, "Instruction.RDMSR", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::None, {}, 0x05,
		nullptr,
		"read MSR"},
	{VmcallLeaf::Wrmsr, "Instruction.WRMSR", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::None, {}, 0x05,
		nullptr,
		"write MSR"},
	{VmcallLeaf::RequestMmio, "#VE.RequestMMIO", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::None, {}, 0x05,
		nullptr,
		"MMIO access; the number is the exit reason of an EPT violation"},
	{VmcallLeaf::Wbinvd, "Instruction.WBINVD", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::None, {}, 0x01,
		nullptr,
		"cache write-back request"},
	{VmcallLeaf::Pconfig, "Instruction.PCONFIG", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::None, {}, 0x05,
		nullptr,
		"PCONFIG request"},
	{VmcallLeaf::GetTdVmCallInfo, "GetTdVmCallInfo", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Reads, ModuleState::Any, Xstate::None,
		Retry::None, {}, 0x05,
		nullptr,
		"which sub-functions exist"},
	{VmcallLeaf::MapGpa, "MapGPA", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::Hypercall, {}, 0x3f,
		"on RETRY from the GPA in R11, which must lie in the range and move forward",
		"convert pages private<->shared"},
	{VmcallLeaf::GetQuote, "GetQuote", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::Hypercall, {}, 0x37,
		nullptr,
		"ask for a quote; asynchronous, status inside the buffer"},
	{VmcallLeaf::ReportFatalError, "ReportFatalError", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::None, {}, 0x00,
		nullptr,
		"tell the host the TD is dead"},
	{VmcallLeaf::SetupEventNotifyInterrupt, "SetupEventNotifyInterrupt", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::None, {}, 0x25,
		nullptr,
		"vector used to tell completion of asynchronous calls"},
	{VmcallLeaf::Service, "Service", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::Hypercall, {}, 0x17,
		nullptr,
		"generic service (vTPM, MigTD) by GUID in the buffer"},
	{VmcallLeaf::MigTdWaitForRequest, "MigTD.WaitForRequest", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::Hypercall, {}, 0x17,
		nullptr,
		"migration TD service channel (buffer is shared, 4K-aligned)"},
	{VmcallLeaf::MigTdReportStatus, "MigTD.ReportStatus", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::Hypercall, {}, 0x17,
		nullptr,
		"migration TD service channel (buffer is shared, 4K-aligned)"},
	{VmcallLeaf::MigTdSend, "MigTD.Send", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::Hypercall, {}, 0x17,
		nullptr,
		"migration TD service channel (buffer is shared, 4K-aligned)"},
	{VmcallLeaf::MigTdReceive, "MigTD.Receive", 0, 0,
		Release::V1_0, Scope::Vcpu, Effect::Td, ModuleState::Any, Xstate::None,
		Retry::Hypercall, {}, 0x17,
		nullptr,
		"migration TD service channel (buffer is shared, 4K-aligned)"},
};
// clang-format on

constexpr auto vmcalls = make_leaf_table(vmcalls_rows, vmcall_operands::rows);

consteval LeafInfo leaf_info(VmcallLeaf leaf)
{
	return leaf_info(vmcalls, leaf);
}

} // namespace tdx
