// SPDX-License-Identifier: GPL-2.0
#include "td_field.hpp"

#include "core/emu/cpu/cpuid_table.hpp"
#include "core/emu/platform/cpuid_config.hpp"

namespace tdx::emu {

void td_field_has_no_home();

namespace {

enum class Home : u8 { None, Tdr, Control, CpuidValid, CpuidValues, Page };

struct FieldHome {
	char const *name;
	Home home;
	u32 offset; // Page: which page of the TDCS
};

// The field codes are the numbers of the MSRs.
consteval u32 virtual_msr_index(char const *name)
{
	return field_id(td_fields, name).code() - static_cast<u32>(Msr::VmxBasic);
}

#define IN_TDR(name, member)                                                                       \
	{                                                                                          \
		name, Home::Tdr, __builtin_offsetof(Tdr, member)                                   \
	}
#define IN_CONTROL(name, member)                                                                   \
	{                                                                                          \
		name, Home::Control, __builtin_offsetof(TdControl, member)                         \
	}
#define VIRTUAL_MSR(name) IN_CONTROL(name, virt_vmx_msr[virtual_msr_index(name)])
#define TDCS_PAGE(name, page)                                                                      \
	{                                                                                          \
		name, Home::Page, static_cast<u32>(page)                                           \
	}

// One for each table row that the modelled release has, in the table's order.
constexpr FieldHome homes[] = {
	IN_TDR("FATAL", fatal),
	IN_TDR("NUM_TDCX", num_tdcx),
	IN_TDR("CHLDCNT", chldcnt),
	IN_TDR("LIFECYCLE_STATE", lifecycle),
	IN_TDR("TDCX_PA", tdcx_pa),
	IN_TDR("TD_UUID", uuid),
	IN_TDR("HKID", hkid),
	IN_TDR("PKG_CONFIG_BITMAP", keyed_packages),
	IN_TDR("HANDOFF_VERSION", handoff_version),
	IN_TDR("SEAMDB_INDEX", seamdb_index),
	IN_TDR("SEAMDB_NONCE", seamdb_nonce),
	IN_CONTROL("NUM_VCPUS", num_vcpus),
	IN_CONTROL("NUM_ASSOC_VCPUS", num_assoc_vcpus),
	IN_CONTROL("OP_STATE", op_state),
	IN_CONTROL("NUM_L2_VMS", num_l2_vms),
	IN_CONTROL("ATTRIBUTES", attributes),
	IN_CONTROL("XFAM", xfam),
	IN_CONTROL("MAX_VCPUS", max_vcpus),
	IN_CONTROL("GPAW", gpaw),
	IN_CONTROL("EPTP", eptp),
	IN_CONTROL("TSC_OFFSET", tsc_offset),
	IN_CONTROL("TSC_MULTIPLIER", tsc_multiplier),
	IN_CONTROL("TSC_FREQUENCY", tsc_frequency),
	IN_CONTROL("VIRTUAL_TSC", virtual_tsc),
	{"NUM_CPUID_VALUES", Home::None, 0},
	IN_CONTROL("XBUFF_SIZE", xbuff_size),
	IN_CONTROL("NOTIFY_ENABLES", notify_enables),
	IN_CONTROL("HP_LOCK_TIMEOUT", hp_lock_timeout),
	IN_CONTROL("VM_CTLS", vm_ctls),
	IN_CONTROL("CONFIG_FLAGS", config_flags),
	IN_CONTROL("TD_CTLS", td_ctls),
	{"CPUID_VALID", Home::CpuidValid, 0},
	IN_CONTROL("XBUFF_OFFSETS", xbuff_offsets),
	IN_CONTROL("TD_EPOCH", epoch),
	IN_CONTROL("REFCOUNT", epoch_refs),
	IN_CONTROL("MRTD", mrtd),
	IN_CONTROL("MRCONFIGID", mrconfigid),
	IN_CONTROL("MROWNER", mrowner),
	IN_CONTROL("MROWNERCONFIG", mrownerconfig),
	IN_CONTROL("RTMR", rtmr),
	{"CPUID_VALUES", Home::CpuidValues, 0},
	IN_CONTROL("VIRTUAL_IA32_ARCH_CAPABILITIES", virt_arch_capabilities),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_BASIC"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_MISC"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_CR0_FIXED0"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_CR0_FIXED1"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_CR4_FIXED0"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_CR4_FIXED1"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_PROCBASED_CTLS2"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_EPT_VPID_CAP"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_TRUE_PINBASED_CTLS"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_TRUE_PROCBASED_CTLS"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_TRUE_EXIT_CTLS"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_TRUE_ENTRY_CTLS"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_VMFUNC"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_PROCBASED_CTLS3"),
	VIRTUAL_MSR("VIRTUAL_IA32_VMX_EXIT_CTLS2"),
	IN_CONTROL("MIG_DEC_KEY_SET", mig_dec_key_set),
	IN_CONTROL("EXPORT_COUNT", export_count),
	IN_CONTROL("IMPORT_COUNT", import_count),
	IN_CONTROL("MIG_EPOCH", mig_epoch),
	IN_CONTROL("BW_EPOCH", bw_epoch),
	IN_CONTROL("TOTAL_MB_COUNT", total_mb_count),
	IN_CONTROL("MIG_DEC_KEY", mig_dec_key),
	IN_CONTROL("MIG_DEC_WORKING_KEY", mig_dec_working_key),
	IN_CONTROL("MIG_ENC_KEY", mig_enc_key),
	IN_CONTROL("MIG_ENC_WORKING_KEY", mig_enc_working_key),
	IN_CONTROL("MIG_VERSION", mig_version),
	IN_CONTROL("MIG_WORKING_VERSION", mig_working_version),
	IN_CONTROL("DIRTY_COUNT", dirty_count),
	IN_CONTROL("MIG_COUNT", mig_count),
	IN_CONTROL("NUM_MIGS", num_migs),
	IN_CONTROL("NUM_MIGRATED_VCPUS", num_migrated_vcpus),
	IN_CONTROL("PRE_IMPORT_UUID", pre_import_uuid),
	IN_CONTROL("SERVTD_HASH", servtd_hash),
	IN_CONTROL("SERVTD_NUM", servtd_num),
	IN_CONTROL("SERVTD_BINDINGS_TABLE", servtd_bindings),
	TDCS_PAGE("MIGSC_LINKS", TdcsPage::MigscLinks),
	TDCS_PAGE("MSR_BITMAPS", TdcsPage::MsrBitmaps),
	TDCS_PAGE("SEPT_ROOT", TdcsPage::SeptRoot),
	TDCS_PAGE("L2_SEPT_ROOT_1", TdcsPage::L2SeptRoot),
	TDCS_PAGE("L2_SEPT_ROOT_2", static_cast<u32>(TdcsPage::L2SeptRoot) + 1),
	TDCS_PAGE("L2_SEPT_ROOT_3", static_cast<u32>(TdcsPage::L2SeptRoot) + 2),
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
		if (!same_name(homes[next].name, td_fields[row].name))
			td_field_has_no_home();
		index.of[row] = next++;
	}
	if (next != sizeof(homes) / sizeof(homes[0]))
		td_field_has_no_home();
	return index;
}

constexpr HomeIndex home_index{index_homes()};

constexpr u8 cpuid_class = 20;

// Field codes of CPUID values encode leaf and sub-leaf.
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

// The last rows exist only for L2 VMs that the TD has.
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
		// Within a CPUID value only the element number of the given id changes.
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
		base = reinterpret_cast<u8 *>(td.cpuid().valid);
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

} // namespace tdx::emu
