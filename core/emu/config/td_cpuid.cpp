// SPDX-License-Identifier: GPL-2.0
//
// CPUID of a TD: native values, reduced to what the module virtualises, what the host configured,
// and what XFAM and ATTRIBUTES allow.
#include "core/emu/cpu/cpuid_table.hpp"
#include "core/emu/metadata/global_value.hpp"
#include "td_params.hpp"

namespace tdx::emu {

namespace {

struct XfamRule {
	u32 leaf;
	u32 subleaf;
	u64 needs; // bits of XFAM; if one is missing,
	CpuidValue cleared;
};

constexpr XfamRule xfam_rules[] = {
	{0x1, no_subleaf, Xfam::Avx::mask, {0, 0, 0x30001000, 0}},
	{0x7, 0, Xfam::Avx::mask, {0, 0x20, 0x600, 0}},
	{0x7, 0, Xfam::Avx512::mask, {0, 0xdc230000, 0x5842, 0x80010c}},
	{0x7, 0, Xfam::Pt::mask, {0, 0x2000000, 0, 0}},
	{0x7, 0, Xfam::Pku::mask, {0, 0, 8, 0}},
	{0x7, 0, Xfam::Cet::mask, {0, 0, 0x80, 0x100000}},
	{0x7, 0, Xfam::Uintr::mask, {0, 0, 0, 0x20}},
	{0x7, 0, Xfam::Lbr::mask, {0, 0, 0, 0x80000}},
	{0x7, 0, Xfam::Amx::mask, {0, 0, 0, 0x3400000}},
	{0x7, 1, Xfam::Avx512::mask, {0x30, 0, 0, 0}},
	{0xd, 0, Xfam::Avx::mask, {Xfam::Avx::mask, 0, 0, 0}},
	{0xd, 0, Xfam::Avx512::mask, {Xfam::Avx512::mask, 0, 0, 0}},
	{0xd, 0, Xfam::Pku::mask, {Xfam::Pku::mask, 0, 0, 0}},
	{0xd, 0, Xfam::Amx::mask, {Xfam::Amx::mask, 0, 0, 0}},
	{0xd, 1, Xfam::Pt::mask, {0, 0, Xfam::Pt::mask, 0}},
	{0xd, 1, Xfam::Cet::mask, {0, 0, Xfam::Cet::mask, 0}},
	{0xd, 1, Xfam::Uintr::mask, {0, 0, Xfam::Uintr::mask, 0}},
	{0xd, 1, Xfam::Lbr::mask, {0, 0, Xfam::Lbr::mask, 0}},
};

CpuidValue without(CpuidValue const &value, CpuidValue const &bits)
{
	return {value.eax & ~bits.eax, value.ebx & ~bits.ebx, value.ecx & ~bits.ecx,
		value.edx & ~bits.edx};
}

bool has_any(CpuidValue const &value)
{
	return value.eax | value.ebx | value.ecx | value.edx;
}

Status refused()
{
	return invalid(OperandId::CpuidConfig);
}

bool allowed_fms(Emu const &emu, u32 fms)
{
	constexpr u32 stepping = 0xf;
	u64 const count{global_value(emu, global_row("NUM_ALLOWED_FMS"))};

	// The platform's own comes first, then older ones.  Steppings newer than the listed one are
	// not allowed.
	for (u32 i = 0; i < count; i++) {
		u32 const known{static_cast<u32>(global_value(emu, global_row("ALLOWED_FMS"), i))};
		if ((known & ~stepping) == (fms & ~stepping))
			return (fms & stepping) <= (known & stepping);
	}
	return false;
}

class TdCpuidBuilder {
	Emu const &emu;
	Lp const &lp;
	TdControl &control;
	TdParams const &params;

	CORE_ALWAYS_INLINE void note(u32 feature, u64 bit)
	{
		control.cpu = bit ? control.cpu | feature : control.cpu & ~feature;
	}
	Status version_info(CpuidValue &value);
	Status structured_features(CpuidValue &value);
	void extended_state(u32 subleaf, CpuidValue &value);

public:
	CORE_ALWAYS_INLINE TdCpuidBuilder(
		Emu const &m, Lp const &l, TdControl &c, TdParams const &p)
		: emu{m}, lp{l}, control{c}, params{p}
	{}

	CpuidValue start(u32 index) const;
	// Values that depend on more than the row's own bits.
	Status adjust(CpuidRow const &row, CpuidValue &value);
};

CpuidValue TdCpuidBuilder::start(u32 index) const
{
	CpuidRow const &row{cpuid_rows[index]};
	CpuidValue const native{without(emu.platform.cpuid[index], row.fixed0) | row.fixed1};

	if (row.config_index == not_configurable)
		return native;
	CpuidValue const &wanted{params.cpuid[row.config_index]};
	CpuidValue const rest{without(row.allow_direct, wanted) | row.config_direct};
	return without(native, rest) | (wanted & row.config_direct);
}

Status TdCpuidBuilder::version_info(CpuidValue &value)
{
	u32 const platform{static_cast<u32>(global_value(emu, global_row("ALLOWED_FMS"), 0))};

	if (!value.eax)
		value.eax = platform;
	if (TdAttributes::Migratable::get(control.attributes) ? !allowed_fms(emu, value.eax)
							      : value.eax != platform)
		return refused();
	note(TdCpu::monitor, Bits<3>::get(value.ecx));
	note(TdCpu::dca, Bits<18>::get(value.ecx));
	note(TdCpu::tsc_deadline, Bits<24>::get(value.ecx));
	return success();
}

Status TdCpuidBuilder::structured_features(CpuidValue &value)
{
	using Hle = Bits<4>;
	using Rtm = Bits<11>;
	using KeyLocker = Bits<23>;
	using Pks = Bits<31>;
	using TsxCtrl = Bits<7>; // of IA32_ARCH_CAPABILITIES
	u64 const capabilities{emu.platform.msr[sample_index(Msr::ArchCapabilities)]};

	if (Hle::get(value.ebx) != Rtm::get(value.ebx))
		return refused();
	if (Hle::get(value.ebx) && !TsxCtrl::get(capabilities))
		return Status::of(
			StatusCode::IncorrectMsrValue, static_cast<u32>(Msr::ArchCapabilities));
	value.ecx = static_cast<u32>(
		KeyLocker::put(Pks::put(value.ecx, TdAttributes::Pks::get(control.attributes)), 0));

	note(TdCpu::tsx, Hle::get(value.ebx));
	note(TdCpu::waitpkg, Bits<5>::get(value.ecx));
	note(TdCpu::tme, Bits<13>::get(value.ecx));
	note(TdCpu::la57, Bits<16>::get(value.ecx));
	note(TdCpu::pconfig, Bits<18>::get(value.edx));
	return success();
}

// Components that XFD supports.
u64 xfd_components(Emu const &emu)
{
	u64 components{0};

	for (u32 i = 2; i < num_xbuff_offsets; i++) {
		if (sampled_cpuid(emu, 0xd, i)->ecx & 4)
			components |= 1ULL << i;
	}
	return components;
}

void TdCpuidBuilder::extended_state(u32 subleaf, CpuidValue &value)
{
	using XfdSupport = Bits<4>;

	if (subleaf == 0) {
		// Size of the XSAVE area for the TD's user components.
		value.ecx = native_cpuid(emu, lp, 0xd, 0).ebx;
	} else if (subleaf == 1) {
		if (!(xfd_components(emu) & control.xfam))
			value.eax = static_cast<u32>(XfdSupport::put(value.eax, 0));
		note(TdCpu::xfd, XfdSupport::get(value.eax));
	} else if (!(control.xfam >> subleaf & 1)) {
		value = {};
	}
}

Status TdCpuidBuilder::adjust(CpuidRow const &row, CpuidValue &value)
{
	using LinearAddressBits = Bits<15, 8>;

	switch (row.leaf) {
	case 0x1:
		return version_info(value);
	case 0x5:
		if (!(control.cpu & TdCpu::monitor))
			value = {};
		break;
	case 0x7:
		if (row.subleaf == 0)
			return structured_features(value);
		if (row.subleaf == 2)
			note(TdCpu::ddpd, Bits<3>::get(value.edx));
		break;
	case 0xa:
		if (!TdAttributes::Perfmon::get(control.attributes))
			value = {};
		break;
	case 0xd:
		extended_state(row.subleaf, value);
		break;
	case 0x14:
		if (!Xfam::Pt::get(control.xfam))
			value = {};
		break;
	case 0x15:
		// In units of the crystal clock, which is 25 MHz in a TD.
		value.ebx = params.tsc_frequency;
		break;
	case 0x19:
		value = {};
		break;
	case 0x1c:
		if (!Xfam::Lbr::get(control.xfam))
			value = {};
		break;
	case 0x1d:
		if (!Xfam::has<Xfam::Amx>(control.xfam))
			value = {};
		break;
	case 0x80000008:
		value.eax = static_cast<u32>(
			LinearAddressBits::put(value.eax, control.cpu & TdCpu::la57 ? 57 : 48));
		break;
	default:
		break;
	}
	return success();
}

} // namespace

Status configure_cpuid(
	Emu const &emu, Lp const &lp, Td const &td, TdParams const &params, u64 &culprit)
{
	TdControl &control{td.control()};
	TdCpuidBuilder builder{emu, lp, control, params};

	for (u32 i = 0; i < max_cpuid_rows; i++) {
		CpuidRow const &row{cpuid_rows[i]};
		u64 const name{leaf_and_subleaf(row.leaf, row.subleaf)};
		if (row.config_index != not_configurable &&
			has_any(without(params.cpuid[row.config_index],
				row.config_direct | row.allow_direct))) {
			culprit = name;
			return refused();
		}
		CpuidValue value{builder.start(i)};
		for (auto const &rule : xfam_rules) {
			if (rule.leaf == row.leaf && rule.subleaf == row.subleaf &&
				(control.xfam & rule.needs) != rule.needs)
				value = without(value, rule.cleared);
		}
		Status const status{builder.adjust(row, value)};
		if (!status.ok()) {
			if (row.leaf == 1)
				culprit = name;
			return status;
		}
		td.cpuid().value[i] = value;
		td.cpuid().valid[i] = !row.faults;
	}

	for (u8 const byte : params.reserved3) {
		if (byte)
			return invalid(Reg::Rdx);
	}
	return success();
}

} // namespace tdx::emu
