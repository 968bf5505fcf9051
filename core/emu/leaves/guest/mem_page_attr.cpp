// SPDX-License-Identifier: GPL-2.0
//
// TDG.MEM.PAGE.ATTR.RD and .WR: what each L2 VM may do with a page of the TD.
#include "core/emu/guest/guest_entry.hpp"
#include "guest_leaves.hpp"

namespace tdx::emu {

namespace {

constexpr u32 vms = max_l2_vms + 1;
constexpr u64 pending = 1ULL << 62; // in RCX

// Attributes of a VM.
constexpr u16 attr_read = 1 << 0;
constexpr u16 attr_write = 1 << 1;
constexpr u16 attr_execute = 3 << 2; // supervisor and user
constexpr u16 attr_paging_write = 1 << 5;
constexpr u16 attr_suppress_ve = 1 << 7;
constexpr u16 attr_reserved = 0x7f << 8;
constexpr u16 attr_valid = 1 << 15; // as a flag: flush the TLB, for which the model has no use

CORE_INLINE u16 of_vm(u64 all, u32 vm)
{
	return static_cast<u16>(all >> (16 * vm));
}

CORE_INLINE u64 with_vm(u64 all, u32 vm, u16 one)
{
	return (all & ~(0xffffULL << (16 * vm))) | u64{one} << (16 * vm);
}

CORE_INLINE bool is_present(u16 attributes)
{
	return attributes & (attr_read | attr_write | attr_execute);
}

CORE_INLINE bool is_legal(u16 attributes)
{
	if (!(attributes & attr_read) && attributes & (attr_write | attr_paging_write))
		return false;
	return attributes & attr_valid && !(attributes & (attr_reserved | attr_suppress_ve));
}

Status check_operands(Td const &td, u64 attributes, u64 flags)
{
	for (u32 vm = 0; vm < vms; vm++) {
		u16 const one{of_vm(attributes, vm)};
		bool const exists{vm && vm <= l2_vms(td)};

		if (!exists && one)
			return invalid(Reg::Rdx);
		if (!exists && of_vm(flags, vm))
			return invalid(Reg::R8);
		if (one && !(one & attr_valid))
			return invalid(Reg::Rdx);
	}
	return success();
}

// The change of one VM's permissions.
struct Change {
	u64 *entry; // null: nothing changes
	u16 attributes;
};

struct Write {
	Emu &emu;
	Td const &td;
	u64 gpa;
	u32 level;
	Septe value;
	u64 attributes; // as requested, then as returned
	u64 flags;
	Change change[vms];
	bool illegal;
};

GuestOutcome prepare(Write &write, u32 vm)
{
	u16 const mask{static_cast<u16>(of_vm(write.flags, vm) | attr_valid)};
	u16 const given{static_cast<u16>(of_vm(write.attributes, vm) & mask)};
	bool const aliased{write.value.aliased(vm)};
	u16 old{0};
	SeptWalk walk{};

	if (!(given & attr_valid))
		return success();
	if (aliased) {
		if (!walk_sept(
			    write.emu, write.td, vm, write.gpa, write.level, walk, WalkStop::Free)
				.ok() ||
			walk.level != write.level)
			return GuestEnd::Damaged;
		old = L2Septe{walk.value}.attributes(write.value.is(SeptFlag::AnyBlockedw));
	}
	u16 const fresh{static_cast<u16>((old & ~mask) | given)};
	if (is_present(fresh) && !is_legal(fresh)) {
		write.illegal = true;
		write.attributes = with_vm(write.attributes, vm, old);
		return success();
	}
	if (aliased) {
		write.change[vm] = {walk.entry, fresh};
		write.attributes = with_vm(write.attributes, vm, fresh);
		return success();
	}
	if (!is_present(given))
		return success();

	write.attributes = with_vm(write.attributes, vm, given);
	if (!walk_sept(write.emu, write.td, vm, write.gpa, write.level, walk, WalkStop::Free).ok())
		return GuestEnd::Damaged;
	if (walk.level == write.level) {
		write.change[vm] = {walk.entry, given};
		return success();
	}
	constexpr u64 exit_on_failure = 1; // of VM_CTLS
	if (write.td.control().vm_ctls[vm] & exit_on_failure)
		return l2_violation(write.gpa, {walk.value}, walk.level, vm);
	return Status::of(StatusCode::L2SeptWalkFailed, l2_detail(vm, walk.level));
}

void commit(Write &write, u32 vm)
{
	Change const &change{write.change[vm]};
	if (!change.entry)
		return;

	L2Septe const old{Aliases::load(change.entry)};
	if (!write.value.aliased(vm)) {
		L2Septe const page{
			L2Septe::page(page_of(write.value.address(), bytes_of_level(write.level)))
				.with_attributes(change.attributes)};
		// An alias stays blocked while its page is pending.
		Aliases::store(change.entry,
			write.value.is(SeptFlag::AnyPending) ? page.blocked(false) : page);
		write.value = write.value.with_alias(vm);
	} else if (is_present(change.attributes)) {
		Aliases::store(change.entry, old.with_attributes(change.attributes));
	} else {
		Aliases::store(change.entry, L2Septe::free());
		write.value = write.value.without_alias(vm);
		write.attributes = with_vm(write.attributes, vm, attr_valid);
	}
}

} // namespace

GuestOutcome mem_page_attr_rd(GuestCall &call)
{
	Emu &emu{call.emu};
	Td const &td{call.td};
	u64 const gpa{call.in.rcx};

	if (!is_private_gpa(td, gpa))
		return invalid(Reg::Rcx);
	SeptWalk walk;
	if (!walk_sept(emu, td, 0, gpa, 0, walk).ok())
		return GuestEnd::Damaged;
	GuestSepte entry;
	TDX_TRY(entry.take(walk.entry));
	Septe const value{entry.value()};
	if (!allows_guest(GuestLeaf::MemPageAttrRd, value))
		return {GuestEnd::Violation, page_of(gpa)};

	Aliases aliases;
	if (!find_guest_aliases(emu, td, value, gpa, walk.level, aliases))
		return GuestEnd::Damaged;
	u64 const aligned{page_of(gpa, bytes_of_level(walk.level))};
	call.out.rcx = aligned | walk.level | (value.is(SeptFlag::AnyPending) ? pending : 0);
	for (u32 vm = 1; vm < vms; vm++) {
		if (aliases.entry[vm])
			call.out.rdx = with_vm(call.out.rdx, vm,
				Aliases::load(aliases.entry[vm])
					.attributes(value.is(SeptFlag::AnyBlockedw)));
	}
	return success();
}

GuestOutcome mem_page_attr_wr(GuestCall &call)
{
	Emu &emu{call.emu};
	Td const &td{call.td};
	u64 const page_info{call.in.rcx};
	u64 const attributes{call.in.rdx};
	u64 const flags{call.in.r8};
	u64 const gpa{gpa_of(page_info)};
	u32 const level{static_cast<u32>(PageInfo::Level::get(page_info))};

	TDX_TRY(check_operands(td, attributes, flags));
	TDX_TRY(check_page_info(page_info, 0, 2));
	if (!is_private_gpa(td, gpa))
		return invalid(Reg::Rcx);

	SeptWalk walk;
	if (!walk_sept(emu, td, 0, gpa, level, walk).ok())
		return GuestEnd::Damaged;
	if (walk.level != level)
		return violation(
			gpa, ExtendedExit::AttributesWrite, {walk.value}, level, walk.level);
	GuestSepte entry;
	TDX_TRY(entry.take(walk.entry));
	Septe const value{entry.value()};
	if (!value.leaf() && !value.is(SeptState::Free))
		return Status::of(StatusCode::PageSizeMismatch, level);
	if (!allows_guest(GuestLeaf::MemPageAttrWr, value))
		return violation(gpa, ExtendedExit::AttributesWrite, value, level, level);

	Write write{emu, td, gpa, level, value, with_vm(attributes, 0, 0), flags, {}, false};
	for (u32 vm = 1; vm <= l2_vms(td); vm++)
		TDX_TRY(prepare(write, vm));
	if (write.illegal) {
		call.out.rdx = write.attributes;
		return Status::of(StatusCode::PageAttrInvalid);
	}
	for (u32 vm = 1; vm <= l2_vms(td); vm++)
		commit(write, vm);
	entry.set(write.value);
	call.out.rcx = page_info | (value.is(SeptFlag::AnyPending) ? pending : 0);
	call.out.rdx = write.attributes;
	return success();
}

} // namespace tdx::emu
