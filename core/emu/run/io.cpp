// SPDX-License-Identifier: GPL-2.0
//
// Port I/O, which is always the VMM's: a #VE that tells what AMD-V tells, and what only the
// instruction's bytes do.
#include "core/emu/vcpu/exception.hpp"
#include "guest.hpp"

namespace tdx::emu {

namespace {

using svm::Io;

enum Segment : u8 { es, cs, ss, ds, fs, gs };

constexpr VmcsSlot segment_bases[] = {
	vmcs_slot(vmcs::GUEST_ES_BASE),
	vmcs_slot(vmcs::GUEST_CS_BASE),
	vmcs_slot(vmcs::GUEST_SS_BASE),
	vmcs_slot(vmcs::GUEST_DS_BASE),
	vmcs_slot(vmcs::GUEST_FS_BASE),
	vmcs_slot(vmcs::GUEST_GS_BASE),
};

// Address sizes as in the VMX instruction information.
enum AddressSize : u8 { address_16, address_32, address_64 };

struct Instruction {
	u8 opcode;
	bool other_address_size;
	Segment segment;
};

// False where the byte is no prefix.
bool take_prefix(u8 byte, bool wide, Instruction &to)
{
	switch (byte) {
	case 0x26:
		to.segment = es;
		return true;
	case 0x2e:
		to.segment = cs;
		return true;
	case 0x36:
		to.segment = ss;
		return true;
	case 0x3e:
		to.segment = ds;
		return true;
	case 0x64:
		to.segment = fs;
		return true;
	case 0x65:
		to.segment = gs;
		return true;
	case 0x67:
		to.other_address_size = true;
		return true;
	case 0x66:
	case 0xf0:
	case 0xf2:
	case 0xf3:
		return true;
	default:
		return wide && (byte & 0xf0) == 0x40;
	}
}

Instruction decode(Guest const &guest)
{
	bool const wide{in_64_bit_mode(guest.vcpu())};
	u8 bytes[max_instruction_bytes];
	u32 const count{fetch_instruction(guest, bytes)};
	Instruction instruction{0, false, ds};

	for (u32 i = 0; i < count; i++) {
		instruction.opcode = bytes[i];
		if (!take_prefix(bytes[i], wide, instruction))
			break;
	}
	return instruction;
}

AddressSize address_size(Guest const &guest, Instruction const &instruction)
{
	using Default32 = Bits<14>; // of the access rights
	bool const other{instruction.other_address_size};

	if (in_64_bit_mode(guest.vcpu()))
		return other ? address_32 : address_64;
	bool const wide{
		Default32::get(guest.vcpu().vmread(vmcs_slot(vmcs::GUEST_CS_AR_BYTES))) != 0};
	return wide != other ? address_32 : address_16;
}

u64 operand(Guest const &guest, Segment segment, AddressSize size, u32 number)
{
	constexpr u64 masks[] = {0xffff, 0xffffffff, ~0ULL};
	u64 const offset{guest.reg(number) & masks[size]};

	// In 64-bit mode only FS and GS have a base.
	if (in_64_bit_mode(guest.vcpu()))
		return offset + (segment >= fs ? guest.vcpu().vmread(segment_bases[segment]) : 0);
	return (offset + guest.vcpu().vmread(segment_bases[segment])) & masks[address_32];
}

// INS stores at ES:RDI, whatever the prefix; OUTS loads from RSI.
void add_operand(Guest const &guest, Instruction const &instruction, bool in, VeInfo &info)
{
	using AddressSizeField = Bits<9, 7>;
	using SegmentField = Bits<17, 15>;
	constexpr u32 rsi{6};
	constexpr u32 rdi{7};
	AddressSize const size{address_size(guest, instruction)};
	Segment const segment{in ? es : instruction.segment};

	info.gla = operand(guest, segment, size, in ? rdi : rsi);
	info.information =
		static_cast<u32>(SegmentField::put(AddressSizeField::put(0, size), segment));
}

} // namespace

emu_verdict io_exit(Guest &guest)
{
	constexpr u8 immediate_opcodes{0xe4}; // and the three after it
	u64 const exit{guest.vmcb().exit_info_1};
	u64 const next_rip{guest.vmcb().exit_info_2};
	u64 const size{Io::Size8::get(exit) ? 0u : Io::Size16::get(exit) ? 1u : 3u};
	Instruction const instruction{decode(guest)};
	bool const immediate{(instruction.opcode & 0xfc) == immediate_opcodes};
	VeInfo info{.reason = exit_reason::IO_INSTRUCTION,
		.qualification = size | Io::In::get(exit) << 3 | Io::String::get(exit) << 4 |
				 Io::Rep::get(exit) << 5 | u64{immediate} << 6 |
				 Io::Port::get(exit) << 16,
		.length = static_cast<u32>(
			next_rip - guest.vcpu().vmread(vmcs_slot(vmcs::GUEST_RIP)))};

	if (Io::String::get(exit))
		add_operand(guest, instruction, Io::In::get(exit) != 0, info);
	inject_ve(guest.vcpu(), info);
	return EMU_ANSWERED;
}

} // namespace tdx::emu
