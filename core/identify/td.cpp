// SPDX-License-Identifier: GPL-2.0
//
// What a TD can read of itself, in lines "key: value".  Calls only leaf functions that read.
#include "core/abi/completion_status.hpp"
#include "core/abi/layout.hpp"
#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/metadata_td.hpp"
#include "core/base/text.hpp"
#include "core/call/core.h"
#include "core/decode/decode.h"

namespace tdx {

namespace {

// Room for every name that ATTRIBUTES or XFAM has, and for a completion status.
constexpr u32 words_bytes = 224;

enum class Form {
	Number,
	Names,  // of its bits
	Digest, // bytes in the order of memory
};

struct TdItem {
	char const *key;
	FieldId id; // of the first element
	u8 elements;
	Form form;
	enum tdx_word word; // Form::Names
};

consteval FieldId element(char const *name, u32 index)
{
	return {field_id(td_fields, name).raw + index};
}

constexpr u8 digest_elements = 6;
static_assert(td_fields[field_row(td_fields, "MRTD")].elements == digest_elements);
static_assert(td_fields[field_row(td_fields, "RTMR")].elements == digest_elements);
static_assert(layout::td_report_size == CORE_REPORT_BYTES);
static_assert(
	layout::field(layout::report_mac_struct, "report_data").size == CORE_REPORT_DATA_BYTES);

consteval TdItem rtmr(char const *key, u32 index)
{
	return {key, element("RTMR", index * digest_elements), digest_elements, Form::Digest, {}};
}

constexpr TdItem items[] = {
	{"td_xfam", element("XFAM", 0), 1, Form::Names, TDX_WORD_XFAM},
	{"td_config_flags", element("CONFIG_FLAGS", 0), 1, Form::Names, TDX_WORD_CONFIG_FLAGS},
	{"td_ctls", element("TD_CTLS", 0), 1, Form::Names, TDX_WORD_TD_CTLS},
	{"td_l2_vms", element("NUM_L2_VMS", 0), 1, Form::Number, {}},
	{"td_mrtd", element("MRTD", 0), digest_elements, Form::Digest, {}},
	rtmr("td_rtmr0", 0),
	rtmr("td_rtmr1", 1),
	rtmr("td_rtmr2", 2),
	rtmr("td_rtmr3", 3),
};
constexpr u32 item_count = sizeof(items) / sizeof(*items);

u64 call(GuestLeaf leaf, tdx_regs const &in, tdx_regs &out)
{
	return core_tdcall(static_cast<u64>(leaf), &in, &out);
}

void add_failure(Text &text, char const *key, GuestLeaf leaf, u64 status)
{
	char words[words_bytes];

	tdx_decode_status(status, TDX_CALL_TDCALL, static_cast<u64>(leaf), words, sizeof(words));
	text.add(key).add(": ").add(words).add('\n');
}

void add_names(Text &text, char const *key, enum tdx_word word, u64 value)
{
	char words[words_bytes];

	tdx_decode_word(word, value, words, sizeof(words));
	text.add(key).add(": ").hex(value).add(' ').add(words).add('\n');
}

void add_number(Text &text, char const *key, u64 value)
{
	text.add(key).add(": ").decimal(value).add('\n');
}

struct Value {
	u64 status;
	u64 word[digest_elements];
};

// All elements, or the first failure.
Value read(TdItem const &item)
{
	Value value{};

	for (u32 i = 0; i < item.elements; i++) {
		tdx_regs in{};
		tdx_regs out;

		in.rdx = item.id.raw + i;
		value.status = call(GuestLeaf::VmRd, in, out);
		if (!Status{value.status}.ok())
			break;
		value.word[i] = out.r8;
	}
	return value;
}

void add_digest(Text &text, char const *key, Value const &value)
{
	text.add(key).add(": ");
	for (u64 const word : value.word)
		for (u32 bit = 0; bit < 64; bit += 8) {
			text.add("0123456789abcdef"[word >> (bit + 4) & 15]);
			text.add("0123456789abcdef"[word >> bit & 15]);
		}
	text.add('\n');
}

void add_item(Text &text, TdItem const &item)
{
	Value const value{read(item)};

	if (!Status{value.status}.ok()) {
		add_failure(text, item.key, GuestLeaf::VmRd, value.status);
		return;
	}
	switch (item.form) {
	case Form::Number:
		add_number(text, item.key, value.word[0]);
		break;
	case Form::Names:
		add_names(text, item.key, item.word, value.word[0]);
		break;
	case Form::Digest:
		add_digest(text, item.key, value);
		break;
	}
}

// TDG.VP.INFO, which every TDX module has.
void add_vp_info(Text &text)
{
	using Vcpus = Bits<31, 0>; // of R8
	using MaxVcpus = Bits<63, 32>;
	tdx_regs const in{};
	tdx_regs out;
	u64 const status{call(GuestLeaf::VpInfo, in, out)};

	if (!Status{status}.ok()) {
		add_failure(text, "td_attributes", GuestLeaf::VpInfo, status);
		return;
	}
	add_names(text, "td_attributes", TDX_WORD_ATTRIBUTES, out.rdx);
	add_number(text, "td_gpa_width", out.rcx);
	add_number(text, "td_vcpu_index", out.r9);
	add_number(text, "td_vcpus", Vcpus::get(out.r8));
	add_number(text, "td_max_vcpus", MaxVcpus::get(out.r8));
}

} // namespace

} // namespace tdx

using namespace tdx;

u32 core_td_text(u32 part, char *buf, u32 size)
{
	Text text{buf, size};

	if (!part)
		add_vp_info(text);
	else if (part <= item_count)
		add_item(text, items[part - 1]);
	return text.length();
}
