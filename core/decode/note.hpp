// SPDX-License-Identifier: GPL-2.0
//
// What a completion status means for one leaf function in particular.
#pragma once

#include "core/abi/completion_status.hpp"
#include "core/abi/leaf_number.hpp"
#include "core/abi/operand_id.hpp"
#include "decode.h"

namespace tdx {

namespace {

struct StatusNote {
	tdx_call_kind kind;
	LeafNumber leaf;
	Status status;
	bool any_detail;
	char const *text;
};

constexpr char const old_module[] =
	"TDX 1.5 answers this leaf function in every state but SHUTDOWN: a module that says so is "
	"older and knows neither the leaf function nor the fields that it reads; update the TDX "
	"module (mostly with the BIOS)";

constexpr StatusNote status_notes[] = {
	{TDX_CALL_SEAMCALL, HostLeaf::SysRd, Status::of(StatusCode::SysNotReady), true, old_module},
	{TDX_CALL_SEAMCALL, HostLeaf::SysRdall, Status::of(StatusCode::SysNotReady), true,
		old_module},
	{TDX_CALL_SEAMCALL, HostLeaf::SysRd, Status::of(StatusCode::MetadataFieldIdIncorrect), true,
		"the field is unknown to this TDX module: it is older than the field, or the id is "
		"wrong"},
	{TDX_CALL_TDCALL, GuestLeaf::SysRd, Status::of(StatusCode::MetadataFieldIdIncorrect), true,
		"the field is unknown to this TDX module: it is older than the field, or the id is "
		"wrong"},
	{TDX_CALL_SEAMCALL, HostLeaf::PhymemPageReclaim,
		Status::of(StatusCode::PageMetadataIncorrect), true,
		"the page is free or reserved already (RCX, RDX and R8 come back as 0): it was "
		"reclaimed before, or never became a page of the TD because an earlier call "
		"failed; "
		"nothing is lost, look for the first failure in the log"},
	{TDX_CALL_SEAMCALL, HostLeaf::MemPageDemote, Status::of(StatusCode::TlbTrackingNotDone),
		true,
		"split a large page in this order: TDH.MEM.RANGE.BLOCK, TDH.MEM.TRACK, every vCPU "
		"made to exit, TDH.MEM.PAGE.DEMOTE; look for a TDX_OPERAND_BUSY or "
		"TDX_PREVIOUS_TLB_EPOCH_BUSY of one of the first two that was not retried"},
	{TDX_CALL_SEAMCALL, HostLeaf::MemPageDemote, Status::of(StatusCode::TdKeysNotConfigured),
		true,
		"the TD is being torn down already: no page of it needs to be split any more"},
	{TDX_CALL_SEAMCALL, HostLeaf::MngInit,
		Status::of(StatusCode::OperandInvalid, static_cast<u32>(OperandId::CpuidConfig)),
		false,
		"RCX holds the CPUID leaf (31:0) and sub-leaf (63:32) whose value in TD_PARAMS was "
		"refused: set only bits that CPUID_CONFIG_VALUES lets the host set; for leaf 1 EAX "
		"is "
		"0 or this platform's family, model and stepping"},
	{TDX_CALL_SEAMCALL, HostLeaf::MngInit,
		Status::of(StatusCode::OperandInvalid, static_cast<u32>(OperandId::Attributes)),
		false,
		"compare TD_PARAMS.ATTRIBUTES with the fields ATTRIBUTES_FIXED0 and "
		"ATTRIBUTES_FIXED1"},
	{TDX_CALL_SEAMCALL, HostLeaf::MngInit,
		Status::of(StatusCode::OperandInvalid, static_cast<u32>(OperandId::Xfam)), false,
		"compare TD_PARAMS.XFAM with the fields XFAM_FIXED0 and XFAM_FIXED1; AVX-512, CET "
		"and "
		"AMX go as wholes"},
	{TDX_CALL_SEAMCALL, HostLeaf::VpInit,
		Status::of(StatusCode::OperandBusy, static_cast<u32>(OperandId::Tdr)), false,
		"version 1 (from 1.5.05 on) locks the TDR exclusively, version 0 shares it: create "
		"the vCPUs of a TD one after the other, or call again"},
	{TDX_CALL_SEAMCALL, HostLeaf::MemSeptWr, Status::of(StatusCode::OperandInvalid), false,
		"the number is reserved, no TDX module has this leaf function"},
	{TDX_CALL_TDCALL, GuestLeaf::VpVmcall,
		Status::of(StatusCode::OperandInvalid, static_cast<u32>(OperandId::Rcx)), false,
		"the mask in RCX selects RAX, RCX or RSP, has a bit above 31, or selects RBP in a "
		"TD "
		"with CONFIG_FLAGS.NO_RBP_MOD; no exit was made and the host saw nothing"},
	{TDX_CALL_TDCALL, GuestLeaf::VpVmcall, Status::of(StatusCode::Success), false,
		"only the exit succeeded: R10 holds the host's answer, which is to be checked as "
		"well"},
	{TDX_CALL_TDCALL, GuestLeaf::MemPageAccept, Status::of(StatusCode::PageSizeMismatch), true,
		"the page is mapped with smaller pages than the call asked for: accept each of "
		"them; after an import or migration, an entry in state REMOVED answers so too"},
};

// Any leaf function may return it: unknown version, reserved bits of RAX, or no such leaf function.
constexpr Status rax_invalid =
	Status::of(StatusCode::OperandInvalid, static_cast<u32>(OperandId::Rax));
constexpr char const rax_note[] =
	"RAX named a leaf function or version that this TDX module does not have, or reserved bits "
	"in "
	"it were set; the output registers mean nothing, they may still hold inputs";

} // namespace

} // namespace tdx
