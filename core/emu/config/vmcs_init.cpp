// SPDX-License-Identifier: GPL-2.0
#include "vmcs_init.hpp"

#include "core/emu/cpu/cpu_state.hpp"
#include "core/emu/cpu/vmx_controls.hpp"
#include "td_params.hpp"

namespace tdx::emu {

namespace {

constexpr u64 no_address = ~0ULL;

struct FirstValue {
	VmcsSlot slot;
	u64 value;
};

constexpr FirstValue first_values[] = {
	{vmcs_slot(vmcs::GUEST_DR7), 0x400},
	{vmcs_slot(vmcs::GUEST_RIP), 0xfffffff0},
	{vmcs_slot(vmcs::GUEST_RFLAGS), 2},
	{vmcs_slot(vmcs::GUEST_ES_LIMIT), 0xffffffff},
	{vmcs_slot(vmcs::GUEST_CS_LIMIT), 0xffffffff},
	{vmcs_slot(vmcs::GUEST_SS_LIMIT), 0xffffffff},
	{vmcs_slot(vmcs::GUEST_DS_LIMIT), 0xffffffff},
	{vmcs_slot(vmcs::GUEST_FS_LIMIT), 0xffffffff},
	{vmcs_slot(vmcs::GUEST_GS_LIMIT), 0xffffffff},
	{vmcs_slot(vmcs::GUEST_LDTR_LIMIT), 0xffff},
	{vmcs_slot(vmcs::GUEST_TR_LIMIT), 0xffff},
	{vmcs_slot(vmcs::GUEST_GDTR_LIMIT), 0xffff},
	{vmcs_slot(vmcs::GUEST_ES_AR_BYTES), 0xc093},
	{vmcs_slot(vmcs::GUEST_CS_AR_BYTES), 0xc09b},
	{vmcs_slot(vmcs::GUEST_SS_AR_BYTES), 0xc093},
	{vmcs_slot(vmcs::GUEST_DS_AR_BYTES), 0xc093},
	{vmcs_slot(vmcs::GUEST_FS_AR_BYTES), 0xc093},
	{vmcs_slot(vmcs::GUEST_GS_AR_BYTES), 0xc093},
	{vmcs_slot(vmcs::GUEST_LDTR_AR_BYTES), 0x10082},
	{vmcs_slot(vmcs::GUEST_TR_AR_BYTES), 0x8b},
	{vmcs_slot(vmcs::GUEST_IA32_PERF_GLOBAL_CTRL), 0xff},
	{vmcs_slot(vmcs::GUEST_IA32_PAT), 0x0007040600070406},
	{vmcs_slot(vmcs::GUEST_IA32_EFER), 0x901},
	{vmcs_slot(vmcs::GUEST_CR0), td_cr0},
	{vmcs_slot(vmcs::GUEST_CR4), td_cr4},
	{vmcs_slot(vmcs::APIC_ACCESS_ADDR), no_address},
	{vmcs_slot(vmcs::POSTED_INTR_NV), 0xffff},
	{vmcs_slot(vmcs::POSTED_INTR_DESC_ADDR), no_address},
	{vmcs_slot(vmcs::EXCEPTION_BITMAP), 1 << 18}, // #MC
	{vmcs_slot(vmcs::IO_BITMAP_A), no_address},
	{vmcs_slot(vmcs::IO_BITMAP_B), no_address},
	{vmcs_slot(vmcs::EPTP_LIST_ADDRESS), no_address},
	{vmcs_slot(vmcs::VMREAD_BITMAP), no_address},
	{vmcs_slot(vmcs::VMWRITE_BITMAP), no_address},
	{vmcs_slot(vmcs::ENCLS_EXITING_BITMAP), ~0ULL},
	{vmcs_slot(vmcs::PML_ADDRESS), no_address},
	{vmcs_slot(vmcs::PCONFIG_EXITING_BITMAP), ~0ULL},
	{vmcs_slot(vmcs::EXECUTIVE_VMCS_POINTER), no_address},
	{vmcs_slot(vmcs::VM_EXIT_MSR_STORE_ADDR), no_address},
	{vmcs_slot(vmcs::VM_EXIT_MSR_LOAD_ADDR), no_address},
	{vmcs_slot(vmcs::VM_ENTRY_MSR_LOAD_ADDR), no_address},
	{vmcs_slot(vmcs::VMCS_LINK_POINTER), no_address},
	{vmcs_slot(vmcs::GUEST_PDPTR0), no_address},
	{vmcs_slot(vmcs::GUEST_PDPTR1), no_address},
	{vmcs_slot(vmcs::GUEST_PDPTR2), no_address},
	{vmcs_slot(vmcs::GUEST_PDPTR3), no_address},
};

constexpr VmcsSlot vmcs_vpid{vmcs_slot(vmcs::VIRTUAL_PROCESSOR_ID)};
constexpr VmcsSlot vmcs_msr_bitmap{vmcs_slot(vmcs::MSR_BITMAP)};
constexpr VmcsSlot vmcs_tsc_offset{vmcs_slot(vmcs::TSC_OFFSET)};
constexpr VmcsSlot vmcs_vapic{vmcs_slot(vmcs::VIRTUAL_APIC_PAGE_ADDR)};
constexpr VmcsSlot vmcs_eptp{vmcs_slot(vmcs::EPT_POINTER)};
constexpr VmcsSlot vmcs_ve_info{vmcs_slot(vmcs::VE_INFORMATION_ADDRESS)};
constexpr VmcsSlot vmcs_tsc_multiplier{vmcs_slot(vmcs::TSC_MULTIPLIER)};
constexpr VmcsSlot vmcs_tertiary{vmcs_slot(vmcs::TERTIARY_VM_EXEC_CONTROL)};
constexpr VmcsSlot vmcs_enclv{vmcs_slot(vmcs::ENCLV_EXITING_BITMAP)};
constexpr VmcsSlot vmcs_pasid_low{vmcs_slot(vmcs::LOW_PASID_DIRECTORY_ADDR)};
constexpr VmcsSlot vmcs_pasid_high{vmcs_slot(vmcs::HIGH_PASID_DIRECTORY_ADDR)};
constexpr VmcsSlot vmcs_shared_eptp{vmcs_slot(vmcs::SHARED_EPT_POINTER)};
constexpr VmcsSlot vmcs_spec_ctrl_mask{vmcs_slot(vmcs::IA32_SPEC_CTRL_MASK)};
constexpr VmcsSlot vmcs_hkid{vmcs_slot(vmcs::TD_HKID)};
constexpr VmcsSlot vmcs_pinbased{vmcs_slot(vmcs::PIN_BASED_VM_EXEC_CONTROL)};
constexpr VmcsSlot vmcs_primary{vmcs_slot(vmcs::CPU_BASED_VM_EXEC_CONTROL)};
constexpr VmcsSlot vmcs_exit{vmcs_slot(vmcs::VM_EXIT_CONTROLS)};
constexpr VmcsSlot vmcs_entry{vmcs_slot(vmcs::VM_ENTRY_CONTROLS)};
constexpr VmcsSlot vmcs_secondary{vmcs_slot(vmcs::SECONDARY_VM_EXEC_CONTROL)};
constexpr VmcsSlot vmcs_cr0_mask{vmcs_slot(vmcs::CR0_GUEST_HOST_MASK)};
constexpr VmcsSlot vmcs_cr4_mask{vmcs_slot(vmcs::CR4_GUEST_HOST_MASK)};
constexpr VmcsSlot vmcs_cr0_shadow{vmcs_slot(vmcs::CR0_READ_SHADOW)};
constexpr VmcsSlot vmcs_cr4_shadow{vmcs_slot(vmcs::CR4_READ_SHADOW)};

constexpr u64 cr0_kept = Cr0::nw | Cr0::cd | Cr0::reserved;

u64 sampled(Emu const &emu, Msr msr)
{
	return emu.platform.msr[sample_index(msr)];
}

u64 fixed_cr0(Emu const &emu)
{
	return sampled(emu, Msr::VmxCr0Fixed0) | ~sampled(emu, Msr::VmxCr0Fixed1);
}

u64 td_cr4_mask(Emu const &emu, TdControl const &control)
{
	u64 const fixed{sampled(emu, Msr::VmxCr4Fixed0) | ~sampled(emu, Msr::VmxCr4Fixed1)};

	return fixed | Cr4::mce | Cr4::vmxe | Cr4::smxe | Cr4::reserved | cr4_lacking(control);
}

u64 vpid(u32 vm, u16 hkid)
{
	constexpr u16 hkids{4096};

	return hkid < hkids ? u64{hkid} << 2 | vm : 0;
}

void init_controls(Emu const &emu, Vcpu const &vcpu, u32 vm)
{
	TdControl const &control{vcpu.td().control()};
	bool const perfmon{TdAttributes::Perfmon::get(control.attributes) != 0};
	bool const debug{vcpu.td().debug()};
	bool const pks{TdAttributes::Pks::get(control.attributes) != 0};
	bool const monitor{(control.cpu & TdCpu::monitor) != 0};
	auto const first = [&](ControlsRow row) { return first_controls(emu, vm, row); };

	u64 exits{first(exit_controls)};
	exits = ExitLoadPerfGlobalCtrl::put(exits, perfmon || debug);
	exits = ExitSavePerfGlobalCtrl::put(exits, perfmon || debug);
	u64 entries{first(entry_controls)};
	entries = EntryLoadPerfGlobalCtrl::put(entries, perfmon || debug);
	entries = EntryLoadPkrs::put(entries, pks || debug);
	u64 primary{first(procbased)};
	primary = MwaitExiting::put(primary, !monitor);
	primary = MonitorExiting::put(primary, !monitor);
	primary = RdpmcExiting::put(primary, !perfmon);
	u64 secondary{first(procbased2)};
	secondary = EnableUserWait::put(secondary, (control.cpu & TdCpu::waitpkg) != 0);
	secondary = EnablePconfig::put(secondary, (control.cpu & TdCpu::pconfig) != 0);

	vcpu.vmwrite(vmcs_exit, exits, vm);
	vcpu.vmwrite(vmcs_entry, entries, vm);
	vcpu.vmwrite(vmcs_pinbased, first(pinbased), vm);
	vcpu.vmwrite(vmcs_primary, primary, vm);
	vcpu.vmwrite(vmcs_secondary, secondary, vm);
	vcpu.vmwrite(vmcs_tertiary, TertiaryGpaw::put(first(procbased3), control.gpaw), vm);
}

void init_addresses(Vcpu const &vcpu, u32 vm)
{
	Tdr const &tdr{vcpu.td().tdr()};
	u64 const zero_page{tdr.tdcx_pa[static_cast<u32>(TdcsPage::Zero)]};
	auto const tdvps = [&](u32 page) { return vcpu.load(vcpu_field::tdvps_page_pa, page); };

	if (vm) {
		vcpu.vmwrite(vmcs_vapic, no_address, vm);
		vcpu.vmwrite(vmcs_msr_bitmap,
			tdvps(TdvpsPage::l2_msr_bitmaps + TdvpsPage::per_l2_vm * (vm - 1)), vm);
		vcpu.vmwrite(vmcs_ve_info, no_address, vm);
	} else {
		vcpu.vmwrite(vmcs_vapic, tdvps(TdvpsPage::vapic));
		vcpu.vmwrite(vmcs_msr_bitmap, tdr.tdcx_pa[static_cast<u32>(TdcsPage::MsrBitmaps)]);
		vcpu.vmwrite(vmcs_ve_info, tdvps(TdvpsPage::root));
	}
	vcpu.vmwrite(vmcs_pasid_low, zero_page, vm);
	vcpu.vmwrite(vmcs_pasid_high, zero_page, vm);
	vcpu.vmwrite(vmcs_shared_eptp, zero_page, vm);
	vcpu.vmwrite(vmcs_hkid, tdr.hkid, vm);
	vcpu.vmwrite(vmcs_vpid, vpid(vm, tdr.hkid), vm);
}

void init_control_registers(Emu const &emu, Vcpu const &vcpu, u32 vm)
{
	TdControl const &control{vcpu.td().control()};
	u64 const cr0_fixed0{sampled(emu, Msr::VmxCr0Fixed0)};
	u64 const cr4_fixed0{sampled(emu, Msr::VmxCr4Fixed0)};

	if (vm) {
		vcpu.vmwrite(vmcs_cr0_mask, ~0ULL, vm);
		vcpu.vmwrite(vmcs_cr0_shadow, Cr0::pe | Cr0::ne, vm);
		vcpu.vmwrite(vmcs_cr4_mask, ~0ULL, vm);
		vcpu.vmwrite(vmcs_cr4_shadow, Cr4::mce | Cr4::vmxe, vm);
		return;
	}
	vcpu.vmwrite(vmcs_cr0_mask, (fixed_cr0(emu) & ~Cr0::pg) | Cr0::pe | Cr0::ne | cr0_kept);
	vcpu.vmwrite(vmcs_cr0_shadow, cr0_fixed0 | Cr0::pe | Cr0::ne);
	vcpu.vmwrite(vmcs_cr4_mask, td_cr4_mask(emu, control));
	vcpu.vmwrite(vmcs_cr4_shadow, (cr4_fixed0 & ~Cr4::vmxe) | Cr4::mce);
}

void init_shadows(Vcpu const &vcpu, u32 vm)
{
	if (vm) {
		vcpu.store(vcpu_field::shadow_cr0_mask, ~0ULL, vm);
		vcpu.store(vcpu_field::shadow_cr0_shadow, 0, vm);
		vcpu.store(vcpu_field::shadow_cr4_mask, ~0ULL, vm);
		vcpu.store(vcpu_field::shadow_cr4_shadow, 0, vm);
		return;
	}
	vcpu.store(vcpu_field::shadow_cr0_mask, vcpu.vmread(vmcs_cr0_mask));
	vcpu.store(vcpu_field::shadow_cr0_shadow, vcpu.vmread(vmcs_cr0_shadow));
	vcpu.store(vcpu_field::shadow_cr4_mask, vcpu.vmread(vmcs_cr4_mask));
	vcpu.store(vcpu_field::shadow_cr4_shadow, vcpu.vmread(vmcs_cr4_shadow));
}

u64 eptp(Emu const &emu, Td const &td, u32 vm)
{
	using Root = Bits<51, 12>;
	u32 const page{static_cast<u32>(vm ? TdcsPage::L2SeptRoot : TdcsPage::SeptRoot) +
		       (vm ? vm - 1 : 0)};
	u64 const root{td.tdr().tdcx_pa[page] & ~emu.platform.keyid_mask};

	return Root::put(td.control().eptp, Root::get(root));
}

} // namespace

u64 cr4_lacking(TdControl const &control)
{
	u64 bits{Cr4::key_locker};

	if (!Xfam::Pku::get(control.xfam))
		bits |= Cr4::pke;
	if (!Xfam::has<Xfam::Cet>(control.xfam))
		bits |= Cr4::cet;
	if (!TdAttributes::Pks::get(control.attributes))
		bits |= Cr4::pks;
	if (!Xfam::Uintr::get(control.xfam))
		bits |= Cr4::uintr;
	return bits;
}

u64 first_controls(Emu const &emu, bool l2, u32 row)
{
	Controls const &wanted{l2 ? l2_controls[row] : td_controls[row]};
	u64 const capability{sampled(emu, wanted.msr)};
	u64 initial{wanted.initial};

	if (row == procbased3)
		return initial;
	if (row == procbased2) {
		if (!EnclvExiting::get(VmxAllowed1::get(capability)))
			initial = EnclvExiting::put(initial, 0);
		initial = EnableUserWait::put(initial, emu.platform.waitpkg);
	}
	return initial | VmxAllowed0::get(capability);
}

void init_vmcs(Emu const &emu, Vcpu const &vcpu, u32 vm)
{
	Td const &td{vcpu.td()};
	TdControl const &control{td.control()};

	for (auto const &first : first_values)
		vcpu.vmwrite(first.slot, first.value, vm);
	if (EnclvExiting::get(first_controls(emu, false, procbased2)))
		vcpu.vmwrite(vmcs_enclv, ~0ULL, vm);
	init_addresses(vcpu, vm);
	init_controls(emu, vcpu, vm);
	vcpu.vmwrite(vmcs_tsc_multiplier, control.tsc_multiplier, vm);
	vcpu.vmwrite(vmcs_tsc_offset, control.tsc_offset, vm);
	vcpu.vmwrite(vmcs_eptp, eptp(emu, td, vm), vm);
	init_control_registers(emu, vcpu, vm);
	vcpu.vmwrite(vmcs_spec_ctrl_mask, spec_ctrl_mask(control), vm);
	init_shadows(vcpu, vm);
}

u64 l2_cr0_mask(Emu const &emu)
{
	return (fixed_cr0(emu) & ~Cr0::pg & ~Cr0::pe) | Cr0::ne | cr0_kept;
}

u64 l2_cr0_shadow(Emu const &emu)
{
	return (sampled(emu, Msr::VmxCr0Fixed0) & ~Cr0::pg & ~Cr0::pe) | Cr0::ne;
}

u64 l2_cr4_mask(Emu const &emu, TdControl const &control)
{
	return ~l2_cr4_changeable(emu, control);
}

u64 l2_cr4_shadow(Emu const &emu)
{
	return sampled(emu, Msr::VmxCr4Fixed0) | Cr4::mce | Cr4::vmxe;
}

} // namespace tdx::emu
