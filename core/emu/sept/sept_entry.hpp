// SPDX-License-Identifier: GPL-2.0
//
// Entries of secure-EPT pages as they are in memory: their bits, and how blocking, unblocking and
// splitting change them.  The TD's own tree (L1) maps its pages and has their state; the trees of
// its L2 VMs map the same pages again (aliases), with permissions of their own.
#pragma once

#include "core/abi/page.hpp"
#include "core/abi/sept.hpp"

namespace tdx::emu {

namespace septe {

constexpr u64 read = 1 << 0;
constexpr u64 write = 1 << 1;
constexpr u64 execute = 1 << 2; // in an L2 entry: supervisor execute
constexpr u64 rwx = read | write | execute;
constexpr u64 memory_type = Bits<5, 3>::mask;
constexpr u64 write_back = 6 << 3;
constexpr u64 ignore_pat = 1 << 6;
constexpr u64 leaf = 1 << 7;
constexpr u64 execute_user = 1 << 10; // L2 only
constexpr u64 lock = 1 << 11;
constexpr u64 address = Bits<51, 12>::mask;
constexpr u64 accepted = Bits<20, 12>::mask; // 4 KiB parts of a pending 2 MiB page accepted so far
constexpr u64 host_priority = 1ULL << 52;    // HOST_PRIORITY: the host failed to get the lock
constexpr u64 blocked = 1ULL << 55;
constexpr u64 saved_write = 1ULL << 59; // L2 only
constexpr u64 suppress_ve = 1ULL << 63;

// L2 permissions beyond RWX, where an entry is a leaf.
constexpr u64 l2_rwx = rwx | execute_user;
constexpr u64 verify_guest_paging = 1ULL << 57;
constexpr u64 paging_write = 1ULL << 58;
constexpr u64 shadow_stack = 1ULL << 60;
constexpr u64 l2_attributes =
	l2_rwx | verify_guest_paging | paging_write | shadow_stack | suppress_ve;

// From the encoding of a state to the bits of an entry.
CORE_INLINE u64 state_bits(SeptState state)
{
	u64 const encoding{sept_states[static_cast<u8>(state)].encoding};

	return (encoding >> 5 & 3) << 6 | (encoding >> 1 & 15) << 53 | (encoding & 1) << 9;
}

constexpr u64 state_mask = 3ULL << 6 | 15ULL << 53 | 1ULL << 9;

constexpr u8 no_state = 0xff;

struct StateIndex {
	u8 of[128]; // by encoding
};

consteval StateIndex index_states()
{
	StateIndex index{};
	for (u8 &one : index.of)
		one = no_state;
	for (u32 i = 0; i < sizeof(sept_states) / sizeof(*sept_states); i++)
		index.of[sept_states[i].encoding] = static_cast<u8>(i);
	return index;
}

constexpr StateIndex state_index{index_states()};

} // namespace septe

// The value of an L1 entry, without its lock.
struct Septe {
	u64 raw;

	CORE_INLINE bool present() const { return raw & septe::rwx; }
	CORE_INLINE bool leaf() const { return raw & septe::leaf; }
	CORE_INLINE u64 address() const { return raw & septe::address; }
	// An L2 VM maps the same page, or has a table for the same range.
	CORE_INLINE bool aliased(u32 vm) const { return raw >> (57 + vm) & 1; }
	CORE_INLINE Septe with_alias(u32 vm) const { return {raw | 1ULL << (57 + vm)}; }
	CORE_INLINE Septe without_alias(u32 vm) const { return {raw & ~(1ULL << (57 + vm))}; }

	// The state bits encode no state: the entry was damaged.
	CORE_INLINE bool damaged() const
	{
		return septe::state_index.of[sept_encoding(raw)] == septe::no_state;
	}
	CORE_INLINE bool is(SeptState state) const
	{
		return (raw & septe::state_mask) == septe::state_bits(state);
	}
	CORE_INLINE bool is(SeptFlag flag) const
	{
		u8 const index{septe::state_index.of[sept_encoding(raw)]};
		return index != septe::no_state && sept_states[index].is(flag);
	}
	CORE_INLINE u8 public_state() const
	{
		u8 const index{septe::state_index.of[sept_encoding(raw)]};
		return index == septe::no_state ? u8{0} : sept_states[index].public_state;
	}
	// @states has a bit for each SeptState.
	CORE_INLINE bool is_one_of(u16 states) const
	{
		u8 const index{septe::state_index.of[sept_encoding(raw)]};
		return index != septe::no_state && states >> index & 1;
	}

	CORE_INLINE Septe with_state(SeptState state) const
	{
		return {(raw & ~septe::state_mask) | septe::state_bits(state) | septe::suppress_ve};
	}
	CORE_INLINE Septe with_address(u64 pa) const
	{
		return {(raw & ~septe::address) | (pa & septe::address)};
	}

	CORE_INLINE static Septe free()
	{
		return {septe::state_bits(SeptState::Free) | septe::suppress_ve};
	}
	CORE_INLINE static Septe removed()
	{
		return {septe::state_bits(SeptState::Removed) | septe::suppress_ve};
	}
	CORE_INLINE static Septe page(u64 pa, SeptState state)
	{
		return {pa | (state == SeptState::Mapped ? septe::rwx : 0) | septe::write_back |
			septe::state_bits(state) | septe::suppress_ve};
	}
	CORE_INLINE static Septe table(u64 pa)
	{
		return {pa | septe::rwx | septe::state_bits(SeptState::NlMapped) |
			septe::suppress_ve};
	}

	// The progress of accepting a 2 MiB page is kept in bits of the address.
	CORE_INLINE Septe without_progress(u32 level) const
	{
		bool const counts{level == 1 && is(SeptFlag::AnyPendingAndGuestAcceptable)};
		return {counts ? raw & ~septe::accepted : raw};
	}

	CORE_INLINE Septe blocked(u32 level) const
	{
		Septe const clean{without_progress(level).raw & ~septe::rwx};

		if (is(SeptState::NlMapped))
			return clean.with_state(SeptState::NlBlocked);
		return clean.with_state(
			is(SeptFlag::AnyPending) ? SeptState::PendingBlocked : SeptState::Blocked);
	}

	CORE_INLINE Septe unblocked() const
	{
		if (is(SeptState::NlBlocked))
			return Septe{(raw | septe::rwx) & ~septe::memory_type}.with_state(
				SeptState::NlMapped);
		if (is(SeptState::Blocked))
			return Septe{(raw & ~septe::memory_type) | septe::rwx | septe::write_back}
				.with_state(SeptState::Mapped);
		if (is(SeptState::PendingBlocked))
			return with_state(SeptState::Pending);
		return *this;
	}

	// The entry as the host may see it.
	CORE_INLINE u64 host_view() const
	{
		if (is(SeptState::Free))
			return septe::suppress_ve;
		u64 const seen{septe::rwx | septe::leaf};
		return raw & (leaf() ? seen | septe::memory_type | septe::ignore_pat |
						     septe::address | septe::suppress_ve
				     : seen);
	}
};
static_assert(Septe::free().raw == 0x80e0000000000000);

// The value of an L2 entry.
struct L2Septe {
	u64 raw;

	CORE_INLINE bool present() const { return raw & septe::rwx; }
	CORE_INLINE bool leaf() const { return raw & septe::leaf; }
	CORE_INLINE u64 address() const { return raw & septe::address; }

	// In a leaf, the read permission is not part of the state.
	CORE_INLINE u8 encoding() const
	{
		u64 const tdb{raw >> 55 & 1};
		u64 const kind{raw >> 6 & 3};
		u64 const readable{leaf() ? 0 : raw & septe::read};
		return static_cast<u8>(readable << 3 | kind << 1 | tdb);
	}
	CORE_INLINE bool is(L2SeptState state) const
	{
		return encoding() == l2_sept_states[static_cast<u8>(state)].encoding;
	}
	CORE_INLINE u8 public_state() const
	{
		for (auto const &state : l2_sept_states) {
			if (state.encoding == encoding())
				return state.public_state;
		}
		return 0;
	}

	CORE_INLINE static L2Septe free() { return {0}; }
	CORE_INLINE static L2Septe table(u64 pa) { return {pa | septe::l2_rwx}; }
	// Without permissions yet.
	CORE_INLINE static L2Septe page(u64 pa)
	{
		return {pa | septe::write_back | septe::ignore_pat | septe::leaf};
	}
	CORE_INLINE L2Septe with_address(u64 pa) const
	{
		return {(raw & ~septe::address) | (pa & septe::address)};
	}

	// Saves the permissions where they have no effect: R, X and user X in the memory type, W in
	// its own bit.  With @write_blocked, W has been saved before.
	CORE_INLINE L2Septe blocked(bool write_blocked) const
	{
		if (!leaf())
			return {(raw & ~septe::l2_rwx) | septe::blocked};

		u64 const saved_write{
			write_blocked ? raw & septe::saved_write : (raw >> 1 & 1) << 59};
		u64 const saved{(raw & 1) << 3 | (raw >> 2 & 1) << 4 | (raw >> 10 & 1) << 5};
		u64 const kept{raw & ~(septe::l2_rwx | septe::memory_type | septe::saved_write)};
		return {kept | saved | saved_write | septe::blocked};
	}

	CORE_INLINE L2Septe unblocked() const
	{
		u64 const kept{raw & ~(septe::l2_rwx | septe::memory_type | septe::saved_write |
					     septe::blocked)};

		if (is(L2SeptState::NlBlocked))
			return {kept | septe::l2_rwx};
		if (is(L2SeptState::Blocked))
			return {kept | septe::write_back | (raw >> 3 & 1) | (raw >> 59 & 1) << 1 |
				(raw >> 4 & 1) << 2 | (raw >> 5 & 1) << 10};
		return *this;
	}

	// In the format of TDG.MEM.PAGE.ATTR.* and of a debug TD's host: R, W, X, user X, VGP, PWA,
	// SSS, SVE, and valid in bit 15.
	CORE_INLINE u16 attributes(bool write_blocked) const
	{
		constexpr u16 valid = 1 << 15;
		u64 const sve{(raw >> 63) << 7};

		if (is(L2SeptState::Free))
			return static_cast<u16>(sve);
		if (!leaf())
			return valid | 0xf;

		bool const saved{is(L2SeptState::Blocked)};
		u64 const rx{saved && !write_blocked
				     ? (raw >> 3 & 1) | (raw >> 4 & 1) << 2 | (raw >> 5 & 1) << 3
				     : (raw & 1) | (raw >> 2 & 1) << 2 | (raw >> 10 & 1) << 3};
		u64 const w{(saved ? raw >> 59 & 1 : raw >> 1 & 1) << 1};
		u64 const paging{
			(raw >> 57 & 1) << 4 | (raw >> 58 & 1) << 5 | (raw >> 60 & 1) << 6};
		return static_cast<u16>(valid | rx | w | paging | sve);
	}

	CORE_INLINE L2Septe with_attributes(u16 attributes) const
	{
		u64 const all{attributes};
		u64 const paging{
			(all >> 4 & 1) << 57 | (all >> 5 & 1) << 58 | (all >> 6 & 1) << 60};
		u64 const kept{raw & ~(septe::l2_attributes)};
		L2Septe const open{
			kept | paging | (all >> 7 & 1) << 63 | (all & 7) | (all >> 3 & 1) << 10};
		return is(L2SeptState::Blocked) ? open.blocked(false) : open;
	}

	// The entry as the host may see it; more of the permissions in a debug TD.
	CORE_INLINE u64 host_view(bool debug) const
	{
		u64 const page{septe::memory_type | septe::address | septe::ignore_pat |
			       septe::leaf | septe::suppress_ve};

		if (is(L2SeptState::Free))
			return septe::suppress_ve;
		if (!leaf())
			return raw & (septe::l2_rwx | septe::leaf);
		if (debug)
			return raw & (page | septe::l2_attributes);
		return (raw & page) | (is(L2SeptState::Mapped) ? septe::l2_rwx : 0);
	}
};

} // namespace tdx::emu
