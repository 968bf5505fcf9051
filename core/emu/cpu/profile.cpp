// SPDX-License-Identifier: GPL-2.0
//
// The built-in CPU, modelled on a server CPU of the first generation with TDX.
#include "profile.hpp"

namespace tdx::emu {

namespace {

struct CpuidAnswer {
	u32 leaf;
	u32 subleaf;
	CpuidValue value;
};

// Every other leaf or sub-leaf is all zero.
// clang-format off
constexpr CpuidAnswer cpuid_answers[] = {
	{0x0, no_subleaf, {0x00000020, 0x756e6547, 0x6c65746e, 0x49656e69}},
	{0x1, no_subleaf, {0x000806f8, 0x00800800, 0x77fefb9f, 0xbfebfbff}},
	{0x4, 0x0, {0xfc004121, 0x02c0003f, 0x0000003f, 0x00000000}},
	{0x4, 0x1, {0xfc004122, 0x01c0003f, 0x0000003f, 0x00000000}},
	{0x4, 0x2, {0xfc01c143, 0x03c0003f, 0x000007ff, 0x00000000}},
	{0x4, 0x3, {0xfc1fc163, 0x0380003f, 0x0001bfff, 0x00000004}},
	{0x5, no_subleaf, {0x00000040, 0x00000040, 0x00000003, 0x00002020}},
	{0x6, no_subleaf, {0x005f8ff7, 0x00000002, 0x00000009, 0x00000000}},
	{0x7, 0x0, {0x00000002, 0xf3bfbffb, 0xfb417ffe, 0xffdd4432}},
	{0x7, 0x1, {0x00001c30, 0x00000000, 0x00000000, 0x00000000}},
	{0x7, 0x2, {0x00000000, 0x00000000, 0x00000000, 0x00000017}},
	{0xa, no_subleaf, {0x07300805, 0x00000000, 0x0000000f, 0x00008604}},
	{0xd, 0x0, {0x000602e7, 0x00002b00, 0x00002b00, 0x00000000}},
	{0xd, 0x1, {0x0000001f, 0x00002440, 0x0000d900, 0x00000000}},
	{0xd, 0x2, {0x00000100, 0x00000240, 0x00000000, 0x00000000}},
	{0xd, 0x5, {0x00000040, 0x00000440, 0x00000000, 0x00000000}},
	{0xd, 0x6, {0x00000200, 0x00000480, 0x00000000, 0x00000000}},
	{0xd, 0x7, {0x00000400, 0x00000680, 0x00000000, 0x00000000}},
	{0xd, 0x8, {0x00000080, 0x00000000, 0x00000001, 0x00000000}},
	{0xd, 0x9, {0x00000008, 0x00000a80, 0x00000000, 0x00000000}},
	{0xd, 0xb, {0x00000010, 0x00000000, 0x00000001, 0x00000000}},
	{0xd, 0xc, {0x00000018, 0x00000000, 0x00000001, 0x00000000}},
	{0xd, 0xe, {0x00000030, 0x00000000, 0x00000001, 0x00000000}},
	{0xd, 0xf, {0x00000328, 0x00000000, 0x00000001, 0x00000000}},
	{0xd, 0x11, {0x00000040, 0x00000ac0, 0x00000002, 0x00000000}},
	{0xd, 0x12, {0x00002000, 0x00000b00, 0x00000006, 0x00000000}},
	{0x14, 0x0, {0x00000001, 0x0000005f, 0x00000007, 0x00000000}},
	{0x14, 0x1, {0x02490002, 0x003f1fff, 0x00000000, 0x00000000}},
	{0x15, no_subleaf, {0x00000002, 0x000000a8, 0x017d7840, 0x00000000}},
	{0x1c, no_subleaf, {0x4000000b, 0x00000007, 0x00000007, 0x00000000}},
	{0x1d, 0x0, {0x00000001, 0x00000000, 0x00000000, 0x00000000}},
	{0x1d, 0x1, {0x04002000, 0x00080040, 0x00000010, 0x00000000}},
	{0x1e, no_subleaf, {0x00000000, 0x00004010, 0x00000000, 0x00000000}},
	{0x1f, 0x0, {0x00000001, 0x00000002, 0x00000100, 0x00000000}},
	{0x1f, 0x1, {0x00000007, 0x00000002, 0x00000201, 0x00000000}},
	{0x1f, 0x2, {0x00000000, 0x00000000, 0x00000002, 0x00000000}},
	{0x1f, 0x3, {0x00000000, 0x00000000, 0x00000003, 0x00000000}},
	{0x1f, 0x4, {0x00000000, 0x00000000, 0x00000004, 0x00000000}},
	{0x1f, 0x5, {0x00000000, 0x00000000, 0x00000005, 0x00000000}},
	{0x80000000, no_subleaf, {0x80000008, 0x00000000, 0x00000000, 0x00000000}},
	{0x80000001, no_subleaf, {0x00000000, 0x00000000, 0x00000121, 0x2c100800}},
	{0x80000006, no_subleaf, {0x00000000, 0x00000000, 0x08007040, 0x00000000}},
	{0x80000007, no_subleaf, {0x00000000, 0x00000000, 0x00000000, 0x00000100}},
	{0x80000008, no_subleaf, {0x00003934, 0x00000200, 0x00000000, 0x00000000}},
};
// clang-format on

struct MsrValue {
	Msr msr;
	u64 value;
};

// Every other MSR reads 0.
constexpr MsrValue msr_values[] = {
	{Msr::Wbinvdp, 4},
	{Msr::Wbnoinvdp, 4},
	{Msr::MiscPackageCtls, 1},
	{Msr::XapicDisableStatus, 1},
	{Msr::Mtrrcap, 0xdd0a},
	{Msr::ArchCapabilities, 0x13affeb},
	{Msr::MiscEnable, 0x850089},
	// On the recorded platform it is at 0x7b000000, where a larger machine has memory.
	{Msr::SmrrPhysBase, 0xff000006},
	{Msr::SmrrPhysMask, 0xff800c00},
	{Msr::PerfCapabilities, 0x5f2c5},
	{Msr::VmxBasic, 0xd8040000000013},
	{Msr::VmxMisc, 0x600443e5},
	{Msr::VmxCr0Fixed0, 0x80000021},
	{Msr::VmxCr0Fixed1, 0xffffffff},
	{Msr::VmxCr4Fixed0, 0x2000},
	{Msr::VmxCr4Fixed1, 0x103ff7fff},
	{Msr::VmxProcbasedCtls2, 0xffffffff00000000},
	{Msr::VmxEptVpidCap, 0xf0106f341c1},
	{Msr::VmxTruePinbasedCtls, 0xff00000016},
	{Msr::VmxTrueProcbasedCtls, 0xffffffff04006172},
	{Msr::VmxTrueExitCtls, 0xffffffff00036dfb},
	{Msr::VmxTrueEntryCtls, 0xffffffff000011fb},
	{Msr::VmxProcbasedCtls3, 0xffffffffffffffff},
	// Number of KeyIDs and of KeyID bits are added from the configuration.
	{Msr::TmeCapability, 0x0000000000000003},
	{Msr::TmeActivate, 0x0003000000000003},
};

constexpr u32 min_package_shift = 7;

} // namespace

u32 profile_package_shift(u32 lps_in_package)
{
	u32 shift{min_package_shift};
	// Bit 0 of the x2APIC id is the thread in a core; every LP here is a core.
	while (shift < 32 && 2ULL * lps_in_package > 1ULL << shift)
		shift++;
	return shift;
}

CpuidValue profile_cpuid(LpPlace const &place, u32 leaf, u32 subleaf)
{
	using InitialApicId = Bits<31, 24>;
	using IdsSharingCache = Bits<25, 14>;

	CpuidValue value{};
	for (auto const &answer : cpuid_answers) {
		if (answer.leaf == leaf &&
			(answer.subleaf == no_subleaf || answer.subleaf == subleaf))
			value = answer.value;
	}

	u32 const x2apic_id{place.package << place.package_shift | place.index << 1};
	if (leaf == 1)
		value.ebx = static_cast<u32>(InitialApicId::put(value.ebx, x2apic_id));
	if (leaf == 4 && subleaf == 3)
		value.eax = static_cast<u32>(
			IdsSharingCache::put(value.eax, (1ULL << place.package_shift) - 1));
	if (leaf == 0x1f) {
		if (subleaf == 1)
			value.eax = place.package_shift;
		value.edx = x2apic_id;
	}
	return value;
}

u64 profile_rdmsr(emu_config const &config, Msr msr)
{
	u64 value{};
	for (auto const &known : msr_values) {
		if (known.msr == msr)
			value = known.value;
	}

	if (msr == Msr::TmeCapability) {
		value = TmeCapabilityKeyidBits::put(value, config.keyid_bits);
		value = TmeCapabilityMaxKeys::put(value, (1ULL << config.keyid_bits) - 1);
	} else if (msr == Msr::TmeActivate) {
		value = TmeActivateKeyidBits::put(value, config.keyid_bits);
	} else if (msr == Msr::MktmeKeyidPartitioning) {
		value = KeyidsShared::put(value, config.keyid_start - 1);
		value = KeyidsPrivate::put(value, config.keyids);
	}
	return value;
}

} // namespace tdx::emu
