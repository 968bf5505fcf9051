// SPDX-License-Identifier: GPL-2.0
#include "private_page.hpp"

#include "core/emu/env/contention.hpp"
#include "core/emu/host.h"

namespace tdx::emu {

Status check_private_address(Emu const &emu, u64 pa, u64 size, Reg operand)
{
	if (pa & (size - 1) || pa & emu.platform.keyid_mask || pa >> max_pa_bits)
		return invalid(operand);
	return success();
}

Status HeldPage::lock(u64 pa, Reg operand, PageType type, Hold hold, PageSize size)
{
	TDX_TRY(check_private_address(emu, pa, bytes_of(size), operand));

	StatusCode const code{walk.walk(emu, pa, size, hold)};
	if (code != StatusCode::Success)
		return Status::of(code, static_cast<u32>(operand));
	if (contended(emu, operand_id(operand))) {
		walk.release();
		return busy(operand);
	}
	if (walk.size() != size || entry().type != type) {
		walk.release();
		return Status::of(StatusCode::PageMetadataIncorrect, static_cast<u32>(operand));
	}
	address = pa;
	return success();
}

Status HeldPage::lock_free_range(u64 pa, Reg operand, PageSize size)
{
	TDX_TRY(lock(pa, operand, PageType::Nda, Hold::Exclusive, size));
	if (size == PageSize::Size4K)
		return success();

	for (u32 i = 0; i < 512; i++) {
		PamtEntry const *const small{pamt_child(emu, pa, size, i)};
		if (!small || small->type != PageType::Nda) {
			release();
			return Status::of(
				StatusCode::PageMetadataIncorrect, static_cast<u32>(operand));
		}
	}
	return success();
}

void *HeldPage::map() const
{
	return host_page(address);
}

Status HeldPage::fill(u8 byte, Reg operand) const
{
	if (!fill_page(address, byte))
		return out_of_range(operand);
	return success();
}

bool fill_page(u64 pa, u8 byte)
{
	return fill_page_words(pa, ~0ULL / 255 * byte);
}

bool fill_page_words(u64 pa, u64 word)
{
	u64 chunk[16];

	for (u64 &one : chunk)
		one = word;
	for (u32 offset = 0; offset < page_size; offset += sizeof(chunk)) {
		if (host_phys_write(pa + offset, chunk, sizeof(chunk)))
			return false;
	}
	return true;
}

bool copy_page(u64 to, u64 from)
{
	void const *const source{host_page(from)};
	return source && !host_phys_write(to, source, page_size);
}

} // namespace tdx::emu
