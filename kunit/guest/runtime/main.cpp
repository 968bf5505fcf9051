// SPDX-License-Identifier: GPL-2.0
//
// A flat program from its first instruction to its end.
#include "console.hpp"
#include "core/base/atomic.hpp"
#include "core/call/leaves.h"
#include "core/vmm/boot/boot.h"
#include "memory.hpp"
#include "test.hpp"

extern "C" {
void guest_main(u64 vcpu, vmm_flat const *flat);
extern guest::Test const guest_tests_begin[];
extern guest::Test const guest_tests_end[];
extern char const guest_end[];
}

namespace guest {

namespace {

vmm_flat const *given;
Test const *running;
tdx::Atomic<u32> failures; // of it

struct Work {
	tdx::Atomic<Function> function;
	void *argument;
};

Work work[max_vcpus];

bool first_failure()
{
	return !failures.add(1);
}

void tell_result(char const *result)
{
	say(result);
	say_decimal(static_cast<u64>(running - guest_tests_begin) + 1);
	say(" - ");
	say(running->name);
}

void run_tests()
{
	for (running = guest_tests_begin; running < guest_tests_end; running++) {
		failures = 0;
		running->run();
		if (!failures)
			tell_result("ok ");
		say("\n");
	}
	say("1..");
	say_decimal(static_cast<u64>(guest_tests_end - guest_tests_begin));
	say("\n");
}

// The line ends with the test.
void tell_failure(char const *what)
{
	tell_result("not ok ");
	say(": ");
	say(what);
}

// What follows @name= there; null where the word is another.
char const *value_of(char const *word, char const *name)
{
	for (; *name; word++, name++)
		if (*word != *name)
			return nullptr;
	return *word == '=' ? word + 1 : nullptr;
}

u64 number_at(char const *digits)
{
	u64 value{0};

	for (; *digits >= '0' && *digits <= '9'; digits++)
		value = 10 * value + static_cast<u64>(*digits - '0');
	return value;
}

[[noreturn]] void serve(u32 index)
{
	Work &mine{work[index]};

	for (;;) {
		Function const function{mine.function.load(tdx::Order::Acquire)};

		if (function) {
			function(mine.argument);
			mine.function.store(nullptr, tdx::Order::Release);
		} else {
			// Interrupts are blocked: the VMM lets it go on after a while.
			core_tdg_vp_vmcall_instruction_hlt(0, 1);
		}
	}
}

} // namespace

bool failed()
{
	return failures != 0;
}

bool expect_equal(char const *what, u64 is, u64 wanted)
{
	if (is == wanted)
		return true;
	if (first_failure()) {
		tell_failure(what);
		say(" is ");
		say_hex(is);
		say(", not ");
		say_hex(wanted);
	}
	return false;
}

bool expect(char const *what, bool is)
{
	if (!is && first_failure())
		tell_failure(what);
	return is;
}

char const *command_line()
{
	return reinterpret_cast<char const *>(given->cmdline);
}

u64 option(char const *name, u64 otherwise)
{
	for (char const *word = command_line(); *word; word++) {
		if (word != command_line() && word[-1] != ' ')
			continue;
		if (char const *const digits{value_of(word, name)})
			return number_at(digits);
	}
	return otherwise;
}

u32 vcpus()
{
	return given->vcpus;
}

u64 free_begin()
{
	constexpr u64 page{0x1000};
	return (reinterpret_cast<u64>(guest_end) + page - 1) & ~(page - 1);
}

u64 free_end()
{
	return given->free_end;
}

void start_on(u32 vcpu, Function function, void *argument)
{
	work[vcpu].argument = argument;
	work[vcpu].function.store(function, tdx::Order::Release);
}

void done_on(u32 vcpu)
{
	while (work[vcpu].function.load(tdx::Order::Acquire))
		asm volatile("pause");
}

} // namespace guest

using namespace guest;

void guest_main(u64 vcpu, vmm_flat const *flat)
{
	u32 const index{static_cast<u32>(vcpu)};

	if (index >= max_vcpus)
		return;
	load_tables(index);
	if (index)
		serve(index);
	given = flat;
	map_windows();
	run_tests();
	power_off();
}
