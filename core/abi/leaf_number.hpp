// SPDX-License-Identifier: GPL-2.0
//
// Numbers of the leaf functions: RAX bits 15:0 of SEAMCALL and TDCALL, the whole of RAX of a
// P-SEAMLDR call, R11 of a TDG.VP.VMCALL.
#pragma once

#include "../bits.hpp"

namespace tdx {

// SEAMCALL to the TDX module: TDH.*
enum class HostLeaf : u16 {
	VpEnter = 0,
	MngAddcx = 1,
	MemPageAdd = 2,
	MemSeptAdd = 3,
	VpAddcx = 4,
	MemPageRelocate = 5,
	MemPageAug = 6,
	MemRangeBlock = 7,
	MngKeyConfig = 8,
	MngCreate = 9,
	VpCreate = 10,
	MngRd = 11,
	MemRd = 12,
	MngWr = 13,
	MemWr = 14,
	MemPageDemote = 15,
	MrExtend = 16,
	MrFinalize = 17,
	VpFlush = 18,
	MngVpflushdone = 19,
	MngKeyFreeid = 20,
	MngInit = 21,
	VpInit = 22,
	MemPagePromote = 23,
	PhymemPageRdmd = 24,
	MemSeptRd = 25,
	VpRd = 26,
	MngKeyReclaimid = 27,
	PhymemPageReclaim = 28,
	MemPageRemove = 29,
	MemSeptRemove = 30,
	SysKeyConfig = 31,
	SysInfo = 32,
	SysInit = 33,
	SysRd = 34,
	SysLpInit = 35,
	SysTdmrInit = 36,
	SysRdall = 37,
	MemTrack = 38,
	MemRangeUnblock = 39,
	PhymemCacheWb = 40,
	PhymemPageWbinvd = 41,
	MemSeptWr = 42,
	VpWr = 43,
	SysLpShutdown = 44,
	SysConfig = 45,
	ServtdBind = 48,
	ServtdPrebind = 49,
	SysShutdown = 52,
	SysUpdate = 53,
	PhymemPamtAdd = 58,
	PhymemPamtRemove = 59,
	ExportAbort = 64,
	ExportBlockw = 65,
	ExportRestore = 66,
	ExportMem = 68,
	SysDisable = 69,
	ExportPause = 70,
	ExportTrack = 71,
	ExportStateImmutable = 72,
	ExportStateTd = 73,
	ExportStateVp = 74,
	ExportUnblockw = 75,
	ImportAbort = 80,
	ImportEnd = 81,
	ImportCommit = 82,
	ImportMem = 83,
	ImportTrack = 84,
	ImportStateImmutable = 85,
	ImportStateTd = 86,
	ImportStateVp = 87,
	MigStreamCreate = 96,
	IommuSetreg = 128,
	IommuGetreg = 129,
	SpdmCreate = 130,
	SpdmDelete = 131,
	IdeStreamCreate = 132,
	IdeStreamBlock = 133,
	IdeStreamDelete = 134,
	IdeStreamIdekmreq = 135,
	IdeStreamIdekmrsp = 136,
	DevifCreate = 137,
	DevifRemove = 138,
	DevifRequest = 139,
	DevifResponse = 140,
	DmarAdd = 150,
	DmarBlock = 151,
	DmarRead = 152,
	DmarRemove = 153,
	MmioMtAdd = 154,
	MmioMtSet = 155,
	MmioMtRd = 156,
	MmioMtRemove = 157,
	MmioMap = 158,
	MmioBlock = 159,
	MmioUnmap = 160,
	IqInvRequest = 161,
	IqInvProcess = 162,
	MemSharedSeptWr = 163,
	DevifMtAdd = 164,
	DevifMtRemove = 165,
	DevifMtRd = 166,
};

// TDCALL: TDG.*
enum class GuestLeaf : u16 {
	VpVmcall = 0,
	VpInfo = 1,
	MrRtmrExtend = 2,
	VpVeinfoGet = 3,
	MrReport = 4,
	VpCpuidveSet = 5,
	MemPageAccept = 6,
	VmRd = 7,
	VmWr = 8,
	VpRd = 9,
	VpWr = 10,
	SysRd = 11,
	SysRdall = 12,
	ServtdRd = 18,
	ServtdWr = 20,
	MrVerifyreport = 22,
	MemPageAttrRd = 23,
	MemPageAttrWr = 24,
	VpEnter = 25,
	VpInvept = 26,
	VpInvvpid = 27,
	MrKeyGet = 29,
	MemPageRelease = 30,
	SpdmTpaSet = 64,
	SpdmTpaGet = 65,
	DevifValidate = 66,
	DevifRd = 67,
	DevifRequest = 68,
	DevifResponse = 69,
	DmarAccept = 70,
	MmioAccept = 71,
	IqInvRequest = 72,
};

// SEAMCALL to the P-SEAMLDR, which bit 63 selects: SEAMLDR.*
enum class SeamldrLeaf : u64 {
	Info = 0x8000000000000000,
	Install = 0x8000000000000001,
	Shutdown = 0x8000000000000002,
	Seaminfo = 0x8000000000000003,
	Cleanup = 0x8000000000000004,
};

// Sub-functions of TDG.VP.VMCALL.  The four of the migration TD share their R11 and differ in
// R12 bits 15:0, which stand in bits 63:32 here.
enum class VmcallLeaf : u64 {
	Cpuid = 0xa,
	Hlt = 0xc,
	Io = 0x1e,
	Rdmsr = 0x1f,
	Wrmsr = 0x20,
	RequestMmio = 0x30,
	Wbinvd = 0x36,
	Pconfig = 0x41,
	GetTdVmCallInfo = 0x10000,
	MapGpa = 0x10001,
	GetQuote = 0x10002,
	ReportFatalError = 0x10003,
	SetupEventNotifyInterrupt = 0x10004,
	Service = 0x10005,
	MigTdWaitForRequest = 0x10006 | 1ULL << 32,
	MigTdReportStatus = 0x10006 | 2ULL << 32,
	MigTdSend = 0x10006 | 3ULL << 32,
	MigTdReceive = 0x10006 | 4ULL << 32,
};

// Any of them, as a table's key.
struct LeafNumber {
	u64 value;

	LeafNumber() = default;
	CORE_INLINE LeafNumber(HostLeaf leaf) : value{static_cast<u64>(leaf)} {}
	CORE_INLINE LeafNumber(GuestLeaf leaf) : value{static_cast<u64>(leaf)} {}
	CORE_INLINE LeafNumber(SeamldrLeaf leaf) : value{static_cast<u64>(leaf)} {}
	CORE_INLINE LeafNumber(VmcallLeaf leaf) : value{static_cast<u64>(leaf)} {}
	CORE_INLINE bool operator==(LeafNumber const &) const = default;
};

} // namespace tdx
