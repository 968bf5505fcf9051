// SPDX-License-Identifier: GPL-2.0
//
// What a TD reads of itself, and how it is put.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "core/call/core.h"
#include "kunit/user/host/host.hpp"
#include "kunit/user/host/sigill.hpp"

namespace {

constexpr u64 vp_info = 1;
constexpr u64 vm_rd = 7;
constexpr u64 field_id_incorrect = 0xc0000c0000000000;

constexpr u64 xfam = 0x1110000300000001;
constexpr u64 config_flags = 0x1110000300000016;
constexpr u64 td_ctls = 0x1110000300000017;
constexpr u64 num_l2_vms = 0x9010000100000005;
constexpr u64 mrtd = 0x1310000300000000;
constexpr u64 rtmr = 0x1310000300000040;

// A TDX module as far as its guest may read.
struct TdText : testing::Test {
	std::map<u64, u64> fields{{xfam, 0xe7}, {config_flags, 4}, {td_ctls, 0}, {num_l2_vms, 0}};
	u64 attributes{0x10000000};
	u64 gpa_width{52};
	u64 vcpus{3 | u64{4} << 32};
	u64 index{2};
	u64 info_status{0};
	std::map<u64, unsigned> calls;
	unsigned seamcalls{0};
	sigill::Answerer const answerer{[this](sigill::Frame &frame) { return answer(frame); }};

	TdText()
	{
		for (u64 i = 0; i < 6; i++)
			fields[mrtd + i] = 0x0706050403020100 + i * 0x0808080808080808;
		for (u64 i = 0; i < 24; i++)
			fields[rtmr + i] = i;
	}
	~TdText() override { host::reset(); }

	emu_verdict answer(sigill::Frame &frame)
	{
		if (!frame.tdcall) {
			seamcalls++;
			return EMU_UD;
		}
		calls[frame.rax]++;
		if (frame.rax == vp_info) {
			frame.rax = info_status;
			frame.rcx = gpa_width;
			frame.rdx = attributes;
			frame.r8 = vcpus;
			frame.r9 = index;
			frame.r10 = 1;
			return EMU_ANSWERED;
		}
		EXPECT_EQ(frame.rax, vm_rd);
		EXPECT_EQ(frame.rcx, 0u);
		auto const found{fields.find(frame.rdx)};
		frame.rax = found == fields.end() ? field_id_incorrect : 0;
		frame.r8 = found == fields.end() ? 0 : found->second;
		return EMU_ANSWERED;
	}

	std::string all()
	{
		std::string text;
		char part[CORE_TD_TEXT];

		for (u32 i = 0;; i++) {
			u32 const length{core_td_text(i, part, sizeof(part))};

			if (!length)
				return text;
			EXPECT_LT(length, sizeof(part));
			EXPECT_EQ(length, std::string{part}.size());
			text += part;
		}
	}

	std::string value(char const *key)
	{
		std::string const text{"\n" + all()};
		size_t const at{text.find("\n" + std::string{key} + ": ")};

		if (at == std::string::npos)
			return "missing";
		size_t const begin{text.find(": ", at) + 2};
		return text.substr(begin, text.find('\n', begin) - begin);
	}
};

std::string bytes_from(unsigned first)
{
	std::string text;

	for (unsigned i = 0; i < 48; i++) {
		text += "0123456789abcdef"[(first + i) >> 4 & 15];
		text += "0123456789abcdef"[(first + i) & 15];
	}
	return text;
}

TEST_F(TdText, IsWhatTheTdxModuleSays)
{
	EXPECT_EQ(value("td_attributes"), "0x10000000 SEPT_VE_DISABLE");
	EXPECT_EQ(value("td_gpa_width"), "52");
	EXPECT_EQ(value("td_vcpu_index"), "2");
	EXPECT_EQ(value("td_vcpus"), "3");
	EXPECT_EQ(value("td_max_vcpus"), "4");
	EXPECT_EQ(value("td_xfam"), "0xe7 X87 | SSE | AVX | AVX512_OPMASK | AVX512_ZMM_HI256 | "
				    "AVX512_HI16_ZMM");
	EXPECT_EQ(value("td_config_flags"), "0x4 NO_RBP_MOD");
	EXPECT_EQ(value("td_ctls"), "0x0 none");
	EXPECT_EQ(value("td_l2_vms"), "0");
	// Bytes in the order of memory.
	EXPECT_EQ(value("td_mrtd"), bytes_from(0));
	std::string const zeros(14, '0');
	EXPECT_EQ(value("td_rtmr0"), "00" + zeros + "01" + zeros + "02" + zeros + "03" + zeros +
					     "04" + zeros + "05" + zeros);
	EXPECT_EQ(value("td_rtmr3"), "12" + zeros + "13" + zeros + "14" + zeros + "15" + zeros +
					     "16" + zeros + "17" + zeros);
}

// No hypercall above all: a VMM would have to be asked, and may not know.
TEST_F(TdText, TakesTdcallsThatReadAlone)
{
	all();
	EXPECT_EQ(seamcalls, 0u);
	EXPECT_EQ(calls.size(), 2u);
	EXPECT_EQ(calls[vp_info], 1u);
	EXPECT_EQ(calls[vm_rd], 4u + 5 * 6);
}

TEST_F(TdText, SaysWhatFailed)
{
	fields.erase(xfam);
	fields.erase(rtmr + 7);
	EXPECT_EQ(value("td_xfam"), "TDX_METADATA_FIELD_ID_INCORRECT (0xc0000c0000000000)");
	EXPECT_EQ(value("td_rtmr1"), "TDX_METADATA_FIELD_ID_INCORRECT (0xc0000c0000000000)");
	EXPECT_EQ(value("td_rtmr2").size(), 96u);
	info_status = TDXCALL_SW_UD;
	EXPECT_NE(value("td_attributes").find("(0x8000ff0000000006)"), std::string::npos);
	EXPECT_EQ(value("td_gpa_width"), "missing");
	fields.clear();
	EXPECT_NE(value("td_rtmr3").find("(0xc0000c0000000000)"), std::string::npos);
}

// Whatever comes back is text, and has room.
TEST_F(TdText, HasRoomForAnyValue)
{
	attributes = gpa_width = vcpus = index = ~0ULL;
	for (auto &field : fields)
		field.second = ~0ULL;
	EXPECT_EQ(value("td_gpa_width"), "18446744073709551615");
	EXPECT_EQ(value("td_vcpus"), "4294967295");
	EXPECT_NE(value("td_attributes").find("PERFMON | unknown 0x"), std::string::npos);
	EXPECT_NE(value("td_xfam").find("AMX_TILEDATA | unknown 0x"), std::string::npos);
	EXPECT_EQ(value("td_mrtd"), std::string(96, 'f'));

	// And where there is none it is cut.
	char few[8]{};
	EXPECT_GT(core_td_text(0, few, sizeof(few)), sizeof(few));
	EXPECT_STREQ(few, "td_attr");
}

TEST_F(TdText, HasAnEnd)
{
	char text[CORE_TD_TEXT];

	EXPECT_EQ(core_td_text(~0u, text, sizeof(text)), 0u);
	EXPECT_TRUE(calls.empty());
}

} // namespace
