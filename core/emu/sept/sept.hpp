// SPDX-License-Identifier: GPL-2.0
//
// The secure-EPT trees of a TD: walks through pages that the host donated and may damage, entry
// locks, and what a failing call tells of an entry.
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

// What ends a walk besides a leaf.  A blocked table is not present; a guest may still go through
// it.
enum class WalkStop : u8 { NotPresent, Free };

// From the root of a VM's tree (0: the TD itself) down to @level.  A pointer in the tree to what is
// no secure-EPT page of the TD is TD_FATAL.
Status walk_sept(Emu &emu, Td const &td, u32 vm, u64 gpa, u32 level, SeptWalk &to,
	WalkStop stop = WalkStop::NotPresent);

// An L1 entry's lock, bit 11, until the end of the scope.
class HeldSepte {
	u64 *entry{nullptr};

public:
	[[gnu::always_inline]] inline HeldSepte() {}
	HeldSepte(HeldSepte const &) = delete;
	HeldSepte &operator=(HeldSepte const &) = delete;
	[[gnu::always_inline]] inline ~HeldSepte() { release(); }

	[[gnu::always_inline]] static inline bool try_lock(u64 *at)
	{
		// Who fails leaves word that the host waits: guests then stand back.
		u64 const had{__atomic_fetch_or(at, septe::lock, __ATOMIC_ACQUIRE)};
		if (had & septe::lock) {
			__atomic_fetch_or(at, septe::host_priority, __ATOMIC_RELAXED);
			return false;
		}
		__atomic_fetch_and(at, ~septe::host_priority, __ATOMIC_RELAXED);
		return true;
	}
	[[gnu::always_inline]] static inline void unlock(u64 *at)
	{
		__atomic_fetch_and(at, ~septe::lock, __ATOMIC_RELEASE);
	}

	[[gnu::always_inline]] inline bool take(u64 *at)
	{
		if (!try_lock(at))
			return false;
		entry = at;
		return true;
	}
	[[gnu::always_inline]] inline void release()
	{
		if (entry)
			unlock(entry);
		entry = nullptr;
	}
	[[gnu::always_inline]] inline Septe value() const
	{
		return {__atomic_load_n(entry, __ATOMIC_RELAXED) &
			~(septe::lock | septe::host_priority)};
	}
	[[gnu::always_inline]] inline void set(Septe to) const
	{
		__atomic_store_n(entry, to.raw | septe::lock, __ATOMIC_RELEASE);
	}
};

// The entries of the L2 trees that go with an L1 entry; null where a VM has none.
struct Aliases {
	u64 *entry[max_l2_vms + 1];

	[[gnu::always_inline]] static inline L2Septe load(u64 const *at)
	{
		return {__atomic_load_n(at, __ATOMIC_RELAXED)};
	}
	[[gnu::always_inline]] static inline void store(u64 *at, L2Septe to)
	{
		__atomic_store_n(at, to.raw, __ATOMIC_RELEASE);
	}
};

// L2 VMs that the TD has, as far as its control page is to be believed.
[[gnu::always_inline]] inline u32 l2_vms(Td const &td)
{
	u16 const vms{td.control().num_l2_vms};
	return vms < max_l2_vms ? vms : max_l2_vms;
}

constexpr u32 min_top_level = 3;
constexpr u32 max_top_level = 4;

// The topmost level of the TD's trees; 0, which no tree has, where the host damaged it.
[[gnu::always_inline]] inline u32 top_level(Td const &td)
{
	u32 const level{static_cast<u32>(Bits<5, 3>::get(td.control().eptp))};
	return level < min_top_level || level > max_top_level ? 0 : level;
}

[[gnu::always_inline]] inline bool is_private_gpa(Td const &td, u64 gpa)
{
	return !(gpa >> (td.control().gpa_width() - 1));
}

[[gnu::always_inline]] inline u64 gpa_of(u64 page_info)
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

// The L1 entry that a host call is about, with the tree held, and the entry once locked.
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
	[[gnu::always_inline]] inline Mapping(Call &c, Td const &t) : call{c}, td{t} {}
	[[gnu::always_inline]] inline ~Mapping() = default;

	// GPA and level in RCX, GPA private, tree, walk, entry lock.
	Status open(u32 min_level, u32 max_level, Hold tree_hold);
	// A byte of a page that the guest could reach, whatever the page's size.
	Status open_byte(u64 gpa, Hold tree_hold);
	// Is @leaf allowed in the entry's state?
	bool allows(HostLeaf leaf) const;
	Status require(HostLeaf leaf) const;
	Status require_leaf(HostLeaf leaf) const;

	// A page that is to go must be blocked, and gone from every TLB: only while the TD runs.
	// @bepoch is the page's.
	Status check_blocked(u64 bepoch) const;
	Status check_tracked(u64 bepoch, OperandId operand) const;

	// The page itself where the entry is a leaf, else the table.
	[[gnu::always_inline]] inline u64 page() const
	{
		return value().address() & ~(bytes_of(size()) - 1);
	}
	[[gnu::always_inline]] inline PageSize size() const
	{
		return value().leaf() && level() < page_sizes ? PageSize{static_cast<u8>(level())}
							      : PageSize::Size4K;
	}
	// The byte that open_byte() was about.
	[[gnu::always_inline]] inline u64 byte() const
	{
		return page() | (gpa_ & (bytes_of(size()) - 1));
	}
	// That page's PAMT entry; null when the PAMT does not know it as the TD's.
	PamtEntry *page_entry() const;

	// The entries that go with this one in the L2 trees.
	Status find_aliases(Aliases &to) const;

	[[gnu::always_inline]] inline void report() const { emu::report(call, value(), level()); }
	[[gnu::always_inline]] inline u64 gpa() const { return gpa_; }
	[[gnu::always_inline]] inline u32 level() const { return walk.level; }
	[[gnu::always_inline]] inline Septe value() const { return {walk.value}; }
	[[gnu::always_inline]] inline void set(Septe to)
	{
		held.set(to);
		walk.value = to.raw;
	}
};

} // namespace tdx::emu
