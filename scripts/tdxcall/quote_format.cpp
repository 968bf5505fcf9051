// SPDX-License-Identifier: GPL-2.0
#include "quote_format.hpp"

#include <stdexcept>

namespace tdxcall {

namespace {

namespace layout = tdx::layout;

template <unsigned Fields>
bool find(tdx::LayoutField const (&fields)[Fields], char const *name, tdx::LayoutField &found)
{
	for (tdx::LayoutField const &field : fields) {
		if (tdx::same_name(field.name, name)) {
			found = field;
			return true;
		}
	}
	return false;
}

} // namespace

Bytes field_of_report(Bytes const &report, tdx::LayoutField field)
{
	size_t const mac = layout::field(layout::td_report, "report_mac_struct").offset;
	size_t const tcb = layout::field(layout::td_report, "tee_tcb_info").offset;
	size_t const td = layout::field(layout::td_report, "td_info").offset;
	tdx::LayoutField found{};

	// The module's own attributes; those of the TD have the same name in a TDREPORT.
	if (tdx::same_name(field.name, "seam_attributes"))
		return field_of(report, tcb, layout::field(layout::tee_tcb_info, "attributes"));
	if (find(layout::td_info, field.name, found))
		return field_of(report, td, found);
	if (find(layout::tee_tcb_info, field.name, found))
		return field_of(report, tcb, found);
	if (find(layout::report_mac_struct, field.name, found))
		return field_of(report, mac, found);
	throw std::logic_error{field.name};
}

} // namespace tdxcall
