// SPDX-License-Identifier: GPL-2.0
//
// MSRs that a TD reads and writes without an exit: a bitmap in its TDCS, which starts as all ones.
#include "td_params.hpp"

namespace tdx::emu {

namespace {

// When an access does not exit.
enum class Through : u8 {
	Never,
	Always,
	Perfmon,
	Cet,
	Pt,
	Uintr,
	Lbr,
	Waitpkg,
	Pks,
	Xfd,
	Tsx,
	PerfCapabilities,
	PerfMetrics,
};

struct MsrRange {
	u32 first;
	u32 last;
	Through read;
	Through write;
};

using enum Through;

// Accesses to an MSR that is not here always exit.
constexpr MsrRange msr_ranges[] = {
	{0x10, 0x10, Always, Never},
	{0x48, 0x49, Always, Always},
	{0xbc, 0xbc, Always, Never},
	{0xbd, 0xbd, Never, Always},
	{0xc1, 0xc8, Perfmon, Perfmon},
	{0xe1, 0xe1, Waitpkg, Waitpkg},
	{0x10a, 0x10a, Never, Always},
	{0x10b, 0x10b, Always, Always},
	{0x122, 0x122, Tsx, Tsx},
	{0x174, 0x176, Always, Always},
	{0x186, 0x18d, Perfmon, Perfmon},
	{0x1a0, 0x1a0, Perfmon, Never},
	{0x1a6, 0x1a7, Perfmon, Perfmon},
	{0x1c4, 0x1c5, Xfd, Xfd},
	{0x277, 0x277, Always, Always},
	{0x309, 0x310, Perfmon, Perfmon},
	{0x329, 0x329, PerfMetrics, PerfMetrics},
	{0x345, 0x345, PerfCapabilities, Perfmon},
	{0x38d, 0x392, Perfmon, Perfmon},
	{0x3f1, 0x3f2, Perfmon, Perfmon},
	{0x3f6, 0x3f7, Perfmon, Perfmon},
	{0x4c1, 0x4c8, Perfmon, Perfmon},
	{0x560, 0x561, Pt, Pt},
	{0x570, 0x572, Pt, Pt},
	{0x580, 0x587, Pt, Pt},
	{0x600, 0x600, Always, Always},
	{0x6a0, 0x6a0, Cet, Cet},
	{0x6a2, 0x6a2, Cet, Cet},
	{0x6a4, 0x6a8, Cet, Cet},
	{0x6e1, 0x6e1, Pks, Pks},
	{0x808, 0x80c, Always, Always},
	{0x80e, 0x80e, Always, Always},
	{0x810, 0x827, Always, Always},
	{0x83f, 0x83f, Always, Always},
	{0x985, 0x98a, Uintr, Uintr},
	{0xc80, 0xc80, Always, Never},
	{0xda0, 0xda0, Always, Never},
	{0x1200, 0x12ff, Lbr, Lbr},
	{0x14ce, 0x14cf, Lbr, Lbr},
	{0x1500, 0x16ff, Lbr, Lbr},
	{0x1b01, 0x1b01, Always, Always},
	{0xc000'0080, 0xc000'0080, Always, Never},
	{0xc000'0081, 0xc000'0082, Always, Always},
	{0xc000'0084, 0xc000'0084, Always, Always},
	{0xc000'0100, 0xc000'0103, Always, Always},
};

bool goes_through(Emu const &emu, TdControl const &control, Through rule)
{
	using PerfMetricsAvailable = Bits<15>; // of IA32_PERF_CAPABILITIES
	bool const perfmon{TdAttributes::Perfmon::get(control.attributes) != 0};
	bool const pt{Xfam::Pt::get(control.xfam) != 0};

	switch (rule) {
	case Never:
		return false;
	case Always:
		return true;
	case Perfmon:
		return perfmon;
	case Cet:
		return Xfam::has<Xfam::Cet>(control.xfam);
	case Pt:
		return pt;
	case Uintr:
		return Xfam::Uintr::get(control.xfam);
	case Lbr:
		return Xfam::Lbr::get(control.xfam);
	case Waitpkg:
		return control.cpu & TdCpu::waitpkg;
	case Pks:
		return TdAttributes::Pks::get(control.attributes);
	case Xfd:
		return control.cpu & TdCpu::xfd;
	case Tsx:
		return control.cpu & TdCpu::tsx;
	case PerfCapabilities:
		return perfmon && pt;
	case PerfMetrics:
		return perfmon && PerfMetricsAvailable::get(
					  emu.platform.msr[sample_index(Msr::PerfCapabilities)]);
	}
	return false;
}

// Each bitmap is a quarter of the page: reads of low and high MSRs, then writes.
void let_through(u8 *bitmaps, u32 msr, bool write)
{
	constexpr u32 quarter = 1024;
	u32 const bit{msr & 0x1fff};
	u32 const part{(write ? 2u : 0u) + (msr >> 31)};

	bitmaps[part * quarter + bit / 8] &= static_cast<u8>(~(1u << bit % 8));
}

} // namespace

void configure_msr_bitmaps(Emu const &emu, Td const &td)
{
	auto *const bitmaps = static_cast<u8 *>(td.tdcs(TdcsPage::MsrBitmaps));

	for (auto const &range : msr_ranges) {
		bool const read{goes_through(emu, td.control(), range.read)};
		bool const write{goes_through(emu, td.control(), range.write)};
		for (u32 msr = range.first; msr <= range.last; msr++) {
			if (read)
				let_through(bitmaps, msr, false);
			if (write)
				let_through(bitmaps, msr, true);
		}
	}
}

} // namespace tdx::emu
