// SPDX-License-Identifier: GPL-2.0
//
// Exceptions and interrupts of a flat program.  An exception that a test expects ends what raised
// it and can be looked at; any other ends the program.
#pragma once

#include "core/base/bits.hpp"

namespace guest {

enum Vector : u8 {
	vector_debug = 1,
	vector_nmi = 2,
	vector_ud = 6,
	vector_df = 8,
	vector_gp = 13,
	vector_pf = 14,
	vector_ve = 20,
};

// What a trap finds on its stack, in the order of entry.S.
struct Frame {
	u64 r15, r14, r13, r12, r11, r10, r9, r8, rdi, rsi, rbp, rbx, rdx, rcx, rax;
	u64 vector;
	u64 error;
	u64 rip, cs, rflags, rsp, ss;
};

struct Trap {
	bool taken;
	u64 address; // of the instruction that was to be executed
	u64 cr2;
	Frame frame;

	bool is(u8 vector) const { return taken && frame.vector == vector; }
	// Exceptions that the TDX module injects leave RIP at the instruction.
	bool stayed() const { return frame.rip == address; }
};

// Selectors.
enum : u16 {
	select_code = 0x10,
	select_data = 0x18,
	select_code32 = 0x20,
	select_user_data = 0x2b,
	select_user_code = 0x33,
	select_user_code32 = 0x3b,
	select_tss = 0x40, // and 16 more for each vCPU
};

constexpr u32 max_vcpus = 4;

// Called with interrupts blocked; false if it does not handle this trap.
using Handler = bool (*)(Frame &frame);

// State of a vCPU.
struct Vcpu {
	u32 index;
	u32 fixed_by; // how often an instruction's exception was expected
	Trap trap;    // the last one that was expected
	Handler handler[256];
	u64 taken[256];
	u64 resume; // stack pointer of trap_of(), 0: none
	u8 *trap_stack_end;
};

Vcpu &this_vcpu();
void handle(u8 vector, Handler handler);

// GDT, IDT and TSS of this vCPU.
void load_tables(u32 index);

using Function = void (*)(void *argument);
Trap trap_of_call(Function function, void *argument);

// Runs @body until it returns or raises an exception.
template <typename Body>
[[gnu::noinline]] Trap trap_of(Body body)
{
	return trap_of_call([](void *to) { (*static_cast<Body *>(to))(); }, &body);
}

// Executes machine code of a 32-bit program or of ring 3; ends by the exception that it raises.
enum class Mode : u8 { Compatibility, User, User32 };
Trap trap_in(Mode mode, u64 rip, u64 rsp, Frame registers = {});
Trap trap_to(Frame const &registers);

} // namespace guest

// TRY(instruction, operands...): one instruction, and what became of it.
#define TRY(instruction, ...)                                                                      \
	({                                                                                         \
		guest::Trap &trap_ = guest::this_vcpu().trap;                                      \
		trap_ = {};                                                                        \
		asm volatile("" : : : "memory");                                                   \
		asm volatile("771: " instruction "\n772:\n"                                        \
			     ".pushsection tdx_extable, \"a\", @progbits\n"                        \
			     ".balign 8\n.quad 771b, 772b, 0\n.popsection" __VA_ARGS__);           \
		asm volatile("" : : : "memory");                                                   \
		trap_;                                                                             \
	})
