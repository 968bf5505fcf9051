// SPDX-License-Identifier: GPL-2.0
//
// What leaving the TD costs its guest, in ticks of its time-stamp counter, for scripts/bench: a
// line
// "# NAME TICKS", which is no result to TAP.  On two vCPUs; rounds=N says how often each is timed.
#include "core/base/atomic.hpp"
#include "core/call/leaves.h"
#include "runtime/console.hpp"
#include "runtime/cpu.hpp"
#include "runtime/facts.hpp"
#include "runtime/test.hpp"

using namespace guest;

namespace {

constexpr u32 per_round = 10;
constexpr u32 most_rounds = 1000;
constexpr u32 cpuid_leaf = 0x40000000;
// "KVMKVMKVM", as the VMM says.
constexpr u64 signature[]{0x40000001, 0x4b4d564b, 0x564b4d56, 0x4d};

u64 sample[most_rounds];

u32 rounds()
{
	u64 const wanted{option("rounds", 20)};
	return static_cast<u32>(wanted && wanted < most_rounds ? wanted : most_rounds);
}

u64 median(u32 count)
{
	for (u32 i = 1; i < count; i++)
		for (u32 j = i; j && sample[j - 1] > sample[j]; j--) {
			u64 const less{sample[j]};
			sample[j] = sample[j - 1];
			sample[j - 1] = less;
		}
	return sample[count / 2];
}

void tell(char const *name, u64 ticks)
{
	say("# ");
	say(name);
	say(" ");
	say_decimal(ticks);
	say("\n");
}

template <typename Function>
void measure(char const *name, Function function)
{
	u32 const count{rounds()};

	for (u32 round = 0; round < count; round++) {
		u64 const begin{rdtsc()};
		for (u32 i = 0; i < per_round; i++)
			EXPECT_ALL(function());
		sample[round] = rdtsc() - begin;
	}
	tell(name, median(count) / per_round);
}

// The hypercall that a VMM answers fastest.
void hypercall()
{
	EXPECT_EQ(core_tdg_vp_vmcall_instruction_wbinvd(0, 0).r10, vmcall_success);
}

bool answer_cpuid(Frame &frame)
{
	tdg_vp_veinfo_get_out info;
	tdg_vp_vmcall_instruction_cpuid_out out;

	if (core_tdg_vp_veinfo_get(0, 0, &info) || info.exit_reason != exit_cpuid)
		return false;
	if (core_tdg_vp_vmcall_instruction_cpuid(0, frame.rax, frame.rcx, &out).r10)
		return false;
	frame.rax = out.eax;
	frame.rbx = out.ebx;
	frame.rcx = out.ecx;
	frame.rdx = out.edx;
	frame.rip += info.instr_length;
	return true;
}

void cpuid_by_ve()
{
	u64 eax{cpuid_leaf}, ebx, ecx{0}, edx;

	asm volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
	EXPECT_EQ(eax, signature[0]);
	EXPECT_EQ(ebx, signature[1]);
	EXPECT_EQ(ecx, signature[2]);
	EXPECT_EQ(edx, signature[3]);
}

void many_hypercalls(void *)
{
	u32 const count{rounds() * per_round};

	for (u32 i = 0; i < count && !failed(); i++)
		hypercall();
}

} // namespace

GUEST_TEST(hypercall_of_one_vcpu)
{
	measure("hypercall", hypercall);
}

GUEST_TEST(cpuid_that_raises_ve)
{
	handle(vector_ve, answer_cpuid);
	measure("cpuid", cpuid_by_ve);
	EXPECT_EQ(this_vcpu().taken[vector_ve], rounds() * per_round);
	handle(vector_ve, nullptr);
}

// The total, not the median, so that waiting for the other CPU counts.
GUEST_TEST(hypercalls_of_two_vcpus)
{
	EXPECT_EQ(vcpus(), 2);
	u64 const begin{rdtsc()};
	many_hypercalls(nullptr);
	u64 const alone{rdtsc() - begin};

	// vCPU 1 sleeps when it has nothing to do.
	static tdx::Atomic<u32> awake;
	awake = 0;
	start_on(
		1,
		[](void *) {
			awake = 1;
			while (awake < 2)
				asm volatile("pause");
			many_hypercalls(nullptr);
		},
		nullptr);
	while (!awake)
		asm volatile("pause");
	u64 const together_begin{rdtsc()};
	awake = 2;
	many_hypercalls(nullptr);
	done_on(1);
	u64 const together{rdtsc() - together_begin};
	tell("alone", alone / (rounds() * per_round));
	tell("together", together / (rounds() * per_round));
}
