// SPDX-License-Identifier: GPL-2.0
//
// AMD-V as tests want it: a VMRUN is a function of theirs.
#include "vmrun.hpp"

#include <stdexcept>

#include "core/emu/emu.h"
#include "core/emu/host.h"

namespace {

host::Vmrun vmrun;
host_guest now{};
bool is_guests{false};

} // namespace

namespace host {

void set_vmrun(Vmrun function)
{
	vmrun = std::move(function);
	now = {};
	is_guests = false;
}

host_guest &guest_state()
{
	return now;
}

bool state_is_the_guests()
{
	return is_guests;
}

} // namespace host

void host_guest_begin(host_guest const *guest)
{
	now = *guest;
	is_guests = true;
}

void host_vmrun(u64 vmcb_pa, emu_regs *regs)
{
	if (!vmrun || !is_guests)
		throw std::logic_error{"nobody runs a vCPU here"};
	vmrun(vmcb_pa, *regs);
}

u64 host_guest_xcr0()
{
	return now.xcr0;
}

void host_set_guest_xcr0(u64 xcr0)
{
	now.xcr0 = xcr0;
}

void host_set_guest_tsc_aux(u64 tsc_aux)
{
	now.tsc_aux = tsc_aux;
}

void host_guest_end(host_guest *guest)
{
	*guest = now;
	is_guests = false;
}
