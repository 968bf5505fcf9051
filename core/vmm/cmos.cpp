// SPDX-License-Identifier: GPL-2.0
#include "cmos.hpp"

namespace tdx::vmm {

namespace {

constexpr u32 day = 24 * 60 * 60;

struct Date {
	u32 year;
	u32 month;
	u32 day;
};

// Proleptic Gregorian calendar; years are counted from March so that the leap day comes last.
Date date_of(u64 days_since_1970)
{
	u64 const days{days_since_1970 + 719468}; // since 1 March 0
	u64 const era{days / 146097};
	u32 const day_of_era{static_cast<u32>(days % 146097)};
	u32 const year_of_era{
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365};
	u32 const day_of_year{
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100)};
	u32 const shifted{(5 * day_of_year + 2) / 153};
	u32 const month{shifted < 10 ? shifted + 3 : shifted - 9};

	return {static_cast<u32>(era * 400) + year_of_era + (month <= 2), month,
		day_of_year - (153 * shifted + 2) / 5 + 1};
}

u8 bcd(u64 value)
{
	return static_cast<u8>(value / 10 % 10 << 4 | value % 10);
}

} // namespace

u8 Cmos::read(u64 seconds) const
{
	Date const date{date_of(seconds / day)};

	switch (index) {
	case 0x00:
		return bcd(seconds % 60);
	case 0x02:
		return bcd(seconds / 60 % 60);
	case 0x04:
		return bcd(seconds % day / 3600);
	case 0x06:
		return bcd((seconds / day + 4) % 7 + 1); // 1 January 1970 was a Thursday, 5
	case 0x07:
		return bcd(date.day);
	case 0x08:
		return bcd(date.month);
	case 0x09:
		return bcd(date.year % 100);
	case 0x32:
		return bcd(date.year / 100);
	case 0x0a:
		return 0x26; // never during an update
	case 0x0b:
		return 0x02; // 24-hour mode, BCD
	case 0x0d:
		return 0x80; // battery good
	default:
		return 0;
	}
}

} // namespace tdx::vmm
