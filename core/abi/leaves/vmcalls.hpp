// SPDX-License-Identifier: GPL-2.0
//
// The sub-functions of TDG.VP.VMCALL (GHCI).
#pragma once

#include "core/abi/leaf.hpp"

namespace tdx {

namespace leaf_rows {

using R = GhciResults;

// clang-format off
constexpr LeafSpec vmcalls[] = {
	{
		.leaf = VmcallLeaf::Cpuid,
		.name = "Instruction.CPUID",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.results = R::Success,
		.summary = "emulate CPUID",
		.operands = {
			in(Reg::R12, K::Value, "EAX"),
			in(Reg::R13, K::Value, "ECX"),
			out(Reg::R12, K::Value, "EAX"),
			out(Reg::R13, K::Value, "EBX"),
			out(Reg::R14, K::Value, "ECX"),
			out(Reg::R15, K::Value, "EDX"),
		},
	},
	{
		.leaf = VmcallLeaf::Hlt,
		.name = "Instruction.HLT",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.results = R::Success,
		.summary = "halt until an interrupt",
		.operands = {
			in(Reg::R12, K::Flag, "INTERRUPTS_BLOCKED", 0, 0),
		},
	},
	{
		.leaf = VmcallLeaf::Io,
		.name = "Instruction.IO",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.results = R::Success | R::InvalidOperand,
		.summary = "port I/O",
		.operands = {
			in(Reg::R12, K::Size, "SIZE"),
			in(Reg::R13, K::Flag, "WRITE", 0, 0),
			in(Reg::R14, K::Value, "PORT"),
			in(Reg::R15, K::Data, "DATA"),
			out(Reg::R11, K::Data, "DATA"),
		},
	},
	{
		.leaf = VmcallLeaf::Rdmsr,
		.name = "Instruction.RDMSR",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.results = R::Success | R::InvalidOperand,
		.summary = "read MSR",
		.operands = {
			in(Reg::R12, K::Value, "MSR"),
			out(Reg::R11, K::Value, "VALUE"),
		},
	},
	{
		.leaf = VmcallLeaf::Wrmsr,
		.name = "Instruction.WRMSR",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.results = R::Success | R::InvalidOperand,
		.summary = "write MSR",
		.operands = {
			in(Reg::R12, K::Value, "MSR"),
			in(Reg::R13, K::Value, "VALUE"),
		},
	},
	{
		.leaf = VmcallLeaf::RequestMmio,
		.name = "#VE.RequestMMIO",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.results = R::Success | R::InvalidOperand,
		.summary = "MMIO access; the number is the exit reason of an EPT violation",
		.operands = {
			in(Reg::R12, K::Size, "SIZE"),
			in(Reg::R13, K::Flag, "WRITE", 0, 0),
			in(Reg::R14, K::Gpa, "GPA"),
			in(Reg::R15, K::Data, "DATA"),
			out(Reg::R11, K::Data, "DATA"),
		},
	},
	{
		.leaf = VmcallLeaf::Wbinvd,
		.name = "Instruction.WBINVD",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.results = R::Success,
		.summary = "cache write-back request",
		.operands = {
			in(Reg::R12, K::Choice, "WBNOINVD"),
		},
	},
	{
		.leaf = VmcallLeaf::Pconfig,
		.name = "Instruction.PCONFIG",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.results = R::Success | R::InvalidOperand,
		.summary = "PCONFIG request",
		.operands = {
			in(Reg::R12, K::Choice, "LEAF"),
		},
	},
	{
		.leaf = VmcallLeaf::GetTdVmCallInfo,
		.name = "GetTdVmCallInfo",
		.scope = Scope::Vcpu,
		.effect = Effect::Reads,
		.state = ModuleState::Any,
		.results = R::Success | R::InvalidOperand,
		.summary = "which sub-functions exist",
		.operands = {
			in(Reg::R12, K::Choice, "LEAF"),
			out(Reg::R11, K::Value, "SUBFUNCTION_BITMAP"),
			out(Reg::R12, K::Value, "SUBFUNCTION_BITMAP"),
			out(Reg::R13, K::Value, "SUBFUNCTION_BITMAP"),
			out(Reg::R14, K::Value, "SUBFUNCTION_BITMAP"),
		},
	},
	{
		.leaf = VmcallLeaf::MapGpa,
		.name = "MapGPA",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.retry = Retry::Hypercall,
		.results = R::Success | R::Retry | R::InvalidOperand | R::GpaInuse | R::AlignError |
			R::SubfuncUnsupported,
		.rule =
			"on RETRY from the GPA in R11, which must lie in the range and move "
			"forward",
		.summary = "convert pages private<->shared",
		.operands = {
			in(Reg::R12, K::Gpa, "START_GPA"),
			in(Reg::R13, K::Size, "SIZE"),
			error(Reg::R11, K::Gpa, "FIRST_GPA_NOT_DONE"),
		},
	},
	{
		.leaf = VmcallLeaf::GetQuote,
		.name = "GetQuote",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.retry = Retry::Hypercall,
		.results = R::Success | R::Retry | R::InvalidOperand | R::AlignError |
			R::SubfuncUnsupported,
		.summary = "ask for a quote; asynchronous, status inside the buffer",
		.operands = {
			in(Reg::R12, K::GpaBuffer, "BUFFER_GPA"),
			in(Reg::R13, K::Size, "SIZE"),
		},
	},
	{
		.leaf = VmcallLeaf::ReportFatalError,
		.name = "ReportFatalError",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.summary = "tell the host the TD is dead",
		.operands = {
			in(Reg::Rdx, K::Value, "TEXT"),
			in(Reg::Rbx, K::Value, "TEXT"),
			in(Reg::Rsi, K::Value, "TEXT"),
			in(Reg::Rdi, K::Value, "TEXT"),
			in(Reg::R8, K::Value, "TEXT"),
			in(Reg::R9, K::Value, "TEXT"),
			in(Reg::R12, K::Flag, "TEXT_VALID", 63, 63),
			in(Reg::R12, K::Value, "ERROR_CODE", 31, 0),
			in(Reg::R13, K::GpaBuffer, "TEXT_GPA"),
			in(Reg::R14, K::Value, "TEXT"),
			in(Reg::R15, K::Value, "TEXT"),
		},
	},
	{
		.leaf = VmcallLeaf::SetupEventNotifyInterrupt,
		.name = "SetupEventNotifyInterrupt",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.results = R::Success | R::InvalidOperand | R::SubfuncUnsupported,
		.summary = "vector used to tell completion of asynchronous calls",
		.operands = {
			in(Reg::R12, K::Vector, "VECTOR"),
		},
	},
	{
		.leaf = VmcallLeaf::Service,
		.name = "Service",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.retry = Retry::Hypercall,
		.results = R::Success | R::Retry | R::InvalidOperand | R::AlignError,
		.summary = "generic service (vTPM, MigTD) by GUID in the buffer",
		.operands = {
			in(Reg::R12, K::GpaBuffer, "COMMAND_GPA"),
			in(Reg::R13, K::GpaBuffer, "RESPONSE_GPA"),
			in(Reg::R14, K::Vector, "NOTIFY_VECTOR"),
			in(Reg::R15, K::Value, "TIMEOUT"),
		},
	},
	{
		.leaf = VmcallLeaf::MigTdWaitForRequest,
		.name = "MigTD.WaitForRequest",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.retry = Retry::Hypercall,
		.results = R::Success | R::Retry | R::InvalidOperand | R::AlignError,
		.summary = "migration TD service channel (buffer is shared, 4K-aligned)",
		.operands = {
			in(Reg::R12, K::Version, "API_VERSION", 23, 16),
			in(Reg::R12, K::Choice, "OPERATION", 15, 0),
			in(Reg::R13, K::Size, "BUFFER_SIZE"),
			in(Reg::R14, K::GpaBuffer, "BUFFER_GPA"),
			in(Reg::R15, K::Vector, "NOTIFY_VECTOR"),
		},
	},
	{
		.leaf = VmcallLeaf::MigTdReportStatus,
		.name = "MigTD.ReportStatus",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.retry = Retry::Hypercall,
		.results = R::Success | R::Retry | R::InvalidOperand | R::AlignError,
		.summary = "migration TD service channel (buffer is shared, 4K-aligned)",
		.operands = {
			in(Reg::Rbx, K::GpaBuffer, "BUFFER_GPA"),
			in(Reg::Rdi, K::Vector, "NOTIFY_VECTOR"),
			in(Reg::R12, K::Version, "API_VERSION", 23, 16),
			in(Reg::R12, K::Choice, "OPERATION", 15, 0),
			in(Reg::R13, K::Index, "REQUEST_ID"),
			in(Reg::R14, K::Status, "STATUS"),
			in(Reg::R15, K::Size, "BUFFER_SIZE"),
		},
	},
	{
		.leaf = VmcallLeaf::MigTdSend,
		.name = "MigTD.Send",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.retry = Retry::Hypercall,
		.results = R::Success | R::Retry | R::InvalidOperand | R::AlignError,
		.summary = "migration TD service channel (buffer is shared, 4K-aligned)",
		.operands = {
			in(Reg::Rbx, K::Vector, "NOTIFY_VECTOR"),
			in(Reg::R12, K::Version, "API_VERSION", 23, 16),
			in(Reg::R12, K::Choice, "OPERATION", 15, 0),
			in(Reg::R13, K::Index, "REQUEST_ID"),
			in(Reg::R14, K::Size, "BUFFER_SIZE"),
			in(Reg::R15, K::GpaBuffer, "BUFFER_GPA"),
		},
	},
	{
		.leaf = VmcallLeaf::MigTdReceive,
		.name = "MigTD.Receive",
		.scope = Scope::Vcpu,
		.effect = Effect::Td,
		.state = ModuleState::Any,
		.retry = Retry::Hypercall,
		.results = R::Success | R::Retry | R::InvalidOperand | R::AlignError,
		.summary = "migration TD service channel (buffer is shared, 4K-aligned)",
		.operands = {
			in(Reg::Rbx, K::Vector, "NOTIFY_VECTOR"),
			in(Reg::R12, K::Version, "API_VERSION", 23, 16),
			in(Reg::R12, K::Choice, "OPERATION", 15, 0),
			in(Reg::R13, K::Index, "REQUEST_ID"),
			in(Reg::R14, K::Size, "BUFFER_SIZE"),
			in(Reg::R15, K::GpaBuffer, "BUFFER_GPA"),
		},
	},
};
// clang-format on

} // namespace leaf_rows

constexpr auto vmcalls = make_leaf_table<leaf_rows::vmcalls>();

consteval LeafInfo leaf_info(VmcallLeaf leaf)
{
	return leaf_info(vmcalls, leaf);
}

} // namespace tdx
