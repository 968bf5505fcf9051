// SPDX-License-Identifier: GPL-2.0
//
// CPUID of a vCPU: guest_cpuid.tsv, and section 16 of semantics.md.
#include "core/emu/cpu/cpuid_table.hpp"
#include "core/emu/td/td.hpp"
#include "test_emu_run.hpp"

namespace {

using namespace test;

constexpr u64 cr4_osxsave = 1 << 18, cr4_pke = 1 << 22;

// A CPU below that can execute all that a TD may see, and says so.
struct host_cpuid everything(u32 leaf, u32 subleaf)
{
	if (leaf != 0xd || subleaf < 2)
		return {~0u, ~0u, ~0u, ~0u};
	switch (subleaf) {
	case 2:
		return {0x100, 0x240, 0, 0};
	case 5:
		return {0x40, 0x440, 0, 0};
	case 6:
		return {0x200, 0x480, 0, 0};
	case 7:
		return {0x400, 0x680, 0, 0};
	case 9:
		return {8, 0xa80, 0, 0};
	case 11:
		return {0x10, 0, 1, 0};
	case 12:
		return {0x18, 0, 3, 0}; // aligned
	default:
		return {};
	}
}

struct RunCpuid : RunGuest {
	explicit RunCpuid(RunOptions o = {}) : RunGuest{o}
	{
		long_mode();
		host::set_cpuid([](u32 leaf, u32 subleaf, struct host_cpuid *out) {
			*out = everything(leaf, subleaf);
		});
	}
	// The first of the leaf.
	static u32 row_of(u32 leaf)
	{
		u32 row{0};
		while (tdx::emu::cpuid_rows[row].leaf != leaf)
			row++;
		return row;
	}
	// As TDH.MNG.INIT made it.
	tdx::emu::CpuidValue &value_of_row(u32 leaf)
	{
		return static_cast<tdx::emu::TdCpuid *>(host::at(td.tdcs[1]))->value[row_of(leaf)];
	}
	Entry cpuid(u32 leaf, u32 subleaf = 0)
	{
		return after([=](Vmcb &control, emu_regs &regs) {
			control.rax = 0x77ULL << 32 | leaf;
			regs.gpr.rcx = 0x77ULL << 32 | subleaf;
			regs.gpr.rbx = regs.gpr.rdx = ~0ULL;
			exit_with(svm::exit::CPUID)(control, regs);
		});
	}
	struct Value {
		u64 eax, ebx, ecx, edx;
		bool operator==(Value const &) const = default;
	};
	Value value(u32 leaf, u32 subleaf = 0)
	{
		long_mode();
		vmcs_word(vmcs_slot(vmcs::GUEST_CR4)) |= cr4;
		Entry const entry{cpuid(leaf, subleaf)};
		EXPECT_EQ(entry.vmcb.event, no_event) << std::hex << leaf << '.' << subleaf;
		EXPECT_EQ(entry.vmcb.rip, gpa_code + 2);
		return {entry.vmcb.rax, entry.regs.gpr.rbx, entry.regs.gpr.rcx, entry.regs.gpr.rdx};
	}
	void expect_value(u32 leaf, u32 subleaf, Value const &expected)
	{
		Value const now{value(leaf, subleaf)};
		EXPECT_TRUE(now == expected)
			<< std::hex << leaf << '.' << subleaf << ": " << now.eax << ' ' << now.ebx
			<< ' ' << now.ecx << ' ' << now.edx;
	}
	void expect_ve_of(u32 leaf, u32 subleaf = 0)
	{
		SCOPED_TRACE(testing::Message() << std::hex << leaf << '.' << subleaf);
		long_mode();
		Entry const entry{cpuid(leaf, subleaf)};
		expect_ve(entry, {10, 0, 2});
		// The guest asks its host with what it has in them.
		EXPECT_EQ(static_cast<u32>(entry.vmcb.rax), leaf);
		EXPECT_EQ(static_cast<u32>(entry.regs.gpr.rcx), subleaf);
	}
	u64 cr4{0};
};

TEST_F(RunCpuid, RowsThatAreAVe)
{
	for (u32 const leaf : {0x2u, 0x6u, 0x9u, 0xbu, 0xcu, 0xfu, 0x10u, 0x16u, 0x17u, 0x18u,
		     0x1au, 0x1bu, 0x40000000u, 0x40000001u, 0x4fffffffu, 0x80000002u, 0x80000003u,
		     0x80000004u, 0x80000005u, 0x80000006u})
		expect_ve_of(leaf);
	for (u32 subleaf = 0; subleaf < 7; subleaf++)
		expect_ve_of(0x1f, subleaf);
	expect_ve_of(0x4, 5);
	expect_ve_of(0x7, 3);
	expect_ve_of(0xd, 19);
	expect_ve_of(0x14, 2);
	expect_ve_of(0x1d, 2);
	expect_ve_of(0x21, 1);
	expect_ve_of(0x23, 4);
}

TEST_F(RunCpuid, Constants)
{
	expect_value(0, 0, {0x23, 0x756e6547, 0x6c65746e, 0x49656e69});
	expect_value(0, 7, {0x23, 0x756e6547, 0x6c65746e, 0x49656e69});
	for (u32 const leaf : {0x3u, 0x8u, 0xau, 0xeu, 0x11u, 0x12u, 0x13u, 0x19u, 0x20u, 0x22u})
		expect_value(leaf, 0, {0, 0, 0, 0});
	expect_value(0x4, 4, {0, 0, 0, 0});
	expect_value(0x15, 0, {1, 40, 25000000, 0});
	expect_value(0x21, 0, {0, 0x65746e49, 0x20202020, 0x5844546c});
	expect_value(0x80000000, 0, {0x80000008, 0, 0, 0});
	expect_value(0x80000001, 0, {0, 0, 0x121, 0x2c100800});
	expect_value(0x80000007, 0, {0, 0, 0, 0x100});
	EXPECT_EQ(value(0x80000008).eax, 0x3034u); // 52 and 48 bits
	// XFAM has none of what these are about.
	expect_value(0x14, 0, {0, 0, 0, 0});
	expect_value(0x14, 1, {0, 0, 0, 0});
	expect_value(0x1c, 0, {0, 0, 0, 0});
	expect_value(0x1d, 0, {0, 0, 0, 0});
	expect_value(0x23, 2, {0, 0, 0, 0});
}

// As the highest basic leaf, with the sub-leaf.
TEST_F(RunCpuid, LeavesAboveTheLimits)
{
	constexpr Value highest{0xf, 0x23, 0x24, 0x25};
	value_of_row(0x23) = {0xf, 0x23, 0x24, 0x25};
	for (u32 const leaf : {0x24u, 0x25u, 0x1000u, 0x3fffffffu, 0x50000000u, 0x7fffffffu,
		     0x80000009u, 0x8000001fu, 0xffffffffu})
		expect_value(leaf, 0, highest);
	expect_ve_of(0x24, 5);
	expect_ve_of(0x80000009, 4);
}

TEST_F(RunCpuid, Version)
{
	constexpr u64 vmx = 1 << 5, smx = 1 << 6, osxsave = 1 << 27, hypervisor = 1ULL << 31;
	vcpu_field<u32>(tdx::emu::vcpu_field::vcpu_index) = 5;

	Value now{value(1)};
	EXPECT_EQ(now.eax, 0x806f8u);
	EXPECT_EQ(now.ebx, 5u << 24 | 8 << 8);
	EXPECT_EQ(now.ecx & (vmx | smx | osxsave | hypervisor), hypervisor);
	// 1 in every TD.
	constexpr u64 ecx_ones{0x46faa217};
	EXPECT_EQ(now.ecx & ecx_ones, ecx_ones);
	cr4 = cr4_osxsave;
	now = value(1);
	EXPECT_EQ(now.ecx & osxsave, osxsave);
}

TEST_F(RunCpuid, Features)
{
	constexpr u64 ospke = 1 << 4, hle_rtm = 1 << 4 | 1 << 11;

	Value now{value(7)};
	EXPECT_EQ(now.eax, 2u);
	EXPECT_EQ(now.ecx & ospke, 0u);
	cr4 = cr4_pke;
	now = value(7);
	EXPECT_EQ(now.ecx & ospke, ospke);
	cr4 = 0;

	// With TSX, which TSX_CTRL bit 1 hides.
	td.control().cpu = td.control().cpu | tdx::emu::TdCpu::tsx;
	value_of_row(7).ebx |= hle_rtm;
	EXPECT_EQ(value(7).ebx & hle_rtm, hle_rtm);
	vcpu_field<u64>(tdx::emu::vcpu_field::tsx_ctrl) = 1;
	EXPECT_EQ(value(7).ebx & hle_rtm, hle_rtm);
	vcpu_field<u64>(tdx::emu::vcpu_field::tsx_ctrl) = 3;
	EXPECT_EQ(value(7).ebx & hle_rtm, 0u);
}

TEST_F(RunCpuid, SyscallIsFor64BitCode)
{
	constexpr u64 syscall{1 << 11};

	EXPECT_EQ(value(0x80000001).edx & syscall, syscall);
	long_mode();
	vmcs_word(vmcs_slot(vmcs::GUEST_CS_AR_BYTES)) = 0xc09b;
	EXPECT_EQ(cpuid(0x80000001).regs.gpr.rdx, 0x2c100000u);
}

struct Avx512Cpuid : RunCpuid {
	Avx512Cpuid() : RunCpuid{{.td = {.xfam = 0x2e7}, .xfam = 0x2e7}} {}
	u64 &xcr0() { return vcpu_field<u64>(tdx::emu::vcpu_field::xcr0); }
};

// Sizes for the XCR0 in force, and for all of XFAM.
TEST_F(Avx512Cpuid, SizeOfTheStateInUse)
{
	struct {
		u64 xcr0;
		u64 standard, compacted;
	} const sizes[]{{1, 576, 576}, {3, 576, 576}, {7, 832, 832}, {0xe7, 2688, 2432},
		{0x2e7, 2696, 2440}, {0x207, 2696, 840}};

	for (auto const &size : sizes) {
		SCOPED_TRACE(size.xcr0);
		xcr0() = size.xcr0;
		expect_value(0xd, 0, {0x2e7, size.standard, 2696, 0});
		Value const now{value(0xd, 1)};
		EXPECT_EQ(now.eax & ~0x10ULL, 0xfu);
		EXPECT_EQ(now.ebx, size.compacted);
		EXPECT_EQ(now.ecx, 0u);
	}
	expect_value(0xd, 2, {0x100, 0x240, 0, 0});
	expect_value(0xd, 9, {8, 0xa80, 0, 0});
	expect_value(0xd, 3, {0, 0, 0, 0});
	expect_value(0xd, 11, {0, 0, 0, 0});
	expect_value(0xd, 18, {0, 0, 0, 0});
}

TEST_F(Avx512Cpuid, SupervisorStateCounts)
{
	xcr0() = 7;
	vcpu_field<u64>(tdx::emu::vcpu_field::xss) = 1 << 11;
	EXPECT_EQ(value(0xd, 1).ebx, 832u + 0x10);
	// The next one starts at a multiple of 64 bytes.
	vcpu_field<u64>(tdx::emu::vcpu_field::xss) = 3 << 11;
	EXPECT_EQ(value(0xd, 1).ebx, 832u + 64 + 0x18);
	EXPECT_EQ(value(0xd, 0).ebx, 832u);
}

TEST_F(RunCpuid, SmallXfam)
{
	expect_value(0xd, 0, {3, 576, 576, 0});
	expect_value(0xd, 2, {0, 0, 0, 0});
}

// Instructions of every TD that the CPU below may lack: guest_run.md, section 2.4.
TEST_F(RunCpuid, HidesWhatCantBeExecuted)
{
	constexpr u64 pcid{1 << 17}, ebx_7{1u << 10 | 1u << 18 | 1u << 29}, ecx_7{3u << 27},
		xsaves{1 << 1 | 1 << 3};

	EXPECT_EQ(value(1).ecx & pcid, pcid);
	EXPECT_EQ(value(7).ebx & ebx_7, ebx_7);
	EXPECT_EQ(value(7).ecx & ecx_7, ecx_7);
	EXPECT_EQ(value(0xd, 1).eax & 0xf, 0xfu);
	host::set_cpuid([](u32, u32, struct host_cpuid *out) { *out = {}; });
	EXPECT_EQ(value(1).ecx & pcid, 0u);
	EXPECT_EQ(value(7).ebx & ebx_7, 0u);
	EXPECT_EQ(value(7).ecx & ecx_7, 0u);
	EXPECT_EQ(value(0xd, 1).eax & 0xf, 0xf & ~xsaves);
	// One by one.
	host::set_cpuid([](u32 leaf, u32, struct host_cpuid *out) {
		*out = {};
		if (leaf == 7)
			out->ebx = 1 << 18;
	});
	EXPECT_EQ(value(7).ebx & ebx_7, 1u << 18);
}

// TDG.VP.CPUIDVE.SET, for CPL 0 and for the others.
TEST_F(RunCpuid, VeOnRequest)
{
	auto const set = [this](u64 flags) {
		long_mode();
		put_code({0x66, 0x0f, 0x01, 0xcc});
		EXPECT_EQ(after([=](Vmcb &control, emu_regs &regs) {
			control.rax = leaf_number(GuestLeaf::VpCpuidveSet);
			regs.gpr.rcx = flags;
			exit_with(exit_of_ud)(control, regs);
		}).vmcb.rax,
			0u);
	};
	auto const is_ve = [this](u64 cpl) {
		long_mode();
		set_cpl(cpl);
		return cpuid(0x21).vmcb.event == event_ve;
	};

	for (u64 flags = 0; flags < 4; flags++) {
		SCOPED_TRACE(flags);
		set(flags);
		EXPECT_EQ(is_ve(0), (flags & 1) != 0);
		for (u64 const cpl : {1, 2, 3})
			EXPECT_EQ(is_ve(cpl), (flags & 2) != 0) << cpl;
	}
}

// The same for a row of the table, by metadata that the guest writes.
TEST_F(RunCpuid, VeOfOneRowOnRequest)
{
	u32 const row{row_of(0x15)};
	for (u8 control = 0; control < 4; control++) {
		vcpu_field<u8>(tdx::emu::vcpu_field::cpuid_control, row) = control;
		for (u64 const cpl : {0, 3}) {
			long_mode();
			set_cpl(cpl);
			EXPECT_EQ(cpuid(0x15).vmcb.event == event_ve,
				(control >> (cpl ? 1 : 0) & 1) != 0)
				<< u32{control} << ' ' << cpl;
			long_mode();
			set_cpl(cpl);
			EXPECT_EQ(cpuid(0x21).vmcb.event, no_event);
		}
	}
}

} // namespace
