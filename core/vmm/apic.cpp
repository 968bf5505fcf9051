// SPDX-License-Identifier: GPL-2.0
#include "apic_access.hpp"
#include "host.h"
#include "timer.hpp"

namespace tdx::vmm {

namespace {

constexpr u32 version = 0x50014; // six LVTs, as an x2APIC has them
constexpr u32 svr_at_reset = 0xff;
constexpr u32 svr_valid = 0x3ff;
constexpr u32 divide_valid = 0xb;

struct LvtRegister {
	ApicReg reg;
	u32 valid; // bits that can be written
	u32 fixed; // bits that read back, but are not written
};

// In the order of Apic::lvt.  Delivery status, and LINT's remote IRR, are 0 here.
constexpr LvtRegister lvt_registers[lvts] = {
	{ApicReg::LvtCmci, 0x107ff, 0x1000},
	{ApicReg::LvtTimer, 0x700ff, 0x1000},
	{ApicReg::LvtThermal, 0x107ff, 0x1000},
	{ApicReg::LvtPerformance, 0x107ff, 0x1000},
	{ApicReg::LvtLint0, 0x1a7ff, 0x5000},
	{ApicReg::LvtLint1, 0x1a7ff, 0x5000},
	{ApicReg::LvtError, 0x100ff, 0x1000},
};
static_assert(lvt_registers[timer_lvt].reg == ApicReg::LvtTimer);

u32 find_lvt(ApicReg reg)
{
	u32 index{0};

	while (index < lvts && lvt_registers[index].reg != reg)
		index++;
	return index;
}

Timer timer_of(Td const &td, Vcpu &vcpu)
{
	return {vcpu.apic, td.config.tsc_frequency};
}

bool is_enabled(Apic const &apic)
{
	return Svr::Enabled::get(apic.svr);
}

// A software-disabled APIC has its LVTs masked; they stay masked when it is enabled again.
bool write_svr(Apic &apic, u64 value)
{
	if (value & ~u64{svr_valid})
		return false;
	apic.svr = static_cast<u32>(value);
	for (u32 &lvt : apic.lvt)
		if (!is_enabled(apic))
			lvt |= Lvt::Masked::mask;
	return true;
}

bool write_lvt(Td const &td, Vcpu &vcpu, u32 index, u64 value)
{
	constexpr u64 reserved_mode = 3;
	LvtRegister const &row{lvt_registers[index]};
	Apic &apic{vcpu.apic};
	u32 lvt{static_cast<u32>(value) & row.valid};

	if (value & ~u64{row.valid | row.fixed})
		return false;
	if (index == timer_lvt) {
		if (Lvt::TimerMode::get(value) == reserved_mode)
			return false;
		if (Lvt::TimerMode::get(value) != timer_of(td, vcpu).mode())
			timer_of(td, vcpu).mode_changes();
	}
	if (!is_enabled(apic))
		lvt |= Lvt::Masked::mask;
	apic.lvt[index] = lvt;
	return true;
}

// A write to ESR makes the errors since the last write readable.
bool write_esr(Apic &apic, u64 value)
{
	if (value)
		return false;
	apic.esr = apic.esr_next;
	apic.esr_next = 0;
	return true;
}

bool write_icr(Td &td, Vcpu &vcpu, u64 value)
{
	if (value & ~Icr::valid)
		return false;
	vcpu.apic.icr = value;
	send_ipi(td, vcpu, value);
	return true;
}

bool write_register(Td &td, Vcpu &vcpu, ApicReg reg, u64 value)
{
	switch (reg) {
	case ApicReg::Svr:
		return write_svr(vcpu.apic, value);
	case ApicReg::Esr:
		return write_esr(vcpu.apic, value);
	case ApicReg::Icr:
		return write_icr(td, vcpu, value);
	case ApicReg::InitialCount:
		if (value >> 32)
			return false;
		timer_of(td, vcpu).set_initial_count(
			static_cast<u32>(value), host_vmm_tsc(td.config.host));
		return true;
	case ApicReg::Divide:
		if (value & ~u64{divide_valid})
			return false;
		timer_of(td, vcpu).set_divide(
			static_cast<u32>(value), host_vmm_tsc(td.config.host));
		return true;
	default:
		u32 const lvt{find_lvt(reg)};
		return lvt < lvts && write_lvt(td, vcpu, lvt, value);
	}
}

bool read_register(Td &td, Vcpu &vcpu, ApicReg reg, u64 &value)
{
	Apic const &apic{vcpu.apic};
	u32 const lvt{find_lvt(reg)};

	switch (reg) {
	case ApicReg::Id:
		value = vcpu.index;
		return true;
	case ApicReg::Version:
		value = version;
		return true;
	case ApicReg::Ldr:
		value = logical_id(vcpu.index);
		return true;
	case ApicReg::Svr:
		value = apic.svr;
		return true;
	case ApicReg::Esr:
		value = apic.esr;
		return true;
	case ApicReg::Icr:
		value = apic.icr;
		return true;
	case ApicReg::InitialCount:
		value = apic.initial_count;
		return true;
	case ApicReg::CurrentCount:
		value = timer_of(td, vcpu).current_count(host_vmm_tsc(td.config.host));
		return true;
	case ApicReg::Divide:
		value = apic.divide;
		return true;
	default:
		value = lvt < lvts ? apic.lvt[lvt] : 0;
		return lvt < lvts;
	}
}

} // namespace

void Apic::reset()
{
	*this = {};
	svr = svr_at_reset;
	for (u32 &each : lvt)
		each = Lvt::Masked::mask;
}

bool apic_read(Td &td, Vcpu &vcpu, u32 msr, u64 &value)
{
	if (msr != msr::tsc_deadline)
		return read_register(
			td, vcpu, static_cast<ApicReg>(msr - msr::x2apic_first), value);
	value = timer_of(td, vcpu).tsc_deadline();
	return true;
}

bool apic_write(Td &td, Vcpu &vcpu, u32 msr, u64 value)
{
	if (msr != msr::tsc_deadline)
		return write_register(
			td, vcpu, static_cast<ApicReg>(msr - msr::x2apic_first), value);
	timer_of(td, vcpu).set_tsc_deadline(value);
	return true;
}

} // namespace tdx::vmm

u64 vmm_timer(vmm_td *td, u32 vcpu)
{
	using namespace tdx;
	using namespace tdx::vmm;

	if (vcpu >= td->config.vcpus)
		return 0;
	Vcpu &self{td->vcpu(vcpu)};
	if (!self.apic.deadline)
		return 0;
	u32 const lvt{self.apic.lvt[timer_lvt]};
	u8 const vector{static_cast<u8>(Lvt::Vector::get(lvt))};
	if (timer_of(*td, self).expires(host_vmm_tsc(td->config.host)) && !Lvt::Masked::get(lvt)) {
		if (vector < first_apic_vector)
			self.apic.esr_next |= Esr::ReceiveIllegalVector::mask;
		else
			post(*td, vcpu, vector);
	}
	return self.apic.deadline;
}
