// SPDX-License-Identifier: GPL-2.0
//
// Which failures are retried, and with which inputs, by the leaf table.
#include "call.hpp"
#include "core.h"
#include "patience.hpp"
#include "retry_name.hpp"

namespace tdx {

namespace {

// The reason to retry a call that ended with @status, if it is among those @allowed; else None.
Retry reason_to_retry(Retry allowed, Status status)
{
	Retry reason = Retry::None;

	switch (status.code()) {
	case Status::Code::RndNoEntropy:
		reason = Retry::Entropy;
		break;
	case Status::Code::OperandBusy:
		reason = Retry::Busy;
		break;
	case Status::Code::SysBusy:
		reason = Retry::SysBusy;
		break;
	case Status::Code::PreviousTlbEpochBusy:
		reason = Retry::EpochBusy;
		break;
	case Status::Code::KeyGenerationFailed:
		reason = Retry::KeyGeneration;
		break;
	case Status::Code::InterruptedResumable:
		reason = Retry::Resume;
		break;
	case Status::Code::InterruptedRestartable:
		reason = Retry::Restart;
		break;
	default:
		break;
	}
	// Any leaf function may need a random number in some release.
	return has(allowed | Retry::Entropy, reason) ? reason : Retry::None;
}

// An interrupted call made progress: its work is done in pieces.
CORE_INLINE bool is_interruption(Retry reason)
{
	return reason == Retry::Resume || reason == Retry::Restart;
}

// The only place where outputs become inputs.
void resume(tdx_regs &next, Resume const &rule, tdx_regs const &out)
{
	for (u8 i = 0; i < 16; i++) {
		Reg const reg{i};
		if (rule.from_output.has(reg))
			*gpr(next, reg) = *gpr(out, reg);
	}
	if (u64 *const word = gpr(next, rule.reg))
		*word |= rule.set;
}

} // namespace

Status call_again(Insn insn, Plan const &plan, u64 fn, CallFlags flags, tdx_regs const &in,
	tdx_regs &out, Status status)
{
	Patience patience{flags, insn, fn};
	tdx_regs next{in};

	for (;;) {
		Retry const reason{reason_to_retry(plan.retry, status)};
		if (reason == Retry::None)
			return status;

		if (!patience.lasts(reason, is_interruption(reason)))
			return status;
		if (reason == Retry::Resume)
			resume(next, plan.resume, out);
		status = attempt(insn, plan, fn, next, out);
	}
}

} // namespace tdx

using namespace tdx;

char const *core_retry_name(u32 index)
{
	static_assert(retry_reasons == CORE_RETRY_REASONS);

	return index < retry_reasons ? retry_names[index] : nullptr;
}
