// SPDX-License-Identifier: GPL-2.0
#include "view.hpp"

#include "core/emu/host.h"
#include "core/emu/platform/keyid.hpp"
#include "core/emu/sept/sept.hpp"
#include "core/emu/vcpu/vcpu.hpp"

namespace tdx::emu {

namespace {

constexpr char const *sys_state_names[] = {
	"PENDING", "INIT_DONE", "CONFIG_DONE", "READY", "SHUTDOWN"};
constexpr char const *key_state_names[] = {"FREE", "ASSIGNED", "FLUSHED", "RESERVED"};
constexpr char const *lifecycle_names[] = {
	"TD_HKID_ASSIGNED", "TD_KEYS_CONFIGURED", "TD_BLOCKED", "TD_TEARDOWN"};

static_assert(!vcpu_field::vcpu_state.page && !vcpu_field::vcpu_index.page &&
	      !vcpu_field::num_tdvps_pages.page && !vcpu_field::assoc_lpid.page);

template <unsigned Count>
char const *name_of(char const *const (&names)[Count], u32 value)
{
	return value < Count ? names[value] : "?";
}

template <typename Word>
u32 view_lock(ShareLockOf<Word> const &lock)
{
	Word const word{lock.seen()};

	return word == ShareLockOf<Word>::exclusive ? held_exclusive : word;
}

char const *sept_state_name(Septe entry)
{
	if (entry.damaged())
		return "?";
	return sept_states[septe::state_index.of[sept_encoding(entry.raw)]].name;
}

char const *vcpu_state_name(u64 state)
{
	switch (state) {
	case static_cast<u64>(VcpuState::Uninitialized):
		return "UNINITIALIZED";
	case static_cast<u64>(VcpuState::Ready):
		return "READY";
	case static_cast<u64>(VcpuState::Active):
		return "ACTIVE";
	case static_cast<u64>(VcpuState::Disabled):
		return "DISABLED";
	case static_cast<u64>(VcpuState::Import):
		return "IMPORT";
	default:
		return "?";
	}
}

// The fields that are looked at lie in the first page.
u64 load_field(void const *tdvpr, VcpuSlot slot)
{
	return load_element(static_cast<u8 const *>(tdvpr) + slot.offset, slot.bytes);
}

void view_control(TdControl const &control, TdView &view)
{
	view.op_state = "?";
	for (auto const &info : op_states) {
		if (info.state == control.state())
			view.op_state = info.name;
	}
	view.attributes = control.attributes;
	view.xfam = control.xfam;
	view.max_vcpus = control.max_vcpus;
	view.vcpus = control.num_vcpus;
	view.associated_vcpus = control.num_assoc_vcpus;
	view.l2_vms = control.num_l2_vms;
	view.epoch = control.epoch;
	for (u32 i = 0; i < hash_words; i++)
		view.mrtd[i] = control.mrtd[i];
	view.op_state_lock = view_lock(control.op_state_lock);
	view.sept_lock = view_lock(control.sept_lock);
	view.epoch_lock = view_lock(control.epoch_lock);
	view.rtmr_lock = view_lock(control.rtmr_lock);
}

} // namespace

PlatformView view_platform(Emu const &emu)
{
	PlatformView view{};
	view.state = name_of(sys_state_names, static_cast<u32>(state_of(emu)));
	view.dead = emu.dead;
	view.lps = emu.config.lps;
	view.initialised_lps = emu.initialised_lps;
	view.packages = emu.packages;
	view.keyid_start = emu.config.keyid_start;
	view.keyids = emu.config.keyids;
	view.keyid = emu.keyid;
	view.keyed_packages = emu.keyed_packages;
	view.num_tdmrs = emu.num_tdmrs;
	view.handoff = emu.handoff.valid;
	view.lock = view_lock(emu.lock);
	view.kot_lock = view_lock(emu.kot_lock);
	return view;
}

bool view_key(Emu const &emu, u32 keyid, KeyView &view)
{
	if (!private_keyid(emu, keyid) || keyid >= max_keyids)
		return false;
	Key const &key{emu.keys[keyid]};
	KeyState const state{key.state};
	view = {name_of(key_state_names, static_cast<u32>(state)), state == KeyState::Free,
		key.unflushed};
	return true;
}

bool view_tdmr(Emu const &emu, u32 index, TdmrView &view)
{
	if (index >= emu.num_tdmrs)
		return false;
	Tdmr const &tdmr{emu.tdmrs[index]};
	u64 const ready{page_of(tdmr.next_init, bytes_of(PageSize::Size1G))};

	view = {};
	view.base = tdmr.base;
	view.size = tdmr.size;
	view.initialised = ready - tdmr.base;
	for (u32 i = 0; i < page_sizes; i++) {
		view.pamt[i] = tdmr.pamt[i];
		view.pamt_size[i] = tdmr.pamt_size[i];
	}
	view.reserved_areas = tdmr.num_reserved;
	view.lock = view_lock(tdmr.lock);
	return true;
}

char const *page_type_name(PageType type)
{
	for (auto const &info : page_types) {
		if (info.type == type)
			return info.name;
	}
	return nullptr;
}

bool view_page(Emu &emu, u64 pa, PageView &view)
{
	PamtPath path{};
	if (!find_pamt(emu, pa, path))
		return false;

	// A large page's own entry says what it is; those below are free then.
	u32 level{page_sizes - 1};
	while (level && path.level[level]->type == PageType::Nda)
		level--;
	PamtEntry const &entry{*path.level[level]};
	view = {entry.type, PageSize{static_cast<u8>(level)}, bytes_of_level(level), entry.owner(),
		entry.bepoch, view_lock(entry.lock)};
	return true;
}

bool view_td(Emu &emu, u64 tdr_pa, TdView &view)
{
	Td td{emu};
	if (!td.look(tdr_pa))
		return false;
	Tdr const &tdr{td.tdr()};
	view = {};
	view.lifecycle = name_of(lifecycle_names, static_cast<u32>(tdr.lifecycle.load()));
	view.fatal = tdr.fatal;
	view.hkid = tdr.hkid;
	view.keyed_packages = static_cast<u32>(tdr.keyed_packages);
	view.tdcs_pages = tdr.num_tdcx;
	view.chldcnt = tdr.chldcnt;
	if (td.tdcs(TdcsPage::Control))
		view_control(td.control(), view);
	return true;
}

bool view_vcpu(Emu &emu, u64 tdvpr, VcpuView &view)
{
	PamtEntry const *const entry{pamt_entry(emu, tdvpr, PageSize::Size4K)};
	if (tdvpr % page_size || !entry || entry->type != PageType::Tdvpr)
		return false;
	void const *const page{host_page(tdvpr)};
	if (!page)
		return false;
	view = {vcpu_state_name(load_field(page, vcpu_field::vcpu_state)),
		static_cast<u32>(load_field(page, vcpu_field::vcpu_index)),
		static_cast<u32>(load_field(page, vcpu_field::num_tdvps_pages)),
		static_cast<u32>(load_field(page, vcpu_field::assoc_lpid))};
	return true;
}

bool view_sept(Emu &emu, u64 tdr, u64 gpa, SeptView &view)
{
	Td td{emu};
	SeptWalk walk;
	if (!td.look(tdr) || !td.tdcs(TdcsPage::Control) || !is_private_gpa(td, gpa) ||
		walk_sept(emu, td, 0, gpa, 0, walk).error())
		return false;

	Septe const entry{walk.value};
	u64 const bytes{bytes_of_level(walk.level)};
	bool const free{entry.is(SeptState::Free)};
	bool const has_page{!free && !entry.is(SeptState::Removed)};
	u64 const now{atomic(*walk.entry).load()};
	view = {sept_state_name(entry), free, walk.level, (now & septe::lock) != 0,
		has_page ? entry.without_progress(walk.level).address() : 0, page_of(gpa, bytes),
		bytes};
	return true;
}

} // namespace tdx::emu
