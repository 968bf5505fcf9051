// SPDX-License-Identifier: GPL-2.0
//
// Exceptions that a vCPU takes when it is entered next, instead of its next instruction.
#pragma once

#include "core/abi/vm_exit.hpp"
#include "vcpu.hpp"

namespace tdx::emu {

// What TDG.VP.VEINFO.GET will return.
struct VeInfo {
	u32 reason;
	u64 qualification{0};
	u64 gpa{0};
	u64 gla{0};
	u32 length{0};
	u32 information{0};
};

bool holds_ve_info(Vcpu const &vcpu);

// Injects a #VE, or a #DF if the guest has not yet fetched the information of the last one.
void inject_ve(Vcpu const &vcpu, VeInfo const &info);
void inject_gp(Vcpu const &vcpu);
void inject_ud(Vcpu const &vcpu);
// Injects a #PF, or the #DF that it becomes during the delivery of another exception; false: a
// triple fault.
[[nodiscard]] bool inject_pf(Vcpu const &vcpu, u64 gla, u32 error);

} // namespace tdx::emu
