// SPDX-License-Identifier: GPL-2.0
//
// What each leaf function changes, against lists made by hand from the TDX module ABI.  Whatever
// stands in none of them changes a TD.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/call/core.h"

namespace {

using Names = std::set<std::string>;

// TDH.VP.RD and TDH.PHYMEM.PAGE.WBINVD are not among them: one associates the vCPU with this LP,
// the other writes to memory.
Names const host_reads{
	"TDH.MNG.RDM",
	"TDH.QUOTE.GET",
	"TDH.MNG.RD",
	"TDH.MEM.RD",
	"TDH.MEM.SEPT.RD",
	"TDH.PHYMEM.PAGE.RDMD",
	"TDH.SYS.INFO",
	"TDH.SYS.RD",
	"TDH.SYS.RDALL",
	"TDH.IOMMU.GETREG",
	"TDH.DMAR.READ",
	"TDH.MMIO.MT.RD",
	"TDH.DEVIF.MT.RD",
};

Names const host_platform{
	"TDH.SYS.INIT",
	"TDH.SYS.LP.INIT",
	"TDH.SYS.CONFIG",
	"TDH.SYS.KEY.CONFIG",
	"TDH.SYS.TDMR.INIT",
	"TDH.SYS.UPDATE",
	"TDH.SYS.SHUTDOWN",
	"TDH.SYS.LP.SHUTDOWN",
	"TDH.SYS.DISABLE",
	"TDH.PHYMEM.PAMT.ADD",
	"TDH.PHYMEM.PAMT.REMOVE",
	"TDH.SYS.S4.END",
	"TDH.EXT.INIT",
	"TDH.EXT.MEM.ADD",
	"TDH.QUOTE.INIT",
	// TDX Connect: what devices of several TDs share.
	"TDH.IOMMU.SETREG",
	"TDH.SPDM.CREATE",
	"TDH.SPDM.DELETE",
	"TDH.SPDM.CONNECT",
	"TDH.SPDM.DISCONNECT",
	"TDH.SPDM.MNG",
	"TDH.IDE.STREAM.CREATE",
	"TDH.IDE.STREAM.BLOCK",
	"TDH.IDE.STREAM.DELETE",
	"TDH.IDE.STREAM.IDEKMREQ",
	"TDH.IDE.STREAM.IDEKMRSP",
	"TDH.MMIO.MT.ADD",
	"TDH.MMIO.MT.SET",
	"TDH.MMIO.MT.REMOVE",
	"TDH.DEVIF.MT.ADD",
	"TDH.DEVIF.MT.REMOVE",
};

Names const guest_reads{
	"TDG.VP.INFO",
	"TDG.VP.RD",
	"TDG.VM.RD",
	"TDG.SYS.RD",
	"TDG.SYS.RDALL",
	"TDG.SERVTD.RD",
	"TDG.MR.REPORT",
	"TDG.MR.VERIFYREPORT",
	"TDG.MR.KEY.GET",
	"TDG.MEM.PAGE.ATTR.RD",
	"TDG.DEVIF.RD",
};

Names const seamldr_reads{"SEAMLDR.INFO", "SEAMLDR.SEAMINFO"};

Names with(int (*next)(u32 index, core_leaf *leaf), core_effect effect)
{
	Names names;
	core_leaf leaf;

	for (u32 i{0}; next(i, &leaf); i++)
		if (leaf.effect == effect)
			names.insert(leaf.name);
	return names;
}

TEST(LeafEffect, OfTheHost)
{
	EXPECT_EQ(with(core_seamcall_leaf, CORE_EFFECT_READS), host_reads);
	EXPECT_EQ(with(core_seamcall_leaf, CORE_EFFECT_PLATFORM), host_platform);
}

TEST(LeafEffect, OfATd)
{
	EXPECT_EQ(with(core_tdcall_leaf, CORE_EFFECT_READS), guest_reads);
	EXPECT_EQ(with(core_tdcall_leaf, CORE_EFFECT_PLATFORM), Names{});
}

TEST(LeafEffect, OfThePSeamldr)
{
	EXPECT_EQ(with(core_seamldr_leaf, CORE_EFFECT_READS), seamldr_reads);
	EXPECT_EQ(with(core_seamldr_leaf, CORE_EFFECT_TD), Names{});
}

// By number, whatever the version; what the table lacks may change anything.
TEST(LeafEffect, ByNumber)
{
	core_leaf leaf;

	for (u32 i{0}; core_seamcall_leaf(i, &leaf); i++) {
		EXPECT_EQ(core_seamcall_reads(leaf.number) != 0, host_reads.contains(leaf.name))
			<< leaf.name;
		EXPECT_EQ(core_seamcall_reads(leaf.number | 1 << 16) != 0,
			host_reads.contains(leaf.name));
	}
	for (u64 unknown : {63u, 127u, 511u, 512u, 0xffffu})
		EXPECT_FALSE(core_seamcall_reads(unknown)) << unknown;
}

} // namespace
