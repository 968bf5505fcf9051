// SPDX-License-Identifier: GPL-2.0
//
// MapGPA, in pieces: a guest may ask for all its memory, but must not keep its vCPU from the host
// for that long.  It is told where to go on.
#include "core/abi/page.hpp"
#include "host.h"
#include "hypercall.hpp"

namespace tdx::vmm {

namespace {

// All of the range is memory, shared or private.
bool is_in_memory(Td const &td, u64 start, u64 size)
{
	u64 const gpa{start & ~td.shared_bit()};

	return size && start < td.shared_bit() << 1 && td.is_memory(gpa, size);
}

// Converts up to the end of a large page at a time.
u64 piece_of(u64 gpa, u64 size)
{
	u64 const large{bytes_of(PageSize::Size2M)};
	u64 const to_boundary{large - gpa % large};

	return size < to_boundary ? size : to_boundary;
}

} // namespace

GhciStatus map_gpa(Hypercall const &call)
{
	u64 const start{call.in.r12};
	u64 const size{call.in.r13};
	u64 const shared{start & call.td.shared_bit()};

	call.out.r11 = start;
	if (!is_in_memory(call.td, start, size))
		return GhciStatus::InvalidOperand;
	if ((start | size) % page_size)
		return GhciStatus::AlignError;
	u64 const done{
		host_vmm_convert(call.host(), start & ~shared, piece_of(start, size), shared != 0)};
	if (!done)
		return GhciStatus::GpaInuse;
	if (done < size) {
		call.out.r11 = start + done;
		return GhciStatus::Retry;
	}
	call.out.r11 = call.in.r11;
	return GhciStatus::Success;
}

} // namespace tdx::vmm
