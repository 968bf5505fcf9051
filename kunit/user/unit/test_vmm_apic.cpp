// SPDX-License-Identifier: GPL-2.0
//
// The VMM's part of local APICs: registers, IPIs, the timer; and MSRs besides.
#include "test_vmm.hpp"

#include <random>

namespace {

using namespace test;

constexpr u64 tsc_deadline = 0x6e0;
constexpr u64 svr = 0x80f;
constexpr u64 esr = 0x828;
constexpr u64 icr = 0x830;
constexpr u64 lvt_timer = 0x832;
constexpr u64 initial_count = 0x838;
constexpr u64 current_count = 0x839;
constexpr u64 divide = 0x83e;

struct VmmApic : VmmTest {
	using Vectors = std::vector<u32>;

	void enable() { EXPECT_EQ(wrmsr(svr, 0x1ff), ghci_success); }
	void expect_refused(u64 msr, u64 value)
	{
		EXPECT_EQ(wrmsr(msr, value), ghci_invalid_operand)
			<< std::hex << msr << " " << value;
	}
	// By vCPU 1.
	u64 send(u64 value)
	{
		vcpu = 1;
		return wrmsr(icr, value);
	}
};

TEST_F(VmmApic, Msrs)
{
	EXPECT_EQ(rdmsr(0x1b), 0xfee00d00u);
	EXPECT_EQ(rdmsr(0x8b), 1ULL << 32);
	EXPECT_EQ(rdmsr(0xfe), 0x508u);
	EXPECT_EQ(rdmsr(0x2ff), 0u);
	EXPECT_EQ(rdmsr(0x3a), 1u);
	for (u64 const msr : {0x179ULL, 0x17aULL, 0x17bULL, 0xcfULL, 0x140ULL, 0x4eULL, 0x34ULL,
		     0xc0011029ULL, 0xffffffffULL, 0x7ffULL, 0x900ULL}) {
		EXPECT_EQ(rdmsr(msr), 0u) << std::hex << msr;
		EXPECT_EQ(wrmsr(msr, ~0ULL), ghci_success) << std::hex << msr;
		EXPECT_EQ(rdmsr(msr), 0u) << std::hex << msr;
	}
	for (u64 const msr : {0x1bULL, 0x8bULL, 0x3aULL, 0xfeULL}) {
		u64 const before{rdmsr(msr)};
		EXPECT_EQ(wrmsr(msr, 0), ghci_success);
		EXPECT_EQ(rdmsr(msr), before);
	}
	vcpu = 3;
	EXPECT_EQ(rdmsr(0x1b), 0xfee00c00u);
	// There are 32 bits of number.
	for (u64 const msr : {1ULL << 32, 1ULL << 32 | 0x1b, ~0ULL}) {
		EXPECT_EQ(call(31, {.r12 = msr}), ghci_invalid_operand);
		EXPECT_TRUE(unchanged());
		EXPECT_EQ(wrmsr(msr, 0), ghci_invalid_operand);
	}
}

TEST_F(VmmApic, RegistersAtReset)
{
	std::map<u64, u64> const at_reset{{0x802, 3}, {0x803, 0x50014}, {0x80d, 8}, {0x80f, 0xff},
		{0x828, 0}, {0x82f, 0x10000}, {0x830, 0}, {0x832, 0x10000}, {0x833, 0x10000},
		{0x834, 0x10000}, {0x835, 0x10000}, {0x836, 0x10000}, {0x837, 0x10000}, {0x838, 0},
		{0x839, 0}, {0x83e, 0}};

	vcpu = 3;
	for (u64 msr = 0x800; msr < 0x900; msr++) {
		if (at_reset.contains(msr)) {
			EXPECT_EQ(rdmsr(msr), at_reset.at(msr)) << std::hex << msr;
			continue;
		}
		// The TDX module's, or no register.
		EXPECT_EQ(call(31, {.r12 = msr}), ghci_invalid_operand) << std::hex << msr;
		EXPECT_TRUE(unchanged());
		expect_refused(msr, 0);
	}
}

TEST_F(VmmApic, IdsOfManyVcpus)
{
	vmm_config many{config};

	many.vcpus = 64;
	memory.reset(std::aligned_alloc(64, (vmm_bytes(64) + 63) / 64 * 64));
	td = vmm_init(memory.get(), &many);
	for (auto const &[id, ldr] : {std::pair{0u, 0x1u}, std::pair{15u, 0x8000u},
		     std::pair{16u, 0x10001u}, std::pair{63u, 0x38000u}}) {
		vcpu = id;
		EXPECT_EQ(rdmsr(0x802), id);
		EXPECT_EQ(rdmsr(0x80d), ldr);
	}
	// Logical: members 0, 3 and 15 of cluster 2.
	vcpu = 5;
	EXPECT_EQ(wrmsr(icr, 0x0002800900000840), ghci_success);
	EXPECT_EQ(host.kicks, (Vectors{32, 35, 47}));
	EXPECT_EQ(posted(47), (Vectors{0x40}));
	// A cluster that is not there, and one without members.
	EXPECT_EQ(wrmsr(icr, 0x0004ffff00000840), ghci_success);
	EXPECT_EQ(wrmsr(icr, 0x0002000000000840), ghci_success);
	EXPECT_EQ(host.kicks.size(), 3u);
}

TEST_F(VmmApic, RegistersKeepWhatTheyHave)
{
	struct {
		u64 msr;
		u64 keeps;    // bits that can be written
		u64 takes;    // others that may be given
		u64 reserved; // some that may not
	} const rows[]{
		{0x80f, 0x3ff, 0, 0x1000},
		{0x82f, 0x107ff, 0x1000, 0x800},
		{0x832, 0x500ff, 0x1000, 0x100},
		{0x833, 0x107ff, 0x1000, 0x2000},
		{0x834, 0x107ff, 0x1000, 0x20000},
		{0x835, 0x1a7ff, 0x5000, 0x20000},
		{0x836, 0x1a7ff, 0x5000, 0x80000},
		{0x837, 0x100ff, 0x1000, 0x400},
		{0x83e, 0xb, 0, 0x4},
	};
	enable();
	for (auto const &row : rows) {
		EXPECT_EQ(wrmsr(row.msr, row.keeps | row.takes), ghci_success)
			<< std::hex << row.msr;
		EXPECT_EQ(rdmsr(row.msr), row.keeps) << std::hex << row.msr;
		for (u64 const bad : {row.reserved, 1ULL << 31, 1ULL << 32, 1ULL << 63})
			expect_refused(row.msr, bad);
		EXPECT_EQ(rdmsr(row.msr), row.keeps) << std::hex << row.msr;
	}
	// The timer has no fourth mode.
	expect_refused(lvt_timer, 0x60020);
	for (u64 const msr : {0x802ULL, 0x803ULL, 0x80dULL, current_count})
		expect_refused(msr, rdmsr(msr));
	expect_refused(initial_count, 1ULL << 32);
	// Nothing of it is another vCPU's.
	vcpu = 2;
	EXPECT_EQ(rdmsr(0x835), 0x10000u);
}

TEST_F(VmmApic, OffItsLvtsAreMasked)
{
	EXPECT_EQ(wrmsr(0x835, 0x700), ghci_success);
	EXPECT_EQ(rdmsr(0x835), 0x10700u);
	enable();
	EXPECT_EQ(rdmsr(0x835), 0x10700u);
	EXPECT_EQ(wrmsr(0x835, 0x700), ghci_success);
	EXPECT_EQ(rdmsr(0x835), 0x700u);
	EXPECT_EQ(wrmsr(svr, 0xff), ghci_success);
	EXPECT_EQ(rdmsr(0x835), 0x10700u);
}

TEST_F(VmmApic, IpisReachWhomTheyAreFor)
{
	struct {
		u64 icr;
		Vectors to;
	} const rows[]{
		{0x00000002'00000041, {2}},
		{0x00000001'00000041, {1}},
		{0x00000004'00000041, {}},           // nobody
		{0xffffffff'00000041, {0, 1, 2, 3}}, // broadcast
		{0xffffffff'00000841, {0, 1, 2, 3}},
		{0x00000009'00000841, {0, 3}}, // logical
		{0x00010001'00000841, {}},     // another cluster
		{0x00000003'00040041, {1}},    // self, wherever else it goes to
		{0x00000003'00080041, {0, 1, 2, 3}},
		{0x00000003'000c0041, {0, 2, 3}},
		{0x0000000c'00000941, {2}}, // lowest priority: one of two
		{0x00000003'00004041, {3}}, // level: assert
		{0x00000003'0000c041, {3}}, // level triggered: an edge to an x2APIC
		{0x00000003'000000ff, {3}},
		{0x00000003'00000010, {3}},
	};
	for (auto const &row : rows) {
		host.kicks.clear();
		EXPECT_EQ(send(row.icr), ghci_success) << std::hex << row.icr;
		EXPECT_EQ(rdmsr(icr), row.icr);
		EXPECT_EQ(host.kicks, row.to) << std::hex << row.icr;
		for (u32 i = 0; i < td_vcpus; i++) {
			bool const reached{
				std::find(row.to.begin(), row.to.end(), i) != row.to.end()};
			EXPECT_EQ(posted(i),
				reached ? Vectors{static_cast<u32>(row.icr & 0xff)} : Vectors{})
				<< std::hex << row.icr;
		}
	}
	EXPECT_TRUE(host.nmis.empty());
}

TEST_F(VmmApic, OneKickForMany)
{
	EXPECT_EQ(send(0x2'00000041), ghci_success);
	EXPECT_EQ(send(0x2'000000ff), ghci_success);
	EXPECT_EQ(send(0x2'00000041), ghci_success);
	EXPECT_EQ(host.kicks, (Vectors{2}));
	EXPECT_EQ(posted(2), (Vectors{0x41, 0xff}));
	vmm_post(td, 2, 0x80);
	EXPECT_EQ(host.kicks, (Vectors{2, 2}));
	EXPECT_EQ(posted(2), (Vectors{0x80}));
}

TEST_F(VmmApic, OtherKindsOfIpi)
{
	EXPECT_EQ(send(0x3'00000400), ghci_success); // NMI
	EXPECT_EQ(send(0x000c0400), ghci_success);
	EXPECT_EQ(host.nmis, (Vectors{3, 0, 2, 3}));
	// SMI, INIT, SIPI, and what there is not.
	for (u64 const mode : {0x200ULL, 0x300ULL, 0x500ULL, 0x600ULL, 0x700ULL})
		EXPECT_EQ(send(0x3'00000041 | mode), ghci_success);
	EXPECT_EQ(host.nmis.size(), 4u);
	EXPECT_TRUE(host.kicks.empty());
	for (u64 const bad :
		{0x1000ULL, 0x2000ULL, 0x10000ULL, 0x20000ULL, 0x100000ULL, 0x80000000ULL}) {
		EXPECT_EQ(send(0x3'00000041 | bad), ghci_invalid_operand);
		EXPECT_EQ(rdmsr(icr), 0x3'00000741u);
	}
	EXPECT_TRUE(host.kicks.empty());
}

TEST_F(VmmApic, IllegalVectorsAreErrors)
{
	EXPECT_EQ(send(0x3'0000000f), ghci_success);
	EXPECT_TRUE(host.kicks.empty());
	EXPECT_EQ(rdmsr(esr), 0u);
	expect_refused(esr, 1);
	EXPECT_EQ(wrmsr(esr, 0), ghci_success);
	EXPECT_EQ(rdmsr(esr), 0x20u);
	EXPECT_EQ(wrmsr(esr, 0), ghci_success);
	EXPECT_EQ(rdmsr(esr), 0u);
	// Received from its own timer.
	enable();
	EXPECT_EQ(wrmsr(lvt_timer, 0x4000f), ghci_success);
	EXPECT_EQ(wrmsr(tsc_deadline, 5), ghci_success);
	host.tsc = 5;
	EXPECT_EQ(vmm_timer(td, 1), 0u);
	EXPECT_EQ(wrmsr(esr, 0), ghci_success);
	EXPECT_EQ(rdmsr(esr), 0x40u);
	EXPECT_TRUE(posted(1).empty());
}

TEST_F(VmmApic, DeadlineTimer)
{
	enable();
	// In another mode there is no such register.
	EXPECT_EQ(wrmsr(tsc_deadline, 1000), ghci_success);
	EXPECT_EQ(rdmsr(tsc_deadline), 0u);
	EXPECT_EQ(vmm_timer(td, 0), 0u);

	EXPECT_EQ(wrmsr(lvt_timer, 0x400ec), ghci_success);
	EXPECT_EQ(wrmsr(tsc_deadline, 1000), ghci_success);
	EXPECT_EQ(rdmsr(tsc_deadline), 1000u);
	EXPECT_EQ(vmm_timer(td, 0), 1000u);
	EXPECT_EQ(wrmsr(initial_count, 5), ghci_success);
	EXPECT_EQ(rdmsr(initial_count), 0u);
	host.tsc = 999;
	EXPECT_EQ(vmm_timer(td, 0), 1000u);
	EXPECT_TRUE(posted(0).empty());
	host.tsc = 1000;
	EXPECT_EQ(vmm_timer(td, 0), 0u);
	EXPECT_EQ(host.kicks, (Vectors{0}));
	EXPECT_EQ(posted(0), (Vectors{0xec}));
	EXPECT_EQ(rdmsr(tsc_deadline), 0u);
	EXPECT_EQ(vmm_timer(td, 0), 0u);
	EXPECT_TRUE(posted(0).empty());

	// Already past; disarmed; masked; another mode.
	EXPECT_EQ(wrmsr(tsc_deadline, 1), ghci_success);
	EXPECT_EQ(vmm_timer(td, 0), 0u);
	EXPECT_EQ(posted(0), (Vectors{0xec}));
	EXPECT_EQ(wrmsr(tsc_deadline, 2000), ghci_success);
	EXPECT_EQ(wrmsr(tsc_deadline, 0), ghci_success);
	EXPECT_EQ(vmm_timer(td, 0), 0u);
	EXPECT_EQ(wrmsr(tsc_deadline, 2000), ghci_success);
	EXPECT_EQ(wrmsr(lvt_timer, 0x500ec), ghci_success);
	EXPECT_EQ(rdmsr(tsc_deadline), 2000u);
	host.tsc = 5000;
	EXPECT_EQ(vmm_timer(td, 0), 0u);
	EXPECT_TRUE(posted(0).empty());
	EXPECT_EQ(wrmsr(tsc_deadline, 6000), ghci_success);
	EXPECT_EQ(wrmsr(lvt_timer, 0xec), ghci_success);
	EXPECT_EQ(vmm_timer(td, 0), 0u);
	EXPECT_EQ(wrmsr(lvt_timer, 0x400ec), ghci_success);
	EXPECT_EQ(wrmsr(tsc_deadline, ~0ULL), ghci_success);
	EXPECT_EQ(vmm_timer(td, 0), ~0ULL);
}

// A count is 25 MHz, of which a tick of this TSC is a hundredth, by the divisor.
TEST_F(VmmApic, CountedTimer)
{
	enable();
	host.tsc = 1'000'000;
	EXPECT_EQ(wrmsr(lvt_timer, 0x30), ghci_success);
	for (auto const &[value, by] : {std::pair{0ULL, 2ULL}, std::pair{1ULL, 4ULL},
		     std::pair{2ULL, 8ULL}, std::pair{3ULL, 16ULL}, std::pair{8ULL, 32ULL},
		     std::pair{9ULL, 64ULL}, std::pair{10ULL, 128ULL}, std::pair{11ULL, 1ULL}}) {
		EXPECT_EQ(wrmsr(divide, value), ghci_success);
		EXPECT_EQ(wrmsr(initial_count, 3000), ghci_success);
		EXPECT_EQ(vmm_timer(td, 0), 1'000'000 + 3000 * 100 * by) << value;
	}
	EXPECT_EQ(rdmsr(initial_count), 3000u);
	EXPECT_EQ(rdmsr(current_count), 3000u);
	host.tsc += 100'000;
	EXPECT_EQ(rdmsr(current_count), 2000u);
	// Twice as slow from here on.
	EXPECT_EQ(wrmsr(divide, 0), ghci_success);
	EXPECT_EQ(rdmsr(current_count), 2000u);
	EXPECT_EQ(vmm_timer(td, 0), 1'100'000u + 400'000);
	host.tsc = 1'500'000;
	EXPECT_EQ(vmm_timer(td, 0), 0u);
	EXPECT_EQ(posted(0), (Vectors{0x30}));
	EXPECT_EQ(rdmsr(current_count), 0u);
	EXPECT_EQ(wrmsr(initial_count, 7), ghci_success);
	EXPECT_EQ(wrmsr(initial_count, 0), ghci_success);
	EXPECT_EQ(vmm_timer(td, 0), 0u);
	// The longest there is.
	EXPECT_EQ(wrmsr(divide, 10), ghci_success);
	EXPECT_EQ(wrmsr(initial_count, 0xffffffff), ghci_success);
	EXPECT_EQ(vmm_timer(td, 0), 1'500'000 + 0xffffffffULL * 12800);
}

TEST_F(VmmApic, PeriodicTimer)
{
	enable();
	EXPECT_EQ(wrmsr(divide, 11), ghci_success);
	EXPECT_EQ(wrmsr(lvt_timer, 0x20031), ghci_success);
	EXPECT_EQ(wrmsr(initial_count, 10'000), ghci_success);
	EXPECT_EQ(vmm_timer(td, 0), 1'000'000u);
	host.tsc = 1'000'000;
	EXPECT_EQ(vmm_timer(td, 0), 2'000'000u);
	EXPECT_EQ(posted(0), (Vectors{0x31}));
	// Turns that were missed come once.
	host.tsc = 5'500'000;
	EXPECT_EQ(vmm_timer(td, 0), 6'000'000u);
	EXPECT_EQ(posted(0), (Vectors{0x31}));
	EXPECT_EQ(vmm_timer(td, 0), 6'000'000u);
	EXPECT_TRUE(posted(0).empty());
	EXPECT_EQ(rdmsr(current_count), 5000u);
	// None is shorter than 50 microseconds.
	EXPECT_EQ(wrmsr(initial_count, 1), ghci_success);
	EXPECT_EQ(vmm_timer(td, 0), 5'500'100u);
	host.tsc = 5'500'100;
	EXPECT_EQ(vmm_timer(td, 0), 5'625'100u);
	EXPECT_EQ(posted(0), (Vectors{0x31}));
}

// Whatever is written where: what must not change does not.
TEST_F(VmmApic, Rubbish)
{
	std::mt19937_64 random{12};

	for (u32 i = 0; i < 200'000; i++) {
		u64 const msr{
			i % 2 ? 0x800 + random() % 0x100 : random() >> 32 & (i % 4 ? 0x1fff : ~0u)};
		u64 const value{random() >> random() % 64};
		vcpu = static_cast<u32>(random() % td_vcpus);
		host.tsc += random() % 1000;
		tdx_regs regs{.r11 = 32, .r12 = msr, .r13 = value};
		exit(exit_hypercall, regs);
		ASSERT_TRUE(entry.r10 == ghci_success || entry.r10 == ghci_invalid_operand);
		regs.r11 = 31;
		exit(exit_hypercall, regs);
		ASSERT_TRUE(entry.r10 == ghci_success || entry.r10 == ghci_invalid_operand);
		ASSERT_EQ(verdict.next, VMM_RUN);
		u64 const deadline{vmm_timer(td, vcpu)};
		ASSERT_TRUE(!deadline || deadline > host.tsc);
		if (vmm_has_event(td, vcpu))
			posted(vcpu);
	}
	ASSERT_EQ(rdmsr(0x802), vcpu);
	ASSERT_EQ(rdmsr(0x803), 0x50014u);
}

} // namespace
