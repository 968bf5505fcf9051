// SPDX-License-Identifier: GPL-2.0
//
// Handlers of the modelled leaf functions.  The dispatcher has checked version and module state,
// taken the module's lock as the row says, and set the outputs to their defaults.
#pragma once

#include "core/emu/platform/call.hpp"

namespace tdx::emu {

// sys_init.cpp, sys_lp_init.cpp: platform and LP initialisation, LP shutdown
HostOutcome sys_init(Call &call);
HostOutcome sys_lp_init(Call &call);
HostOutcome sys_lp_shutdown(Call &call);

// sys_info.cpp, sys_rd.cpp: what the module is
HostOutcome sys_info(Call &call);
HostOutcome sys_rd(Call &call);
HostOutcome sys_rdall(Call &call);

// sys_config.cpp: the way to READY and to usable memory
HostOutcome sys_config(Call &call);
HostOutcome sys_key_config(Call &call);
HostOutcome sys_tdmr_init(Call &call);

// sys_shutdown.cpp: from one module to the next
HostOutcome sys_shutdown(Call &call);
HostOutcome sys_update(Call &call);

// phymem_page.cpp, phymem_cache_wb.cpp: pages and caches of the platform
HostOutcome phymem_page_rdmd(Call &call);
HostOutcome phymem_page_reclaim(Call &call);
HostOutcome phymem_page_wbinvd(Call &call);
HostOutcome phymem_cache_wb(Call &call);

// mng_create.cpp, mng_init.cpp, mng_metadata.cpp, mng_teardown.cpp: a TD's control structures
HostOutcome mng_create(Call &call);
HostOutcome mng_key_config(Call &call);
HostOutcome mng_addcx(Call &call);
HostOutcome mng_init(Call &call);
HostOutcome mng_rd(Call &call);
HostOutcome mng_wr(Call &call);
HostOutcome mng_vpflushdone(Call &call);
HostOutcome mng_key_freeid(Call &call);
HostOutcome mng_key_reclaimid(Call &call);

// vp_create.cpp, vp_init.cpp, vp_metadata.cpp, vp_enter.cpp: vCPUs
HostOutcome vp_create(Call &call);
HostOutcome vp_addcx(Call &call);
HostOutcome vp_init(Call &call);
HostOutcome vp_flush(Call &call);
HostOutcome vp_rd(Call &call);
HostOutcome vp_wr(Call &call);
HostOutcome vp_enter(Call &call);

// mem_sept.cpp, mem_sept_add.cpp: secure-EPT pages
HostOutcome mem_sept_add(Call &call);
HostOutcome mem_sept_rd(Call &call);
HostOutcome mem_sept_remove(Call &call);

// mem_page.cpp, mem_page_demote.cpp, mem_page_promote.cpp, mem_range.cpp, mem_access.cpp: private
// memory
HostOutcome mem_page_add(Call &call);
HostOutcome mem_page_aug(Call &call);
HostOutcome mem_page_relocate(Call &call);
HostOutcome mem_page_remove(Call &call);
HostOutcome mem_page_demote(Call &call);
HostOutcome mem_page_promote(Call &call);
HostOutcome mem_range_block(Call &call);
HostOutcome mem_range_unblock(Call &call);
HostOutcome mem_track(Call &call);
HostOutcome mem_rd(Call &call);
HostOutcome mem_wr(Call &call);

// mr.cpp: build-time measurement
HostOutcome mr_extend(Call &call);
HostOutcome mr_finalize(Call &call);

} // namespace tdx::emu
