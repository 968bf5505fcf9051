// SPDX-License-Identifier: GPL-2.0
//
// The first VMRUN of a vCPU: its registers as TDH.VP.INIT leaves them (guest_run.md, section 6),
// and what of the control block a guest depends on.
#include "test_emu_run.hpp"

namespace {

using namespace test;

constexpr u64 first_rcx = 0x1234;

struct FirstEntry : RunGuest {
	// Of a second vCPU, which has an index.
	u64 second{on.page()};

	FirstEntry()
	{
		td.set_state(OpState::Initialized);
		on.must(HostLeaf::VpCreate, {.rcx = second, .rdx = td.tdr});
		for (int i = 0; i < 5; i++)
			on.must(HostLeaf::VpAddcx, {.rcx = on.page(), .rdx = second});
		on.must(HostLeaf::VpInit, {.rcx = second, .rdx = first_rcx});
		td.set_state(OpState::Runnable);
	}
	Entry first()
	{
		emu_regs regs{};
		regs.gpr = filled();
		regs.gpr.rcx = second;
		EXPECT_EQ(emu_seamcall(module(), 0, &regs), EMU_ENTERED);
		EXPECT_EQ(emu_run(module(), 0, &regs, &xmm), EMU_EXITED);
		return entries.at(0);
	}
	static tdx_regs filled()
	{
		tdx_regs regs;
		std::memset(&regs, 0x77, sizeof(regs));
		return regs;
	}
};

TEST_F(FirstEntry, GeneralRegisters)
{
	Entry const entry{first()};

	EXPECT_EQ(entry.vmcb.rax, 0u);
	EXPECT_TRUE(entry.regs.gpr == (tdx_regs{.rcx = first_rcx,
					      .rdx = 0x000806f8, // CPUID(1).EAX
					      .r8 = first_rcx,
					      .rbx = 48,
					      .rsi = 1}));
	EXPECT_EQ(entry.regs.rbp, 0u);
	EXPECT_EQ(entry.vmcb.rip, 0xfffffff0u);
	EXPECT_EQ(entry.vmcb.rflags, 2u);
	EXPECT_EQ(entry.vmcb.rsp, 0u);
}

TEST_F(FirstEntry, Segments)
{
	Entry const entry{first()};
	auto const expect = [](svm::Segment const &segment, u16 attributes, u32 limit) {
		EXPECT_EQ(segment.selector, 0u);
		EXPECT_EQ(segment.attributes, attributes);
		EXPECT_EQ(segment.limit, limit);
		EXPECT_EQ(segment.base, 0u);
	};

	expect(entry.vmcb.cs, 0xc9b, 0xffffffff);
	for (auto const segment : {&Vmcb::es, &Vmcb::ss, &Vmcb::ds, &Vmcb::fs, &Vmcb::gs})
		expect(entry.vmcb.*segment, 0xc93, 0xffffffff);
	expect(entry.vmcb.ldtr, 0, 0xffff);
	expect(entry.vmcb.tr, 0x8b, 0xffff);
	EXPECT_EQ(entry.vmcb.gdtr.limit, 0xffffu);
	EXPECT_EQ(entry.vmcb.gdtr.base, 0u);
	EXPECT_EQ(entry.vmcb.idtr.limit, 0u);
	EXPECT_EQ(entry.vmcb.idtr.base, 0u);
	EXPECT_EQ(entry.vmcb.cpl, 0u);
}

TEST_F(FirstEntry, ControlAndDebugRegisters)
{
	Entry const entry{first()};

	EXPECT_EQ(entry.vmcb.cr0, 0x31u);
	EXPECT_EQ(entry.vmcb.cr2, 0u);
	EXPECT_EQ(entry.vmcb.cr3, 0u);
	EXPECT_EQ(entry.vmcb.cr4, 0x60u); // PAE for the CPU's sake
	EXPECT_EQ(entry.vmcb.efer, 0x1901u);
	EXPECT_EQ(entry.vmcb.dr6, 0xffff0ff0u);
	EXPECT_EQ(entry.vmcb.dr7, 0x400u);
	EXPECT_EQ(entry.vmcb.pat, 0x0007040600070406u);
	EXPECT_EQ(entry.vmcb.sfmask, 0x20200u);
	for (auto const word : {&Vmcb::star, &Vmcb::lstar, &Vmcb::kernel_gs_base,
		     &Vmcb::sysenter_cs, &Vmcb::sysenter_esp, &Vmcb::sysenter_eip})
		EXPECT_EQ(entry.vmcb.*word, 0u);
}

TEST_F(FirstEntry, StateThatNoVmrunSwitches)
{
	host_guest state{};
	u64 words[512]{};

	steps = {[&](Vmcb &control, emu_regs &regs) {
		state = host::guest_state();
		std::memcpy(words, state.xsave, sizeof(words));
		exit_with(svm::exit::INTR)(control, regs);
	}};
	first();
	EXPECT_EQ(state.xcr0, 1u);
	EXPECT_EQ(state.xfam, 3u);
	for (u64 const dr : state.dr)
		EXPECT_EQ(dr, 0u);
	EXPECT_EQ(state.tsc_aux, 0u);
	// The image is of the standard format, all components in their initial state; MXCSR is
	// loaded all the same.
	EXPECT_EQ(words[512 / 8], 0u);
	EXPECT_EQ(words[520 / 8], 0u);
	EXPECT_EQ(words[24 / 8] & 0xffffffff, 0x1f80u);
}

TEST_F(FirstEntry, ControlBlock)
{
	constexpr u32 vmrun = 1, master_intercept = 1 << 24;
	Entry const entry{first()};

	EXPECT_EQ(entry.vmcb.asid, 15u);
	EXPECT_EQ(entry.vmcb.tlb_control, 1u);
	EXPECT_EQ(entry.vmcb.intercepts[1] & vmrun, vmrun);
	EXPECT_EQ(entry.vmcb.int_control, master_intercept);
	EXPECT_EQ(entry.vmcb.int_vector, 0xffu); // for a virtual interrupt that nobody made
	EXPECT_EQ(entry.vmcb.nested_control, 1u);
	EXPECT_EQ(entry.vmcb.event, no_event);
	EXPECT_EQ(entry.vmcb.clean, 0u);
	// Machine checks and #UD; CR4 writes, and reads while PAE is not the guest's.
	EXPECT_EQ(entry.vmcb.exceptions, 1u << 18 | 1u << 6);
	EXPECT_EQ(entry.vmcb.cr_writes, 1u << 4);
	EXPECT_EQ(entry.vmcb.cr_reads, 1u << 4);
	// MSRs and ports exit, all of them.
	for (u64 i = 0; i < 2 * page_bytes / 8; i++)
		ASSERT_EQ(npt_page(entry.vmcb.msrpm)[i], ~0ULL);
	for (u64 i = 0; i < 3 * page_bytes / 8; i++)
		ASSERT_EQ(npt_page(entry.vmcb.iopm)[i], ~0ULL);
	for (u64 i = 0; i < 512; i++)
		ASSERT_EQ(npt_page(entry.vmcb.nested_cr3)[i], 0u);
}

// EXITCODE of what must exit: guest_exits.tsv, column svm_exit.
TEST_F(FirstEntry, Intercepts)
{
	constexpr u32 exits[]{0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x6f, 0x72, 0x73, 0x76, 0x78,
		0x7a, 0x7b, 0x7c, 0x7d, 0x7f, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x89, 0x8a,
		0x8b, 0x8c, 0x8d};
	// INVLPG, PAUSE, RDTSC and RDTSCP, and the end of an NMI that there is not.
	constexpr u32 passes[]{0x79, 0x77, 0x6e, 0x87, 0x74};
	Entry entry{first()};
	auto const exits_by = [&](u32 code) {
		return (entry.vmcb.intercepts[(code - 0x60) / 32] >> (code - 0x60) % 32 & 1) != 0;
	};

	for (u32 const code : exits)
		EXPECT_TRUE(exits_by(code)) << std::hex << code;
	vmcs_word(vmcs_slot(vmcs::TSC_MULTIPLIER)) = 1ULL << 48;
	long_mode();
	run();
	entry = entries[0];
	for (u32 const code : passes)
		EXPECT_FALSE(exits_by(code)) << std::hex << code;
}

// CR4.PAE is the CPU's affair as long as there is no paging; the guest does not see it.
TEST_F(FirstEntry, HiddenPae)
{
	put_code({0x0f, 0x20, 0xe0}, gpa_code); // mov %cr4, %eax
	vmcs_word(vmcs_slot(vmcs::GUEST_RIP)) = gpa_code;

	Entry entry{after_exit(svm::exit::CR4_READ)};
	expect_done(entry, 3);
	EXPECT_EQ(entry.vmcb.rax, 0x40u);
	EXPECT_EQ(entry.vmcb.cr4, 0x60u);

	// Its own PAE it sees.
	vmcs_word(vmcs_slot(vmcs::GUEST_CR4)) = 0x2060;
	run();
	EXPECT_EQ(entries[0].vmcb.cr4, 0x60u);
	EXPECT_EQ(entries[0].vmcb.cr_reads, 0u);
	long_mode();
	run();
	EXPECT_EQ(entries[0].vmcb.cr_reads, 0u);
}

TEST_F(FirstEntry, ReadsOfCr4GoToEveryRegister)
{
	constexpr u64 seen{0x40};
	constexpr Reg in_order[]{
		Reg::Rax, Reg::Rcx, Reg::Rdx, Reg::Rbx, Reg::Rsp, Reg::Rbp, Reg::Rsi, Reg::Rdi};

	for (u8 i = 0; i < 8; i++) {
		put_code({0x0f, 0x20, static_cast<u8>(0xe0 | i)}, gpa_code);
		vmcs_word(vmcs_slot(vmcs::GUEST_RIP)) = gpa_code;
		vmcs_word(vmcs_slot(vmcs::GUEST_RSP)) = gpa_stack;
		Entry entry{after_exit(svm::exit::CR4_READ)};
		u64 const value{i == 0   ? entry.vmcb.rax
				: i == 4 ? entry.vmcb.rsp
				: i == 5 ? entry.regs.rbp
					 : *tdx::gpr(entry.regs.gpr, in_order[i])};
		EXPECT_EQ(value, seen) << u32{i};
		if (i != 4) {
			EXPECT_EQ(entry.vmcb.rsp, gpa_stack) << u32{i};
		}
	}
}

// What a vCPU changes of its state by itself it has again when it is entered next.
TEST_F(FirstEntry, StateComesBack)
{
	constexpr u64 Vmcb::*const words[]{&Vmcb::cr2, &Vmcb::cr3, &Vmcb::dr6, &Vmcb::dr7,
		&Vmcb::rflags, &Vmcb::rip, &Vmcb::rsp, &Vmcb::rax, &Vmcb::star, &Vmcb::lstar,
		&Vmcb::sfmask, &Vmcb::kernel_gs_base, &Vmcb::sysenter_cs, &Vmcb::sysenter_esp,
		&Vmcb::sysenter_eip};
	constexpr svm::Segment Vmcb::*const segments[]{&Vmcb::es, &Vmcb::cs, &Vmcb::ss, &Vmcb::ds,
		&Vmcb::fs, &Vmcb::gs, &Vmcb::tr, &Vmcb::ldtr};
	tdx_regs gpr{};

	std::memset(&gpr, 0x5a, sizeof(gpr));
	steps = {[&](Vmcb &control, emu_regs &regs) {
		u64 value{0x1000};
		for (auto const word : words)
			control.*word = value += 0x1010;
		u16 selector{8};
		for (auto const segment : segments) {
			control.*segment = {selector, static_cast<u16>(0xc00 | selector), 0x1000u,
				u64{selector} << 20};
			selector = static_cast<u16>(selector + 8);
		}
		control.ss.attributes = 0xcf3;
		control.cpl = 3;
		control.gdtr.base = 0x123000;
		control.gdtr.limit = 0x7f;
		control.idtr.base = 0x124000;
		control.idtr.limit = 0xfff;
		regs.gpr = gpr;
		regs.rbp = 0xbb;
		host::guest_state().dr[2] = 0xd2;
		exit_with(svm::exit::INTR)(control, regs);
	}};
	run();
	run();
	Entry const &back{entries[0]};
	u64 value{0x1000};
	for (auto const word : words)
		EXPECT_EQ(back.vmcb.*word, value += 0x1010);
	u16 selector{8};
	for (auto const segment : segments) {
		svm::Segment const &now{back.vmcb.*segment};
		EXPECT_EQ(now.selector, selector);
		EXPECT_EQ(now.base, u64{selector} << 20);
		EXPECT_EQ(now.limit, 0x1000u);
		EXPECT_EQ(now.attributes, segment == &Vmcb::ss ? 0xcf3u : 0xc00u | selector);
		selector = static_cast<u16>(selector + 8);
	}
	EXPECT_EQ(back.vmcb.cpl, 3u);
	EXPECT_EQ(back.vmcb.gdtr.base, 0x123000u);
	EXPECT_EQ(back.vmcb.gdtr.limit, 0x7fu);
	EXPECT_EQ(back.vmcb.idtr.base, 0x124000u);
	EXPECT_EQ(back.vmcb.idtr.limit, 0xfffu);
	EXPECT_TRUE(back.regs.gpr == gpr);
	EXPECT_EQ(back.regs.rbp, 0xbbu);
	EXPECT_EQ(host::guest_state().dr[2], 0xd2u);
}

} // namespace
