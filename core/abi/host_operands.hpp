// SPDX-License-Identifier: GPL-2.0
//
// Operands of the SEAMCALL leaf functions of the TDX module,
// in the order of the rows of host_leaves.hpp.
#pragma once

#include "leaf.hpp"

namespace tdx {

namespace host_operands {

using K = OperandKind;
using L = HostLeaf;

// clang-format off
constexpr OperandInfo rows[] = {
	// TDH.VP.ENTER
	operand(L::VpEnter, Dir::In, Reg::Rcx, K::Flag, "RESUME_L1", 53, 53),
	operand(L::VpEnter, Dir::In, Reg::Rcx, K::Flag, "HOST_RECOV_HINT", 52, 52),
	operand(L::VpEnter, Dir::In, Reg::Rcx, K::PageAddress, "TDVPR_PA", 51, 12),
	operand(L::VpEnter, Dir::In, Reg::Rdx, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::In, Reg::Rbx, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::In, Reg::Rbp, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::In, Reg::Rsi, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::In, Reg::Rdi, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::In, Reg::R8, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::In, Reg::R9, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::In, Reg::R10, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::In, Reg::R11, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::In, Reg::R12, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::In, Reg::R13, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::In, Reg::R14, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::In, Reg::R15, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::Out, Reg::Rcx, K::ExitInfo, "EXIT_QUAL"),
	operand(L::VpEnter, Dir::Out, Reg::Rcx, K::Index, "VM", 33, 32),
	operand(L::VpEnter, Dir::Out, Reg::Rcx, K::Mask, "XMM_MASK", 31, 16),
	operand(L::VpEnter, Dir::Out, Reg::Rcx, K::Mask, "GPR_MASK", 15, 0),
	operand(L::VpEnter, Dir::Out, Reg::Rdx, K::ExitInfo, "EXT_QUAL"),
	operand(L::VpEnter, Dir::Out, Reg::Rdx, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::Out, Reg::Rbx, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::Out, Reg::Rbp, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::Out, Reg::Rsi, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::Out, Reg::Rdi, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::Out, Reg::R8, K::Gpa, "GPA"),
	operand(L::VpEnter, Dir::Out, Reg::R8, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::Out, Reg::R9, K::ExitInfo, "INTR_INFO"),
	operand(L::VpEnter, Dir::Out, Reg::R9, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::Out, Reg::R10, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::Out, Reg::R11, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::Out, Reg::R12, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::Out, Reg::R13, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::Out, Reg::R14, K::Value, "GUEST_GPR"),
	operand(L::VpEnter, Dir::Out, Reg::R15, K::Value, "GUEST_GPR"),

	// TDH.MNG.ADDCX
	operand(L::MngAddcx, Dir::In, Reg::Rcx, K::PageAddress, "TDCX_PAGE_PA"),
	operand(L::MngAddcx, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),

	// TDH.MEM.PAGE.ADD
	operand(L::MemPageAdd, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemPageAdd, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemPageAdd, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemPageAdd, Dir::In, Reg::R8, K::PageAddress, "TARGET_PAGE_PA"),
	operand(L::MemPageAdd, Dir::In, Reg::R9, K::BufferAddress, "SOURCE_PAGE_PA"),
	operand(L::MemPageAdd, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MemPageAdd, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MemPageAdd, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemPageAdd, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),

	// TDH.MEM.SEPT.ADD
	operand(L::MemSeptAdd, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemSeptAdd, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemSeptAdd, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA", 51, 12),
	operand(L::MemSeptAdd, Dir::In, Reg::Rdx, K::Flag, "ALLOW_EXISTING", 0, 0),
	operand(L::MemSeptAdd, Dir::In, Reg::R8, K::PageAddress, "SEPT_PAGE_PA"),
	operand(L::MemSeptAdd, Dir::In, Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
	operand(L::MemSeptAdd, Dir::In, Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
	operand(L::MemSeptAdd, Dir::In, Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
	operand(L::MemSeptAdd, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MemSeptAdd, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MemSeptAdd, Dir::Out, Reg::R8, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
	operand(L::MemSeptAdd, Dir::Out, Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
	operand(L::MemSeptAdd, Dir::Out, Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
	operand(L::MemSeptAdd, Dir::Out, Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
	operand(L::MemSeptAdd, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemSeptAdd, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),
	operand(L::MemSeptAdd, Dir::Error, Reg::R8, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
	operand(L::MemSeptAdd, Dir::Error, Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
	operand(L::MemSeptAdd, Dir::Error, Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
	operand(L::MemSeptAdd, Dir::Error, Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),

	// TDH.VP.ADDCX
	operand(L::VpAddcx, Dir::In, Reg::Rcx, K::PageAddress, "TDCX_PAGE_PA"),
	operand(L::VpAddcx, Dir::In, Reg::Rdx, K::PageAddress, "TDVPR_PA"),

	// TDH.MEM.PAGE.RELOCATE
	operand(L::MemPageRelocate, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemPageRelocate, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemPageRelocate, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemPageRelocate, Dir::In, Reg::R8, K::PageAddress, "NEW_PAGE_PA"),
	operand(L::MemPageRelocate, Dir::Out, Reg::Rcx, K::PageAddress, "OLD_PAGE_PA"),
	operand(L::MemPageRelocate, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MemPageRelocate, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemPageRelocate, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),

	// TDH.MEM.PAGE.AUG
	operand(L::MemPageAug, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemPageAug, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemPageAug, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemPageAug, Dir::In, Reg::R8, K::PageAddress, "PAGE_PA"),
	operand(L::MemPageAug, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MemPageAug, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MemPageAug, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemPageAug, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),

	// TDH.MEM.RANGE.BLOCK
	operand(L::MemRangeBlock, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemRangeBlock, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemRangeBlock, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemRangeBlock, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MemRangeBlock, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MemRangeBlock, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemRangeBlock, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),

	// TDH.MNG.KEY.CONFIG
	operand(L::MngKeyConfig, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),

	// TDH.MNG.CREATE
	operand(L::MngCreate, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PAGE_PA"),
	operand(L::MngCreate, Dir::In, Reg::Rdx, K::KeyId, "HKID", 15, 0),

	// TDH.VP.CREATE
	operand(L::VpCreate, Dir::In, Reg::Rcx, K::PageAddress, "TDVPR_PAGE_PA"),
	operand(L::VpCreate, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),

	// TDH.MNG.RD
	operand(L::MngRd, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),
	operand(L::MngRd, Dir::In, Reg::Rdx, K::FieldId, "FIELD_ID"),
	operand(L::MngRd, Dir::Out, Reg::R8, K::Value, "VALUE"),
	operand(L::MngRd, Dir::Out, Reg::Rdx, K::FieldId, "NEXT_FIELD_ID", 63, 0, 1),
	operand(L::MngRd, Dir::Error, Reg::R8, K::Zero, "0"),
	operand(L::MngRd, Dir::Error, Reg::Rdx, K::AllOnes, "-1", 63, 0, 1),

	// TDH.MEM.RD
	operand(L::MemRd, Dir::In, Reg::Rcx, K::Gpa, "GPA"),
	operand(L::MemRd, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemRd, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MemRd, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MemRd, Dir::Out, Reg::R8, K::Data, "DATA"),
	operand(L::MemRd, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemRd, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),
	operand(L::MemRd, Dir::Error, Reg::R8, K::Zero, "0"),

	// TDH.MNG.WR
	operand(L::MngWr, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),
	operand(L::MngWr, Dir::In, Reg::Rdx, K::FieldId, "FIELD_ID"),
	operand(L::MngWr, Dir::In, Reg::R8, K::Value, "VALUE"),
	operand(L::MngWr, Dir::In, Reg::R9, K::Mask, "MASK"),
	operand(L::MngWr, Dir::Out, Reg::R8, K::Value, "OLD_VALUE"),
	operand(L::MngWr, Dir::Error, Reg::R8, K::Zero, "0"),

	// TDH.MEM.WR
	operand(L::MemWr, Dir::In, Reg::Rcx, K::Gpa, "GPA"),
	operand(L::MemWr, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemWr, Dir::In, Reg::R8, K::Data, "DATA"),
	operand(L::MemWr, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MemWr, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MemWr, Dir::Out, Reg::R8, K::Data, "OLD_DATA"),
	operand(L::MemWr, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemWr, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),
	operand(L::MemWr, Dir::Error, Reg::R8, K::Zero, "0"),

	// TDH.MEM.PAGE.DEMOTE
	operand(L::MemPageDemote, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemPageDemote, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemPageDemote, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA", 51, 12),
	operand(L::MemPageDemote, Dir::In, Reg::Rdx, K::Flag, "L2_SEPT_ADD_MODE", 0, 0),
	operand(L::MemPageDemote, Dir::In, Reg::R8, K::PageAddress, "SEPT_PAGE_PA"),
	operand(L::MemPageDemote, Dir::In, Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA"),
	operand(L::MemPageDemote, Dir::In, Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA"),
	operand(L::MemPageDemote, Dir::In, Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA"),
	operand(L::MemPageDemote, Dir::In, Reg::R12, K::PageAddress, "PAMT_PAGE_PA",
		63, 0, 0, Release::V1_5_28),
	operand(L::MemPageDemote, Dir::In, Reg::R13, K::PageAddress, "PAMT_PAGE_PA",
		63, 0, 0, Release::V1_5_28),
	operand(L::MemPageDemote, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MemPageDemote, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MemPageDemote, Dir::Out, Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA"),
	operand(L::MemPageDemote, Dir::Out, Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA"),
	operand(L::MemPageDemote, Dir::Out, Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA"),
	operand(L::MemPageDemote, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemPageDemote, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),
	operand(L::MemPageDemote, Dir::Error, Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA"),
	operand(L::MemPageDemote, Dir::Error, Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA"),
	operand(L::MemPageDemote, Dir::Error, Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA"),

	// TDH.MR.EXTEND
	operand(L::MrExtend, Dir::In, Reg::Rcx, K::Gpa, "GPA"),
	operand(L::MrExtend, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MrExtend, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MrExtend, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MrExtend, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MrExtend, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),

	// TDH.MR.FINALIZE
	operand(L::MrFinalize, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),

	// TDH.VP.FLUSH
	operand(L::VpFlush, Dir::In, Reg::Rcx, K::PageAddress, "TDVPR_PA"),

	// TDH.MNG.VPFLUSHDONE
	operand(L::MngVpflushdone, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),

	// TDH.MNG.KEY.FREEID
	operand(L::MngKeyFreeid, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),

	// TDH.MNG.INIT
	operand(L::MngInit, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),
	operand(L::MngInit, Dir::In, Reg::Rdx, K::BufferAddress, "TD_PARAMS_PA"),
	operand(L::MngInit, Dir::In, Reg::R8, K::Value, "EXTRA_PARAM", 63, 0, 0,
		Release::V1_5_28),
	operand(L::MngInit, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MngInit, Dir::Error, Reg::Rcx, K::CpuidLeaf, "CPUID_LEAF_SUBLEAF"),

	// TDH.VP.INIT
	operand(L::VpInit, Dir::In, Reg::Rcx, K::PageAddress, "TDVPR_PA"),
	operand(L::VpInit, Dir::In, Reg::Rdx, K::Value, "INITIAL_RCX_R8"),
	operand(L::VpInit, Dir::In, Reg::R8, K::Index, "X2APIC_ID", 31, 0, 1,
		Release::V1_5_05),

	// TDH.MEM.PAGE.PROMOTE
	operand(L::MemPagePromote, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemPagePromote, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemPagePromote, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemPagePromote, Dir::Out, Reg::Rcx, K::PageAddress, "FREED_SEPT_PAGE_PA"),
	operand(L::MemPagePromote, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MemPagePromote, Dir::Out, Reg::R9, K::PageAddress, "FREED_L2_SEPT_PAGE_PA",
		63, 0, 1),
	operand(L::MemPagePromote, Dir::Out, Reg::R10, K::PageAddress, "FREED_L2_SEPT_PAGE_PA",
		63, 0, 1),
	operand(L::MemPagePromote, Dir::Out, Reg::R11, K::PageAddress, "FREED_L2_SEPT_PAGE_PA",
		63, 0, 1),
	operand(L::MemPagePromote, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemPagePromote, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),

	// TDH.PHYMEM.PAGE.RDMD
	operand(L::PhymemPageRdmd, Dir::In, Reg::Rcx, K::PageAddress, "PAGE_PA"),
	operand(L::PhymemPageRdmd, Dir::Out, Reg::Rcx, K::Choice, "PAGE_TYPE"),
	operand(L::PhymemPageRdmd, Dir::Out, Reg::Rdx, K::PageAddress, "OWNER_TDR_PA"),
	operand(L::PhymemPageRdmd, Dir::Out, Reg::R8, K::Choice, "PAGE_SIZE"),
	operand(L::PhymemPageRdmd, Dir::Out, Reg::R9, K::Value, "BEPOCH"),
	operand(L::PhymemPageRdmd, Dir::Out, Reg::R10, K::Zero, "0"),
	operand(L::PhymemPageRdmd, Dir::Out, Reg::R11, K::Zero, "0"),
	operand(L::PhymemPageRdmd, Dir::Error, Reg::Rcx, K::Zero, "0"),
	operand(L::PhymemPageRdmd, Dir::Error, Reg::Rdx, K::Zero, "0"),
	operand(L::PhymemPageRdmd, Dir::Error, Reg::R8, K::Zero, "0"),
	operand(L::PhymemPageRdmd, Dir::Error, Reg::R9, K::Zero, "0"),
	operand(L::PhymemPageRdmd, Dir::Error, Reg::R10, K::Zero, "0"),
	operand(L::PhymemPageRdmd, Dir::Error, Reg::R11, K::Zero, "0"),

	// TDH.MEM.SEPT.RD
	operand(L::MemSeptRd, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemSeptRd, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemSeptRd, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA", 51, 12),
	operand(L::MemSeptRd, Dir::In, Reg::Rdx, K::Flag, "L2_ATTRS", 0, 0),
	operand(L::MemSeptRd, Dir::Out, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemSeptRd, Dir::Out, Reg::Rdx, K::LevelState, "LEVEL_STATE"),
	operand(L::MemSeptRd, Dir::Out, Reg::R8, K::Attributes, "L2_ATTRIBUTES"),
	operand(L::MemSeptRd, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemSeptRd, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),
	operand(L::MemSeptRd, Dir::Error, Reg::R8, K::Attributes, "L2_ATTRIBUTES"),

	// TDH.VP.RD
	operand(L::VpRd, Dir::In, Reg::Rcx, K::PageAddress, "TDVPR_PA"),
	operand(L::VpRd, Dir::In, Reg::Rdx, K::FieldId, "FIELD_ID"),
	operand(L::VpRd, Dir::Out, Reg::R8, K::Value, "VALUE"),
	operand(L::VpRd, Dir::Out, Reg::Rdx, K::FieldId, "NEXT_FIELD_ID", 63, 0, 1),
	operand(L::VpRd, Dir::Error, Reg::R8, K::Zero, "0"),
	operand(L::VpRd, Dir::Error, Reg::Rdx, K::AllOnes, "-1", 63, 0, 1),

	// TDH.MNG.KEY.RECLAIMID
	operand(L::MngKeyReclaimid, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),

	// TDH.PHYMEM.PAGE.RECLAIM
	operand(L::PhymemPageReclaim, Dir::In, Reg::Rcx, K::PageAddress, "PAGE_PA"),
	operand(L::PhymemPageReclaim, Dir::Out, Reg::Rcx, K::Choice, "PAGE_TYPE"),
	operand(L::PhymemPageReclaim, Dir::Out, Reg::Rdx, K::PageAddress, "OWNER_TDR_PA"),
	operand(L::PhymemPageReclaim, Dir::Out, Reg::R8, K::Choice, "PAGE_SIZE"),
	operand(L::PhymemPageReclaim, Dir::Out, Reg::R9, K::Zero, "0"),
	operand(L::PhymemPageReclaim, Dir::Out, Reg::R10, K::Zero, "0"),
	operand(L::PhymemPageReclaim, Dir::Out, Reg::R11, K::Zero, "0"),
	operand(L::PhymemPageReclaim, Dir::Error, Reg::Rcx, K::Choice, "PAGE_TYPE"),
	operand(L::PhymemPageReclaim, Dir::Error, Reg::Rdx, K::PageAddress, "OWNER_TDR_PA"),
	operand(L::PhymemPageReclaim, Dir::Error, Reg::R8, K::Choice, "PAGE_SIZE"),
	operand(L::PhymemPageReclaim, Dir::Error, Reg::R9, K::Zero, "0"),
	operand(L::PhymemPageReclaim, Dir::Error, Reg::R10, K::Zero, "0"),
	operand(L::PhymemPageReclaim, Dir::Error, Reg::R11, K::Zero, "0"),

	// TDH.MEM.PAGE.REMOVE
	operand(L::MemPageRemove, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemPageRemove, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemPageRemove, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemPageRemove, Dir::Out, Reg::Rcx, K::PageAddress, "PAGE_PA"),
	operand(L::MemPageRemove, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MemPageRemove, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemPageRemove, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),

	// TDH.MEM.SEPT.REMOVE
	operand(L::MemSeptRemove, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemSeptRemove, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemSeptRemove, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemSeptRemove, Dir::Out, Reg::Rcx, K::PageAddress, "SEPT_PAGE_PA"),
	operand(L::MemSeptRemove, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MemSeptRemove, Dir::Out, Reg::R9, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
	operand(L::MemSeptRemove, Dir::Out, Reg::R10, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
	operand(L::MemSeptRemove, Dir::Out, Reg::R11, K::PageAddress, "L2_SEPT_PAGE_PA", 63, 0, 1),
	operand(L::MemSeptRemove, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemSeptRemove, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),

	// TDH.SYS.INFO
	operand(L::SysInfo, Dir::In, Reg::Rcx, K::BufferAddress, "TDSYSINFO_PA"),
	operand(L::SysInfo, Dir::In, Reg::Rdx, K::Size, "BUFFER_SIZE"),
	operand(L::SysInfo, Dir::In, Reg::R8, K::BufferAddress, "CMR_ARRAY_PA"),
	operand(L::SysInfo, Dir::In, Reg::R9, K::Count, "CMR_ENTRIES"),
	operand(L::SysInfo, Dir::Out, Reg::Rdx, K::Size, "BYTES_WRITTEN"),
	operand(L::SysInfo, Dir::Out, Reg::R9, K::Count, "CMRS_WRITTEN"),
	operand(L::SysInfo, Dir::Error, Reg::Rdx, K::Zero, "0"),
	operand(L::SysInfo, Dir::Error, Reg::R9, K::Zero, "0"),

	// TDH.SYS.INIT
	operand(L::SysInit, Dir::In, Reg::Rcx, K::Attributes, "ATTRIBUTES"),
	operand(L::SysInit, Dir::In, Reg::R8, K::Value, "FATAL_ERROR_CONFIG", 63, 0, 1,
		Release::V1_5_28),
	operand(L::SysInit, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::SysInit, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::SysInit, Dir::Out, Reg::R8, K::Zero, "0"),
	operand(L::SysInit, Dir::Out, Reg::R9, K::Zero, "0"),
	operand(L::SysInit, Dir::Out, Reg::R10, K::Zero, "0"),
	operand(L::SysInit, Dir::Error, Reg::Rcx, K::CpuidLeaf, "LEAF_SUBLEAF"),
	operand(L::SysInit, Dir::Error, Reg::Rdx, K::Value, "MASK_LOW"),
	operand(L::SysInit, Dir::Error, Reg::R8, K::Value, "MASK_HIGH"),
	operand(L::SysInit, Dir::Error, Reg::R9, K::Value, "VALUE_LOW"),
	operand(L::SysInit, Dir::Error, Reg::R10, K::Value, "VALUE_HIGH"),

	// TDH.SYS.RD
	operand(L::SysRd, Dir::In, Reg::Rdx, K::FieldId, "FIELD_ID"),
	operand(L::SysRd, Dir::Out, Reg::Rdx, K::FieldId, "NEXT_FIELD_ID"),
	operand(L::SysRd, Dir::Out, Reg::R8, K::Value, "VALUE"),
	operand(L::SysRd, Dir::Error, Reg::Rdx, K::AllOnes, "-1"),
	operand(L::SysRd, Dir::Error, Reg::R8, K::Zero, "0"),

	// TDH.SYS.LP.INIT
	operand(L::SysLpInit, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::SysLpInit, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::SysLpInit, Dir::Out, Reg::R8, K::Zero, "0"),
	operand(L::SysLpInit, Dir::Error, Reg::Rcx, K::CpuidLeaf, "LEAF_SUBLEAF"),
	operand(L::SysLpInit, Dir::Error, Reg::Rdx, K::Value, "MASK_LOW"),
	operand(L::SysLpInit, Dir::Error, Reg::R8, K::Value, "MASK_HIGH"),

	// TDH.SYS.TDMR.INIT
	operand(L::SysTdmrInit, Dir::In, Reg::Rcx, K::PageAddress, "TDMR_BASE_PA"),
	operand(L::SysTdmrInit, Dir::Out, Reg::Rdx, K::PageAddress, "NEXT_INIT_PA"),
	operand(L::SysTdmrInit, Dir::Error, Reg::Rdx, K::Zero, "0"),

	// TDH.SYS.RDALL
	operand(L::SysRdall, Dir::In, Reg::Rdx, K::BufferAddress, "LIST_BUFFER_PA"),
	operand(L::SysRdall, Dir::In, Reg::R8, K::FieldId, "FIRST_FIELD_ID"),
	operand(L::SysRdall, Dir::Out, Reg::R8, K::FieldId, "NEXT_FIELD_ID"),
	operand(L::SysRdall, Dir::Error, Reg::R8, K::AllOnes, "-1"),

	// TDH.MEM.TRACK
	operand(L::MemTrack, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),

	// TDH.MEM.RANGE.UNBLOCK
	operand(L::MemRangeUnblock, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemRangeUnblock, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemRangeUnblock, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemRangeUnblock, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MemRangeUnblock, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MemRangeUnblock, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MemRangeUnblock, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),

	// TDH.PHYMEM.CACHE.WB
	operand(L::PhymemCacheWb, Dir::In, Reg::Rcx, K::Choice, "CMD"),

	// TDH.PHYMEM.PAGE.WBINVD
	operand(L::PhymemPageWbinvd, Dir::In, Reg::Rcx, K::KeyedAddress, "PAGE_PA", 51, 12),
	operand(L::PhymemPageWbinvd, Dir::In, Reg::Rcx, K::KeyId, "HKID", 51, 12),

	// TDH.VP.WR
	operand(L::VpWr, Dir::In, Reg::Rcx, K::PageAddress, "TDVPR_PA"),
	operand(L::VpWr, Dir::In, Reg::Rdx, K::FieldId, "FIELD_ID"),
	operand(L::VpWr, Dir::In, Reg::R8, K::Value, "VALUE"),
	operand(L::VpWr, Dir::In, Reg::R9, K::Mask, "MASK"),
	operand(L::VpWr, Dir::Out, Reg::R8, K::Value, "OLD_VALUE"),
	operand(L::VpWr, Dir::Error, Reg::R8, K::Zero, "0"),

	// TDH.SYS.CONFIG
	operand(L::SysConfig, Dir::In, Reg::Rcx, K::BufferAddress, "TDMR_INFO_ARRAY_PA"),
	operand(L::SysConfig, Dir::In, Reg::Rdx, K::Count, "COUNT"),
	operand(L::SysConfig, Dir::In, Reg::R8, K::KeyId, "HKID", 15, 0),
	operand(L::SysConfig, Dir::In, Reg::R8, K::Flag, "DYNAMIC_PAMT", 16, 16, 0,
		Release::V1_5_28),
	operand(L::SysConfig, Dir::In, Reg::R9, K::Flags, "ENABLE", 63, 0, 1, Release::V1_5_28),
	operand(L::SysConfig, Dir::In, Reg::R10, K::Zero, "0", 63, 0, 1, Release::V1_5_28),

	// TDH.SERVTD.BIND
	operand(L::ServtdBind, Dir::In, Reg::Rcx, K::PageAddress, "TARGET_TDR_PA"),
	operand(L::ServtdBind, Dir::In, Reg::Rdx, K::PageAddress, "SERVTD_TDR_PA"),
	operand(L::ServtdBind, Dir::In, Reg::R8, K::Index, "SLOT"),
	operand(L::ServtdBind, Dir::In, Reg::R9, K::Choice, "TYPE"),
	operand(L::ServtdBind, Dir::In, Reg::R10, K::Attributes, "ATTRIBUTES"),
	operand(L::ServtdBind, Dir::Out, Reg::Rcx, K::Handle, "BINDING_HANDLE"),
	operand(L::ServtdBind, Dir::Out, Reg::R10, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdBind, Dir::Out, Reg::R11, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdBind, Dir::Out, Reg::R12, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdBind, Dir::Out, Reg::R13, K::Uuid, "TARGET_UUID"),
	operand(L::ServtdBind, Dir::Error, Reg::Rcx, K::Zero, "0"),
	operand(L::ServtdBind, Dir::Error, Reg::R10, K::Zero, "0"),
	operand(L::ServtdBind, Dir::Error, Reg::R11, K::Zero, "0"),
	operand(L::ServtdBind, Dir::Error, Reg::R12, K::Zero, "0"),
	operand(L::ServtdBind, Dir::Error, Reg::R13, K::Zero, "0"),

	// TDH.SERVTD.PREBIND
	operand(L::ServtdPrebind, Dir::In, Reg::Rcx, K::PageAddress, "TARGET_TDR_PA"),
	operand(L::ServtdPrebind, Dir::In, Reg::Rdx, K::BufferAddress, "INFO_HASH_PA"),
	operand(L::ServtdPrebind, Dir::In, Reg::R8, K::Index, "SLOT"),
	operand(L::ServtdPrebind, Dir::In, Reg::R9, K::Choice, "TYPE"),
	operand(L::ServtdPrebind, Dir::In, Reg::R10, K::Attributes, "ATTRIBUTES"),

	// TDH.SYS.SHUTDOWN
	operand(L::SysShutdown, Dir::In, Reg::Rcx, K::Version, "HANDOFF_VERSION", 15, 0),
	operand(L::SysShutdown, Dir::In, Reg::Rcx, K::Flag, "AVOID_COMPAT_SENSITIVE", 16, 16, 0,
		Release::V1_5_28),

	// TDH.SYS.UPDATE
	operand(L::SysUpdate, Dir::In, Reg::R9, K::Flags, "ENABLE", 63, 0, 1, Release::V1_5_28),
	operand(L::SysUpdate, Dir::In, Reg::R10, K::Zero, "0", 63, 0, 1, Release::V1_5_28),

	// TDH.PHYMEM.PAMT.ADD
	operand(L::PhymemPamtAdd, Dir::In, Reg::Rcx, K::PageAddress, "HPA", 51, 12),
	operand(L::PhymemPamtAdd, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::PhymemPamtAdd, Dir::In, Reg::Rdx, K::PageAddress, "PAMT_PAGE0_PA"),
	operand(L::PhymemPamtAdd, Dir::In, Reg::R8, K::PageAddress, "PAMT_PAGE1_PA"),

	// TDH.PHYMEM.PAMT.REMOVE
	operand(L::PhymemPamtRemove, Dir::In, Reg::Rcx, K::PageAddress, "HPA", 51, 12),
	operand(L::PhymemPamtRemove, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::PhymemPamtRemove, Dir::Out, Reg::Rdx, K::PageAddress, "PAMT_PAGE0_PA"),
	operand(L::PhymemPamtRemove, Dir::Out, Reg::R8, K::PageAddress, "PAMT_PAGE1_PA"),

	// TDH.EXT.MEM.ADD
	operand(L::ExtMemAdd, Dir::In, Reg::Rcx, K::Value, "HPA_LIST_INFO"),
	operand(L::ExtMemAdd, Dir::Out, Reg::Rcx, K::Value, "HPA_LIST_INFO"),

	// TDH.EXPORT.ABORT
	operand(L::ExportAbort, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),
	operand(L::ExportAbort, Dir::In, Reg::R8, K::Size, "SIZE", 63, 52),
	operand(L::ExportAbort, Dir::In, Reg::R8, K::BufferAddress, "ABORT_TOKEN_MBMD", 51, 0),
	operand(L::ExportAbort, Dir::In, Reg::R10, K::Index, "STREAM", 15, 0),

	// TDH.EXPORT.BLOCKW
	operand(L::ExportBlockw, Dir::In, Reg::Rcx, K::GpaList, "GPA_LIST_INFO"),
	operand(L::ExportBlockw, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::ExportBlockw, Dir::Out, Reg::Rcx, K::GpaList, "GPA_LIST_INFO"),
	operand(L::ExportBlockw, Dir::Out, Reg::R8, K::Count, "FAILED_ENTRIES", 63, 0, 1,
		Release::V1_5_34),
	operand(L::ExportBlockw, Dir::Error, Reg::Rcx, K::GpaList, "GPA_LIST_INFO"),

	// TDH.EXPORT.RESTORE
	operand(L::ExportRestore, Dir::In, Reg::Rcx, K::GpaList, "GPA_LIST_INFO"),
	operand(L::ExportRestore, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::ExportRestore, Dir::Out, Reg::Rcx, K::GpaList, "GPA_LIST_INFO"),
	operand(L::ExportRestore, Dir::Out, Reg::R8, K::Count, "FAILED_ENTRIES", 63, 0, 1,
		Release::V1_5_34),
	operand(L::ExportRestore, Dir::Error, Reg::Rcx, K::GpaList, "GPA_LIST_INFO"),

	// TDH.EXPORT.MEM
	operand(L::ExportMem, Dir::In, Reg::Rcx, K::GpaList, "GPA_LIST_INFO"),
	operand(L::ExportMem, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::ExportMem, Dir::In, Reg::R8, K::Size, "SIZE", 63, 52),
	operand(L::ExportMem, Dir::In, Reg::R8, K::BufferAddress, "MBMD_PA", 51, 0),
	operand(L::ExportMem, Dir::In, Reg::R9, K::BufferAddress, "MIG_BUFFER_LIST_PA"),
	operand(L::ExportMem, Dir::In, Reg::R10, K::Flag, "RESUME", 63, 63),
	operand(L::ExportMem, Dir::In, Reg::R10, K::Index, "STREAM", 15, 0),
	operand(L::ExportMem, Dir::In, Reg::R11, K::BufferAddress, "MAC_LIST0_PA"),
	operand(L::ExportMem, Dir::In, Reg::R12, K::BufferAddress, "MAC_LIST1_PA"),
	operand(L::ExportMem, Dir::Out, Reg::Rcx, K::GpaList, "GPA_LIST_INFO"),
	operand(L::ExportMem, Dir::Out, Reg::Rdx, K::Count, "PAGES_PROCESSED"),
	operand(L::ExportMem, Dir::Out, Reg::R8, K::Count, "FAILED_ENTRIES", 63, 0, 1,
		Release::V1_5_34),
	operand(L::ExportMem, Dir::Error, Reg::Rcx, K::GpaList, "GPA_LIST_INFO"),

	// TDH.EXPORT.PAUSE
	operand(L::ExportPause, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),

	// TDH.EXPORT.TRACK
	operand(L::ExportTrack, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),
	operand(L::ExportTrack, Dir::In, Reg::R8, K::Size, "SIZE", 63, 52),
	operand(L::ExportTrack, Dir::In, Reg::R8, K::BufferAddress, "MBMD_PA", 51, 0),
	operand(L::ExportTrack, Dir::In, Reg::R10, K::Flag, "IN_ORDER_DONE", 63, 63),
	operand(L::ExportTrack, Dir::In, Reg::R10, K::Index, "STREAM", 15, 0),

	// TDH.EXPORT.STATE.IMMUTABLE
	operand(L::ExportStateImmutable, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),
	operand(L::ExportStateImmutable, Dir::In, Reg::R8, K::Size, "SIZE", 63, 52),
	operand(L::ExportStateImmutable, Dir::In, Reg::R8, K::BufferAddress, "MBMD_PA", 51, 0),
	operand(L::ExportStateImmutable, Dir::In, Reg::R9, K::Index, "LAST", 63, 55),
	operand(L::ExportStateImmutable, Dir::In, Reg::R9, K::BufferAddress, "PAGE_LIST_PA",
		51, 12),
	operand(L::ExportStateImmutable, Dir::In, Reg::R10, K::Flag, "RESUME", 63, 63),
	operand(L::ExportStateImmutable, Dir::In, Reg::R10, K::Index, "STREAM", 15, 0),
	operand(L::ExportStateImmutable, Dir::Out, Reg::Rdx, K::Count, "PAGES_USED"),
	operand(L::ExportStateImmutable, Dir::Error, Reg::Rdx, K::Zero, "0"),

	// TDH.EXPORT.STATE.TD
	operand(L::ExportStateTd, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),
	operand(L::ExportStateTd, Dir::In, Reg::R8, K::Size, "SIZE", 63, 52),
	operand(L::ExportStateTd, Dir::In, Reg::R8, K::BufferAddress, "MBMD_PA", 51, 0),
	operand(L::ExportStateTd, Dir::In, Reg::R9, K::Index, "LAST", 63, 55),
	operand(L::ExportStateTd, Dir::In, Reg::R9, K::BufferAddress, "PAGE_LIST_PA", 51, 12),
	operand(L::ExportStateTd, Dir::In, Reg::R10, K::Flag, "RESUME", 63, 63),
	operand(L::ExportStateTd, Dir::In, Reg::R10, K::Index, "STREAM", 15, 0),
	operand(L::ExportStateTd, Dir::Out, Reg::Rdx, K::Count, "PAGES_USED"),
	operand(L::ExportStateTd, Dir::Error, Reg::Rdx, K::Zero, "0"),

	// TDH.EXPORT.STATE.VP
	operand(L::ExportStateVp, Dir::In, Reg::Rcx, K::PageAddress, "TDVPR_PA"),
	operand(L::ExportStateVp, Dir::In, Reg::R8, K::Size, "SIZE", 63, 52),
	operand(L::ExportStateVp, Dir::In, Reg::R8, K::BufferAddress, "MBMD_PA", 51, 0),
	operand(L::ExportStateVp, Dir::In, Reg::R9, K::Index, "LAST", 63, 55),
	operand(L::ExportStateVp, Dir::In, Reg::R9, K::BufferAddress, "PAGE_LIST_PA", 51, 12),
	operand(L::ExportStateVp, Dir::In, Reg::R10, K::Flag, "RESUME", 63, 63),
	operand(L::ExportStateVp, Dir::In, Reg::R10, K::Index, "STREAM", 15, 0),
	operand(L::ExportStateVp, Dir::Out, Reg::Rdx, K::Count, "PAGES_USED"),
	operand(L::ExportStateVp, Dir::Error, Reg::Rdx, K::Zero, "0"),

	// TDH.EXPORT.UNBLOCKW
	operand(L::ExportUnblockw, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::ExportUnblockw, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::ExportUnblockw, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::ExportUnblockw, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::ExportUnblockw, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::ExportUnblockw, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::ExportUnblockw, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),

	// TDH.IMPORT.ABORT
	operand(L::ImportAbort, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),
	operand(L::ImportAbort, Dir::In, Reg::R8, K::Size, "SIZE", 63, 52),
	operand(L::ImportAbort, Dir::In, Reg::R8, K::BufferAddress, "MBMD_PA", 51, 0),
	operand(L::ImportAbort, Dir::In, Reg::R10, K::Index, "STREAM", 15, 0),

	// TDH.IMPORT.END
	operand(L::ImportEnd, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),

	// TDH.IMPORT.COMMIT
	operand(L::ImportCommit, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),

	// TDH.IMPORT.MEM
	operand(L::ImportMem, Dir::In, Reg::Rcx, K::GpaList, "GPA_LIST_INFO"),
	operand(L::ImportMem, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::ImportMem, Dir::In, Reg::R8, K::Size, "SIZE", 63, 52),
	operand(L::ImportMem, Dir::In, Reg::R8, K::BufferAddress, "MBMD_PA", 51, 0),
	operand(L::ImportMem, Dir::In, Reg::R9, K::BufferAddress, "MIG_BUFFER_LIST_PA"),
	operand(L::ImportMem, Dir::In, Reg::R10, K::Flag, "RESUME", 63, 63),
	operand(L::ImportMem, Dir::In, Reg::R10, K::Index, "STREAM", 15, 0),
	operand(L::ImportMem, Dir::In, Reg::R11, K::BufferAddress, "MAC_LIST0_PA"),
	operand(L::ImportMem, Dir::In, Reg::R12, K::BufferAddress, "MAC_LIST1_PA"),
	operand(L::ImportMem, Dir::In, Reg::R13, K::BufferAddress, "NEW_PAGE_LIST_PA"),
	operand(L::ImportMem, Dir::Out, Reg::Rcx, K::GpaList, "GPA_LIST_INFO"),
	operand(L::ImportMem, Dir::Out, Reg::R8, K::Count, "FAILED_ENTRIES", 63, 0, 1,
		Release::V1_5_34),
	operand(L::ImportMem, Dir::Error, Reg::Rcx, K::GpaList, "GPA_LIST_INFO"),

	// TDH.IMPORT.TRACK
	operand(L::ImportTrack, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),
	operand(L::ImportTrack, Dir::In, Reg::R8, K::Size, "SIZE", 63, 52),
	operand(L::ImportTrack, Dir::In, Reg::R8, K::BufferAddress, "MBMD_PA", 51, 0),
	operand(L::ImportTrack, Dir::In, Reg::R10, K::Index, "STREAM", 15, 0),

	// TDH.IMPORT.STATE.IMMUTABLE
	operand(L::ImportStateImmutable, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),
	operand(L::ImportStateImmutable, Dir::In, Reg::R8, K::Size, "SIZE", 63, 52),
	operand(L::ImportStateImmutable, Dir::In, Reg::R8, K::BufferAddress, "MBMD_PA", 51, 0),
	operand(L::ImportStateImmutable, Dir::In, Reg::R9, K::Index, "LAST", 63, 55),
	operand(L::ImportStateImmutable, Dir::In, Reg::R9, K::BufferAddress, "PAGE_LIST_PA",
		51, 12),
	operand(L::ImportStateImmutable, Dir::In, Reg::R10, K::Flag, "RESUME", 63, 63),
	operand(L::ImportStateImmutable, Dir::In, Reg::R10, K::Index, "STREAM", 15, 0),
	operand(L::ImportStateImmutable, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::ImportStateImmutable, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::ImportStateImmutable, Dir::Error, Reg::Rcx, K::FieldId, "EXT_ERR_INFO"),
	operand(L::ImportStateImmutable, Dir::Error, Reg::Rdx, K::FieldId, "EXT_ERR_INFO"),

	// TDH.IMPORT.STATE.TD
	operand(L::ImportStateTd, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),
	operand(L::ImportStateTd, Dir::In, Reg::R8, K::Size, "SIZE", 63, 52),
	operand(L::ImportStateTd, Dir::In, Reg::R8, K::BufferAddress, "MBMD_PA", 51, 0),
	operand(L::ImportStateTd, Dir::In, Reg::R9, K::Index, "LAST", 63, 55),
	operand(L::ImportStateTd, Dir::In, Reg::R9, K::BufferAddress, "PAGE_LIST_PA", 51, 12),
	operand(L::ImportStateTd, Dir::In, Reg::R10, K::Flag, "RESUME", 63, 63),
	operand(L::ImportStateTd, Dir::In, Reg::R10, K::Index, "STREAM", 15, 0),
	operand(L::ImportStateTd, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::ImportStateTd, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::ImportStateTd, Dir::Error, Reg::Rcx, K::FieldId, "EXT_ERR_INFO"),
	operand(L::ImportStateTd, Dir::Error, Reg::Rdx, K::FieldId, "EXT_ERR_INFO"),

	// TDH.IMPORT.STATE.VP
	operand(L::ImportStateVp, Dir::In, Reg::Rcx, K::PageAddress, "TDVPR_PA"),
	operand(L::ImportStateVp, Dir::In, Reg::R8, K::Size, "SIZE", 63, 52),
	operand(L::ImportStateVp, Dir::In, Reg::R8, K::BufferAddress, "MBMD_PA", 51, 0),
	operand(L::ImportStateVp, Dir::In, Reg::R9, K::Index, "LAST", 63, 55),
	operand(L::ImportStateVp, Dir::In, Reg::R9, K::BufferAddress, "PAGE_LIST_PA", 51, 12),
	operand(L::ImportStateVp, Dir::In, Reg::R10, K::Flag, "RESUME", 63, 63),
	operand(L::ImportStateVp, Dir::In, Reg::R10, K::Index, "STREAM", 15, 0),
	operand(L::ImportStateVp, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::ImportStateVp, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::ImportStateVp, Dir::Error, Reg::Rcx, K::FieldId, "EXT_ERR_INFO"),
	operand(L::ImportStateVp, Dir::Error, Reg::Rdx, K::FieldId, "EXT_ERR_INFO"),

	// TDH.MEM.SCAN.RANGE
	operand(L::MemScanRange, Dir::In, Reg::Rcx, K::Value, "LIST_OF_LISTS_INFO"),
	operand(L::MemScanRange, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemScanRange, Dir::In, Reg::R8, K::Choice, "QUALIFIER", 15, 8),
	operand(L::MemScanRange, Dir::In, Reg::R8, K::Choice, "OPERATION", 7, 0),
	operand(L::MemScanRange, Dir::In, Reg::R9, K::Gpa, "RANGE_START"),
	operand(L::MemScanRange, Dir::In, Reg::R10, K::Size, "RANGE_SIZE"),
	operand(L::MemScanRange, Dir::In, Reg::R11, K::Index, "NEXT_ENTRY"),
	operand(L::MemScanRange, Dir::Out, Reg::R9, K::Gpa, "NEXT_START"),
	operand(L::MemScanRange, Dir::Out, Reg::R10, K::Size, "REMAINING_SIZE"),
	operand(L::MemScanRange, Dir::Out, Reg::R11, K::Index, "NEXT_ENTRY"),

	// TDH.MEM.SCAN.COMP
	operand(L::MemScanComp, Dir::In, Reg::Rcx, K::Value, "LIST_OF_LISTS_INFO"),
	operand(L::MemScanComp, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemScanComp, Dir::In, Reg::R8, K::Flag, "RESUME", 63, 63),
	operand(L::MemScanComp, Dir::In, Reg::R8, K::Index, "RANGE_ID", 55, 48),
	operand(L::MemScanComp, Dir::In, Reg::R8, K::Index, "CONTEXT_ID", 47, 32),
	operand(L::MemScanComp, Dir::In, Reg::R8, K::Choice, "QUALIFIER", 15, 8),
	operand(L::MemScanComp, Dir::In, Reg::R8, K::Choice, "OPERATION", 7, 0),
	operand(L::MemScanComp, Dir::In, Reg::R11, K::Index, "NEXT_ENTRY"),
	operand(L::MemScanComp, Dir::Out, Reg::R11, K::Index, "NEXT_ENTRY"),

	// TDH.MEM.SCAN.CONFIG
	operand(L::MemScanConfig, Dir::In, Reg::Rcx, K::Value, "RANGE_LIST_INFO"),
	operand(L::MemScanConfig, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemScanConfig, Dir::In, Reg::R8, K::PageAddress, "RANGES_PAGE_PA"),
	operand(L::MemScanConfig, Dir::In, Reg::R9, K::PageAddress, "CONTEXTS_PAGE_PA"),
	operand(L::MemScanConfig, Dir::In, Reg::R10, K::PageAddress, "CONTROL_PAGE_PA"),
	operand(L::MemScanConfig, Dir::In, Reg::R11, K::PageAddress, "CONTROL_PAGE_PA"),
	operand(L::MemScanConfig, Dir::Out, Reg::R8, K::Flag, "PAGE_NOT_USED", 63, 63),
	operand(L::MemScanConfig, Dir::Out, Reg::R9, K::Flag, "PAGE_NOT_USED", 63, 63),
	operand(L::MemScanConfig, Dir::Out, Reg::R10, K::Flag, "PAGE_NOT_USED", 63, 63),
	operand(L::MemScanConfig, Dir::Out, Reg::R11, K::Flag, "PAGE_NOT_USED", 63, 63),

	// TDH.MEM.SCAN.RESET
	operand(L::MemScanReset, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),

	// TDH.MIG.STREAM.CREATE
	operand(L::MigStreamCreate, Dir::In, Reg::Rcx, K::PageAddress, "MIGSC_PAGE_PA"),
	operand(L::MigStreamCreate, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),

	// TDH.QUOTE.GET
	operand(L::QuoteGet, Dir::In, Reg::Rcx, K::PageAddress, "TDR_PA"),
	operand(L::QuoteGet, Dir::In, Reg::Rdx, K::Index, "QUOTE_ID", 47, 32),
	operand(L::QuoteGet, Dir::In, Reg::R8, K::BufferAddress, "INPUT_PA"),
	operand(L::QuoteGet, Dir::In, Reg::R9, K::Size, "INPUT_LENGTH"),
	operand(L::QuoteGet, Dir::In, Reg::R10, K::BufferAddress, "HPA_LIST_PA"),
	operand(L::QuoteGet, Dir::In, Reg::R11, K::Size, "OUTPUT_LENGTH"),
	operand(L::QuoteGet, Dir::Out, Reg::Rcx, K::Size, "QUOTE_LENGTH"),

	// TDH.IOMMU.SETREG
	operand(L::IommuSetreg, Dir::In, Reg::Rcx, K::DeviceId, "IOMMU_ID", 15, 0),
	operand(L::IommuSetreg, Dir::In, Reg::Rdx, K::Value, "REG"),
	operand(L::IommuSetreg, Dir::In, Reg::R8, K::Value, "VALUE"),

	// TDH.IOMMU.GETREG
	operand(L::IommuGetreg, Dir::In, Reg::Rcx, K::BufferAddress, "VTBAR_PA"),
	operand(L::IommuGetreg, Dir::In, Reg::Rcx, K::DeviceId, "IOMMU_ID", 15, 0),
	operand(L::IommuGetreg, Dir::In, Reg::Rdx, K::Value, "REG"),
	operand(L::IommuGetreg, Dir::Out, Reg::R8, K::Value, "VALUE"),

	// TDH.SPDM.CREATE
	operand(L::SpdmCreate, Dir::In, Reg::Rcx, K::DeviceId, "IOMMU_ID"),
	operand(L::SpdmCreate, Dir::In, Reg::Rdx, K::DeviceId, "SPDM_ID"),
	operand(L::SpdmCreate, Dir::In, Reg::R8, K::PageAddress, "NDA_PAGE_PA"),

	// TDH.SPDM.DELETE
	operand(L::SpdmDelete, Dir::In, Reg::Rcx, K::DeviceId, "IOMMU_ID"),
	operand(L::SpdmDelete, Dir::In, Reg::Rdx, K::DeviceId, "SPDM_ID"),
	operand(L::SpdmDelete, Dir::Out, Reg::Rcx, K::PageAddress, "FREED_PAGE_PA"),

	// TDH.IDE.STREAM.CREATE
	operand(L::IdeStreamCreate, Dir::In, Reg::Rcx, K::DeviceId, "IOMMU_ID", 15, 0),
	operand(L::IdeStreamCreate, Dir::In, Reg::Rdx, K::DeviceId, "SPDM_ID"),
	operand(L::IdeStreamCreate, Dir::In, Reg::R8, K::Choice, "IDE_TYPE", 31, 31),
	operand(L::IdeStreamCreate, Dir::In, Reg::R8, K::DeviceId, "KEY_ID", 23, 16),
	operand(L::IdeStreamCreate, Dir::In, Reg::R8, K::DeviceId, "ROOT_PORT_DEVFN", 15, 8),
	operand(L::IdeStreamCreate, Dir::In, Reg::R8, K::DeviceId, "IDE_ID", 7, 0),
	operand(L::IdeStreamCreate, Dir::In, Reg::R9, K::Value, "STREAM_CTRL"),
	operand(L::IdeStreamCreate, Dir::In, Reg::R10, K::Value, "RID_ASSOC1"),
	operand(L::IdeStreamCreate, Dir::In, Reg::R11, K::Value, "RID_ASSOC2"),
	operand(L::IdeStreamCreate, Dir::In, Reg::R12, K::Value, "ADDR_ASSOC1"),
	operand(L::IdeStreamCreate, Dir::In, Reg::R13, K::Value, "ADDR_ASSOC2"),
	operand(L::IdeStreamCreate, Dir::In, Reg::R14, K::Value, "ADDR_ASSOC3"),
	operand(L::IdeStreamCreate, Dir::In, Reg::R15, K::PageAddress, "NDA_PAGE_PA"),

	// TDH.IDE.STREAM.BLOCK
	operand(L::IdeStreamBlock, Dir::In, Reg::Rcx, K::DeviceId, "IOMMU_ID"),
	operand(L::IdeStreamBlock, Dir::In, Reg::Rdx, K::DeviceId, "STREAM_ID", 7, 0),

	// TDH.IDE.STREAM.DELETE
	operand(L::IdeStreamDelete, Dir::In, Reg::Rcx, K::DeviceId, "IOMMU_ID"),
	operand(L::IdeStreamDelete, Dir::In, Reg::Rdx, K::DeviceId, "STREAM_ID", 7, 0),
	operand(L::IdeStreamDelete, Dir::Out, Reg::Rcx, K::PageAddress, "FREED_PAGE_PA"),

	// TDH.IDE.STREAM.IDEKMREQ
	operand(L::IdeStreamIdekmreq, Dir::In, Reg::Rcx, K::DeviceId, "IOMMU_ID"),
	operand(L::IdeStreamIdekmreq, Dir::In, Reg::Rdx, K::DeviceId, "STREAM_ID", 7, 0),
	operand(L::IdeStreamIdekmreq, Dir::In, Reg::R8, K::Choice, "OBJECT_ID"),
	operand(L::IdeStreamIdekmreq, Dir::In, Reg::R9, K::Value, "KM_PARAM"),
	operand(L::IdeStreamIdekmreq, Dir::In, Reg::R10, K::Index, "SLOT"),
	operand(L::IdeStreamIdekmreq, Dir::In, Reg::R11, K::BufferAddress, "MESSAGE_PA"),

	// TDH.IDE.STREAM.IDEKMRSP
	operand(L::IdeStreamIdekmrsp, Dir::In, Reg::Rcx, K::DeviceId, "IOMMU_ID"),
	operand(L::IdeStreamIdekmrsp, Dir::In, Reg::Rdx, K::DeviceId, "STREAM_ID", 7, 0),
	operand(L::IdeStreamIdekmrsp, Dir::In, Reg::R8, K::BufferAddress, "MESSAGE_PA"),
	operand(L::IdeStreamIdekmrsp, Dir::Out, Reg::Rcx, K::Value, "PAYLOAD"),

	// TDH.DEVIF.CREATE
	operand(L::DevifCreate, Dir::In, Reg::Rcx, K::DeviceId, "DEVIF_ID"),
	operand(L::DevifCreate, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::DevifCreate, Dir::In, Reg::R8, K::PageAddress, "DEVIFCS_PAGE_PA"),
	operand(L::DevifCreate, Dir::In, Reg::R9, K::PageAddress, "TD_MESSAGE_PAGE_PA"),
	operand(L::DevifCreate, Dir::In, Reg::R10, K::PageAddress, "VMM_MESSAGE_PAGE_PA"),

	// TDH.DEVIF.REMOVE
	operand(L::DevifRemove, Dir::In, Reg::Rcx, K::DeviceId, "FUNCTION_ID"),
	operand(L::DevifRemove, Dir::Out, Reg::Rcx, K::PageAddress, "TD_MESSAGE_PAGE"),
	operand(L::DevifRemove, Dir::Out, Reg::Rdx, K::PageAddress, "VMM_MESSAGE_PAGE"),
	operand(L::DevifRemove, Dir::Out, Reg::R8, K::PageAddress, "TDR_PA"),

	// TDH.DEVIF.REQUEST
	operand(L::DevifRequest, Dir::In, Reg::Rcx, K::DeviceId, "FUNCTION_ID"),
	operand(L::DevifRequest, Dir::In, Reg::Rdx, K::Flag, "TD_FLAG", 63, 63),
	operand(L::DevifRequest, Dir::In, Reg::Rdx, K::Flag, "NO_FW_UPDATE", 8, 8),
	operand(L::DevifRequest, Dir::In, Reg::Rdx, K::Choice, "REQ_CODE", 7, 0),
	operand(L::DevifRequest, Dir::In, Reg::R8, K::BufferAddress, "OUTPUT_MESSAGE_PA"),
	operand(L::DevifRequest, Dir::In, Reg::R9, K::Zero, "0"),
	operand(L::DevifRequest, Dir::Out, Reg::Rcx, K::Size, "LENGTH", 23, 8),
	operand(L::DevifRequest, Dir::Out, Reg::Rcx, K::Choice, "MESSAGE_CODE", 7, 0),

	// TDH.DEVIF.RESPONSE
	operand(L::DevifResponse, Dir::In, Reg::Rcx, K::DeviceId, "FUNCTION_ID"),
	operand(L::DevifResponse, Dir::In, Reg::Rdx, K::Flag, "TD_FLAG", 63, 63),
	operand(L::DevifResponse, Dir::In, Reg::Rdx, K::BufferAddress, "RESPONSE_PA", 51, 12),
	operand(L::DevifResponse, Dir::In, Reg::R8, K::BufferAddress, "OUTPUT_PA"),
	operand(L::DevifResponse, Dir::In, Reg::R9, K::Zero, "0"),
	operand(L::DevifResponse, Dir::Out, Reg::Rcx, K::Value, "DETAILS", 63, 24),
	operand(L::DevifResponse, Dir::Out, Reg::Rcx, K::Size, "LENGTH", 23, 8),
	operand(L::DevifResponse, Dir::Out, Reg::Rcx, K::Choice, "RESPONSE_CODE", 7, 0),

	// TDH.SPDM.CONNECT
	operand(L::SpdmConnect, Dir::In, Reg::Rcx, K::DeviceId, "SPDM_ID"),
	operand(L::SpdmConnect, Dir::In, Reg::Rdx, K::BufferAddress, "SPDM_CONFIG_PA"),
	operand(L::SpdmConnect, Dir::In, Reg::R8, K::BufferAddress, "RESPONSE_PA"),
	operand(L::SpdmConnect, Dir::In, Reg::R9, K::BufferAddress, "REQUEST_PA"),
	operand(L::SpdmConnect, Dir::In, Reg::R10, K::Value, "HPA_ARRAY_T"),
	operand(L::SpdmConnect, Dir::Out, Reg::Rcx, K::Size, "REQUEST_LENGTH"),
	operand(L::SpdmConnect, Dir::Out, Reg::Rcx, K::Size, "DEVICE_INFO_LENGTH"),

	// TDH.SPDM.DISCONNECT
	operand(L::SpdmDisconnect, Dir::In, Reg::Rcx, K::DeviceId, "SPDM_ID"),
	operand(L::SpdmDisconnect, Dir::In, Reg::Rdx, K::BufferAddress, "RESPONSE_PA"),
	operand(L::SpdmDisconnect, Dir::In, Reg::R8, K::BufferAddress, "REQUEST_PA"),
	operand(L::SpdmDisconnect, Dir::Out, Reg::Rcx, K::Size, "REQUEST_LENGTH"),

	// TDH.SPDM.MNG
	operand(L::SpdmMng, Dir::In, Reg::Rcx, K::DeviceId, "SPDM_ID"),
	operand(L::SpdmMng, Dir::In, Reg::Rdx, K::Choice, "OPERATION"),
	operand(L::SpdmMng, Dir::In, Reg::R8, K::BufferAddress, "PARAMETER_PA"),
	operand(L::SpdmMng, Dir::In, Reg::R9, K::BufferAddress, "RESPONSE_PA"),
	operand(L::SpdmMng, Dir::In, Reg::R10, K::BufferAddress, "REQUEST_PA"),
	operand(L::SpdmMng, Dir::In, Reg::R11, K::Value, "HPA_ARRAY_T"),
	operand(L::SpdmMng, Dir::Out, Reg::Rcx, K::Size, "REQUEST_LENGTH"),
	operand(L::SpdmMng, Dir::Out, Reg::Rcx, K::Size, "OUTPUT_LENGTH"),

	// TDH.DMAR.ADD
	operand(L::DmarAdd, Dir::In, Reg::Rcx, K::DeviceId, "DMAR_INDEX"),
	operand(L::DmarAdd, Dir::In, Reg::Rdx, K::Value, "ENTRY_DATA"),
	operand(L::DmarAdd, Dir::In, Reg::R8, K::Value, "ENTRY_DATA"),
	operand(L::DmarAdd, Dir::In, Reg::R9, K::Value, "ENTRY_DATA"),
	operand(L::DmarAdd, Dir::In, Reg::R10, K::Value, "ENTRY_DATA"),
	operand(L::DmarAdd, Dir::In, Reg::R11, K::Value, "ENTRY_DATA"),
	operand(L::DmarAdd, Dir::In, Reg::R12, K::Value, "ENTRY_DATA"),
	operand(L::DmarAdd, Dir::In, Reg::R13, K::Value, "ENTRY_DATA"),
	operand(L::DmarAdd, Dir::In, Reg::R14, K::Value, "ENTRY_DATA"),

	// TDH.DMAR.BLOCK
	operand(L::DmarBlock, Dir::In, Reg::Rcx, K::DeviceId, "DMAR_INDEX"),

	// TDH.DMAR.READ
	operand(L::DmarRead, Dir::In, Reg::Rcx, K::DeviceId, "DMAR_INDEX"),

	// TDH.DMAR.REMOVE
	operand(L::DmarRemove, Dir::In, Reg::Rcx, K::DeviceId, "DMAR_INDEX"),

	// TDH.MMIO.MT.ADD
	operand(L::MmioMtAdd, Dir::In, Reg::Rcx, K::DeviceId, "MMIOMT_INDEX"),
	operand(L::MmioMtAdd, Dir::In, Reg::Rdx, K::PageAddress, "NDA_PAGE_PA"),

	// TDH.MMIO.MT.SET
	operand(L::MmioMtSet, Dir::In, Reg::Rcx, K::DeviceId, "MMIOMT_INDEX"),
	operand(L::MmioMtSet, Dir::In, Reg::Rdx, K::DeviceId, "FUNCTION_ID", 43, 12),
	operand(L::MmioMtSet, Dir::In, Reg::Rdx, K::Choice, "TYPE", 1, 0),

	// TDH.MMIO.MT.RD
	operand(L::MmioMtRd, Dir::In, Reg::Rcx, K::DeviceId, "MMIOMT_INDEX"),
	operand(L::MmioMtRd, Dir::Out, Reg::Rcx, K::SeptEntry, "ENTRY"),
	operand(L::MmioMtRd, Dir::Out, Reg::Rdx, K::SeptEntry, "ENTRY"),
	operand(L::MmioMtRd, Dir::Out, Reg::R8, K::SeptEntry, "ENTRY"),
	operand(L::MmioMtRd, Dir::Out, Reg::R9, K::SeptEntry, "ENTRY"),

	// TDH.MMIO.MT.REMOVE
	operand(L::MmioMtRemove, Dir::In, Reg::Rcx, K::DeviceId, "MMIOMT_INDEX"),
	operand(L::MmioMtRemove, Dir::Out, Reg::Rcx, K::Value, "FREED_PAGE_NUMBER"),

	// TDH.MMIO.MAP
	operand(L::MmioMap, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MmioMap, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MmioMap, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MmioMap, Dir::In, Reg::R8, K::PageAddress, "MMIO_PA"),
	operand(L::MmioMap, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MmioMap, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MmioMap, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MmioMap, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),

	// TDH.MMIO.BLOCK
	operand(L::MmioBlock, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MmioBlock, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MmioBlock, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MmioBlock, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MmioBlock, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MmioBlock, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MmioBlock, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),

	// TDH.MMIO.UNMAP
	operand(L::MmioUnmap, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MmioUnmap, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MmioUnmap, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MmioUnmap, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MmioUnmap, Dir::Out, Reg::Rdx, K::Zero, "0"),
	operand(L::MmioUnmap, Dir::Out, Reg::R8, K::PageAddress, "MMIO_PA"),
	operand(L::MmioUnmap, Dir::Error, Reg::Rcx, K::SeptEntry, "SEPT_ENTRY"),
	operand(L::MmioUnmap, Dir::Error, Reg::Rdx, K::LevelState, "LEVEL_STATE"),

	// TDH.IQ.INV.REQUEST
	operand(L::IqInvRequest, Dir::In, Reg::Rcx, K::DeviceId, "IOMMU_ID"),
	operand(L::IqInvRequest, Dir::In, Reg::Rdx, K::Count, "POOL_SIZE", 47, 32),
	operand(L::IqInvRequest, Dir::In, Reg::Rdx, K::Choice, "TYPE", 31, 0),
	operand(L::IqInvRequest, Dir::In, Reg::R8, K::Value, "TDR_PA_OR_RID", 51, 0),
	operand(L::IqInvRequest, Dir::In, Reg::R8, K::DeviceId, "PASID", 51, 32),
	operand(L::IqInvRequest, Dir::In, Reg::R9, K::Value, "WAIT_DESCRIPTOR"),
	operand(L::IqInvRequest, Dir::In, Reg::R10, K::Value, "WAIT_DESCRIPTOR"),
	operand(L::IqInvRequest, Dir::In, Reg::R11, K::Value, "WAIT_DESCRIPTOR"),
	operand(L::IqInvRequest, Dir::In, Reg::R12, K::Value, "WAIT_DESCRIPTOR"),
	operand(L::IqInvRequest, Dir::Out, Reg::Rcx, K::Zero, "0"),

	// TDH.IQ.INV.PROCESS
	operand(L::IqInvProcess, Dir::In, Reg::Rcx, K::DeviceId, "IOMMU_ID"),

	// TDH.MEM.SHARED.SEPT.WR
	operand(L::MemSharedSeptWr, Dir::In, Reg::Rcx, K::Gpa, "GPA", 51, 12),
	operand(L::MemSharedSeptWr, Dir::In, Reg::Rcx, K::Level, "LEVEL", 2, 0),
	operand(L::MemSharedSeptWr, Dir::In, Reg::Rdx, K::PageAddress, "TDR_PA"),
	operand(L::MemSharedSeptWr, Dir::In, Reg::R8, K::SeptEntry, "ENTRY"),
	operand(L::MemSharedSeptWr, Dir::In, Reg::R9, K::SeptEntry, "ENTRY", 63, 0, 1),
	operand(L::MemSharedSeptWr, Dir::In, Reg::R10, K::SeptEntry, "ENTRY", 63, 0, 1),
	operand(L::MemSharedSeptWr, Dir::In, Reg::R11, K::SeptEntry, "ENTRY", 63, 0, 1),
	operand(L::MemSharedSeptWr, Dir::Out, Reg::Rcx, K::Zero, "0"),
	operand(L::MemSharedSeptWr, Dir::Out, Reg::Rdx, K::Zero, "0"),

	// TDH.DEVIF.MT.ADD
	operand(L::DevifMtAdd, Dir::In, Reg::Rcx, K::DeviceId, "DEVIFMT_INDEX"),
	operand(L::DevifMtAdd, Dir::In, Reg::Rdx, K::PageAddress, "NDA_PAGE_PA"),

	// TDH.DEVIF.MT.REMOVE
	operand(L::DevifMtRemove, Dir::In, Reg::Rcx, K::DeviceId, "DEVIFMT_INDEX"),
	operand(L::DevifMtRemove, Dir::Out, Reg::Rcx, K::PageAddress, "FREED_PAGE_PA"),

	// TDH.DEVIF.MT.RD
	operand(L::DevifMtRd, Dir::In, Reg::Rcx, K::DeviceId, "DEVIFMT_INDEX"),
	operand(L::DevifMtRd, Dir::Out, Reg::Rcx, K::SeptEntry, "ENTRY"),
};
// clang-format on

} // namespace host_operands

} // namespace tdx
