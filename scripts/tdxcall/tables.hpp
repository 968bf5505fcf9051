// SPDX-License-Identifier: GPL-2.0
//
// The tables of core/abi/ as lists: what there is, and what is called so.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/decode/decode.h"
#include "json_fwd.hpp"

namespace tdxcall {

// A leaf function (RAX on entry, or R11) or a status of one kind of call.
struct CallNumber {
	tdx_call_kind kind;
	u64 number;
};

// "seamcall", "tdcall", "seamldr", "vmcall": in options and in JSON.
char const *kind_word(tdx_call_kind kind);
std::optional<tdx_call_kind> kind_of_word(std::string_view word);

// Every row, in the order of the tables; of one kind of call or scope ("sys", "td", "vcpu").
Json all_leaves(std::optional<tdx_call_kind> kind);
Json all_fields(std::optional<std::string_view> scope);
Json all_statuses();

// Case does not matter, and an underscore is a dot; a name may stand for several numbers.
std::vector<CallNumber> leaves_named(std::string_view name);
std::vector<u64> fields_named(std::string_view name);
std::vector<CallNumber> statuses_named(std::string_view name);

// Null when no row has the number.
char const *leaf_name(CallNumber leaf);
char const *field_name(u64 id);
char const *status_name(CallNumber status);

// 0 also when it has no versions at all, or no row has it.
unsigned newest_version(CallNumber leaf);
// A row has the leaf function in this version, and no reserved bit is set.
bool leaf_fits(CallNumber leaf);
// A row has the id, and what it says of sizes and positions agrees with the row.
bool field_fits(u64 id);
// The low half of TDX_SUCCESS is this after a TD exit.
bool is_exit_reason(u64 value);
// The table of classes has the one of this status.
bool status_class_known(u64 status);
// The low half of the status is an operand id or another detail.
bool status_has_detail(CallNumber status);

// The number can be a status at all: no bit stands where there is none.
bool may_be_status(u64 status);

} // namespace tdxcall
