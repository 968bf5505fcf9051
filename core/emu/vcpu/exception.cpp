// SPDX-License-Identifier: GPL-2.0
#include "exception.hpp"

#include "core/emu/cpu/cpu_state.hpp"

namespace tdx::emu {

namespace {

constexpr u64 ve_info_held = 0xffffffff;

struct ErrorCode {
	bool valid;
	u32 value;
};

void inject(Vcpu const &vcpu, u8 vector, ErrorCode error)
{
	u64 const info{Interruption::HasErrorCode::put(
		Interruption::of(Interruption::hardware_exception, vector), error.valid)};

	vcpu.vmwrite(vmcs_slot(vmcs::VM_ENTRY_INTR_INFO_FIELD), info);
	vcpu.vmwrite(vmcs_slot(vmcs::VM_ENTRY_EXCEPTION_ERROR_CODE), error.value);
	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_RFLAGS),
		vcpu.vmread(vmcs_slot(vmcs::GUEST_RFLAGS)) | Rflags::rf);
	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_INTERRUPTIBILITY_INFO),
		vcpu.vmread(vmcs_slot(vmcs::GUEST_INTERRUPTIBILITY_INFO)) &
			~Blocking::by_sti_or_mov_ss);
}

// A page fault during the delivery of one of these is a double fault: contributory exceptions and
// #PF.
bool is_contributory(u32 vector)
{
	constexpr u32 vectors{1u << 0 | 0x1fu << 10}; // #DE, #TS to #PF
	return vector < 32 && vectors >> vector & 1;
}

} // namespace

bool holds_ve_info(Vcpu const &vcpu)
{
	return vcpu.load(vcpu_field::ve_info_valid);
}

void inject_ve(Vcpu const &vcpu, VeInfo const &info)
{
	// After an EPT violation the VMCS already has the instruction length.
	if (info.length)
		vcpu.vmwrite(vmcs_slot(vmcs::VM_EXIT_INSTRUCTION_LEN), info.length);
	if (holds_ve_info(vcpu)) {
		inject(vcpu, vector_df, {true, 0});
		return;
	}
	vcpu.store(vcpu_field::ve_info_reason, info.reason);
	vcpu.store(vcpu_field::ve_info_qualification, info.qualification);
	vcpu.store(vcpu_field::ve_info_gpa, info.gpa);
	vcpu.store(vcpu_field::ve_info_gla, info.gla);
	vcpu.store(vcpu_field::ve_info_length, info.length);
	vcpu.store(vcpu_field::ve_info_information, info.information);
	vcpu.store(vcpu_field::ve_info_valid, ve_info_held);
	inject(vcpu, vector_ve, {false, 0});
}

void inject_gp(Vcpu const &vcpu)
{
	inject(vcpu, vector_gp, {true, 0});
}

void inject_ud(Vcpu const &vcpu)
{
	inject(vcpu, vector_ud, {false, 0});
}

bool inject_pf(Vcpu const &vcpu, u64 gla, u32 error)
{
	u64 const delivered{vcpu.vmread(vmcs_slot(vmcs::IDT_VECTORING_INFO_FIELD))};
	bool const exception{
		Interruption::Valid::get(delivered) &&
		Interruption::Type::get(delivered) == Interruption::hardware_exception};
	u32 const vector{static_cast<u32>(Interruption::Vector::get(delivered))};

	if (exception && vector == vector_df)
		return false;
	vcpu.store(vcpu_field::cr2, gla);
	if (exception && is_contributory(vector))
		inject(vcpu, vector_df, {true, 0});
	else
		inject(vcpu, vector_pf, {true, error});
	return true;
}

} // namespace tdx::emu
