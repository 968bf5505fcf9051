// SPDX-License-Identifier: GPL-2.0
//
// GetQuote: a TDREPORT goes in by a shared buffer, and the quote comes back there some time later.
// The guest sees by the buffer's status how far it is.
#include "core/abi/page.hpp"
#include "host.h"
#include "hypercall.hpp"

namespace tdx::vmm {

namespace {

// Reads the header once: other vCPUs may write to the buffer meanwhile.
bool begin(Hypercall const &call, u64 gpa, u64 size)
{
	Quote &quote{call.td.quote};
	QuoteHeader header;

	if (host_vmm_read(call.host(), gpa, &header, sizeof(header)) ||
		header.version != QuoteHeader::version_1 || header.in_bytes != tdreport_bytes ||
		host_vmm_read(call.host(), gpa + sizeof(header), quote.report, tdreport_bytes))
		return false;
	header.status = QuoteHeader::in_flight;
	header.out_bytes = 0;
	if (host_vmm_write(call.host(), gpa, &header, sizeof(header)))
		return false;
	quote.gpa = gpa;
	quote.room = static_cast<u32>(size - sizeof(header));
	if (host_vmm_quote(call.host(), quote.report, tdreport_bytes))
		vmm_quote_done(&call.td, nullptr, 0);
	return true;
}

void notify(Td &td)
{
	u32 const who{td.notify.load()};

	if (EventNotify::Set::get(who))
		post(td, static_cast<u32>(EventNotify::Vcpu::get(who)),
			static_cast<u8>(EventNotify::Vector::get(who)));
}

} // namespace

GhciStatus get_quote(Hypercall const &call)
{
	constexpr u64 most = 1ULL << 20; // more than any quote has
	u64 const gpa{call.in.r12 & ~call.td.shared_bit()};
	u64 const size{call.in.r13};
	u32 idle{0};

	if (gpa == call.in.r12 || !size || size > most || !call.td.is_memory(gpa, size))
		return GhciStatus::InvalidOperand;
	if ((gpa | size) % page_size)
		return GhciStatus::AlignError;
	// One after the other: the guest asks again.
	if (!call.td.quote.busy.replace(idle, 1, Order::Full))
		return GhciStatus::Retry;
	if (begin(call, gpa, size))
		return GhciStatus::Success;
	call.td.quote.busy.store(0, Order::Release);
	return GhciStatus::InvalidOperand;
}

GhciStatus setup_event_notify(Hypercall const &call)
{
	u64 const vector{call.in.r12};

	if (vector < first_interrupt_vector || vector > 0xff)
		return GhciStatus::InvalidOperand;
	call.td.notify = static_cast<u32>(
		EventNotify::Set::mask | EventNotify::Vcpu::put(vector, call.vcpu.index));
	return GhciStatus::Success;
}

} // namespace tdx::vmm

// A buffer that is no longer shared gets nothing.  The status is written last, after the request is
// closed: a guest that sees it may make the next request at once.
void vmm_quote_done(vmm_td *td, void const *quote, u32 bytes)
{
	using namespace tdx;
	using namespace tdx::vmm;

	Quote &asked{td->quote};
	void *const host{td->config.host};
	u64 const gpa{asked.gpa};
	QuoteHeader header{QuoteHeader::version_1, QuoteHeader::done, tdreport_bytes, bytes};

	if (!quote)
		header.status = QuoteHeader::unavailable;
	else if (bytes > asked.room || host_vmm_write(host, gpa + sizeof(header), quote, bytes))
		header.status = QuoteHeader::error;
	if (header.status)
		header.out_bytes = 0;
	asked.busy.store(0, Order::Release);
	if (!host_vmm_write(host, gpa + __builtin_offsetof(QuoteHeader, out_bytes),
		    &header.out_bytes, sizeof(header.out_bytes)) &&
		!host_vmm_write(host, gpa + __builtin_offsetof(QuoteHeader, status), &header.status,
			sizeof(header.status)))
		notify(*td);
}
