// SPDX-License-Identifier: GPL-2.0
//
// Interrupts from vCPU to vCPU by the ICR, and NMIs.
#include "core/base/atomic.hpp"
#include "runtime/apic.hpp"
#include "runtime/ve.hpp"

using namespace guest;

namespace {

constexpr u64 to(u64 destination)
{
	return destination << 32;
}

constexpr u64 icr_nmi = 4 << 8;
constexpr u64 icr_logical = 1 << 11;
constexpr u64 icr_self = 1 << 18;
constexpr u64 icr_all = 2 << 18;
constexpr u64 icr_others = 3 << 18;

constexpr u8 vector = 0x77;

tdx::Atomic<u32> came[max_vcpus];
tdx::Atomic<u32> nmis[max_vcpus];
tdx::Atomic<u32> stop;
tdx::Atomic<u32> ready;

bool note(Frame &)
{
	came[this_vcpu().index].add(1);
	end_of_interrupt();
	return true;
}

bool note_nmi(Frame &)
{
	nmis[this_vcpu().index].add(1);
	return true;
}

void begin_here()
{
	enable_apic();
	handle(vector, note);
	handle(vector_nmi, note_nmi);
}

// vCPU 1 takes interrupts, either in a loop or halted as an idle loop does.
void busy(void *)
{
	begin_here();
	ready = 1;
	interrupts_on();
	while (!stop)
		asm volatile("pause");
	interrupts_off();
}

void idle(void *)
{
	begin_here();
	ready = 1;
	while (!stop) {
		core_tdg_vp_vmcall_instruction_hlt(0, 0);
		let_them_in();
	}
}

void begin(Function other)
{
	begin_here();
	for (u32 i = 0; i < max_vcpus; i++) {
		came[i] = 0;
		nmis[i] = 0;
	}
	stop = 0;
	ready = 0;
	start_on(1, other, nullptr);
	while (!ready)
		asm volatile("pause");
}

void finish()
{
	stop = 1;
	done_on(1);
}

// Waits until so many have come, or for too long.
bool wait_for(tdx::Atomic<u32> &count, u32 wanted)
{
	u64 const until{rdtsc() + cpuid(0x15).ebx * 25000000 * 60};

	while (count < wanted && rdtsc() < until)
		let_them_in();
	return count == wanted;
}

void send(u64 icr)
{
	write_apic_of_vmm(apic_icr, icr);
}

} // namespace

GUEST_TEST(ipi_to_a_busy_vcpu)
{
	begin(busy);
	for (u32 i = 1; i <= 20; i++) {
		send(to(1) | vector);
		EXPECT(wait_for(came[1], i));
	}
	finish();
	EXPECT_EQ(came[0].load(), 0);
	EXPECT_EQ(read_apic_of_vmm(apic_icr), to(1) | vector);
}

GUEST_TEST(ipi_to_an_idle_vcpu)
{
	begin(idle);
	for (u32 i = 1; i <= 20; i++) {
		send(to(1) | vector);
		EXPECT(wait_for(came[1], i));
	}
	finish();
}

GUEST_TEST(destinations)
{
	begin(busy);
	send(icr_others | vector);
	EXPECT(wait_for(came[1], 1));
	send(icr_all | vector);
	EXPECT(wait_for(came[1], 2) && wait_for(came[0], 1));
	send(icr_self | vector);
	EXPECT(wait_for(came[0], 2));
	send(to(0xffffffff) | vector);
	EXPECT(wait_for(came[1], 3) && wait_for(came[0], 3));
	// Logical destination: one bit in cluster 0.
	send(icr_logical | to(2) | vector);
	EXPECT(wait_for(came[1], 4));
	send(icr_logical | to(3) | vector);
	EXPECT(wait_for(came[1], 5) && wait_for(came[0], 4));
	// No such vCPU.
	send(to(5) | vector);
	send(icr_logical | to(0x10001) | vector);
	let_them_in();
	finish();
	EXPECT_EQ(came[0].load(), 4);
	EXPECT_EQ(came[1].load(), 5);
}

GUEST_TEST(illegal_vectors)
{
	begin(busy);
	send(to(1) | 15);
	write_apic_of_vmm(apic_esr, 0);
	EXPECT_EQ(read_apic_of_vmm(apic_esr), 1 << 5);
	write_apic_of_vmm(apic_esr, 0);
	EXPECT_EQ(read_apic_of_vmm(apic_esr), 0);
	finish();
}

// An NMI comes although interrupts are blocked.
GUEST_TEST(nmi_to_another)
{
	begin(busy);
	send(to(1) | icr_nmi);
	EXPECT(wait_for(nmis[1], 1));
	finish();
	EXPECT_EQ(nmis[0].load(), 0);
}

GUEST_TEST(nmi_to_a_halted_vcpu)
{
	begin(idle);
	send(to(1) | icr_nmi);
	EXPECT(wait_for(nmis[1], 1));
	finish();
}

GUEST_TEST(nmi_to_itself)
{
	begin_here();
	nmis[0] = 0;
	send(icr_self | icr_nmi);
	EXPECT_EQ(nmis[0].load(), 1);
}

// Blocked until the IRET of the first one.
GUEST_TEST(nmis_do_not_nest)
{
	static u32 depth, deepest, count;

	begin_here();
	depth = deepest = count = 0;
	handle(vector_nmi, [](Frame &) {
		depth++;
		deepest = depth > deepest ? depth : deepest;
		if (!count++)
			send(icr_self | icr_nmi);
		depth--;
		return true;
	});
	send(icr_self | icr_nmi);
	for (u32 i = 0; i < 100 && count < 2; i++)
		core_tdg_vp_info(0, nullptr);
	EXPECT_EQ(count, 2);
	EXPECT_EQ(deepest, 1);
}

// A #VE inside its handler could not be delivered.
GUEST_TEST(nmi_waits_for_ve_info)
{
	begin_here();
	nmis[0] = 0;
	Trap const trap{TRY("hlt")};
	send(icr_self | icr_nmi);
	for (u32 i = 0; i < 10; i++)
		core_tdg_vp_info(0, nullptr);
	EXPECT_EQ(nmis[0].load(), 0);
	EXPECT_ALL(expect_ve(trap, {exit_hlt, 0, 1, 0, 0, 0}));
	for (u32 i = 0; i < 100 && !nmis[0]; i++)
		core_tdg_vp_info(0, nullptr);
	EXPECT_EQ(nmis[0].load(), 1);
}
