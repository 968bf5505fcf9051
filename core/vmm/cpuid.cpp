// SPDX-License-Identifier: GPL-2.0
//
// Leaves that the TDX module leaves to the VMM.  Without a signature that it knows Linux switches
// the x2APIC off, and ends where its registers would be; so this is a KVM without any of its
// features.
#include "hypercall.hpp"

namespace tdx::vmm {

namespace {

constexpr u32 signature_leaf = 0x40000000;
constexpr u32 features_leaf = 0x40000001;

constexpr u32 no_io_delay = 1 << 1; // Linux does not write to port 0x80 after each I/O, an exit

CORE_INLINE u32 letters(char const (&four)[5])
{
	return static_cast<u32>(four[0] | four[1] << 8 | four[2] << 16 | four[3] << 24);
}

} // namespace

GhciStatus cpuid(Hypercall const &call)
{
	tdx_regs &out{call.out};
	u32 const leaf{static_cast<u32>(call.in.r12)};

	out.r12 = out.r13 = out.r14 = out.r15 = 0;
	switch (leaf) {
	case signature_leaf:
		out.r12 = features_leaf; // highest leaf
		out.r13 = letters("KVMK");
		out.r14 = letters("VMKV");
		out.r15 = 'M';
		break;
	case features_leaf:
		out.r12 = no_io_delay;
		break;
	default:
		break;
	}
	return GhciStatus::Success;
}

} // namespace tdx::vmm
