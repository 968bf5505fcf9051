// SPDX-License-Identifier: GPL-2.0
//
// Writes of CR0, CR4 and XCR0 that touch what is not the guest's alone.
#include "core/base/host_cpu.h"
#include "core/emu/config/vmcs_init.hpp"
#include "core/emu/cpu/cpu_state.hpp"
#include "core/emu/host.h"
#include "core/emu/vcpu/exception.hpp"
#include "guest.hpp"

namespace tdx::emu {

namespace {

constexpr u32 mov_cr_bytes = 3;

enum class Outcome : u8 { Done, Gp, Ve };

struct Access {
	bool found;
	bool from_cr;
	bool lmsw;
	u32 cr;
	u32 gpr;
	u32 length;
};

// MOV to and from CRn is [REX] 0F 22 or 20 /r, LMSW is 0F 01 /6.
Access decode(Guest const &guest)
{
	constexpr u8 rex_b{1};
	constexpr u8 rex_r{4};
	u8 bytes[max_instruction_bytes];
	u32 const count{fetch_instruction(guest, bytes)};
	u32 at{0};
	u8 rex{0};

	while (at < count && (bytes[at] == 0x66 || bytes[at] == 0xf2 || bytes[at] == 0xf3))
		at++;
	if (in_64_bit_mode(guest.vcpu()) && at < count && (bytes[at] & 0xf0) == 0x40)
		rex = bytes[at++];
	if (at + mov_cr_bytes > count || bytes[at] != 0x0f)
		return {};
	u8 const opcode{bytes[at + 1]};
	u8 const modrm{bytes[at + 2]};
	u32 const gpr{(modrm & 7u) | (rex & rex_b ? 8u : 0u)};
	u32 const cr{(modrm >> 3 & 7u) | (rex & rex_r ? 8u : 0u)};
	u32 const length{at + mov_cr_bytes};

	if (opcode == 0x20 || opcode == 0x22)
		return {true, opcode == 0x20, false, cr, gpr, length};
	if (opcode == 0x01 && (modrm >> 3 & 7) == 6 && modrm >> 6 == 3)
		return {true, false, true, 0, gpr, length};
	return {};
}

u64 cr4_of(Vcpu const &vcpu)
{
	return vcpu.vmread(vmcs_slot(vmcs::GUEST_CR4));
}

// EFER.LMA follows CR0.PG.  A CPU enters long mode by itself, but not when the write exits, so it
// is set here.
void set_cr0(Vcpu const &vcpu, u64 value)
{
	u64 const efer{vcpu.vmread(vmcs_slot(vmcs::GUEST_IA32_EFER))};
	bool const active{value & Cr0::pg && efer & Efer::lme};

	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_CR0), value);
	vcpu.vmwrite(
		vmcs_slot(vmcs::GUEST_IA32_EFER), active ? efer | Efer::lma : efer & ~Efer::lma);
}

// Checks that the CPU makes before the write.
bool cpu_accepts_cr0(Vcpu const &vcpu, u64 value)
{
	u64 const efer{vcpu.vmread(vmcs_slot(vmcs::GUEST_IA32_EFER))};
	bool const enables{value & Cr0::pg && !(vcpu.vmread(vmcs_slot(vmcs::GUEST_CR0)) & Cr0::pg)};
	bool const disables{
		!(value & Cr0::pg) && vcpu.vmread(vmcs_slot(vmcs::GUEST_CR0)) & Cr0::pg};

	if (enables && efer & Efer::lme &&
		(!(cr4_of(vcpu) & Cr4::pae) ||
			vcpu.vmread(vmcs_slot(vmcs::GUEST_CS_AR_BYTES)) & AccessRights::code_64))
		return false;
	return !disables || !(in_64_bit_mode(vcpu) || cr4_of(vcpu) & Cr4::pcide);
}

Outcome write_cr0(Guest const &guest, u64 value)
{
	Vcpu const &vcpu{guest.vcpu()};
	u64 const fixed1{guest.emu.platform.msr[sample_index(Msr::VmxCr0Fixed1)]};

	if (!(value & Cr0::ne) || value & ~fixed1 || (value & Cr0::pg && !(value & Cr0::pe)))
		return Outcome::Gp;
	if (cr4_of(vcpu) & Cr4::cet && !(value & Cr0::wp))
		return Outcome::Gp;
	// The exit takes precedence over the #GP of NW without CD.
	if (!(value & Cr0::pe) || value & (Cr0::nw | Cr0::cd))
		return Outcome::Ve;
	if (!cpu_accepts_cr0(vcpu, value))
		return Outcome::Gp;
	u64 const old{vcpu.vmread(vmcs_slot(vmcs::GUEST_CR0))};
	set_cr0(vcpu, (value & ~Cr0::reserved_low) | (old & Cr0::reserved_low) | Cr0::et);
	return Outcome::Done;
}

// CR4 bits of features that this CPU lacks; the guest's CPUID has none of them.
u64 cr4_unsupported()
{
	struct host_cpuid first {};
	struct host_cpuid extended {};
	u64 missing{0};

	host_cpuid(1, 0, &first);
	host_cpuid(7, 0, &extended);
	if (!Bits<17>::get(first.ecx))
		missing |= Cr4::pcide;
	if (!Bits<0>::get(extended.ebx))
		missing |= Cr4::fsgsbase;
	if (!Bits<7>::get(extended.ebx))
		missing |= Cr4::smep;
	if (!Bits<20>::get(extended.ebx))
		missing |= Cr4::smap;
	if (!Bits<2>::get(extended.ecx))
		missing |= Cr4::umip;
	if (!Bits<16>::get(extended.ecx))
		missing |= Cr4::la57;
	return missing;
}

bool cpu_accepts_cr4(Vcpu const &vcpu, u64 value)
{
	bool const paging{(vcpu.vmread(vmcs_slot(vmcs::GUEST_CR0)) & Cr0::pg) != 0};

	// PAE can't be cleared and LA57 can't change in long mode.
	return !paging || (value & Cr4::pae && !((value ^ cr4_of(vcpu)) & Cr4::la57));
}

Outcome write_cr4(Guest const &guest, u64 value)
{
	Vcpu const &vcpu{guest.vcpu()};
	u64 const fixed0{guest.emu.platform.msr[sample_index(Msr::VmxCr4Fixed0)] & ~Cr4::vmxe};
	u64 const fixed1{guest.emu.platform.msr[sample_index(Msr::VmxCr4Fixed1)] | Cr4::vmxe};
	TdControl const &control{guest.td().control()};
	u64 const refused{Cr4::reserved | cr4_unsupported() | cr4_lacking(control) |
			  (control.cpu & TdCpu::la57 ? 0 : Cr4::la57)};

	if (value & (refused | ~fixed1) || (value & fixed0) != fixed0)
		return Outcome::Gp;
	if (value & Cr4::cet && !(vcpu.vmread(vmcs_slot(vmcs::GUEST_CR0)) & Cr0::wp))
		return Outcome::Gp;
	if (!(value & Cr4::mce) || value & (Cr4::vmxe | Cr4::smxe))
		return Outcome::Ve;
	if (!cpu_accepts_cr4(vcpu, value))
		return Outcome::Gp;
	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_CR4), value | Cr4::vmxe);
	return Outcome::Done;
}

// CR4 reads exit only without paging, when the CPU's CR4 differs from the guest's.
void read_cr4(Guest const &guest, u32 gpr_number)
{
	Reg const to{static_cast<Reg>(gpr_number)};
	u64 const value{cr4_of(guest.vcpu()) & ~(Cr4::vmxe | Cr4::smxe)};

	if (to == Reg::Rax)
		guest.regs.rax = value;
	else if (to == Reg::Rbp)
		guest.regs.rbp = value;
	else if (u64 *const reg{gpr(guest.regs.gpr, to)})
		*reg = value;
	else
		guest.vcpu().vmwrite(vmcs_slot(vmcs::GUEST_RSP), value);
}

u64 loaded_msw(Guest const &guest, u32 number)
{
	constexpr u64 written{0xe};
	u64 const now{guest.vcpu().vmread(vmcs_slot(vmcs::GUEST_CR0))};
	u64 const value{guest.reg(number)};

	return (now & ~written) | (value & written) | (value & Cr0::pe);
}

u64 qualification_of(Access const &access)
{
	constexpr u64 lmsw{3 << 4};
	return access.lmsw ? lmsw : access.cr | u64{access.gpr} << 8;
}

} // namespace

emu_verdict control_register_exit(Guest &guest, u32 code)
{
	Vcpu const &vcpu{guest.vcpu()};
	Access const access{decode(guest)};

	if (!access.found) {
		inject_ud(vcpu);
		return EMU_ANSWERED;
	}
	Outcome outcome{Outcome::Done};
	u64 value{access.lmsw ? loaded_msw(guest, access.gpr) : guest.reg(access.gpr)};
	if (!in_64_bit_mode(vcpu))
		value &= 0xffffffff;
	if (access.from_cr)
		read_cr4(guest, access.gpr);
	else
		outcome = code == svm::exit::CR4_WRITE ? write_cr4(guest, value)
						       : write_cr0(guest, value);

	switch (outcome) {
	case Outcome::Done:
		advance(vcpu, access.length);
		break;
	case Outcome::Gp:
		inject_gp(vcpu);
		break;
	case Outcome::Ve:
		inject_ve(vcpu, {.reason = exit_reason::CR_ACCESS,
					.qualification = qualification_of(access),
					.length = access.length});
		break;
	}
	return EMU_ANSWERED;
}

u64 user_components(Guest const &guest)
{
	return guest.td().control().xfam & Xfam::user & guest.emu.config.xfam;
}

bool is_legal_xcr0(u64 value, u64 components)
{
	return !(value & ~components) && Xfam::X87::get(value) &&
	       (!Xfam::Avx::get(value) || Xfam::Sse::get(value)) && Xfam::coherent(value);
}

emu_verdict xsetbv_exit(Guest &guest)
{
	constexpr u32 xsetbv_bytes{3};
	Vcpu const &vcpu{guest.vcpu()};
	u64 const value{(guest.regs.gpr.rdx << 32) | (guest.regs.rax & 0xffffffff)};

	if (guest.regs.gpr.rcx & 0xffffffff || !is_legal_xcr0(value, user_components(guest))) {
		inject_gp(vcpu);
		return EMU_ANSWERED;
	}
	host_set_guest_xcr0(value);
	advance(vcpu, xsetbv_bytes);
	return EMU_ANSWERED;
}

} // namespace tdx::emu
