// SPDX-License-Identifier: GPL-2.0
//
// Nested page faults of a vCPU: what is mapped, and what the guest or the host gets otherwise.
// guest_run.md, section 3.3, and rows 48 and 49 of guest_exits.tsv.
#include "test_emu_run.hpp"

namespace {

using namespace test;

constexpr u64 read_error = npf_user | npf_final, write_error = read_error | npf_write,
	      fetch_error = read_error | npf_fetch;
constexpr u64 gla_valid = 1 << 7, final_access = 1 << 8;

struct RunMemory : RunGuest {
	u64 const shared_pages{host_base + 0x200000}; // 2 MiB aligned, the host's own
	u64 const root{host_base + 0x6000};

	explicit RunMemory(RunOptions o = {}) : RunGuest{o}
	{
		long_mode();
		put_code({0x48, 0x8b, 0x07}); // mov (%rdi), %rax
		// Shared EPT: tables for the lowest 2 GiB.
		*word(root, 256) = (root + page_bytes) | 7;
		*word(root + page_bytes, 0) = (root + 2 * page_bytes) | 7;
		*word(root + 2 * page_bytes, 0) = (root + 3 * page_bytes) | 7;
		vmcs_word(vmcs_slot(vmcs::SHARED_EPT_POINTER)) = root;
	}
	static u64 *word(u64 page, u64 index) { return static_cast<u64 *>(host::at(page)) + index; }
	u64 *shared_entry(u64 page) { return word(root + 3 * page_bytes, page); }
	u64 *shared_large_entry(u64 part) { return word(root + 2 * page_bytes, part); }

	Step access(u64 gpa, u64 error, u64 gla)
	{
		return [=](Vmcb &control, emu_regs &regs) {
			regs.gpr.rdi = gla;
			nested_fault(gpa, error)(control, regs);
		};
	}
	// Private memory below 1 GiB, and shared memory, have their linear addresses.
	static u64 linear(u64 gpa)
	{
		return gpa & shared_bit ? gla_shared + (gpa & ~shared_bit) : gpa;
	}
	Entry after_access(u64 gpa, u64 error = read_error)
	{
		long_mode();
		return after(access(gpa, error, linear(gpa)));
	}
	void expect_exit(u64 gpa, u64 error, u64 rax, u64 rcx, u64 rdx = 0)
	{
		SCOPED_TRACE(testing::Message() << std::hex << gpa << ' ' << error);
		long_mode();
		expect_td_exit(
			access(gpa, error, linear(gpa)), rax, rcx, rdx, gpa & ~(page_bytes - 1));
	}
};

TEST_F(RunMemory, PrivatePage)
{
	for (u64 const error : {read_error, write_error, fetch_error}) {
		Entry const entry{after_access(gpa_data + 0x123, error)};
		EXPECT_EQ(entry.vmcb.event, no_event);
		EXPECT_EQ(entry.vmcb.rip, gpa_code);
		Mapping const mapped{mapping(gpa_data + 0x123)};
		EXPECT_TRUE(mapped.present && mapped.writable && mapped.executable);
		EXPECT_FALSE(mapped.large);
		EXPECT_EQ(host::at(mapped.pa), guest_byte(gpa_data + 0x123));
	}
	EXPECT_FALSE(mapping(gpa_data + page_bytes).present);
}

TEST_F(RunMemory, LargePrivatePage)
{
	after_access(gpa_large + 0x12345, write_error);
	for (u64 const offset : {0x0ULL, 0x12345ULL, large_bytes - 1}) {
		Mapping const mapped{mapping(gpa_large + offset)};
		EXPECT_TRUE(mapped.present && mapped.writable && mapped.executable && mapped.large);
		EXPECT_EQ(host::at(mapped.pa), guest_byte(gpa_large + offset));
	}
}

TEST_F(RunMemory, SharedPage)
{
	*shared_entry(5) = (shared_pages + 0x5000) | 0x37;
	EXPECT_EQ(after_access(shared_bit | 0x5010, write_error).vmcb.event, no_event);
	Mapping const mapped{mapping(shared_bit | 0x5010)};
	EXPECT_TRUE(mapped.present && mapped.writable);
	EXPECT_FALSE(mapped.executable || mapped.large);
	EXPECT_EQ(mapped.pa, shared_pages + 0x5010);
	// Not the private page of the same number.
	EXPECT_FALSE(mapping(0x5010).present);
}

TEST_F(RunMemory, ReadOnlySharedPage)
{
	*shared_entry(5) = (shared_pages + 0x5000) | 0x31;
	EXPECT_EQ(after_access(shared_bit | 0x5010).vmcb.event, no_event);
	EXPECT_TRUE(mapping(shared_bit | 0x5010).present);
	EXPECT_FALSE(mapping(shared_bit | 0x5010).writable);
	*shared_entry(5) |= 1ULL << 63; // suppress #VE
	expect_exit(shared_bit | 0x5010, write_error, 48, 2 | 1 << 3);
}

TEST_F(RunMemory, LargeSharedPage)
{
	*shared_large_entry(1) = shared_pages | 0xb7;
	EXPECT_EQ(after_access(shared_bit | 0x2abcde, write_error).vmcb.event, no_event);
	Mapping const mapped{mapping(shared_bit | 0x2abcde)};
	EXPECT_TRUE(mapped.present && mapped.writable && mapped.large);
	EXPECT_FALSE(mapped.executable);
	EXPECT_EQ(mapped.pa, shared_pages + 0xabcde);
}

// What lies beside it is not the host's to share: the SEAM range, or no memory.
TEST_F(RunMemory, PartlySharedLargePage)
{
	auto const only_a_page = [&](u64 host_pa) {
		*shared_large_entry(1) = (host_pa & ~(large_bytes - 1)) | 0xb7;
		u64 const offset{host_pa & (large_bytes - 1)};
		EXPECT_EQ(after_access(shared_bit | (large_bytes + offset), write_error).vmcb.event,
			no_event);
		Mapping const mapped{mapping(shared_bit | (large_bytes + offset))};
		EXPECT_TRUE(mapped.present);
		EXPECT_FALSE(mapped.large);
		EXPECT_EQ(mapped.pa, host_pa);
		EXPECT_FALSE(mapping(shared_bit | large_bytes | (offset ^ page_bytes)).present);
	};

	module()->config.seamrr_base = shared_pages + 0x100000;
	module()->config.seamrr_size = page_bytes;
	only_a_page(shared_pages + 0x3000);
	expect_exit(shared_bit | (large_bytes + 0x100000), read_error, 49, 0);
	module()->config.seamrr_size = 0;
}

TEST_F(RunMemory, NoCodeInSharedMemory)
{
	*shared_entry(5) = (shared_pages + 0x5000) | 0x37;
	expect_exit(shared_bit | 0x5000, fetch_error, 48, 4 | 3 << 3);
	EXPECT_FALSE(mapping(shared_bit | 0x5000).present);
}

TEST_F(RunMemory, UnmappedPrivatePage)
{
	expect_exit(gpa_unmapped + 0x777, read_error, 48, 1);
	expect_exit(gpa_unmapped + 0x777, write_error, 48, 2);
	expect_exit(gpa_unmapped + 0x777, fetch_error, 48, 4);
	// No table even.
	expect_exit(0x700000000, write_error, 48, 2);
}

TEST_F(RunMemory, PendingPage)
{
	auto &controls = td.control().td_ctls;
	vcpu_field<u32>(tdx::emu::vcpu_field::ve_info_length) = 99;
	vmcs_word(vmcs_slot(vmcs::VM_EXIT_INSTRUCTION_LEN)) = 7;
	expect_ve(after_access(gpa_pending + 0x18, write_error),
		{48, 2 | gla_valid | final_access, 7, gpa_pending + 0x18, gpa_pending + 0x18});
	controls = controls | 1; // PENDING_VE_DISABLE
	expect_exit(gpa_pending + 0x18, write_error, 48, 2, 6);
	EXPECT_FALSE(mapping(gpa_pending).present);
}

// The guest accepts it: TDG.MEM.PAGE.ACCEPT.
TEST_F(RunMemory, AcceptedPage)
{
	put_code({0x66, 0x0f, 0x01, 0xcc});
	Entry const entry{after([](Vmcb &control, emu_regs &regs) {
		control.rax = leaf_number(GuestLeaf::MemPageAccept);
		regs.gpr.rcx = gpa_pending;
		exit_with(exit_of_ud)(control, regs);
	})};
	EXPECT_EQ(entry.vmcb.rax, 0u);
	EXPECT_EQ(after_access(gpa_pending, write_error).vmcb.event, no_event);
	EXPECT_TRUE(mapping(gpa_pending).present);
}

TEST_F(RunMemory, SharedPageThatIsNotThere)
{
	constexpr u64 gpa{shared_bit | 0x7123};
	vmcs_word(vmcs_slot(vmcs::VM_EXIT_INSTRUCTION_LEN)) = 3;

	expect_ve(
		after_access(gpa), {48, 1 | gla_valid | final_access, 3, gpa, gla_shared + 0x7123});
	expect_ve(after_access(gpa, write_error),
		{48, 2 | gla_valid | final_access, 3, gpa, gla_shared + 0x7123});
	// Met by a walk of page tables.
	long_mode();
	expect_ve(after(access(gpa, npf_user | npf_write | npf_walk, linear(gpa))),
		{48, 2 | gla_valid, 3, gpa, gla_shared + 0x7123});
	*shared_entry(7) = 1ULL << 63;
	expect_exit(gpa, read_error, 48, 1);
	// A table that is not there.
	expect_ve(after_access(shared_bit | 0x40007123),
		{48, 1 | final_access, 3, shared_bit | 0x40007123});
}

TEST_F(RunMemory, MisconfiguredSharedEpt)
{
	struct {
		char const *name;
		u64 entry;
	} const entries_[]{
		{"writable, not readable", (shared_pages + 0x5000) | 0x32},
		{"memory type 2", (shared_pages + 0x5000) | 0x17},
		{"memory type 7", (shared_pages + 0x5000) | 0x3f},
		{"a private KeyID", (shared_pages + 0x5000) | 1ULL << 51 | 0x37},
		{"the SEAM range", 0x40000037},
		{"no memory", 0x10000037},
	};

	for (auto const &test : entries_) {
		SCOPED_TRACE(test.name);
		*shared_entry(5) = test.entry;
		expect_exit(shared_bit | 0x5123, read_error, 49, 0);
		EXPECT_FALSE(mapping(shared_bit | 0x5123).present);
	}
	vmcs_word(vmcs_slot(vmcs::SHARED_EPT_POINTER)) = 0x10000000;
	expect_exit(shared_bit | 0x5123, read_error, 49, 0);
}

// GPAW 0, where the CPU has more address bits.
TEST_F(RunMemory, ReservedAddressBits)
{
	constexpr u64 gpa{1ULL << 48 | 0x345}, gla{gla_reserved + 0x345};
	struct {
		u64 error;
		u64 cpl;
		u32 code;
	} const faults[]{{read_error, 0, 0x9}, {write_error, 0, 0xb}, {fetch_error, 0, 0x19},
		{read_error, 3, 0xd}, {write_error, 3, 0xf}};

	for (auto const &fault : faults) {
		SCOPED_TRACE(fault.code);
		long_mode();
		set_cpl(fault.cpl);
		if (fault.error == fetch_error)
			vmcs_word(vmcs_slot(vmcs::GUEST_RIP)) = gla;
		Entry const entry{after(access(gpa, fault.error, gla))};
		expect_fault(entry, event_pf(fault.code));
		EXPECT_EQ(entry.vmcb.cr2, gla);
	}
	// Without the linear address there is no #PF.
	long_mode();
	expect_td_exit(access(gpa, read_error, 0), 48, 1, 0, gpa & ~(page_bytes - 1));
	EXPECT_FALSE(mapping(gpa).present);
}

struct WideMemory : RunMemory {
	WideMemory() : RunMemory{{.td = {.five_levels = true, .gpaw = true}, .npt_levels = 5}} {}
};

TEST_F(WideMemory, SharedBit)
{
	constexpr u64 shared{1ULL << 51};

	*word(root, 8) = (root + page_bytes) | 7;
	*word(root + page_bytes, 0) = (root + 2 * page_bytes) | 7;
	*word(root + 2 * page_bytes, 0) = (root + 3 * page_bytes) | 7;
	*word(root + 3 * page_bytes, 0) = (root + 4 * page_bytes) | 7;
	*word(root + 4 * page_bytes, 5) = (shared_pages + 0x5000) | 0x37;
	*word(root, 8 + 0) = (root + page_bytes) | 7;
	EXPECT_EQ(after(access(shared | 0x5010, write_error, 0)).vmcb.event, no_event);
	EXPECT_EQ(mapping(shared | 0x5010).pa, shared_pages + 0x5010);
	EXPECT_FALSE(mapping(0x5010).present);
	EXPECT_FALSE(mapping(shared_bit | 0x5010).present);
	// What was the shared bit is an address bit.
	long_mode();
	expect_td_exit(access(shared_bit | 0x5000, read_error, 0), 48, 1, 0, shared_bit | 0x5000);
	long_mode();
	after(access(gpa_data, read_error, gpa_data));
	EXPECT_EQ(host::at(mapping(gpa_data).pa), guest_byte(gpa_data));
}

// The host took the page behind the guest's back: the TD is of no use any more.
TEST_F(RunMemory, DamagedSept)
{
	*td.entry(gpa_data, 0) = (*td.entry(gpa_data, 0) & ~0xffffffffff000ULL) | td.tdr;
	long_mode();
	EXPECT_EQ(td_exit(access(gpa_data, write_error, gpa_data)).rax, raw(0x60000005, 48));
	EXPECT_FALSE(mapping(gpa_data).present);
}

} // namespace
