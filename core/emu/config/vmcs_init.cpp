// SPDX-License-Identifier: GPL-2.0
#include "vmcs_init.hpp"

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
	{vmcs_slot(0x681a), 0x400},      // DR7
	{vmcs_slot(0x681e), 0xfffffff0}, // RIP
	{vmcs_slot(0x6820), 2},          // RFLAGS
	{vmcs_slot(0x4800), 0xffffffff}, // limits: ES, CS, SS, DS, FS, GS
	{vmcs_slot(0x4802), 0xffffffff},
	{vmcs_slot(0x4804), 0xffffffff},
	{vmcs_slot(0x4806), 0xffffffff},
	{vmcs_slot(0x4808), 0xffffffff},
	{vmcs_slot(0x480a), 0xffffffff},
	{vmcs_slot(0x480c), 0xffff}, // LDTR, TR, GDTR
	{vmcs_slot(0x480e), 0xffff},
	{vmcs_slot(0x4810), 0xffff},
	{vmcs_slot(0x4814), 0xc093}, // access rights: ES, CS, SS, DS, FS, GS
	{vmcs_slot(0x4816), 0xc09b},
	{vmcs_slot(0x4818), 0xc093},
	{vmcs_slot(0x481a), 0xc093},
	{vmcs_slot(0x481c), 0xc093},
	{vmcs_slot(0x481e), 0xc093},
	{vmcs_slot(0x4820), 0x10082}, // LDTR, TR
	{vmcs_slot(0x4822), 0x8b},
	{vmcs_slot(0x2808), 0xff},               // IA32_PERF_GLOBAL_CTRL
	{vmcs_slot(0x2804), 0x0007040600070406}, // IA32_PAT
	{vmcs_slot(0x2806), 0x901},              // IA32_EFER
	{vmcs_slot(0x6800), td_cr0},
	{vmcs_slot(0x6804), td_cr4},
	{vmcs_slot(0x2014), no_address}, // APIC access
	{vmcs_slot(0x0002), 0xffff},     // posted-interrupt notification vector
	{vmcs_slot(0x2016), no_address}, // posted-interrupt descriptor
	{vmcs_slot(0x4004), 1 << 18},    // exceptions: machine check
	{vmcs_slot(0x2000), no_address}, // I/O bitmaps
	{vmcs_slot(0x2002), no_address},
	{vmcs_slot(0x2024), no_address}, // EPTP list, VMREAD and VMWRITE bitmaps
	{vmcs_slot(0x2026), no_address},
	{vmcs_slot(0x2028), no_address},
	{vmcs_slot(0x202e), ~0ULL},      // ENCLS exiting
	{vmcs_slot(0x200e), no_address}, // PML
	{vmcs_slot(0x203e), ~0ULL},      // PCONFIG exiting
	{vmcs_slot(0x200c), no_address}, // executive VMCS
	{vmcs_slot(0x2006), no_address}, // MSR areas
	{vmcs_slot(0x2008), no_address},
	{vmcs_slot(0x200a), no_address},
	{vmcs_slot(0x2800), no_address}, // VMCS link
	{vmcs_slot(0x280a), no_address}, // PDPTEs
	{vmcs_slot(0x280c), no_address},
	{vmcs_slot(0x280e), no_address},
	{vmcs_slot(0x2810), no_address},
};

constexpr VmcsSlot vmcs_vpid{vmcs_slot(0x0000)};
constexpr VmcsSlot vmcs_msr_bitmap{vmcs_slot(0x2004)};
constexpr VmcsSlot vmcs_tsc_offset{vmcs_slot(0x2010)};
constexpr VmcsSlot vmcs_vapic{vmcs_slot(0x2012)};
constexpr VmcsSlot vmcs_eptp{vmcs_slot(0x201a)};
constexpr VmcsSlot vmcs_ve_info{vmcs_slot(0x202a)};
constexpr VmcsSlot vmcs_tsc_multiplier{vmcs_slot(0x2032)};
constexpr VmcsSlot vmcs_tertiary{vmcs_slot(0x2034)};
constexpr VmcsSlot vmcs_enclv{vmcs_slot(0x2036)};
constexpr VmcsSlot vmcs_pasid_low{vmcs_slot(0x2038)};
constexpr VmcsSlot vmcs_pasid_high{vmcs_slot(0x203a)};
constexpr VmcsSlot vmcs_shared_eptp{vmcs_slot(0x203c)};
constexpr VmcsSlot vmcs_spec_ctrl_mask{vmcs_slot(0x204a)};
constexpr VmcsSlot vmcs_hkid{vmcs_slot(0x4026)};
constexpr VmcsSlot vmcs_pinbased{vmcs_slot(0x4000)};
constexpr VmcsSlot vmcs_primary{vmcs_slot(0x4002)};
constexpr VmcsSlot vmcs_exit{vmcs_slot(0x400c)};
constexpr VmcsSlot vmcs_entry{vmcs_slot(0x4012)};
constexpr VmcsSlot vmcs_secondary{vmcs_slot(0x401e)};
constexpr VmcsSlot vmcs_cr0_mask{vmcs_slot(0x6000)};
constexpr VmcsSlot vmcs_cr4_mask{vmcs_slot(0x6002)};
constexpr VmcsSlot vmcs_cr0_shadow{vmcs_slot(0x6004)};
constexpr VmcsSlot vmcs_cr4_shadow{vmcs_slot(0x6006)};

constexpr u64 pe = 1ULL << 0;
constexpr u64 ne = 1ULL << 5;
constexpr u64 pg = 1ULL << 31;
constexpr u64 mce = 1ULL << 6;
constexpr u64 vmxe = 1ULL << 13;
constexpr u64 smxe = 1ULL << 14;
// NW and CD, and bits of CR0 that the module knows as reserved.
constexpr u64 cr0_kept =
	3ULL << 29 | Bits<63, 32>::mask | Bits<28, 19>::mask | 1ULL << 17 | Bits<15, 6>::mask;

u64 sampled(Emu const &emu, Msr msr)
{
	return emu.platform.msr[sample_index(msr)];
}

u64 fixed_cr0(Emu const &emu)
{
	return sampled(emu, Msr::VmxCr0Fixed0) | ~sampled(emu, Msr::VmxCr0Fixed1);
}

// Features that a CR4 bit is about and the TD lacks.
u64 cr4_lacking(TdControl const &control)
{
	u64 bits{1ULL << 19}; // key locker

	if (!Xfam::Pku::get(control.xfam))
		bits |= 1ULL << 22;
	if (Xfam::Cet::get(control.xfam) != 3)
		bits |= 1ULL << 23;
	if (!TdAttributes::Pks::get(control.attributes))
		bits |= 1ULL << 24;
	if (!Xfam::Uintr::get(control.xfam))
		bits |= 1ULL << 25;
	return bits;
}

u64 td_cr4_mask(Emu const &emu, TdControl const &control)
{
	u64 const fixed{sampled(emu, Msr::VmxCr4Fixed0) | ~sampled(emu, Msr::VmxCr4Fixed1)};

	return fixed | mce | vmxe | smxe | 1ULL << 15 | Bits<63, 26>::mask | cr4_lacking(control);
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
		vcpu.vmwrite(vmcs_cr0_shadow, pe | ne, vm);
		vcpu.vmwrite(vmcs_cr4_mask, ~0ULL, vm);
		vcpu.vmwrite(vmcs_cr4_shadow, mce | vmxe, vm);
		return;
	}
	vcpu.vmwrite(vmcs_cr0_mask, (fixed_cr0(emu) & ~pg) | pe | ne | cr0_kept);
	vcpu.vmwrite(vmcs_cr0_shadow, cr0_fixed0 | pe | ne);
	vcpu.vmwrite(vmcs_cr4_mask, td_cr4_mask(emu, control));
	vcpu.vmwrite(vmcs_cr4_shadow, (cr4_fixed0 & ~vmxe) | mce);
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
	return (fixed_cr0(emu) & ~pg & ~pe) | ne | cr0_kept;
}

u64 l2_cr0_shadow(Emu const &emu)
{
	return (sampled(emu, Msr::VmxCr0Fixed0) & ~pg & ~pe) | ne;
}

u64 l2_cr4_mask(Emu const &emu, TdControl const &control)
{
	return ~l2_cr4_changeable(emu, control);
}

u64 l2_cr4_shadow(Emu const &emu)
{
	return sampled(emu, Msr::VmxCr4Fixed0) | mce | vmxe;
}

} // namespace tdx::emu
