// SPDX-License-Identifier: GPL-2.0
//
// The virtual APIC of a vCPU as the CPU serves it: guest_run.md, section 4, and the x2APIC rows of
// guest_msr.tsv.
#include "test_emu_run.hpp"

namespace {

using namespace test;

constexpr u32 tpr = 0x80, ppr = 0xa0, isr = 0x100, irr = 0x200, self_ipi = 0x3f0;
constexpr u64 rflags_if = 1 << 9;
constexpr u32 virq = 1 << 8, ignore_tpr = 1 << 20, masking = 1 << 24;

struct Apic : RunGuest {
	u64 const descriptor{host_base + 0x5000 + 0xc0};

	Apic()
	{
		long_mode();
		put_code({0x0f, 0x30});
		open();
	}
	void open() { vmcs_word(vmcs_slot(vmcs::GUEST_RFLAGS)) |= rflags_if; }
	u32 &vector_word(u32 base, u32 vector) { return vapic(base + vector / 32 * 0x10); }
	bool is_set(u32 base, u32 vector) { return vector_word(base, vector) >> vector % 32 & 1; }
	void set(u32 base, u32 vector) { vector_word(base, vector) |= 1u << vector % 32; }
	u64 status() { return vmcs_word(vmcs_slot(vmcs::GUEST_INTR_STATUS)); }

	Entry write_msr(u32 msr, u64 value)
	{
		return after([=](Vmcb &control, emu_regs &regs) {
			regs.gpr.rcx = msr;
			control.rax = value & 0xffffffff;
			regs.gpr.rdx = value >> 32;
			exit_with(svm::exit::MSR, 1)(control, regs);
		});
	}
	static bool waits_for_window(Vmcb const &control)
	{
		return control.int_control >> 8 & 1; // V_IRQ
	}

	// As a VMM does, by TDH.VP.WR.
	void enable_posting()
	{
		on.must(HostLeaf::VpWr, {.rcx = tdvpr(),
						.rdx = 0x0024000300002016,
						.r8 = descriptor,
						.r9 = ~0x3fULL});
		on.must(HostLeaf::VpWr,
			{.rcx = tdvpr(), .rdx = 0x0024000100000002, .r8 = 0xf2, .r9 = 0xffff});
		on.must(HostLeaf::VpWr,
			{.rcx = tdvpr(), .rdx = 0x0024000200004000, .r8 = 0x80, .r9 = 0x80});
	}
	u8 *posted() { return static_cast<u8 *>(host::at(descriptor)); }
	void post(u32 vector)
	{
		posted()[vector / 8] = static_cast<u8>(posted()[vector / 8] | 1u << vector % 8);
		posted()[32] = 1;
	}
};

TEST_F(Apic, PostedInterruptsAreTaken)
{
	enable_posting();
	post(0x31);
	post(0xec);
	run();
	EXPECT_EQ(entries[0].vmcb.event, event_interrupt(0xec));
	for (u32 i = 0; i < 33; i++)
		EXPECT_EQ(posted()[i], 0u) << i;
	EXPECT_TRUE(is_set(irr, 0x31));
	EXPECT_FALSE(is_set(irr, 0xec));
	EXPECT_TRUE(is_set(isr, 0xec));
	EXPECT_EQ(vapic(ppr), 0xe0u);
	EXPECT_EQ(status(), 0xec31u);
}

TEST_F(Apic, PostedInterruptsWaitForOn)
{
	enable_posting();
	post(0x31);
	posted()[32] = 0;
	run();
	EXPECT_EQ(entries[0].vmcb.event, no_event);
	EXPECT_FALSE(is_set(irr, 0x31));
	EXPECT_EQ(posted()[6], 2u);
	// The other bits of the byte are somebody else's.
	posted()[32] = 3;
	run();
	EXPECT_EQ(entries[0].vmcb.event, event_interrupt(0x31));
	EXPECT_EQ(posted()[32], 2u);
}

TEST_F(Apic, PostedInterruptsNeedTheControl)
{
	vmcs_word(vmcs_slot(vmcs::POSTED_INTR_DESC_ADDR)) = descriptor;
	post(0x31);
	run();
	EXPECT_EQ(entries[0].vmcb.event, no_event);
	EXPECT_EQ(posted()[32], 1u);
}

// The interrupt of the host may be the one that was sent for them; then VCPU_STATE_DETAILS tells.
TEST_F(Apic, PostedInterruptsAreTakenAtAnInterruptOfTheHost)
{
	constexpr u64 vcpu_state_details{0x9120000300000100};

	vmcs_word(vmcs_slot(vmcs::GUEST_RFLAGS)) = 2;
	enable_posting();
	EXPECT_EQ(on.must(HostLeaf::VpRd, {.rcx = tdvpr(), .rdx = vcpu_state_details}).gpr.r8, 0u);
	td_exit([this](Vmcb &control, emu_regs &regs) {
		post(0x41);
		exit_with(svm::exit::INTR)(control, regs);
	});
	EXPECT_EQ(posted()[32], 0u);
	EXPECT_TRUE(is_set(irr, 0x41));
	EXPECT_EQ(on.must(HostLeaf::VpRd, {.rcx = tdvpr(), .rdx = vcpu_state_details}).gpr.r8, 1u);
}

// Nowhere that the host could not write itself.
TEST_F(Apic, DescriptorAddress)
{
	enable_posting();
	post(0x31);
	for (u64 const address :
		{~0ULL, 0ULL, 1ULL << 52, u64{0x40000000}, descriptor | 1ULL << 51}) {
		vmcs_word(vmcs_slot(vmcs::POSTED_INTR_DESC_ADDR)) = address;
		run();
		EXPECT_EQ(entries[0].vmcb.event, no_event) << std::hex << address;
	}
}

TEST_F(Apic, Priorities)
{
	struct {
		u32 tpr, in_service, requested;
		u32 priority;
		bool taken;
	} const cases[]{
		{0, 0, 0x31, 0, true},
		{0x30, 0, 0x31, 0x30, false},
		{0x2f, 0, 0x31, 0x2f, true},
		{0, 0x35, 0x3f, 0x30, false},
		{0, 0x35, 0x40, 0x30, true},
		{0x38, 0x35, 0x40, 0x38, true},
		{0x41, 0x35, 0x4f, 0x41, false},
		{0x10, 0x95, 0xa0, 0x90, true},
		{0xff, 0, 0xff, 0xff, false},
	};

	for (auto const &test : cases) {
		SCOPED_TRACE(testing::Message() << std::hex << test.tpr << ' ' << test.in_service
						<< ' ' << test.requested);
		std::memset(&vapic(0), 0, page_bytes);
		long_mode();
		open();
		vapic(tpr) = test.tpr;
		if (test.in_service)
			set(isr, test.in_service);
		Entry const entry{write_msr(0x83f, test.requested)};
		EXPECT_EQ(
			entry.vmcb.event, test.taken ? event_interrupt(test.requested) : no_event);
		EXPECT_EQ(is_set(isr, test.requested), test.taken);
		EXPECT_EQ(is_set(irr, test.requested), !test.taken);
		EXPECT_EQ(vapic(ppr), test.taken ? test.requested & 0xf0 : test.priority);
		EXPECT_FALSE(waits_for_window(entry.vmcb));
	}
}

TEST_F(Apic, WindowWhileInterruptsAreClosed)
{
	set(irr, 0x31);
	vmcs_word(vmcs_slot(vmcs::GUEST_RFLAGS)) = 2;
	steps = {[](Vmcb &control, emu_regs &regs) {
			 // STI came, and its shadow is there still.
			 control.rflags |= rflags_if;
			 control.int_state = 1;
			 exit_with(svm::exit::VINTR)(control, regs);
		 },
		[](Vmcb &control, emu_regs &regs) {
			control.int_state = 0;
			exit_with(svm::exit::VINTR)(control, regs);
		}};
	run();
	ASSERT_EQ(entries.size(), 3u);
	for (u32 i = 0; i < 2; i++) {
		EXPECT_EQ(entries[i].vmcb.event, no_event);
		EXPECT_TRUE(waits_for_window(entries[i].vmcb));
		EXPECT_EQ(entries[i].vmcb.int_control & (virq | ignore_tpr | masking),
			virq | ignore_tpr | masking);
	}
	EXPECT_EQ(entries[1].vmcb.int_state, 1u);
	EXPECT_EQ(entries[2].vmcb.event, event_interrupt(0x31));
	EXPECT_FALSE(waits_for_window(entries[2].vmcb));
	EXPECT_EQ(entries[2].vmcb.int_control & virq, 0u);
}

// One event at a time: the interrupt follows the exception.
TEST_F(Apic, WindowWhileAnExceptionIsDelivered)
{
	set(irr, 0x31);
	vmcs_word(vmcs_slot(vmcs::GUEST_RFLAGS)) = 2;
	steps = {[](Vmcb &control, emu_regs &regs) {
		control.rflags |= rflags_if;
		exit_with(svm::exit::HLT)(control, regs);
	}};
	run();
	ASSERT_EQ(entries.size(), 2u);
	EXPECT_EQ(entries[1].vmcb.event, event_ve);
	EXPECT_TRUE(waits_for_window(entries[1].vmcb));
	EXPECT_TRUE(is_set(irr, 0x31));
}

TEST_F(Apic, EndOfInterrupt)
{
	set(isr, 0x31);
	set(isr, 0x52);
	set(irr, 0x45);
	Entry entry{write_msr(0x80b, 0)};
	EXPECT_EQ(entry.vmcb.rip, gpa_code + 2);
	EXPECT_FALSE(is_set(isr, 0x52));
	EXPECT_TRUE(is_set(isr, 0x31));
	// 0x45 beats 0x31.
	EXPECT_EQ(entry.vmcb.event, event_interrupt(0x45));
	EXPECT_EQ(status(), 0x4500u);

	long_mode();
	expect_done(write_msr(0x80b, 0), 2);
	EXPECT_EQ(vapic(ppr), 0x30u);
	long_mode();
	expect_fault(write_msr(0x80b, 1), event_gp);
	EXPECT_TRUE(is_set(isr, 0x31));
	// None is in service any more.
	long_mode();
	write_msr(0x80b, 0);
	long_mode();
	expect_done(write_msr(0x80b, 0), 2);
	EXPECT_EQ(vapic(ppr), 0u);
}

TEST_F(Apic, TaskPriority)
{
	expect_done(write_msr(0x808, 0x25), 2);
	EXPECT_EQ(vapic(tpr), 0x25u);
	EXPECT_EQ(vapic(ppr), 0x25u);
	EXPECT_EQ(entries[1].vmcb.int_control & 0xff, 2u); // CR8
	for (u64 const bad : {0x100ULL, 1ULL << 32, 1ULL << 63}) {
		long_mode();
		expect_fault(write_msr(0x808, bad), event_gp);
	}
	EXPECT_EQ(vapic(tpr), 0x25u);

	// MOV to CR8 does not exit; it changes the CPU's copy, and one that stays is no change.
	run();
	EXPECT_EQ(vapic(tpr), 0x25u);
	td_exit([](Vmcb &control, emu_regs &regs) {
		control.int_control = (control.int_control & ~0xffu) | 4;
		exit_with(svm::exit::INTR)(control, regs);
	});
	EXPECT_EQ(vapic(tpr), 0x40u);
	EXPECT_EQ(vapic(ppr), 0x40u);
}

TEST_F(Apic, SelfIpi)
{
	vmcs_word(vmcs_slot(vmcs::GUEST_RFLAGS)) = 2;
	for (u32 const vector : {16u, 0x31u, 0xffu}) {
		long_mode();
		expect_done(write_msr(0x83f, vector), 2);
		EXPECT_TRUE(is_set(irr, vector));
		EXPECT_EQ(vapic(self_ipi), vector);
		EXPECT_EQ(status() & 0xff, vector);
	}
	for (u64 const bad : {0x100ULL, 1ULL << 40}) {
		long_mode();
		expect_fault(write_msr(0x83f, bad), event_gp);
	}
}

// An APIC-write exit, which is after the instruction.
TEST_F(Apic, SelfIpiOfAnIllegalVector)
{
	for (u32 const vector : {0u, 15u}) {
		long_mode();
		Entry const entry{write_msr(0x83f, vector)};
		EXPECT_EQ(entry.vmcb.event, event_ve);
		EXPECT_EQ(entry.vmcb.rip, gpa_code + 2);
		EXPECT_EQ(vcpu_field<u32>(tdx::emu::vcpu_field::ve_info_reason), 56u);
		EXPECT_EQ(vcpu_field<u64>(tdx::emu::vcpu_field::ve_info_qualification), 0x3f0u);
		EXPECT_FALSE(is_set(irr, vector));
	}
	long_mode();
	vcpu_field<u32>(tdx::emu::vcpu_field::ve_info_valid) = 0xffffffff;
	Entry const entry{write_msr(0x83f, 3)};
	EXPECT_EQ(entry.vmcb.event, event_df);
	EXPECT_EQ(entry.vmcb.rip, gpa_code + 2);
}

TEST_F(Apic, ReadsComeFromThePage)
{
	struct {
		u32 msr, offset;
	} const rows[]{{0x808, 0x80}, {0x809, 0x90}, {0x80a, 0xa0}, {0x80b, 0xb0}, {0x80c, 0xc0},
		{0x80e, 0xe0}, {0x810, 0x100}, {0x817, 0x170}, {0x818, 0x180}, {0x81f, 0x1f0},
		{0x820, 0x200}, {0x827, 0x270}, {0x83f, 0x3f0}};

	for (auto const &row : rows) {
		long_mode();
		Entry const entry{after([&](Vmcb &control, emu_regs &regs) {
			vapic(row.offset) = 0x5;
			regs.gpr.rcx = row.msr;
			control.rax = regs.gpr.rdx = ~0ULL;
			exit_with(svm::exit::MSR, 0)(control, regs);
		})};
		SCOPED_TRACE(row.msr);
		EXPECT_EQ(entry.vmcb.rip, gpa_code + 2);
		EXPECT_EQ(entry.vmcb.rax, row.msr == 0x808 ? entry.vmcb.rax : 0x5u);
		EXPECT_EQ(entry.regs.gpr.rdx, 0u);
		std::memset(&vapic(0), 0, page_bytes);
	}
}

TEST_F(Apic, ReadOnlyRegisters)
{
	for (u32 const msr : {0x809u, 0x80au, 0x80cu, 0x80eu, 0x810u, 0x818u, 0x820u, 0x827u}) {
		SCOPED_TRACE(msr);
		long_mode();
		expect_fault(write_msr(msr, 0), event_gp);
	}
}

} // namespace
