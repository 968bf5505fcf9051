// SPDX-License-Identifier: GPL-2.0
//
// Operands of the sub-functions of TDG.VP.VMCALL (GHCI),
// in the order of the rows of vmcalls.hpp.
#pragma once

#include "leaf.hpp"

namespace tdx {

namespace vmcall_operands {

using K = OperandKind;
using L = VmcallLeaf;

// clang-format off
constexpr OperandInfo rows[] = {
	// Instruction.CPUID
	operand(L::Cpuid, Dir::In, Reg::R12, K::Value, "EAX"),
	operand(L::Cpuid, Dir::In, Reg::R13, K::Value, "ECX"),
	operand(L::Cpuid, Dir::Out, Reg::R12, K::Value, "EAX"),
	operand(L::Cpuid, Dir::Out, Reg::R13, K::Value, "EBX"),
	operand(L::Cpuid, Dir::Out, Reg::R14, K::Value, "ECX"),
	operand(L::Cpuid, Dir::Out, Reg::R15, K::Value, "EDX"),

	// Instruction.HLT
	operand(L::Hlt, Dir::In, Reg::R12, K::Flag, "INTERRUPTS_BLOCKED", 0, 0),

	// Instruction.IO
	operand(L::Io, Dir::In, Reg::R12, K::Size, "SIZE"),
	operand(L::Io, Dir::In, Reg::R13, K::Flag, "WRITE", 0, 0),
	operand(L::Io, Dir::In, Reg::R14, K::Value, "PORT"),
	operand(L::Io, Dir::In, Reg::R15, K::Data, "DATA"),
	operand(L::Io, Dir::Out, Reg::R11, K::Data, "DATA"),

	// Instruction.RDMSR
	operand(L::Rdmsr, Dir::In, Reg::R12, K::Value, "MSR"),
	operand(L::Rdmsr, Dir::Out, Reg::R11, K::Value, "VALUE"),

	// Instruction.WRMSR
	operand(L::Wrmsr, Dir::In, Reg::R12, K::Value, "MSR"),
	operand(L::Wrmsr, Dir::In, Reg::R13, K::Value, "VALUE"),

	// #VE.RequestMMIO
	operand(L::RequestMmio, Dir::In, Reg::R12, K::Size, "SIZE"),
	operand(L::RequestMmio, Dir::In, Reg::R13, K::Flag, "WRITE", 0, 0),
	operand(L::RequestMmio, Dir::In, Reg::R14, K::Gpa, "GPA"),
	operand(L::RequestMmio, Dir::In, Reg::R15, K::Data, "DATA"),
	operand(L::RequestMmio, Dir::Out, Reg::R11, K::Data, "DATA"),

	// Instruction.WBINVD
	operand(L::Wbinvd, Dir::In, Reg::R12, K::Choice, "WBNOINVD"),

	// Instruction.PCONFIG
	operand(L::Pconfig, Dir::In, Reg::R12, K::Choice, "LEAF"),

	// GetTdVmCallInfo
	operand(L::GetTdVmCallInfo, Dir::In, Reg::R12, K::Choice, "LEAF"),
	operand(L::GetTdVmCallInfo, Dir::Out, Reg::R11, K::Value, "SUBFUNCTION_BITMAP"),
	operand(L::GetTdVmCallInfo, Dir::Out, Reg::R12, K::Value, "SUBFUNCTION_BITMAP"),
	operand(L::GetTdVmCallInfo, Dir::Out, Reg::R13, K::Value, "SUBFUNCTION_BITMAP"),
	operand(L::GetTdVmCallInfo, Dir::Out, Reg::R14, K::Value, "SUBFUNCTION_BITMAP"),

	// MapGPA
	operand(L::MapGpa, Dir::In, Reg::R12, K::Gpa, "START_GPA"),
	operand(L::MapGpa, Dir::In, Reg::R13, K::Size, "SIZE"),
	operand(L::MapGpa, Dir::Error, Reg::R11, K::Gpa, "FIRST_GPA_NOT_DONE"),

	// GetQuote
	operand(L::GetQuote, Dir::In, Reg::R12, K::GpaBuffer, "BUFFER_GPA"),
	operand(L::GetQuote, Dir::In, Reg::R13, K::Size, "SIZE"),

	// ReportFatalError
	operand(L::ReportFatalError, Dir::In, Reg::Rdx, K::Value, "TEXT"),
	operand(L::ReportFatalError, Dir::In, Reg::Rbx, K::Value, "TEXT"),
	operand(L::ReportFatalError, Dir::In, Reg::Rsi, K::Value, "TEXT"),
	operand(L::ReportFatalError, Dir::In, Reg::Rdi, K::Value, "TEXT"),
	operand(L::ReportFatalError, Dir::In, Reg::R8, K::Value, "TEXT"),
	operand(L::ReportFatalError, Dir::In, Reg::R9, K::Value, "TEXT"),
	operand(L::ReportFatalError, Dir::In, Reg::R12, K::Flag, "TEXT_VALID", 63, 63),
	operand(L::ReportFatalError, Dir::In, Reg::R12, K::Value, "ERROR_CODE", 31, 0),
	operand(L::ReportFatalError, Dir::In, Reg::R13, K::GpaBuffer, "TEXT_GPA"),
	operand(L::ReportFatalError, Dir::In, Reg::R14, K::Value, "TEXT"),
	operand(L::ReportFatalError, Dir::In, Reg::R15, K::Value, "TEXT"),

	// SetupEventNotifyInterrupt
	operand(L::SetupEventNotifyInterrupt, Dir::In, Reg::R12, K::Vector, "VECTOR"),

	// Service
	operand(L::Service, Dir::In, Reg::R12, K::GpaBuffer, "COMMAND_GPA"),
	operand(L::Service, Dir::In, Reg::R13, K::GpaBuffer, "RESPONSE_GPA"),
	operand(L::Service, Dir::In, Reg::R14, K::Vector, "NOTIFY_VECTOR"),
	operand(L::Service, Dir::In, Reg::R15, K::Value, "TIMEOUT"),

	// MigTD.WaitForRequest
	operand(L::MigTdWaitForRequest, Dir::In, Reg::R12, K::Version, "API_VERSION", 23, 16),
	operand(L::MigTdWaitForRequest, Dir::In, Reg::R12, K::Choice, "OPERATION", 15, 0),
	operand(L::MigTdWaitForRequest, Dir::In, Reg::R13, K::Size, "BUFFER_SIZE"),
	operand(L::MigTdWaitForRequest, Dir::In, Reg::R14, K::GpaBuffer, "BUFFER_GPA"),
	operand(L::MigTdWaitForRequest, Dir::In, Reg::R15, K::Vector, "NOTIFY_VECTOR"),

	// MigTD.ReportStatus
	operand(L::MigTdReportStatus, Dir::In, Reg::Rbx, K::GpaBuffer, "BUFFER_GPA"),
	operand(L::MigTdReportStatus, Dir::In, Reg::Rdi, K::Vector, "NOTIFY_VECTOR"),
	operand(L::MigTdReportStatus, Dir::In, Reg::R12, K::Version, "API_VERSION", 23, 16),
	operand(L::MigTdReportStatus, Dir::In, Reg::R12, K::Choice, "OPERATION", 15, 0),
	operand(L::MigTdReportStatus, Dir::In, Reg::R13, K::Index, "REQUEST_ID"),
	operand(L::MigTdReportStatus, Dir::In, Reg::R14, K::Status, "STATUS"),
	operand(L::MigTdReportStatus, Dir::In, Reg::R15, K::Size, "BUFFER_SIZE"),

	// MigTD.Send
	operand(L::MigTdSend, Dir::In, Reg::Rbx, K::Vector, "NOTIFY_VECTOR"),
	operand(L::MigTdSend, Dir::In, Reg::R12, K::Version, "API_VERSION", 23, 16),
	operand(L::MigTdSend, Dir::In, Reg::R12, K::Choice, "OPERATION", 15, 0),
	operand(L::MigTdSend, Dir::In, Reg::R13, K::Index, "REQUEST_ID"),
	operand(L::MigTdSend, Dir::In, Reg::R14, K::Size, "BUFFER_SIZE"),
	operand(L::MigTdSend, Dir::In, Reg::R15, K::GpaBuffer, "BUFFER_GPA"),

	// MigTD.Receive
	operand(L::MigTdReceive, Dir::In, Reg::Rbx, K::Vector, "NOTIFY_VECTOR"),
	operand(L::MigTdReceive, Dir::In, Reg::R12, K::Version, "API_VERSION", 23, 16),
	operand(L::MigTdReceive, Dir::In, Reg::R12, K::Choice, "OPERATION", 15, 0),
	operand(L::MigTdReceive, Dir::In, Reg::R13, K::Index, "REQUEST_ID"),
	operand(L::MigTdReceive, Dir::In, Reg::R14, K::Size, "BUFFER_SIZE"),
	operand(L::MigTdReceive, Dir::In, Reg::R15, K::GpaBuffer, "BUFFER_GPA"),
};
// clang-format on

} // namespace vmcall_operands

} // namespace tdx
