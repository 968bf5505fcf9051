// SPDX-License-Identifier: GPL-2.0
//
// Interrupts of a vCPU to itself: priorities, EOI, what blocks them, the timer, HLT.
#include "runtime/apic.hpp"
#include "runtime/ve.hpp"

using namespace guest;

namespace {

constexpr u32 most = 16;

// Vectors received, in order.
struct Taken {
	u8 vector;
	u64 ppr;
	u64 marker;
	bool in_service;
};

u64 volatile marker;
Taken log[most];
u32 volatile taken;
u8 nested; // what the handler sends before its EOI
bool nested_open;

bool note(Frame &frame)
{
	u8 const vector{static_cast<u8>(frame.vector)};

	if (taken < most)
		log[taken] = {vector, rdmsr(apic_ppr).value, marker, apic_bit(apic_isr, vector)};
	taken = taken + 1;
	if (nested) {
		u8 const next{nested};
		nested = 0;
		self_ipi(next);
		if (nested_open)
			let_them_in();
	}
	end_of_interrupt();
	return true;
}

void begin()
{
	enable_apic();
	for (u32 vector = 32; vector < 256; vector++)
		handle(static_cast<u8>(vector), note);
	wrmsr(apic_tpr, 0);
	nested = 0;
	// What a timer of the test before has posted already.
	let_them_in();
	taken = 0;
	marker = 0;
}

// Waits in HLT as an idle loop does; false if the interrupt does not come.
bool wait_for_one()
{
	for (u32 i = 0; i < 2000 && !taken; i++) {
		core_tdg_vp_vmcall_instruction_hlt(0, 0);
		interrupts_on();
		interrupts_off();
	}
	return taken != 0;
}

u64 milliseconds(u64 count)
{
	return cpuid(0x15).ebx * 25000 * count;
}

} // namespace

GUEST_TEST(self_ipi_comes_at_once)
{
	begin();
	interrupts_on();
	self_ipi(0x41);
	u32 const after{taken};
	interrupts_off();
	EXPECT_EQ(after, 1);
	EXPECT_EQ(log[0].vector, 0x41);
	EXPECT(log[0].in_service);
	EXPECT_EQ(log[0].ppr, 0x40);
	EXPECT_EQ(rdmsr(apic_ppr).value, 0);
	EXPECT(!apic_bit(apic_isr, 0x41) && !apic_bit(apic_irr, 0x41));
}

GUEST_TEST(every_vector)
{
	begin();
	for (u32 vector = 32; vector < 256; vector++) {
		taken = 0;
		interrupts_on();
		self_ipi(static_cast<u8>(vector));
		interrupts_off();
		EXPECT_EQ(taken, 1);
		EXPECT_EQ(log[0].vector, vector);
		EXPECT_EQ(log[0].ppr, vector & 0xf0);
	}
}

GUEST_TEST(blocked_it_waits_in_irr)
{
	begin();
	self_ipi(0x52);
	EXPECT_EQ(taken, 0);
	EXPECT(apic_bit(apic_irr, 0x52));
	EXPECT(!apic_bit(apic_isr, 0x52));
	// A vector that is pending twice is delivered once.
	self_ipi(0x52);
	let_them_in();
	EXPECT_EQ(taken, 1);
	EXPECT(!apic_bit(apic_irr, 0x52));
}

GUEST_TEST(highest_comes_first)
{
	begin();
	for (u32 const vector : {0x33u, 0x91u, 0x92u, 0x45u, 0xffu, 0x20u})
		self_ipi(static_cast<u8>(vector));
	let_them_in();
	EXPECT_EQ(taken, 6);
	constexpr u8 order[]{0xff, 0x92, 0x91, 0x45, 0x33, 0x20};
	for (u32 i = 0; i < 6; i++)
		EXPECT_EQ(log[i].vector, order[i]);
}

// STI with an interrupt pending and one instruction behind it: true if that instruction came first.
// QEMU's VMRUN does not load the interrupt shadow, so it is lost if the host's timer comes just
// then.  It does not three times in a row.
template <typename F>
bool passes_first(F instructions)
{
	for (u32 attempt = 0; attempt < 3; attempt++) {
		self_ipi(0x60);
		if (instructions())
			return true;
	}
	return false;
}

GUEST_TEST(sti_lets_one_instruction_pass)
{
	begin();
	EXPECT(passes_first([] {
		marker = 0;
		taken = 0;
		asm volatile("sti\n\tmovq $1, %0\n\tmovq $2, %0\n\tcli"
			     : "=m"(marker)
			     :
			     : "memory");
		return taken == 1 && log[0].marker == 1;
	}));
	// STI's shadow lasts until after CLI.
	for (u32 i = 0; i < 100; i++)
		EXPECT(passes_first([] {
			taken = 0;
			asm volatile("sti\n\tcli" : : : "memory");
			return taken == 0;
		}));
	EXPECT_EQ(taken, 0);
	let_them_in();
	EXPECT_EQ(taken, 1);
}

GUEST_TEST(tpr_holds_back)
{
	begin();
	wrmsr(apic_tpr, 0x5f);
	EXPECT_EQ(rdmsr(apic_ppr).value, 0x5f);
	self_ipi(0x5f);
	self_ipi(0x60);
	let_them_in();
	EXPECT_EQ(taken, 1);
	EXPECT_EQ(log[0].vector, 0x60);
	EXPECT_EQ(log[0].ppr, 0x60);
	EXPECT(apic_bit(apic_irr, 0x5f));
	wrmsr(apic_tpr, 0x40);
	let_them_in();
	EXPECT_EQ(taken, 2);
	EXPECT_EQ(log[1].vector, 0x5f);
	EXPECT_EQ(log[1].ppr, 0x50);
	wrmsr(apic_tpr, 0);
}

GUEST_TEST(cr8_is_tpr)
{
	u64 value;

	begin();
	asm volatile("movq %0, %%cr8" : : "r"(7UL));
	EXPECT_EQ(rdmsr(apic_tpr).value, 0x70);
	EXPECT_EQ(rdmsr(apic_ppr).value, 0x70);
	self_ipi(0x7f);
	let_them_in();
	EXPECT_EQ(taken, 0);
	// Writes of CR8 alone, which do not exit.
	interrupts_on();
	asm volatile("movq %0, %%cr8" : : "r"(6UL));
	for (u32 i = 0; i < 100000 && !taken; i++)
		asm volatile("pause");
	interrupts_off();
	EXPECT_EQ(taken, 1);
	asm volatile("movq %%cr8, %0" : "=r"(value));
	EXPECT_EQ(value, 6);
	asm volatile("movq %0, %%cr8" : : "r"(0UL));
	EXPECT_EQ(rdmsr(apic_tpr).value, 0);
}

GUEST_TEST(higher_class_nests)
{
	begin();
	nested = 0x80;
	nested_open = true;
	self_ipi(0x70);
	let_them_in();
	EXPECT_EQ(taken, 2);
	EXPECT_EQ(log[1].vector, 0x80);
	EXPECT_EQ(log[1].ppr, 0x80);
	EXPECT_EQ(rdmsr(apic_ppr).value, 0);
}

GUEST_TEST(same_class_waits_for_eoi)
{
	begin();
	nested = 0x7f;
	nested_open = true;
	self_ipi(0x70);
	let_them_in();
	EXPECT_EQ(taken, 2);
	// After EOI: it was the only one in service.
	EXPECT_EQ(log[1].vector, 0x7f);
	for (u32 i = 0; i < 8; i++)
		EXPECT_EQ(rdmsr(apic_isr + i).value, 0);
}

GUEST_TEST(eoi_without_interrupt)
{
	begin();
	end_of_interrupt();
	EXPECT_EQ(rdmsr(apic_ppr).value, 0);
	self_ipi(0x30);
	let_them_in();
	EXPECT_EQ(taken, 1);
}

GUEST_TEST(timer_by_tsc_deadline)
{
	u64 deadline, told;

	// Again if it was over before it was read: the vCPU's thread may have had to wait.
	do {
		begin();
		write_apic_of_vmm(apic_lvt_timer, 0x400ec);
		deadline = rdtsc() + milliseconds(200);
		write_apic_of_vmm(apic_deadline, deadline);
		told = read_apic_of_vmm(apic_deadline);
	} while (rdtsc() >= deadline);
	EXPECT_EQ(told, deadline);
	EXPECT(wait_for_one());
	EXPECT(rdtsc() >= deadline);
	EXPECT_EQ(log[0].vector, 0xec);
	EXPECT_EQ(read_apic_of_vmm(apic_deadline), 0);
}

GUEST_TEST(timer_ends_a_busy_loop)
{
	begin();
	write_apic_of_vmm(apic_deadline, rdtsc() + milliseconds(1));
	interrupts_on();
	for (u64 until{rdtsc() + milliseconds(20000)}; !taken && rdtsc() < until;)
		asm volatile("pause");
	interrupts_off();
	EXPECT_EQ(taken, 1);
}

GUEST_TEST(timer_in_the_past)
{
	begin();
	write_apic_of_vmm(apic_deadline, 1);
	EXPECT(wait_for_one());
	EXPECT_EQ(log[0].vector, 0xec);
}

GUEST_TEST(timer_disarmed_or_masked)
{
	u64 deadline;

	// Again if it was over before it was disarmed.
	do {
		begin();
		deadline = rdtsc() + milliseconds(200);
		write_apic_of_vmm(apic_deadline, deadline);
		write_apic_of_vmm(apic_deadline, 0);
	} while (rdtsc() >= deadline);
	for (u64 until{rdtsc() + milliseconds(250)}; rdtsc() < until;)
		let_them_in();
	EXPECT_EQ(taken, 0);
	write_apic_of_vmm(apic_lvt_timer, 0x500ec);
	write_apic_of_vmm(apic_deadline, rdtsc() + milliseconds(1));
	for (u64 until{rdtsc() + milliseconds(5)}; rdtsc() < until;)
		let_them_in();
	EXPECT_EQ(taken, 0);
}

GUEST_TEST(timer_by_count)
{
	begin();
	write_apic_of_vmm(apic_divide, 0xb); // by 1, of 25 MHz
	write_apic_of_vmm(apic_lvt_timer, 0x55);
	write_apic_of_vmm(apic_initial_count, 25000);
	EXPECT(read_apic_of_vmm(apic_current_count) <= 25000);
	EXPECT(wait_for_one());
	EXPECT_EQ(log[0].vector, 0x55);
	EXPECT_EQ(read_apic_of_vmm(apic_current_count), 0);
	for (u64 until{rdtsc() + milliseconds(4)}; rdtsc() < until;)
		let_them_in();
	EXPECT_EQ(taken, 1);
}

GUEST_TEST(timer_again_and_again)
{
	begin();
	write_apic_of_vmm(apic_lvt_timer, 0x20055);
	write_apic_of_vmm(apic_initial_count, 25000);
	for (u64 until{rdtsc() + milliseconds(20000)}; taken < 4 && rdtsc() < until;)
		let_them_in();
	EXPECT(taken >= 4);
	write_apic_of_vmm(apic_initial_count, 0);
}

// With RFLAGS.IF clear, as Linux halts.
GUEST_TEST(hlt_wakes_up_for_what_is_pending)
{
	begin();
	self_ipi(0x44);
	EXPECT_EQ(core_tdg_vp_vmcall_instruction_hlt(0, 0).r10, vmcall_success);
	EXPECT_EQ(taken, 0);
	let_them_in();
	EXPECT_EQ(taken, 1);
}
