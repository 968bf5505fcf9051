// SPDX-License-Identifier: GPL-2.0
//
// Operands of the SEAMCALL leaf functions of the P-SEAMLDR,
// in the order of the rows of seamldr_leaves.hpp.
#pragma once

#include "leaf.hpp"

namespace tdx {

namespace seamldr_operands {

using K = OperandKind;
using L = SeamldrLeaf;

// clang-format off
constexpr OperandInfo rows[] = {
	// SEAMLDR.INFO
	operand(L::Info, Dir::In, Reg::Rcx, K::BufferAddress, "SEAMLDR_INFO_PA"),

	// SEAMLDR.INSTALL
	operand(L::Install, Dir::In, Reg::Rcx, K::BufferAddress, "SEAMLDR_PARAMS_PA"),

	// SEAMLDR.SEAMINFO
	operand(L::Seaminfo, Dir::In, Reg::Rcx, K::BufferAddress, "OUTPUT_BUFFER_PA"),
};
// clang-format on

} // namespace seamldr_operands

} // namespace tdx
