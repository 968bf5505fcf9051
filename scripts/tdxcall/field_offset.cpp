// SPDX-License-Identifier: GPL-2.0
#include "field_offset.hpp"

#include <charconv>
#include <span>

#include "core/abi/layout.hpp"
#include "quote_format.hpp"

namespace tdxcall {

namespace {

namespace layout = tdx::layout;

struct Part {
	tdx_structure structure;
	std::string_view prefix;
	std::span<tdx::LayoutField const> fields;
	size_t base;
};

constexpr Part parts[] = {
	{TDX_STRUCTURE_TDREPORT, "report_mac_struct.", layout::report_mac_struct,
		layout::td_report[0].offset},
	{TDX_STRUCTURE_TDREPORT, "tee_tcb_info.", layout::tee_tcb_info,
		layout::td_report[1].offset},
	{TDX_STRUCTURE_TDREPORT, "td_info.", layout::td_info, layout::td_report[2].offset},
	{TDX_STRUCTURE_TD_INFO, "td_info.", layout::td_info, 0},
	{TDX_STRUCTURE_TD_PARAMS, "", layout::td_params, 0},
	{TDX_STRUCTURE_TDSYSINFO, "", layout::tdsysinfo, 0},
	{TDX_STRUCTURE_VE_INFO, "", layout::ve_info, 0},
	{TDX_STRUCTURE_ENCLAVE_REPORT, "", layout::enclave_report, 0},
	{TDX_STRUCTURE_QUOTE, "header.", layout::quote_header, 0},
	{TDX_STRUCTURE_QUOTE, "body_header.", layout::quote_body_header, layout::quote_header_size},
	// The longest body has the fields of the shorter ones, at the same places.
	{TDX_STRUCTURE_QUOTE, "body.", layout::quote_body_1_5_ex, layout::quote_header_size},
};

size_t number_after(std::string_view text, size_t at)
{
	size_t number = 0;

	std::from_chars(text.data() + at, text.data() + text.size(), number);
	return number;
}

std::optional<size_t> offset_in(Part const &part, std::string_view name)
{
	if (!name.starts_with(part.prefix))
		return {};
	name.remove_prefix(part.prefix.size());
	size_t const bracket = name.find('[');

	for (tdx::LayoutField const &field : part.fields) {
		if (name.substr(0, bracket) != field.name)
			continue;
		size_t const index = bracket == name.npos ? 0 : number_after(name, bracket + 1);

		return part.base + field.offset + index * field.size;
	}
	return {};
}

} // namespace

std::optional<size_t> offset_of(
	tdx_structure structure, std::string const &bytes, std::string_view name)
{
	if (structure == TDX_STRUCTURE_CMR_LIST && name.starts_with("CMR "))
		return number_after(name, 4) * layout::cmr_info_size;
	if (structure == TDX_STRUCTURE_TDMR_LIST && name.starts_with("TDMR ")) {
		// As the decoder: entries are aligned to 512 bytes, or packed.
		size_t const stride = bytes.size() % 512 ? layout::tdmr_info_size : 512;
		size_t const base = number_after(name, 5) * stride;
		size_t const dot = name.find('.');
		Part const part{structure, "", layout::tdmr_info, base};

		return dot == name.npos ? base : offset_in(part, name.substr(dot + 1));
	}
	for (Part const &part : parts) {
		if (part.structure != structure)
			continue;
		bool const behind_header = structure == TDX_STRUCTURE_QUOTE &&
					   part.prefix == "body." &&
					   number_in(bytes.substr(0, 2)) == 5;

		if (auto const offset = offset_in(part, name))
			return *offset + (behind_header ? layout::quote_body_header_size : 0u);
	}
	return {};
}

} // namespace tdxcall
