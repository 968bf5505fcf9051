// SPDX-License-Identifier: GPL-2.0
//
// Structures in memory, put together by offset from the ABI and read back in words.
#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "core/decode/decode.h"

namespace {

using Memory = std::vector<unsigned char>;

std::string decode(tdx_structure structure, Memory const &memory)
{
	u32 const bytes = static_cast<u32>(memory.size());
	u32 const length = tdx_decode_structure(structure, memory.data(), bytes, nullptr, 0);
	std::string text(length + 1, '?');

	EXPECT_EQ(tdx_decode_structure(structure, memory.data(), bytes, text.data(), length + 1),
		length);
	text.resize(length);
	return text;
}

void put(Memory &memory, size_t offset, u64 value)
{
	std::memcpy(&memory.at(offset), &value, sizeof(value));
}

bool has(std::string const &text, char const *part)
{
	return text.find(part) != std::string::npos;
}

TEST(DecodeStructure, Report)
{
	Memory report(1024);
	report[0] = 0x81;
	std::fill_n(report.begin() + 528, 48, 0xab); // MRTD
	std::fill_n(report.begin() + 720, 48, 0xcd); // RTMR0
	put(report, 512, 1);                         // ATTRIBUTES.DEBUG

	std::string const text = decode(TDX_STRUCTURE_TDREPORT, report);
	EXPECT_TRUE(has(text, "report_mac_struct.report_type: 0x81\n"));
	EXPECT_TRUE(has(text, "td_info.attributes: 0x1 DEBUG\n"));
	std::string digest;
	for (unsigned i = 0; i < 48; i++)
		digest += "ab";
	EXPECT_TRUE(has(text, ("td_info.mrtd: " + digest + "\n").c_str()));
	EXPECT_TRUE(has(text, "td_info.rtmr[0]: cdcdcd"));
	EXPECT_TRUE(has(text, "td_info.rtmr[3]: 000000"));
	EXPECT_FALSE(has(text, "reserved"));

	report[1000] = 1; // reserved part of TDINFO
	EXPECT_TRUE(has(decode(TDX_STRUCTURE_TDREPORT, report), "not zero"));
}

// As public parsers have it: header of 48 bytes, body of 584.
TEST(DecodeStructure, Quote)
{
	Memory quote(632);
	quote[0] = 4;
	quote[2] = 2;
	quote[4] = 0x81;
	quote[12] = 0x93;                                // vendor
	std::fill_n(quote.begin() + 48 + 16, 48, 0x11);  // MRSEAM
	put(quote, 48 + 120, 1);                         // ATTRIBUTES.DEBUG
	put(quote, 48 + 128, 7);                         // XFAM
	std::fill_n(quote.begin() + 48 + 136, 48, 0xab); // MRTD
	std::fill_n(quote.begin() + 48 + 328, 48, 0xcd); // RTMR0
	std::fill_n(quote.begin() + 48 + 520, 64, 0xef); // report data

	std::string const text = decode(TDX_STRUCTURE_QUOTE, quote);
	EXPECT_TRUE(has(text, "header.version: 0x4\nheader.att_key_type: 0x2\n"
			      "header.tee_type: 0x81\nheader.vendor_id: 9300"));
	EXPECT_TRUE(has(text, "body.mrseam: 1111"));
	EXPECT_TRUE(has(text, "body.seam_attributes: 0x0\nbody.attributes: 0x1 DEBUG\n"
			      "body.xfam: 0x7 X87 | SSE | AVX\nbody.mrtd: abab"));
	EXPECT_TRUE(has(text, "body.rtmr[0]: cdcd"));
	EXPECT_TRUE(has(text, "body.rtmr[3]: 0000"));
	EXPECT_TRUE(has(text, "body.report_data: efef"));
	EXPECT_FALSE(has(text, "reserved"));
	quote.resize(631);
	EXPECT_TRUE(has(decode(TDX_STRUCTURE_QUOTE, quote), "body.report_data: beyond the end"));
}

TEST(DecodeStructure, EnclaveReport)
{
	Memory report(384);
	put(report, 48, 7);
	std::fill_n(report.begin() + 64, 32, 0xab);
	std::fill_n(report.begin() + 128, 32, 0xcd);
	report[256] = 2;
	report[259] = 1;
	std::string const text = decode(TDX_STRUCTURE_ENCLAVE_REPORT, report);
	EXPECT_TRUE(has(text, "sgx_attributes: 0x7\n"));
	EXPECT_TRUE(has(text, "mrenclave: abab"));
	EXPECT_TRUE(has(text, "mrsigner: cdcd"));
	EXPECT_TRUE(has(text, "isvprodid: 0x2\nisvsvn: 0x100\n"));
	EXPECT_FALSE(has(text, "reserved"));
}

TEST(DecodeStructure, TdParams)
{
	Memory params(1024);
	put(params, 0, 1ULL << 28); // SEPT_VE_DISABLE
	put(params, 8, 0x7);
	put(params, 16, 4);
	std::string const text = decode(TDX_STRUCTURE_TD_PARAMS, params);
	EXPECT_TRUE(has(text, "attributes: 0x10000000 SEPT_VE_DISABLE\n"));
	EXPECT_TRUE(has(text, "xfam: 0x7 "));
	EXPECT_TRUE(has(text, "max_vcpus: 0x4\n"));
}

TEST(DecodeStructure, TdmrList)
{
	Memory list(1024);
	put(list, 0, 0x100000000);
	put(list, 8, 0x40000000);
	put(list, 512, 0x140000000);
	put(list, 512 + 64, 0x1000); // reserved area 0: offset
	std::string const text = decode(TDX_STRUCTURE_TDMR_LIST, list);
	EXPECT_TRUE(has(text, "TDMR 0:\n  tdmr_base: 0x100000000\n  tdmr_size: 0x40000000\n"));
	EXPECT_TRUE(has(text, "TDMR 1:\n  tdmr_base: 0x140000000\n"));
	EXPECT_TRUE(has(text, "  reserved_areas[0]: 0010000000000000"));
	EXPECT_FALSE(has(text, "TDMR 2"));
}

TEST(DecodeStructure, CmrList)
{
	Memory list(512);
	put(list, 0, 0x1000);
	put(list, 8, 0x9f000);
	put(list, 16, 0x100000);
	put(list, 24, 0x40000000);
	EXPECT_EQ(decode(TDX_STRUCTURE_CMR_LIST, list),
		"CMR 0: 0x0000000000001000 + 0x9f000 (0 MiB)\n"
		"CMR 1: 0x0000000000100000 + 0x40000000 (1024 MiB)\n");
}

TEST(DecodeStructure, SysInfo)
{
	Memory info(1024);
	put(info, 4, 0x8086);
	put(info, 32, 64);
	std::string const text = decode(TDX_STRUCTURE_TDSYSINFO, info);
	EXPECT_TRUE(has(text, "vendor_id: 0x8086\n"));
	EXPECT_TRUE(has(text, "max_tdmrs: 0x40\n"));
}

// Whatever the bytes and however few: no byte beyond them is read, and the end is said.
TEST(DecodeStructure, ShortAndRandom)
{
	std::mt19937 random{1};

	for (int structure = 0; structure <= TDX_STRUCTURE_ENCLAVE_REPORT; structure++)
		for (size_t length = 0; length < 1100; length += 37) {
			Memory memory(length);
			for (auto &byte : memory)
				byte = static_cast<unsigned char>(random());
			decode(static_cast<tdx_structure>(structure), memory);
		}
	EXPECT_TRUE(has(decode(TDX_STRUCTURE_TDREPORT, Memory(520)), "beyond the end of the data"));
	EXPECT_TRUE(has(decode(TDX_STRUCTURE_CMR_LIST, Memory(17)), "beyond the end of the data"));
}

} // namespace
