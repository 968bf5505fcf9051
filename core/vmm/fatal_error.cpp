// SPDX-License-Identifier: GPL-2.0
//
// ReportFatalError: the guest's last words.
#include "core/abi/page.hpp"
#include "end.hpp"
#include "host.h"
#include "hypercall.hpp"

namespace tdx::vmm {

namespace {

using TextValid = Bits<63>;
using ErrorCode = Bits<31, 0>;

constexpr u32 text_bytes = 128;

// Text in registers, in this order.
u32 text_in_registers(tdx_regs const &in, char *to)
{
	u64 const words[] = {in.r14, in.r15, in.rbx, in.rdi, in.rsi, in.r8, in.r9, in.rdx};

	__builtin_memcpy(to, words, sizeof(words));
	return sizeof(words);
}

// Text in memory, up to the end of its page.
u32 text_in_memory(Hypercall const &call, char *to)
{
	u64 const gpa{call.in.r13 & ~call.td.shared_bit()};
	u64 const left{page_size - gpa % page_size};
	u32 const bytes{left < text_bytes ? static_cast<u32>(left) : text_bytes};

	if (!TextValid::get(call.in.r12) || gpa == call.in.r13 ||
		!call.td.is_memory(page_of(gpa), page_size))
		return 0;
	return host_vmm_read(call.host(), gpa, to, bytes) ? 0 : bytes;
}

// The text ends up in logs.
void add_printable(Text &text, char const *bytes, u32 count)
{
	for (u32 i = 0; i < count && bytes[i]; i++)
		text.add(bytes[i] >= ' ' && bytes[i] <= '~' ? bytes[i] : '?');
}

} // namespace

GhciStatus report_fatal_error(Hypercall const &call)
{
	end(call.td, call.verdict, [&](Text &text) {
		char words[text_bytes];
		u32 count{text_in_registers(call.in, words)};

		if (!words[0])
			count = text_in_memory(call, words);
		text.add("fatal error ")
			.hex(ErrorCode::get(call.in.r12))
			.add(" reported by the guest: ");
		add_printable(text, words, count);
	});
	return GhciStatus::Success;
}

} // namespace tdx::vmm
