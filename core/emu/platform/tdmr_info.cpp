// SPDX-License-Identifier: GPL-2.0
#include "tdmr_info.hpp"

namespace tdx::emu {

namespace {

// Detail of the status: TDMR, area or level, other TDMR, in bytes from the lowest up.
Status at_fault(StatusCode code, u32 tdmr, u32 second = 0, u32 third = 0)
{
	return Status::of(code, tdmr | second << 8 | third << 16);
}

CORE_INLINE u32 number(PageSize size)
{
	return static_cast<u32>(size);
}

bool overflows(u64 base, u64 size)
{
	return base + size < base;
}

bool overlap(u64 base, u64 size, u64 other, u64 other_size)
{
	return base < other + other_size && other < base + size;
}

bool beyond_maxpa(Emu const &emu, u64 address)
{
	return address >> max_pa_bits || address & emu.platform.keyid_mask;
}

bool in_cmrs(Emu const &emu, u64 base, u64 size)
{
	u64 start{0};
	u64 end{0};

	for (u32 i = 0; i < emu.config.num_cmrs; i++) {
		auto const &cmr = emu.config.cmrs[i];
		if (!cmr.size)
			continue;
		// Adjacent CMRs count as one.
		if (cmr.base != end)
			start = cmr.base;
		end = cmr.base + cmr.size;
		if (base >= start && base + size <= end)
			return true;
	}
	return false;
}

// The parts of a TDMR that are not reserved, one after the other.
struct AvailableAreas {
	Tdmr const &tdmr;
	u32 next{0};
	u64 offset{0};

	bool find(u64 &base, u64 &size)
	{
		while (next <= tdmr.num_reserved) {
			bool const last{next == tdmr.num_reserved};
			u64 const end{last ? tdmr.size : tdmr.reserved[next].offset};
			u64 const start{offset};

			if (!last)
				offset = end + tdmr.reserved[next].size;
			next++;
			if (start < end) {
				base = tdmr.base + start;
				size = end - start;
				return true;
			}
		}
		return false;
	}
};

bool overlaps_available(Tdmr const &tdmr, u64 base, u64 size)
{
	AvailableAreas areas{tdmr};
	u64 area;
	u64 area_size;

	while (areas.find(area, area_size)) {
		if (overlap(base, size, area, area_size))
			return true;
	}
	return false;
}

Status check_place(Emu const &emu, Tdmr const &tdmr, u32 i)
{
	constexpr u64 granule{bytes_of(PageSize::Size1G)};

	if (tdmr.base % granule || tdmr.size % granule || !tdmr.size)
		return at_fault(StatusCode::InvalidTdmr, i);
	if (beyond_maxpa(emu, tdmr.base) || beyond_maxpa(emu, tdmr.base + tdmr.size - 1))
		return at_fault(StatusCode::InvalidTdmr, i);
	return success();
}

Status check_reserved(TdmrInfo const &info, u32 i)
{
	for (u32 j = 0; j < max_reserved_areas; j++) {
		ReservedArea const &area{info.reserved[j]};
		if (!area.size) {
			if (j + 1 < max_reserved_areas && info.reserved[j + 1].size)
				return at_fault(StatusCode::NonOrderedReservedInTdmr, i, j);
			continue;
		}
		if (overflows(area.offset, area.size))
			return at_fault(StatusCode::InvalidReservedInTdmr, i, j);
		if (j && area.offset < info.reserved[j - 1].offset + info.reserved[j - 1].size)
			return at_fault(StatusCode::NonOrderedReservedInTdmr, i, j);
		if (area.offset % page_size || area.size % page_size)
			return at_fault(StatusCode::InvalidReservedInTdmr, i, j);
		if (area.offset + area.size > info.size)
			return at_fault(StatusCode::InvalidReservedInTdmr, i, j);
	}
	return success();
}

bool pamt_fits(Emu const &emu, Tdmr const &tdmr, PageSize size)
{
	constexpr u64 entry_bytes{16};
	u64 const base{tdmr.pamt[number(size)]};
	u64 const bytes{tdmr.pamt_size[number(size)]};

	return !overflows(base, bytes) && base % page_size == 0 && bytes % page_size == 0 &&
	       !beyond_maxpa(emu, base) && !beyond_maxpa(emu, base + bytes - 1) &&
	       bytes >= tdmr.size / bytes_of(size) * entry_bytes;
}

Status check_pamt_overlaps(Emu const &emu, Tdmr const &tdmr, u32 i)
{
	for (u32 j = 0; j < i; j++) {
		Tdmr const &other{emu.tdmrs[j]};
		for (u32 level = 0; level < page_sizes; level++) {
			for (u32 theirs = 0; theirs < page_sizes; theirs++) {
				if (overlap(tdmr.pamt[level], tdmr.pamt_size[level],
					    other.pamt[theirs], other.pamt_size[theirs]))
					return at_fault(StatusCode::PamtOverlap, i, level, j);
			}
		}
	}
	for (u32 level = 0; level < page_sizes; level++) {
		for (u32 above = level + 1; above < page_sizes; above++) {
			if (overlap(tdmr.pamt[level], tdmr.pamt_size[level], tdmr.pamt[above],
				    tdmr.pamt_size[above]))
				return at_fault(StatusCode::PamtOverlap, i, level, i);
		}
	}
	return success();
}

Status check_pamt_in_memory(Tdmr const &memory, u32 memory_of, Tdmr const &pamt, u32 pamt_of)
{
	for (u32 level = 0; level < page_sizes; level++) {
		if (overlaps_available(memory, pamt.pamt[level], pamt.pamt_size[level]))
			return at_fault(StatusCode::PamtOverlap, pamt_of, level, memory_of);
	}
	return success();
}

Status check_pamts(Emu const &emu, Tdmr const &tdmr, u32 i)
{
	constexpr PageSize from_top[]{PageSize::Size1G, PageSize::Size2M, PageSize::Size4K};

	for (PageSize const size : from_top) {
		if (!pamt_fits(emu, tdmr, size))
			return at_fault(StatusCode::InvalidPamt, i, number(size));
	}
	TDX_TRY(check_pamt_overlaps(emu, tdmr, i));
	for (u32 j = 0; j < i; j++) {
		TDX_TRY(check_pamt_in_memory(emu.tdmrs[j], j, tdmr, i));
		TDX_TRY(check_pamt_in_memory(tdmr, i, emu.tdmrs[j], j));
	}
	TDX_TRY(check_pamt_in_memory(tdmr, i, tdmr, i));
	for (PageSize const size : from_top) {
		if (!in_cmrs(emu, tdmr.pamt[number(size)], tdmr.pamt_size[number(size)]))
			return at_fault(StatusCode::PamtOutsideCmrs, i, number(size));
	}
	return success();
}

void take_over(Tdmr &tdmr, TdmrInfo const &info)
{
	tdmr.base = info.base;
	tdmr.size = info.size;
	tdmr.next_init = info.base;
	for (u32 level = 0; level < page_sizes; level++) {
		tdmr.pamt[level] = info.pamt[page_sizes - 1 - level].base;
		tdmr.pamt_size[level] = info.pamt[page_sizes - 1 - level].size;
	}
	tdmr.num_reserved = 0;
	while (tdmr.num_reserved < max_reserved_areas && info.reserved[tdmr.num_reserved].size) {
		tdmr.reserved[tdmr.num_reserved] = info.reserved[tdmr.num_reserved];
		tdmr.num_reserved++;
	}
}

} // namespace

Status add_tdmr(Emu &emu, TdmrInfo const &info, u32 index)
{
	Tdmr &tdmr{emu.tdmrs[index]};
	take_over(tdmr, info);

	if (overflows(info.base, info.size))
		return at_fault(StatusCode::InvalidTdmr, index);
	if (index && info.base < emu.tdmrs[index - 1].base + emu.tdmrs[index - 1].size)
		return at_fault(StatusCode::NonOrderedTdmr, index);
	TDX_TRY(check_place(emu, tdmr, index));
	TDX_TRY(check_reserved(info, index));
	TDX_TRY(check_pamts(emu, tdmr, index));

	AvailableAreas areas{tdmr};
	u64 base;
	u64 size;
	while (areas.find(base, size)) {
		if (!in_cmrs(emu, base, size))
			return at_fault(StatusCode::TdmrOutsideCmrs, index);
	}
	return success();
}

} // namespace tdx::emu
