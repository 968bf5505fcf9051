// SPDX-License-Identifier: GPL-2.0
#include "tables.hpp"

#include "number.hpp"
#include "result.hpp"

// The decoder's look-ups live in unnamed namespaces; not all of them are used here.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include "core/decode/status.hpp"
#pragma GCC diagnostic pop

namespace tdxcall {

using namespace tdx;

namespace {

constexpr tdx_call_kind kinds[] = {
	TDX_CALL_SEAMCALL, TDX_CALL_TDCALL, TDX_CALL_SEAMLDR, TDX_CALL_VMCALL};

constexpr u8 first_l2_class = 36;
static_assert(FieldId::Class::put(0, first_l2_class) == 0x2400000000000000);

// Calls @visit with the kind and each row of the leaf-function tables.
template <typename Visitor>
void each_leaf(Visitor visit)
{
	for (LeafInfo const &row : host_leaves.leaf)
		visit(TDX_CALL_SEAMCALL, row);
	for (LeafInfo const &row : guest_leaves.leaf)
		visit(TDX_CALL_TDCALL, row);
	for (LeafInfo const &row : seamldr_leaves.leaf)
		visit(TDX_CALL_SEAMLDR, row);
	for (LeafInfo const &row : vmcalls.leaf)
		visit(TDX_CALL_VMCALL, row);
}

// Calls @visit with the word of the scope, the id and the row of each field.  The VMCS of an L2 VM
// is listed for VM 1.
template <typename Visitor>
void each_field(Visitor visit)
{
	for (FieldInfo const &row : global_fields)
		visit("sys", row.id, row);
	for (FieldInfo const &row : td_fields)
		visit("td", row.id, row);
	for (FieldInfo const &row : vcpu_fields)
		visit("vcpu", row.id, row);
	for (FieldInfo const &row : l2_vmcs_fields)
		visit("vcpu", FieldId{FieldId::Class::put(row.id.raw, first_l2_class)}, row);
}

char const *class_name_of(FieldId id)
{
	char const *name = class_name(global_classes, id);

	if (!name)
		name = class_name(td_classes, id);
	if (!name)
		name = class_name(vcpu_classes, id);
	return name;
}

Json or_null(char const *text)
{
	return text ? Json(text) : Json(nullptr);
}

Json access_json(Access const &access)
{
	return {{"read_mask", hex(access.rd, 16)}, {"write_mask", hex(access.wr, 16)}};
}

Json status_row(char const *kind, u64 value, char const *name, char const *severity_text,
	char const *meaning, char const *advice)
{
	return {{"kind", "status"}, {"call", kind}, {"value", hex(value, 16)}, {"name", name},
		{"severity", severity_text}, {"meaning", meaning}, {"advice", or_null(advice)}};
}

Called called(CallNumber status)
{
	return {{status.number}, status.kind, TDX_LEAF_UNKNOWN};
}

} // namespace

char const *kind_word(tdx_call_kind kind)
{
	static constexpr char const *words[] = {"seamcall", "tdcall", "seamldr", "vmcall"};

	return words[kind];
}

std::optional<tdx_call_kind> kind_of_word(std::string_view word)
{
	for (auto const kind : kinds)
		if (word == kind_word(kind))
			return kind;
	return {};
}

Json all_leaves(std::optional<tdx_call_kind> wanted)
{
	Json rows = Json::array();

	each_leaf([&](tdx_call_kind kind, LeafInfo const &row) {
		if (wanted && *wanted != kind)
			return;
		bool const version = has_version(kind);

		rows.push_back({{"kind", "leaf"}, {"call", kind_word(kind)},
			{"value", hex(row.leaf.value)}, {"name", row.name},
			{"max_version", version ? Json(row.max_version) : Json(nullptr)},
			{"since", version ? Json(release_name(row.since)) : Json(nullptr)},
			{"scope", version ? Json(scope_name(row.scope)) : Json(nullptr)},
			{"rule", or_null(row.rule)}, {"summary", row.summary}});
	});
	return rows;
}

Json all_fields(std::optional<std::string_view> wanted)
{
	Json rows = Json::array();

	each_field([&](char const *scope, FieldId id, FieldInfo const &row) {
		if (wanted && *wanted != scope)
			return;
		bool const known = row.access_known;

		rows.push_back({{"kind", "field"}, {"scope", scope}, {"value", hex(id.raw, 16)},
			{"name", row.name}, {"class", id.cls()},
			{"class_name", or_null(class_name_of(id))}, {"bytes", id.bytes()},
			{"fields", row.fields}, {"elements", row.elements},
			{"host", known ? access_json(row.host) : Json(nullptr)},
			{"host_debug_td", known ? access_json(row.debug) : Json(nullptr)},
			{"guest", known ? access_json(row.guest) : Json(nullptr)},
			{"since", release_name(row.since)}});
	});
	return rows;
}

Json all_statuses()
{
	Json rows = Json::array();

	for (StatusInfo const &row : status_rows) {
		Status const status = Status::of(row.code);
		StatusClass const *cls = find_class(status);
		char const *advice = row.advice ? row.advice : cls ? cls->advice : nullptr;

		// SOFTWARE has rows of its own below.
		if (row.kind != StatusKind::Software)
			rows.push_back(status_row("module", status.raw, row.name,
				severity(status, &row), row.summary, advice));
	}
	for (SoftwareInfo const &row : software_rows)
		rows.push_back(status_row("software", row.status.raw, row.name,
			"error: no TDX module answered", row.summary,
			*row.host ? row.host : nullptr));
	for (ResultInfo const &row : seamldr_status_rows)
		rows.push_back(status_row("seamldr", row.value, row.name,
			plain_severity(called({TDX_CALL_SEAMLDR, row.value})), row.summary,
			nullptr));
	for (ResultInfo const &row : ghci_status_rows)
		rows.push_back(status_row("vmcall", row.value, row.name,
			plain_severity(called({TDX_CALL_VMCALL, row.value})), row.summary,
			nullptr));
	return rows;
}

std::vector<CallNumber> leaves_named(std::string_view name)
{
	std::string const wanted = canonical_name(name);
	std::vector<CallNumber> found;

	each_leaf([&](tdx_call_kind kind, LeafInfo const &row) {
		if (canonical_name(row.name) == wanted)
			found.push_back({kind, row.leaf.value});
	});
	return found;
}

std::vector<u64> fields_named(std::string_view name)
{
	std::string const wanted = canonical_name(name);
	std::vector<u64> found;

	each_field([&](char const *, FieldId id, FieldInfo const &row) {
		if (canonical_name(row.name) == wanted)
			found.push_back(id.raw);
	});
	return found;
}

std::vector<CallNumber> statuses_named(std::string_view name)
{
	std::string const wanted = canonical_name(name);
	std::vector<CallNumber> found;

	for (StatusInfo const &row : status_rows)
		if (row.kind != StatusKind::Software && canonical_name(row.name) == wanted)
			found.push_back({TDX_CALL_SEAMCALL, Status::of(row.code).raw});
	for (SoftwareInfo const &row : software_rows)
		if (canonical_name(row.name) == wanted)
			found.push_back({TDX_CALL_SEAMCALL, row.status.raw});
	for (ResultInfo const &row : seamldr_status_rows)
		if (canonical_name(row.name) == wanted)
			found.push_back({TDX_CALL_SEAMLDR, row.value});
	for (ResultInfo const &row : ghci_status_rows)
		if (canonical_name(row.name) == wanted)
			found.push_back({TDX_CALL_VMCALL, row.value});
	return found;
}

char const *leaf_name(CallNumber leaf)
{
	LeafInfo const *row = find_any_leaf(leaf.number, leaf.kind).row;

	if (row)
		return row->name;
	if (is_debug_leaf(leaf.number, leaf.kind))
		return debug_leaf_name;
	return migration_td(leaf.number, leaf.kind) ? "MigTD" : nullptr;
}

char const *field_name(u64 id)
{
	FieldInfo const *row = FieldId{id}.null() ? nullptr : find_any_field({id});

	return row ? row->name : nullptr;
}

char const *status_name(CallNumber number)
{
	Called const status = called(number);

	if (SoftwareInfo const *row = status.software())
		return row->name;
	if (status.kind == TDX_CALL_SEAMLDR || status.kind == TDX_CALL_VMCALL) {
		ResultInfo const *row = status.kind == TDX_CALL_SEAMLDR
						? find_result(seamldr_status_rows, number.number)
						: find_result(ghci_status_rows, number.number);

		return row ? row->name : nullptr;
	}

	StatusInfo const *row = find_status(status.status);

	return row ? row->name : nullptr;
}

unsigned newest_version(CallNumber leaf)
{
	LeafInfo const *row = find_any_leaf(leaf.number, leaf.kind).row;

	return row && has_version(real_kind(leaf.kind, leaf.number)) ? row->max_version : 0;
}

bool leaf_fits(CallNumber leaf)
{
	LeafInfo const *row = find_any_leaf(leaf.number, leaf.kind).row;

	if (is_debug_leaf(leaf.number, leaf.kind))
		return leaf.number == debug_leaf;
	if (!row || !has_version(real_kind(leaf.kind, leaf.number)))
		return leaf_name(leaf);
	return CallWord::Version::get(leaf.number) <= row->max_version &&
	       !(leaf.number & ~(CallWord::Version::mask | CallWord::Number::mask));
}

bool field_fits(u64 number)
{
	FieldId const id{number};
	FieldInfo const *row = id.null() || id.reserved() ? nullptr : find_any_field(id);

	return row && row->id.bytes() == id.bytes() && row->id.step() == id.step() &&
	       id.last_element() < row->elements;
}

bool is_exit_reason(u64 value)
{
	u64 const rest = value & ~(VmExitReason::Basic::mask | VmExitReason::BusLock::mask |
					 VmExitReason::EntryFailure::mask);

	if (rest)
		return false;
	for (VmExit const &row : vm_exits)
		if (row.reason == VmExitReason::Basic::get(value))
			return true;
	return false;
}

bool status_class_known(u64 status)
{
	return find_class({status});
}

bool status_has_detail(CallNumber number)
{
	Called const status = called(number);
	StatusInfo const *row = find_status(status.status);

	return row && status.has_classes() && !status.status.software() &&
	       row->detail != Detail::None && row->detail != Detail::ExitReasonOrCount;
}

bool may_be_status(u64 status)
{
	return !Bits<59, 48>::get(status);
}

} // namespace tdxcall
