// SPDX-License-Identifier: GPL-2.0
//
// The guest's own paging, for what the CPU does not tell at an exit: the instruction at RIP, and
// where an access was to go.
#include "core/emu/cpu/cpu_state.hpp"
#include "core/emu/host.h"
#include "guest.hpp"

namespace tdx::emu {

namespace {

constexpr u64 present = 1 << 0;
constexpr u64 large = 1 << 7;
constexpr u64 address_mask = 0x000ffffffffff000;

// Result without KeyID.  The guest has just used this page, so the LP's nested tables mostly have
// it.
bool find_readable(Guest const &guest, u64 gpa, u64 &pa)
{
	GuestPage page;

	if (find_translation(guest, gpa, pa))
		return true;
	if (!find_page(guest.emu, guest.td(), gpa, septe::read,
		    guest.vcpu().vmread(vmcs_slot(vmcs::SHARED_EPT_POINTER)), page)
			.ok())
		return false;
	pa = page.pa & ~guest.emu.platform.keyid_mask;
	return true;
}

bool read_word(Guest const &guest, u64 gpa, u64 &word)
{
	u64 pa{0};

	return find_readable(guest, gpa, pa) && !host_phys_read(pa, &word, sizeof(word));
}

} // namespace

bool in_64_bit_mode(Vcpu const &vcpu)
{
	return vcpu.vmread(vmcs_slot(vmcs::GUEST_IA32_EFER)) & Efer::lma &&
	       vcpu.vmread(vmcs_slot(vmcs::GUEST_CS_AR_BYTES)) & AccessRights::code_64;
}

u32 privilege_level(Vcpu const &vcpu)
{
	return static_cast<u32>(
		AccessRights::Dpl::get(vcpu.vmread(vmcs_slot(vmcs::GUEST_SS_AR_BYTES))));
}

// EFER.LME is always set in a TD, so paging is long-mode paging.
bool translate_linear(Guest const &guest, u64 gla, u64 &gpa)
{
	Vcpu const &vcpu{guest.vcpu()};

	if (!(vcpu.vmread(vmcs_slot(vmcs::GUEST_CR0)) & Cr0::pg)) {
		gpa = gla & 0xffffffff;
		return true;
	}

	u64 entry{vcpu.vmread(vmcs_slot(vmcs::GUEST_CR3))};
	u32 level{vcpu.vmread(vmcs_slot(vmcs::GUEST_CR4)) & Cr4::la57 ? 5u : 4u};
	do {
		level--;
		u64 const at{(entry & address_mask) |
			     (gla >> shift_of_level(level) & (septes - 1)) * sizeof(u64)};
		if (!read_word(guest, at, entry) || !(entry & present))
			return false;
	} while (level && !(level < 3 && entry & large));
	u64 const offset{bytes_of_level(level) - 1};
	gpa = (entry & address_mask & ~offset) | (gla & offset);
	return true;
}

u32 fetch_instruction(Guest const &guest, u8 (&bytes)[max_instruction_bytes])
{
	Vcpu const &vcpu{guest.vcpu()};
	u64 const rip{vcpu.vmread(vmcs_slot(vmcs::GUEST_RIP))};
	u64 const base{in_64_bit_mode(vcpu) ? 0 : vcpu.vmread(vmcs_slot(vmcs::GUEST_CS_BASE))};
	u32 count{0};

	// One walk for each page: walks are most of what a TDCALL costs.
	while (count < max_instruction_bytes) {
		u64 const gla{base + rip + count};
		u64 const left{page_size - gla % page_size};
		u32 const wanted{max_instruction_bytes - count};
		u32 const part{left < wanted ? static_cast<u32>(left) : wanted};
		u64 gpa{0};
		u64 pa{0};
		if (!translate_linear(guest, gla, gpa) || !find_readable(guest, gpa, pa) ||
			host_phys_read(pa, &bytes[count], part))
			break;
		count += part;
	}
	return count;
}

} // namespace tdx::emu
