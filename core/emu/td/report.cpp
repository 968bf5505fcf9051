// SPDX-License-Identifier: GPL-2.0
#include "report.hpp"

namespace tdx::emu {

namespace {

constexpr u64 tcb_info_valid = 0x301ff; // fields of TEE_TCB_INFO
constexpr u32 hashed_tcb_info = 239;    // its bytes that mean something
static_assert(sizeof(Emu::report_key) == HOST_HMAC_SHA256_KEY_BYTES);
constexpr u32 authenticated = __builtin_offsetof(ReportMac, mac);

template <typename T, unsigned Count>
CORE_INLINE void copy(T (&to)[Count], T const (&from)[Count])
{
	for (unsigned i = 0; i < Count; i++)
		to[i] = from[i];
}

template <unsigned Count>
CORE_INLINE bool equal(u8 const (&a)[Count], u8 const (&b)[Count])
{
	u32 different{0};
	for (unsigned i = 0; i < Count; i++)
		different |= a[i] ^ b[i];
	return !different;
}

bool hash(void *state, void const *data, u32 bytes, u64 (&digest)[hash_words])
{
	return !host_sha384_begin(state) && !host_sha384_update(state, nullptr, 0, data, bytes) &&
	       !host_sha384_end(state, digest);
}

bool authenticate(Emu const &emu, ReportMac const &report, u8 (&mac)[HOST_HMAC_SHA256_BYTES])
{
	return !host_hmac_sha256(emu.report_key, &report, authenticated, mac);
}

} // namespace

void describe_td(TdControl const &control, TdInfo &info)
{
	zero(info);
	info.attributes = control.attributes;
	info.xfam = control.xfam;
	copy(info.mrtd, control.mrtd);
	copy(info.mrconfigid, control.mrconfigid);
	copy(info.mrowner, control.mrowner);
	copy(info.mrownerconfig, control.mrownerconfig);
	for (u32 i = 0; i < num_rtmrs; i++)
		copy(info.rtmr[i], control.rtmr[i]);
	copy(info.servtd_hash, control.servtd_hash);
}

bool seal_report(Emu const &emu, TdReport &report, void *hash_state)
{
	auto const &config = emu.config;

	zero(report.tcb);
	report.tcb.valid = tcb_info_valid;
	copy(report.tcb.tee_tcb_svn, config.tee_tcb_svn);
	copy(report.tcb.mrseam, config.mrseam);
	copy(report.mac.cpusvn, config.cpusvn);
	return hash(hash_state, &report.tcb, hashed_tcb_info, report.mac.tee_tcb_info_hash) &&
	       hash(hash_state, &report.td, sizeof(report.td), report.mac.tee_info_hash) &&
	       authenticate(emu, report.mac, report.mac.mac);
}

Status verify_report(Emu const &emu, ReportMac const &mac)
{
	u8 expected[HOST_HMAC_SHA256_BYTES];

	if (!equal(mac.cpusvn, emu.config.cpusvn))
		return Status::of(StatusCode::InvalidCpusvn);
	if (!authenticate(emu, mac, expected) || !equal(mac.mac, expected))
		return Status::of(StatusCode::InvalidReportmacstruct);
	return success();
}

} // namespace tdx::emu

int emu_verify_report(emu *emu, void const *mac)
{
	using namespace tdx::emu;

	static_assert(sizeof(ReportMac) == EMU_REPORTMAC_BYTES);
	return verify_report(*emu, *static_cast<ReportMac const *>(mac)).ok() ? 0 : -1;
}
