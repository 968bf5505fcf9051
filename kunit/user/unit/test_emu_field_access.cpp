// SPDX-License-Identifier: GPL-2.0
//
// TDH.MNG.RD/WR and TDH.VP.RD/WR: who may read and write which bits of which field, as the tables
// of metadata fields say, and the rules that single fields have.  From metadata_td.tsv,
// metadata_vcpu.tsv and semantics.md, sections 9 and 15.
#include <set>

#include "test_emu_checks.hpp"
#include "test_emu_shared.hpp"

namespace {

using namespace test;

constexpr u64 all_bits = ~0ULL;
constexpr u64 vmcs = 0x0024000000000000; // and size and encoding of a field
constexpr u64 vm_step = 8ULL << 56;      // from an L2 VM's class to the next one's
constexpr u64 l2_vmcs = 0x2424000000000000;

// A TD with one vCPU, which has an L2 VM.
struct Fields {
	Platform platform;
	TestTd td;
	u64 const tdvpr{platform.page()};

	explicit Fields(bool debug, u32 l2_vms = 1)
		: td{platform, {.debug = debug, .l2_vms = l2_vms}}
	{
		platform.must(HostLeaf::VpCreate, {.rcx = tdvpr, .rdx = td.tdr});
		for (u32 i = 0; i < 5 + 3 * l2_vms; i++)
			platform.must(HostLeaf::VpAddcx, {.rcx = platform.page(), .rdx = tdvpr});
		platform.must(HostLeaf::VpInit, {.rcx = tdvpr});
	}

	Machine::Answer rd(bool vcpu, u64 id)
	{
		return platform.call(vcpu ? HostLeaf::VpRd : HostLeaf::MngRd,
			{.rcx = vcpu ? tdvpr : td.tdr, .rdx = id});
	}
	Machine::Answer wr(bool vcpu, u64 id, u64 value, u64 mask)
	{
		return platform.call(vcpu ? HostLeaf::VpWr : HostLeaf::MngWr,
			{.rcx = vcpu ? tdvpr : td.tdr, .rdx = id, .r8 = value, .r9 = mask});
	}
};

// A row that this module has.
struct Row {
	std::string name;
	u64 id;
	bool vcpu;
	u64 element; // bits that an element has
	u64 rd[2];   // production and debug TD
	u64 wr[2];
	bool special_wr;
};

u64 mask(std::string const &cell, u64 element)
{
	return cell == "all" ? element : cell == "-" ? 0 : number(cell) & element;
}

std::vector<Row> rows_of(std::string const &file, bool vcpu)
{
	std::vector<Row> rows;
	std::string const path{shared_file("abi/" + file)};

	if (path.empty())
		return rows;
	for (auto &cells : read_tsv(path)) {
		// Three rows stand for whole VMCSs, which have a table of their own.
		if (cells["since"] != "1.5" || cells["name"].starts_with("L2_VMCS_"))
			continue;
		u64 const bytes{number(cells["elem_size_bytes"])};
		u64 const element{bytes == 8 ? all_bits : (1ULL << 8 * bytes) - 1};
		u64 id{number(cells["field_id"])};
		// Those of L2 VMs have a class for each VM: here that of the first one.
		bool const in_l2_vmcs{cells["table"] == "L2_VMCS"};
		if (in_l2_vmcs)
			id = (id & ~(0xffULL << 56)) | (l2_vmcs & 0xffULL << 56);
		rows.push_back({cells["table"] + " " + cells["name"], id, vcpu, element,
			{mask(cells["host_rd"], element), mask(cells["dbg_rd"], element)},
			{mask(cells["host_wr"], element), mask(cells["dbg_wr"], element)},
			cells["special_wr"] != "0"});
	}
	return rows;
}

std::vector<Row> all_rows()
{
	auto rows = rows_of("metadata_td.tsv", false);
	for (auto &row : rows_of("metadata_vcpu.tsv", true))
		rows.push_back(row);
	return rows;
}

struct FieldAccess : testing::TestWithParam<bool> {
	bool const debug{GetParam()};
	Fields on{debug};
	std::vector<Row> const rows{all_rows()};

	void SetUp() override
	{
		if (rows.empty())
			GTEST_SKIP() << "there are no tables to compare with";
	}
};

TEST_P(FieldAccess, Reads)
{
	for (auto const &row : rows) {
		auto const answer{on.rd(row.vcpu, row.id)};
		if (answer.rax == raw(code::field_id_incorrect))
			continue; // of the second and third L2 VM
		u64 const readable{row.rd[debug]};
		EXPECT_EQ(answer.rax, readable ? 0 : raw(code::field_not_readable)) << row.name;
		EXPECT_EQ(answer.gpr.r8 & ~readable, 0u) << row.name;
	}
}

TEST_P(FieldAccess, Writes)
{
	unsigned written{0};

	for (auto const &row : rows) {
		if (on.rd(row.vcpu, row.id).rax == raw(code::field_id_incorrect))
			continue;
		u64 const writable{row.wr[debug]};
		// Nothing to write, and nothing that may be written.
		EXPECT_EQ(on.wr(row.vcpu, row.id, 0, 0).rax, raw(code::field_not_writable))
			<< row.name;
		if (u64 const other{row.element & ~writable}) {
			EXPECT_EQ(on.wr(row.vcpu, row.id, 0, other).rax,
				raw(code::field_not_writable))
				<< row.name;
		}
		if (!writable) {
			EXPECT_EQ(on.wr(row.vcpu, row.id, 0, all_bits).rax,
				raw(code::field_not_writable))
				<< row.name;
			continue;
		}
		if (row.special_wr)
			continue;
		written++;
		auto const before{on.rd(row.vcpu, row.id)};
		u64 const readable{row.rd[debug]};
		// A bit that may not change, where it can be told what it is.
		for (u64 bit{1}; bit; bit <<= 1) {
			if (!(bit & row.element & readable & ~writable))
				continue;
			EXPECT_EQ(on.wr(row.vcpu, row.id, before.gpr.r8 ^ bit, writable | bit).rax,
				raw(code::field_value_not_valid))
				<< row.name;
			break;
		}
		EXPECT_EQ(on.rd(row.vcpu, row.id).gpr.r8, before.gpr.r8) << row.name;
	}
	EXPECT_GT(written, 0u);
}

// Version 1 of the two RDs leads from each element to the next one that can be read.
TEST_P(FieldAccess, NextElements)
{
	for (bool const vcpu : {false, true}) {
		u64 const rd{static_cast<u64>(vcpu ? HostLeaf::VpRd : HostLeaf::MngRd) | 1 << 16};
		u64 const root{vcpu ? on.tdvpr : on.td.tdr};
		auto answer{on.platform.call(rd, {.rcx = root, .rdx = all_bits})};
		EXPECT_EQ(answer.rax, raw(code::first_field_id));
		EXPECT_EQ(answer.gpr.r8, 0u);

		// VIRTUAL_IA32_ARCH_CAPABILITIES, or MIG_DEC_KEY_SET where that can't be read.
		u64 const after_cpuid{debug ? 0x961000030000010a : 0x9810000000000001};
		// Without what does not tell one element from another: size, step, context.
		std::set<u64> seen;
		constexpr u64 identity{0xff00000000ffffff};
		while (answer.gpr.rdx != all_bits) {
			u64 const id{answer.gpr.rdx};
			ASSERT_TRUE(seen.insert(id & identity).second) << std::hex << id;
			answer = on.platform.call(rd, {.rcx = root, .rdx = id});
			// Of CPUID_VALUES the next one may be a leaf that faults in a TD: there the
			// way ends, and goes on at the next class.
			if (id >> 56 == 0x94 && answer.rax == raw(code::field_not_readable)) {
				EXPECT_EQ(answer.gpr.rdx, all_bits);
				seen.insert(after_cpuid & identity);
				answer = on.platform.call(rd, {.rcx = root, .rdx = after_cpuid});
			}
			ASSERT_EQ(answer.rax, 0u) << std::hex << id;
		}
		for (auto const &row : rows) {
			// CPUID_VALUES have a number for "no sub-leaf", which is not that of the
			// row.
			if (row.vcpu != vcpu || row.id >> 56 == 0x94 || on.rd(vcpu, row.id).rax)
				continue;
			EXPECT_TRUE(seen.contains(row.id & identity)) << row.name;
		}
	}
}

INSTANTIATE_TEST_SUITE_P(Td, FieldAccess, testing::Bool(),
	[](auto const &test) { return test.param ? "Debug" : "Production"; });

// Fields whose value is stored and read as it is.
TEST(FieldWrite, OldValueAndMask)
{
	Fields on{true};
	constexpr u64 pat{0x0024000300002804};     // IA32_PAT in the VMCS: all
	constexpr u64 timeout{0x0024000200004024}; // instruction timeout: all, 32 bits

	u64 const old{on.rd(true, timeout).gpr.r8};
	auto answer{on.wr(true, timeout, 0x12345678, all_bits)};
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.r8, old);
	EXPECT_EQ(on.rd(true, timeout).gpr.r8, 0x12345678u);
	answer = on.wr(true, timeout, 0xffff, 0xff00);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.r8, 0x12345678u);
	EXPECT_EQ(on.rd(true, timeout).gpr.r8, 0x1234ff78u);
	EXPECT_EQ(on.rd(true, pat).rax, 0u);
}

constexpr u64 hp_lock_timeout = 0x9110000300000011;

TEST(FieldWrite, HpLockTimeoutInMicroseconds)
{
	Fields on{false};

	EXPECT_EQ(
		on.wr(false, hp_lock_timeout, 20000, 0xffffffff).rax, raw(code::wr_mask_not_valid));
	for (u64 const wrong : {0ULL, 9999ULL, 100000001ULL, all_bits})
		EXPECT_EQ(on.wr(false, hp_lock_timeout, wrong, all_bits).rax,
			raw(code::field_value_not_valid));
	u64 const before{on.rd(false, hp_lock_timeout).gpr.r8};
	auto const answer{on.wr(false, hp_lock_timeout, 10000, all_bits)};
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.r8, before);
	// Kept as ticks.
	EXPECT_NEAR(static_cast<double>(on.rd(false, hp_lock_timeout).gpr.r8), 10000, 1);
}

constexpr u64 num_cpuid_values = 0x911000010000000e;

TEST(FieldRead, NumberOfCpuidValues)
{
	Fields on{false};
	EXPECT_EQ(on.rd(false, num_cpuid_values).gpr.r8, 64u);
}

// Id of a field that no vCPU has, and what selects nothing.
TEST(FieldId, WrongOnes)
{
	Fields on{true, 1};

	for (bool const vcpu : {false, true}) {
		// A code beyond the last, last element and last field not 0, reserved bits.
		u64 const good{vcpu ? 0xa020000200000002 : 0x8010000000000001};
		EXPECT_EQ(on.rd(vcpu, good).rax, 0u);
		EXPECT_EQ(on.rd(vcpu, good | 0xffffff).rax, raw(code::field_id_incorrect));
		EXPECT_EQ(on.rd(vcpu, good | 1ULL << 34).rax, raw(code::field_id_incorrect));
		EXPECT_EQ(on.rd(vcpu, good | 1ULL << 38).rax, raw(code::field_id_incorrect));
		EXPECT_EQ(on.rd(vcpu, good | 1ULL << 24).rax, raw(code::field_id_incorrect));
		EXPECT_EQ(on.wr(vcpu, good | 1ULL << 24, 0, all_bits).rax,
			raw(code::field_id_incorrect));
		// Size, step, write mask flag and context don't count.
		EXPECT_EQ(on.rd(vcpu, good ^ 3ULL << 32).rax, 0u);
		EXPECT_EQ(on.rd(vcpu, good ^ 1ULL << 50).rax, 0u);
		EXPECT_EQ(on.rd(vcpu, good ^ 1ULL << 51).rax, 0u);
		EXPECT_EQ(on.rd(vcpu, good ^ 7ULL << 52).rax, 0u);
	}
	// The high half of a VMCS field; and VM 2 of a TD that has one.
	EXPECT_EQ(on.rd(true, vmcs | 0x2803).rax, raw(code::field_id_incorrect));
	EXPECT_EQ(on.rd(true, l2_vmcs | 0x6802).rax, 0u);
	EXPECT_EQ(on.rd(true, (l2_vmcs + vm_step) | 0x6802).rax, raw(code::field_id_incorrect));
}

// Rules of single vCPU fields, of a debug TD unless said otherwise.
struct VcpuRules : testing::Test {
	Fields on{true};

	u64 rd(u64 id) { return on.rd(true, id).gpr.r8; }
	u64 wr(u64 id, u64 value, u64 bits = all_bits) { return on.wr(true, id, value, bits).rax; }
	void expect_value(u64 id, u64 value) { EXPECT_EQ(rd(id), value) << std::hex << id; }
};

constexpr u64 not_valid = raw(code::field_value_not_valid);
constexpr u64 not_writable = raw(code::field_not_writable);
constexpr u64 not_initialised = raw(0xc0000730);

constexpr u64 vector = vmcs | 1ULL << 32 | 0x0002;
constexpr u64 descriptor = vmcs | 3ULL << 32 | 0x2016;
constexpr u64 pin_controls = vmcs | 2ULL << 32 | 0x4000;
constexpr u64 posted_interrupts = 0x80;

TEST_F(VcpuRules, PostedInterruptsNeedVectorThenDescriptor)
{
	EXPECT_EQ(wr(pin_controls, posted_interrupts, posted_interrupts), not_initialised | 0x0002);
	EXPECT_EQ(wr(vector, 0x100), not_valid);
	EXPECT_EQ(wr(vector, 0xf2), 0u);
	expect_value(vector, 0xf2);
	EXPECT_EQ(wr(pin_controls, posted_interrupts, posted_interrupts), not_initialised | 0x2016);

	// In shared memory: a private KeyID, and an address that the CPU doesn't have.
	EXPECT_EQ(wr(descriptor, host_base | 33ULL << 46), not_valid);
	EXPECT_EQ(wr(descriptor, host_base | 1ULL << 52), not_valid);
	EXPECT_EQ(wr(descriptor, host_base + 0x40), 0u);
	expect_value(descriptor, host_base + 0x40);
	EXPECT_EQ(wr(pin_controls, posted_interrupts, posted_interrupts), 0u);
	EXPECT_EQ(rd(pin_controls) & posted_interrupts, posted_interrupts);
	EXPECT_EQ(wr(pin_controls, 0, posted_interrupts), 0u);
	EXPECT_EQ(rd(pin_controls) & posted_interrupts, 0u);
}

TEST_F(VcpuRules, SharedEptpIsSharedMemory)
{
	constexpr u64 eptp{vmcs | 3ULL << 32 | 0x203c};

	EXPECT_EQ(wr(eptp, host_base | 33ULL << 46, 0xffffffffff000), not_valid);
	EXPECT_EQ(wr(eptp, host_base + 0x5000, 0xffffffffff000), 0u);
	EXPECT_EQ(rd(eptp) & 0xffffffffff000, host_base + 0x5000);
}

TEST_F(VcpuRules, PmlNeedsItsAddress)
{
	constexpr u64 pml{vmcs | 3ULL << 32 | 0x200e};
	constexpr u64 secondary{vmcs | 2ULL << 32 | 0x401e};
	constexpr u64 enable_pml{1ULL << 17};

	EXPECT_EQ(wr(secondary, enable_pml, enable_pml), not_valid);
	EXPECT_EQ(wr(pml, host_base | 33ULL << 46), not_valid);
	EXPECT_EQ(wr(pml, host_base + 0x7000), 0u);
	expect_value(pml, host_base + 0x7000);
	EXPECT_EQ(wr(secondary, enable_pml, enable_pml), 0u);
	EXPECT_EQ(rd(secondary) & enable_pml, enable_pml);
}

TEST_F(VcpuRules, ControlRegistersKeepWhatTheModuleOwns)
{
	constexpr u64 cr0{vmcs | 3ULL << 32 | 0x6800};
	constexpr u64 cr4{vmcs | 3ULL << 32 | 0x6804};
	constexpr u64 cr0_mask{vmcs | 3ULL << 32 | 0x6000};
	constexpr u64 cr4_mask{vmcs | 3ULL << 32 | 0x6002};

	for (auto const &[reg, owned_id] : {std::pair{cr0, cr0_mask}, std::pair{cr4, cr4_mask}}) {
		u64 const owned{rd(owned_id)};
		u64 const shadow{rd(owned_id + 4)};
		u64 const before{rd(reg)};
		ASSERT_NE(owned, 0u);

		// As the guest sees it, with one bit of its own changed.
		u64 const free_bit{~owned & (~owned + 1)};
		u64 const seen{(shadow & owned) | (before & ~owned)};
		EXPECT_EQ(wr(reg, seen ^ free_bit), 0u);
		expect_value(reg, before ^ free_bit);
		u64 const owned_bit{owned & (~owned + 1)};
		EXPECT_EQ(wr(reg, seen ^ owned_bit), not_valid);
		expect_value(reg, before ^ free_bit);
	}
}

TEST_F(VcpuRules, DebugctlHidesUncorePmi)
{
	constexpr u64 debugctl{vmcs | 3ULL << 32 | 0x2802};

	EXPECT_EQ(wr(debugctl, 0x3, 0xffc7), 0u);
	expect_value(debugctl, 0x3);
	// Trace without trace store: the debugger may.
	EXPECT_EQ(wr(debugctl, 0x40, 0xffc7), 0u);
	expect_value(debugctl, 0x40);
	EXPECT_EQ(wr(debugctl, 1ULL << 13, 0xffc7), 0u);
	expect_value(debugctl, 0);
}

TEST_F(VcpuRules, Cr3OfTheGuestIsPrivate)
{
	constexpr u64 cr3{vmcs | 3ULL << 32 | 0x6802};

	EXPECT_EQ(wr(cr3, 0x123000), 0u);
	expect_value(cr3, 0x123000);
	EXPECT_EQ(wr(cr3, 1ULL << 47), not_valid) << "a shared GPA";
	expect_value(cr3, 0x123000);
}

TEST_F(VcpuRules, XfamAndXsaveHeaderStay)
{
	constexpr u64 xfam{0x202000030000000c};
	constexpr u64 xbuff{0x1220000300000000};

	EXPECT_EQ(wr(xfam, rd(xfam)), not_writable);
	for (u64 word = 0; word < 80; word++) {
		u64 const status{wr(xbuff + word, 0x1111 + word)};
		bool const header{word >= 512 / 8 && word < 576 / 8};
		EXPECT_EQ(status, header ? not_writable : 0) << word;
		if (!header)
			expect_value(xbuff + word, 0x1111 + word);
	}
}

TEST_F(VcpuRules, SpecCtrlAsTheGuestHasIt)
{
	constexpr u64 spec_ctrl{0x1320000300000048};

	EXPECT_EQ(wr(spec_ctrl, 0x1), 0u);
	expect_value(spec_ctrl, 0x1);
	EXPECT_EQ(wr(spec_ctrl, 0), 0u);
	expect_value(spec_ctrl, 0);
}

TEST_F(VcpuRules, MsrBitmapsOfAnL2VmHaveTheTdsAdded)
{
	constexpr u64 bitmaps{0x2520000300000000};
	constexpr u64 shadow{0xa620000300000000};

	for (u64 const word : {0ULL, 100ULL, 511ULL}) {
		EXPECT_EQ(wr(bitmaps + word, 0), 0u);
		EXPECT_EQ(rd(shadow + word), 0u) << "the L1 VMM's own";
		u64 const td_bits{rd(bitmaps + word)};
		EXPECT_EQ(wr(bitmaps + word, 0x5a5a), 0u);
		EXPECT_EQ(rd(shadow + word), 0x5a5au);
		EXPECT_EQ(rd(bitmaps + word), td_bits | 0x5a5a);
		EXPECT_EQ(wr(shadow + word, 0), not_writable);
	}
}

// In the VMCS it takes effect with bit 0 of L2_CTLS; what was written can be read before.
TEST_F(VcpuRules, SharedEptpOfAnL2Vm)
{
	constexpr u64 eptp{l2_vmcs | 3ULL << 32 | 0x203c};
	constexpr u64 l2_ctls{0xa020000300000051};
	constexpr u64 bits{0xffffffffff000};

	EXPECT_EQ(wr(eptp, host_base + 0x6000, bits), 0u);
	EXPECT_EQ(rd(eptp) & bits, host_base + 0x6000);
	EXPECT_EQ(wr(l2_ctls, 1, 7), 0u);
	EXPECT_EQ(rd(l2_ctls), 1u);
	EXPECT_EQ(rd(eptp) & bits, host_base + 0x6000);
	EXPECT_EQ(wr(eptp, host_base + 0x8000, bits), 0u);
	EXPECT_EQ(rd(eptp) & bits, host_base + 0x8000);
	EXPECT_EQ(wr(l2_ctls, 0, 7), 0u);
	EXPECT_EQ(rd(eptp) & bits, host_base + 0x8000);
}

TEST_F(VcpuRules, ControlsOfAnL2VmWithinTheCpus)
{
	constexpr u64 primary{l2_vmcs | 2ULL << 32 | 0x4002};
	constexpr u64 secondary{l2_vmcs | 2ULL << 32 | 0x401e};
	constexpr u64 tertiary{l2_vmcs | 3ULL << 32 | 0x2034};
	constexpr u64 hlt_exiting{1ULL << 7};
	constexpr u64 vmx_primary{0x48e}, vmx_secondary{0x48b};

	// HLT exiting, which the debugger cannot choose; RDTSC exiting, which it can.
	EXPECT_EQ(wr(primary, hlt_exiting, hlt_exiting), not_writable);
	constexpr u64 rdtsc_exiting{1ULL << 12};
	EXPECT_EQ(wr(primary, rdtsc_exiting, rdtsc_exiting), 0u);
	EXPECT_EQ(rd(primary) & rdtsc_exiting, rdtsc_exiting);
	EXPECT_EQ(wr(primary, 0, rdtsc_exiting), 0u);

	// Every bit that may be written, on its own: as far as the CPU has it.
	u64 const primary_allowed{on.platform.machine.native_msr(0, vmx_primary) >> 32};
	u64 const secondary_allowed{on.platform.machine.native_msr(0, vmx_secondary) >> 32};
	for (u64 bit = 1; bit < 1ULL << 32; bit <<= 1) {
		if (bit & 0x69999a04) {
			EXPECT_EQ(wr(primary, bit, bit), bit & primary_allowed ? 0 : not_valid)
				<< std::hex << bit;
		}
		if (bit & 0xc0130c04) {
			EXPECT_EQ(wr(secondary, bit, bit), bit & secondary_allowed ? 0 : not_valid)
				<< std::hex << bit;
		}
	}
	u64 const tertiary_allowed{on.platform.machine.native_msr(0, 0x492)};
	EXPECT_EQ(wr(tertiary, 1, 1), tertiary_allowed & 1 ? 0 : not_valid);
}

TEST_F(VcpuRules, EptpOfAnL2VmAndShadowStacks)
{
	constexpr u64 eptp{l2_vmcs | 3ULL << 32 | 0x201a};
	constexpr u64 supervisor_shadow_stack{0x80};

	// This TD's XFAM has no CET.
	EXPECT_EQ(wr(eptp, supervisor_shadow_stack, supervisor_shadow_stack), not_valid);
	EXPECT_EQ(wr(eptp, 0, supervisor_shadow_stack), 0u);
}

TEST_F(VcpuRules, ControlRegistersOfAnL2Vm)
{
	constexpr u64 cr0{l2_vmcs | 3ULL << 32 | 0x6800};
	constexpr u64 cr4{l2_vmcs | 3ULL << 32 | 0x6804};
	constexpr u64 write_protect{1ULL << 16}, pse{1ULL << 4};

	u64 const before0{rd(cr0)}, before4{rd(cr4)};
	EXPECT_EQ(wr(cr0, write_protect, write_protect), 0u);
	EXPECT_EQ(rd(cr0), before0 | write_protect);
	EXPECT_EQ(wr(cr4, pse, pse), 0u);
	EXPECT_EQ(rd(cr4), before4 | pse);
}

// VCPU_STATE_DETAILS: is an interrupt pending above the processor's priority?
TEST_F(VcpuRules, PendingInterruptIsComputed)
{
	constexpr u64 details{0x9120000300000100};

	EXPECT_EQ(on.rd(true, details).rax, 0u);
	expect_value(details, 0);
	EXPECT_EQ(wr(details, 1), not_writable);
}

// A production TD keeps its guest's registers to itself.
TEST(VcpuRulesProduction, OnlyWhatTheVmmNeeds)
{
	Fields on{false};

	EXPECT_EQ(on.rd(true, vmcs | 3ULL << 32 | 0x6800).rax, raw(code::field_not_readable));
	EXPECT_EQ(on.wr(true, vmcs | 3ULL << 32 | 0x6802, 0, all_bits).rax, not_writable);
	EXPECT_EQ(
		on.wr(true, vmcs | 2ULL << 32 | 0x401e, 1ULL << 17, 1ULL << 17).rax, not_writable);
	EXPECT_EQ(on.wr(true, vector, 0xf2, all_bits).rax, 0u);
	EXPECT_EQ(on.rd(true, vector).gpr.r8, 0xf2u);
}

} // namespace
