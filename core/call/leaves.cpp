// SPDX-License-Identifier: GPL-2.0
//
// One function for each leaf function and each sub-function of TDG.VP.VMCALL.
#include "leaves.h"
#include "leaf_call.hpp"

using namespace tdx;

#define LEAF_OUT_OR_NONE    out
#define LEAF_NO_OUT_OR_NONE (static_cast<leaf_call::NoResults *>(nullptr))

#define MAKE_HOST_READS(leaf, ...)       leaf_call::make<leaf>(Insn::Seamcall, __VA_ARGS__)
#define MAKE_HOST_TD(leaf, ...)          leaf_call::make<leaf>(Insn::Seamcall, __VA_ARGS__)
#define MAKE_HOST_PLATFORM(leaf, ...)    leaf_call::make<leaf>(Insn::Seamcall, __VA_ARGS__)
#define MAKE_GUEST(leaf, ...)            leaf_call::make<leaf>(Insn::Tdcall, __VA_ARGS__)
#define MAKE_SEAMLDR_READS(leaf, ...)    leaf_call::make_seamldr<leaf>(__VA_ARGS__)
#define MAKE_SEAMLDR_PLATFORM(leaf, ...) leaf_call::make_seamldr<leaf>(__VA_ARGS__)
#define MAKE_VMCALL(leaf, ...)           leaf_call::make_vmcall<leaf>(__VA_ARGS__)

#define LEAF(space, name, leaf, out_kind, count, ...)                                              \
	LEAF_PROTOTYPE(core_, space, name, out_kind, count, ##__VA_ARGS__)                         \
	{                                                                                          \
		return MAKE_##space(                                                               \
			leaf, how, LEAF_##out_kind##_OR_NONE LEAF_ARGS##count(__VA_ARGS__));       \
	}

// clang-format off
#include "leaf_list.h"
