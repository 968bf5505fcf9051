// SPDX-License-Identifier: GPL-2.0
//
// Layouts of the structures that pass through memory between host, guest and TDX module.
#pragma once

#include "core/base/name.hpp"
#include <tdxcall/types.h>

namespace tdx {

struct LayoutField {
	char const *name;
	u16 offset;
	u16 size;      // of one element
	u16 count = 1; // elements of an array
};

// clang-format off
namespace layout {

constexpr u16 tdmr_info_size = 320;
constexpr LayoutField tdmr_info[] = {
	{"tdmr_base",      0,  8},
	{"tdmr_size",      8,  8},
	{"pamt_1g_base",   16, 8},
	{"pamt_1g_size",   24, 8},
	{"pamt_2m_base",   32, 8},
	{"pamt_2m_size",   40, 8},
	{"pamt_4k_base",   48, 8},
	{"pamt_4k_size",   56, 8},
	{"reserved_areas", 64, 16, 16},
};

constexpr u16 reserved_area_size = 16;
constexpr LayoutField reserved_area[] = {
	{"offset", 0, 8},
	{"size",   8, 8},
};

constexpr u16 cmr_info_size = 16;
constexpr LayoutField cmr_info[] = {
	{"base", 0, 8},
	{"size", 8, 8},
};

constexpr u16 tdsysinfo_size = 1024;
constexpr LayoutField tdsysinfo[] = {
	{"attributes",                0,   4},
	{"vendor_id",                 4,   4},
	{"build_date",                8,   4},
	{"build_num",                 12,  2},
	{"minor_version",             14,  2},
	{"major_version",             16,  2},
	{"sys_rd",                    18,  1},
	{"reserved0",                 19,  13},
	{"max_tdmrs",                 32,  2},
	{"max_reserved_per_tdmr",     34,  2},
	{"pamt_entry_size",           36,  2},
	{"reserved1",                 38,  10},
	{"tdcs_base_size",            48,  2},
	{"reserved2",                 50,  2},
	{"tdvps_base_size",           52,  2},
	{"tdvps_xfam_dependent_size", 54,  1},
	{"reserved3",                 55,  9},
	{"attributes_fixed0",         64,  8},
	{"attributes_fixed1",         72,  8},
	{"xfam_fixed0",               80,  8},
	{"xfam_fixed1",               88,  8},
	{"reserved4",                 96,  32},
	{"num_cpuid_config",          128, 4},
	{"cpuid_config",              132, 24, 37},
	{"reserved5",                 1020, 4},
};

constexpr u16 cpuid_config_size = 24;
constexpr LayoutField cpuid_config[] = {
	{"leaf",     0,  4},
	{"sub_leaf", 4,  4},
	{"eax",      8,  4},
	{"ebx",      12, 4},
	{"ecx",      16, 4},
	{"edx",      20, 4},
};

constexpr u16 td_params_size = 1024;
constexpr LayoutField td_params[] = {
	{"attributes",                    0,   8},
	{"xfam",                          8,   8},
	{"max_vcpus",                     16,  2},
	{"num_l2_vms",                    18,  1},
	{"msr_config_ctls",               19,  1},
	{"reserved0",                     20,  4},
	{"eptp_controls",                 24,  8},
	{"config_flags",                  32,  8},
	{"tsc_frequency",                 40,  2},
	{"reserved1",                     42,  38},
	{"mrconfigid",                    80,  48},
	{"mrowner",                       128, 48},
	{"mrownerconfig",                 176, 48},
	{"ia32_arch_capabilities_config", 224, 8},
	{"reserved2",                     232, 24},
	{"cpuid_values",                  256, 16, 48},
};

constexpr u16 td_report_size = 1024;
constexpr LayoutField td_report[] = {
	{"report_mac_struct", 0,   256},
	{"tee_tcb_info",      256, 256},
	{"td_info",           512, 512},
};

constexpr u16 report_mac_struct_size = 256;
constexpr LayoutField report_mac_struct[] = {
	{"report_type",       0,   4},
	{"reserved0",         4,   12},
	{"cpusvn",            16,  16},
	{"tee_tcb_info_hash", 32,  48},
	{"tee_info_hash",     80,  48},
	{"report_data",       128, 64},
	{"reserved1",         192, 32},
	{"mac",               224, 32},
};

// tee_tcb_svn2 is reserved before TDX 2.0.
constexpr u16 tee_tcb_info_size = 239;
constexpr LayoutField tee_tcb_info[] = {
	{"valid",        0,   8},
	{"tee_tcb_svn",  8,   16},
	{"mrseam",       24,  48},
	{"mrsignerseam", 72,  48},
	{"attributes",   120, 8},
	{"tee_tcb_svn2", 128, 16},
	{"reserved",     144, 95},
};

constexpr u16 td_info_size = 512;
constexpr LayoutField td_info[] = {
	{"attributes",    0,   8},
	{"xfam",          8,   8},
	{"mrtd",          16,  48},
	{"mrconfigid",    64,  48},
	{"mrowner",       112, 48},
	{"mrownerconfig", 160, 48},
	{"rtmr",          208, 48, 4},
	{"servtd_hash",   400, 48},
	{"reserved",      448, 64},
};

// A quote of version 4: header, what the TD is, and behind them the size of the signature data.  In
// version 5, a header of its own stands before the body and says which body it is.
constexpr u16 quote_header_size = 48;
constexpr LayoutField quote_header[] = {
	{"version",      0,  2},
	{"att_key_type", 2,  2},
	{"tee_type",     4,  4},
	{"reserved",     8,  4},
	{"vendor_id",    12, 16},
	{"user_data",    28, 20},
};

constexpr u16 quote_body_size = 584;
constexpr LayoutField quote_body[] = {
	{"tee_tcb_svn",     0,   16},
	{"mrseam",          16,  48},
	{"mrsignerseam",    64,  48},
	{"seam_attributes", 112, 8},
	{"attributes",      120, 8},
	{"xfam",            128, 8},
	{"mrtd",            136, 48},
	{"mrconfigid",      184, 48},
	{"mrowner",         232, 48},
	{"mrownerconfig",   280, 48},
	{"rtmr",            328, 48, 4},
	{"report_data",     520, 64},
};

constexpr u16 quote_body_header_size = 6;
constexpr LayoutField quote_body_header[] = {
	{"type", 0, 2},
	{"size", 2, 4},
};

constexpr u16 quote_body_of_td_1_0 = 2;
constexpr u16 quote_body_of_td_1_5 = 3;
constexpr u16 quote_body_of_td_1_5_ex = 4;

constexpr u16 quote_body_1_5_size = 648;
constexpr LayoutField quote_body_1_5[] = {
	{"tee_tcb_svn",     0,   16},
	{"mrseam",          16,  48},
	{"mrsignerseam",    64,  48},
	{"seam_attributes", 112, 8},
	{"attributes",      120, 8},
	{"xfam",            128, 8},
	{"mrtd",            136, 48},
	{"mrconfigid",      184, 48},
	{"mrowner",         232, 48},
	{"mrownerconfig",   280, 48},
	{"rtmr",            328, 48, 4},
	{"report_data",     520, 64},
	{"tee_tcb_svn2",    584, 16},
	{"mrservicetd",     600, 48},
};

// With what a migrated TD was when it was made, and its service TD.
constexpr u16 quote_body_1_5_ex_size = 885;
constexpr LayoutField quote_body_1_5_ex[] = {
	{"tee_tcb_svn",     0,   16},
	{"mrseam",          16,  48},
	{"mrsignerseam",    64,  48},
	{"seam_attributes", 112, 8},
	{"attributes",      120, 8},
	{"xfam",            128, 8},
	{"mrtd",            136, 48},
	{"mrconfigid",      184, 48},
	{"mrowner",         232, 48},
	{"mrownerconfig",   280, 48},
	{"rtmr",            328, 48, 4},
	{"report_data",     520, 64},
	{"tee_tcb_svn2",    584, 16},
	{"mrservicetd",     600, 48},
	{"vmid",              648, 1},
	{"td_id",             649, 32},
	{"devinfo",           681, 48},
	{"init_servtd_hash",  729, 48},
	{"init_servtd_attr",  777, 8},
	{"init_cpusvn",       785, 16},
	{"init_tee_tcb_svn",  801, 16},
	{"init_tee_model",    817, 12},
	{"servtd_hash",       829, 48},
	{"servtd_attr",       877, 8},
};

// SGX report of the quoting enclave, in the signature data.
constexpr u16 enclave_report_size = 384;
constexpr LayoutField enclave_report[] = {
	{"cpusvn",         0,   16},
	{"miscselect",     16,  4},
	{"reserved0",      20,  28},
	{"sgx_attributes", 48,  8},
	{"xfrm",           56,  8},
	{"mrenclave",      64,  32},
	{"reserved1",      96,  32},
	{"mrsigner",       128, 32},
	{"reserved2",      160, 96},
	{"isvprodid",      256, 2},
	{"isvsvn",         258, 2},
	{"reserved3",      260, 60},
	{"report_data",    320, 64},
};

constexpr u16 ve_info_size = 44;
constexpr LayoutField ve_info[] = {
	{"exit_reason",        0,  4},
	{"valid",              4,  4},
	{"exit_qualification", 8,  8},
	{"gla",                16, 8},
	{"gpa",                24, 8},
	{"eptp_index",         32, 2},
	{"reserved",           34, 2},
	{"instruction_length", 36, 4},
	{"instruction_info",   40, 4},
};

constexpr u16 pamt_entry_size = 16;
constexpr LayoutField pamt_entry[] = {
	{"lock",   0, 2},
	{"type",   2, 1},
	{"owner",  3, 5},
	{"bepoch", 8, 8},
};

constexpr u16 mbmd_size = 48;
constexpr LayoutField mbmd[] = {
	{"size",          0,  2},
	{"mig_version",   2,  2},
	{"stream",        4,  2},
	{"type",          6,  1},
	{"reserved",      7,  1},
	{"mb_counter",    8,  4},
	{"mig_epoch",     12, 4},
	{"iv_counter",    16, 8},
	{"type_specific", 24, 8},
	{"mac",           32, 16},
};

constexpr u16 l2_enter_state_size = 154;
constexpr LayoutField l2_enter_state[] = {
	{"gpr",              0,   8, 16},
	{"rflags",           128, 8},
	{"rip",              136, 8},
	{"ssp",              144, 8},
	{"interrupt_status", 152, 2},
};

constexpr u16 seamldr_info_size = 256;
constexpr LayoutField seamldr_info[] = {
	{"version",           0,   4},
	{"attributes",        4,   4},
	{"vendor_id",         8,   4},
	{"build_date",        12,  4},
	{"build_num",         16,  2},
	{"minor_version",     18,  2},
	{"major_version",     20,  2},
	{"update_version",    22,  2},
	{"acm_x2apic_id",     24,  4},
	{"remaining_updates", 28,  4},
	{"seamextend",        32,  136},
	{"features0",         168, 8},
	{"reserved",          176, 80},
};

constexpr u16 seamldr_params_size = 4096;
constexpr LayoutField seamldr_params[] = {
	{"version",      0,   4},
	{"scenario",     4,   4},
	{"sigstruct_pa", 8,   8},
	{"reserved",     16,  104},
	{"num_pages",    120, 8},
	{"page_pa",      128, 8, 496},
};

// Every byte belongs to exactly one field.
template <unsigned Fields>
consteval bool complete(LayoutField const (&fields)[Fields], u16 size)
{
	u32 end = 0;

	for (LayoutField const &field : fields) {
		if (field.offset != end)
			return false;
		end += u32{field.size} * field.count;
	}
	return end == size;
}
// clang-format on

static_assert(complete(tdmr_info, tdmr_info_size) && complete(reserved_area, reserved_area_size));
static_assert(complete(cmr_info, cmr_info_size) && complete(tdsysinfo, tdsysinfo_size));
static_assert(complete(cpuid_config, cpuid_config_size) && complete(td_params, td_params_size));
static_assert(complete(td_report, td_report_size) && complete(td_info, td_info_size));
static_assert(complete(report_mac_struct, report_mac_struct_size));
static_assert(complete(quote_header, quote_header_size) && complete(quote_body, quote_body_size));
static_assert(complete(quote_body_header, quote_body_header_size));
static_assert(complete(quote_body_1_5, quote_body_1_5_size));
static_assert(complete(quote_body_1_5_ex, quote_body_1_5_ex_size));
static_assert(complete(enclave_report, enclave_report_size));
static_assert(complete(tee_tcb_info, tee_tcb_info_size) && complete(ve_info, ve_info_size));
static_assert(complete(pamt_entry, pamt_entry_size) && complete(mbmd, mbmd_size));
static_assert(complete(l2_enter_state, l2_enter_state_size));
static_assert(complete(seamldr_info, seamldr_info_size));
static_assert(complete(seamldr_params, seamldr_params_size));

// A field that the source names; if the layout lacks it, the program does not compile.
void field_is_missing_from_layout();

template <unsigned Fields>
consteval LayoutField field(LayoutField const (&fields)[Fields], char const *name)
{
	for (LayoutField const &candidate : fields)
		if (same_name(candidate.name, name))
			return candidate;
	field_is_missing_from_layout();
	return {};
}

} // namespace layout

} // namespace tdx
