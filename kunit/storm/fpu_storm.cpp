// SPDX-License-Identifier: GPL-2.0
//
// fpu_storm FILE SECONDS: does a program keep its x87 and vector registers over the TDX calls that
// the kernel makes when FILE is written?  Two threads on each CPU find out, while signals whose
// handlers use the same registers come in between.
//
// One line tells rounds and losses; the exit status is 0 without a loss, 1 with one, 2 for trouble.
#include <cpuid.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

// As fpu_registers.S has it.
struct registers {
	uint32_t mxcsr;
	uint16_t fcw;
	uint16_t unused[5];
	struct {
		uint8_t bytes[10];
		uint8_t unused[6];
	} x87[8];
	uint8_t vector[32][64];
	uint64_t opmask[8];
};
static_assert(offsetof(registers, x87) == 16);
static_assert(offsetof(registers, vector) == 144);
static_assert(offsetof(registers, opmask) == 2192);

} // namespace

extern "C" int storm_write(registers const *in, registers *out, int fd, unsigned level);

namespace {

// What the CPU and the kernel have: 0 x87 and XMM, 1 YMM, 2 ZMM and opmask.
unsigned level;

char const *file;
time_t end;
bool stop;
unsigned long rounds, losses, signals, failures;

void find_level(void)
{
	unsigned a, b, c, d, xcr0, unused;

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE))
		return;
	__asm__ volatile("xgetbv" : "=a"(xcr0), "=d"(unused) : "c"(0));
	if (!(c & bit_AVX) || (xcr0 & 6) != 6)
		return;
	level = 1;
	if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_AVX512F) && (xcr0 & 0xe6) == 0xe6)
		level = 2;
}

// A pattern for each register and seed, all different.
void fill(registers *regs, uint32_t seed)
{
	memset(regs, 0, sizeof(*regs));
	// Rounding down and all exceptions masked, which no thread starts with.
	regs->mxcsr = 0x3f80;
	regs->fcw = 0x077f;
	for (unsigned i = 0; i < 8; i++) {
		for (unsigned byte = 0; byte < 8; byte++)
			regs->x87[i].bytes[byte] = seed * 7 + i * 31 + byte;
		// A normal number, so that it comes back bit by bit.
		regs->x87[i].bytes[7] |= 0x80;
		regs->x87[i].bytes[8] = i;
		regs->x87[i].bytes[9] = 0x40;
		regs->opmask[i] =
			level == 2 ? static_cast<uint16_t>(seed * 13 + i * 0x1101 + 1) : 0;
	}
	for (unsigned i = 0; i < (level == 2 ? 32 : 16); i++)
		for (unsigned byte = 0; byte < (16u << level); byte++)
			regs->vector[i][byte] = seed * 11 + i * 17 + byte + 1;
}

void *call(void *number)
{
	registers in, out;
	auto seed{static_cast<uint32_t>(reinterpret_cast<uintptr_t>(number) * 1000)};
	int const fd{open(file, O_WRONLY)};

	if (fd < 0) {
		__atomic_add_fetch(&failures, 1, __ATOMIC_RELAXED);
		return nullptr;
	}
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		fill(&in, seed++);
		memset(&out, 0, sizeof(out));
		int const written{storm_write(&in, &out, fd, level)};
		if (written != 1)
			__atomic_add_fetch(&failures, 1, __ATOMIC_RELAXED);
		if (memcmp(&in, &out, sizeof(in)))
			__atomic_add_fetch(&losses, 1, __ATOMIC_RELAXED);
		__atomic_add_fetch(&rounds, 1, __ATOMIC_RELAXED);
		if (!(seed % 64) && time(nullptr) >= end)
			__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	}
	close(fd);
	return nullptr;
}

// May use all registers: the interrupted code must not notice.
void on_signal(int)
{
	registers in, out;

	fill(&in, 0xabcd);
	storm_write(&in, &out, -1, level);
	__atomic_add_fetch(&signals, 1, __ATOMIC_RELAXED);
}

void *send_signals(void *threads)
{
	auto const thread{static_cast<pthread_t const *>(threads)};
	timespec const pause{0, 300000};

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		for (unsigned i = 0; thread[i]; i++)
			pthread_kill(thread[i], SIGUSR1);
		nanosleep(&pause, nullptr);
	}
	return nullptr;
}

} // namespace

int main(int argc, char **argv)
{
	constexpr char const *names[] = {"x87 xmm", "x87 ymm", "x87 zmm opmask"};
	struct sigaction action {};
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	pthread_t threads[65]{};
	pthread_t sender;
	unsigned count;

	if (argc != 3) {
		fprintf(stderr, "usage: fpu_storm FILE SECONDS\n");
		return 2;
	}
	file = argv[1];
	find_level();
	action.sa_handler = on_signal;
	action.sa_flags = SA_RESTART;
	sigaction(SIGUSR1, &action, nullptr);
	end = time(nullptr) + atoi(argv[2]);
	count = cpus * 2 > 64 ? 64 : cpus * 2;
	for (unsigned i = 0; i < count; i++) {
		cpu_set_t set;

		CPU_ZERO(&set);
		CPU_SET(i % cpus, &set);
		if (pthread_create(&threads[i], nullptr, call,
			    reinterpret_cast<void *>(uintptr_t{i} + 1)) ||
			pthread_setaffinity_np(threads[i], sizeof(set), &set)) {
			perror("fpu_storm");
			return 2;
		}
	}
	if (pthread_create(&sender, nullptr, send_signals, threads)) {
		perror("fpu_storm");
		return 2;
	}
	// Joined last, as signals can be sent only to threads that were not joined.
	pthread_join(sender, nullptr);
	for (unsigned i = 0; i < count; i++)
		pthread_join(threads[i], nullptr);
	printf("%s: %lu rounds, %lu signals, %lu losses of %s, %lu failed\n", file, rounds, signals,
		losses, names[level], failures);
	// Without signals, this was no storm.
	if (failures || !rounds || !signals)
		return 2;
	return losses != 0;
}
