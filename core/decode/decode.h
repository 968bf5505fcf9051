/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers of the TDX ABI in words.  Every function writes terminated text into the caller's buffer
 * of @size bytes and returns the length of the whole text without the terminator: @size or more
 * means that it was cut.  Unknown numbers are decoded as far as their layout allows.  Any context.
 */
#ifndef TDXCALL_CORE_DECODE_H
#define TDXCALL_CORE_DECODE_H

#include <tdxcall/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whose numbers they are. */
enum tdx_call_kind {
	TDX_CALL_SEAMCALL,	/* host to TDX module: TDH.*; with bit 63, SEAMLDR.* */
	TDX_CALL_TDCALL,	/* TD to TDX module: TDG.* */
	TDX_CALL_SEAMLDR,	/* host to P-SEAMLDR: SEAMLDR.* */
	TDX_CALL_VMCALL,	/* TD to host: sub-functions of TDG.VP.VMCALL */
};

/* The status is known, but not what was called.  0 would be TDH.VP.ENTER or TDG.VP.VMCALL. */
#define TDX_LEAF_UNKNOWN	0xffffffffffffffff

/**
 * tdx_decode_status() - a completion status on one line
 * @status: RAX of the call; for TDX_CALL_VMCALL R10
 * @kind: what was called
 * @leaf: RAX on entry (for TDX_CALL_VMCALL R11), or TDX_LEAF_UNKNOWN
 * @buf: where the text goes
 * @size: bytes of @buf
 *
 * Name, what the low half says, and the number itself.
 */
u32 tdx_decode_status(u64 status, enum tdx_call_kind kind, u64 leaf, char *buf, u32 size);

/**
 * tdx_explain_status() - all that is known of a completion status
 * @status: RAX of the call; for TDX_CALL_VMCALL R10
 * @kind: what was called
 * @leaf: RAX on entry (for TDX_CALL_VMCALL R11), or TDX_LEAF_UNKNOWN
 * @regs: registers after the call, or NULL when they are not known
 * @buf: where the text goes
 * @size: bytes of @buf
 *
 * Lines of "key: value": what was called, name, class, severity, detail, meaning, what the other
 * registers say, what to do.
 */
u32 tdx_explain_status(u64 status, enum tdx_call_kind kind, u64 leaf,
		       const struct tdx_regs *regs, char *buf, u32 size);

/**
 * tdx_decode_leaf() - a leaf function on one line: name, number, version
 * @rax: RAX on entry; for TDX_CALL_VMCALL R11, and for those of the migration TD the operation of
 *       R12 bits 15:0 in bits 63:32
 * @kind: what is called
 * @buf: where the text goes
 * @size: bytes of @buf
 */
u32 tdx_decode_leaf(u64 rax, enum tdx_call_kind kind, char *buf, u32 size);

/* tdx_explain_leaf() - the same with what it does, needs, takes and gives, line by line */
u32 tdx_explain_leaf(u64 rax, enum tdx_call_kind kind, char *buf, u32 size);

/* tdx_decode_field() - a metadata field id on one line: name, index, scope, class, size */
u32 tdx_decode_field(u64 id, char *buf, u32 size);

/* tdx_explain_field() - the same with who may read and write it, line by line */
u32 tdx_explain_field(u64 id, char *buf, u32 size);

/* Words that consist of bits or bit fields. */
enum tdx_word {
	TDX_WORD_ATTRIBUTES,	/* of a TD */
	TDX_WORD_XFAM,		/* extended features of a TD */
	TDX_WORD_CONFIG_FLAGS,	/* of a TD */
	TDX_WORD_TD_CTLS,	/* of a TD */
	TDX_WORD_FEATURES0,	/* TDX_FEATURES0 of the TDX module */
	TDX_WORD_SEPT_ENTRY,	/* secure-EPT entry, as the host sees it */
	TDX_WORD_LEVEL_STATE,	/* RDX of leaf functions that failed at a secure-EPT entry */
	TDX_WORD_SEPT_BITS,	/* secure-EPT entry, as it is in memory */
	TDX_WORD_PAGE_INFO,	/* GPA and level */
	TDX_WORD_PAGE_TYPE,	/* in the PAMT */
	TDX_WORD_OP_STATE,	/* operation state of a TD */
	TDX_WORD_OPERAND,	/* operand id */
	TDX_WORD_EXIT_REASON,	/* of a VM exit */
	TDX_WORD_CPUID_LEAF,	/* 31:0 leaf, 63:32 sub-leaf */
};

/* tdx_decode_word() - such a word on one line */
u32 tdx_decode_word(enum tdx_word word, u64 value, char *buf, u32 size);

/* Structures in memory. */
enum tdx_structure {
	TDX_STRUCTURE_TDREPORT,
	TDX_STRUCTURE_TD_PARAMS,
	TDX_STRUCTURE_TDSYSINFO,
	TDX_STRUCTURE_TDMR_LIST,	/* of TDMR_INFO */
	TDX_STRUCTURE_CMR_LIST,		/* of CMR_INFO */
	TDX_STRUCTURE_VE_INFO,
	TDX_STRUCTURE_QUOTE,		/* of version 4 or 5, up to its signature data */
	TDX_STRUCTURE_ENCLAVE_REPORT,	/* of SGX */
	TDX_STRUCTURE_TD_INFO,		/* of a TDREPORT */
};

/* Names alone, never NULL: "?" for one that the tables lack. */
const char *tdx_status_name(u64 raw, enum tdx_call_kind kind);
const char *tdx_exit_reason_name(u32 basic);
const char *tdx_vmcall_name(u64 subfunction);
const char *tdx_operand_name(u32 operand);	/* "-" for TDX_NO_OPERAND */

/* The operand id in bits 31:0 of the TDX module's status, or none where they say something else. */
#define TDX_NO_OPERAND		0xffffffffU
u32 tdx_status_operand(u64 raw);

/*
 * tdx_decode_structure() - a structure, one field a line, from the @bytes bytes at @data.  Fields
 * beyond them are reported as missing; reserved fields are shown if they are not zero.
 */
u32 tdx_decode_structure(enum tdx_structure structure, const void *data, u32 bytes, char *buf,
			 u32 size);

#ifdef __cplusplus
}
#endif

#endif
