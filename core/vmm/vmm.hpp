// SPDX-License-Identifier: GPL-2.0
//
// A TD and its vCPUs, as the VMM keeps them.
#pragma once

#include "apic.hpp"
#include "cmos.hpp"
#include "core/abi/leaves/vmcalls.hpp"
#include "core/abi/vm_exit.hpp"
#include "core/base/atomic.hpp"
#include "quote.hpp"
#include "uart.hpp"
#include "vmm.h"

namespace tdx::vmm {

// By basic exit reason.  The last counter is for failed entries and unknown exit reasons.
constexpr u32 exit_counts = exit_reason::WRMSRLIST + 2;
// By row of the hypercall table.  The last counter is for numbers that the table lacks.
constexpr u32 hypercall_counts = decltype(vmcalls)::leaves + 1;

// Posted-interrupt descriptor, as the CPU has it.  The VMM sets bits, the TDX module clears them.
struct alignas(64) PostedInterrupts {
	static constexpr u64 outstanding = 1; // ON

	Atomic<u64> requests[4]; // PIR
	Atomic<u64> control;
	u64 reserved[3];
};
static_assert(sizeof(PostedInterrupts) == 64);

struct Vcpu {
	PostedInterrupts posted;
	u32 index;
	Atomic<u32> blocked; // halts with interrupts blocked
	Apic apic;
	Atomic<u64> exits[exit_counts];
	Atomic<u64> hypercalls[hypercall_counts];
};

// What SetupEventNotifyInterrupt asked for: vCPU and vector to be told when a request is done.
struct EventNotify {
	using Set = Bits<31>;
	using Vcpu = Bits<15, 8>;
	using Vector = Bits<7, 0>;
};

enum Life : u32 { LifeRunning, LifeEnding, LifeEnded };

constexpr u32 reason_bytes = 256;

} // namespace tdx::vmm

struct alignas(64) vmm_td {
	vmm_config config;
	tdx::vmm::Uart com[VMM_PORTS];
	tdx::vmm::Cmos cmos;
	tdx::vmm::Quote quote;
	tdx::Atomic<u32> notify;
	tdx::Atomic<u32> life;
	tdx::Atomic<u32> quiet_halts; // halts with interrupts blocked, since another hypercall
	char reason[tdx::vmm::reason_bytes];

	// vCPUs lie behind the TD.
	CORE_ALWAYS_INLINE tdx::vmm::Vcpu &vcpu(u32 index)
	{
		return reinterpret_cast<tdx::vmm::Vcpu *>(this + 1)[index];
	}
	CORE_ALWAYS_INLINE tdx::vmm::Vcpu const &vcpu(u32 index) const
	{
		return reinterpret_cast<tdx::vmm::Vcpu const *>(this + 1)[index];
	}

	CORE_ALWAYS_INLINE u64 shared_bit() const { return 1ULL << (config.gpa_width - 1); }
	// Is all of the range memory?  @gpa is without the shared bit.
	bool is_memory(u64 gpa, u64 bytes) const;
	// Only the first caller gets true, and sets the reason.
	bool ends_now();
	void ended();
};

namespace tdx::vmm {

using Td = ::vmm_td;

// Called by vCPU threads and interrupts.
void post(Td &td, u32 vcpu, u8 vector);

} // namespace tdx::vmm
