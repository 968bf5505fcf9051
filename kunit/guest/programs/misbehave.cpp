// SPDX-License-Identifier: GPL-2.0
//
// Guests that misbehave, one in each TD by its command line: the TD ends as a real one would, and
// nobody else.  What must come of each stands in kunit/guest/tds.
#include "asm/call.h"
#include "core/call/leaves.h"
#include "core/vmm/boot/ports.h"
#include "runtime/console.hpp"
#include "runtime/cpu.hpp"
#include "runtime/facts.hpp"
#include "runtime/memory.hpp"
#include "runtime/test.hpp"

using namespace guest;

namespace {

constexpr u64 hole = 0xd0000000;   // private GPA where the VMM has no memory
constexpr u64 device = 0xfec00000; // no memory either; MMIO on the shared side

struct [[gnu::packed]] TableRegister {
	u16 limit;
	u64 base;
};

void load_idt(u64 base, u16 limit)
{
	TableRegister const idtr{limit, base};

	asm volatile("lidt %0" : : "m"(idtr));
}

// Private memory that the VMM has not mapped and the guest has not accepted.
u64 missing_page()
{
	constexpr u64 gpa{0x1000000};

	core_tdg_vp_vmcall_mapgpa(0, {gpa | shared_bit}, page_bytes, nullptr);
	core_tdg_vp_vmcall_mapgpa(0, {gpa}, page_bytes, nullptr);
	return gpa;
}

u64 shared_page()
{
	constexpr u64 gpa{0x1000000};

	core_tdg_vp_vmcall_mapgpa(0, {gpa | shared_bit}, page_bytes, nullptr);
	return gpa;
}

void spin()
{
	for (;;)
		asm volatile("cli");
}

void halt_for_ever()
{
	for (;;)
		core_tdg_vp_vmcall_instruction_hlt(0, 0);
}

void halt_with_interrupts_blocked()
{
	for (;;)
		core_tdg_vp_vmcall_instruction_hlt(0, 1);
}

void ve_for_ever()
{
	// Back to the instruction that raised it.
	handle(vector_ve, [](Frame &) { return !core_tdg_vp_veinfo_get(0, 0, nullptr); });
	asm volatile("hlt");
}

void double_fault_for_ever()
{
	handle(vector_df, [](Frame &) { return true; });
	TRY("hlt");
	asm volatile("invd");
}

void triple_fault()
{
	load_idt(0, 0);
	asm volatile("ud2");
}

void ve_without_idt()
{
	load_idt(0, 0);
	asm volatile("hlt");
}

void triple_fault_of_another()
{
	start_on(
		1, [](void *) { triple_fault(); }, nullptr);
	spin();
}

void idt_in_mmio()
{
	load_idt(shared_window + device, 0xfff);
	asm volatile("ud2");
}

void stack_in_mmio()
{
	asm volatile("movq %0, %%rsp\n\tud2" : : "r"(shared_window + device + page_bytes));
}

void touch_private_hole()
{
	*at(hole);
}

void write_private_hole()
{
	*at(hole + 0x123) = 1;
}

void run_in_private_hole()
{
	asm volatile("jmp *%0" : : "r"(hole));
}

void touch_pending()
{
	*at(missing_page());
}

void extend_with_pending()
{
	core_tdg_mr_rtmr_extend(0, {missing_page()}, 0);
}

void accept_hole()
{
	core_tdg_mem_page_accept(0, {hole}, TDX_LEVEL_4K);
}

void accept_large_hole()
{
	core_tdg_mem_page_accept(0, {hole}, TDX_LEVEL_2M);
}

void attributes_of_hole()
{
	core_tdg_mem_page_attr_rd(0, {hole}, nullptr);
}

void mmio_while_ve_info_is_held()
{
	TRY("hlt");
	*shared_at(device);
}

void run_in_shared_memory()
{
	u64 const gpa{shared_page()};

	*shared_at<u8>(gpa) = 0xc3; // RET
	asm volatile("call *%0" : : "r"(shared_window + gpa) : "memory");
}

void report_to_hole()
{
	alignas(64) static u8 data[64];

	core_tdg_mr_report(0, {hole}, {reinterpret_cast<u64>(data)}, 0);
}

void report_fatal_error()
{
	constexpr u64 text{0x21676e6f72772061}; // "a wrong!"

	core_tdg_vp_vmcall_reportfatalerror(0, 0, 0, 0, 0, 0, 0, 0, 0x1234, {0}, text, 0);
}

void reset()
{
	port_out(VMM_PORT_KEYBOARD_COMMAND, VMM_KEYBOARD_RESET);
	spin();
}

constexpr Test cases[] = {
	{"spin", spin},
	{"halt_for_ever", halt_for_ever},
	{"halt_with_interrupts_blocked", halt_with_interrupts_blocked},
	{"ve_for_ever", ve_for_ever},
	{"double_fault_for_ever", double_fault_for_ever},
	{"triple_fault", triple_fault},
	{"ve_without_idt", ve_without_idt},
	{"triple_fault_of_another", triple_fault_of_another},
	{"idt_in_mmio", idt_in_mmio},
	{"stack_in_mmio", stack_in_mmio},
	{"touch_private_hole", touch_private_hole},
	{"write_private_hole", write_private_hole},
	{"run_in_private_hole", run_in_private_hole},
	{"touch_pending", touch_pending},
	{"extend_with_pending", extend_with_pending},
	{"accept_hole", accept_hole},
	{"accept_large_hole", accept_large_hole},
	{"attributes_of_hole", attributes_of_hole},
	{"mmio_while_ve_info_is_held", mmio_while_ve_info_is_held},
	{"run_in_shared_memory", run_in_shared_memory},
	{"report_to_hole", report_to_hole},
	{"report_fatal_error", report_fatal_error},
	{"reset", reset},
};

bool same(char const *a, char const *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

} // namespace

GUEST_TEST(comes_to_an_end_before)
{
	for (Test const &one : cases)
		if (same(one.name, command_line()))
			one.run();
}
