// SPDX-License-Identifier: GPL-2.0
//
// The decoder's C interface.  The whole decoder is one object, so that the tables with names and
// meanings exist once.
#include "decode.h"

#include "field.hpp"
#include "leaf.hpp"
#include "status.hpp"
#include "structure.hpp"
#include "word.hpp"

using namespace tdx;

u32 tdx_decode_status(u64 status, enum tdx_call_kind kind, u64 leaf, char *buf, u32 size)
{
	Text text{buf, size};

	add_status(text, {{status}, real_kind(kind, leaf), leaf});
	return text.length();
}

u32 tdx_explain_status(u64 status, enum tdx_call_kind kind, u64 leaf, const struct tdx_regs *regs,
	char *buf, u32 size)
{
	Text text{buf, size};

	add_status_lines(text, {{status}, real_kind(kind, leaf), leaf}, regs);
	return text.length();
}

u32 tdx_decode_leaf(u64 rax, enum tdx_call_kind kind, char *buf, u32 size)
{
	Text text{buf, size};

	add_leaf(text, rax, kind);
	return text.length();
}

u32 tdx_explain_leaf(u64 rax, enum tdx_call_kind kind, char *buf, u32 size)
{
	Text text{buf, size};

	add_leaf_lines(text, rax, kind);
	return text.length();
}

u32 tdx_decode_field(u64 id, char *buf, u32 size)
{
	Text text{buf, size};

	add_field(text, {id});
	return text.length();
}

u32 tdx_explain_field(u64 id, char *buf, u32 size)
{
	Text text{buf, size};

	add_field_lines(text, {id});
	return text.length();
}

u32 tdx_decode_word(enum tdx_word word, u64 value, char *buf, u32 size)
{
	Text text{buf, size};

	switch (word) {
	case TDX_WORD_ATTRIBUTES:
		add_bits(text, attribute_bits, value);
		break;
	case TDX_WORD_XFAM:
		add_bits(text, xfam_bits, value);
		break;
	case TDX_WORD_CONFIG_FLAGS:
		add_bits(text, config_flag_bits, value);
		break;
	case TDX_WORD_TD_CTLS:
		add_bits(text, td_ctl_bits, value);
		break;
	case TDX_WORD_FEATURES0:
		add_bits(text, feature_bits, value);
		break;
	case TDX_WORD_SEPT_ENTRY:
		add_sept_entry(text, value);
		break;
	case TDX_WORD_LEVEL_STATE:
		add_level_state(text, value);
		break;
	case TDX_WORD_SEPT_BITS:
		add_sept_bits(text, value);
		break;
	case TDX_WORD_PAGE_INFO:
		add_page_info(text, value);
		break;
	case TDX_WORD_PAGE_TYPE:
		add_page_type(text, value);
		break;
	case TDX_WORD_OP_STATE:
		add_op_state(text, value);
		break;
	case TDX_WORD_OPERAND:
		add_operand_id(text, value);
		break;
	case TDX_WORD_EXIT_REASON:
		add_exit_reason(text, value);
		break;
	case TDX_WORD_CPUID_LEAF:
		add_cpuid_leaf(text, value);
		break;
	}
	return text.length();
}

u32 tdx_decode_structure(
	enum tdx_structure structure, void const *data, u32 bytes, char *buf, u32 size)
{
	Text text{buf, size};
	Bytes const content{static_cast<u8 const *>(data), bytes};

	switch (structure) {
	case TDX_STRUCTURE_TDREPORT:
		add_report(text, content);
		break;
	case TDX_STRUCTURE_TD_PARAMS:
		add_layout(text, "", layout::td_params, content);
		break;
	case TDX_STRUCTURE_TDSYSINFO:
		add_layout(text, "", layout::tdsysinfo, content);
		break;
	case TDX_STRUCTURE_TDMR_LIST:
		add_tdmrs(text, content);
		break;
	case TDX_STRUCTURE_CMR_LIST:
		add_cmrs(text, content);
		break;
	case TDX_STRUCTURE_VE_INFO:
		add_layout(text, "", layout::ve_info, content);
		break;
	case TDX_STRUCTURE_QUOTE:
		add_quote(text, content);
		break;
	case TDX_STRUCTURE_TD_INFO:
		add_layout(text, "td_info.", layout::td_info, content);
		break;
	case TDX_STRUCTURE_ENCLAVE_REPORT:
		add_layout(text, "", layout::enclave_report, content);
		break;
	}
	return text.length();
}

char const *tdx_status_name(u64 raw, enum tdx_call_kind kind)
{
	Status const status{raw};
	SoftwareInfo const *const software{
		kind == TDX_CALL_VMCALL ? nullptr : find_software(status)};

	if (software)
		return software->name;
	if (kind == TDX_CALL_SEAMCALL || kind == TDX_CALL_TDCALL) {
		StatusInfo const *const row{find_status(status)};
		return row ? row->name : "?";
	}
	ResultInfo const *const row{kind == TDX_CALL_SEAMLDR ? find_result(seamldr_status_rows, raw)
							     : find_result(ghci_status_rows, raw)};
	return row ? row->name : "?";
}

char const *tdx_exit_reason_name(u32 basic)
{
	VmExit const *const row{find_exit(basic)};

	return row ? row->name : "?";
}

char const *tdx_vmcall_name(u64 subfunction)
{
	LeafInfo const *const row{find_leaf(vmcalls, subfunction)};

	return row ? row->name : "?";
}

char const *tdx_operand_name(u32 operand)
{
	OperandIdInfo const *const row{find_operand_id(operand)};

	if (operand == TDX_NO_OPERAND)
		return "-";
	return row ? row->name : "?";
}

u32 tdx_status_operand(u64 raw)
{
	Status const status{raw};
	StatusInfo const *const row{find_status(status)};

	if (!row)
		return TDX_NO_OPERAND;
	if (row->detail == Detail::Operand)
		return status.detail();
	return row->detail == Detail::OperandOrNone && status.detail() ? status.detail()
								       : TDX_NO_OPERAND;
}
