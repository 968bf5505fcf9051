// SPDX-License-Identifier: GPL-2.0
//
// Tests of a flat program, told in TAP: GUEST_TEST(name) { ... }.  vCPU 0 runs them one after the
// other; the first expectation that fails ends a test and is told.
#pragma once

#include "core/base/bits.hpp"
#include "trap.hpp"
#include <initializer_list>

namespace guest {

// In a section of their own, one behind the other.
struct alignas(16) Test {
	char const *name;
	void (*run)();
};

// False: the running test has failed.
bool expect_equal(char const *what, u64 is, u64 wanted);
bool expect(char const *what, bool is);
// Tells more about the failure.
bool failed();

template <typename T>
u64 word_of(T value)
{
	if constexpr (__is_enum(T))
		return static_cast<u64>(value);
	else if constexpr (__is_class(T))
		return value.raw;
	else if constexpr (requires { *value; })
		return reinterpret_cast<u64>(value);
	else
		return static_cast<u64>(value);
}

// What the program was told.
char const *command_line();
// Value of a word NAME=NUMBER on the command line, or @otherwise.
u64 option(char const *name, u64 otherwise);
u32 vcpus();
// Free memory, from here to free_end().
u64 free_begin();
u64 free_end();

// Lets another vCPU run @function; done() waits for it.
void start_on(u32 vcpu, Function function, void *argument);
void done_on(u32 vcpu);

// Pseudo-random numbers, the same in every run: xorshift64.
struct Random {
	u64 state;

	u64 next()
	{
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		return state;
	}
	u64 below(u64 bound) { return next() % bound; }
};

} // namespace guest

#define GUEST_TEST(test_name)                                                                      \
	static void test_name();                                                                   \
	extern guest::Test const test_name##_entry;                                                \
	[[gnu::section("guest_tests"), gnu::used]] guest::Test const test_name##_entry{            \
		#test_name, test_name};                                                            \
	static void test_name()

#define EXPECT_EQ(is, wanted)                                                                      \
	do {                                                                                       \
		if (!guest::expect_equal(#is, guest::word_of(is), guest::word_of(wanted)))         \
			return;                                                                    \
	} while (0)

#define EXPECT(condition)                                                                          \
	do {                                                                                       \
		if (!guest::expect(#condition, condition))                                         \
			return;                                                                    \
	} while (0)

// Fails the caller's test if an expectation in @function failed.
#define EXPECT_ALL(call)                                                                           \
	do {                                                                                       \
		call;                                                                              \
		if (guest::failed())                                                               \
			return;                                                                    \
	} while (0)
