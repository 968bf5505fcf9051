// SPDX-License-Identifier: GPL-2.0
//
// Metadata field ids.
#pragma once

#include "core/abi/metadata_global.hpp"
#include "core/abi/metadata_l2_vmcs.hpp"
#include "core/abi/metadata_td.hpp"
#include "core/abi/metadata_vcpu.hpp"
#include "core/abi/td_ctls_history.hpp"
#include "core/base/text.hpp"

namespace tdx {

namespace {

constexpr u8 cpuid_values_class = 20;
static_assert(field_id(td_fields, "CPUID_VALUES").cls() == cpuid_values_class);

// Field code of CPUID_VALUES, which is made of leaf and sub-leaf.
struct CpuidCode {
	using LeafBit31 = Bits<16>;
	using Leaf = Bits<15, 9>;
	using NoSubleaf = Bits<8>;
	using Subleaf = Bits<7, 1>;
	using Element = Bits<0>;
};

// L2 VM 1, 2 or 3 whose VMCS the id is about; 0 for none.
u8 l2_vm(FieldId id)
{
	constexpr u8 first_class = 36;
	constexpr u8 classes_per_vm = 8;
	u8 const distance = static_cast<u8>(id.cls() - first_class);
	bool const vmcs = static_cast<FieldContext>(id.context()) == FieldContext::Vcpu &&
			  id.step() == 2 && distance % classes_per_vm == 0;

	return vmcs && distance / classes_per_vm < 3
		       ? static_cast<u8>(distance / classes_per_vm + 1)
		       : u8{0};
}

bool cpuid_values(FieldId id)
{
	return static_cast<FieldContext>(id.context()) == FieldContext::Td &&
	       id.cls() == cpuid_values_class;
}

FieldInfo const *find_any_field(FieldId id)
{
	if (l2_vm(id))
		return find_field(l2_vmcs_fields, {FieldId::Class::put(id.raw, 0)});

	switch (static_cast<FieldContext>(id.context())) {
	case FieldContext::System:
		return find_field(global_fields, id);
	case FieldContext::Td:
		if (cpuid_values(id))
			return find_field(td_fields, {FieldId::FieldCode::put(id.raw, 0)});
		return find_field(td_fields, id);
	case FieldContext::Vcpu:
		return find_field(vcpu_fields, id);
	}
	return nullptr;
}

char const *scope_name(FieldId id)
{
	switch (static_cast<FieldContext>(id.context())) {
	case FieldContext::System:
		return "platform";
	case FieldContext::Td:
		return "TD";
	case FieldContext::Vcpu:
		return "vCPU";
	}
	return nullptr;
}

void add_scope(Text &text, FieldId id)
{
	if (char const *name = scope_name(id))
		text.add(name).add(" scope");
	else
		text.add("unknown scope ").decimal(id.context());
}

char const *class_name(FieldClass const *classes, unsigned count, FieldId id)
{
	for (unsigned i = 0; i < count; i++)
		if (classes[i].context == id.context() && classes[i].cls == id.cls())
			return classes[i].name;
	return nullptr;
}

template <unsigned Classes>
CORE_ALWAYS_INLINE char const *class_name(FieldClass const (&classes)[Classes], FieldId id)
{
	return class_name(classes, Classes, id);
}

void add_class(Text &text, FieldId id)
{
	char const *name = class_name(global_classes, id);

	if (!name)
		name = class_name(td_classes, id);
	if (!name)
		name = class_name(vcpu_classes, id);
	text.add("class ").decimal(id.cls());
	if (name)
		text.add(' ').add(name);
}

void add_pair(Text &text, u64 element)
{
	text.add(" element ").decimal(element).add(element ? " (ECX, EDX)" : " (EAX, EBX)");
}

// Name, and which field and element of an array it is.
void add_field_name(Text &text, FieldInfo const &row, FieldId id)
{
	u32 const index = (id.code() - row.id.code()) / row.id.step();
	bool const cpuid_pairs = row.elements == 2 && row.fields > 1;

	text.add(row.name);
	if (cpuid_values(id)) {
		u64 const code = id.code();

		text.add(" of leaf ");
		text.hex(CpuidCode::Leaf::get(code) | CpuidCode::LeafBit31::get(code) << 31);
		if (!CpuidCode::NoSubleaf::get(code))
			text.add(" sub-leaf ").decimal(CpuidCode::Subleaf::get(code));
		add_pair(text, CpuidCode::Element::get(code));
		return;
	}
	if (row.fields > 1)
		text.add('[').decimal(index / row.elements).add(']');
	if (cpuid_pairs)
		add_pair(text, index % row.elements);
	else if (row.elements > 1)
		text.add(" element ").decimal(index % row.elements);
	if (id.step() == 2 && (id.code() - row.id.code()) % 2)
		text.add(" (upper half)");
}

void add_layout(Text &text, FieldId id)
{
	add_scope(text, id);
	text.add(", ");
	add_class(text, id);
	text.add(", code ").hex(id.code()).add(", ").decimal(id.bytes());
	text.add(id.bytes() == 1 ? " byte" : " bytes");
	if (u8 const vm = l2_vm(id))
		text.add(", L2 VM ").decimal(vm);
	if (id.last_field())
		text.add(", sequence of ").decimal(u64{id.last_field()} + 1).add(" fields");
	if (id.last_element())
		text.add(", ").decimal(u64{id.last_element()} + 1).add(" elements each");
	if (id.write_mask())
		text.add(", write mask follows");
	if (id.reserved())
		text.add(", reserved bits ").hex(id.raw & FieldId::reserved_mask);
}

void add_field(Text &text, FieldId id)
{
	if (id.null()) {
		text.add("null field id: none, or where a list starts");
		return;
	}
	if (FieldInfo const *row = find_any_field(id))
		add_field_name(text, *row, id);
	else
		text.add("unknown field");
	text.add(" (").hex(id.raw, 16).add("): ");
	add_layout(text, id);
}

void add_mask(Text &text, u64 mask)
{
	if (!mask)
		text.add("no");
	else if (mask == all_bits)
		text.add("yes");
	else
		text.add("bits ").hex(mask);
}

void add_access(Text &text, char const *who, Access const &access)
{
	text.add('\n').add(who).add(": read ");
	add_mask(text, access.rd);
	text.add(", write ");
	add_mask(text, access.wr);
}

char const *release_name(Release release)
{
	return release_info(release).text;
}

void add_field_lines(Text &text, FieldId id)
{
	FieldInfo const *row = id.null() ? nullptr : find_any_field(id);

	text.add("field: ");
	add_field(text, id);
	if (!row)
		return;
	text.add("\narray: ").decimal(row->fields).add(" x ").decimal(row->elements);
	text.add(" elements of ").decimal(row->id.bytes()).add(" bytes");
	if (id.bytes() != row->id.bytes())
		text.add("; the size in this id is wrong");
	if (row->access_known) {
		bool const platform =
			static_cast<FieldContext>(id.context()) == FieldContext::System;

		add_access(text, "host", row->host);
		if (!platform)
			add_access(text, "host, debug TD", row->debug);
		add_access(text, "guest", row->guest);
	} else {
		text.add("\naccess: not known");
	}
	text.add("\nsince: ").add(release_name(row->since));
	if (row->id.raw == td_ctls_field || row->id.raw == td_ctls_field_new)
		for (TdCtlsMask const &mask : td_ctls_masks)
			text.add("\nnote: ")
				.add(mask.releases)
				.add(": the guest may write bits ")
				.hex(mask.guest_write);
}

} // namespace

} // namespace tdx
