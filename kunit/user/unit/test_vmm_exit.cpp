// SPDX-License-Identifier: GPL-2.0
//
// The VMM: which TD exits end a TD, and what it does about the others.
#include "test_vmm.hpp"

namespace {

using namespace test;

using VmmExit = VmmTest;

constexpr u64 operand_busy_td_epoch = 0x80000200000000a9;
constexpr u64 operand_invalid_rcx = 0xc000010000000001;
constexpr u64 ept_violation = 48;

TEST(VmmInit, RefusesWhatIsNoTd)
{
	alignas(64) static unsigned char memory[65536];
	vmm_config const good{.vcpus = 1, .gpa_width = 48, .tsc_frequency = 100};
	vmm_config bad{good};

	ASSERT_LE(vmm_bytes(1), sizeof(memory));
	EXPECT_NE(vmm_init(memory, &good), nullptr);
	EXPECT_EQ(vmm_bytes(0), 0u);
	EXPECT_EQ(vmm_bytes(65), 0u);
	EXPECT_EQ(vmm_bytes(64) - vmm_bytes(63), vmm_bytes(2) - vmm_bytes(1));
	bad.vcpus = 65;
	EXPECT_EQ(vmm_init(memory, &bad), nullptr);
	bad = good;
	bad.gpa_width = 47;
	EXPECT_EQ(vmm_init(memory, &bad), nullptr);
	bad = good;
	bad.tsc_frequency = 0;
	EXPECT_EQ(vmm_init(memory, &bad), nullptr);
	// Half a page, the shared bit, a range that wraps.
	for (vmm_range const range : {vmm_range{0, 0x800}, vmm_range{0x800, 0x1000},
		     vmm_range{0x7ffffffff000, 0x2000}, vmm_range{~0xfffULL, 0x2000}}) {
		bad = good;
		bad.memory[3] = range;
		EXPECT_EQ(vmm_init(memory, &bad), nullptr);
	}
}

TEST_F(VmmExit, HostEventsChangeNothing)
{
	// External interrupt, NMI, INIT, SMIs, bus lock, time-out; and a bus lock with another
	// exit.
	for (u64 const status : {1ULL, 0ULL, 3ULL, 5ULL, 6ULL, 74ULL, 75ULL, 1ULL | 1 << 26}) {
		verdict.next = VMM_END;
		exit(status, {.r9 = status ? 0x800000ecULL : 0x80000202ULL});
		EXPECT_EQ(verdict.next, VMM_RUN) << status;
		EXPECT_TRUE(entry == filled(0x7777)) << status;
	}
	EXPECT_EQ(vmm_reason(td), nullptr);
	EXPECT_EQ(vmm_exits(td, 0, 1), 2u);
	EXPECT_EQ(vmm_exits(td, 0, 74), 1u);
	EXPECT_EQ(vmm_exits(td, 1, 1), 0u);
}

// The guest still waits for its hypercall: the same registers go in again.
TEST_F(VmmExit, BusyEntryIsMadeAgain)
{
	EXPECT_EQ(call(30, {.r12 = 1, .r14 = 0x61}), ghci_success);
	tdx_regs const answer{entry};
	for (u64 const status : {operand_busy_td_epoch, 0x8000020300000000ULL,
		     0x9000000900000000ULL, 0x9000020500000000ULL}) {
		exit(status, filled(0x1234));
		EXPECT_EQ(verdict.next, VMM_RUN) << std::hex << status;
		EXPECT_TRUE(entry == answer) << std::hex << status;
	}
	EXPECT_EQ(vmm_reason(td), nullptr);
	u32 failed{0};
	while (vmm_exit_name(failed + 1))
		failed++;
	EXPECT_EQ(vmm_exits(td, 0, failed), 4u);
}

struct Deadly {
	u64 status;
	char const *reason;
} const deadly[]{
	{0x4000000100000002,
		"TDH.VP.ENTER: TDX_NON_RECOVERABLE_VCPU 0x4000000100000002, triple fault"},
	{0x6000000200000021, "TDH.VP.ENTER: TDX_NON_RECOVERABLE_TD 0x6000000200000021, VM-entry "
			     "failure: invalid "
			     "guest state"},
	{0x6000000500000000, "TDH.VP.ENTER: TDX_NON_RECOVERABLE_TD_NON_ACCESSIBLE "
			     "0x6000000500000000, exception or "
			     "NMI"},
	{operand_invalid_rcx, "TDH.VP.ENTER: TDX_OPERAND_INVALID 0xc000010000000001"},
	{0x8000070100000000, "TDH.VP.ENTER: TDX_VCPU_ASSOCIATED 0x8000070100000000"},
	{0x8000ff0000000006, "TDH.VP.ENTER: TDX_SEAMCALL_UD 0x8000ff0000000006"},
	{0x8000ff00ffff0001, "TDH.VP.ENTER: TDXCALL_REFUSED 0x8000ff00ffff0001"},
	{49, "TD exit that the VMM has no answer to: EPT misconfiguration, reason 49, "
	     "qualification "
	     "0x5"},
	{0, "TD exit that the VMM has no answer to: exception or NMI, reason 0, qualification 0x5"},
	{999, "TD exit that the VMM has no answer to: unknown, reason 999, qualification 0x5"},
};

TEST_F(VmmExit, OthersEndTheTd)
{
	for (Deadly const &one : deadly) {
		td = vmm_init(memory.get(), &config);
		// An exception, #DE, where there is one.
		exit(one.status, {.rcx = 5, .r9 = 0x80000300});
		EXPECT_EQ(verdict.next, VMM_END);
		EXPECT_EQ(reason(), one.reason);
	}
}

TEST_F(VmmExit, FirstReasonCounts)
{
	EXPECT_EQ(vmm_reason(td), nullptr);
	vmm_end(td, "stopped");
	exit(0x4000000100000002, {});
	EXPECT_EQ(verdict.next, VMM_END);
	EXPECT_EQ(reason(), "stopped");
	// Whatever the others were about.
	vcpu = 1;
	EXPECT_EQ(call(12, {}), filled(0x7777).r10);
	EXPECT_EQ(verdict.next, VMM_END);
}

TEST_F(VmmExit, ThereIsNoSuchVcpu)
{
	vcpu = td_vcpus;
	exit(1, {});
	EXPECT_EQ(verdict.next, VMM_END);
	EXPECT_EQ(vmm_posted(td, td_vcpus), nullptr);
	EXPECT_EQ(vmm_timer(td, td_vcpus), 0u);
	EXPECT_EQ(vmm_has_event(td, td_vcpus), 0);
	vmm_post(td, td_vcpus, 0x40);
	EXPECT_TRUE(host.kicks.empty());
}

struct Violation {
	u64 gpa;
	u64 extended;
	u64 mapped;
	u32 level;
} const violations[]{
	{0x1234000, 0, 0x1234000, 0},
	{0x1234567, 0, 0x1234000, 0},
	{memory_bytes - 0x1000, 0, memory_bytes - 0x1000, 0},
	// ACCEPT at 4 KiB, 2 MiB and 1 GiB; ATTR.WR.
	{0x400000, 0x0000000000000001, 0x400000, 0},
	{0x400000, 0x0000000100000001, 0x400000, 1},
	{0x400000, 0x0000000200000001, 0x400000, 1},
	{0x400000, 0x0000000100000005, 0x400000, 1},
	// A level without ACCEPT is none.
	{0x400000, 0x0000000100000000, 0x400000, 0},
	{shared_bit | 0x1234000, 0, shared_bit | 0x1234000, 0},
	{shared_bit | 0x400000, 0x0000000100000001, shared_bit | 0x400000, 0},
};

TEST_F(VmmExit, MissingMemoryIsMapped)
{
	for (Violation const &one : violations) {
		exit(ept_violation, {.rcx = 3, .rdx = one.extended, .r8 = one.gpa});
		EXPECT_EQ(verdict.next, VMM_MAP) << std::hex << one.gpa;
		EXPECT_EQ(verdict.gpa, one.mapped);
		EXPECT_EQ(verdict.level, one.level) << std::hex << one.gpa << " " << one.extended;
		EXPECT_TRUE(entry == filled(0x7777));
	}
}

TEST_F(VmmExit, LargePageFitsIntoMemory)
{
	vmm_config const odd{.host = &host,
		.vcpus = 1,
		.gpa_width = 52,
		.tsc_frequency = 100,
		.memory = {{0, 0x500000}, {0x601000, 0x400000}}};
	constexpr u64 accept_2m = 0x0000000100000001;

	td = vmm_init(memory.get(), &odd);
	for (auto const &[gpa, level] : {std::pair{0x200000ULL, 1U}, std::pair{0x400000ULL, 0U},
		     std::pair{0x601000ULL, 0U}, std::pair{0x800000ULL, 1U}}) {
		exit(ept_violation, {.rdx = accept_2m, .r8 = gpa});
		EXPECT_EQ(verdict.next, VMM_MAP);
		EXPECT_EQ(verdict.level, level) << std::hex << gpa;
	}
	// With 52 bits this one is private, and nowhere.
	exit(ept_violation, {.r8 = shared_bit});
	EXPECT_EQ(verdict.next, VMM_END);
}

TEST_F(VmmExit, MemoryThatIsNotThere)
{
	for (auto const &[regs, why] : {
		     std::pair{tdx_regs{.r8 = memory_bytes},
			     "the TD touched private GPA 0x4000000, where it has no memory"},
		     std::pair{tdx_regs{.r8 = shared_bit | 0xfee00000},
			     "the TD touched shared GPA 0xfee00000, where it has no memory"},
		     std::pair{tdx_regs{.rdx = 6, .r8 = 0x5000},
			     "the TD touched private GPA 0x5000, which it has not accepted"},
		     std::pair{tdx_regs{.r8 = ~0ULL}, "the TD touched shared GPA "
						      "0xffff7ffffffff000, where it has no memory"},
	     }) {
		td = vmm_init(memory.get(), &config);
		exit(ept_violation, regs);
		EXPECT_EQ(verdict.next, VMM_END);
		EXPECT_EQ(reason(), why);
	}
}

} // namespace
