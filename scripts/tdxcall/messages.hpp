// SPDX-License-Identifier: GPL-2.0
//
// All rows, and what every row must be.
#pragma once

#include "messages_guest.hpp"
#include "messages_host.hpp"
#include "messages_kvm.hpp"
#include "messages_old.hpp"
#include "messages_vmm.hpp"

namespace tdxcall {

// Errors in a row.  A call of one of these is no constant expression, so the compiler stops and
// names it.
void message_conversion_is_unknown();
void message_id_is_not_of_its_table();
void message_is_incomplete();
void message_id_stands_twice();

consteval void check_format(std::string_view format)
{
	if (format.empty())
		message_is_incomplete();
	for (size_t i = 0; i < format.size(); i++) {
		if (format[i] != '%')
			continue;
		if (++i == format.size() || conversions.find(format[i]) == std::string_view::npos)
			message_conversion_is_unknown();
		else if (format[i] == '(' && format.find(')', i) == std::string_view::npos)
			message_conversion_is_unknown();
	}
}

template <unsigned Rows>
consteval bool well_formed(Message const (&rows)[Rows], std::string_view group)
{
	for (unsigned i = 0; i < Rows; i++) {
		std::string_view const id{rows[i].id};

		if (!id.starts_with(group) || id.size() < group.size() + 2 ||
			id[group.size()] != '.')
			message_id_is_not_of_its_table();
		for (unsigned other = 0; other < i; other++)
			if (id == rows[other].id)
				message_id_stands_twice();
		if (!*rows[i].seen_in || !*rows[i].meaning)
			message_is_incomplete();
		if (rows[i].weight == Weight::Failure && rows[i].remedy && !*rows[i].remedy)
			message_is_incomplete();
		check_format(rows[i].format);
	}
	return true;
}

static_assert(well_formed(host_messages, "host"));
static_assert(well_formed(kvm_messages, "kvm"));
static_assert(well_formed(guest_messages, "guest"));
static_assert(well_formed(old_messages, "old"));
static_assert(well_formed(vmm_messages, "vmm"));

} // namespace tdxcall
