/* SPDX-License-Identifier: GPL-2.0 */
/* Operands of typed calls from bare numbers, for tests. */
#ifndef TDXCALL_KUNIT_OPERANDS_H
#define TDXCALL_KUNIT_OPERANDS_H

#include <tdxcall/operands.h>

#define TDR(number)		((tdx_tdr_t) { number })
#define TDVPR(number)		((tdx_tdvpr_t) { number })
#define PAGE_AT(number)		((tdx_page_t) { number })
#define KEYED_PAGE(number)	((tdx_keyed_page_t) { number })
#define BUFFER(number)		((tdx_buffer_t) { number })
#define KEYID(number)		((tdx_keyid_t) { number })
#define GPA(number)		((tdx_gpa_t) { number })
#define GUEST_BUFFER(number)	((tdx_guest_buffer_t) { number })
#define FIELD(number)		((tdx_field_t) { number })

#endif
