// SPDX-License-Identifier: GPL-2.0
//
// Measurement: TDG.MR.RTMR.EXTEND, MR.REPORT and MR.VERIFYREPORT.
#include "core/call/core.h"
#include "core/call/leaves.h"
#include "runtime/facts.hpp"
#include "runtime/memory.hpp"
#include "runtime/test.hpp"

using namespace guest;

namespace {

constexpr u32 hash_bytes = 48;
constexpr u64 field_mrtd = 0x1310000300000000;
constexpr u64 field_rtmr = 0x1310000300000040;
constexpr u64 field_attributes = 0x1110000300000000;
constexpr u64 field_xfam = 0x1110000300000001;

// Offsets in a TDREPORT.
constexpr u32 report_bytes = 1024;
constexpr u32 mac_bytes = 256;
constexpr u32 cpusvn_at = 16;
constexpr u32 report_data_at = 128;
constexpr u32 report_data_bytes = 64;
constexpr u32 mac_at = 224;
constexpr u32 tdinfo_at = 512;
constexpr u32 tdinfo_mrtd_at = tdinfo_at + 16;
constexpr u32 tdinfo_rtmr_at = tdinfo_at + 208;

alignas(1024) u8 report[report_bytes];
alignas(256) u8 mac[mac_bytes];
alignas(64) u8 data[report_data_bytes];

u64 gpa_of(void const *what)
{
	return reinterpret_cast<u64>(what);
}

u64 extend(u64 gpa, u64 index)
{
	return core_tdg_mr_rtmr_extend(0, {gpa}, index);
}

u64 make_report(u64 to, u64 from, u64 subtype = 0)
{
	return core_tdg_mr_report(0, {to}, {from}, subtype);
}

u64 verify(u64 gpa)
{
	return core_tdg_mr_verifyreport(0, {gpa});
}

u64 read_field(u64 id)
{
	tdg_vm_rd_out out{};

	expect_equal("TDG.VM.RD", core_tdg_vm_rd(0, 0, {id}, &out), 0);
	return out.value;
}

void read_hash(u64 id, u8 *to)
{
	for (u32 i = 0; i < hash_bytes / 8; i++) {
		u64 const word{read_field(id + i)};
		__builtin_memcpy(to + 8 * i, &word, sizeof(word));
	}
}

bool is_hash(u64 id, u8 const (&wanted)[hash_bytes])
{
	u8 hash[hash_bytes];

	read_hash(id, hash);
	return !__builtin_memcmp(hash, wanted, hash_bytes);
}

u64 rtmr(u32 index)
{
	return field_rtmr + index * hash_bytes / 8;
}

// SHA-384 of 48 zero bytes and: 00 to 2f; and once more with 48 bytes of ff; 48 zero bytes.
constexpr u8 after_counting[hash_bytes] = {0xfe, 0x83, 0xf7, 0x42, 0xd1, 0xca, 0xb5, 0xc7, 0x09,
	0xa0, 0xc4, 0x24, 0x72, 0x98, 0x31, 0xfb, 0xff, 0x9b, 0x5b, 0xb9, 0x74, 0x8a, 0x61, 0x8f,
	0x0b, 0x6e, 0xa0, 0x4f, 0xe1, 0xfd, 0xe4, 0xd5, 0x46, 0xf4, 0x04, 0x0e, 0x7f, 0xc9, 0x58,
	0x7b, 0x2e, 0x6b, 0xad, 0xad, 0xa6, 0xc9, 0x41, 0xb0};
constexpr u8 after_ones[hash_bytes] = {0x05, 0x3d, 0x72, 0xfb, 0x24, 0x18, 0xf6, 0x8c, 0xc7, 0x6f,
	0x92, 0x37, 0xca, 0x66, 0x5b, 0x6e, 0x77, 0xb5, 0x33, 0x30, 0x52, 0x05, 0x66, 0xe4, 0x44,
	0x0d, 0x8a, 0x24, 0xc6, 0x5a, 0xcc, 0x5a, 0xaf, 0x88, 0x78, 0x89, 0x79, 0x60, 0x98, 0x68,
	0x17, 0x60, 0xba, 0xea, 0x9b, 0x3d, 0x06, 0xb4};
constexpr u8 after_zeros[hash_bytes] = {0xf5, 0x7b, 0xb7, 0xed, 0x82, 0xc6, 0xae, 0x4a, 0x29, 0xe6,
	0xc9, 0x87, 0x93, 0x38, 0xc5, 0x92, 0xc7, 0xd4, 0x2a, 0x39, 0x13, 0x55, 0x83, 0xe8, 0xcc,
	0xbe, 0x39, 0x40, 0xf2, 0x34, 0x4b, 0x0e, 0xb6, 0xeb, 0x85, 0x03, 0xdb, 0x0f, 0xfd, 0x6a,
	0x39, 0xdd, 0xd0, 0x0c, 0xd0, 0x7d, 0x83, 0x17};

} // namespace

GUEST_TEST(rtmrs_begin_with_zeros)
{
	for (u32 i = 0; i < 4; i++)
		EXPECT(is_hash(rtmr(i), {}));
}

GUEST_TEST(rtmr_extend_hashes_old_value_and_data)
{
	for (u32 i = 0; i < report_data_bytes; i++)
		data[i] = static_cast<u8>(i);
	EXPECT_EQ(extend(gpa_of(data), 2), 0);
	EXPECT(is_hash(rtmr(2), after_counting));
	__builtin_memset(data, 0xff, sizeof(data));
	EXPECT_EQ(extend(gpa_of(data), 2), 0);
	EXPECT(is_hash(rtmr(2), after_ones));
	__builtin_memset(data, 0, sizeof(data));
	EXPECT_EQ(extend(gpa_of(data), 3), 0);
	EXPECT(is_hash(rtmr(3), after_zeros));
	EXPECT(is_hash(rtmr(0), {}));
	EXPECT(is_hash(rtmr(1), {}));
}

GUEST_TEST(rtmr_extend_refuses)
{
	EXPECT_EQ(extend(gpa_of(data) + 8, 0), operand_invalid | rcx);
	EXPECT_EQ(extend(gpa_of(data), 4), operand_invalid | rdx);
	EXPECT_EQ(extend(gpa_of(data), 1ULL << 32), operand_invalid | rdx);
	EXPECT_EQ(extend(gpa_of(data) | shared_bit, 0), operand_invalid | rcx);
	EXPECT_EQ(extend(1ULL << 48, 0), operand_invalid | rcx);
	EXPECT_EQ(extend(1ULL << 63, 0), operand_invalid | rcx);
	// The address first.
	EXPECT_EQ(extend(gpa_of(data) | shared_bit, 4), operand_invalid | rcx);
	EXPECT(is_hash(rtmr(0), {}));
}

GUEST_TEST(report_has_what_the_td_is)
{
	for (u32 i = 0; i < report_data_bytes; i++)
		data[i] = static_cast<u8>(0xa0 + i);
	__builtin_memset(report, 0x55, sizeof(report));
	EXPECT_EQ(make_report(gpa_of(report), gpa_of(data)), 0);

	EXPECT_EQ(report[0], 0x81); // type, sub-type, version
	EXPECT_EQ(report[1] | report[2] | report[3], 0);
	EXPECT(!__builtin_memcmp(report + report_data_at, data, report_data_bytes));
	EXPECT_EQ(*at(gpa_of(report) + tdinfo_at), read_field(field_attributes));
	EXPECT_EQ(*at(gpa_of(report) + tdinfo_at + 8), read_field(field_xfam));
	u8 hash[hash_bytes];
	read_hash(field_mrtd, hash);
	EXPECT(!__builtin_memcmp(report + tdinfo_mrtd_at, hash, hash_bytes));
	EXPECT(!__builtin_memcmp(report + tdinfo_rtmr_at + 2 * hash_bytes, after_ones, hash_bytes));
	EXPECT(!__builtin_memcmp(
		report + tdinfo_rtmr_at + 3 * hash_bytes, after_zeros, hash_bytes));
	for (u32 i = tdinfo_at + 448; i < report_bytes; i++)
		EXPECT_EQ(report[i], 0);
}

GUEST_TEST(report_refuses)
{
	u64 const to{gpa_of(report)}, from{gpa_of(data)};

	__builtin_memset(report, 0x55, sizeof(report));
	EXPECT_EQ(make_report(to + 512, from), operand_invalid | rcx);
	EXPECT_EQ(make_report(to, from + 32), operand_invalid | rdx);
	EXPECT_EQ(make_report(to + 512, from + 32), operand_invalid | rcx);
	EXPECT_EQ(make_report(to, from, 1), operand_invalid | r8);
	EXPECT_EQ(make_report(to, from, 1ULL << 63), operand_invalid | r8);
	EXPECT_EQ(make_report(to, 1ULL << 48), operand_invalid | rdx);
	EXPECT_EQ(make_report(1ULL << 48, from), operand_invalid | rcx);
	for (u8 const byte : report)
		EXPECT_EQ(byte, 0x55);
}

GUEST_TEST(report_may_be_shared)
{
	u64 const gpa{allocate(2 * page_bytes)};
	u64 const mapped{
		core_tdg_vp_vmcall_mapgpa(0, {gpa | shared_bit}, 2 * page_bytes, nullptr).r10};

	EXPECT_EQ(mapped, vmcall_success);
	for (u32 i = 0; i < report_data_bytes; i++)
		shared_at<u8>(gpa + page_bytes)[i] = static_cast<u8>(i);
	EXPECT_EQ(make_report(gpa | shared_bit, (gpa + page_bytes) | shared_bit), 0);
	EXPECT_EQ(shared_at<u8>(gpa)[0], 0x81);
	for (u32 i = 0; i < report_data_bytes; i++)
		EXPECT_EQ(shared_at<u8>(gpa)[report_data_at + i], i);
	// Only reports in private memory are verified.
	EXPECT_EQ(verify(gpa | shared_bit), operand_invalid | rcx);
}

GUEST_TEST(verifyreport_knows_its_own)
{
	EXPECT_EQ(make_report(gpa_of(report), gpa_of(data)), 0);
	__builtin_memcpy(mac, report, sizeof(mac));
	EXPECT_EQ(verify(gpa_of(mac)), 0);
	EXPECT_EQ(verify(gpa_of(report)), 0);
}

GUEST_TEST(verifyreport_refuses)
{
	EXPECT_EQ(verify(gpa_of(mac) + 128), operand_invalid | rcx);
	EXPECT_EQ(verify(gpa_of(mac) | shared_bit), operand_invalid | rcx);
	EXPECT_EQ(verify(1ULL << 48), operand_invalid | rcx);
}

GUEST_TEST(verifyreport_sees_each_change)
{
	for (u32 const byte : {32u, 80u, 128u, 191u, 192u, mac_at, mac_bytes - 1}) {
		mac[byte] ^= 1;
		EXPECT_EQ(verify(gpa_of(mac)), invalid_reportmacstruct);
		mac[byte] ^= 1;
	}
	mac[cpusvn_at] ^= 1;
	EXPECT_EQ(verify(gpa_of(mac)), invalid_cpusvn);
	mac[cpusvn_at] ^= 1;
	EXPECT_EQ(verify(gpa_of(mac)), 0);
}
