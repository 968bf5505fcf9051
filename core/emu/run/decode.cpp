// SPDX-License-Identifier: GPL-2.0
//
// The linear address of an access that met a nested page fault.  AMD-V tells the guest-physical one
// only, TDX tells both: so the instruction is decoded as far as its memory operands, and the one
// that leads to that physical address is it.
#include "guest.hpp"

namespace tdx::emu {

namespace {

enum SegmentOverride : u8 { segment_none, segment_fs, segment_gs };

struct Prefixes {
	u32 length;
	u8 rex;
	SegmentOverride segment;
	bool short_address;
};

Prefixes read_prefixes(u8 const *bytes, u32 count, bool wide)
{
	Prefixes prefixes{};

	for (; prefixes.length < count; prefixes.length++) {
		u8 const byte{bytes[prefixes.length]};
		if (byte == 0x64)
			prefixes.segment = segment_fs;
		else if (byte == 0x65)
			prefixes.segment = segment_gs;
		else if (byte == 0x67)
			prefixes.short_address = true;
		else if (byte != 0x66 && byte != 0xf0 && byte != 0xf2 && byte != 0xf3 &&
			 byte != 0x2e && byte != 0x36 && byte != 0x3e && byte != 0x26)
			break;
	}
	if (wide && prefixes.length < count && (bytes[prefixes.length] & 0xf0) == 0x40)
		prefixes.rex = bytes[prefixes.length++];
	return prefixes;
}

u64 segment_base(Vcpu const &vcpu, SegmentOverride segment)
{
	switch (segment) {
	case segment_fs:
		return vcpu.vmread(vmcs_slot(vmcs::GUEST_FS_BASE));
	case segment_gs:
		return vcpu.vmread(vmcs_slot(vmcs::GUEST_GS_BASE));
	case segment_none:
		break;
	}
	return 0;
}

u64 read_signed(u8 const *bytes, u32 size)
{
	u64 value{0};
	for (u32 i = 0; i < size; i++)
		value |= u64{bytes[i]} << 8 * i;
	u64 const sign{1ULL << (8 * size - 1)};
	return (value ^ sign) - sign;
}

// The operand that the ModRM byte at bytes[at] describes.  @next is the address of the next
// instruction, for RIP-relative operands; an immediate is not counted in it.
class ModRm {
	Guest const &guest;
	u8 const *bytes;
	u32 count;
	u32 at;
	Prefixes const &prefixes;

	bool wide() const { return in_64_bit_mode(guest.vcpu()); }
	u64 base_of(u32 number, u8 extension) const
	{
		return guest.reg(number | (prefixes.rex & extension ? 8u : 0u));
	}

public:
	ModRm(Guest const &g, u8 const *b, u32 n, u32 start, Prefixes const &p)
		: guest{g}, bytes{b}, count{n}, at{start}, prefixes{p}
	{}

	bool address(u32 immediate_bytes, u64 &to);
};

bool ModRm::address(u32 immediate_bytes, u64 &to)
{
	constexpr u8 rex_x{2};
	constexpr u8 rex_b{1};
	constexpr u32 none{4}; // SIB: no index; ModRM: a SIB follows
	constexpr u32 disp_only{5};

	if (at >= count)
		return false;
	u32 const mod{static_cast<u32>(bytes[at]) >> 6};
	u32 const rm{bytes[at] & 7u};
	u32 const start{at++};
	if (mod == 3)
		return false;
	u32 displacement{mod == 1 ? 1u : mod == 2 ? 4u : 0u};
	u64 sum{0};
	bool relative{false};

	if (rm == none) {
		if (at >= count)
			return false;
		u8 const sib{bytes[at++]};
		u32 const index{(sib >> 3 & 7u) | (prefixes.rex & rex_x ? 8u : 0u)};
		if (index != none)
			sum = guest.reg(index) << (sib >> 6);
		if ((sib & 7) == disp_only && !mod)
			displacement = 4;
		else
			sum += base_of(sib & 7, rex_b);
	} else if (rm == disp_only && !mod) {
		displacement = 4;
		relative = wide();
	} else {
		sum = base_of(rm, rex_b);
	}
	if (start >= count || at + displacement > count)
		return false;
	if (displacement)
		sum += read_signed(bytes + at, displacement);
	if (relative)
		sum += guest.vcpu().vmread(vmcs_slot(vmcs::GUEST_RIP)) + at + displacement +
		       immediate_bytes;
	if (prefixes.short_address || !wide())
		sum &= 0xffffffff;
	to = sum + segment_base(guest.vcpu(), prefixes.segment);
	return true;
}

class LinearAddress {
	Guest const &guest;
	u64 const gpa;

public:
	LinearAddress(Guest const &g, u64 physical) : guest{g}, gpa{physical} {}

	// @gla may be in the page before, or lower in the same page: an access may cross into
	// @gpa's page.
	bool leads_there(u64 &gla) const
	{
		u64 found{0};
		if (!translate_linear(guest, gla, found) || page_of(found) != page_of(gpa))
			return false;
		gla = page_of(gla) | (gpa & (page_size - 1));
		return true;
	}
};

bool operand_address(
	Guest const &guest, LinearAddress const &access, u8 const *bytes, u32 count, u64 &gla)
{
	bool const wide{in_64_bit_mode(guest.vcpu())};
	Prefixes const prefixes{read_prefixes(bytes, count, wide)};
	u32 at{prefixes.length};

	if (at >= count)
		return false;
	// MOV between the accumulator and an absolute address.
	u32 const address_bytes{wide && !prefixes.short_address ? 8u : 4u};
	if (bytes[at] >= 0xa0 && bytes[at] <= 0xa3 && at + 1 + address_bytes <= count) {
		gla = segment_base(guest.vcpu(), prefixes.segment);
		for (u32 i = 0; i < address_bytes; i++)
			gla += u64{bytes[at + 1 + i]} << 8 * i;
		return access.leads_there(gla);
	}
	if (bytes[at] == 0x0f) {
		at++;
		if (at < count && (bytes[at] == 0x38 || bytes[at] == 0x3a))
			at++;
	}
	at++;
	// The size of the immediate matters only to a RIP-relative operand, so each size is tried.
	constexpr u8 immediates[]{0, 1, 4, 2};
	for (u8 const immediate : immediates) {
		if (ModRm{guest, bytes, count, at, prefixes}.address(immediate, gla) &&
			access.leads_there(gla))
			return true;
	}
	return false;
}

} // namespace

bool find_linear_address(Guest const &guest, u64 gpa, bool fetch, u64 &gla)
{
	constexpr u32 rsp{4};
	constexpr u32 rsi{6};
	constexpr u32 rdi{7};
	LinearAddress const access{guest, gpa};
	u8 bytes[max_instruction_bytes];

	gla = guest.vcpu().vmread(vmcs_slot(vmcs::GUEST_RIP)) +
	      (in_64_bit_mode(guest.vcpu()) ? 0
					    : guest.vcpu().vmread(vmcs_slot(vmcs::GUEST_CS_BASE)));
	if (fetch) {
		if (access.leads_there(gla))
			return true;
		gla += max_instruction_bytes - 1; // an instruction may cross into the next page
		return access.leads_there(gla);
	}
	u32 const count{fetch_instruction(guest, bytes)};
	if (operand_address(guest, access, bytes, count, gla))
		return true;
	// Implicit operands, of string instructions and of the stack.
	constexpr u32 implied[]{rdi, rsi, rsp};
	for (u32 const number : implied) {
		gla = guest.reg(number);
		if (access.leads_there(gla))
			return true;
	}
	gla = guest.reg(rsp) - sizeof(u64);
	return access.leads_there(gla);
}

} // namespace tdx::emu
