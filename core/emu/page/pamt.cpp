// SPDX-License-Identifier: GPL-2.0
#include "pamt.hpp"

#include "core/emu/env/contention.hpp"
#include "core/emu/host.h"

namespace tdx::emu {

namespace {

constexpr u64 block_bytes = bytes_of(PageSize::Size1G);

CORE_INLINE u32 index_of(PageSize size)
{
	return static_cast<u32>(size);
}

// Inlined, because each call looks up a dozen pages.
CORE_INLINE Tdmr const *find_tdmr(Emu const &emu, u64 pa)
{
	// From the last TDMR on: Linux gives away its highest memory first.
	for (Tdmr const *tdmr = emu.tdmrs + emu.num_tdmrs; tdmr-- != emu.tdmrs;) {
		if (pa - tdmr->base < tdmr->size)
			return tdmr;
	}
	return nullptr;
}

// An entry never crosses a page: areas start at a page and entries are 16 bytes.
CORE_ALWAYS_INLINE PamtEntry *entry_at(Tdmr const &tdmr, u64 pa, PageSize size)
{
	u64 const number{(pa - tdmr.base) / bytes_of(size)};
	u64 const address{tdmr.pamt[index_of(size)] + number * sizeof(PamtEntry)};
	auto *const page = static_cast<PamtEntry *>(host_page(page_of(address)));

	return page ? page + address % page_size / sizeof(PamtEntry) : nullptr;
}

CORE_ALWAYS_INLINE Tdmr const *usable_tdmr(Emu const &emu, u64 pa)
{
	Tdmr const *const tdmr{find_tdmr(emu, pa)};
	if (!tdmr)
		return nullptr;
	u64 const ready{tdmr->next_init.load(Order::Acquire) & ~(block_bytes - 1)};
	return pa < ready ? tdmr : nullptr;
}

CORE_ALWAYS_INLINE PamtEntry *entry_of(Emu const &emu, u64 pa, PageSize size)
{
	Tdmr const *const tdmr{usable_tdmr(emu, pa)};
	return tdmr ? entry_at(*tdmr, pa, size) : nullptr;
}

CORE_ALWAYS_INLINE PamtEntry *owned_entry_of(
	Emu const &emu, u64 pa, PageSize size, PageType type, u64 tdr_pa)
{
	PamtEntry *const entry{pa >> max_pa_bits ? nullptr : entry_of(emu, pa, size)};
	return entry && entry->type == type && entry->owner() == tdr_pa ? entry : nullptr;
}

CORE_INLINE PageSize below(PageSize size)
{
	return PageSize{static_cast<u8>(static_cast<u8>(size) - 1)};
}

} // namespace

bool find_pamt(Emu &emu, u64 pa, PamtPath &path)
{
	Tdmr const *const tdmr{usable_tdmr(emu, pa)};
	if (!tdmr)
		return false;
	for (u32 i = 0; i < page_sizes; i++) {
		path.level[i] = entry_at(*tdmr, pa, PageSize{static_cast<u8>(i)});
		if (!path.level[i])
			return false;
	}
	return true;
}

PamtEntry *pamt_entry(Emu &emu, u64 pa, PageSize size)
{
	return entry_of(emu, pa, size);
}

PamtEntry *owned_entry(Emu &emu, u64 pa, PageSize size, PageType type, u64 tdr_pa)
{
	return owned_entry_of(emu, pa, size, type, tdr_pa);
}

void *owned_page(Emu &emu, u64 pa, PageType type, u64 tdr_pa)
{
	if (pa % page_size || !owned_entry_of(emu, pa, PageSize::Size4K, type, tdr_pa))
		return nullptr;
	return host_page(pa);
}

PamtEntry *pamt_child(Emu &emu, u64 pa, PageSize size, u32 index)
{
	PageSize const child{below(size)};
	u64 const first{page_of(pa, bytes_of(size))};

	return pamt_entry(emu, first + index * bytes_of(child), child);
}

namespace {

Status incorrect(Reg operand)
{
	return Status::of(StatusCode::PageMetadataIncorrect, static_cast<u32>(operand));
}

// Are all the entries below a large page's reachable, of @type and, unless free, owned by the TD?
bool small_entries_are(Emu &emu, u64 pa, PageSize size, PageType type, u64 tdr_pa)
{
	for (u32 i = 0; i < 512; i++) {
		PamtEntry const *const small{pamt_child(emu, pa, size, i)};
		if (!small || small->type != type)
			return false;
		if (type != PageType::Nda && small->owner() != tdr_pa)
			return false;
	}
	return true;
}

} // namespace

Status pamt_demote(Emu &emu, u64 pa, PageSize size, u64 tdr_pa, Reg operand)
{
	PamtEntry *const large{owned_entry(emu, pa, size, PageType::Reg, tdr_pa)};
	if (!large || !small_entries_are(emu, pa, size, PageType::Nda, 0))
		return incorrect(operand);
	Held<u16> lock;
	TDX_TRY(take(emu, lock, large->lock, Hold::Exclusive, operand_id(operand)));

	for (u32 i = 0; i < 512; i++) {
		if (PamtEntry *const small{pamt_child(emu, pa, size, i)}) {
			small->set(PageType::Reg, tdr_pa);
			small->bepoch = 0;
		}
	}
	large->type = PageType::Nda;
	return success();
}

Status pamt_promote(Emu &emu, u64 pa, PageSize size, u64 tdr_pa, Reg operand)
{
	PamtEntry *const large{pamt_entry(emu, pa, size)};
	if (!large || large->type != PageType::Nda ||
		!small_entries_are(emu, pa, size, PageType::Reg, tdr_pa))
		return incorrect(operand);
	Held<u16> lock;
	TDX_TRY(take(emu, lock, large->lock, Hold::Exclusive, operand_id(operand)));

	large->set(PageType::Reg, tdr_pa);
	for (u32 i = 0; i < 512; i++) {
		if (PamtEntry *const small{pamt_child(emu, pa, size, i)})
			small->type = PageType::Nda;
	}
	return success();
}

namespace {

// Zero everywhere: unlocked and free.
bool clear_entries(u64 address, u64 entries)
{
	constexpr PamtEntry zero[16]{};

	for (u64 done = 0; done < entries;) {
		u64 const count{entries - done < 16 ? entries - done : 16};
		if (host_phys_write(address + done * sizeof(PamtEntry), zero,
			    static_cast<u32>(count * sizeof(PamtEntry))))
			return false;
		done += count;
	}
	return true;
}

bool is_reserved(Tdmr const &tdmr, u64 offset)
{
	for (u32 i = 0; i < tdmr.num_reserved; i++) {
		if (offset >= tdmr.reserved[i].offset &&
			offset - tdmr.reserved[i].offset < tdmr.reserved[i].size)
			return true;
	}
	return false;
}

// Clears the entries of a level whose pages begin at offsets [@from, @from + @bytes) of the TDMR.
bool clear_level(Tdmr const &tdmr, PageSize size, u64 from, u64 bytes)
{
	u64 const unit{bytes_of(size)};
	u64 const first{(from + unit - 1) / unit};
	u64 const end{(from + bytes + unit - 1) / unit};

	return clear_entries(tdmr.pamt[index_of(size)] + first * sizeof(PamtEntry), end - first);
}

} // namespace

bool pamt_init_next(Tdmr const &tdmr)
{
	u64 const from{tdmr.next_init - tdmr.base};
	u64 const bytes{u64{pamt_init_pages} * page_size};

	for (u32 i = 0; i < page_sizes; i++) {
		if (!clear_level(tdmr, PageSize{static_cast<u8>(i)}, from, bytes))
			return false;
	}
	for (u64 offset = from; offset < from + bytes; offset += page_size) {
		if (!is_reserved(tdmr, offset))
			continue;
		PamtEntry *const entry{entry_at(tdmr, tdmr.base + offset, PageSize::Size4K)};
		if (!entry)
			return false;
		entry->type = PageType::Rsvd;
	}
	return true;
}

StatusCode PamtWalk::walk(Emu &emu, u64 pa, PageSize size, Hold how)
{
	if (!find_pamt(emu, pa, path))
		return StatusCode::OperandAddrRangeError;

	u32 level{page_sizes};
	bool leaf{false};
	while (!leaf) {
		level--;
		PamtEntry &entry{*path.level[level]};
		// A page that is larger than @size ends the walk.  The shared locks keep the page's
		// size from changing.
		if (level == index_of(PageSize::Size4K)) {
			if (!entry.lock.try_hold(how))
				break;
			leaf = true;
			continue;
		}
		if (!entry.lock.try_shared())
			break;
		if (level != index_of(size) && entry.type != PageType::Reg)
			continue;
		if (how == Hold::Exclusive && !entry.lock.try_promote()) {
			entry.lock.release_shared();
			break;
		}
		leaf = true;
	}
	if (!leaf) {
		for (level++; level < page_sizes; level++)
			path.level[level]->lock.release_shared();
		return StatusCode::OperandBusy;
	}
	found = PageSize{static_cast<u8>(level)};
	hold = how;
	held = true;
	return StatusCode::Success;
}

bool PamtWalk::adopt(Emu &emu, u64 pa, Hold how)
{
	held = find_pamt(emu, pa, path);
	hold = how;
	found = PageSize::Size4K;
	return held;
}

void PamtWalk::release()
{
	if (!held)
		return;
	held = false;
	entry().lock.release(hold);
	for (u32 level = index_of(found) + 1; level < page_sizes; level++)
		path.level[level]->lock.release_shared();
}

} // namespace tdx::emu
