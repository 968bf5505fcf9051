// SPDX-License-Identifier: GPL-2.0
//
// Fields of MSRs, on each CPU.
#pragma once

#include "check.hpp"
#include "core/abi/msr_fact.hpp"
#include "core/base/name.hpp"

namespace tdxcall {

void msr_field_is_missing_from_table();

// The field by the name that msr_fact.hpp gives it.
consteval tdx::MsrFact msr_field(char const *name)
{
	for (tdx::MsrFact const &fact : tdx::msr_facts)
		if (tdx::same_name(fact.name, name))
			return fact;
	msr_field_is_missing_from_table();
	return {};
}

constexpr u64 field_value(tdx::MsrFact const &field, u64 raw)
{
	u64 const mask =
		field.hi - field.lo == 63 ? ~0ULL : (1ULL << (field.hi - field.lo + 1)) - 1;

	return raw >> field.lo & mask;
}

// Pass when @good is true of the field on every CPU.  Fail when it is not, or when a CPU has no
// such MSR and @must_exist.
Finding check_msr(
	Facts &facts, tdx::MsrFact const &field, bool (*good)(u64 value), bool must_exist = true);

constexpr bool is_one(u64 value)
{
	return value == 1;
}

constexpr bool is_zero(u64 value)
{
	return !value;
}

constexpr bool is_not_zero(u64 value)
{
	return value;
}

} // namespace tdxcall
