// SPDX-License-Identifier: GPL-2.0
//
// Between TDVPS, where a vCPU's state lies by the VMCS fields of TDX, and the VMCB.
#include "core/emu/cpu/cpu_state.hpp"
#include "core/emu/cpu/vmx_controls.hpp"
#include "guest.hpp"

namespace tdx::emu {

namespace {

using svm::Segment;
using svm::Vmcb;

struct SegmentRow {
	Segment Vmcb::*segment;
	VmcsSlot selector, limit, rights, base;
};

#define SEGMENT(to, name)                                                                          \
	{                                                                                          \
		&Vmcb::to, vmcs_slot(vmcs::GUEST_##name##_SELECTOR),                               \
			vmcs_slot(vmcs::GUEST_##name##_LIMIT),                                     \
			vmcs_slot(vmcs::GUEST_##name##_AR_BYTES),                                  \
			vmcs_slot(vmcs::GUEST_##name##_BASE)                                       \
	}

constexpr SegmentRow segments[] = {
	SEGMENT(es, ES),
	SEGMENT(cs, CS),
	SEGMENT(ss, SS),
	SEGMENT(ds, DS),
	SEGMENT(fs, FS),
	SEGMENT(gs, GS),
	SEGMENT(ldtr, LDTR),
	SEGMENT(tr, TR),
};

#undef SEGMENT

struct WordRow {
	u64 Vmcb::*word;
	VmcsSlot slot;
};

constexpr WordRow vmcs_words[] = {
	{&Vmcb::cr3, vmcs_slot(vmcs::GUEST_CR3)},
	{&Vmcb::dr7, vmcs_slot(vmcs::GUEST_DR7)},
	{&Vmcb::rflags, vmcs_slot(vmcs::GUEST_RFLAGS)},
	{&Vmcb::rip, vmcs_slot(vmcs::GUEST_RIP)},
	{&Vmcb::rsp, vmcs_slot(vmcs::GUEST_RSP)},
	{&Vmcb::sysenter_cs, vmcs_slot(vmcs::GUEST_SYSENTER_CS)},
	{&Vmcb::sysenter_esp, vmcs_slot(vmcs::GUEST_SYSENTER_ESP)},
	{&Vmcb::sysenter_eip, vmcs_slot(vmcs::GUEST_SYSENTER_EIP)},
};

struct StateRow {
	u64 Vmcb::*word;
	VcpuSlot slot;
};

constexpr StateRow state_words[] = {
	{&Vmcb::cr2, vcpu_field::cr2},
	{&Vmcb::dr6, vcpu_field::dr6},
	{&Vmcb::star, vcpu_field::star},
	{&Vmcb::lstar, vcpu_field::lstar},
	{&Vmcb::sfmask, vcpu_field::fmask},
	{&Vmcb::kernel_gs_base, vcpu_field::kernel_gs_base},
};

u16 attributes_of(u64 rights)
{
	if (rights & AccessRights::unusable)
		return 0;
	return static_cast<u16>((rights & 0xff) | (rights >> 4 & 0xf00));
}

u64 rights_of(u16 attributes)
{
	u64 const rights{(attributes & 0xffu) | (attributes & 0xf00u) << 4};
	return rights ? rights : AccessRights::unusable;
}

// EFER.LME set and paging off is a TD's reset state.  Some CPUs can't VMEXIT from it unless CR4.PAE
// is set, which has no effect without paging.
bool needs_pae(u64 cr0, u64 efer)
{
	return efer & Efer::lme && !(cr0 & Cr0::pg);
}

void load_control_registers(Vcpu const &vcpu, Vmcb &vmcb)
{
	u64 const cr0{vcpu.vmread(vmcs_slot(vmcs::GUEST_CR0))};
	u64 const cr4{vcpu.vmread(vmcs_slot(vmcs::GUEST_CR4))};
	u64 const efer{vcpu.vmread(vmcs_slot(vmcs::GUEST_IA32_EFER))};
	bool const pae{needs_pae(cr0, efer) && !(cr4 & Cr4::pae)};

	vmcb.cr0 = cr0 | Cr0::et;
	vmcb.cr4 = (cr4 & ~Cr4::vmxe) | (pae ? Cr4::pae : 0);
	// Reads of CR4 exit while PAE is set here but not in the guest's CR4.
	vmcb.cr_reads = pae ? svm::cr4_bit : 0;
	vmcb.efer = efer | Efer::svme;
}

void load_clock(Vcpu const &vcpu, Vmcb &vmcb)
{
	constexpr u64 no_scaling{1ULL << 48};

	vmcb.tsc_offset = vcpu.vmread(vmcs_slot(vmcs::TSC_OFFSET));
	// If the CPU can't scale the TSC, reads of it exit.
	if (vcpu.vmread(vmcs_slot(vmcs::TSC_MULTIPLIER)) != no_scaling) {
		intercept(vmcb, svm::exit::RDTSC);
		intercept(vmcb, svm::exit::RDTSCP);
	}
}

constexpr svm::exit::Code always_intercepted[] = {
	svm::exit::INTR,
	svm::exit::NMI,
	svm::exit::SMI,
	svm::exit::INIT,
	svm::exit::VINTR, // see int_vector in init_vmcb()
	svm::exit::CR0_SEL_WRITE,
	svm::exit::RDPMC,
	svm::exit::CPUID,
	svm::exit::RSM,
	svm::exit::INVD,
	svm::exit::HLT,
	svm::exit::INVLPGA,
	svm::exit::IOIO,
	svm::exit::MSR,
	svm::exit::TASK_SWITCH,
	svm::exit::SHUTDOWN,
	svm::exit::VMRUN,
	svm::exit::VMMCALL,
	svm::exit::VMLOAD,
	svm::exit::VMSAVE,
	svm::exit::STGI,
	svm::exit::CLGI,
	svm::exit::SKINIT,
	svm::exit::WBINVD,
	svm::exit::XSETBV,
};

void load_intercepts(Guest const &guest, Vmcb &vmcb)
{
	Vcpu const &vcpu{guest.vcpu()};
	u64 const primary{vcpu.vmread(vmcs_slot(vmcs::CPU_BASED_VM_EXEC_CONTROL))};

	for (u32 &word : vmcb.intercepts)
		word = 0;
	for (auto const code : always_intercepted)
		intercept(vmcb, code);
	if (MonitorExiting::get(primary))
		intercept(vmcb, svm::exit::MONITOR);
	if (MwaitExiting::get(primary)) {
		intercept(vmcb, svm::exit::MWAIT);
		intercept(vmcb, svm::exit::MWAIT_CONDITIONAL);
	}
	vmcb.cr_writes = svm::cr4_bit;
	vmcb.exceptions = static_cast<u32>(vcpu.vmread(vmcs_slot(vmcs::EXCEPTION_BITMAP))) |
			  1u << vector_machine_check | 1u << vector_ud;
}

} // namespace

constexpr u32 spurious_vector = 0xff;

void init_vmcb(Emu const &emu, emu_area const &area)
{
	Vmcb &vmcb{vmcb_of(area)};

	__builtin_memset(&vmcb, 0, sizeof(vmcb));
	__builtin_memset(area_page(area, AreaPage::msrpm), 0xff,
		u64{AreaPage::tables - AreaPage::msrpm} * page_size);
	vmcb.iopm = area_pa(area, AreaPage::iopm);
	vmcb.msrpm = area_pa(area, AreaPage::msrpm);
	vmcb.asid = emu.config.asid;
	vmcb.nested_control = svm::nested_paging;
	// Virtual interrupts serve only as interrupt windows: they exit and are never delivered.
	// QEMU 7.2 changes its pending bits without a lock, so one may come up again after the
	// window closed.  In the guest it exits then too; in the host it is a spurious interrupt
	// instead of vector 0.
	vmcb.int_vector = spurious_vector;
}

void load_vmcb(Guest const &guest)
{
	Vcpu const &vcpu{guest.vcpu()};
	Vmcb &vmcb{guest.vmcb()};

	for (auto const &row : segments) {
		Segment &segment{vmcb.*row.segment};
		segment.selector = static_cast<u16>(vcpu.vmread(row.selector));
		segment.attributes = attributes_of(vcpu.vmread(row.rights));
		segment.limit = static_cast<u32>(vcpu.vmread(row.limit));
		segment.base = vcpu.vmread(row.base);
	}
	vmcb.gdtr.limit = static_cast<u32>(vcpu.vmread(vmcs_slot(vmcs::GUEST_GDTR_LIMIT)));
	vmcb.gdtr.base = vcpu.vmread(vmcs_slot(vmcs::GUEST_GDTR_BASE));
	vmcb.idtr.limit = static_cast<u32>(vcpu.vmread(vmcs_slot(vmcs::GUEST_IDTR_LIMIT)));
	vmcb.idtr.base = vcpu.vmread(vmcs_slot(vmcs::GUEST_IDTR_BASE));
	vmcb.cpl = static_cast<u8>(privilege_level(vcpu));
	for (auto const &row : vmcs_words)
		vmcb.*row.word = vcpu.vmread(row.slot);
	for (auto const &row : state_words)
		vmcb.*row.word = vcpu.load(row.slot);
	load_control_registers(vcpu, vmcb);
	load_intercepts(guest, vmcb);
	load_clock(vcpu, vmcb);
	vmcb.pat = vcpu.vmread(vmcs_slot(vmcs::GUEST_IA32_PAT));
	vmcb.rax = guest.regs.rax;
	vmcb.nested_cr3 = nested_root(guest.lp);
	vmcb.clean = 0;
}

void save_vmcb(Guest const &guest)
{
	constexpr u64 interrupt_shadow{1};
	Vcpu const &vcpu{guest.vcpu()};
	Vmcb const &vmcb{guest.vmcb()};

	for (auto const &row : segments) {
		Segment const &segment{vmcb.*row.segment};
		vcpu.vmwrite(row.selector, segment.selector);
		vcpu.vmwrite(row.rights, rights_of(segment.attributes));
		vcpu.vmwrite(row.limit, segment.limit);
		vcpu.vmwrite(row.base, segment.base);
	}
	u64 const ss_rights{rights_of(vmcb.ss.attributes)};
	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_SS_AR_BYTES),
		AccessRights::Dpl::put(ss_rights, vmcb.cpl & 3u));
	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_GDTR_LIMIT), vmcb.gdtr.limit);
	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_GDTR_BASE), vmcb.gdtr.base);
	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_IDTR_LIMIT), vmcb.idtr.limit);
	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_IDTR_BASE), vmcb.idtr.base);
	for (auto const &row : vmcs_words)
		vcpu.vmwrite(row.slot, vmcb.*row.word);
	for (auto const &row : state_words)
		vcpu.store(row.slot, vmcb.*row.word);
	// CR4 and EFER change only by exits; of CR0, the guest changes TS and MP without one.
	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_CR0), vmcb.cr0);
	u64 const blocking{vcpu.vmread(vmcs_slot(vmcs::GUEST_INTERRUPTIBILITY_INFO)) & ~3ULL};
	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_INTERRUPTIBILITY_INFO),
		blocking | (vmcb.int_state & interrupt_shadow));
	guest.regs.rax = vmcb.rax;
}

u64 Guest::reg(u32 number) const
{
	Reg const which{static_cast<Reg>(number & 15)};

	if (which == Reg::Rax)
		return regs.rax;
	if (which == Reg::Rbp)
		return regs.rbp;
	u64 const *const value{gpr(regs.gpr, which)};
	return value ? *value : vcpu().vmread(vmcs_slot(vmcs::GUEST_RSP));
}

} // namespace tdx::emu
