// SPDX-License-Identifier: GPL-2.0
#include "vcpu_rules.hpp"

#include "core/emu/cpu/vmx_controls.hpp"
#include "core/emu/page/memory.hpp"
#include "core/emu/sept/sept.hpp"
#include "td_params.hpp"
#include "vmcs_init.hpp"

namespace tdx::emu {

namespace {

// VMCS fields by their encoding.
enum Vmcs : u32 {
	notification_vector = 0x0002,
	interrupt_status = 0x0810,
	pml_address = 0x200e,
	virtual_apic = 0x2012,
	posted_descriptor = 0x2016,
	eptp = 0x201a,
	tertiary_controls = 0x2034,
	shared_eptp = 0x203c,
	hlat_pointer = 0x2040,
	debugctl = 0x2802,
	pdpte0 = 0x280a,
	pdpte3 = 0x2810,
	pin_controls = 0x4000,
	primary_controls = 0x4002,
	secondary_controls = 0x401e,
	cr0 = 0x6800,
	cr3 = 0x6802,
	cr4 = 0x6804,
};

// Other fields by the id of their row.
enum Id : u64 {
	id_state_details = field_id(vcpu_fields, "VCPU_STATE_DETAILS").raw,
	id_xbuff = field_id(vcpu_fields, "XBUFF").raw,
	id_spec_ctrl = field_id(vcpu_fields, "IA32_SPEC_CTRL").raw,
	id_xfam = field_id(vcpu_fields, "XFAM").raw,
	id_l2_ctls = field_id(vcpu_fields, "L2_CTLS").raw,
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
	case pml_address:
	case posted_descriptor:
	case shared_eptp:
	case hlat_pointer:
	case cr3:
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

// A control register written as the guest would: bits that the module keeps must be as they look.
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

// Settings that a capability MSR of two halves allows, as far as @mask goes.
bool allowed(u64 capability, u64 value, u64 mask)
{
	u64 const wrong{
		(~value & VmxAllowed0::get(capability)) | (value & ~VmxAllowed1::get(capability))};
	return !(wrong & mask & 0xffffffff);
}

// The TD's debugger may go as far as the CPU, another host as far as the TD's L1 VMM.
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
	constexpr VmcsSlot vector{vmcs_slot(notification_vector)};
	constexpr VmcsSlot descriptor{vmcs_slot(posted_descriptor)};
	auto const unset = [](u32 encoding) {
		return Status::of(StatusCode::TdVmcsFieldNotInitialized, encoding);
	};

	if (PostedInterrupts::get(value)) {
		if ((vcpu.vmread(vector) & 0xffff) == 0xffff)
			return unset(notification_vector);
		if (vcpu.vmread(descriptor) == ~0ULL)
			return unset(posted_descriptor);
	}
	vcpu.store(vcpu_field::shadow_pinbased, value);
	return success();
}

Status check_secondary(Emu const &emu, Vcpu const &vcpu, u64 value, u64 mask)
{
	using EnablePml = Bits<17>;
	constexpr VmcsSlot pml{vmcs_slot(pml_address)};
	u64 const cpu{emu.platform.msr[sample_index(Msr::VmxProcbasedCtls2)]};

	if (!allowed(cpu, value, mask))
		return not_valid();
	if (EnablePml::get(value) && (!vcpu.td().debug() || never_set(vcpu.vmread(pml))))
		return not_valid();
	return success();
}

Status write_vmcs(Emu const &emu, Vcpu const &vcpu, VcpuField const &field, u64 value, u64 mask)
{
	constexpr VmcsSlot cr0_mask{vmcs_slot(0x6000)};
	constexpr VmcsSlot cr4_mask{vmcs_slot(0x6002)};
	constexpr VmcsSlot cr0_shadow{vmcs_slot(0x6004)};
	constexpr VmcsSlot cr4_shadow{vmcs_slot(0x6006)};

	switch (field.code()) {
	case cr0:
		if (!apply_cr(field.load(), value, vcpu.vmread(cr0_mask), vcpu.vmread(cr0_shadow)))
			return not_valid();
		break;
	case cr4:
		if (!apply_cr(field.load(), value, vcpu.vmread(cr4_mask), vcpu.vmread(cr4_shadow)))
			return not_valid();
		break;
	case debugctl:
		TDX_TRY(check_debugctl(vcpu.td(), value));
		break;
	case pin_controls:
		TDX_TRY(write_pin_controls(vcpu, value));
		break;
	case notification_vector:
		if (value > 0xff)
			return not_valid();
		vcpu.store(vcpu_field::shadow_notification_vector, value);
		break;
	case posted_descriptor:
		vcpu.store(vcpu_field::shadow_pid_hpa, value);
		break;
	case secondary_controls:
		TDX_TRY(check_secondary(emu, vcpu, value, mask));
		break;
	case shared_eptp:
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
	case cr0:
		if (!apply_cr(field.load(), value, vcpu.load(vcpu_field::base_l2_cr0_mask),
			    vcpu.load(vcpu_field::base_l2_cr0_shadow)))
			return not_valid();
		break;
	case cr4:
		if (!apply_cr(field.load(), value, vcpu.load(vcpu_field::base_l2_cr4_mask),
			    vcpu.load(vcpu_field::base_l2_cr4_shadow)))
			return not_valid();
		break;
	case debugctl:
		TDX_TRY(check_debugctl(td, value));
		break;
	case eptp:
		if (ShadowStack::get(value) && Xfam::Cet::get(td.control().xfam) != 3)
			return not_valid();
		break;
	case primary_controls:
		if (!allowed(control_limit(emu, td, Msr::VmxTrueProcbasedCtls), value, mask))
			return not_valid();
		break;
	case secondary_controls:
		if (!allowed(control_limit(emu, td, Msr::VmxProcbasedCtls2), value, mask))
			return not_valid();
		break;
	case tertiary_controls:
		if (value & mask & ~control_limit(emu, td, Msr::VmxProcbasedCtls3))
			return not_valid();
		break;
	case shared_eptp:
		vcpu.store(vcpu_field::shadow_shared_eptp, value, field.vm());
		// Takes effect when the L2 VM is allowed to use it.
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
	constexpr VmcsSlot eptp_slot{vmcs_slot(shared_eptp)};
	Td const &td{vcpu.td()};
	u64 const shared{vcpu.load(vcpu_field::shadow_shared_eptp, vm)};
	bool const enabled{(value & 1) && shared != ~0ULL};

	if (vm && vm <= vcpu.l2_vms())
		vcpu.vmwrite(eptp_slot,
			enabled ? shared : td.tdr().tdcx_pa[static_cast<u32>(TdcsPage::Zero)], vm);
}

// The XSAVE header, and where the component of processor trace begins with IA32_RTIT_CTL.
bool protected_xbuff(TdControl const &control, u32 code)
{
	constexpr u32 pt_component{8};
	constexpr u32 header{512 / 8};
	constexpr u32 header_end{576 / 8};

	return (code >= header && code < header_end) ||
	       (Xfam::Pt::get(control.xfam) && code == control.xbuff_offsets[pt_component] / 8);
}

// A write to the bitmaps that the CPU uses goes to those of the L1 VMM, and the TD's are added.
void write_msr_bitmaps(Vcpu const &vcpu, VcpuField const &field, u64 value)
{
	u32 const page{TdvpsPage::per_l2_vm * (field.vm() - 1)};
	auto *const used = static_cast<u64 *>(vcpu.tdvps_page(TdvpsPage::l2_msr_bitmaps + page));
	auto *const shadow =
		static_cast<u64 *>(vcpu.tdvps_page(TdvpsPage::l2_shadow_msr_bitmaps + page));
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

u64 host_reads(Vcpu const &vcpu, VcpuField const &field)
{
	constexpr VmcsSlot interrupts{vmcs_slot(interrupt_status)};
	constexpr u32 processor_priority{0xa0 / 8}; // in the virtual APIC page
	u64 const stored{field.load()};

	if (field.in_vmcs()) {
		if (field.vm() && field.code() == shared_eptp)
			return vcpu.load(vcpu_field::shadow_shared_eptp, field.vm());
		if (field.vm() && field.code() == virtual_apic)
			return vcpu.load(vcpu_field::l2_vapic_gpa, field.vm());
		return stored;
	}
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

Status host_writes(Emu const &emu, Vcpu const &vcpu, VcpuField const &field, u64 value, u64 mask)
{
	Td const &td{vcpu.td()};

	if (field.in_vmcs()) {
		switch (field.code()) {
		case pml_address:
		case shared_eptp:
			if (!good_shared(emu, value, 4096))
				return not_valid();
			break;
		case posted_descriptor:
			if (!good_shared(emu, value, 64))
				return not_valid();
			break;
		case cr3:
		case hlat_pointer:
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
