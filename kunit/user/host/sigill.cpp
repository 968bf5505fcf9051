// SPDX-License-Identifier: GPL-2.0
//
// Signals in place of the kernel's die notifier: decode, ask the software TDX module, apply its
// verdict.  What nobody answers ends at the exception table, or kills the process as ever.
#include "asm/call.h"
#include "registers.hpp"

#include <csignal>
#include <cstring>
#include <ucontext.h>
#include <utility>

namespace {

struct Extable {
	u64 insn;
	u64 fixup;
};

extern "C" Extable const __start_tdx_extable[] __attribute__((weak));
extern "C" Extable const __stop_tdx_extable[] __attribute__((weak));

constexpr u64 insn_bytes = 4;
constexpr unsigned char seamcall[insn_bytes]{0x66, 0x0f, 0x01, 0xcf};
constexpr unsigned char tdcall[insn_bytes]{0x66, 0x0f, 0x01, 0xcc};

constexpr u64 flag_cf = 1u << 0;
// CF, PF, AF, ZF, SF, OF: what VMsucceed clears.
constexpr u64 flags_status = flag_cf | 1u << 2 | 1u << 4 | 1u << 6 | 1u << 7 | 1u << 11;

constexpr u64 vector_ud = 6;
constexpr u64 vector_gp = 13;

struct emu *current_module;
sigill::Callee current_callee;
thread_local u32 current_lp;
sigill::Vmcs *current_vmcs;

u64 &at(greg_t (&gregs)[NGREG], int index)
{
	return reinterpret_cast<u64 &>(gregs[index]);
}

struct Saved {
	u64 sigill::Frame::*member;
	int index;
};

constexpr Saved saved[]{
	{&sigill::Frame::rax, REG_RAX},
	{&sigill::Frame::rcx, REG_RCX},
	{&sigill::Frame::rdx, REG_RDX},
	{&sigill::Frame::rbx, REG_RBX},
	{&sigill::Frame::rsp, REG_RSP},
	{&sigill::Frame::rbp, REG_RBP},
	{&sigill::Frame::rsi, REG_RSI},
	{&sigill::Frame::rdi, REG_RDI},
	{&sigill::Frame::r8, REG_R8},
	{&sigill::Frame::r9, REG_R9},
	{&sigill::Frame::r10, REG_R10},
	{&sigill::Frame::r11, REG_R11},
	{&sigill::Frame::r12, REG_R12},
	{&sigill::Frame::r13, REG_R13},
	{&sigill::Frame::r14, REG_R14},
	{&sigill::Frame::r15, REG_R15},
	{&sigill::Frame::rip, REG_RIP},
	{&sigill::Frame::rflags, REG_EFL},
};

emu_verdict ask_module(sigill::Frame &frame)
{
	emu_regs regs{frame.rax, test::operands(frame), frame.rbp};
	emu_verdict const verdict{frame.tdcall ? emu_tdcall(current_module, current_lp, &regs)
					       : emu_seamcall(current_module, current_lp, &regs)};

	if (verdict != EMU_ANSWERED)
		return verdict;
	frame.rax = regs.rax;
	test::put(frame, regs.gpr);
	frame.rbp = regs.rbp;
	frame.rflags &= ~flags_status;
	return verdict;
}

emu_verdict ask(sigill::Frame &frame)
{
	if (current_callee)
		return current_callee(frame);
	if (current_module)
		return ask_module(frame);
	return EMU_UD;
}

bool fixed_up(greg_t (&gregs)[NGREG], u64 vector)
{
	for (Extable const *entry = __start_tdx_extable; entry != __stop_tdx_extable; entry++) {
		if (entry->insn != at(gregs, REG_RIP))
			continue;
		at(gregs, REG_RAX) = vector;
		at(gregs, REG_RIP) = entry->fixup;
		return true;
	}
	return false;
}

void apply(mcontext_t &context, sigill::Frame const &frame)
{
	auto &gregs = context.gregs;

	std::memcpy(context.fpregs->_xmm, frame.xmm.xmm, sizeof(frame.xmm.xmm));
	for (auto const &reg : saved) {
		if (reg.index != REG_RIP && reg.index != REG_RSP)
			at(gregs, reg.index) = frame.*reg.member;
	}
	at(gregs, REG_RIP) += insn_bytes;
}

// Leaf functions of a short entry have results only in its registers; a TDX module keeps all
// others.
void keep_what_is_no_result(sigill::Frame &frame, sigill::Frame const &before)
{
	sigill::Reach const reach{sigill::reach_of(frame)};

	if (reach == sigill::Reach::All)
		return;
	frame.rbp = before.rbp;
	frame.rbx = before.rbx;
	frame.rsi = before.rsi;
	frame.rdi = before.rdi;
	frame.r14 = before.r14;
	frame.r15 = before.r15;
	if (reach == sigill::Reach::Eight)
		return;
	frame.r10 = before.r10;
	frame.r11 = before.r11;
	frame.r12 = before.r12;
	frame.r13 = before.r13;
}

bool is_ours(greg_t const (&gregs)[NGREG])
{
	auto const *const insn = reinterpret_cast<void const *>(gregs[REG_RIP]);

	return !std::memcmp(insn, seamcall, insn_bytes) || !std::memcmp(insn, tdcall, insn_bytes);
}

// False if the instruction faults and has no fix-up.
bool handled(mcontext_t &context)
{
	auto &gregs = context.gregs;
	auto const *const insn = reinterpret_cast<void const *>(gregs[REG_RIP]);
	sigill::Frame frame{};

	for (auto const &reg : saved)
		frame.*reg.member = at(gregs, reg.index);
	frame.tdcall = !std::memcmp(insn, tdcall, insn_bytes);
	static_assert(sizeof(context.fpregs->_xmm) == sizeof(frame.xmm.xmm));
	std::memcpy(frame.xmm.xmm, context.fpregs->_xmm, sizeof(frame.xmm.xmm));

	sigill::Frame const before{frame};
	switch (ask(frame)) {
	case EMU_ANSWERED:
		keep_what_is_no_result(frame, before);
		apply(context, frame);
		return true;
	case EMU_VMFAIL_INVALID:
		at(gregs, REG_EFL) = (at(gregs, REG_EFL) & ~flags_status) | flag_cf;
		at(gregs, REG_RIP) += insn_bytes;
		return true;
	case EMU_GP:
		return fixed_up(gregs, vector_gp);
	case EMU_UD:
	case EMU_ENTERED: // nobody runs guests here
	case EMU_EXITED:
		return fixed_up(gregs, vector_ud);
	}
	return false;
}

// VMPTRST (%rdi) and VMPTRLD (%rdi), which are not for user mode either.
constexpr u64 vmcs_insn_bytes = 3;
constexpr unsigned char vmptrst[vmcs_insn_bytes]{0x0f, 0xc7, 0x3f};
constexpr unsigned char vmptrld[vmcs_insn_bytes]{0x0f, 0xc7, 0x37};

bool vmcs_insn_handled(greg_t (&gregs)[NGREG])
{
	auto const *const insn = reinterpret_cast<void const *>(gregs[REG_RIP]);
	bool const store{!std::memcmp(insn, vmptrst, vmcs_insn_bytes)};

	if (!store && std::memcmp(insn, vmptrld, vmcs_insn_bytes))
		return false;
	if (!current_vmcs)
		return fixed_up(gregs, vector_ud);

	auto *const pa = reinterpret_cast<u64 *>(gregs[REG_RDI]);
	at(gregs, REG_EFL) &= ~flags_status;
	if (store) {
		*pa = current_vmcs->current;
	} else {
		current_vmcs->vmptrlds++;
		if (current_vmcs->vmptrld_fails)
			at(gregs, REG_EFL) |= flag_cf;
		else
			current_vmcs->current = *pa;
	}
	at(gregs, REG_RIP) += vmcs_insn_bytes;
	return true;
}

struct sigaction previous_sigsegv;

// A CPU without TDX raises #UD.  With TDX it may be #GP, as user mode may not execute these
// instructions.
void on_fault(int number, siginfo_t *info, void *context)
{
	mcontext_t &machine = static_cast<ucontext_t *>(context)->uc_mcontext;
	auto &gregs = machine.gregs;
	bool const page_fault{number == SIGSEGV && info->si_code != SI_KERNEL};

	if (!page_fault && is_ours(gregs)) {
		if (handled(machine))
			return;
		std::signal(SIGILL, SIG_DFL);
		std::raise(SIGILL);
		return;
	}
	if (!page_fault && vmcs_insn_handled(gregs))
		return;
	// Not one of ours: executed again, it goes to the previous handler.
	if (number == SIGSEGV)
		sigaction(SIGSEGV, &previous_sigsegv, nullptr);
	else
		std::signal(SIGILL, SIG_DFL);
}

void install()
{
	static bool const installed{[] {
		struct sigaction action {};
		action.sa_sigaction = on_fault;
		action.sa_flags = SA_SIGINFO;
		return !sigaction(SIGILL, &action, nullptr) &&
		       !sigaction(SIGSEGV, &action, &previous_sigsegv);
	}()};
	if (!installed)
		std::abort();
}

} // namespace

namespace sigill {

// Entries lie one behind the other, in the order of asm/call.S.
Reach reach_of(Frame const &frame)
{
	auto const lies_in = [&frame](auto *entry, auto *next) {
		return frame.rip >= reinterpret_cast<u64>(entry) &&
		       frame.rip < reinterpret_cast<u64>(next);
	};

	if (lies_in(tdx_seamcall_in, tdx_seamcall_wide) || lies_in(tdx_tdcall_in, tdx_tdcall_wide))
		return Reach::Four;
	if (lies_in(tdx_seamcall_wide, tdx_seamcall_full) ||
		lies_in(tdx_tdcall_wide, tdx_tdcall_full))
		return Reach::Eight;
	return Reach::All;
}

Answerer::Answerer(struct emu *module)
	: previous_module{std::exchange(current_module, module)}, previous_callee{std::exchange(
									  current_callee, nullptr)}
{
	install();
}

Answerer::Answerer(Callee callee)
	: previous_module{std::exchange(current_module, nullptr)},
	  previous_callee{std::exchange(current_callee, std::move(callee))}
{
	install();
}

Answerer::~Answerer()
{
	current_module = previous_module;
	current_callee = previous_callee;
}

void set_vmcs(Vmcs *vmcs)
{
	current_vmcs = vmcs;
	install();
}

void set_lp(u32 lp)
{
	current_lp = lp;
}

} // namespace sigill
