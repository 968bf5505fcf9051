// SPDX-License-Identifier: GPL-2.0
//
// The VMM's answers to hypercalls: each sub-function with good and bad operands.  Those of devices,
// the APIC and quotes have files of their own.
#include "test_vmm.hpp"

namespace {

using namespace test;

struct VmmHypercall : VmmTest {
	tdx_regs const rubbish = filled(0x3333);

	// Refused, with nothing changed and no verdict but to go on.
	void expect_refused(u64 number, tdx_regs const &in, u64 word = ghci_invalid_operand)
	{
		EXPECT_EQ(call(number, in), word) << std::hex << number;
		EXPECT_TRUE(unchanged()) << std::hex << number;
		EXPECT_EQ(verdict.next, VMM_RUN);
	}
};

TEST_F(VmmHypercall, Cpuid)
{
	EXPECT_EQ(call(10, {.r12 = 0x40000000, .r15 = 5}), ghci_success);
	EXPECT_EQ(entry.r12, 0x40000001u);
	EXPECT_EQ(entry.r13, 0x4b4d564bu); // "KVMK"
	EXPECT_EQ(entry.r14, 0x564b4d56u); // "VMKV"
	EXPECT_EQ(entry.r15, 0x4du);       // "M"
	EXPECT_EQ(call(10, {.r12 = 0x40000001, .r15 = 5}), ghci_success);
	EXPECT_EQ(entry.r12, 2u); // NOP_IO_DELAY, and no clock or other feature
	EXPECT_EQ(entry.r13 | entry.r14 | entry.r15, 0u);
	for (u64 const leaf : {0ULL, 2ULL, 0x16ULL, 0x40000002ULL, 0x4000ff00ULL, 0x80000002ULL}) {
		EXPECT_EQ(call(10, {.r12 = leaf, .r13 = 3, .rbx = 7, .r14 = 5, .r15 = 5}),
			ghci_success);
		EXPECT_EQ(entry.r12 | entry.r13 | entry.r14 | entry.r15, 0u) << leaf;
		EXPECT_EQ(entry.rbx, 7u);
		EXPECT_EQ(entry.r11, 10u);
	}
}

TEST_F(VmmHypercall, Halt)
{
	for (u64 const blocked : {0ULL, 1ULL}) {
		EXPECT_EQ(call(12, {.r12 = blocked}), ghci_success);
		EXPECT_TRUE(unchanged());
		EXPECT_EQ(verdict.next, VMM_HALT);
		EXPECT_EQ(verdict.blocked, blocked);
	}
}

// When nobody is left to write what the others wait for the TD is at its end: all of them halt, and
// had 16 looks each.
TEST_F(VmmHypercall, AllHaltForGood)
{
	auto const halt_all = [this](u32 rounds) {
		for (u32 i = 0; i < rounds; i++)
			for (vcpu = 0; vcpu < td_vcpus; vcpu++) {
				call(12, {.r12 = 1});
				ASSERT_EQ(verdict.next, VMM_HALT);
			}
	};

	halt_all(16);
	// Something else happens, and all had their looks in vain only later.
	vcpu = 1;
	call(10, {});
	halt_all(16);
	vcpu = 3;
	call(12, {});
	EXPECT_EQ(verdict.next, VMM_HALT);
	halt_all(16);
	// One of them looks at the moment, and may write.
	vmm_goes_on(td, 2);
	for (vcpu = 0; vcpu < 2; vcpu++) {
		call(12, {.r12 = 1});
		EXPECT_EQ(verdict.next, VMM_HALT);
	}
	// The host's interrupts are nothing that a guest does.
	vcpu = 0;
	exit(1, {.r9 = 0x800000ec});
	vcpu = 2;
	call(12, {.r12 = 1});
	EXPECT_EQ(verdict.next, VMM_END);
	EXPECT_EQ(reason(), "every vCPU halts with interrupts blocked");
}

TEST_F(VmmHypercall, IoOperands)
{
	for (u64 const size : {0ULL, 3ULL, 5ULL, 8ULL, ~0ULL, 1ULL << 32 | 1})
		expect_refused(30, {.r12 = size, .r14 = 0x3f8});
	for (u64 const direction : {2ULL, ~0ULL, 1ULL << 32})
		expect_refused(30, {.r12 = 1, .r13 = direction, .r14 = 0x3f8, .r15 = 'x'});
	// Beyond the last port, and over it.
	for (auto const &[port, size] : {std::pair{0x10000ULL, 1ULL}, std::pair{0x103f8ULL, 1ULL},
		     std::pair{0xffffULL, 2ULL}, std::pair{0xfffdULL, 4ULL},
		     std::pair{~0ULL, 1ULL}})
		expect_refused(30, {.r12 = size, .r14 = port});
	EXPECT_EQ(in(0xffff), 0xffu);
	EXPECT_EQ(in(0xfffc, 4), 0xffffffffu);
	EXPECT_EQ(host.output, "");
	EXPECT_FALSE(host.locked);
}

TEST_F(VmmHypercall, Mmio)
{
	constexpr u64 ioapic = shared_bit | 0xfec00000;

	for (auto const &[size, data] : {std::pair{1ULL, 0xffULL}, std::pair{2ULL, 0xffffULL},
		     std::pair{4ULL, 0xffffffffULL}, std::pair{8ULL, ~0ULL}}) {
		EXPECT_EQ(call(48, {.r12 = size, .r14 = ioapic}), ghci_success);
		EXPECT_EQ(entry.r11, data);
		EXPECT_EQ(call(48, {.r12 = size, .r13 = 1, .r14 = ioapic, .r15 = 5}), ghci_success);
		EXPECT_TRUE(unchanged());
	}
	for (u64 const size : {0ULL, 3ULL, 16ULL, ~0ULL})
		expect_refused(48, {.r12 = size, .r14 = ioapic});
	expect_refused(48, {.r12 = 4, .r13 = 2, .r14 = ioapic});
	// Private; above the GPA width; over its end.
	for (u64 const gpa : {0xfec00000ULL, 0ULL, 1ULL << 48, ~0ULL, (1ULL << 48) - 2})
		expect_refused(48, {.r12 = 4, .r14 = gpa});
	EXPECT_EQ(call(48, {.r12 = 4, .r14 = (1ULL << 48) - 4}), ghci_success);
}

TEST_F(VmmHypercall, Wbinvd)
{
	for (u64 const kind : {0ULL, 1ULL}) {
		EXPECT_EQ(call(54, {.r12 = kind}), ghci_success);
		EXPECT_TRUE(unchanged());
	}
}

TEST_F(VmmHypercall, GetTdVmCallInfo)
{
	EXPECT_EQ(call(0x10000, {.r13 = 1, .r14 = 2, .r15 = 3}), ghci_success);
	EXPECT_EQ(entry.r11 | entry.r12 | entry.r13 | entry.r14, 0u);
	EXPECT_EQ(entry.r15, 3u);
	for (u64 const leaf : {1ULL, 2ULL, ~0ULL})
		expect_refused(0x10000, {.r12 = leaf, .r13 = 1});
}

// The GHCI has SUBFUNC_UNSUPPORTED for none of these.
TEST_F(VmmHypercall, WhatWeDoNotHave)
{
	expect_refused(65, {.r12 = 0});
	expect_refused(0x10005,
		{.r12 = shared_bit | 0x1000, .r13 = shared_bit | 0x2000, .r14 = 0, .r15 = 0});
	for (u64 const operation : {1ULL, 2ULL, 3ULL, 4ULL, 5ULL, 0ULL})
		expect_refused(0x10006, {.r12 = 1 << 16 | operation});
	for (u64 const number :
		{0ULL, 1ULL, 11ULL, 16ULL, 0x10007ULL, 0x10000000aULL, 0x100010006ULL, ~0ULL})
		expect_refused(number, rubbish);
}

// R10 other than 0 is a vendor's call: here none has a meaning, not even that of its R11.
TEST_F(VmmHypercall, VendorCalls)
{
	for (u64 const r10 : {1ULL, 9ULL, 1ULL << 63}) {
		entry = filled(0x7777);
		exit(exit_hypercall, {.rcx = 0xfc00, .r10 = r10, .r11 = 12});
		EXPECT_EQ(entry.r10, ghci_invalid_operand);
		EXPECT_EQ(entry.r11, 12u);
		EXPECT_EQ(verdict.next, VMM_RUN);
	}
}

TEST_F(VmmHypercall, IsCounted)
{
	std::map<std::string, u64> counts;

	call(10, {});
	call(10, {});
	call(0x10001, {});
	call(77, {});
	call(0x10006, {.r12 = 1 << 16 | 3});
	vcpu = 1;
	call(12, {});
	for (u32 i = 0; vmm_hypercall_name(i); i++)
		if (u64 const count{vmm_hypercalls(td, 0, i)})
			counts[vmm_hypercall_name(i)] = count;
	EXPECT_EQ(counts, (std::map<std::string, u64>{{"Instruction.CPUID", 2}, {"MapGPA", 1},
				  {"unknown", 1}, {"MigTD.Send", 1}}));
	EXPECT_EQ(vmm_exits(td, 0, 77), 5u);
	EXPECT_EQ(vmm_exits(td, 1, 77), 1u);
}

TEST_F(VmmHypercall, MapGpaInPieces)
{
	using Conversions = std::vector<host::Vmm::Conversion>;

	EXPECT_EQ(call(0x10001, {.r12 = shared_bit | 0x5000, .r13 = 0x3000}), ghci_success);
	EXPECT_TRUE(unchanged());
	EXPECT_EQ(call(0x10001, {.r12 = 0x5000, .r13 = 0x1000}), ghci_success);
	EXPECT_TRUE(unchanged());
	EXPECT_EQ(host.conversions, (Conversions{{0x5000, 0x3000, 1}, {0x5000, 0x1000, 0}}));

	// Not over the end of 2 MiB at once.
	host.conversions.clear();
	u64 start = shared_bit | 0x1ff000;
	u64 const end = shared_bit | 0x601000;
	std::vector<u64> words;
	do {
		words.push_back(call(0x10001, {.r12 = start, .r13 = end - start}));
		start = entry.r11;
	} while (words.back() == ghci_retry);
	EXPECT_EQ(words, (std::vector<u64>{1, 1, 1, 0}));
	EXPECT_TRUE(unchanged());
	EXPECT_EQ(host.conversions, (Conversions{{0x1ff000, 0x1000, 1}, {0x200000, 0x200000, 1},
					    {0x400000, 0x200000, 1}, {0x600000, 0x1000, 1}}));
}

TEST_F(VmmHypercall, MapGpaWithoutMemory)
{
	host.convertible = 0x2000;
	EXPECT_EQ(call(0x10001, {.r12 = shared_bit | 0x5000, .r13 = 0x3000}), ghci_retry);
	EXPECT_EQ(entry.r11, shared_bit | 0x7000);
	host.convertible = 0;
	EXPECT_EQ(call(0x10001, {.r12 = shared_bit | 0x7000, .r13 = 0x1000}), ghci_gpa_inuse);
	EXPECT_EQ(entry.r11, shared_bit | 0x7000);
}

TEST_F(VmmHypercall, MapGpaOperands)
{
	struct {
		u64 start;
		u64 size;
		u64 word;
	} const bad[]{
		{0x1001, 0x1000, ghci_align_error},
		{shared_bit | 0x1000, 0x1800, ghci_align_error},
		{0x1000, 0, ghci_invalid_operand},
		{memory_bytes, 0x1000, ghci_invalid_operand},
		{memory_bytes - 0x1000, 0x2000, ghci_invalid_operand},
		{0x1000, ~0ULL, ghci_invalid_operand},
		{0x1000, ~0xfffULL, ghci_invalid_operand},
		{1ULL << 48, 0x1000, ghci_invalid_operand},
		{~0xfffULL, 0x1000, ghci_invalid_operand},
		// From private memory into shared.
		{0x1000, shared_bit, ghci_invalid_operand},
		{shared_bit | 0xfec00000, 0x1000, ghci_invalid_operand},
	};
	for (auto const &one : bad) {
		EXPECT_EQ(call(0x10001, {.r12 = one.start, .r13 = one.size}), one.word)
			<< std::hex << one.start << " " << one.size;
		EXPECT_EQ(entry.r11, one.start);
		entry.r11 = 0x10001;
		EXPECT_TRUE(unchanged());
	}
	EXPECT_TRUE(host.conversions.empty());
}

TEST_F(VmmHypercall, FatalErrorInRegisters)
{
	tdx_regs in{};
	u64 *const order[]{&in.r14, &in.r15, &in.rbx, &in.rdi, &in.rsi, &in.r8, &in.r9, &in.rdx};
	char const text[65]{"TD misconfiguration: SEPT #VE has to be disabled\n\x80 and so on: 64"};

	for (u32 i = 0; i < 8; i++)
		std::memcpy(order[i], text + 8 * i, 8);
	in.r12 = 0xdead;
	call(0x10003, in);
	EXPECT_EQ(verdict.next, VMM_END);
	EXPECT_EQ(reason(),
		"fatal error 0xdead reported by the guest: TD misconfiguration: SEPT #VE "
		"has to be disabled?? and so on: 64");
}

TEST_F(VmmHypercall, FatalErrorInMemory)
{
	host.shared[0x3000] = {};
	std::memcpy(&host.shared[0x3000][0xff0], "sixteen bytes !!", 16);
	call(0x10003, {.r12 = 1ULL << 63 | 1, .r13 = shared_bit | 0x3ff0});
	EXPECT_EQ(reason(), "fatal error 0x1 reported by the guest: sixteen bytes !!");

	// Private, not shared yet, no memory, not valid.
	for (tdx_regs const &in : {tdx_regs{.r12 = 1ULL << 63, .r13 = 0x3ff0},
		     tdx_regs{.r12 = 1ULL << 63, .r13 = shared_bit | 0x4ff0},
		     tdx_regs{.r12 = 1ULL << 63, .r13 = ~0ULL},
		     tdx_regs{.r12 = 0, .r13 = shared_bit | 0x3ff0}}) {
		td = vmm_init(memory.get(), &config);
		call(0x10003, in);
		EXPECT_EQ(verdict.next, VMM_END);
		EXPECT_EQ(reason(), "fatal error 0x0 reported by the guest: ");
	}
}

} // namespace
