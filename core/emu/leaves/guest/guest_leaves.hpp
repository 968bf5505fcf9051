// SPDX-License-Identifier: GPL-2.0
//
// Handlers of the modelled leaf functions of guests.  As with the host's, the dispatcher has
// checked the version and put the leaf's defaults into the outputs, which count where RAX is the
// answer.
#pragma once

#include "core/emu/guest/guest_memory.hpp"

namespace tdx::emu {

// vp_vmcall.cpp: hypercalls
GuestOutcome vp_vmcall(GuestCall &call);

// vp_info.cpp, vp_ve.cpp: the vCPU
GuestOutcome vp_info(GuestCall &call);
GuestOutcome vp_veinfo_get(GuestCall &call);
GuestOutcome vp_cpuidve_set(GuestCall &call);

// mr_rtmr_extend.cpp: run-time measurement; mr_report.cpp: reports
GuestOutcome mr_rtmr_extend(GuestCall &call);
GuestOutcome mr_report(GuestCall &call);
GuestOutcome mr_verifyreport(GuestCall &call);

// metadata.cpp
GuestOutcome vm_rd(GuestCall &call);
GuestOutcome vm_wr(GuestCall &call);
GuestOutcome vp_rd(GuestCall &call);
GuestOutcome vp_wr(GuestCall &call);
GuestOutcome sys_rd(GuestCall &call);
GuestOutcome sys_rdall(GuestCall &call);

// mem_page_accept.cpp, mem_page_attr.cpp: private memory.  A busy entry is
// OPERAND_BUSY_HOST_PRIORITY where the host waits for it.
GuestOutcome mem_page_accept(GuestCall &call);
GuestOutcome mem_page_attr_rd(GuestCall &call);
GuestOutcome mem_page_attr_wr(GuestCall &call);

} // namespace tdx::emu
