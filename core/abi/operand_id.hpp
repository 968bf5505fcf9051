// SPDX-License-Identifier: GPL-2.0
//
// What an operand id in the low half of a completion status names: a register, by its encoding, or
// a field, page or structure that an operand leads to.
#pragma once

#include "../types.h"

namespace tdx {

enum class OperandId : u32 {
	Rax = 0,
	Rcx = 1,
	Rdx = 2,
	Rbx = 3,
	Rbp = 5,
	Rsi = 6,
	Rdi = 7,
	R8 = 8,
	R9 = 9,
	R10 = 10,
	R11 = 11,
	R12 = 12,
	R13 = 13,
	R14 = 14,
	R15 = 15,
	Attributes = 64,
	Xfam = 65,
	ExecControls = 66,
	EptpControls = 67,
	MaxVcpus = 68,
	CpuidConfig = 69,
	TscFrequency = 70,
	NumL2Vms = 71,
	Ia32ArchCapabilitiesConfig = 72,
	Page = 95,
	TdmrInfoPa = 96,
	GpaListEntry = 97,
	MigBuffListEntry = 98,
	NewPageListEntry = 99,
	Tdr = 128,
	Tdcx = 129,
	Tdvpr = 130,
	RegPage = 132,
	Tdcs = 144,
	Tdvps = 145,
	SeptTree = 146,
	SeptEntry = 147,
	Rtmr = 168,
	TdEpoch = 169,
	L2VapicGpa = 170,
	Migsc = 171,
	OpState = 172,
	Mig = 173,
	ServtdBindings = 174,
	PasidTrk = 175,
	MetadataField = 176,
	NumVcpus = 177,
	CpuidFixed0Bitmap = 178,
	Sys = 184,
	Tdmr = 185,
	Kot = 186,
	Ket = 187,
	Wbcache = 188,
	Pasidmt = 256,
	Mmiomt = 257,
	Spdmmt = 258,
	Dmar = 320,
};

} // namespace tdx
