// SPDX-License-Identifier: GPL-2.0
//
// What must be so in a structure.
#include "core/abi/td_bits.hpp"
#include "quote_format.hpp"
#include "structure.hpp"

namespace tdxcall {

namespace {

namespace layout = tdx::layout;

class Checks {
public:
	explicit Checks(Output &to) : output{to} {}

	void say(std::string const &name, std::string const &value)
	{
		output.add_line(
			{{"kind", "structure"}, {"name", "check." + name}, {"value", value}},
			"check." + name + ": " + value);
	}
	void check(std::string const &name, bool good, std::string const &wrong)
	{
		say(name, good ? "good" : wrong);
		all = all && good;
	}
	bool all_good() const { return all; }

private:
	Output &output;
	bool all = true;
};

template <unsigned Fields>
u64 value_of(Bytes const &bytes, tdx::LayoutField const (&fields)[Fields], char const *name)
{
	for (tdx::LayoutField const &field : fields)
		if (tdx::same_name(field.name, name))
			return number_in(field_of(bytes, 0, field));
	return 0;
}

template <unsigned Fields>
std::string reserved_bytes(
	Bytes const &bytes, size_t base, tdx::LayoutField const (&fields)[Fields])
{
	std::string names;

	for (tdx::LayoutField const &field : fields)
		if (tdx::starts_with(field.name, "reserved") &&
			field_of(bytes, base, field).find_first_not_of('\0') != Bytes::npos)
			names += (names.empty() ? "" : ", ") + std::string{field.name};
	return names;
}

void check_report(Checks &checks, Bytes const &bytes)
{
	Bytes const tcb = field_of(bytes, 0, layout::field(layout::td_report, "tee_tcb_info"));
	Bytes const td = field_of(bytes, 0, layout::field(layout::td_report, "td_info"));
	Bytes const tcb_hash =
		field_of(bytes, 0, layout::field(layout::report_mac_struct, "tee_tcb_info_hash"));
	Bytes const td_hash =
		field_of(bytes, 0, layout::field(layout::report_mac_struct, "tee_info_hash"));

	// 1.5.01 counts the reserved bytes behind it as part of it.
	checks.check("tee_tcb_info_hash",
		tcb_hash == sha384(tcb.substr(0, layout::tee_tcb_info_size)) ||
			tcb_hash == sha384(tcb),
		"bad: not SHA-384 of TEE_TCB_INFO");
	checks.check("tee_info_hash", td_hash == sha384(td), "bad: not SHA-384 of TDINFO");
	checks.say("mac", "not checked: only the CPU that made the report can");
}

void check_params(Checks &checks, Bytes const &bytes)
{
	using tdx::TdAttributes;
	using tdx::Xfam;
	auto const field = [&](char const *name) {
		return value_of(bytes, layout::td_params, name);
	};
	u64 const xfam = field("xfam");
	u64 const eptp = field("eptp_controls");
	u64 const tsc = field("tsc_frequency");
	std::string const reserved = reserved_bytes(bytes, 0, layout::td_params);

	checks.check("attributes", TdAttributes::coherent(field("attributes")),
		"bad: MIGRATABLE excludes DEBUG and PERFMON (operand ATTRIBUTES)");
	checks.check("xfam",
		(xfam & Xfam::required) == Xfam::required && !(xfam & ~Xfam::allowed) &&
			Xfam::coherent(xfam),
		"bad: bits 0 and 1 must be 1, AVX-512, CET and AMX go as wholes (operand XFAM)");
	checks.check("max_vcpus", field("max_vcpus"), "bad: must not be 0 (operand MAX_VCPUS)");
	checks.check("num_l2_vms", field("num_l2_vms") <= 3, "bad: at most 3 (operand NUM_L2_VMS)");
	checks.check("eptp_controls", eptp == 0x1e || eptp == 0x26,
		"bad: must be 0x1e or 0x26 (operand EPTP_CONTROLS)");
	checks.check("tsc_frequency", tsc >= 4 && tsc <= 400,
		"bad: 4 to 400, in units of 25 MHz (operand TSC_FREQUENCY)");
	checks.check("reserved", reserved.empty(), "bad: not zero: " + reserved + " (operand RDX)");
}

} // namespace

bool add_checks(Output &output, tdx_structure structure, std::string const &bytes)
{
	Checks checks{output};

	if (structure == TDX_STRUCTURE_TDREPORT)
		check_report(checks, bytes);
	else if (structure == TDX_STRUCTURE_TD_PARAMS)
		check_params(checks, bytes);
	return checks.all_good();
}

} // namespace tdxcall
