// SPDX-License-Identifier: GPL-2.0
//
// TDH.MNG.INIT: every check of TD_PARAMS in its order, and what the TD becomes.  From semantics.md,
// sections 3 and 16, and structs.md, section 9.
#include <cstring>

#include "test_emu_checks.hpp"

namespace {

using namespace test;
using namespace test::operand;
using tdx::emu::Lifecycle;

constexpr u32 attributes = 64, xfam = 65, exec_controls = 66, eptp_controls = 67, max_vcpus = 68;
constexpr u32 cpuid_config = 69, tsc_frequency = 70, num_l2_vms = 71, arch_capabilities = 72;
constexpr u32 tsc_adjust = 0x3b, misc_enable = 0x1a0, arch_capabilities_msr = 0x10a;

constexpr u64 params = host_base + 0x20000;

// Where the fields of TD_PARAMS begin.
namespace at {
constexpr u32 attributes = 0, xfam = 8, max_vcpus = 16, num_l2_vms = 18, msr_config_ctls = 19;
constexpr u32 reserved0 = 20, eptp_controls = 24, config_flags = 32, tsc_frequency = 40;
constexpr u32 reserved1 = 42, mrconfigid = 80, mrowner = 128, mrownerconfig = 176;
constexpr u32 arch_capabilities = 224, reserved2 = 232, cpuid = 256, reserved3 = 448;
} // namespace at

struct MngInit : testing::Test {
	Platform platform;
	u64 const tdr{platform.page()};
	std::vector<u64> tdcs;

	void SetUp() override
	{
		platform.must(HostLeaf::MngCreate, {.rcx = tdr, .rdx = platform.keyid()});
		for (u32 const lp : {0, 2})
			platform.must(HostLeaf::MngKeyConfig, {.rcx = tdr}, lp);
		add_pages(6);
		std::memset(host::at(params), 0, 1024);
		put<u64>(at::xfam, 3);
		put<u16>(at::max_vcpus, 4);
		put<u64>(at::eptp_controls, 6 | 3 << 3);
		put<u16>(at::tsc_frequency, 40);
	}
	void add_pages(u32 count)
	{
		for (u32 i = 0; i < count; i++) {
			tdcs.push_back(platform.page());
			platform.must(HostLeaf::MngAddcx, {.rcx = tdcs.back(), .rdx = tdr});
		}
	}
	template <typename T>
	void put(u32 offset, std::type_identity_t<T> value)
	{
		std::memcpy(host::at(params + offset), &value, sizeof(T));
	}
	tdx::emu::Tdr &root() { return *static_cast<tdx::emu::Tdr *>(host::at(tdr)); }
	tdx::emu::TdControl &control()
	{
		return *static_cast<tdx::emu::TdControl *>(host::at(tdcs[0]));
	}
	Machine::Answer init(u64 rdx = params)
	{
		return platform.call(HostLeaf::MngInit, {.rcx = tdr, .rdx = rdx});
	}
	u64 rd(u64 field)
	{
		return platform.must(HostLeaf::MngRd, {.rcx = tdr, .rdx = field}).gpr.r8;
	}

	// A field of TD_PARAMS with a wrong value.
	template <typename T>
	Fault wrong(char const *name, u64 status, u32 offset, std::type_identity_t<T> value)
	{
		return {name, status, [=](Scene &s) {
				T &field = *static_cast<T *>(host::at(params + offset));
				s.change(field, value);
			}};
	}
	Check wrong_u64(char const *name, u32 id, u32 offset, std::vector<u64> const &values)
	{
		Check check;
		for (u64 const value : values)
			check.push_back(
				wrong<u64>(name, raw(code::operand_invalid, id), offset, value));
		return check;
	}
	Check reserved(char const *name, std::vector<u32> const &offsets)
	{
		Check check;
		for (u32 const offset : offsets)
			check.push_back(
				wrong<u8>(name, raw(code::operand_invalid, rdx), offset, 1));
		return check;
	}
	Fault changed_msr(char const *name, u64 status, u32 msr, u64 flip)
	{
		return {name, status, [=, this](Scene &s) {
				auto &machine = platform.machine;
				machine.set_msr(0, msr, machine.native_msr(0, msr) ^ flip);
				s.later([&machine] { machine.forget_changes(); });
			}};
	}
	Fault operand_is(char const *name, u64 value)
	{
		return {name, raw(code::operand_invalid, rdx), [=](Scene &s) { s.in.rdx = value; }};
	}

	std::vector<Check> checks()
	{
		std::vector<Check> all{{changed_msr(
			"NT4 boot", raw(code::limit_cpuid_maxval_set), misc_enable, 1 << 22)}};
		all = all + exclusive_page_checks(rcx);
		all = all +
		      std::vector<Check>{
			      {{"fatal", raw(code::td_fatal),
				      [this](Scene &s) { s.change(root().fatal, true); }}},
			      {{"lifecycle", raw(code::keys_not_configured),
				      [this](Scene &s) {
					      s.change(root().lifecycle, Lifecycle::HkidAssigned);
				      }}},
			      {{"five TDCS pages", raw(code::tdcs_not_allocated),
				      [this](Scene &s) { s.change(root().num_tdcx, 5u); }}},
			      {{"initialised", raw(code::op_state_incorrect),
				      [this](Scene &s) { s.change(control().op_state, 1u); }}},
			      {
				      operand_is("TD_PARAMS not aligned", params + 512),
				      operand_is("TD_PARAMS above MAXPA", params | 1ULL << 52),
				      operand_is("TD_PARAMS with a private KeyID",
					      params | 32ULL << 46),
				      operand_is("TD_PARAMS in SEAMRR", 0x40000000),
			      },
			      wrong_u64("ATTRIBUTES", attributes, at::attributes,
				      {2, 1 << 16, 1 << 27, 1ULL << 31, 1ULL << 62, 1ULL << 29 | 1,
					      1ULL << 63 | 1 << 29}),
			      wrong_u64("XFAM", xfam, at::xfam,
				      {0, 1, 2, 0xb, 0x403, 0x23, 0xe3, 0x27, 0xa7, 0x803, 0x1003,
					      0x20003, 0x40003, 1ULL << 63 | 3}),
			      {wrong<u16>("MAX_VCPUS", raw(code::operand_invalid, max_vcpus),
				      at::max_vcpus, 0)},
			      {
				      wrong<u8>("NUM_L2_VMS 4",
					      raw(code::operand_invalid, num_l2_vms),
					      at::num_l2_vms, 4),
				      wrong<u8>("NUM_L2_VMS 255",
					      raw(code::operand_invalid, num_l2_vms),
					      at::num_l2_vms, 255),
			      },
			      {wrong<u8>("pages for L2 VMs", raw(code::tdcs_not_allocated),
				      at::num_l2_vms, 1)},
			      reserved("reserved 20", {at::reserved0, at::reserved0 + 3}),
			      wrong_u64("CONFIG_FLAGS", exec_controls, at::config_flags,
				      {8, 1 << 7, 1ULL << 63}),
			      wrong_u64("EPTP", eptp_controls, at::eptp_controls,
				      {0, 3 << 3, 6, 6 | 2 << 3, 6 | 5 << 3, 7 | 3 << 3,
					      6 | 3 << 3 | 1 << 6, 6 | 3 << 3 | 1 << 12,
					      6 | 3 << 3 | 1ULL << 63}),
			      {
				      wrong<u16>("TSC 75 MHz",
					      raw(code::operand_invalid, tsc_frequency),
					      at::tsc_frequency, 3),
				      wrong<u16>("TSC 10025 MHz",
					      raw(code::operand_invalid, tsc_frequency),
					      at::tsc_frequency, 401),
				      wrong<u16>("TSC 0", raw(code::operand_invalid, tsc_frequency),
					      at::tsc_frequency, 0),
			      },
			      {changed_msr("TSC_ADJUST", raw(code::inconsistent_msr, tsc_adjust),
				      tsc_adjust, 1)},
			      reserved("reserved 42", {at::reserved1, at::mrconfigid - 1}),
			      {wrong<u8>("MSR_CONFIG_CTLS", raw(code::operand_invalid, rdx),
				      at::msr_config_ctls, 2)},
			      reserved("reserved 232", {at::reserved2, at::cpuid - 1}),
			      {wrong<u32>("CPUID", raw(code::operand_invalid, cpuid_config),
				      at::cpuid, 1 << 14)},
			      reserved("reserved 448", {at::reserved3, 1023}),
			      wrong_u64("ARCH_CAPABILITIES", arch_capabilities,
				      at::arch_capabilities, {1, 1 << 4, 1 << 19, 1ULL << 63}),
		      };
		return all;
	}
};

TEST_F(MngInit, Checks)
{
	Scene scene{platform, HostLeaf::MngInit, {.rcx = tdr, .rdx = params}};
	expect_in_order(scene, checks());
	auto const answer = init();
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.rcx, 0u);
	EXPECT_EQ(answer.gpr.rdx, params);
	EXPECT_EQ(init().rax, raw(code::op_state_incorrect));
}

// 52-bit GPAs need five levels of tables.
TEST_F(MngInit, GpawNeedsFiveLevels)
{
	put<u64>(at::config_flags, 1);
	EXPECT_EQ(init().rax, raw(code::operand_invalid, eptp_controls));
	put<u64>(at::eptp_controls, 6 | 4 << 3);
	EXPECT_EQ(init().rax, 0u);
	EXPECT_EQ(rd(0x1110000000000003), 1u);
}

TEST_F(MngInit, MigratableHasNoL2Vms)
{
	add_pages(3);
	put<u64>(at::attributes, 1 << 29);
	put<u8>(at::num_l2_vms, 1);
	EXPECT_EQ(init().rax, raw(code::operand_invalid, rdx));
	put<u8>(at::num_l2_vms, 0);
	EXPECT_EQ(init().rax, 0u);
}

struct CpuidFault {
	u32 offset; // in the CPUID values
	u32 value;
	u64 culprit; // RCX
};

// Bits that are neither the host's choice nor native ones that it may keep; RCX names the row.
TEST_F(MngInit, RefusedCpuid)
{
	CpuidFault const faults[]{
		{0, 0x4000, 0xffffffff00000001},      // leaf 1 EAX 14
		{0, 0x10000000, 0xffffffff00000001},  // leaf 1 EAX 28
		{4, 1, 0xffffffff00000001},           // leaf 1 EBX: brand index
		{0 + 16, 0x400, 0x4},                 // leaf 4.0 EAX 10
		{0 + 32, 0x2000, 0x100000004},        // leaf 4.1 EAX 13
		{0 + 48, 0x800, 0x200000004},         // leaf 4.2 EAX 11
		{12 + 64, 8, 0x300000004},            // leaf 4.3 EDX 3
		{0 + 80, 1, 0x7},                     // leaf 7.0 EAX 0
		{4 + 80, 2, 0x7},                     // leaf 7.0 EBX 1
		{0 + 96, 1, 0x100000007},             // leaf 7.1 EAX 0
		{0 + 112, 1, 0xffffffff0000000a},     // leaf 0xa EAX 0
		{0 + 128, 0x100, 0xffffffff0000001c}, // leaf 0x1c EAX 8
		{0 + 144, 1, 0xffffffff80000008},     // leaf 0x80000008 EAX 0
	};
	for (auto const &fault : faults) {
		put<u32>(at::cpuid + fault.offset, fault.value);
		auto const answer = init();
		EXPECT_EQ(answer.rax, raw(code::operand_invalid, cpuid_config)) << fault.offset;
		EXPECT_EQ(answer.gpr.rcx, fault.culprit) << fault.offset;
		put<u32>(at::cpuid + fault.offset, 0);
	}
	EXPECT_EQ(init().rax, 0u);
}

TEST_F(MngInit, TsxIsAllOrNothing)
{
	constexpr u32 hle = 1 << 4, rtm = 1 << 11;

	for (u32 const one : {hle, rtm}) {
		put<u32>(at::cpuid + 80 + 4, one);
		auto const answer = init();
		EXPECT_EQ(answer.rax, raw(code::operand_invalid, cpuid_config));
		EXPECT_EQ(answer.gpr.rcx, 0u);
	}
}

// What the TD became, as the host reads it.
TEST_F(MngInit, MakesTheTd)
{
	put<u64>(at::attributes, 1 << 28 | 1); // a debug TD shows all
	put<u64>(at::xfam, 0xe7);
	put<u16>(at::max_vcpus, 513);
	put<u64>(at::config_flags, 6);
	for (u32 i = 0; i < 6; i++) {
		put<u64>(at::mrconfigid + 8 * i, 0x100 + i);
		put<u64>(at::mrowner + 8 * i, 0x200 + i);
		put<u64>(at::mrownerconfig + 8 * i, 0x300 + i);
	}
	EXPECT_EQ(init().rax, 0u);

	EXPECT_EQ(rd(0x9010000200000004), 1u);           // OP_STATE
	EXPECT_EQ(rd(0x1110000300000000), 1u << 28 | 1); // ATTRIBUTES
	EXPECT_EQ(rd(0x1110000300000001), 0xe7u);        // XFAM
	EXPECT_EQ(rd(0x1110000200000002), 513u);         // MAX_VCPUS
	EXPECT_EQ(rd(0x1110000000000003), 0u);           // GPAW
	EXPECT_EQ(rd(0x1110000300000016), 6u);           // CONFIG_FLAGS
	EXPECT_EQ(rd(0x111000010000000c), 40u);          // TSC_FREQUENCY
	EXPECT_EQ(rd(0x9010000200000001), 0u);           // NUM_VCPUS
	EXPECT_EQ(rd(0x9210000300000000), 1u);           // TD_EPOCH
	EXPECT_EQ(rd(0x9110000300000011), 1000000u);     // HP_LOCK_TIMEOUT, in microseconds
	for (u32 i = 0; i < 6; i++) {
		EXPECT_EQ(rd(0x1310000300000010 + i), 0x100u + i);
		EXPECT_EQ(rd(0x1310000300000018 + i), 0x200u + i);
		EXPECT_EQ(rd(0x1310000300000020 + i), 0x300u + i);
		EXPECT_EQ(rd(0x1310000300000040 + i), 0u); // RTMR 0
	}
	EXPECT_EQ(rd(0x1110000300000017), 1u); // TD_CTLS: PENDING_VE_DISABLE
}

// XFAM takes CPUID bits away: AVX-512 of leaf 7.0 EBX, and of leaf 0xd.0 EAX.
TEST_F(MngInit, CpuidFollowsXfam)
{
	constexpr u32 avx512 = 0xdc230000;
	struct host_cpuid const native{platform.machine.native_cpuid(0, 7, 0)};

	put<u32>(at::cpuid + 80 + 4, native.ebx & avx512);
	EXPECT_EQ(init().rax, 0u);
	EXPECT_EQ(rd(0x9410000300000e00) >> 32 & avx512, 0u);
	EXPECT_EQ(rd(0x9410000300001a00) & 0xe4, 0u);
}

} // namespace
