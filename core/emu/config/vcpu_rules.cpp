// SPDX-License-Identifier: GPL-2.0
#include "vcpu_rules.hpp"

#include "core/emu/cpu/vmx_controls.hpp"
#include "core/emu/page/memory.hpp"
#include "core/emu/platform/tsc.hpp"
#include "core/emu/sept/sept.hpp"
#include "td_params.hpp"
#include "vmcs_init.hpp"

namespace tdx::emu {

namespace {

// Fields outside the VMCS, by the id of their row.
enum Id : u64 {
	id_state_details = field_id(vcpu_fields, "VCPU_STATE_DETAILS").raw,
	id_xbuff = field_id(vcpu_fields, "XBUFF").raw,
	id_spec_ctrl = field_id(vcpu_fields, "IA32_SPEC_CTRL").raw,
	id_xfam = field_id(vcpu_fields, "XFAM").raw,
	id_l2_ctls = field_id(vcpu_fields, "L2_CTLS").raw,
	id_tsc_deadline = field_id(vcpu_fields, "TSC_DEADLINE").raw,
};

Status not_valid()
{
	return Status::of(StatusCode::MetadataFieldValueNotValid);
}

Status not_writable()
{
	return Status::of(StatusCode::MetadataFieldNotWritable);
}

bool never_set(u64 address)
{
	return address >> 63;
}

bool is_address(VcpuField const &field)
{
	if (!field.in_vmcs())
		return false;
	switch (field.code()) {
	case vmcs::PML_ADDRESS:
	case vmcs::POSTED_INTR_DESC_ADDR:
	case vmcs::SHARED_EPT_POINTER:
	case vmcs::HLAT_POINTER:
	case vmcs::GUEST_CR3:
		return true;
	default:
		return false;
	}
}

bool good_shared(Emu const &emu, u64 address, u64 size)
{
	return !(address >> max_pa_bits) &&
	       check_shared(emu, address & ~(size - 1), size, Reg::R8).ok();
}

// A control register is written as a guest would: bits that the module owns must have the value
// that the guest reads.
bool apply_cr(u64 old, u64 &value, u64 mask, u64 shadow)
{
	if ((value ^ shadow) & mask)
		return false;
	value = (old & mask) | (value & ~mask);
	return true;
}

u64 virtual_msr(TdControl const &control, Msr msr)
{
	return control.virt_vmx_msr[static_cast<u32>(msr) - static_cast<u32>(Msr::VmxBasic)];
}

// Does a VMX capability MSR (allowed-0 and allowed-1 half) allow the bits of @mask as they are set?
bool allowed(u64 capability, u64 value, u64 mask)
{
	u64 const wrong{
		(~value & VmxAllowed0::get(capability)) | (value & ~VmxAllowed1::get(capability))};
	return !(wrong & mask & 0xffffffff);
}

// For a debug TD the CPU sets the limit, else the VMX capabilities of the TD's L1 VMM.
u64 control_limit(Emu const &emu, Td const &td, Msr msr)
{
	return td.debug() ? emu.platform.msr[sample_index(msr)] : virtual_msr(td.control(), msr);
}

Status check_debugctl(Td const &td, u64 &value)
{
	using Trace = Bits<6>;
	using TraceStore = Bits<7>;
	using UncorePmi = Bits<13>;

	if (Trace::get(value) && !TraceStore::get(value) && !td.debug())
		return not_valid();
	value = UncorePmi::put(value, 0);
	return success();
}

Status write_pin_controls(Vcpu const &vcpu, u64 value)
{
	using PostedInterrupts = Bits<7>;
	constexpr VmcsSlot vector{vmcs_slot(vmcs::POSTED_INTR_NV)};
	constexpr VmcsSlot descriptor{vmcs_slot(vmcs::POSTED_INTR_DESC_ADDR)};
	auto const unset = [](u32 encoding) {
		return Status::of(StatusCode::TdVmcsFieldNotInitialized, encoding);
	};

	if (PostedInterrupts::get(value)) {
		if ((vcpu.vmread(vector) & 0xffff) == 0xffff)
			return unset(vmcs::POSTED_INTR_NV);
		if (vcpu.vmread(descriptor) == ~0ULL)
			return unset(vmcs::POSTED_INTR_DESC_ADDR);
	}
	vcpu.store(vcpu_field::shadow_pinbased, value);
	return success();
}

Status check_secondary(Emu const &emu, Vcpu const &vcpu, u64 value, u64 mask)
{
	using EnablePml = Bits<17>;
	constexpr VmcsSlot pml{vmcs_slot(vmcs::PML_ADDRESS)};
	u64 const cpu{emu.platform.msr[sample_index(Msr::VmxProcbasedCtls2)]};

	if (!allowed(cpu, value, mask))
		return not_valid();
	if (EnablePml::get(value) && (!vcpu.td().debug() || never_set(vcpu.vmread(pml))))
		return not_valid();
	return success();
}

Status write_vmcs(Emu const &emu, Vcpu const &vcpu, VcpuField const &field, u64 value, u64 mask)
{
	constexpr VmcsSlot cr0_mask{vmcs_slot(vmcs::CR0_GUEST_HOST_MASK)};
	constexpr VmcsSlot cr4_mask{vmcs_slot(vmcs::CR4_GUEST_HOST_MASK)};
	constexpr VmcsSlot cr0_shadow{vmcs_slot(vmcs::CR0_READ_SHADOW)};
	constexpr VmcsSlot cr4_shadow{vmcs_slot(vmcs::CR4_READ_SHADOW)};

	switch (field.code()) {
	case vmcs::GUEST_CR0:
		if (!apply_cr(field.load(), value, vcpu.vmread(cr0_mask), vcpu.vmread(cr0_shadow)))
			return not_valid();
		break;
	case vmcs::GUEST_CR4:
		if (!apply_cr(field.load(), value, vcpu.vmread(cr4_mask), vcpu.vmread(cr4_shadow)))
			return not_valid();
		break;
	case vmcs::GUEST_IA32_DEBUGCTL:
		TDX_TRY(check_debugctl(vcpu.td(), value));
		break;
	case vmcs::PIN_BASED_VM_EXEC_CONTROL:
		TDX_TRY(write_pin_controls(vcpu, value));
		break;
	case vmcs::POSTED_INTR_NV:
		if (value > 0xff)
			return not_valid();
		vcpu.store(vcpu_field::shadow_notification_vector, value);
		break;
	case vmcs::POSTED_INTR_DESC_ADDR:
		vcpu.store(vcpu_field::shadow_pid_hpa, value);
		break;
	case vmcs::SECONDARY_VM_EXEC_CONTROL:
		TDX_TRY(check_secondary(emu, vcpu, value, mask));
		break;
	case vmcs::SHARED_EPT_POINTER:
		vcpu.store(vcpu_field::shadow_shared_eptp, value);
		break;
	default:
		break;
	}
	field.store(value);
	return success();
}

Status write_l2_vmcs(Emu const &emu, Vcpu const &vcpu, VcpuField const &field, u64 value, u64 mask)
{
	using ShadowStack = Bits<7>;
	Td const &td{vcpu.td()};

	switch (field.code()) {
	case vmcs::GUEST_CR0:
		if (!apply_cr(field.load(), value, vcpu.load(vcpu_field::base_l2_cr0_mask),
			    vcpu.load(vcpu_field::base_l2_cr0_shadow)))
			return not_valid();
		break;
	case vmcs::GUEST_CR4:
		if (!apply_cr(field.load(), value, vcpu.load(vcpu_field::base_l2_cr4_mask),
			    vcpu.load(vcpu_field::base_l2_cr4_shadow)))
			return not_valid();
		break;
	case vmcs::GUEST_IA32_DEBUGCTL:
		TDX_TRY(check_debugctl(td, value));
		break;
	case vmcs::EPT_POINTER:
		if (ShadowStack::get(value) && !Xfam::has<Xfam::Cet>(td.control().xfam))
			return not_valid();
		break;
	case vmcs::CPU_BASED_VM_EXEC_CONTROL:
		if (!allowed(control_limit(emu, td, Msr::VmxTrueProcbasedCtls), value, mask))
			return not_valid();
		break;
	case vmcs::SECONDARY_VM_EXEC_CONTROL:
		if (!allowed(control_limit(emu, td, Msr::VmxProcbasedCtls2), value, mask))
			return not_valid();
		break;
	case vmcs::TERTIARY_VM_EXEC_CONTROL:
		if (value & mask & ~control_limit(emu, td, Msr::VmxProcbasedCtls3))
			return not_valid();
		break;
	case vmcs::SHARED_EPT_POINTER:
		vcpu.store(vcpu_field::shadow_shared_eptp, value, field.vm());
		// Takes effect only once L2_CTLS lets the L2 VM use it.
		if (!(vcpu.load(vcpu_field::l2_ctls, field.vm()) & 1))
			return success();
		break;
	default:
		break;
	}
	field.store(value);
	return success();
}

void write_l2_ctls(Vcpu const &vcpu, u32 vm, u64 value)
{
	constexpr VmcsSlot eptp_slot{vmcs_slot(vmcs::SHARED_EPT_POINTER)};
	Td const &td{vcpu.td()};
	u64 const shared{vcpu.load(vcpu_field::shadow_shared_eptp, vm)};
	bool const enabled{(value & 1) && shared != ~0ULL};

	if (vm && vm <= vcpu.l2_vms())
		vcpu.vmwrite(eptp_slot,
			enabled ? shared : td.tdr().tdcx_pa[static_cast<u32>(TdcsPage::Zero)], vm);
}

// The deadline as the TD set it is kept; the one in native TSC ticks is stored beside it.
Status write_tsc_deadline(Vcpu const &vcpu, u32 vm, u64 deadline)
{
	constexpr u64 none{~0ULL};
	TdControl const &control{vcpu.td().control()};
	u64 const now{native_tsc()};
	u64 native{now};

	if (!vm || vm > vcpu.l2_vms() || deadline == none)
		return success();
	if (deadline > scale_tsc(now, control.tsc_multiplier) + control.tsc_offset &&
		(!unscale_tsc(deadline - control.tsc_offset, control.tsc_multiplier, native) ||
			!native || (native - now) >> 63))
		return Status::of(StatusCode::OperandInvalid);
	vcpu.store(vcpu_field::shadow_tsc_deadline, native, vm);
	return success();
}

// Protected words of the XSAVE area: the header, and IA32_RTIT_CTL, with which the component of
// processor trace begins.
bool protected_xbuff(TdControl const &control, u32 code)
{
	constexpr u32 pt_component{8};
	constexpr u32 header{512 / 8};
	constexpr u32 header_end{576 / 8};

	return (code >= header && code < header_end) ||
	       (Xfam::Pt::get(control.xfam) && code == control.xbuff_offsets[pt_component] / 8);
}

// The MSR bitmaps that the L1 VMM set.
u64 *shadow_msr_bitmaps(Vcpu const &vcpu, VcpuField const &field)
{
	u32 const page{TdvpsPage::per_l2_vm * (field.vm() - 1)};
	return static_cast<u64 *>(vcpu.tdvps_page(TdvpsPage::l2_shadow_msr_bitmaps + page));
}

// A write to the MSR bitmaps that the CPU uses is stored as the L1 VMM's; the CPU's exit where
// these or the TD's do.
void write_msr_bitmaps(Vcpu const &vcpu, VcpuField const &field, u64 value)
{
	u32 const page{TdvpsPage::per_l2_vm * (field.vm() - 1)};
	auto *const used = static_cast<u64 *>(vcpu.tdvps_page(TdvpsPage::l2_msr_bitmaps + page));
	auto *const shadow = shadow_msr_bitmaps(vcpu, field);
	auto const *const td = static_cast<u64 const *>(vcpu.td().tdcs(TdcsPage::MsrBitmaps));
	u32 const word{field.code()};

	shadow[word] = value;
	used[word] = td[word] | value;
}

bool in_msr_bitmaps(VcpuField const &field)
{
	u8 const cls{field.info().id.cls()};
	return field.vm() && (cls - VcpuClass::l2_msr_bitmaps) % VcpuClass::l2_step == 0;
}

} // namespace

u64 read_value(Vcpu const &vcpu, VcpuField const &field)
{
	constexpr VmcsSlot interrupts{vmcs_slot(vmcs::GUEST_INTR_STATUS)};
	constexpr u32 processor_priority{0xa0 / 8}; // in the virtual APIC page
	u64 const stored{field.load()};

	if (field.in_vmcs()) {
		if (field.vm() && field.code() == vmcs::SHARED_EPT_POINTER)
			return vcpu.load(vcpu_field::shadow_shared_eptp, field.vm());
		if (field.vm() && field.code() == vmcs::VIRTUAL_APIC_PAGE_ADDR)
			return vcpu.load(vcpu_field::l2_vapic_gpa, field.vm());
		return stored;
	}
	if (in_msr_bitmaps(field) && field.of_guest())
		return shadow_msr_bitmaps(vcpu, field)[field.code()];
	if (field.info().id.raw == id_state_details) {
		u64 const requested{vcpu.vmread(interrupts) & 0xf0};
		return requested > (vcpu.load(vcpu_field::vapic, processor_priority) & 0xf0);
	}
	if (field.info().id.raw == id_spec_ctrl)
		return stored & ~spec_ctrl_mask(vcpu.td().control());
	return stored;
}

u64 before_write(VcpuField const &field, u64 stored, u64 mask)
{
	return is_address(field) && never_set(stored) ? stored & mask : stored;
}

Status write_value(Emu const &emu, Vcpu const &vcpu, VcpuField const &field, u64 value, u64 mask)
{
	Td const &td{vcpu.td()};

	if (field.in_vmcs()) {
		switch (field.code()) {
		case vmcs::PML_ADDRESS:
		case vmcs::SHARED_EPT_POINTER:
			if (!good_shared(emu, value, page_size))
				return not_valid();
			break;
		case vmcs::POSTED_INTR_DESC_ADDR:
			if (!good_shared(emu, value, 64))
				return not_valid();
			break;
		case vmcs::GUEST_CR3:
		case vmcs::HLAT_POINTER:
			if (is_address(field) && !is_private_gpa(td, value))
				return not_valid();
			break;
		default:
			break;
		}
		return field.vm() ? write_l2_vmcs(emu, vcpu, field, value, mask)
				  : write_vmcs(emu, vcpu, field, value, mask);
	}
	if (in_msr_bitmaps(field)) {
		write_msr_bitmaps(vcpu, field, value);
		return success();
	}
	switch (field.info().id.raw) {
	case id_xfam:
		return not_writable();
	case id_xbuff:
		if (protected_xbuff(td.control(), field.code()))
			return not_writable();
		break;
	case id_spec_ctrl:
		value = real_spec_ctrl(emu, td.control(), value);
		break;
	case id_tsc_deadline:
		TDX_TRY(write_tsc_deadline(vcpu, field.code() - field.info().id.code(), value));
		break;
	case id_l2_ctls:
		write_l2_ctls(vcpu, field.code() - field.info().id.code(), value);
		break;
	default:
		break;
	}
	field.store(value);
	return success();
}

} // namespace tdx::emu
