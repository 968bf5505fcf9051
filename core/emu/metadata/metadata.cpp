// SPDX-License-Identifier: GPL-2.0
#include "metadata.hpp"

namespace tdx::emu {

u64 load_element(void const *at, u32 bytes)
{
	switch (bytes) {
	case 1:
		return atomic(*static_cast<u8 const *>(at)).load();
	case 2:
		return atomic(*static_cast<u16 const *>(at)).load();
	case 4:
		return atomic(*static_cast<u32 const *>(at)).load();
	default:
		return atomic(*static_cast<u64 const *>(at)).load();
	}
}

void store_element(void *at, u32 bytes, u64 value)
{
	switch (bytes) {
	case 1:
		return atomic(*static_cast<u8 *>(at)).store(static_cast<u8>(value));
	case 2:
		return atomic(*static_cast<u16 *>(at)).store(static_cast<u16>(value));
	case 4:
		return atomic(*static_cast<u32 *>(at)).store(static_cast<u32>(value));
	default:
		return atomic(*static_cast<u64 *>(at)).store(value);
	}
}

namespace {

template <typename Word>
CORE_ALWAYS_INLINE bool exchange(void *at, u64 from, u64 to)
{
	Word expected{static_cast<Word>(from)};

	return atomic(*static_cast<Word *>(at)).replace(expected, static_cast<Word>(to));
}

} // namespace

bool exchange_element(void *at, u32 bytes, u64 from, u64 to)
{
	switch (bytes) {
	case 1:
		return exchange<u8>(at, from, to);
	case 2:
		return exchange<u16>(at, from, to);
	case 4:
		return exchange<u32>(at, from, to);
	default:
		return exchange<u64>(at, from, to);
	}
}

Status FieldWrite::check(u64 old) const
{
	if (!allowed)
		return Status::of(StatusCode::MetadataFieldNotWritable);
	if ((old ^ value) & mask & ~allowed)
		return Status::of(StatusCode::MetadataFieldValueNotValid);
	return success();
}

} // namespace tdx::emu
