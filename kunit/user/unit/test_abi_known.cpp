// SPDX-License-Identifier: GPL-2.0
//
// Known answers about the ABI, each either asserted here or listed as pending.  They come from
// $TDXCALL_SHARED and were made without this project's code.
#include <gtest/gtest.h>

#include <cctype>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/abi/completion_status.hpp"
#include "core/abi/layout.hpp"
#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/abi/metadata_global.hpp"
#include "core/abi/page.hpp"
#include "core/abi/sept.hpp"
#include "core/abi/td_bits.hpp"
#include "core/decode/decode.h"
#include "core/emu/cpu/cpuid_table.hpp"
#include "core/emu/metadata/field_list.hpp"
#include "core/emu/td/epoch.hpp"
#include "test_emu_shared.hpp"
#include "test_emu_td.hpp"

namespace {

using namespace tdx;

// What a row says, and whether this project can be asked yet.
struct Known {
	unsigned n;
	std::string area;
	std::string input;
	std::string expected;
};

// Numbers of rows whose subject is not modelled yet: service TDs, TDREPORT, export and import, and
// of a guest TDG.SYS.RD and CPUID leaves that are a #VE.
bool pending(unsigned n)
{
	return (n >= 101 && n <= 104) || n == 144 || n == 146 || n == 203 || n == 209 || n == 213;
}

std::string hex(u64 value, int digits = 1)
{
	char text[32];

	std::snprintf(text, sizeof(text), "0x%0*llX", digits, value);
	return text;
}

std::string explained(u64 status)
{
	char text[4096];

	// What the low half of a success means depends on the leaf function: they are of TD exits.
	bool const exit = !(status >> 32) && status;

	tdx_explain_status(status, TDX_CALL_SEAMCALL, exit ? 0 : TDX_LEAF_UNKNOWN, nullptr, text,
		sizeof(text));
	return text;
}

void expect_in(std::string const &text, std::string const &part)
{
	EXPECT_NE(text.find(part), std::string::npos) << "no \"" << part << "\" in:\n" << text;
}

// "TDX_X; class 0x01 NAME; code 0x00; error 1; non_recoverable 1; fatal 0; hint 0; low32 0x0 = ..."
void status_decode(Known const &known)
{
	char name[64], cls_name[64], low_text[128];
	unsigned cls, code, error, non_recoverable, fatal, hint, low;
	Status const status{test::number(known.input)};

	ASSERT_EQ(std::sscanf(known.expected.c_str(),
			  "%63[^;]; class 0x%x %63[^;]; code 0x%x; error %u; non_recoverable %u; "
			  "fatal %u; hint %u; low32 0x%x = %127[^\n]",
			  name, &cls, cls_name, &code, &error, &non_recoverable, &fatal, &hint,
			  &low, low_text),
		10);

	std::string const text = explained(status.raw);

	expect_in(text, std::string{"status: "} + name);
	EXPECT_EQ(status.cls(), cls);
	expect_in(text, std::string{cls_name} + ", code 0x");
	EXPECT_EQ(static_cast<u32>(status.code()) & 0xff, code);
	EXPECT_EQ(status.error(), error == 1);
	EXPECT_EQ(status.non_recoverable(), non_recoverable == 1);
	EXPECT_EQ(status.fatal(), fatal == 1);
	EXPECT_EQ(status.host_hint(), hint == 1);
	EXPECT_EQ(status.detail(), low);

	std::string const detail{low_text};
	auto const after = [&](std::string const &start) {
		return detail.starts_with(start) ? detail.substr(start.size()) : std::string{};
	};

	if (!after("operand ").empty() || !after("level ").empty())
		expect_in(text, "detail: " + detail + "\n");
	else if (!after("MSR number ").empty())
		expect_in(text, " " + after("MSR number ") + "\n");
	else if (!after("TD exit with exit reason ").empty())
		expect_in(text, "exit: " + after("TD exit with exit reason ") + " (");
	else if (detail == "TD exit by TDG.VP.VMCALL")
		expect_in(text, "TD exit: TDG.VP.VMCALL (77)");
	else if (detail == "CPUID leaf")
		expect_in(text, "detail: CPUID leaf 0x80000008\n");
	else if (detail == "limit")
		expect_in(text, "detail: at most 2048\n");
	else if (!after("TDMR 2, area 2M (1), other TDMR 0").empty())
		expect_in(text, "detail: TDMR 2, PAMT of 2M pages, with TDMR 0\n");
	else if (detail == "none")
		EXPECT_EQ(text.find("detail:"), std::string::npos) << text;
	else
		ADD_FAILURE() << "nobody checks " << detail;
}

// "NAME; context 0 system; class 0; code 0x0; element size 4; last_element 0; last_field 0; ..."
void field_id_decode(Known const &known)
{
	char name[128];
	unsigned context, cls, code, bytes, last_element, last_field, non_arch;
	FieldId const id{test::number(known.input)};

	ASSERT_EQ(
		std::sscanf(known.expected.c_str(),
			"%127[^;]; context %u %*[^;]; class %u; code 0x%x; element size %u; "
			"last_element %u; last_field %u; non_arch %u",
			name, &context, &cls, &code, &bytes, &last_element, &last_field, &non_arch),
		8);
	EXPECT_EQ(id.context(), context);
	EXPECT_EQ(id.cls(), cls);
	EXPECT_EQ(id.code(), code);
	EXPECT_EQ(id.bytes(), bytes);
	EXPECT_EQ(id.last_element(), last_element);
	EXPECT_EQ(id.last_field(), last_field);
	EXPECT_EQ(id.non_arch(), non_arch == 1);

	// The same words, whatever the case of digits and the blanks between register names.
	auto const plain = [](std::string text) {
		std::erase(text, ' ');
		for (char &c : text)
			c = static_cast<char>(std::tolower(c));
		return text;
	};
	char text[512];

	tdx_decode_field(id.raw, text, sizeof(text));
	EXPECT_TRUE(plain(text).starts_with(plain(name))) << text << "\nwants " << name;
}

// Sequences of the list of all fields that the host or a guest may read.
std::vector<emu::FieldSequence> sequences(Access FieldInfo::*reader)
{
	std::vector<emu::FieldSequence> list;
	emu::FieldPlace place{global_fields, std::size(global_fields), reader, 0, 0, 0};

	for (place.first(); !place.end(); place = list.back().next)
		list.push_back(emu::next_sequence(place, 4088));
	return list;
}

void metadata_list(Known const &known)
{
	bool const guest = known.input.starts_with("TDG.");
	auto const list = sequences(guest ? &FieldInfo::guest : &FieldInfo::host);
	std::string const word = " sequence ";

	if (size_t const at = known.input.find(word); at != std::string::npos) {
		auto const &sequence = list.at(std::stoul(known.input.substr(at + word.size())));
		FieldId const id = sequence.header();
		FieldInfo const *const row = find_field(global_fields, id);

		ASSERT_NE(row, nullptr);
		EXPECT_EQ(known.expected, "header " + hex(id.raw, 16).replace(0, 2, "0x") + ": " +
						  std::to_string(id.last_field() + 1) +
						  " field(s) x " +
						  std::to_string(id.last_element() + 1) +
						  " element(s), first " + row->name);
		return;
	}

	u32 bytes = 8;

	for (auto const &sequence : list)
		bytes += sequence.bytes();
	EXPECT_TRUE(known.expected.starts_with("header u16 " + std::to_string(bytes) + ", u16 " +
					       std::to_string(list.size()) + ", u32 0"))
		<< known.expected << ", not " << bytes << ", " << list.size();
}

// Replaces {name} by the offset of that field, and {#} by @size.
template <unsigned Fields>
std::string offsets(LayoutField const (&fields)[Fields], u32 size, std::string text, u32 base = 0)
{
	for (auto const &field : fields) {
		std::string const name = "{" + std::string{field.name} + "}";

		if (size_t const at = text.find(name); at != std::string::npos)
			text.replace(at, name.size(), std::to_string(base + field.offset));
	}
	if (size_t const at = text.find("{#}"); at != std::string::npos)
		text.replace(at, 3, std::to_string(size));
	return text;
}

// The row's text, made of the layouts.
std::string layout_text(std::string const &what)
{
	using namespace layout;

	if (what == "TD_PARAMS")
		return offsets(td_params, td_params_size,
			"{#} bytes; attributes {attributes}, xfam {xfam}, max_vcpus {max_vcpus}, "
			"num_l2_vms {num_l2_vms}, msr_config_ctls {msr_config_ctls}, "
			"eptp_controls {eptp_controls}, config_flags {config_flags}, "
			"tsc_frequency {tsc_frequency}, mrconfigid {mrconfigid}, mrowner "
			"{mrowner}, "
			"mrownerconfig {mrownerconfig}, "
			"arch capabilities {ia32_arch_capabilities_config}, "
			"cpuid values {cpuid_values}");
	if (what == "TD_PARAMS CPUID values") {
		constexpr LayoutField values = field(td_params, "cpuid_values");
		std::string const start = std::to_string(values.offset);
		std::string const size = std::to_string(values.size);
		u32 const end = values.offset + 12u * values.size;

		return "entry i (" + size + " bytes: eax, ebx, ecx, edx) at " + start + " + " +
		       size + "*i; 12 entries end at " + std::to_string(end) + "; " +
		       std::to_string(end) + ".." + std::to_string(td_params_size - 1) +
		       " must be 0";
	}
	if (what == "TDREPORT")
		return offsets(td_report, td_report_size,
			"{#} bytes: REPORTMACSTRUCT {report_mac_struct}, TEE_TCB_INFO "
			"{tee_tcb_info} (" +
				std::to_string(tee_tcb_info_size) + " bytes, then " +
				std::to_string(
					field(td_report, "tee_tcb_info").size - tee_tcb_info_size) +
				" reserved), TDINFO {td_info}");
	if (what == "REPORTMACSTRUCT")
		return offsets(report_mac_struct, report_mac_struct_size,
			"{#} bytes: type {report_type}, cpusvn {cpusvn}, tee_tcb_info_hash "
			"{tee_tcb_info_hash}, tee_info_hash {tee_info_hash}, report_data "
			"{report_data}, MAC {mac}");
	if (what == "TDINFO") {
		constexpr LayoutField rtmr = field(td_info, "rtmr");
		std::string text = "{#} bytes: attributes {attributes}, xfam {xfam}, mrtd {mrtd}, "
				   "mrconfigid {mrconfigid}, mrowner {mrowner}, mrownerconfig "
				   "{mrownerconfig}, ";

		for (u32 i = 0; i < rtmr.count; i++)
			text += "rtmr" + std::to_string(i) + " " +
				std::to_string(rtmr.offset + i * rtmr.size) + ", ";
		return offsets(td_info, td_info_size,
			text + "servtd_hash {servtd_hash}, reserved {reserved}");
	}
	if (what == "TDINFO inside TDREPORT")
		return offsets(td_info, 0,
			"MRTD at {mrtd}, RTMR0 at {rtmr}, SERVTD_HASH at {servtd_hash}",
			field(td_report, "td_info").offset);
	if (what == "TDMR_INFO")
		return offsets(tdmr_info, tdmr_info_size,
			"{#} bytes: base {tdmr_base}, size {tdmr_size}, pamt_1g "
			"{pamt_1g_base}/{pamt_1g_size}, pamt_2m {pamt_2m_base}/{pamt_2m_size}, "
			"pamt_4k "
			"{pamt_4k_base}/{pamt_4k_size}, reserved areas {reserved_areas} + " +
				std::to_string(reserved_area_size) + "*j");
	if (what == "TDSYSINFO_STRUCT")
		return offsets(tdsysinfo, tdsysinfo_size,
			"{#} bytes: max_tdmrs {max_tdmrs}, tdcs_base_size {tdcs_base_size}, "
			"tdvps_base_size {tdvps_base_size}, attributes_fixed0 {attributes_fixed0}, "
			"xfam_fixed1 {xfam_fixed1}, num_cpuid_config {num_cpuid_config}, entries "
			"{cpuid_config} + " +
				std::to_string(cpuid_config_size) + "*i");
	if (what == "MBMD")
		return offsets(mbmd, mbmd_size,
			"{#} bytes: size {size}, version {mig_version}, stream {stream}, type "
			"{type}, "
			"mb_counter {mb_counter}, mig_epoch {mig_epoch}, iv_counter {iv_counter}, "
			"type "
			"specific {type_specific}, MAC {mac}");
	if (what == "VE_INFO")
		return offsets(ve_info, ve_info_size,
			"exit_reason {exit_reason}, valid {valid}, exit_qualification "
			"{exit_qualification}, gla {gla}, gpa {gpa}, eptp_index {eptp_index}, "
			"instruction length {instruction_length}, instruction info "
			"{instruction_info}");
	if (what == "PAMT entry")
		return offsets(pamt_entry, pamt_entry_size,
			"{#} bytes: lock u16 {lock}, page type u8 {type}, owner " +
				std::to_string(8 * field(pamt_entry, "owner").size) +
				" bits {owner}, BEPOCH u64 {bepoch}");
	if (what == "CMR_INFO")
		return offsets(cmr_info, cmr_info_size, "{#} bytes: base {base}, size {size}; ") +
		       "array of " + std::to_string(EMU_MAX_CMRS) + " = " +
		       std::to_string(EMU_MAX_CMRS * cmr_info_size) + " bytes";
	if (what == "L2 entry register list")
		return offsets(l2_enter_state, l2_enter_state_size,
			"{#} bytes: GPR n at " + std::to_string(field(l2_enter_state, "gpr").size) +
				"*n, rflags {rflags}, rip {rip}, ssp {ssp}, interrupt status "
				"{interrupt_status}");
	return "no such layout";
}

void structure(Known const &known)
{
	EXPECT_EQ(layout_text(known.input), known.expected);
}

// An operand's value at its place in the register.
template <typename Table>
u64 placed(Table const &table, LeafNumber leaf, Dir dir, char const *name, u64 value)
{
	for (OperandInfo const &op : table.operand)
		if (op.leaf == leaf && op.dir == dir && std::string{op.name} == name)
			return value << op.lo & (~0ULL >> (63 - op.hi));
	ADD_FAILURE() << "no operand " << name;
	return 0;
}

u64 level_state(u64 level, SeptState state)
{
	u8 const number = sept_states[static_cast<u8>(state)].public_state;

	return LevelState::Level::put(0, level) | LevelState::State::put(0, number);
}

// What a running guest is told, and what the host is; below, with the other TDs.
void guest_encoding(Known const &known);

void register_encoding(Known const &known)
{
	if (known.n >= 141 && known.n <= 143)
		return guest_encoding(known);

	static std::map<unsigned, std::function<u64()>> const encoded{
		{135,
			[] {
				return PageInfo::Gpa::put(0, 0x40200000 >> 12) |
				       PageInfo::Level::put(0, 1);
			}},
		{136, [] { return level_state(2, SeptState::Free); }},
		{137, [] { return level_state(1, SeptState::NlMapped); }},
		{138, [] { return level_state(0, SeptState::Pending); }},
		{139,
			[] {
				auto const in = [](char const *name, u64 value) {
					return placed(host_leaves, HostLeaf::VpEnter, Dir::In, name,
						value);
				};

				return in("TDVPR_PA", 0x123456) | in("HOST_RECOV_HINT", 1) |
				       in("RESUME_L1", 1);
			}},
		{140,
			[] {
				RegMask const passed = Reg::R10 | Reg::R11 | Reg::R12 | Reg::R13 |
						       (Reg::R14 | Reg::R15);

				return placed(host_leaves, HostLeaf::VpEnter, Dir::Out, "GPR_MASK",
					passed.bits);
			}},
		{145,
			[] {
				auto const out = [](char const *name, u64 value) {
					return placed(guest_leaves, GuestLeaf::VpInfo, Dir::Out,
						name, value);
				};

				return out("NUM_VCPUS", 2) | out("MAX_VCPUS", 4);
			}},
	};

	ASSERT_TRUE(encoded.contains(known.n));
	EXPECT_EQ(encoded.at(known.n)(), test::number(known.expected));
}

void sept_state(Known const &known)
{
	u64 const bits = test::number(known.input.substr(known.input.find("0x")));
	u8 const encoding = sept_encoding(bits);
	std::string name;

	for (auto const &row : sept_states)
		if (row.encoding == encoding)
			name = row.name;

	char text[64];

	std::snprintf(text, sizeof(text), "encoding 0x%x = %s", encoding, name.c_str());
	EXPECT_EQ(text, known.expected);
}

void pamt_size(Known const &known)
{
	u64 const gib = std::stoull(known.input.substr(known.input.find("of ") + 3));
	u64 const size[]{gib << 18, gib << 9, gib};
	auto const list = [&](char const *const *names, u64 align) {
		std::string text;

		for (int i = 0; i < 3; i++) {
			u64 const bytes =
				(size[i] * layout::pamt_entry_size + align - 1) & ~(align - 1);

			text += (i ? ", " : "") + std::string{names[i]} + std::to_string(bytes);
		}
		return text;
	};
	char const *const named[]{"4K area ", "2M area ", "1G area "};
	char const *const bare[]{"", "", ""};

	EXPECT_EQ(list(named, 1) + " bytes needed; each rounded up to 4096: " + list(bare, 4096),
		known.expected);
}

void xfam_check(Known const &known)
{
	u64 const value{test::number(known.input.substr(0, known.input.find(' ')))};
	bool const within{!(value & ~Xfam::allowed) && (value & Xfam::required) == Xfam::required};
	EXPECT_EQ(within && Xfam::coherent(value), known.expected == "accepted");
}

void attributes_check(Known const &known)
{
	u64 const value{test::number(known.input)};
	EXPECT_EQ(!(value & ~TdAttributes::allowed) && TdAttributes::coherent(value),
		known.expected == "accepted");
}

// The software TDX module's answers.

void metadata_value(Known const &known)
{
	test::CleanHost clean;
	test::Machine machine;

	ASSERT_TRUE(machine.bring_up());

	u64 const id = test::number(known.input.substr(0, known.input.find(' ')));
	auto const answer = machine.seamcall(0, HostLeaf::SysRd, {.rdx = id});

	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.r8, test::number(known.expected));
}

void host_leaf_result(Known const &known)
{
	test::CleanHost clean;
	test::Machine machine;
	auto const sys_rd = [&](u64 id) {
		return machine.seamcall(0, HostLeaf::SysRd, {.rdx = id, .r8 = 1});
	};

	if (known.n == 208) {
		EXPECT_EQ(
			machine.seamcall(0, HostLeaf::MngCreate).rax, test::number(known.expected));
		return;
	}
	if (known.n == 207) {
		test::Platform ready;

		EXPECT_EQ(ready.call(42, {}).rax, test::number(known.expected));
		return;
	}
	ASSERT_TRUE(machine.bring_up());
	switch (known.n) {
	case 202: {
		auto const answer = sys_rd(~0ULL);

		EXPECT_EQ("rax=" + hex(answer.rax, 16) + "; rdx=" + hex(answer.gpr.rdx, 16) +
				  "; r8=" + std::to_string(answer.gpr.r8),
			known.expected);
		break;
	}
	case 204:
		EXPECT_EQ("rdx = " + hex(sys_rd(0x0000000200000000).gpr.rdx, 16) + " (PKG_FMS[0])",
			known.expected);
		break;
	case 205:
		EXPECT_EQ("rdx = " + hex(sys_rd(0xa200000300000006).gpr.rdx, 16), known.expected);
		break;
	case 206:
		EXPECT_EQ(machine.seamcall(0, 0x01000000 | 33).rax, test::number(known.expected));
		break;
	default:
		ADD_FAILURE() << "nobody checks it";
	}
}

// TDs.

std::string digits(void const *bytes, unsigned count)
{
	std::string text;
	char two[3];

	for (unsigned i = 0; i < count; i++) {
		std::snprintf(two, sizeof(two), "%02x", static_cast<u8 const *>(bytes)[i]);
		text += two;
	}
	return text;
}

enum class Content { Zero, Ramp }; // byte i of a page is i & 0xff

struct Image {
	static constexpr u64 chunk_bytes = 256;

	test::Platform on;
	test::TestTd td{on};

	void add(u64 gpa, Content content = Content::Zero)
	{
		auto *const source = static_cast<u8 *>(host::at(test::host_page_pa));

		for (unsigned i = 0; i < test::page_bytes; i++)
			source[i] = content == Content::Ramp ? static_cast<u8>(i) : u8{0};
		td.add(gpa);
	}
	void extend_chunk(u64 gpa) { on.must(HostLeaf::MrExtend, {.rcx = gpa, .rdx = td.tdr}); }
	void extend(u64 gpa)
	{
		for (u64 chunk = 0; chunk < test::page_bytes; chunk += chunk_bytes)
			extend_chunk(gpa + chunk);
	}
	void finalize()
	{
		td.control().num_vcpus = 1;
		on.must(HostLeaf::MrFinalize, {.rcx = td.tdr});
	}
	std::string mrtd()
	{
		finalize();
		return digits(td.control().mrtd, 48);
	}
};

void mrtd(Known const &known)
{
	static std::map<unsigned, std::function<void(Image &)>> const builds{
		{80, [](Image &) {}},
		{81, [](Image &image) { image.add(0); }},
		{82, [](Image &image) { image.add(0x1000); }},
		{83,
			[](Image &image) {
				image.add(0, Content::Ramp);
				image.extend(0);
			}},
		{84,
			[](Image &image) {
				image.add(0);
				image.extend(0);
			}},
		{85,
			[](Image &image) {
				image.add(0, Content::Ramp);
				image.extend_chunk(0);
			}},
		{86,
			[](Image &image) {
				image.add(0);
				image.add(0x1000);
			}},
		{87,
			[](Image &image) {
				image.add(0x1000);
				image.add(0);
			}},
		{88,
			[](Image &image) {
				image.add(0, Content::Ramp);
				image.extend(0);
				image.add(0x1000);
				image.extend(0x1000);
			}},
		{89,
			[](Image &image) {
				image.add(0x1000);
				image.extend(0x1000);
				image.add(0, Content::Ramp);
				image.extend(0);
			}},
		{90,
			[](Image &image) {
				image.add(0, Content::Ramp);
				image.add(0x1000);
				image.extend(0);
				image.extend(0x1000);
			}},
		{91,
			[](Image &image) {
				image.add(0xfffff000);
				image.extend(0xfffff000);
			}},
	};
	Image image;

	ASSERT_TRUE(builds.contains(known.n));
	builds.at(known.n)(image);
	EXPECT_EQ(image.mrtd(), known.expected);
}

void mrtd_metadata(Known const &known)
{
	constexpr u64 mrtd_field = 0x1310000300000000;
	Image image;

	image.add(0);
	image.finalize();
	u64 const element{known.n == 92 ? 0u : 5u};
	auto const answer =
		image.on.must(HostLeaf::MngRd, {.rcx = image.td.tdr, .rdx = mrtd_field + element});
	EXPECT_EQ(answer.gpr.r8, test::number(known.expected));
}

// The block by its first 32 bytes: what is hashed of it is what MRTD becomes.
void mrtd_block(Known const &known)
{
	constexpr unsigned block_bytes = 128;
	bool const extends{known.n == 95};
	auto const block_of = [](std::string const &text) {
		std::vector<u8> bytes(block_bytes);

		for (unsigned i = 0; i < text.size() / 2; i++)
			bytes[i] = static_cast<u8>(std::stoul(text.substr(2 * i, 2), nullptr, 16));
		return bytes;
	};
	// A page is added before it is extended; its block is row 94's.
	auto stream =
		block_of(extends ? "4d454d2e504147452e4144440000000000100000" : known.expected);
	Image image;

	image.add(0x1000, Content::Ramp);
	if (extends) {
		auto const block = block_of(known.expected);

		stream.insert(stream.end(), block.begin(), block.end());
		for (unsigned i = 0; i < Image::chunk_bytes; i++)
			stream.push_back(static_cast<u8>(i)); // of a ramp, each chunk is alike
		image.extend_chunk(0x1100);
	}
	alignas(8) u8 state[HOST_SHA384_STATE_BYTES];
	u8 digest[48];

	ASSERT_EQ(host_sha384_begin(state), 0);
	ASSERT_EQ(host_sha384_update(
			  state, nullptr, 0, stream.data(), static_cast<u32>(stream.size())),
		0);
	ASSERT_EQ(host_sha384_end(state, digest), 0);
	EXPECT_EQ(image.mrtd(), digits(digest, sizeof(digest)));
}

// A TD with a vCPU that runs.
struct Guest {
	test::Platform on;
	test::TestTd td{on};
	u64 const data{td.add(0)};
	u64 const tdvpr{on.page()};

	explicit Guest(std::function<void(Guest &)> const &before = [](Guest &) {})
	{
		on.must(HostLeaf::VpCreate, {.rcx = tdvpr, .rdx = td.tdr});
		for (int i = 0; i < 5; i++)
			on.must(HostLeaf::VpAddcx, {.rcx = on.page(), .rdx = tdvpr});
		on.must(HostLeaf::VpInit, {.rcx = tdvpr});
		on.must(HostLeaf::MrFinalize, {.rcx = td.tdr});
		on.machine.module()->config.guests = 1;
		before(*this);
		enter();
	}
	void enter()
	{
		emu_regs regs{};

		regs.gpr.rcx = tdvpr;
		ASSERT_EQ(emu_seamcall(on.machine.module(), 0, &regs), EMU_ENTERED);
	}
	struct Ended {
		emu_verdict verdict;
		emu_regs regs;
	};
	Ended call(GuestLeaf leaf, tdx_regs const &in)
	{
		emu_regs regs{static_cast<u64>(leaf), in, 0};
		emu_verdict const verdict{emu_tdcall(on.machine.module(), 0, &regs)};

		return {verdict, regs};
	}
};

void rtmr(Known const &known)
{
	constexpr unsigned bytes = 48;
	Guest guest;
	auto const extend = [&](std::function<u8(unsigned)> const &byte) {
		auto *const data = static_cast<u8 *>(host::at(guest.data));

		for (unsigned i = 0; i < bytes; i++)
			data[i] = byte(i);
		auto const ended = guest.call(GuestLeaf::MrRtmrExtend, {.rcx = 0, .rdx = 2});
		EXPECT_EQ(ended.verdict, EMU_ANSWERED);
		EXPECT_EQ(ended.regs.rax, 0u);
	};
	auto const zero = [](unsigned) { return u8{0}; };

	if (known.n <= 97) {
		extend([](unsigned i) { return static_cast<u8>(i); });
		if (known.n == 97)
			extend([](unsigned) { return u8{0xff}; });
	} else {
		extend(zero);
		if (known.n == 99)
			extend(zero);
	}
	EXPECT_EQ(digits(guest.td.control().rtmr[2], bytes), known.expected);
	EXPECT_EQ(digits(guest.td.control().rtmr[1], bytes), std::string(2 * bytes, '0'));
}

void servtd_hash(Known const &known)
{
	constexpr u64 field = 0x9910000300000000;
	test::Platform on;
	test::TestTd td{on, {.debug = true}};
	u64 words[6];

	for (u64 i = 0; i < std::size(words); i++)
		words[i] = on.must(HostLeaf::MngRd, {.rcx = td.tdr, .rdx = field + i}).gpr.r8;
	EXPECT_EQ(digits(words, sizeof(words)), known.expected);
}

void guest_encoding(Known const &known)
{
	if (known.n == 141) {
		ASSERT_EQ(known.expected, "bit 0, bit 1, bit 4, any of 63:32; bit 5 only with "
					  "CONFIG_FLAGS.NO_RBP_MOD");
		for (bool const no_rbp_mod : {false, true}) {
			Guest guest{
				[=](Guest &g) { g.td.control().config_flags = no_rbp_mod * 4; }};

			for (unsigned bit = 0; bit < 64; bit++) {
				bool const refused{bit <= 1 || bit == 4 || bit >= 32 ||
						   (bit == 5 && no_rbp_mod)};
				auto const ended =
					guest.call(GuestLeaf::VpVmcall, {.rcx = 1ULL << bit});

				EXPECT_EQ(ended.verdict, refused ? EMU_ANSWERED : EMU_EXITED);
				EXPECT_EQ(ended.regs.rax, refused ? 0xc000010000000001 : 77) << bit;
				if (ended.verdict == EMU_EXITED)
					guest.enter();
			}
		}
		return;
	}
	constexpr u64 gpa = 0x5000;
	if (known.n == 142) {
		constexpr u64 no_table = 2 * test::large_bytes;
		Guest guest{[](Guest &g) { g.td.add_tables(no_table, 1); }};
		auto const ended = guest.call(GuestLeaf::MemPageAccept, {.rcx = no_table});

		EXPECT_EQ(ended.verdict, EMU_EXITED);
		EXPECT_EQ(ended.regs.gpr.rdx, test::number(known.expected));
		return;
	}
	Guest guest{[](Guest &g) { g.td.aug(gpa); }};
	auto const ended = guest.call(GuestLeaf::MemPageAttrRd, {.rcx = gpa});

	EXPECT_EQ(ended.regs.rax, 0u);
	EXPECT_EQ(ended.regs.gpr.rcx, test::number(known.expected));
}

void tlb_tracking(Known const &known)
{
	unsigned long long bepoch, epoch, even, odd;

	ASSERT_EQ(std::sscanf(known.input.c_str(),
			  "BEPOCH %llx, TD epoch %llu, refcount[even]=%llu, refcount[odd]=%llu",
			  &bepoch, &epoch, &even, &odd),
		4);
	test::Platform on;
	test::TestTd td{on};
	u64 const page{td.aug(0)};
	td.set_state(OpState::Runnable);
	on.must(HostLeaf::MemRangeBlock, {.rcx = 0, .rdx = td.tdr});
	td.control().epoch = epoch;
	td.control().epoch_refs[0] = static_cast<u16>(even);
	td.control().epoch_refs[1] = static_cast<u16>(odd);
	on.pamt(page).bepoch = bepoch;
	// TLB_TRACKING_NOT_DONE|RCX
	EXPECT_EQ(on.call(HostLeaf::MemPageRemove, {.rcx = 0, .rdx = td.tdr}).rax,
		known.expected == "tracked" ? 0 : 0xc0000b0800000001);
}

// TDH.MNG.INIT once more, with another frequency.
test::Machine::Answer init_again(test::Platform &on, test::TestTd &td, u16 frequency)
{
	constexpr u64 params = test::host_base + 0x12000; // of TestTd

	td.set_state(OpState::Uninitialized);
	std::memcpy(host::at(params + 40), &frequency, sizeof(frequency));
	return on.call(HostLeaf::MngInit, {.rcx = td.tdr, .rdx = params});
}

void tsc_frequency(Known const &known)
{
	test::Platform on;
	test::TestTd td{on};
	u64 const status{init_again(on, td, static_cast<u16>(test::number(known.input))).rax};
	std::string const accepted{"accepted, virtual TSC "};

	if (known.expected.starts_with(accepted)) {
		EXPECT_EQ(status, 0u);
		EXPECT_EQ(td.control().tsc_frequency * 25'000'000ULL,
			std::stoull(known.expected.substr(accepted.size())));
		return;
	}
	size_t const at{known.expected.find("0x")};

	ASSERT_NE(at, std::string::npos);
	EXPECT_EQ(status, test::number(known.expected.substr(at)));
}

void private_gpa(Known const &known)
{
	bool const wide{known.input.ends_with("GPAW=1")};
	test::Platform on;
	test::TestTd td{on, {.five_levels = wide, .gpaw = wide}};
	u64 const gpa{test::number(known.input.substr(0, known.input.find(' ')))};
	u64 const status{on.call(HostLeaf::MemSeptRd, {.rcx = gpa, .rdx = td.tdr}).rax};

	// EPT_WALK_FAILED: there is no page in this TD.
	EXPECT_EQ(status, known.expected == "private" ? 0xc0000b0000000001 : 0xc000010000000001);
}

void initial_vcpu_state(Known const &known)
{
	constexpr u64 rip = 0x002000030000681e;
	test::Platform on;
	test::TestTd td{on, {.debug = true}};
	u64 tdvpr{0};

	for (u32 index = 0; index < 4; index++) {
		tdvpr = on.page();
		on.must(HostLeaf::VpCreate, {.rcx = tdvpr, .rdx = td.tdr});
		for (int i = 0; i < 5; i++)
			on.must(HostLeaf::VpAddcx, {.rcx = on.page(), .rdx = tdvpr});
		on.must(HostLeaf::VpInit, {.rcx = tdvpr, .rdx = 0x1234});
	}
	u64 const first_rip{on.must(HostLeaf::VpRd, {.rcx = tdvpr, .rdx = rip}).gpr.r8};
	on.must(HostLeaf::MrFinalize, {.rcx = td.tdr});
	on.machine.module()->config.guests = 1;
	emu_regs regs{};
	regs.gpr.rcx = tdvpr;
	ASSERT_EQ(emu_seamcall(on.machine.module(), 0, &regs), EMU_ENTERED);

	auto const &gpr = regs.gpr;
	u64 const others{regs.rax | regs.rbp | gpr.rdi | gpr.r9 | gpr.r10 | gpr.r11 | gpr.r12 |
			 gpr.r13 | gpr.r14 | gpr.r15};
	EXPECT_EQ("RBX=" + std::to_string(gpr.rbx) + ", RCX=" + hex(gpr.rcx) +
			  ", R8=" + hex(gpr.r8) + ", RDX=" + hex(gpr.rdx) +
			  ", RSI=" + std::to_string(gpr.rsi) + ", other GPRs " +
			  std::to_string(others) + ", RIP=" + hex(first_rip),
		known.expected);
}

void cpuid_in_td(Known const &known)
{
	test::Platform on;
	test::TestTd td{on};
	auto const value = [&](u32 leaf) {
		auto const &cpuid = *static_cast<emu::TdCpuid *>(host::at(td.tdcs[1]));

		for (u32 i = 0; i < std::size(emu::cpuid_rows); i++)
			if (emu::cpuid_rows[i].leaf == leaf && emu::cpuid_rows[i].subleaf + 1 <= 1)
				return cpuid.value[i];
		ADD_FAILURE() << "no leaf " << leaf;
		return emu::CpuidValue{};
	};
	auto const plain = [](u32 number) { return std::to_string(number); };

	if (known.n == 210) {
		ASSERT_EQ(init_again(on, td, 80).rax, 0u);
		emu::CpuidValue const v{value(0x15)};
		EXPECT_EQ("EAX=" + plain(v.eax) + " EBX=" + plain(v.ebx) + " ECX=" + plain(v.ecx) +
				  " EDX=" + plain(v.edx),
			known.expected);
	} else if (known.n == 211) {
		emu::CpuidValue const v{value(0x21)};
		char text[80];

		std::snprintf(text, sizeof(text), "EAX=0x%x EBX=0x%08x ECX=0x%08x EDX=0x%08x;",
			v.eax, v.ebx, v.ecx, v.edx);
		EXPECT_TRUE(known.expected.starts_with(text)) << text;
	} else {
		EXPECT_EQ(value(0).eax, test::number(known.expected));
	}
}

TEST(KnownAnswers, EveryRowIsAssertedOrPending)
{
	static std::map<std::string, std::function<void(Known const &)>> const areas{
		{"status decode", status_decode},
		{"field id decode", field_id_decode},
		{"metadata list", metadata_list},
		{"structure", structure},
		{"metadata value", metadata_value},
		{"register encoding", register_encoding},
		{"SEPT state", sept_state},
		{"PAMT size", pamt_size},
		{"XFAM check", xfam_check},
		{"ATTRIBUTES check", attributes_check},
		{"host leaf result", host_leaf_result},
		{"MRTD", mrtd},
		{"MRTD metadata", mrtd_metadata},
		{"MRTD block", mrtd_block},
		{"RTMR", rtmr},
		{"SERVTD_HASH", servtd_hash},
		{"TLB tracking", tlb_tracking},
		{"TSC_FREQUENCY check", tsc_frequency},
		{"private GPA check", private_gpa},
		{"initial vCPU state", initial_vcpu_state},
		{"CPUID", cpuid_in_td},
	};
	std::string const path = test::shared_file("abi/known_answers.tsv");

	if (path.empty())
		GTEST_SKIP() << "no known answers here";

	std::set<unsigned> seen;
	unsigned asserted = 0;

	for (auto const &row : test::read_tsv(path)) {
		Known const known{static_cast<unsigned>(test::number(row.at("n"))), row.at("area"),
			row.at("input"), row.at("expected")};
		SCOPED_TRACE("row " + std::to_string(known.n) + ": " + known.input);

		EXPECT_TRUE(seen.insert(known.n).second);
		if (pending(known.n))
			continue;
		if (!areas.contains(known.area)) {
			ADD_FAILURE() << "neither asserted nor pending: " << known.area;
			continue;
		}
		areas.at(known.area)(known);
		asserted++;
	}
	EXPECT_EQ(seen.size(), 213u);
	EXPECT_EQ(*seen.rbegin(), 213u);
	EXPECT_EQ(asserted, 204u);
}

} // namespace
