// SPDX-License-Identifier: GPL-2.0
//
// What tests compare with, from facts about the ABI: a second opinion on the tables of core/abi/,
// so nothing here is taken from them.
#pragma once

#include <tdxcall/types.h>

namespace guest {

// Completion statuses, without what is in their low half.
constexpr u64 operand_invalid = 0xc000010000000000;
constexpr u64 no_valid_ve_info = 0xc000070400000000;
constexpr u64 page_already_accepted = 0x00000b0a00000000;
constexpr u64 page_size_mismatch = 0xc0000b0b00000000;
constexpr u64 field_id_incorrect = 0xc0000c0000000000;
constexpr u64 field_not_writable = 0xc0000c0100000000;
constexpr u64 field_not_readable = 0xc0000c0200000000;
constexpr u64 field_value_not_valid = 0xc0000c0300000000;
constexpr u64 first_field_in_context = 0x00000c0b00000000;
constexpr u64 invalid_cpusvn = 0xc000100000000000;
constexpr u64 invalid_reportmacstruct = 0xc000100100000000;

// What is in it: operands, by the encoding of registers.
enum Operand : u64 { rax = 0, rcx = 1, rdx = 2, r8 = 8, r9 = 9 };

// R10 of a hypercall.
constexpr u64 vmcall_success = 0;
constexpr u64 vmcall_retry = 1;
constexpr u64 vmcall_invalid_operand = 0x8000000000000000;
constexpr u64 vmcall_align_error = 0x8000000000000002;
constexpr u64 vmcall_unsupported = 0x8000000000000003;

// Exit reasons, which VE_INFO has too.
enum ExitReason : u64 {
	exit_cpuid = 10,
	exit_hlt = 12,
	exit_invd = 13,
	exit_vmcall = 18,
	exit_cr = 28,
	exit_io = 30,
	exit_rdmsr = 31,
	exit_wrmsr = 32,
	exit_mwait = 36,
	exit_monitor = 39,
	exit_ept_violation = 48,
	exit_wbinvd = 54,
	exit_apic_write = 56,
};

// ATTRIBUTES of the VMM's TDs, but for debug ones: SEPT_VE_DISABLE.
constexpr u64 td_attributes = 1 << 28;

} // namespace guest
