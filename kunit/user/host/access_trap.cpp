// SPDX-License-Identifier: GPL-2.0
#include "access_trap.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <sys/mman.h>
#include <ucontext.h>

namespace test {

namespace {

constexpr std::size_t page_bytes = 4096;
constexpr greg_t trap_flag = 0x100;

// What signal handlers know.
std::vector<std::uintptr_t> trapped;
std::vector<std::uintptr_t> open; // while one instruction runs
bool armed;
u64 accesses;
std::function<bool(u64, u64 *)> on_access;
std::array<struct sigaction, 2> previous;

void protect(std::vector<std::uintptr_t> const &pages, int protection)
{
	for (std::uintptr_t const page : pages)
		mprotect(reinterpret_cast<void *>(page), page_bytes, protection);
}

void disarm()
{
	armed = false;
	open.clear();
	protect(trapped, PROT_READ | PROT_WRITE);
}

greg_t &flags(void *context)
{
	return static_cast<ucontext_t *>(context)->uc_mcontext.gregs[REG_EFL];
}

void on_fault(int, siginfo_t *info, void *context)
{
	auto const at = reinterpret_cast<std::uintptr_t>(info->si_addr);
	std::uintptr_t const page{at & ~(page_bytes - 1)};

	if (!armed || !std::binary_search(trapped.begin(), trapped.end(), page)) {
		// Not one of ours: let it fault again under the previous handler.
		sigaction(SIGSEGV, &previous[0], nullptr);
		return;
	}
	mprotect(reinterpret_cast<void *>(page), page_bytes, PROT_READ | PROT_WRITE);
	open.push_back(page);
	if (on_access(++accesses, reinterpret_cast<u64 *>(at & ~(sizeof(u64) - 1)))) {
		flags(context) |= trap_flag;
	} else {
		flags(context) &= ~trap_flag;
		disarm();
	}
}

void on_step(int, siginfo_t *, void *context)
{
	protect(open, PROT_NONE);
	open.clear();
	flags(context) &= ~trap_flag;
}

void handle(int signal, void (*handler)(int, siginfo_t *, void *), struct sigaction &before)
{
	struct sigaction action = {};

	action.sa_flags = SA_SIGINFO;
	action.sa_sigaction = handler;
	sigaction(signal, &action, &before);
}

} // namespace

AccessTrap::AccessTrap(std::vector<void *> const &pages)
{
	for (void *const page : pages)
		trapped.push_back(reinterpret_cast<std::uintptr_t>(page) & ~(page_bytes - 1));
	std::sort(trapped.begin(), trapped.end());
	open.reserve(trapped.size());
	handle(SIGSEGV, on_fault, previous[0]);
	handle(SIGTRAP, on_step, previous[1]);
}

AccessTrap::~AccessTrap()
{
	sigaction(SIGSEGV, &previous[0], nullptr);
	sigaction(SIGTRAP, &previous[1], nullptr);
	trapped.clear();
}

u64 AccessTrap::run(
	std::function<void()> const &call, std::function<bool(u64 number, u64 *word)> const &before)
{
	accesses = 0;
	on_access = before;
	armed = true;
	protect(trapped, PROT_NONE);
	call();
	if (armed)
		disarm();
	return accesses;
}

} // namespace test
