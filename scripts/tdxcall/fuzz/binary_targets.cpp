// SPDX-License-Identifier: GPL-2.0
#include "binary_targets.hpp"

#include <vector>

#include "../recognise.hpp"
#include "core/decode/decode.h"
#include "target.hpp"

namespace tdxcall::fuzz {

namespace {

constexpr char const *structure_words[] = {"tdreport", "td-info", "td-params", "tdsysinfo",
	"tdmr-list", "cmr-list", "ve-info", "quote", "enclave-report", "event-log"};

constexpr tdx_call_kind kinds[] = {
	TDX_CALL_SEAMCALL, TDX_CALL_TDCALL, TDX_CALL_SEAMLDR, TDX_CALL_VMCALL};

// Calls @decode with a buffer that is large enough, and with one of @size bytes: what comes is the
// beginning of the same text.
template <typename Decode>
void decode_cut(u32 size, Decode decode)
{
	std::vector<char> whole(65536);
	// Of its size exactly, so that a byte too many is seen.
	std::vector<char> cut(size, 'x');
	u32 const length = decode(whole.data(), static_cast<u32>(whole.size()));
	u32 const same = decode(cut.data(), size);

	check(length < whole.size() && whole[length] == 0, "text ends");
	check(length == same, "the length does not depend on the buffer");
	if (!size)
		return;
	std::string_view const text{whole.data(), length};
	std::string_view const beginning{cut.data()};

	check(beginning == text.substr(0, size - 1), "text that is cut is the same text");
}

} // namespace

void structures(std::string_view input)
{
	std::string_view const which = take(input, 1);
	std::string const file = file_with(input);
	Options options;

	options.json = true;
	recognise(std::string{input});
	run_command([&] { return structure(options, {file}); });
	if (which.empty())
		return;
	char const *const word =
		structure_words[static_cast<unsigned char>(which[0]) % std::size(structure_words)];
	run_command([&] { return structure(options, {word, file}); });
}

void quotes(std::string_view input)
{
	std::string const file = file_with(input);

	run_command([&] { return quote({}, {file}); });
}

void image(std::string_view input)
{
	u64 const choice = take_number(input);
	std::string const file = file_with(input);
	std::string const memory = "memory=" + std::to_string(choice & 0xff);
	std::string const vcpus = "vcpus=" + std::to_string(choice >> 8 & 0xff);
	std::string const initrd = "initrd=" + file;
	char const *const name = choice >> 16 & 3 ? "kernel=" : "program=";
	Words words{name + file, memory, vcpus, "cmdline=" + std::string{input.substr(0, 64)}};

	if (choice >> 18 & 1)
		words.push_back(initrd);
	run_command([&] { return mrtd({}, words); });
}

void decoder(std::string_view input)
{
	u64 const choice = take_number(input);
	u64 const number = take_number(input);
	u64 const leaf = take_number(input);
	tdx_call_kind const kind = kinds[choice & 3];
	u32 const size = static_cast<u32>(choice >> 8 & 0x1ff);
	auto const word = static_cast<tdx_word>((choice >> 2 & 0xf) % (TDX_WORD_CPUID_LEAF + 1));
	tdx_regs regs{};

	regs.rcx = take_number(input);
	regs.rdx = take_number(input);
	regs.r8 = take_number(input);
	decode_cut(size, [&](char *buf, u32 bytes) {
		return tdx_decode_status(number, kind, leaf, buf, bytes);
	});
	decode_cut(size, [&](char *buf, u32 bytes) {
		return tdx_explain_status(
			number, kind, leaf, choice >> 32 & 1 ? &regs : nullptr, buf, bytes);
	});
	decode_cut(size,
		[&](char *buf, u32 bytes) { return tdx_decode_leaf(number, kind, buf, bytes); });
	decode_cut(size,
		[&](char *buf, u32 bytes) { return tdx_explain_leaf(number, kind, buf, bytes); });
	decode_cut(
		size, [&](char *buf, u32 bytes) { return tdx_decode_field(number, buf, bytes); });
	decode_cut(
		size, [&](char *buf, u32 bytes) { return tdx_explain_field(number, buf, bytes); });
	decode_cut(size,
		[&](char *buf, u32 bytes) { return tdx_decode_word(word, number, buf, bytes); });

	// A copy of its size exactly.
	std::vector<char> const data{input.begin(), input.end()};
	auto const which =
		static_cast<tdx_structure>((choice >> 40 & 0xf) % (TDX_STRUCTURE_TD_INFO + 1));

	decode_cut(size, [&](char *buf, u32 bytes) {
		return tdx_decode_structure(
			which, data.data(), static_cast<u32>(data.size()), buf, bytes);
	});
}

} // namespace tdxcall::fuzz
