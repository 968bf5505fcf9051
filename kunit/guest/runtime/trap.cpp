// SPDX-License-Identifier: GPL-2.0
#include "trap.hpp"
#include "console.hpp"

extern "C" {

void guest_trap(guest::Frame *frame);
void guest_call(guest::Function function, void *argument, u64 *resume);
[[noreturn]] void guest_leave(guest::Frame const *frame);
extern char const guest_called[];
extern char const guest_vectors[];

// Instructions that may fault.
struct Fixup {
	u64 insn;
	u64 fixup;
	u64 vector_in_rax; // one of asm/; else of TRY()
};
extern Fixup const tdx_extable_begin[];
extern Fixup const tdx_extable_end[];
}

namespace guest {

namespace {

constexpr u32 vectors = 256;
constexpr u64 stack_bytes = 0x4000;
constexpr u64 rflags_fixed = 2;

struct Gate {
	u16 offset_low;
	u16 selector;
	u8 stack; // of the TSS
	u8 type;
	u16 offset_middle;
	u32 offset_high;
	u32 reserved;
};

struct [[gnu::packed]] Tss {
	u32 reserved;
	u64 rsp[3];
	u64 reserved2;
	u64 ist[7];
	u64 reserved3;
	u16 reserved4;
	u16 iomap;
};

struct [[gnu::packed]] TableRegister {
	u16 limit;
	u64 base;
};

struct Gdt {
	u64 entry[8 + 2 * max_vcpus];
};

alignas(16) Gate idt[vectors];
alignas(16) Tss tss[max_vcpus];
alignas(16) u8 trap_stack[max_vcpus][stack_bytes];
Vcpu vcpu[max_vcpus];

alignas(16) Gdt gdt = {{
	0, 0,
	0x00af9b000000ffff, // select_code
	0x00cf93000000ffff, // select_data
	0x00cf9b000000ffff, // select_code32
	0x00cff3000000ffff, // select_user_data
	0x00affb000000ffff, // select_user_code
	0x00cffb000000ffff, // select_user_code32
}};

void write_gates()
{
	constexpr u8 interrupt_gate = 0x8e;
	constexpr u64 stub_bytes = 16;

	for (u32 i = 0; i < vectors; i++) {
		u64 const at{reinterpret_cast<u64>(guest_vectors) + i * stub_bytes};
		idt[i] = {static_cast<u16>(at), select_code, 0, interrupt_gate,
			static_cast<u16>(at >> 16), static_cast<u32>(at >> 32), 0};
	}
}

void write_tss(u32 index)
{
	constexpr u64 available_tss = 0x0000890000000000;
	u64 const base{reinterpret_cast<u64>(&tss[index])};
	u64 *const entry{&gdt.entry[select_tss / 8 + 2 * index]};

	tss[index].rsp[0] = reinterpret_cast<u64>(trap_stack[index]) + stack_bytes;
	tss[index].iomap = sizeof(Tss);
	entry[0] = available_tss | (sizeof(Tss) - 1) | (base & 0xffffff) << 16 |
		   (base >> 24 & 0xff) << 56;
	entry[1] = base >> 32;
}

Fixup const *find_fixup(u64 rip)
{
	for (Fixup const *fixup = tdx_extable_begin; fixup < tdx_extable_end; fixup++)
		if (fixup->insn == rip)
			return fixup;
	return nullptr;
}

void record(Vcpu &self, Frame const &frame, u64 address)
{
	self.trap.taken = true;
	self.trap.address = address;
	self.trap.frame = frame;
	asm volatile("movq %%cr2, %0" : "=r"(self.trap.cr2));
}

// Returns to where trap_of_call() was called, whatever segments and stack are now.
void unwind(Vcpu &self, Frame &frame)
{
	frame.rip = reinterpret_cast<u64>(guest_called);
	frame.cs = select_code;
	frame.rflags = rflags_fixed;
	frame.rsp = self.resume;
	frame.ss = select_data;
	self.resume = 0;
}

void tell(char const *what, u64 value)
{
	say(what);
	say_hex(value);
}

[[noreturn]] void unexpected(Frame const &frame)
{
	u64 cr2;

	asm volatile("movq %%cr2, %0" : "=r"(cr2));
	tell("Bail out! unexpected exception ", frame.vector);
	tell(" error ", frame.error);
	tell(" at ", frame.rip);
	tell(" CR2 ", cr2);
	tell(" RSP ", frame.rsp);
	tell(" RCX ", frame.rcx);
	say("\n");
	power_off();
}

} // namespace

// By the task register, which no test changes.
Vcpu &this_vcpu()
{
	u16 selector;

	asm volatile("str %0" : "=r"(selector));
	return vcpu[(selector - select_tss) / 16];
}

void handle(u8 vector, Handler handler)
{
	this_vcpu().handler[vector] = handler;
}

void load_tables(u32 index)
{
	TableRegister const gdtr{sizeof(gdt) - 1, reinterpret_cast<u64>(&gdt)};
	TableRegister const idtr{sizeof(idt) - 1, reinterpret_cast<u64>(idt)};

	write_gates();
	write_tss(index);
	vcpu[index].index = index;
	vcpu[index].trap_stack_end = trap_stack[index] + stack_bytes;
	asm volatile("lgdt %0" : : "m"(gdtr));
	asm volatile("lidt %0" : : "m"(idtr));
	asm volatile("ltr %w0" : : "r"(select_tss + 16 * index));
}

Trap trap_of_call(Function function, void *argument)
{
	Vcpu &self{this_vcpu()};

	self.trap = {};
	guest_call(function, argument, &self.resume);
	self.resume = 0;
	return self.trap;
}

Trap trap_in(Mode mode, u64 rip, u64 rsp, Frame registers)
{
	u16 code{select_code32};
	u16 data{select_data};

	if (mode != Mode::Compatibility) {
		code = mode == Mode::User ? select_user_code : select_user_code32;
		data = select_user_data;
	}
	registers.rip = rip;
	registers.cs = code;
	registers.rflags = rflags_fixed;
	registers.rsp = rsp;
	registers.ss = data;
	return trap_to(registers);
}

Trap trap_to(Frame const &registers)
{
	return trap_of([&] { guest_leave(&registers); });
}

} // namespace guest

using namespace guest;

void guest_trap(Frame *frame)
{
	Vcpu &self{this_vcpu()};
	u8 const vector{static_cast<u8>(frame->vector)};

	self.taken[vector]++;
	if (self.handler[vector] && self.handler[vector](*frame))
		return;
	if (Fixup const *const fixup{find_fixup(frame->rip)}; fixup && frame->vector < 32) {
		if (fixup->vector_in_rax)
			frame->rax = vector;
		else
			record(self, *frame, fixup->insn);
		frame->rip = fixup->fixup;
		return;
	}
	if (self.resume && frame->vector < 32) {
		record(self, *frame, 0);
		unwind(self, *frame);
		return;
	}
	unexpected(*frame);
}
