// SPDX-License-Identifier: GPL-2.0
//
// #VE.RequestMMIO.  There is no device in memory: reads give all ones and writes are lost, as from
// a bus where nobody answers.
#include "hypercall.hpp"

namespace tdx::vmm {

GhciStatus mmio(Hypercall const &call)
{
	u64 const size{call.in.r12};
	u64 const write{call.in.r13};
	u64 const gpa{call.in.r14};
	u64 const shared{call.td.shared_bit()};

	if ((size != 1 && size != 2 && size != 4 && size != 8) || write > 1)
		return GhciStatus::InvalidOperand;
	// Private GPAs are not the VMM's.
	if (!(gpa & shared) || gpa >= shared << 1 || size > (shared << 1) - gpa)
		return GhciStatus::InvalidOperand;
	if (!write)
		call.out.r11 = ~0ULL >> (64 - 8 * size);
	return GhciStatus::Success;
}

} // namespace tdx::vmm
