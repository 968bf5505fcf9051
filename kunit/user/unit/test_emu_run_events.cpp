// SPDX-License-Identifier: GPL-2.0
//
// What a vCPU takes with a VMRUN: exceptions and #VEs, NMIs, and deliveries that an exit
// interrupted.
#include "test_emu_run.hpp"

namespace {

using namespace test;

constexpr u64 rflags_if = 1 << 9;
constexpr u64 rflags_tf = 1 << 8;
constexpr u64 blocking_by_nmi = 1 << 3;

struct Events : RunGuest {
	explicit Events(RunOptions o = {}) : RunGuest{o}
	{
		long_mode();
		put_code({0xf4}); // HLT
	}
	void pend_nmi() { vcpu_field<u8>(tdx::emu::vcpu_field::pend_nmi) = 1; }
	u8 nmi_is_pending() { return vcpu_field<u8>(tdx::emu::vcpu_field::pend_nmi); }
	void hold_ve_info(bool held = true)
	{
		vcpu_field<u32>(tdx::emu::vcpu_field::ve_info_valid) = held ? 0xffffffff : 0;
	}
	u64 interruptibility() { return vmcs_word(vmcs_slot(vmcs::GUEST_INTERRUPTIBILITY_INFO)); }
	// An exit by an access that the TD's host has to serve, which met the delivery of @event.
	Step fault_while_delivering(u64 event, u64 gpa = gpa_data)
	{
		return [=](Vmcb &control, emu_regs &regs) {
			nested_fault(gpa, npf_user | npf_write | npf_final)(control, regs);
			control.exit_int_info = event;
		};
	}
};

TEST_F(Events, BusyVeInfoIsADoubleFault)
{
	using namespace tdx::emu::vcpu_field;
	vcpu_field<u32>(ve_info_reason) = 77;
	vcpu_field<u64>(ve_info_qualification) = 0x1234;
	hold_ve_info();
	expect_fault(after_exit(svm::exit::HLT), event_df);
	EXPECT_EQ(vcpu_field<u32>(ve_info_reason), 77u);
	EXPECT_EQ(vcpu_field<u64>(ve_info_qualification), 0x1234u);
	EXPECT_EQ(vcpu_field<u32>(ve_info_valid), 0xffffffffu);
}

// TDG.VP.VEINFO.GET tells it, and makes room for the next one.
TEST_F(Events, VeInfoIsFetched)
{
	put_code({0xf4, 0x66, 0x0f, 0x01, 0xcc});
	steps = {exit_with(svm::exit::HLT), [](Vmcb &control, emu_regs &regs) {
			 control.rax = leaf_number(GuestLeaf::VpVeinfoGet);
			 control.rip = gpa_code + 1;
			 exit_with(exit_of_ud)(control, regs);
		 }};
	run();
	ASSERT_EQ(entries.size(), 3u);
	EXPECT_EQ(entries[1].vmcb.event, event_ve);
	EXPECT_EQ(entries[2].vmcb.event, no_event);
	EXPECT_EQ(entries[2].vmcb.rax, 0u);
	EXPECT_EQ(entries[2].regs.gpr.rcx, 12u);
	EXPECT_EQ(entries[2].regs.gpr.rdx, 0u);
	EXPECT_EQ(entries[2].regs.gpr.r8, 0u);
	EXPECT_EQ(entries[2].regs.gpr.r9, 0u);
	EXPECT_EQ(entries[2].regs.gpr.r10, 1u);
	long_mode();
	EXPECT_EQ(after_exit(svm::exit::HLT).vmcb.event, event_ve);
}

// A #VE ends the blocking by STI: HLT often follows that.
TEST_F(Events, ExceptionsEndTheInterruptShadow)
{
	Entry const entry{after([](Vmcb &control, emu_regs &regs) {
		control.int_state = 1;
		exit_with(svm::exit::HLT)(control, regs);
	})};
	EXPECT_EQ(entry.vmcb.event, event_ve);
	EXPECT_EQ(entry.vmcb.int_state, 0u);
}

// It is taken once: the entry after has nothing to deliver.
TEST_F(Events, ExceptionsAreTakenOnce)
{
	steps = {exit_with(svm::exit::HLT), exit_with(svm::exit::VINTR)};
	run();
	ASSERT_EQ(entries.size(), 3u);
	EXPECT_EQ(entries[1].vmcb.event, event_ve);
	EXPECT_EQ(entries[2].vmcb.event, no_event);
}

TEST_F(Events, SingleStepOverAnInstruction)
{
	constexpr u64 event_db{0x80000301}, dr6_bs{1 << 14}, btf{2};
	auto const cpuid = [](Vmcb &control, emu_regs &regs) {
		control.rax = 0x21;
		regs.gpr.rcx = 0;
		control.rflags |= rflags_tf;
		exit_with(svm::exit::CPUID)(control, regs);
	};

	Entry entry{after(cpuid)};
	EXPECT_EQ(entry.vmcb.rip, gpa_code + 2);
	EXPECT_EQ(entry.vmcb.event, event_db);
	EXPECT_EQ(entry.vmcb.dr6 & dr6_bs, dr6_bs);
	run();
	EXPECT_EQ(entries[0].vmcb.event, no_event);
	// Steps from branch to branch.
	long_mode();
	vmcs_word(vmcs_slot(vmcs::GUEST_IA32_DEBUGCTL)) = btf;
	EXPECT_EQ(after(cpuid).vmcb.event, no_event);
}

TEST_F(Events, Nmi)
{
	pend_nmi();
	steps = {exit_with(svm::exit::VINTR), exit_with(svm::exit::IRET)};
	run();
	ASSERT_EQ(entries.size(), 3u);
	EXPECT_EQ(entries[0].vmcb.event, event_nmi);
	EXPECT_EQ(nmi_is_pending(), 0u);
	// Blocked until its handler ends.
	auto const waits_for_iret = [](Vmcb const &control) {
		return control.intercepts[0] >> (0x74 - 0x60) & 1;
	};
	EXPECT_TRUE(waits_for_iret(entries[0].vmcb));
	EXPECT_TRUE(waits_for_iret(entries[1].vmcb));
	EXPECT_EQ(entries[1].vmcb.event, no_event);
	EXPECT_FALSE(waits_for_iret(entries[2].vmcb));
	EXPECT_EQ(interruptibility() & blocking_by_nmi, 0u);
}

TEST_F(Events, NmiWaitsForTheEndOfTheLast)
{
	pend_nmi();
	run();
	pend_nmi();
	steps = {exit_with(svm::exit::VINTR), exit_with(svm::exit::IRET)};
	run();
	ASSERT_EQ(entries.size(), 3u);
	EXPECT_EQ(entries[0].vmcb.event, no_event);
	EXPECT_EQ(entries[1].vmcb.event, no_event);
	EXPECT_EQ(nmi_is_pending(), 0u);
	EXPECT_EQ(entries[2].vmcb.event, event_nmi);
}

TEST_F(Events, NmiWaitsForVeInfo)
{
	hold_ve_info();
	pend_nmi();
	run();
	EXPECT_EQ(entries[0].vmcb.event, no_event);
	EXPECT_EQ(nmi_is_pending(), 1u);

	put_code({0x66, 0x0f, 0x01, 0xcc});
	Entry const entry{after([](Vmcb &control, emu_regs &regs) {
		control.rax = leaf_number(GuestLeaf::VpVeinfoGet);
		exit_with(exit_of_ud)(control, regs);
	})};
	EXPECT_EQ(entry.vmcb.event, event_nmi);
}

TEST_F(Events, ExceptionsComeBeforeNmis)
{
	steps = {exit_with(svm::exit::HLT), exit_with(svm::exit::VINTR)};
	steps.push_front([this](Vmcb &control, emu_regs &regs) {
		pend_nmi();
		exit_with(svm::exit::HLT)(control, regs);
	});
	run();
	EXPECT_EQ(entries[1].vmcb.event, event_ve);
	EXPECT_EQ(nmi_is_pending(), 1u);
}

// The exit was none of the guest's business: what was on its way is delivered again.
TEST_F(Events, InterruptedDeliveryGoesOn)
{
	constexpr u64 wrong_type{0x80000300};
	struct {
		u64 was, again;
	} const deliveries[]{
		{event_interrupt(0x41), event_interrupt(0x41)},
		{wrong_type | 0x41, event_interrupt(0x41)}, // some CPUs
		{event_nmi, event_nmi},
		{event_pf(2), event_pf(2)},
		{event_gp | 0x18ULL << 32, event_gp | 0x18ULL << 32},
		{0x8000031f, 0x8000031f},
		{0x80000320, event_interrupt(0x20)},
		// The instruction is executed again: INT 0x80, INT3.
		{0x80000480, no_event},
		{0x80000303, no_event},
	};

	for (auto const &delivery : deliveries) {
		SCOPED_TRACE(testing::Message() << std::hex << delivery.was);
		long_mode();
		Entry const entry{after(fault_while_delivering(delivery.was))};
		EXPECT_EQ(entry.vmcb.event, delivery.again);
		EXPECT_EQ(entry.vmcb.rip, gpa_code);
	}
}

TEST_F(Events, InterruptedDeliveryGoesOnAfterATdExit)
{
	td_exit(fault_while_delivering(event_interrupt(0x41), gpa_unmapped));
	run();
	EXPECT_EQ(entries[0].vmcb.event, event_interrupt(0x41));
	// Once.
	run();
	EXPECT_EQ(entries[0].vmcb.event, no_event);
}

TEST_F(Events, AnExceptionReplacesAnInterruptedDelivery)
{
	Entry const entry{after(fault_while_delivering(event_interrupt(0x41), gpa_pending))};
	EXPECT_EQ(entry.vmcb.event, event_ve);
	run();
	EXPECT_EQ(entries[0].vmcb.event, no_event);
}

// A page fault that met another exception.
TEST_F(Events, DoubleAndTripleFault)
{
	constexpr u64 gla{gla_reserved + 0x200000}, gpa{1ULL << 48 | 0x200000};
	put_code({0x48, 0x89, 0x07}); // mov %rax, (%rdi)
	auto const met = [&](u64 event) {
		return [=, this](Vmcb &control, emu_regs &regs) {
			fault_while_delivering(event, gpa)(control, regs);
			regs.gpr.rdi = gla;
		};
	};

	expect_fault(after(met(0)), event_pf(0xb));
	EXPECT_EQ(entries[1].vmcb.cr2, gla);
	for (u64 const vector : {0, 10, 11, 12, 13}) {
		SCOPED_TRACE(vector);
		long_mode();
		expect_fault(after(met(0x80000300 | vector)), event_df);
	}
	// A benign one is lost.
	long_mode();
	expect_fault(after(met(event_interrupt(0x41))), event_pf(0xb));
	long_mode();
	expect_td_exit(met(event_df), raw(0x40000001, 2), 0);
}

TEST_F(Events, NoVeWhileAnEventIsDelivered)
{
	// Shared memory that nobody has mapped.
	constexpr u64 gpa{shared_bit | 0x200000};
	put_code({0x48, 0x89, 0x07});
	auto const access = [&](u64 event) {
		return [=, this](Vmcb &control, emu_regs &regs) {
			fault_while_delivering(event, gpa)(control, regs);
			regs.gpr.rdi = gla_shared + 0x200000;
		};
	};

	EXPECT_EQ(after(access(0)).vmcb.event, event_ve);
	long_mode();
	expect_td_exit(access(event_interrupt(0x41)), 48, 2, 0, gpa);
	long_mode();
	hold_ve_info();
	expect_td_exit(access(0), 48, 2, 0, gpa);
}

TEST_F(Events, NothingToDeliver)
{
	vmcs_word(vmcs_slot(vmcs::GUEST_RFLAGS)) = 2 | rflags_if;
	run();
	EXPECT_EQ(entries[0].vmcb.event, no_event);
	EXPECT_EQ(entries[0].vmcb.int_control, 1u << 24);
}

} // namespace
