// SPDX-License-Identifier: GPL-2.0
//
// TDREPORT_STRUCT: what a TD is, with a MAC under a key of the platform.
#pragma once

#include "core/emu/host.h"
#include "td.hpp"

namespace tdx::emu {

struct ReportMac {
	u8 type;
	u8 subtype;
	u8 version;
	u8 reserved0[13];
	u8 cpusvn[EMU_SVN_BYTES];
	u64 tee_tcb_info_hash[hash_words];
	u64 tee_info_hash[hash_words];
	u8 report_data[64];
	u8 reserved1[32];
	u8 mac[HOST_HMAC_SHA256_BYTES];
};
static_assert(sizeof(ReportMac) == 256);
static_assert(__builtin_offsetof(ReportMac, report_data) == 128);
static_assert(__builtin_offsetof(ReportMac, mac) == 224);

struct TeeTcbInfo {
	u64 valid;
	u8 tee_tcb_svn[EMU_SVN_BYTES];
	u8 mrseam[EMU_MRSEAM_BYTES];
	u64 mrsignerseam[hash_words]; // 0: Intel
	u64 attributes;
	u8 reserved[128];
};
static_assert(sizeof(TeeTcbInfo) == 256);

struct TdInfo {
	u64 attributes;
	u64 xfam;
	u64 mrtd[hash_words];
	u64 mrconfigid[hash_words];
	u64 mrowner[hash_words];
	u64 mrownerconfig[hash_words];
	u64 rtmr[num_rtmrs][hash_words];
	u64 servtd_hash[hash_words];
	u8 reserved[64];
};
static_assert(sizeof(TdInfo) == 512);

struct TdReport {
	ReportMac mac;
	TeeTcbInfo tcb;
	TdInfo td;
};
static_assert(sizeof(TdReport) == 1024);

// Fills in TDINFO; the caller holds the lock of the RTMRs.
void describe_td(TdControl const &control, TdInfo &info);

// The CPU's part of a report: digests and MAC over the other fields.  @hash_state is scratch
// memory.  False if the host has no SHA-384 or HMAC.
bool seal_report(Emu const &emu, TdReport &report, void *hash_state);

// INVALID_CPUSVN, or INVALID_REPORTMACSTRUCT if this platform did not make it.
Status verify_report(Emu const &emu, ReportMac const &mac);

} // namespace tdx::emu
