// SPDX-License-Identifier: GPL-2.0
//
// A TD that halts until somebody outside has looked into it and changed registers and memory, which
// a debug TD allows (kunit/debugger).  In any other it halts until it is stopped.
#include "runtime/apic.hpp"
#include "runtime/console.hpp"
#include "runtime/exchange.hpp"
#include "runtime/facts.hpp"

using namespace guest;

namespace {

// As kunit/debugger reads it: a word that the host writes at last, then values that it compares.
struct alignas(4096) Note {
	u64 volatile go;
	u64 rbx, rbp, r14, cr3, idtr_base, fs_base, kernel_gs_base, lstar, dr0;
};

Note note;

// What the host writes.
constexpr u64 new_rbx = 0x0123456789abcdef;
constexpr u64 new_r14 = 0xfedcba9876543210;
constexpr u64 new_dr0 = 0x00007654321f0000;
constexpr u64 go = 0x600d600d600d600d;

constexpr u8 timer_vector = 0xec;
constexpr u64 exposed = 0x1c00; // R10 to R12

bool note_interrupt(Frame &)
{
	end_of_interrupt();
	return true;
}

u64 read_cr3()
{
	u64 value;

	asm volatile("movq %%cr3, %0" : "=r"(value));
	return value;
}

u64 read_idtr_base()
{
	struct [[gnu::packed]] {
		u16 limit;
		u64 base;
	} idtr;

	asm volatile("sidt %0" : "=m"(idtr));
	return idtr.base;
}

u64 read_dr0()
{
	u64 value;

	asm volatile("movq %%dr0, %0" : "=r"(value));
	return value;
}

// Registers that TDVPS holds, with values of nobody else.
bool set_up()
{
	note = {0, 0x1b00000000000001, 0x1b00000000000002, 0x1b00000000000003, read_cr3(),
		read_idtr_base(), 0x5500000000, 0x5510000000, 0x5520000000, 0x5530000000};
	asm volatile("movq %0, %%dr0" : : "r"(note.dr0));
	return !wrmsr(0xc0000100, note.fs_base).taken &&
	       !wrmsr(0xc0000102, note.kernel_gs_base).taken &&
	       !wrmsr(0xc0000082, note.lstar).taken;
}

// Until the timer wakes it up, and that is over.
void halt(Registers &in, Registers &out, Image const &image)
{
	Image left;

	write_apic_of_vmm(apic_deadline, rdtsc() + option("ticks", 1000000000));
	guest_tdcall(&in, &out, &image, &left);
	let_them_in();
}

} // namespace

GUEST_TEST(told_what_it_is)
{
	tdg_vp_info_out info{};

	EXPECT_EQ(core_tdg_vp_info(0, &info), 0);
	EXPECT_EQ(info.attributes, td_attributes | option("debug", 0));
}

GUEST_TEST(registers_and_memory_of_a_debugger)
{
	static Image image;
	Registers in{}, out{};
	u64 seen_rbx{0};
	u64 seen_r14{0};

	EXPECT(enable_xsave());
	EXPECT(set_up());
	enable_apic();
	handle(timer_vector, note_interrupt);
	write_apic_of_vmm(apic_lvt_timer, 0x40000 | timer_vector);
	in.gpr[1] = exposed;
	in.gpr[3] = note.rbx;
	in.gpr[5] = note.rbp;
	in.gpr[14] = note.r14;
	in.rflags = 2;
	say("# note at ");
	say_hex(reinterpret_cast<u64>(&note));
	say("\n");
	while (note.go != go && !failed()) {
		in.gpr[10] = 0;
		in.gpr[11] = exit_hlt;
		in.gpr[12] = 0;
		halt(in, out, image);
		// Each is written once: at the next halt the old one is there again.
		if (out.gpr[3] != note.rbx)
			seen_rbx = out.gpr[3];
		if (out.gpr[14] != note.r14)
			seen_r14 = out.gpr[14];
	}
	EXPECT_EQ(seen_rbx, new_rbx);
	EXPECT_EQ(seen_r14, new_r14);
	EXPECT_EQ(read_dr0(), new_dr0);
	EXPECT_EQ(out.gpr[5], note.rbp);
}
