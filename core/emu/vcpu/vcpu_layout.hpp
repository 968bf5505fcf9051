// SPDX-License-Identifier: GPL-2.0
//
// Where the vCPU-scope metadata fields live in the pages of a TDVPS.  The layout is the model's own
// and follows from the field tables: small fields in the root page, a page for each VMCS, whole
// pages for what is as large.
#pragma once

#include "core/abi/metadata_l2_vmcs.hpp"
#include "core/abi/metadata_vcpu.hpp"
#include "core/abi/vmcs_field.hpp"
#include "core/emu/page/private_page.hpp"

namespace tdx::emu {

constexpr u32 num_vcpu_rows = sizeof(vcpu_fields) / sizeof(vcpu_fields[0]);
constexpr u32 num_l2_vmcs_rows = sizeof(l2_vmcs_fields) / sizeof(l2_vmcs_fields[0]);

// Which TDVPS page holds what.
struct TdvpsPage {
	static constexpr u32 root = 0; // TDVPR
	static constexpr u32 vmcs = 1;
	static constexpr u32 vapic = 2;
	static constexpr u32 xbuff = 3; // and two more
	static constexpr u32 l2_vmcs = 6;
	static constexpr u32 l2_msr_bitmaps = 7;
	static constexpr u32 l2_shadow_msr_bitmaps = 8;
	static constexpr u32 per_l2_vm = 3;
};
constexpr u32 min_tdvps_pages = 6;
constexpr u32 max_tdvps_pages = 15;

struct VcpuClass {
	static constexpr u8 vmcs = 0;
	static constexpr u8 vapic = 1;
	static constexpr u8 ext_state = 18;
	static constexpr u8 l2_vmcs = 36; // of VM 1; VM n + 1 is 8 further
	static constexpr u8 l2_msr_bitmaps = 37;
	static constexpr u8 l2_shadow_msr_bitmaps = 38;
	static constexpr u8 l2_step = 8;
};

// VM whose fields a class holds; 0 for the vCPU's own.
CORE_INLINE u32 l2_vm_of(u8 cls)
{
	return cls < VcpuClass::l2_vmcs ? 0 : (cls - VcpuClass::l2_vmcs) / VcpuClass::l2_step + 1u;
}

struct VcpuSlot {
	u16 page;
	u16 offset;
	u8 bytes;
};

void vcpu_field_is_missing_from_table();
void tdvps_root_page_is_full();

struct RowSlots {
	VcpuSlot of[num_vcpu_rows];
};

consteval RowSlots lay_out_vcpu()
{
	RowSlots slots{};
	u32 root{0};
	u32 vmcs{0};
	for (u32 row = 0; row < num_vcpu_rows; row++) {
		FieldInfo const &info{vcpu_fields[row]};
		VcpuSlot &slot{slots.of[row]};
		u32 const bytes{info.id.bytes()};
		u32 const vm{l2_vm_of(info.id.cls())};
		u32 const l2_page{vm ? TdvpsPage::per_l2_vm * (vm - 1) : 0};

		slot.bytes = static_cast<u8>(bytes);
		switch (vm ? info.id.cls() - VcpuClass::l2_step * (vm - 1) : info.id.cls()) {
		case VcpuClass::vmcs:
			slot.page = TdvpsPage::vmcs;
			slot.offset = static_cast<u16>(vmcs);
			vmcs += 8u * info.elements * info.fields;
			break;
		case VcpuClass::vapic:
			slot.page = TdvpsPage::vapic;
			break;
		case VcpuClass::ext_state:
			slot.page = TdvpsPage::xbuff;
			break;
		case VcpuClass::l2_vmcs:
			slot.page = static_cast<u16>(TdvpsPage::l2_vmcs + l2_page);
			break;
		case VcpuClass::l2_msr_bitmaps:
			slot.page = static_cast<u16>(TdvpsPage::l2_msr_bitmaps + l2_page);
			break;
		case VcpuClass::l2_shadow_msr_bitmaps:
			slot.page = static_cast<u16>(TdvpsPage::l2_shadow_msr_bitmaps + l2_page);
			break;
		default:
			root = (root + bytes - 1) / bytes * bytes;
			slot.page = TdvpsPage::root;
			slot.offset = static_cast<u16>(root);
			root += bytes * info.elements * info.fields;
			break;
		}
	}
	if (root > page_size || vmcs > page_size)
		tdvps_root_page_is_full();
	return slots;
}

constexpr RowSlots vcpu_slots{lay_out_vcpu()};

struct L2Slots {
	u16 of[num_l2_vmcs_rows];
};

// Offsets in the page of an L2 VM's VMCS.
consteval L2Slots lay_out_l2_vmcs()
{
	L2Slots slots{};
	u32 offset{0};
	for (u32 row = 0; row < num_l2_vmcs_rows; row++) {
		slots.of[row] = static_cast<u16>(offset);
		offset += 8u * l2_vmcs_fields[row].elements * l2_vmcs_fields[row].fields;
	}
	if (offset > page_size)
		tdvps_root_page_is_full();
	return slots;
}

constexpr L2Slots l2_vmcs_slots{lay_out_l2_vmcs()};

// A field that the model itself uses.
consteval VcpuSlot vcpu_slot(char const *name)
{
	return vcpu_slots.of[field_row(vcpu_fields, name)];
}

namespace vcpu_field {

constexpr VcpuSlot vcpu_state{vcpu_slot("VCPU_STATE")};
constexpr VcpuSlot vcpu_index{vcpu_slot("VCPU_INDEX")};
constexpr VcpuSlot num_tdvps_pages{vcpu_slot("NUM_TDVPS_PAGES")};
constexpr VcpuSlot assoc_lpid{vcpu_slot("ASSOC_LPID")};
constexpr VcpuSlot vcpu_epoch{vcpu_slot("VCPU_EPOCH")};
constexpr VcpuSlot last_exit_tsc{vcpu_slot("LAST_EXIT_TSC")};
constexpr VcpuSlot xfam{vcpu_slot("XFAM")};
constexpr VcpuSlot last_td_exit{vcpu_slot("LAST_TD_EXIT")};
constexpr VcpuSlot tdvps_page_pa{vcpu_slot("TDVPS_PAGE_PA")};
constexpr VcpuSlot last_seamdb_index{vcpu_slot("LAST_SEAMDB_INDEX")};
constexpr VcpuSlot curr_vm{vcpu_slot("CURR_VM")};
constexpr VcpuSlot gpr{vcpu_slot("RAX")}; // RAX; the others follow
constexpr VcpuSlot dr{vcpu_slot("DR0")};  // DR0; DR1 to DR3 follow
constexpr VcpuSlot dr6{vcpu_slot("DR6")};
constexpr VcpuSlot xcr0{vcpu_slot("XCR0")};
constexpr VcpuSlot cr2{vcpu_slot("CR2")};
constexpr VcpuSlot spec_ctrl{vcpu_slot("IA32_SPEC_CTRL")};
constexpr VcpuSlot umwait_control{vcpu_slot("IA32_UMWAIT_CONTROL")};
constexpr VcpuSlot tsx_ctrl{vcpu_slot("IA32_TSX_CTRL")};
constexpr VcpuSlot xfd{vcpu_slot("IA32_XFD")};
constexpr VcpuSlot xfd_err{vcpu_slot("IA32_XFD_ERR")};
constexpr VcpuSlot ds_area{vcpu_slot("IA32_DS_AREA")};
constexpr VcpuSlot xss{vcpu_slot("IA32_XSS")};
constexpr VcpuSlot uarch_misc_ctl{vcpu_slot("IA32_UARCH_MISC_CTL")};
constexpr VcpuSlot star{vcpu_slot("IA32_STAR")};
constexpr VcpuSlot lstar{vcpu_slot("IA32_LSTAR")};
constexpr VcpuSlot fmask{vcpu_slot("IA32_FMASK")};
constexpr VcpuSlot kernel_gs_base{vcpu_slot("IA32_KERNEL_GS_BASE")};
constexpr VcpuSlot tsc_aux{vcpu_slot("IA32_TSC_AUX")};
constexpr VcpuSlot lbr_depth{vcpu_slot("IA32_LBR_DEPTH")};
constexpr VcpuSlot vapic{vcpu_slot("VAPIC")};
constexpr VcpuSlot xbuff{vcpu_slot("XBUFF")};
constexpr VcpuSlot ve_info_reason{vcpu_slot("EXIT_REASON")};
constexpr VcpuSlot ve_info_qualification{vcpu_slot("EXIT_QUALIFICATION")};
constexpr VcpuSlot ve_info_gla{vcpu_slot("GLA")};
constexpr VcpuSlot ve_info_gpa{vcpu_slot("GPA")};
constexpr VcpuSlot ve_info_valid{vcpu_slot("VALID")};
constexpr VcpuSlot ve_info_length{vcpu_slot("INSTRUCTION_LENGTH")};
constexpr VcpuSlot ve_info_information{vcpu_slot("INSTRUCTION_INFORMATION")};
constexpr VcpuSlot cpuid_control{vcpu_slot("CPUID_CONTROL")};
constexpr VcpuSlot cpuid_supervisor_ve{vcpu_slot("CPUID_SUPERVISOR_VE")};
constexpr VcpuSlot cpuid_user_ve{vcpu_slot("CPUID_USER_VE")};
constexpr VcpuSlot pend_nmi{vcpu_slot("PEND_NMI")};
constexpr VcpuSlot lp_dependent_hpa_updated{vcpu_slot("LP_DEPENDENT_HPA_UPDATED")};
constexpr VcpuSlot module_dependent_fields_updated{vcpu_slot("MODULE_DEPENDENT_FIELDS_UPDATED")};
constexpr VcpuSlot l2_ctls{vcpu_slot("L2_CTLS")};
constexpr VcpuSlot tsc_deadline{vcpu_slot("TSC_DEADLINE")};
constexpr VcpuSlot shadow_tsc_deadline{vcpu_slot("SHADOW_TSC_DEADLINE")};
constexpr VcpuSlot base_l2_cr0_mask{vcpu_slot("BASE_L2_CR0_GUEST_HOST_MASK")};
constexpr VcpuSlot base_l2_cr0_shadow{vcpu_slot("BASE_L2_CR0_READ_SHADOW")};
constexpr VcpuSlot base_l2_cr4_mask{vcpu_slot("BASE_L2_CR4_GUEST_HOST_MASK")};
constexpr VcpuSlot base_l2_cr4_shadow{vcpu_slot("BASE_L2_CR4_READ_SHADOW")};
constexpr VcpuSlot shadow_cr0_mask{vcpu_slot("SHADOW_CR0_GUEST_HOST_MASK")};
constexpr VcpuSlot shadow_cr0_shadow{vcpu_slot("SHADOW_CR0_READ_SHADOW")};
constexpr VcpuSlot shadow_cr4_mask{vcpu_slot("SHADOW_CR4_GUEST_HOST_MASK")};
constexpr VcpuSlot shadow_cr4_shadow{vcpu_slot("SHADOW_CR4_READ_SHADOW")};
constexpr VcpuSlot shadow_pid_hpa{vcpu_slot("SHADOW_PID_HPA")};
constexpr VcpuSlot shadow_pinbased{vcpu_slot("SHADOW_PINBASED_EXEC_CTLS")};
constexpr VcpuSlot shadow_notification_vector{vcpu_slot("SHADOW_POSTED_INT_NOTIFICATION_VECTOR")};
constexpr VcpuSlot shadow_procbased2{vcpu_slot("SHADOW_PROCBASED_EXEC_CTLS2")};
constexpr VcpuSlot shadow_shared_eptp{vcpu_slot("SHADOW_SHARED_EPTP")};
constexpr VcpuSlot l2_enter_state_gpa{vcpu_slot("L2_ENTER_GUEST_STATE_GPA")};
constexpr VcpuSlot l2_enter_state_hpa{vcpu_slot("L2_ENTER_GUEST_STATE_HPA")};
constexpr VcpuSlot l2_vapic_gpa{vcpu_slot("L2_VAPIC_GPA")};
constexpr VcpuSlot l2_vapic_hpa{vcpu_slot("L2_VAPIC_HPA")};

} // namespace vcpu_field

// Offset of a field in the page of the TD's VMCS, or of an L2 VM's, by its encoding.
struct VmcsSlot {
	u16 td;
	u16 l2;
};

template <u32 Rows, typename Offset>
consteval u16 find_vmcs_offset(FieldInfo const (&rows)[Rows], u32 encoding, Offset offset_of)
{
	for (u32 row = 0; row < Rows; row++) {
		FieldInfo const &info{rows[row]};
		if (info.id.cls() == VcpuClass::vmcs && encoding >= info.id.code() &&
			encoding - info.id.code() < info.codes())
			return static_cast<u16>(
				offset_of(row) + 8 * ((encoding - info.id.code()) / 2));
	}
	vcpu_field_is_missing_from_table();
	return 0;
}

consteval VmcsSlot vmcs_slot(u32 encoding)
{
	return {find_vmcs_offset(
			vcpu_fields, encoding, [](u32 row) { return vcpu_slots.of[row].offset; }),
		find_vmcs_offset(
			l2_vmcs_fields, encoding, [](u32 row) { return l2_vmcs_slots.of[row]; })};
}

} // namespace tdx::emu
