// SPDX-License-Identifier: GPL-2.0
//
// AMD-V as tests want it: a VMRUN is a function of theirs.
#pragma once

#include <functional>

#include "core/emu/emu.h"
#include "core/emu/host.h"

namespace host {

// Changes the control block and the registers as a run of the vCPU would.
using Vmrun = std::function<void(u64 vmcb_pa, emu_regs &regs)>;
void set_vmrun(Vmrun function);

// State that no VMRUN switches, as the vCPU has it.
host_guest &guest_state();
bool state_is_the_guests();

} // namespace host
