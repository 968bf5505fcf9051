// SPDX-License-Identifier: GPL-2.0
//
// RDMSR and WRMSR of a vCPU, register by register of guest_msr.tsv, and what those do that are more
// than a value.
#include <algorithm>

#include "core/emu/td/td.hpp"
#include "test_emu_run.hpp"
#include "test_emu_shared.hpp"

namespace {

using namespace test;
using tdx::emu::TdCpu;

enum class Answer { Done, Gp, Ve };

constexpr u32 other_msr = 0x12345678;

bool is_one_of(u32 msr, std::initializer_list<std::pair<u32, u32>> ranges)
{
	return std::any_of(ranges.begin(), ranges.end(),
		[&](auto const &range) { return msr >= range.first && msr <= range.second; });
}

// "native" is the CPU's own answer, which for these is a fault: they are write-only, or read-only.
bool cpu_refuses(u32 msr, bool write)
{
	if (!write)
		return is_one_of(msr, {{0x49, 0x49}, {0x10b, 0x10b}});
	return is_one_of(msr, {{0xbd, 0xbd}, {0x10a, 0x10a}, {0x809, 0x80a}, {0x80c, 0x80c},
				      {0x80e, 0x80e}, {0x810, 0x827}});
}

u64 legal_value(u32 msr)
{
	if (msr == 0x277)
		return 0x0007040600070406;
	return msr == 0x83f ? 0x31 : msr == 0xc0000080 ? 0xd01 : 0;
}

struct MsrAccess : RunGuest {
	explicit MsrAccess(RunOptions o = {}) : RunGuest{o} { reset(); }
	void reset() { long_mode(); }

	Entry access(u32 msr, bool write, u64 value)
	{
		reset();
		return after([=](Vmcb &control, emu_regs &regs) {
			regs.gpr.rcx = msr | 0xabcdULL << 32;
			control.rax = (value & 0xffffffff) | 0x5555ULL << 32;
			regs.gpr.rdx = value >> 32 | 0x5555ULL << 32;
			exit_with(svm::exit::MSR, write)(control, regs);
		});
	}
	// The answer, with all that belongs to it.
	Answer answer(u32 msr, bool write, u64 value)
	{
		Entry const entry{access(msr, write, value)};
		if (entry.vmcb.event == event_ve) {
			expect_ve(entry, {write ? 32u : 31u, 0, 2});
			return Answer::Ve;
		}
		if (entry.vmcb.event) {
			expect_fault(entry, event_gp);
			return Answer::Gp;
		}
		expect_done(entry, 2);
		return Answer::Done;
	}
	Answer read(u32 msr) { return answer(msr, false, 0); }
	Answer write(u32 msr, u64 value) { return answer(msr, true, value); }
	u64 value_of(u32 msr)
	{
		Entry const entry{access(msr, false, ~0ULL)};
		expect_done(entry, 2);
		EXPECT_EQ(entry.vmcb.rax >> 32, 0u);
		EXPECT_EQ(entry.regs.gpr.rdx >> 32, 0u);
		return entry.regs.gpr.rdx << 32 | entry.vmcb.rax;
	}
	void expect_kept(u32 msr, u64 value)
	{
		EXPECT_EQ(write(msr, value), Answer::Done);
		EXPECT_EQ(value_of(msr), value);
	}
	// As TDH.MNG.INIT makes the TD's bitmap for one that has what the MSR goes with.
	void let_through(u32 msr)
	{
		auto *const bitmaps = static_cast<u8 *>(
			host::at(td.tdcs[static_cast<u32>(tdx::emu::TdcsPage::MsrBitmaps)]));
		for (u32 const quarter : {0u, 2u}) {
			u8 &byte{bitmaps[quarter * 1024 + msr / 8]};
			byte = static_cast<u8>(byte & ~(1u << msr % 8));
		}
	}

	Answer expected(std::string const &rule, u32 msr, bool write, bool condition)
	{
		if (rule == "#VE")
			return Answer::Ve;
		if (rule == "#GP")
			return Answer::Gp;
		if (rule == "#GP or #VE")
			return condition ? Answer::Ve : Answer::Gp;
		if (rule == "native")
			return cpu_refuses(msr, write) ? Answer::Gp : Answer::Done;
		if (rule == "module" || rule == "native if condition, else module")
			return Answer::Done;
		if (rule == "native if condition, else #GP")
			return Answer::Gp;
		// Without PERFMON: PERF_CAPABILITIES reads as 0.
		if (rule == "special")
			return msr == 0x345 && !write ? Answer::Done : Answer::Gp;
		throw std::runtime_error{"no such rule: " + rule};
	}
	void expect_rows(bool condition);
};

// None of the features on which rows depend can be a TD's where vCPUs run, but those of CPUID.
void MsrAccess::expect_rows(bool condition)
{
	std::string const path{shared_file("abi/guest_msr.tsv")};
	if (path.empty())
		GTEST_SKIP() << "no fact tables here";

	auto const rows = read_tsv(path);
	EXPECT_EQ(rows.size(), 168u);
	for (auto const &row : rows) {
		bool const others{row.at("msr") == "*"};
		u32 const first{others ? other_msr : static_cast<u32>(number(row.at("msr")))};
		u32 const last{others ? first : static_cast<u32>(number(row.at("last")))};
		for (u32 const msr : {first, last}) {
			SCOPED_TRACE(
				testing::Message() << std::hex << msr << ' ' << row.at("name"));
			EXPECT_EQ(read(msr), expected(row.at("read"), msr, false, condition));
			EXPECT_EQ(write(msr, legal_value(msr)),
				expected(row.at("write"), msr, true, condition));
		}
	}
}

TEST_F(MsrAccess, Table)
{
	expect_rows(false);
}

TEST_F(MsrAccess, TableOfATdWithTheFeatures)
{
	td.control().cpu =
		td.control().cpu | TdCpu::pconfig | TdCpu::dca | TdCpu::tsc_deadline | TdCpu::tme;
	expect_rows(true);
}

// Between the ranges of the bitmaps, and at their ends.
TEST_F(MsrAccess, OutsideOfTheTable)
{
	for (u32 const msr : {0x0u, 0x1fffu, 0x2000u, 0x2010u, 0xbfffffffu, 0xc0000083u,
		     0xc0001fffu, 0xc0002000u, 0xc0002080u, 0xc0010015u, 0xffffffffu}) {
		SCOPED_TRACE(msr);
		EXPECT_EQ(read(msr), Answer::Ve);
		EXPECT_EQ(write(msr, 0), Answer::Ve);
	}
}

TEST_F(MsrAccess, BusyVeInfo)
{
	Entry const entry{after([this](Vmcb &control, emu_regs &regs) {
		vcpu_field<u32>(tdx::emu::vcpu_field::ve_info_valid) = 0xffffffff;
		regs.gpr.rcx = 0x1b;
		exit_with(svm::exit::MSR, 0)(control, regs);
	})};
	expect_fault(entry, event_df);
}

TEST_F(MsrAccess, ValuesOfTheModule)
{
	constexpr u64 rrsba{1 << 19};

	EXPECT_EQ(value_of(0xbd), 1u);
	EXPECT_EQ(value_of(0xbc), 1u);         // of the CPU
	EXPECT_EQ(value_of(0x1a0), 0x851009u); // 0x850089 without perfmon and PEBS
	EXPECT_EQ(value_of(0x345), 0u);
	EXPECT_EQ(value_of(0xc80), 0u);
	// 0x13affeb, with the bits of guest_run.md, section 1, cleared.
	EXPECT_EQ(value_of(0x10a) & ~rrsba, 0xf16bu);
}

TEST_F(MsrAccess, Clock)
{
	vmcs_word(vmcs_slot(vmcs::TSC_MULTIPLIER)) = 3ULL << 48;
	vmcs_word(vmcs_slot(vmcs::TSC_OFFSET)) = 12345;
	u64 const before{__builtin_ia32_rdtsc() * 3 + 12345};
	u64 const now{value_of(0x10)};
	EXPECT_GE(now, before);
	EXPECT_LE(now, __builtin_ia32_rdtsc() * 3 + 12345);
}

TEST_F(MsrAccess, KeptValues)
{
	for (u32 const msr : {0x174u, 0x175u, 0x176u, 0x600u, 0xc0000081u, 0xc0000082u, 0xc0000100u,
		     0xc0000101u, 0xc0000102u}) {
		SCOPED_TRACE(msr);
		expect_kept(msr, 0x7f0012345678);
		expect_kept(msr, 0);
	}
	expect_kept(0xc0000084, 0x47700);
	expect_kept(0x1b01, 1);
}

// VMRUN and VMLOAD take them from the control block.
TEST_F(MsrAccess, WhereTheCpuHasThem)
{
	struct {
		u32 msr;
		std::function<u64(Vmcb const &)> where;
	} const rows[]{
		{0x174, [](Vmcb const &c) { return c.sysenter_cs; }},
		{0x175, [](Vmcb const &c) { return c.sysenter_esp; }},
		{0x176, [](Vmcb const &c) { return c.sysenter_eip; }},
		{0xc0000081, [](Vmcb const &c) { return c.star; }},
		{0xc0000082, [](Vmcb const &c) { return c.lstar; }},
		{0xc0000084, [](Vmcb const &c) { return c.sfmask; }},
		{0xc0000100, [](Vmcb const &c) { return c.fs.base; }},
		{0xc0000101, [](Vmcb const &c) { return c.gs.base; }},
		{0xc0000102, [](Vmcb const &c) { return c.kernel_gs_base; }},
	};

	for (auto const &row : rows)
		EXPECT_EQ(row.where(access(row.msr, true, 0x12345000).vmcb), 0x12345000u)
			<< std::hex << row.msr;
}

// RDTSCP and RDPID don't exit: the CPU has to have it at once.
TEST_F(MsrAccess, TscAux)
{
	u64 seen{0};
	steps = {[](Vmcb &control, emu_regs &regs) {
			 regs.gpr.rcx = 0xc0000103;
			 control.rax = 0x321;
			 regs.gpr.rdx = 0;
			 exit_with(svm::exit::MSR, 1)(control, regs);
		 },
		[&](Vmcb &control, emu_regs &regs) {
			seen = host::guest_state().tsc_aux;
			exit_with(svm::exit::INTR)(control, regs);
		}};
	run();
	EXPECT_EQ(seen, 0x321u);
	EXPECT_EQ(value_of(0xc0000103), 0x321u);
	EXPECT_EQ(write(0xc0000103, 1ULL << 32), Answer::Gp);
}

TEST_F(MsrAccess, Addresses)
{
	for (u32 const msr :
		{0x175u, 0x176u, 0x600u, 0xc0000082u, 0xc0000100u, 0xc0000101u, 0xc0000102u}) {
		SCOPED_TRACE(msr);
		EXPECT_EQ(write(msr, 0x0000800000000000), Answer::Gp);
		EXPECT_EQ(write(msr, 0x8000000000000000), Answer::Gp);
		EXPECT_EQ(write(msr, 0xffff7fffffffffff), Answer::Gp);
		EXPECT_EQ(write(msr, 0xffff800000000000), Answer::Done);
		EXPECT_EQ(write(msr, 0x00007fffffffffff), Answer::Done);
	}
	EXPECT_EQ(write(0xc0000081, 0x8000000000000000), Answer::Done); // STAR is none
	EXPECT_EQ(write(0xc0000084, 1ULL << 32), Answer::Gp);
}

TEST_F(MsrAccess, Pat)
{
	EXPECT_EQ(value_of(0x277), 0x0007040600070406u);
	for (u64 const type : {0, 1, 4, 5, 6, 7})
		EXPECT_EQ(write(0x277, type << 56), Answer::Done) << type;
	EXPECT_EQ(access(0x277, true, 0x0505050505050505).vmcb.pat, 0x0505050505050505u);
	for (u64 const type : {2, 3, 8, 0x10, 0x80, 0xff}) {
		for (u32 const entry : {0u, 3u, 7u})
			EXPECT_EQ(write(0x277, type << 8 * entry), Answer::Gp) << type;
	}
	EXPECT_EQ(value_of(0x277), 0x0505050505050505u);
}

TEST_F(MsrAccess, Efer)
{
	constexpr u64 sce = 1, lme = 1 << 8, lma = 1 << 10, nxe = 1 << 11, svme = 1 << 12;
	constexpr u64 now{sce | lme | lma | nxe};

	EXPECT_EQ(value_of(0xc0000080), now);
	EXPECT_EQ(write(0xc0000080, now & ~lma), Answer::Done);
	EXPECT_EQ(access(0xc0000080, true, now & ~(lma | sce)).vmcb.efer, svme | (now & ~sce));
	for (u64 const bit : {lme, nxe, svme, u64{1} << 13, u64{1} << 63, u64{2}})
		EXPECT_EQ(write(0xc0000080, now ^ bit), Answer::Ve) << std::hex << bit;
}

TEST_F(MsrAccess, Debugctl)
{
	constexpr u64 tr = 1 << 6, bts = 1 << 7, hidden = 1 << 13;
	u64 &stored{vmcs_word(vmcs_slot(vmcs::GUEST_IA32_DEBUGCTL))};

	expect_kept(0x1d9, 2);
	for (u64 const bad : {8ULL, 16ULL, 32ULL, 1ULL << 16, 1ULL << 63})
		EXPECT_EQ(write(0x1d9, bad), Answer::Gp) << bad;
	EXPECT_EQ(write(0x1d9, tr), Answer::Ve);
	EXPECT_EQ(write(0x1d9, tr | 8), Answer::Gp);
	expect_kept(0x1d9, tr | bts);
	// Bit 13 is the host's: neither seen nor changed.
	stored = hidden;
	EXPECT_EQ(write(0x1d9, 1), Answer::Done);
	EXPECT_EQ(stored, hidden | 1);
	EXPECT_EQ(value_of(0x1d9), 1u);
	stored = 0;
	EXPECT_EQ(write(0x1d9, hidden), Answer::Done);
	EXPECT_EQ(stored, 0u);
}

TEST_F(MsrAccess, SpecCtrl)
{
	constexpr u64 ddpd_u{1 << 8};
	u64 &stored{vcpu_field<u64>(tdx::emu::vcpu_field::spec_ctrl)};

	// On where the CPU has it, and hidden from a TD without DDPD in its CPUID.
	EXPECT_EQ(stored, 0u);
	stored = ddpd_u;
	EXPECT_EQ(value_of(0x48), 0u);
	expect_kept(0x48, 5);
	EXPECT_EQ(stored, ddpd_u | 5);
	// Visible.
	vmcs_word(vmcs_slot(vmcs::IA32_SPEC_CTRL_MASK)) = 0;
	expect_kept(0x48, ddpd_u);
	expect_kept(0x48, 0);
	EXPECT_EQ(write(0x49, 1), Answer::Done);
	EXPECT_EQ(write(0x10b, 1), Answer::Done);
}

TEST_F(MsrAccess, Xss)
{
	EXPECT_EQ(value_of(0xda0), 0u);
	EXPECT_EQ(write(0xda0, 0), Answer::Done);
	for (u64 const bit : {0, 1, 2, 8, 11, 14, 15, 63})
		EXPECT_EQ(write(0xda0, 1ULL << bit), Answer::Gp) << bit;
}

TEST_F(MsrAccess, OfFeaturesThatTheTdHas)
{
	for (u32 const msr : {0xe1u, 0x122u, 0x1c4u, 0x1c5u})
		let_through(msr);
	expect_kept(0xe1, 0xfffffffd);
	EXPECT_EQ(write(0xe1, 2), Answer::Gp);
	EXPECT_EQ(write(0xe1, 1ULL << 32), Answer::Gp);
	expect_kept(0x122, 3);
	EXPECT_EQ(write(0x122, 4), Answer::Gp);
	expect_kept(0x1c4, 1 << 18);
	expect_kept(0x1c5, 1 << 18);
}

} // namespace
