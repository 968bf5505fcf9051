// SPDX-License-Identifier: GPL-2.0
#include "td_field.hpp"

#include "cpuid_config.hpp"
#include "cpuid_table.hpp"

namespace tdx::model {

void td_field_has_no_home();

namespace {

enum class Home : u8 { None, Tdr, Control, CpuidValid, CpuidValues, Page };

struct FieldHome {
	u64 id;
	Home home;
	u32 offset; // Page: which page of the TDCS
};

#define IN_TDR(id, member)                                                                         \
	{                                                                                          \
		id, Home::Tdr, __builtin_offsetof(Tdr, member)                                     \
	}
#define IN_CONTROL(id, member)                                                                     \
	{                                                                                          \
		id, Home::Control, __builtin_offsetof(TdControl, member)                           \
	}
#define VIRTUAL_MSR(msr) IN_CONTROL(0x9610000300000000 + (msr), virt_vmx_msr[(msr)-0x480])
#define TDCS_PAGE(id, page)                                                                        \
	{                                                                                          \
		id, Home::Page, static_cast<u32>(page)                                             \
	}

// One for each row of the table that the modelled release has, in its order.
constexpr FieldHome homes[] = {
	IN_TDR(0x8010000000000001, fatal),
	IN_TDR(0x8010000200000002, num_tdcx),
	IN_TDR(0x8010000300000004, chldcnt),
	IN_TDR(0x8010000200000005, lifecycle),
	IN_TDR(0x8010000300000010, tdcx_pa),
	IN_TDR(0x8010000300000020, uuid),
	IN_TDR(0x8110000100000001, hkid),
	IN_TDR(0x8110000300000002, keyed_packages),
	IN_TDR(0x8210000100000000, handoff_version),
	IN_TDR(0x8210000300000001, seamdb_index),
	IN_TDR(0x8210000300000002, seamdb_nonce),
	IN_CONTROL(0x9010000200000001, num_vcpus),
	IN_CONTROL(0x9010000200000002, num_assoc_vcpus),
	IN_CONTROL(0x9010000200000004, op_state),
	IN_CONTROL(0x9010000100000005, num_l2_vms),
	IN_CONTROL(0x1110000300000000, attributes),
	IN_CONTROL(0x1110000300000001, xfam),
	IN_CONTROL(0x1110000200000002, max_vcpus),
	IN_CONTROL(0x1110000000000003, gpaw),
	IN_CONTROL(0x1110000300000004, eptp),
	IN_CONTROL(0x111000030000000a, tsc_offset),
	IN_CONTROL(0x111000030000000b, tsc_multiplier),
	IN_CONTROL(0x111000010000000c, tsc_frequency),
	IN_CONTROL(0x111000030000000d, virtual_tsc),
	{num_cpuid_values_id, Home::None, 0},
	IN_CONTROL(0x911000020000000f, xbuff_size),
	IN_CONTROL(0x9110000300000010, notify_enables),
	IN_CONTROL(hp_lock_timeout_id, hp_lock_timeout),
	IN_CONTROL(0x9110000300000012, vm_ctls),
	IN_CONTROL(0x1110000300000016, config_flags),
	IN_CONTROL(0x1110000300000017, td_ctls),
	{0x9110000000000080, Home::CpuidValid, 0},
	IN_CONTROL(0x9110000200000800, xbuff_offsets),
	IN_CONTROL(0x9210000300000000, epoch),
	IN_CONTROL(0x9210000100000001, epoch_refs),
	IN_CONTROL(0x1310000300000000, mrtd),
	IN_CONTROL(0x1310000300000010, mrconfigid),
	IN_CONTROL(0x1310000300000018, mrowner),
	IN_CONTROL(0x1310000300000020, mrownerconfig),
	IN_CONTROL(0x1310000300000040, rtmr),
	{0x9410000300000000, Home::CpuidValues, 0},
	IN_CONTROL(0x961000030000010a, virt_arch_capabilities),
	VIRTUAL_MSR(0x480),
	VIRTUAL_MSR(0x485),
	VIRTUAL_MSR(0x486),
	VIRTUAL_MSR(0x487),
	VIRTUAL_MSR(0x488),
	VIRTUAL_MSR(0x489),
	VIRTUAL_MSR(0x48b),
	VIRTUAL_MSR(0x48c),
	VIRTUAL_MSR(0x48d),
	VIRTUAL_MSR(0x48e),
	VIRTUAL_MSR(0x48f),
	VIRTUAL_MSR(0x490),
	VIRTUAL_MSR(0x491),
	VIRTUAL_MSR(0x492),
	VIRTUAL_MSR(0x493),
	IN_CONTROL(0x9810000000000001, mig_dec_key_set),
	IN_CONTROL(0x9810000200000002, export_count),
	IN_CONTROL(0x9810000200000003, import_count),
	IN_CONTROL(0x9810000200000004, mig_epoch),
	IN_CONTROL(0x9810000300000005, bw_epoch),
	IN_CONTROL(0x9810000300000006, total_mb_count),
	IN_CONTROL(0x9810000300000010, mig_dec_key),
	IN_CONTROL(0x9810000300000014, mig_dec_working_key),
	IN_CONTROL(0x9810000300000018, mig_enc_key),
	IN_CONTROL(0x981000030000001c, mig_enc_working_key),
	IN_CONTROL(0x9810000100000020, mig_version),
	IN_CONTROL(0x9810000100000021, mig_working_version),
	IN_CONTROL(0x9810000300000030, dirty_count),
	IN_CONTROL(0x9810000300000031, mig_count),
	IN_CONTROL(0x9810000100000032, num_migs),
	IN_CONTROL(0x9810000200000034, num_migrated_vcpus),
	IN_CONTROL(0x9810000300000040, pre_import_uuid),
	IN_CONTROL(0x9910000300000000, servtd_hash),
	IN_CONTROL(0x9910000100000006, servtd_num),
	IN_CONTROL(0x9910000300000080, servtd_bindings),
	TDCS_PAGE(0x9a10000300000000, TdcsPage::MigscLinks),
	TDCS_PAGE(0x2010000300000000, TdcsPage::MsrBitmaps),
	TDCS_PAGE(0x2110000300000000, TdcsPage::SeptRoot),
	TDCS_PAGE(0x2510000300000000, TdcsPage::L2SeptRoot),
	TDCS_PAGE(0x2910000300000000, static_cast<u32>(TdcsPage::L2SeptRoot) + 1),
	TDCS_PAGE(0x2d10000300000000, static_cast<u32>(TdcsPage::L2SeptRoot) + 2),
};

struct HomeIndex {
	u8 of[num_td_rows];
};

// By row of the table; rows of later releases have none.
consteval HomeIndex index_homes()
{
	HomeIndex index{};
	u8 next{0};
	for (u32 row = 0; row < num_td_rows; row++) {
		index.of[row] = 0xff;
		if (td_fields[row].since > Release::V1_5)
			continue;
		if (homes[next].id != td_fields[row].id.raw)
			td_field_has_no_home();
		index.of[row] = next++;
	}
	if (next != sizeof(homes) / sizeof(homes[0]))
		td_field_has_no_home();
	return index;
}

constexpr HomeIndex home_index{index_homes()};

constexpr u8 cpuid_class = 20;

// Field codes of CPUID values name leaf and sub-leaf.
struct CpuidCode {
	using Element = Bits<0>;
	using Subleaf = Bits<7, 1>;
	using NoSubleaf = Bits<8>;
	using Leaf = Bits<15, 9>;
	using LeafBit31 = Bits<16>;
	using Reserved = Bits<23, 17>;
	static constexpr u32 elements = 2;

	static u32 row(u32 code)
	{
		u32 const leaf{static_cast<u32>(Leaf::get(code) | LeafBit31::get(code) << 31)};
		u32 const subleaf{static_cast<u32>(Subleaf::get(code))};
		return cpuid_row(leaf, NoSubleaf::get(code) ? no_subleaf : subleaf);
	}

	static u32 of(u32 row)
	{
		auto const &[leaf, subleaf] = name(row);
		bool const none{subleaf == no_subleaf};
		u64 const code{LeafBit31::put(Leaf::put(0, leaf), leaf >> 31)};
		return static_cast<u32>(NoSubleaf::put(Subleaf::put(code, subleaf), none));
	}

private:
	struct Name {
		u32 leaf;
		u32 subleaf;
	};
	static Name name(u32 row) { return {cpuid_rows[row].leaf, cpuid_rows[row].subleaf}; }
};

bool in_cpuid(FieldInfo const &info)
{
	return info.id.cls() == cpuid_class;
}

} // namespace

// L2 VMs that the TD does not have leave out the last rows.
bool TdField::exists(u32 wanted_row) const
{
	u8 const home{home_index.of[wanted_row]};
	if (home == 0xff)
		return false;
	FieldHome const &where{homes[home]};
	u32 const first_l2{static_cast<u32>(TdcsPage::L2SeptRoot)};
	return where.home != Home::Page || where.offset < first_l2 + td.control().num_l2_vms;
}

bool TdField::next_row()
{
	index = 0;
	for (row++; row < num_td_rows; row++) {
		if (exists(row) && access().rd) {
			id_ = info().id;
			if (in_cpuid(info()))
				id_.raw = FieldId::FieldCode::put(id_.raw, CpuidCode::of(0));
			return true;
		}
	}
	return false;
}

void TdField::first()
{
	row = ~0u;
	next_row();
}

Status TdField::find(FieldId id)
{
	if (!names_one_element(id))
		return bad_field_id();
	u32 const code{id.cls() == cpuid_class
			       ? static_cast<u32>(CpuidCode::Element::get(id.code()))
			       : id.code()};
	for (row = 0; row < num_td_rows; row++) {
		u32 const first{info().id.code()};
		if (exists(row) && info().id.cls() == id.cls() && code >= first &&
			code - first < info().codes())
			break;
	}
	if (row == num_td_rows)
		return bad_field_id();
	id_ = id;
	index = code - info().id.code();
	if (!in_cpuid(info()))
		return success();

	u32 const cpuid{CpuidCode::row(id.code())};
	if (CpuidCode::Reserved::get(id.code()) || cpuid >= max_cpuid_rows)
		return bad_field_id();
	if (cpuid_rows[cpuid].faults || !td.cpuid().valid[cpuid])
		return Status::of(StatusCode::MetadataFieldNotReadable);
	index += cpuid * CpuidCode::elements;
	return success();
}

bool TdField::next()
{
	if (in_cpuid(info())) {
		u32 const cpuid{++index / CpuidCode::elements};
		if (cpuid >= max_cpuid_rows)
			return next_row();
		// Within a value the id goes on as it was given.
		u32 const code{index % CpuidCode::elements ? id_.code() + 1 : CpuidCode::of(cpuid)};
		id_.raw = FieldId::FieldCode::put(id_.raw, code);
		return true;
	}
	if (++index >= u32{info().elements} * info().fields)
		return next_row();
	id_.raw = FieldId::FieldCode::put(id_.raw, id_.code() + info().id.step());
	return true;
}

void *TdField::place() const
{
	FieldHome const &where{homes[home_index.of[row]]};
	u32 const offset{index * info().id.bytes()};
	u8 *base{nullptr};

	switch (where.home) {
	case Home::None:
		return nullptr;
	case Home::Tdr:
		base = reinterpret_cast<u8 *>(&td.tdr()) + where.offset;
		break;
	case Home::Control:
		base = reinterpret_cast<u8 *>(&td.control()) + where.offset;
		break;
	case Home::CpuidValid:
		base = td.cpuid().valid;
		break;
	case Home::CpuidValues:
		base = reinterpret_cast<u8 *>(td.cpuid().value);
		break;
	case Home::Page:
		base = static_cast<u8 *>(td.tdcs(TdcsPage{where.offset}));
		break;
	}
	return base ? base + offset : nullptr;
}

} // namespace tdx::model
