// SPDX-License-Identifier: GPL-2.0
//
// The SEAMCALL leaf functions of the TDX module.
#pragma once

#include "host_connect.hpp"
#include "host_devif.hpp"
#include "host_export.hpp"
#include "host_ext.hpp"
#include "host_import.hpp"
#include "host_mem.hpp"
#include "host_mem_page.hpp"
#include "host_mem_sept.hpp"
#include "host_mng.hpp"
#include "host_mr.hpp"
#include "host_phymem.hpp"
#include "host_servtd.hpp"
#include "host_sys.hpp"
#include "host_vp.hpp"

namespace tdx {

constexpr auto host_leaves = make_leaf_table<leaf_rows::host_connect, leaf_rows::host_devif,
	leaf_rows::host_export, leaf_rows::host_ext, leaf_rows::host_import, leaf_rows::host_mem,
	leaf_rows::host_mem_page, leaf_rows::host_mem_sept, leaf_rows::host_mng, leaf_rows::host_mr,
	leaf_rows::host_phymem, leaf_rows::host_servtd, leaf_rows::host_sys, leaf_rows::host_vp>();

consteval LeafInfo leaf_info(HostLeaf leaf)
{
	return leaf_info(host_leaves, leaf);
}

} // namespace tdx
