// SPDX-License-Identifier: GPL-2.0
//
// The LP's nested page tables stand for its TLB: when they are dropped, and that nothing outlives
// TLB tracking.  guest_run.md, section 3.3; semantics.md, section 5.
#include "test_emu_run.hpp"

namespace {

using namespace test;

constexpr u64 write_error = npf_user | npf_write | npf_final;

struct RunTranslations : RunGuest {
	explicit RunTranslations(RunOptions o = {}) : RunGuest{o} { long_mode(); }

	void touch(u64 gpa)
	{
		long_mode();
		after(nested_fault(gpa, write_error));
	}
	bool is_mapped(u64 gpa) { return mapping(gpa).present; }
	// After a run that maps nothing.
	bool stays_mapped(u64 gpa)
	{
		long_mode();
		run();
		return is_mapped(gpa);
	}
	u64 call(HostLeaf leaf, u64 rcx, u64 rdx = 0, u32 lp = 0)
	{
		return on.call(leaf, {.rcx = rcx, .rdx = rdx}, lp).rax;
	}
};

TEST_F(RunTranslations, TheyStay)
{
	touch(gpa_data);
	EXPECT_TRUE(is_mapped(gpa_data));
	EXPECT_TRUE(stays_mapped(gpa_data));
	touch(gpa_data + page_bytes);
	EXPECT_TRUE(is_mapped(gpa_data) && is_mapped(gpa_data + page_bytes));
}

// The ASID may have been another's meanwhile.
TEST_F(RunTranslations, TheCpusTlbIsFlushedAtTheFirstVmrun)
{
	steps = {exit_with(svm::exit::VINTR), exit_with(svm::exit::VINTR)};
	run();
	EXPECT_EQ(entries[0].vmcb.tlb_control, 1u);
	EXPECT_EQ(entries[1].vmcb.tlb_control, 0u);
	EXPECT_EQ(entries[2].vmcb.tlb_control, 0u);
}

TEST_F(RunTranslations, Tracking)
{
	touch(gpa_data);
	EXPECT_EQ(call(HostLeaf::MemTrack, td.tdr), 0u);
	EXPECT_FALSE(stays_mapped(gpa_data));
}

// The CPU still has a page that was blocked, and executes what is in it, until it is tracked.
TEST_F(RunTranslations, InstructionsComeByThem)
{
	constexpr u32 undefined{svm::exit::EXCEPTION + 6};
	constexpr u64 vp_info{1};
	auto const tdcall = [](Vmcb &control, emu_regs &regs) {
		exit_with(undefined)(control, regs);
		control.rax = vp_info;
	};

	put_code({0x66, 0x0f, 0x01, 0xcc});
	touch(gpa_code);
	EXPECT_EQ(call(HostLeaf::MemRangeBlock, gpa_code, td.tdr, 1), 0u);
	long_mode();
	expect_done(after(tdcall), 4);
	EXPECT_EQ(call(HostLeaf::MemTrack, td.tdr), 0u);
	long_mode();
	expect_fault(after(tdcall), event_ud);
}

// Another page has the rest of it.
TEST_F(RunTranslations, InstructionInTwoPages)
{
	constexpr u64 at{gpa_data + page_bytes - 2};
	auto const tdcall = [](Vmcb &control, emu_regs &regs) {
		exit_with(exit_of_ud)(control, regs);
		control.rip = at;
		control.rax = leaf_number(GuestLeaf::VpInfo);
	};

	put_code({0x66, 0x0f}, at);
	put_code({0x01, 0xcc}, gpa_data + page_bytes);
	for (bool const mapped : {false, true}) {
		long_mode();
		EXPECT_EQ(after(tdcall).vmcb.rip, at + 4) << mapped;
		touch(gpa_data);
	}
	put_code({0x02}, gpa_data + page_bytes);
	long_mode();
	EXPECT_EQ(after(tdcall).vmcb.event, event_ud);
}

TEST_F(RunTranslations, SharedEptp)
{
	touch(gpa_data);
	vmcs_word(vmcs_slot(vmcs::SHARED_EPT_POINTER)) = host_base + 0x6000;
	EXPECT_FALSE(stays_mapped(gpa_data));
}

TEST_F(RunTranslations, FlushOfTheVcpu)
{
	touch(gpa_data);
	EXPECT_EQ(call(HostLeaf::VpFlush, tdvpr()), 0u);
	EXPECT_FALSE(is_mapped(gpa_data));
	EXPECT_FALSE(stays_mapped(gpa_data));
}

TEST_F(RunTranslations, AnotherTd)
{
	TestTd other{on};
	std::vector<u64> const vcpu{other.add_vcpu()};
	other.set_state(OpState::Runnable);

	touch(gpa_data);
	emu_regs regs{};
	regs.gpr.rcx = vcpu[0];
	ASSERT_EQ(emu_seamcall(module(), 0, &regs), EMU_ENTERED);
	ASSERT_EQ(emu_run(module(), 0, &regs, &xmm), EMU_EXITED);
	EXPECT_FALSE(is_mapped(gpa_data));
	EXPECT_FALSE(stays_mapped(gpa_data));
}

// A page that the host takes back, step by step: reachable until no vCPU can have it any more, and
// never once it is removed.
TEST_F(RunTranslations, RemovedPage)
{
	touch(gpa_data);
	EXPECT_EQ(call(HostLeaf::MemRangeBlock, gpa_data, td.tdr, 1), 0u);
	// Without tracking it can't be removed.
	EXPECT_NE(call(HostLeaf::MemPageRemove, gpa_data, td.tdr, 1), 0u);
	// It is not mapped again.
	long_mode();
	expect_td_exit(nested_fault(gpa_data, write_error), 48, 2, 0, gpa_data);
	EXPECT_EQ(call(HostLeaf::MemTrack, td.tdr, 0, 1), 0u);
	EXPECT_EQ(call(HostLeaf::MemPageRemove, gpa_data, td.tdr, 1), 0u);
	long_mode();
	run();
	EXPECT_FALSE(is_mapped(gpa_data));
	EXPECT_EQ(entries[0].vmcb.tlb_control, 1u);
	long_mode();
	expect_td_exit(nested_fault(gpa_data, write_error), 48, 2, 0, gpa_data);
	EXPECT_FALSE(is_mapped(gpa_data));
}

// Tracked while the vCPU runs: the page is not removed before it has left.
TEST_F(RunTranslations, RemovedPageOfARunningVcpu)
{
	constexpr u64 tlb_tracking_not_done{0xc0000b08};
	u64 too_early{0};
	touch(gpa_data);

	steps = {[&](Vmcb &control, emu_regs &regs) {
			 EXPECT_EQ(call(HostLeaf::MemRangeBlock, gpa_data, td.tdr, 1), 0u);
			 EXPECT_EQ(call(HostLeaf::MemTrack, td.tdr, 0, 1), 0u);
			 too_early = call(HostLeaf::MemPageRemove, gpa_data, td.tdr, 1);
			 exit_with(svm::exit::VINTR)(control, regs);
		 },
		[&](Vmcb &control, emu_regs &regs) {
			EXPECT_NE(call(HostLeaf::MemPageRemove, gpa_data, td.tdr, 1), 0u);
			exit_with(svm::exit::INTR)(control, regs);
		}};
	run();
	EXPECT_EQ(too_early >> 32, tlb_tracking_not_done);
	EXPECT_EQ(call(HostLeaf::MemPageRemove, gpa_data, td.tdr, 1), 0u);
	EXPECT_FALSE(stays_mapped(gpa_data));
}

TEST_F(RunTranslations, LargePageThatIsSplit)
{
	touch(gpa_large);
	EXPECT_TRUE(mapping(gpa_large).large);
	EXPECT_EQ(call(HostLeaf::MemRangeBlock, gpa_large | 1, td.tdr, 1), 0u);
	EXPECT_EQ(call(HostLeaf::MemTrack, td.tdr, 0, 1), 0u);
	EXPECT_EQ(on.call(HostLeaf::MemPageDemote,
			    {.rcx = gpa_large | 1, .rdx = td.tdr, .r8 = on.page()}, 1)
			  .rax,
		0u);
	EXPECT_FALSE(stays_mapped(gpa_large));
	touch(gpa_large + page_bytes);
	EXPECT_FALSE(mapping(gpa_large + page_bytes).large);
	EXPECT_EQ(host::at(mapping(gpa_large + page_bytes).pa), guest_byte(gpa_large + page_bytes));
	EXPECT_FALSE(is_mapped(gpa_large));
}

// The host's own page tables change without a word: what the LP replaces it does not use again.
TEST_F(RunTranslations, SharedPageThatIsSplit)
{
	constexpr u64 root{host_base + 0x6000}, gpa{shared_bit | 0x200000};
	u64 const pages{host_base + 0x200000};
	auto const entry = [](u64 page, u64 index) -> u64 & {
		return static_cast<u64 *>(host::at(page))[index];
	};
	entry(root, 256) = (root + page_bytes) | 7;
	entry(root + page_bytes, 0) = (root + 2 * page_bytes) | 7;
	entry(root + 2 * page_bytes, 1) = pages | 0xb1; // read-only
	vmcs_word(vmcs_slot(vmcs::SHARED_EPT_POINTER)) = root;
	after(nested_fault(gpa, npf_user | npf_final));
	ASSERT_TRUE(mapping(gpa).large);

	entry(root + 2 * page_bytes, 1) = (root + 3 * page_bytes) | 7;
	entry(root + 3 * page_bytes, 0) = (pages + page_bytes) | 0x37;
	long_mode();
	Entry const next{after(nested_fault(gpa, write_error))};
	EXPECT_EQ(next.vmcb.event, no_event);
	EXPECT_EQ(next.vmcb.tlb_control, 1u);
	EXPECT_EQ(mapping(gpa).pa, pages + page_bytes);
	EXPECT_FALSE(is_mapped(gpa + page_bytes));
}

struct SmallPool : RunTranslations {
	SmallPool() : RunTranslations{{.area_pages = EMU_MIN_AREA_PAGES}} {}
};

// More tables than there are: all are dropped, and the vCPU goes on.
TEST_F(SmallPool, UsedUp)
{
	constexpr u32 regions{40};
	std::vector<u64> pages;
	for (u64 i = 1; i <= regions; i++) {
		pages.push_back(0x100000000 + i * 0x40000000);
		map(pages.back());
	}
	u32 flushes{0};
	for (u64 const gpa : pages)
		steps.push_back(nested_fault(gpa, write_error));
	steps.push_back([&](Vmcb &control, emu_regs &regs) {
		EXPECT_EQ(host::at(mapping(pages.back()).pa), guest_byte(pages.back()));
		EXPECT_FALSE(is_mapped(pages.front()));
		exit_with(svm::exit::INTR)(control, regs);
	});
	EXPECT_EQ(run().rax, 1u);
	ASSERT_EQ(entries.size(), regions + 1);
	for (u32 i = 1; i <= regions; i++)
		flushes += entries[i].vmcb.tlb_control;
	// The pool has 23 tables, and a page of its own GiB takes two besides the first two.
	EXPECT_EQ(flushes, 3u);
	touch(pages.front());
	EXPECT_TRUE(is_mapped(pages.front()));
}

} // namespace
