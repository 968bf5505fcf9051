// SPDX-License-Identifier: GPL-2.0
//
// CPUID_CONFIG: which bits of a TD's CPUID the host can configure.
#include "cpuid_config.hpp"

#include "core/emu/cpu/cpuid_table.hpp"

namespace tdx::emu {

void config_index_is_missing();

namespace {

struct ConfigRows {
	u8 row[num_cpuid_config];
};

consteval ConfigRows find_config_rows()
{
	ConfigRows found{};
	for (u32 index = 0; index < num_cpuid_config; index++) {
		u8 row{0};
		while (cpuid_rows[row].config_index != index) {
			if (++row == max_cpuid_rows)
				config_index_is_missing();
		}
		found.row[index] = row;
	}
	return found;
}

constexpr ConfigRows config_rows{find_config_rows()};

} // namespace

CpuidConfig cpuid_config(Emu const &emu, u32 index)
{
	u32 const i{config_rows.row[index]};
	auto const &row = cpuid_rows[i];

	return {row.leaf, row.subleaf, row.config_direct,
		row.config_direct | (row.allow_direct & emu.platform.cpuid[i])};
}

u32 cpuid_row(u32 leaf, u32 subleaf)
{
	u32 row{0};

	while (row < max_cpuid_rows &&
		(cpuid_rows[row].leaf != leaf || (cpuid_rows[row].subleaf != no_subleaf &&
							 cpuid_rows[row].subleaf != subleaf)))
		row++;
	return row;
}

CpuidValue const *sampled_cpuid(Emu const &emu, u32 leaf, u32 subleaf)
{
	u32 const row{cpuid_row(leaf, subleaf)};
	return row < max_cpuid_rows ? &emu.platform.cpuid[row] : nullptr;
}

} // namespace tdx::emu
