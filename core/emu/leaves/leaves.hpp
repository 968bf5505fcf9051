// SPDX-License-Identifier: GPL-2.0
//
// Handlers of the modelled leaf functions.  The dispatcher has checked version and module state,
// holds the lock that the leaf wants, and has put the leaf's defaults into the outputs.
#pragma once

#include "core/emu/platform/call.hpp"

namespace tdx::emu {

using Handler = Status (*)(Call &);

// sys_init.cpp, sys_lp_init.cpp: platform and LP initialisation, LP shutdown
Status sys_init(Call &call);
Status sys_lp_init(Call &call);
Status sys_lp_shutdown(Call &call);

// sys_info.cpp, sys_rd.cpp: what the module is
Status sys_info(Call &call);
Status sys_rd(Call &call);
Status sys_rdall(Call &call);

// sys_config.cpp: the way to READY and to usable memory
Status sys_config(Call &call);
Status sys_key_config(Call &call);
Status sys_tdmr_init(Call &call);

// sys_shutdown.cpp: from one module to the next
Status sys_shutdown(Call &call);
Status sys_update(Call &call);

// phymem_page.cpp, phymem_cache_wb.cpp: pages and caches of the platform
Status phymem_page_rdmd(Call &call);
Status phymem_page_reclaim(Call &call);
Status phymem_page_wbinvd(Call &call);
Status phymem_cache_wb(Call &call);

// mng_create.cpp, mng_init.cpp, mng_metadata.cpp, mng_teardown.cpp: a TD's control structures
Status mng_create(Call &call);
Status mng_key_config(Call &call);
Status mng_addcx(Call &call);
Status mng_init(Call &call);
Status mng_rd(Call &call);
Status mng_wr(Call &call);
Status mng_vpflushdone(Call &call);
Status mng_key_freeid(Call &call);
Status mng_key_reclaimid(Call &call);

// vp_create.cpp, vp_init.cpp, vp_metadata.cpp, vp_enter.cpp: vCPUs
Status vp_create(Call &call);
Status vp_addcx(Call &call);
Status vp_init(Call &call);
Status vp_flush(Call &call);
Status vp_rd(Call &call);
Status vp_wr(Call &call);
Status vp_enter(Call &call);

// mem_sept.cpp, mem_sept_add.cpp: secure-EPT pages
Status mem_sept_add(Call &call);
Status mem_sept_rd(Call &call);
Status mem_sept_remove(Call &call);

// mem_page.cpp, mem_page_demote.cpp, mem_page_promote.cpp, mem_range.cpp, mem_access.cpp: private
// memory
Status mem_page_add(Call &call);
Status mem_page_aug(Call &call);
Status mem_page_relocate(Call &call);
Status mem_page_remove(Call &call);
Status mem_page_demote(Call &call);
Status mem_page_promote(Call &call);
Status mem_range_block(Call &call);
Status mem_range_unblock(Call &call);
Status mem_track(Call &call);
Status mem_rd(Call &call);
Status mem_wr(Call &call);

// mr.cpp: build-time measurement
Status mr_extend(Call &call);
Status mr_finalize(Call &call);

} // namespace tdx::emu
