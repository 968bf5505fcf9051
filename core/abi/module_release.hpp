// SPDX-License-Identifier: GPL-2.0
//
// Published releases of the TDX module.
#pragma once

#include <tdxcall/types.h>

namespace tdx {

struct ModuleRelease {
	char const *version;
	u32 build_date; // 20231008; 0 when not known, like the next three
	u16 build_num;
	u16 seam_svn;  // bytes 0 and 1 of TEE_TCB_SVN
	u64 features0; // on a CPU that has everything
	char const *mrseam;
	char const *news;
	// What follows is null or 0 where it is not known.
	char const *cpu_signatures = nullptr; // CPUID(1).EAX, stepping left out
	char const *update_from = nullptr;    // oldest release that it may replace while TDs live
	u16 max_vcpus = 0;                    // of one TD
	u8 handoff = 0;                       // version of the data that it hands to a newer one
	bool whole_source = false;            // its source is public, all of it
};

constexpr ModuleRelease module_releases[] = {
	{"1.5.01", 20231008, 595, 0x0104, 0xf0fbf,
		"9790d89a10210ec6968a773cee2ca05b5aa97309f36727a968527be4606fc19e6f73acce350946c9d4"
		"6a9bf7a63f8430",
		"base of these tables", "0x806F8 0xC06F0", "1.5.01", 0, 0, true},
	{"1.5.05", 20240129, 698, 0x0105, 0x61f0fbf,
		"1cc6a17ab799e9a693fac7536be61c12ee1e0fabada82d0c999e08ccee2aa86de77b0870f558c570e7"
		"ffe55d6d47fa04",
		"VP.INIT version 1, topology enumeration, X2APIC_ID_NOT_UNIQUE, MAX_VCPUS_PER_TD, "
		"ids of CONFIG_FLAGS/TD_CTLS get bit 63, TEE_TCB_SVN2 in TDREPORT, Sierra Forest",
		"0x806F8 0xC06F0 0xA06F0", "1.5.01", 576, 0, true},
	{"1.5.06", 20240407, 744, 0x0106, 0x2e1f0fbf,
		"5b38e33a6487958b72c3c12a938eaa5e3fd4510c51aeeab58c7d5ecee41d7c436489d6c8e4f92f160b"
		"7cad34207b00c1",
		"ICSSD, profiling with fixed counters 1 and 2, MAXPA_VIRT, VIRT_CPUID2, "
		"MIN_VIRT_MAXPA, INTERRUPTIBILITY_BLOCKED",
		"0x806F8 0xC06F0 0xA06F0", "1.5.01"},
	{"1.5.08", 20240725, 784, 0x0107, 0x22e1f0fbf,
		"49b66faa451d19ebbdbe89371b8daf2b65aa3984ec90110343e9e2eec116af08850fa20e3b1aa9a874"
		"d77a65380ee7e6",
		"MAXGPA_VIRT", "0x806F8 0xC06F0 0xA06F0", "1.5.01"},
	{"1.5.09", 20240912, 813, 0x0108, 0x26f1f0fbf,
		"bfb360ac8e6233a1bca1433caf7382d95c165b4a77fb00bf1435e5a08f300cdfead5ee68461afd9b6c"
		"728dce7534602d",
		"event filtering, #VE reduction", "0x806F8 0xC06F0 0xA06F0", "1.5.01"},
	{"1.5.13", 20250207, 864, 0x010a, 0x226f1f0fbf,
		"27b67e0b20508f0acfb8a99df4283a7c86ae569d85d556a91d4eb20e56b5d42d5e65b31a3a6996e8e4"
		"61f104f32fdeec",
		"fatal diagnostics (FATAL_INFO)", "0x806F8 0xC06F0 0xA06F0", "1.5.01"},
	{"1.5.16", 20250219, 869, 0x010b, 0x226f3f0fbf,
		"7bf063280e94fb051f5dd7b1fc59ce9aac42bb961df8d44b709c9b0ff87a7b4df648657ba6d1189589"
		"feab1d5a3c9a9d",
		"migration of TDs with L2 VMs (feature 21)", "0x806F8 0xC06F0 0xA06F0", "1.5.01"},
	{"1.5.20", 0, 0, 0, 0,
		"d0d80c085166ba78ccc69af268e5753cf0f3394523cb4ff7c50b08d9265c82489c099c377be6a400e4"
		"d2b57da924012c",
		"seen in the field (public reports)"},
	{"1.5.24", 0, 0, 0, 0,
		"489e585f1c54bc5a02066c8c6ec21619ff0334ec6f21e07e2a35202c59183789c8057e7d97dd591bb0"
		"8314b185819e72",
		""},
	{"1.5.25", 0, 0, 0, 0,
		"fca4ff221293807e3d247416299ca39a236872df4eb414567ca96072d3fde7dead740f807eefe2f7d9"
		"38499c03cc8aba",
		""},
	{"1.5.28", 20251126, 989, 0x010e, 0x18d1326f3f0fbf,
		"346bc77a1846cac214dd2e8edeb9ee4349449d6c3f9ff2c52149a634c27b7fd1bd314c2ef6b973eeeb"
		"d55742952531a1",
		"SYS.INIT/CONFIG/UPDATE version 1, op state START_EXPORT, ATTRIBUTES.SERVTDEXT, "
		"leaf numbers 97 and TDCALL 33, handoff version 1, dynamic PAMT leaves (maybe "
		"earlier)",
		nullptr, nullptr, 576, 1},
	{"1.5.34", 20260330, 1024, 0x010f, 0x5ad9326f3f0fbf,
		"ab62561a173acbd18ee50ff37750db44184c6cf5e886df74247cc575e163b04c34b9e18374757c235a"
		"ffa614d4127f6b",
		"MEM.SCAN.*, TDG.MR.KEY.GET, EXPORT.*/IMPORT.MEM version 1, TDID/VMID in TDREPORT, "
		"CONFIG_FLAGS.SEALING, handoff version 2",
		nullptr, nullptr, 576, 2},
	{"2.0.02", 20240814, 786, 0x0303, 0x22e1f0fbf,
		"685f891ea5c20e8fa27b151bf34bf3b50fbaf7143cc53662727cbdb167c0ad8385f1f6f3571539a91e"
		"104a1c96d75e04",
		"first published 2.0 (Granite Rapids); features as 1.5.08; TDX Connect interfaces "
		"are pre-production in 2.0.02 - 2.0.08",
		"0xA06D0", "2.0.02"},
	{"2.0.04", 20250109, 859, 0x0304, 0x12af1f0fbf,
		"64cae497e0c6221176fe8d3bc9d0cf25b4c97bb24cc16499f77102451f15bb24249f1aa3e5d3bf8897"
		"be74ad6c84e648",
		"dynamic PAMT, event filtering, Granite Rapids-D", "0xA06D0 0xA06E0", "2.0.04"},
	{"2.0.05", 20250123, 863, 0x0304, 0x226f3f0fbf,
		"6f65e570e3bc418d2576f31aada40f7f7ce1ea810f964aa9bc70066a89ac1fc6e0d6b76d3f86a16405"
		"172b2c3e078528",
		"binary only, no MRSEAM in the README (value from the published sigstruct); "
		"published TDX_FEATURES0 equals that of 1.5.16 and lacks dynamic PAMT: doubtful",
		"0xA06D0 0xA06E0", "2.0.04"},
	{"2.0.08", 20250325, 882, 0x0305, 0x32a71f0fbf,
		"476a2997c62bccc78370913d0a80b956e3721b24272bc66c4d6307ced4be2865c40e26afac75f12df3"
		"425b03eb59ea7c",
		"base of the 2.0 rows; fatal diagnostics", "0xA06D0 0xA06E0", "2.0.04"},
	{"2.0.12", 0, 0, 0x0306, 0x10326f3f0fbf,
		"87bdf50356b95e264a5d0807016b9b8ab7568d0857d27eddbe847f98184a786e0f3eecf2fabd3b6d23"
		"f71f2ae50300f4",
		"INTERRUPTED_BUSY, import page status; memory-scan code present but its leaves not "
		"enumerated"},
	{"2.0.14", 0, 0, 0x0307, 0xd1326f3f0fbf,
		"aef4ed3e686fe6cf44c9a8d1cc63105443b558ac4f40c282abf78271e9a4586c50408c8584c7b43fd2"
		"1edb736700ba5f",
		"op state START_IMPORT, UPDATE_COMPATIBILITY, enhanced interrupt state"},
	{"2.0.16", 20251204, 994, 0x0308, 0x18d1326f3f0fbf,
		"f40772d82608da5443887dd7247be3e0092927e62409a9bb8da98eaed9017704be075466a13d3ca305"
		"01000d69407495",
		"op state START_EXPORT, ATTRIBUTES.SERVTDEXT, TDG.TDI.MMIO.ACCEPT (renamed), "
		"numbers 97 and TDCALL 33, handoff version 1, 9 TDCS pages (maybe earlier)",
		nullptr, nullptr, 1376, 1},
	{"2.0.18", 20260211, 1013, 0x0309, 0x5ad9326f3f0fbf,
		"2d2de102461684f14c8d0984a09d895e3e9e15944ce020a03b977e1f114d5e1ed32ef666a47fd19a58"
		"51b3800eda3afa",
		"as 1.5.34; handoff version 2; changed TDX Connect statuses (IOMMU_IQ_FULL, "
		"IOTLB_TRACKING_NOT_REQUIRED)",
		nullptr, nullptr, 1376, 2},
};

consteval bool mrseams_are_digests()
{
	for (ModuleRelease const &release : module_releases) {
		unsigned digits = 0;

		for (; release.mrseam[digits]; digits++) {
			char const c = release.mrseam[digits];

			if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
				return false;
		}
		if (digits != 96)
			return false;
	}
	return true;
}
static_assert(mrseams_are_digests());

// Bits of TDX_FEATURES0 that every release has, whatever the CPU.
consteval u64 features_of_all()
{
	constexpr u64 local_attestation = 1 << 8;
	u64 common = ~0ULL;

	for (ModuleRelease const &release : module_releases)
		if (release.features0)
			common &= release.features0;
	return common & ~local_attestation;
}
static_assert(features_of_all());

} // namespace tdx
