// SPDX-License-Identifier: GPL-2.0
#include "host_checks.hpp"

#include "core/abi/tdx_cpu.hpp"
#include "msr_check.hpp"
#include "number.hpp"

namespace tdxcall {

using namespace tdx;

namespace {

// A feature bit of CPUID.
struct CpuidBit {
	u32 leaf;
	u32 CpuidRegs::*reg;
	char const *reg_name;
	u8 bit;
	char const *name;
};

constexpr CpuidBit vmx{1, &CpuidRegs::ecx, "ECX", 5, "VMX"};
constexpr CpuidBit tme{7, &CpuidRegs::ecx, "ECX", 13, "TME"};
// What Linux asks for before it brings the TDX module up.
constexpr CpuidBit linux_needs[] = {
	{1, &CpuidRegs::ecx, "ECX", 26, "XSAVE"},
	{7, &CpuidRegs::ecx, "ECX", 28, "MOVDIR64B"},
	{1, &CpuidRegs::edx, "EDX", 27, "self-snoop"},
};

std::string name_of(CpuidBit const &one)
{
	return std::string{one.name} + " (CPUID leaf " + hex(one.leaf) + ' ' + one.reg_name +
	       " bit " + std::to_string(one.bit) + ')';
}

Finding check_bit(Facts &facts, CpuidBit const &one)
{
	auto const regs = facts.machine.cpuid(one.leaf, 0);

	if (!regs)
		return {Verdict::Unknown, name_of(one) + ": " + regs.reason};
	bool const set = *regs.*one.reg >> one.bit & 1;

	return {set ? Verdict::Pass : Verdict::Fail, name_of(one) + (set ? " is 1" : " is 0")};
}

// What the kernel's log says where the MSR cannot be read.
Finding or_from_log(Facts &facts, Finding finding, std::string_view good, std::string_view bad)
{
	if (finding.verdict != Verdict::Unknown)
		return finding;
	auto const *line = facts.last_message({good, bad});

	if (!line)
		return finding;
	if (line->found.row->id == good)
		return {Verdict::Pass, line->line};
	return {Verdict::Fail, line->line, line->found.row->remedy ? line->found.row->remedy : ""};
}

} // namespace

Finding check_cpu_model(Facts &facts)
{
	auto const regs = facts.machine.cpuid(1, 0);

	if (!regs)
		return {Verdict::Unknown, regs.reason};
	CpuSignature const cpu{regs->eax};
	TdxCpu const *row = find_tdx_cpu(cpu);
	std::string const text = "CPUID signature " + hex(cpu.raw) + ": family " +
				 std::to_string(cpu.family()) + " model " + hex(cpu.model()) +
				 " stepping " + std::to_string(cpu.stepping());

	if (row)
		return {Verdict::Pass, std::string{row->name} + ", " + text};
	return undecided(text + ", for which no published TDX module is known here");
}

Finding check_partial_write(Facts &facts)
{
	auto const regs = facts.machine.cpuid(1, 0);
	TdxCpu const *row = regs ? find_tdx_cpu({regs->eax}) : nullptr;

	if (!row)
		return {Verdict::Unknown, "whether this model has it is not known"};
	if (!row->partial_write_mce)
		return {Verdict::Pass, std::string{row->name} + " does not have it"};
	return {Verdict::Fail, std::string{row->name} + " has it: a stray partial write to the "
							"memory of a TD ends in a machine check"};
}

Finding check_cpu_vmx(Facts &facts)
{
	return check_bit(facts, vmx);
}

Finding check_cpu_tme(Facts &facts)
{
	return check_bit(facts, tme);
}

Finding check_cpu_features(Facts &facts)
{
	std::string names;

	for (CpuidBit const &one : linux_needs) {
		Finding const finding = check_bit(facts, one);

		if (finding.verdict != Verdict::Pass)
			return finding;
		names += (names.empty() ? "" : ", ") + std::string{one.name};
	}
	return {Verdict::Pass, names};
}

Finding check_cpu_seamrr(Facts &facts)
{
	return check_msr(facts, msr_field("MTRRCAP.SEAMRR"), is_one);
}

Finding check_vmx_lock(Facts &facts)
{
	return check_msr(facts, msr_field("FEAT_CTL.LOCK"), is_one);
}

Finding check_vmx_enabled(Facts &facts)
{
	// Linux says only when it is off.
	return or_from_log(facts, check_msr(facts, msr_field("FEAT_CTL.VMX_OUTSIDE_SMX"), is_one),
		"", "host.vmx-off");
}

Finding check_seamret(Facts &facts)
{
	return check_msr(facts, msr_field("VMX_BASIC.NO_SEAMRET_INVD_VMCS"), is_one);
}

Finding check_tme_capability(Facts &facts)
{
	constexpr MsrFact algorithms{msr_field("TME_CAPABILITY.AES_XTS_128").msr,
		msr_field("TME_CAPABILITY.AES_XTS_256_INTEGRITY").hi,
		msr_field("TME_CAPABILITY.AES_XTS_128").lo, "TME_CAPABILITY algorithms", ""};
	Finding const finding = check_msr(facts, algorithms, is_not_zero);

	if (finding.verdict != Verdict::Pass)
		return finding;
	return check_msr(facts, msr_field("TME_CAPABILITY.MAX_KEYS"), is_not_zero);
}

Finding check_tme_enabled(Facts &facts)
{
	return or_from_log(facts, check_msr(facts, msr_field("TME_ACTIVATE.ENABLE"), is_one),
		"host.tme", "host.tme-off");
}

Finding check_tme_locked(Facts &facts)
{
	return or_from_log(facts, check_msr(facts, msr_field("TME_ACTIVATE.LOCK"), is_one),
		"host.tme", "host.tme-off");
}

Finding check_keyid_bits(Facts &facts)
{
	return check_msr(facts, msr_field("TME_ACTIVATE.TDX_RESERVED_KEYID_BITS"), is_not_zero);
}

Finding check_keyids(Facts &facts)
{
	// One is the TDX module's own.
	constexpr u64 fewest = 2;
	Finding finding = check_msr(facts, msr_field("KEYID_PARTITIONING.NUM_TDX_PRIV_KIDS"),
		[](u64 keyids) { return keyids >= fewest; });

	if (finding.verdict != Verdict::Unknown)
		return finding;
	auto const *line = facts.last_message({"host.keyids", "host.few-keyids"});

	if (!line)
		return finding;
	if (line->found.values.size() < 2)
		return {Verdict::Fail, line->line, line->found.row->remedy};
	u64 const first = parse_number(line->found.values[0].text).value_or(0);
	u64 const end = parse_number(line->found.values[1].text).value_or(0);

	return {end >= first + fewest ? Verdict::Pass : Verdict::Fail, line->line};
}

Finding check_seamrr_configured(Facts &facts)
{
	return check_msr(facts, msr_field("SEAMRR_BASE.CONFIGURED"), is_one);
}

Finding check_seamrr_enabled(Facts &facts)
{
	return check_msr(facts, msr_field("SEAMRR_MASK.ENABLED"), is_one);
}

Finding check_seamrr_locked(Facts &facts)
{
	return check_msr(facts, msr_field("SEAMRR_MASK.LOCK"), is_one);
}

Finding check_mcheck(Facts &facts)
{
	return check_msr(facts, msr_field("MCU_ERRORCODE"), is_zero);
}

Finding check_cpuid_limit(Facts &facts)
{
	return check_msr(facts, msr_field("MISC_ENABLE.LIMIT_CPUID_MAXVAL"), is_zero);
}

Finding check_production(Facts &facts)
{
	return check_msr(facts, msr_field("PLATFORM_INFO.PRODUCTION"), is_one, false);
}

Finding check_sgx(Facts &facts)
{
	Finding finding = check_msr(facts, msr_field("FEAT_CTL.SGX"), is_one);

	if (finding.verdict != Verdict::Pass)
		return finding;
	auto const device = facts.machine.exists("dev/sgx_enclave");

	if (!device)
		return {Verdict::Unknown, "/dev/sgx_enclave: " + device.reason};
	if (!*device)
		return {Verdict::Fail, "there is no /dev/sgx_enclave",
			"a kernel with CONFIG_X86_SGX, and none of nosgx"};
	return finding;
}

} // namespace tdxcall
