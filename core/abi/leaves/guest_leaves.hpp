// SPDX-License-Identifier: GPL-2.0
//
// The TDCALL leaf functions.
#pragma once

#include "guest_connect.hpp"
#include "guest_mem.hpp"
#include "guest_mr.hpp"
#include "guest_servtd.hpp"
#include "guest_sys.hpp"
#include "guest_vm.hpp"
#include "guest_vp.hpp"

namespace tdx {

constexpr auto guest_leaves = make_leaf_table<leaf_rows::guest_connect, leaf_rows::guest_mem,
	leaf_rows::guest_mr, leaf_rows::guest_servtd, leaf_rows::guest_sys, leaf_rows::guest_vm,
	leaf_rows::guest_vp>();

consteval LeafInfo leaf_info(GuestLeaf leaf)
{
	return leaf_info(guest_leaves, leaf);
}

} // namespace tdx
