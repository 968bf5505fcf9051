// SPDX-License-Identifier: GPL-2.0
//
// The secure-EPT trees of a TD: walks through pages that the host donated and may damage, entry
// locks, and what a failing call reports about an entry.
#pragma once

#include "core/emu/td/td.hpp"
#include "sept_entry.hpp"

namespace tdx::emu {

constexpr u32 septes = 512; // entries of a page

// Where a walk ended: at the wanted level, or at a higher one where it could not go on.
struct SeptWalk {
	u64 *entry;
	u64 value;
	u32 level;
	u64 *parent; // entry for the table with @entry; null for the root
	u64 table;   // address of that table
};

// What ends a walk besides a leaf entry.  A blocked table is not present, but a guest's walk may
// still go through it.
enum class WalkStop : u8 { NotPresent, Free };

// Walks the tree of a VM (0: the TD itself) down to @level.  TD_FATAL if the tree points to a page
// that is not a secure-EPT page of the TD.
Status walk_sept(Emu &emu, Td const &td, u32 vm, u64 gpa, u32 level, SeptWalk &to,
	WalkStop stop = WalkStop::NotPresent);

// An L1 entry's lock, bit 11, until the end of the scope.
class HeldSepte {
	u64 *entry{nullptr};

public:
	CORE_ALWAYS_INLINE HeldSepte() {}
	HeldSepte(HeldSepte const &) = delete;
	HeldSepte &operator=(HeldSepte const &) = delete;
	CORE_ALWAYS_INLINE ~HeldSepte() { release(); }

	CORE_ALWAYS_INLINE static bool try_lock(u64 *at)
	{
		// On failure set HOST_PRIORITY: guests then leave the lock to the host.
		u64 const had{atomic(*at).set_bits(septe::lock, Order::Acquire)};
		if (had & septe::lock) {
			atomic(*at).set_bits(septe::host_priority);
			return false;
		}
		atomic(*at).clear_bits(septe::host_priority);
		return true;
	}
	CORE_ALWAYS_INLINE static void unlock(u64 *at)
	{
		atomic(*at).clear_bits(septe::lock, Order::Release);
	}

	CORE_ALWAYS_INLINE bool take(u64 *at)
	{
		if (!try_lock(at))
			return false;
		entry = at;
		return true;
	}
	CORE_ALWAYS_INLINE void release()
	{
		if (entry)
			unlock(entry);
		entry = nullptr;
	}
	CORE_ALWAYS_INLINE Septe value() const
	{
		return {atomic(*entry).load() & ~(septe::lock | septe::host_priority)};
	}
	CORE_ALWAYS_INLINE void set(Septe to) const
	{
		atomic(*entry).store(to.raw | septe::lock, Order::Release);
	}
};

// The L2 entries that alias an L1 entry; null for a VM without one.
struct Aliases {
	u64 *entry[max_l2_vms + 1];

	CORE_ALWAYS_INLINE static L2Septe load(u64 const *at) { return {atomic(*at).load()}; }
	CORE_ALWAYS_INLINE static void store(u64 *at, L2Septe to)
	{
		atomic(*at).store(to.raw, Order::Release);
	}
};

// Number of the TD's L2 VMs, bounded because the host may have damaged the control page.
CORE_ALWAYS_INLINE u32 l2_vms(Td const &td)
{
	u16 const vms{td.control().num_l2_vms};
	return vms < max_l2_vms ? vms : max_l2_vms;
}

constexpr u32 min_top_level = 3;
constexpr u32 max_top_level = 4;

// The topmost level of the TD's trees; 0, which is not valid, if the host damaged it.
CORE_ALWAYS_INLINE u32 top_level(Td const &td)
{
	u32 const level{static_cast<u32>(Bits<5, 3>::get(td.control().eptp))};
	return level < min_top_level || level > max_top_level ? 0 : level;
}

CORE_ALWAYS_INLINE bool is_private_gpa(Td const &td, u64 gpa)
{
	return !(gpa >> (td.control().gpa_width() - 1));
}

CORE_ALWAYS_INLINE u64 gpa_of(u64 page_info)
{
	return PageInfo::Gpa::put(0, PageInfo::Gpa::get(page_info));
}

// GPA and level in RCX: reserved bits, level, alignment.
Status check_page_info(u64 page_info, u32 min_level, u32 max_level);

// RCX and RDX after a failure.
void report(Call &call, Septe entry, u32 level);
void report_l2(Call &call, Td const &td, L2Septe entry, u32 level, u32 vm);

// Detail of a status about the tree of an L2 VM.
CORE_INLINE u32 l2_detail(u32 vm, u32 level)
{
	return vm << 16 | level;
}

// The L1 entry that a SEAMCALL works on, with the tree lock and the entry's lock.
class Mapping {
	Call &call;
	Td const &td;
	HeldLock tree;
	HeldSepte held;
	SeptWalk walk{};
	u64 gpa_{0};

	Status lock_entry();
	bool moved() const;

public:
	CORE_ALWAYS_INLINE Mapping(Call &c, Td const &t) : call{c}, td{t} {}
	CORE_ALWAYS_INLINE ~Mapping() = default;

	// Checks GPA and level in RCX and that the GPA is private, locks the tree, walks, locks the
	// entry.
	Status open(u32 min_level, u32 max_level, Hold tree_hold);
	// The same for a byte of a present page of any size.
	Status open_byte(u64 gpa, Hold tree_hold);
	// Is @leaf allowed in the entry's state?
	bool allows(HostLeaf leaf) const;
	Status require(HostLeaf leaf) const;
	Status require_leaf(HostLeaf leaf) const;

	// A page that is removed must be blocked and, once the TD may run, tracked out of all TLBs.
	// @bepoch is from the page's PAMT entry.
	Status check_blocked(u64 bepoch) const;
	Status check_tracked(u64 bepoch, OperandId operand) const;

	// The page itself where the entry is a leaf, else the table.
	CORE_ALWAYS_INLINE u64 page() const { return page_of(value().address(), bytes_of(size())); }
	CORE_ALWAYS_INLINE PageSize size() const
	{
		return value().leaf() && level() < page_sizes ? PageSize{static_cast<u8>(level())}
							      : PageSize::Size4K;
	}
	// Address of the byte that open_byte() was called for.
	CORE_ALWAYS_INLINE u64 byte() const { return page() | (gpa_ & (bytes_of(size()) - 1)); }
	// PAMT entry of page(); null if the PAMT does not say that it is the TD's.
	PamtEntry *page_entry() const;

	// Finds the L2 entries that alias this one.
	Status find_aliases(Aliases &to) const;

	CORE_ALWAYS_INLINE void report() const { emu::report(call, value(), level()); }
	CORE_ALWAYS_INLINE u64 gpa() const { return gpa_; }
	CORE_ALWAYS_INLINE u32 level() const { return walk.level; }
	CORE_ALWAYS_INLINE Septe value() const { return {walk.value}; }
	CORE_ALWAYS_INLINE void set(Septe to)
	{
		held.set(to);
		walk.value = to.raw;
	}
};

} // namespace tdx::emu
