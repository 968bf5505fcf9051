// SPDX-License-Identifier: GPL-2.0
//
// What machines show of themselves: CPUID, the MSR of the KeyIDs, and whether SERIALIZE executes.
//
// Recorded words of a public dump (cpuid -r, lscpu) are marked "recorded"; the others are composed
// from Intel's manuals and from what the hypervisor in question is known to show.
#pragma once

#include <optional>
#include <vector>

#include "core/call/core.h"

namespace machines {

struct Leaf {
	u32 number;
	struct host_cpuid regs;
};

struct Shown {
	char const *name;
	core_role role; // what it is to be taken for
	char const *hypervisor;
	std::vector<Leaf> cpuid;
	std::optional<u64> keyids; // IA32_MKTME_KEYID_PARTITIONING; nothing: reading it is a #GP
	bool serialize;            // of the physical CPU
};

constexpr u32 hypervisor_bit = 1u << 31; // CPUID 1, ECX

// The words of CPUID leaf 0: EAX, EBX, ECX, EDX.
constexpr Leaf intel{0, {0x20, 0x756e6547, 0x6c65746e, 0x49656e69}};
constexpr Leaf amd{0, {0x10, 0x68747541, 0x444d4163, 0x69746e65}};

constexpr Leaf version(u32 eax, bool vm)
{
	return {1, {eax, 0x00010800, 0x7ffefbff | (vm ? hypervisor_bit : 0), 0x1fabfbff}};
}

// CPUID leaf 0x40000000.
constexpr Leaf kvm{0x40000000, {0x40000001, 0x4b4d564b, 0x564b4d56, 0x0000004d}};
constexpr Leaf hyper_v{0x40000000, {0x4000000c, 0x7263694d, 0x666f736f, 0x76482074}};
constexpr Leaf vmware{0x40000000, {0x40000010, 0x61774d56, 0x4d566572, 0x65726177}};
constexpr Leaf xen{0x40000000, {0x40000005, 0x566e6558, 0x65584d4d, 0x4d4d566e}};
constexpr Leaf tcg{0x40000000, {0x40000001, 0x54474354, 0x43544743, 0x47435447}};

// CPUID leaf 0x21 in a TD (recorded).
constexpr Leaf td{0x21, {0, 0x65746e49, 0x20202020, 0x5844546c}};

// 32 private KeyIDs of 64, and the same with TDX switched off.
constexpr u64 tdx_keyids = 0x200000001f;
constexpr u64 mktme_keyids = 0x3f;

inline std::vector<Shown> const &all()
{
	static std::vector<Shown> const table{
		// VMs on CPUs with SEAM.
		{"KVM, -cpu host, Sapphire Rapids", CORE_ROLE_VM, "KVMKVMKVM",
			// EAX, ECX and EDX of leaf 1 recorded
			{intel, {1, {0x000806f8, 0x465a0800, 0xfffaba1f, 0x3fa9fbff}}, kvm}, {},
			true},
		{"Google C3, Sapphire Rapids", CORE_ROLE_VM, "KVMKVMKVM",
			// family 6, model 143, stepping 8 recorded
			{intel, version(0x000806f8, true), kvm}, {}, true},
		{"AWS m7i, Sapphire Rapids", CORE_ROLE_VM, "KVMKVMKVM",
			{intel, version(0x000806f8, true), kvm}, {}, true},
		{"Azure Dsv6, Emerald Rapids", CORE_ROLE_VM, "Microsoft Hv",
			// the signature recorded
			{intel, version(0x000c06f2, true), hyper_v}, {}, true},
		{"a TD with a paravisor that shows no signature", CORE_ROLE_VM, "Microsoft Hv",
			{intel, version(0x000806f8, true), hyper_v}, {}, true},
		{"VMware on Sapphire Rapids", CORE_ROLE_VM, "VMwareVMware",
			{intel, version(0x000806f8, true), vmware}, {}, true},
		{"Xen on Emerald Rapids", CORE_ROLE_VM, "XenVMMXenVMM",
			{intel, version(0x000c06f2, true), xen}, {}, true},
		{"KVM on Granite Rapids", CORE_ROLE_VM, "KVMKVMKVM",
			{intel, version(0x000a06d1, true), kvm}, {}, true},
		{"KVM on Sierra Forest", CORE_ROLE_VM, "KVMKVMKVM",
			{intel, version(0x000a06f3, true), kvm}, {}, true},
		{"KVM on Diamond Rapids", CORE_ROLE_VM, "KVMKVMKVM",
			// family 19: 15 and an extended family of 4
			{intel, version(0x00400f10, true), kvm}, {}, true},
		{"KVM with ignore_msrs, where the KeyID MSR reads as 0", CORE_ROLE_VM, "KVMKVMKVM",
			{intel, version(0x000806f8, true), kvm}, 0, true},

		// The same CPUs behind older models.
		{"Proxmox x86-64-v2-AES on Sapphire Rapids", CORE_ROLE_VM, "KVMKVMKVM",
			{intel, version(0x00060fb1, true), kvm}, {}, true},
		{"kvm64 on Sapphire Rapids", CORE_ROLE_VM, "KVMKVMKVM",
			{intel, version(0x00000f61, true), kvm}, {}, true},
		{"Cascadelake-Server on Sapphire Rapids", CORE_ROLE_VM, "KVMKVMKVM",
			{intel, version(0x00050656, true), kvm}, {}, true},
		{"Firecracker T2CL on Sapphire Rapids", CORE_ROLE_VM, "KVMKVMKVM",
			// leaves 0, 1 and 0x40000000 recorded, on another CPU
			{{0, {0x16, 0x756e6547, 0x6c65746e, 0x49656e69}},
				{1, {0x000306f2, 0x00020800, 0xfffa3203, 0x178bfbff}}, kvm},
			{}, true},
		{"a hypervisor without a signature, of a model to come", CORE_ROLE_VM,
			"no signature", {intel, version(0x00410f20, true)}, {}, true},
		// Nobody promises that a client CPU of this age has no SEAM.
		{"KVM on Alder Lake", CORE_ROLE_VM, "KVMKVMKVM",
			{intel, version(0x000906a3, true), kvm}, {}, true},

		// VMs in which both instructions are #UD.
		{"AWS m5, Skylake", CORE_ROLE_NONE, "KVMKVMKVM",
			{intel, version(0x00050654, true), kvm}, {}, false},
		{"Firecracker T2CL on Skylake", CORE_ROLE_NONE, "KVMKVMKVM", // recorded
			{{0, {0x16, 0x756e6547, 0x6c65746e, 0x49656e69}},
				{1, {0x000306f2, 0x00020800, 0xfffa3203, 0x178bfbff}}, kvm},
			{}, false},
		{"Firecracker T2A on Milan", CORE_ROLE_NONE, "KVMKVMKVM", // recorded
			{amd, {1, {0x000306f2, 0x00020800, 0xfffa3203, 0x178bfbff}}, kvm}, {},
			false},
		{"AWS m7a, Genoa", CORE_ROLE_NONE, "KVMKVMKVM",
			{amd, version(0x00a10f11, true), kvm}, {}, false},
		{"Azure Dasv6, Genoa", CORE_ROLE_NONE, "Microsoft Hv",
			{amd, version(0x00a10f11, true), hyper_v}, {}, false},
		{"QEMU TCG, -cpu max", CORE_ROLE_NONE, "TCGTCGTCGTCG",
			{amd, version(0x00000663, true), tcg}, {}, false},
		{"QEMU TCG, -cpu SapphireRapids", CORE_ROLE_NONE, "TCGTCGTCGTCG",
			{intel, version(0x000806f4, true), tcg}, {}, true},

		// No hypervisor.
		{"Sapphire Rapids, TDX on", CORE_ROLE_HOST, "",
			// EAX, ECX and EDX of leaf 1 recorded
			{intel, {1, {0x000806f8, 0x48400800, 0x7ffefbff, 0xbfebfbff}}}, tdx_keyids,
			true},
		{"Sapphire Rapids, TDX off", CORE_ROLE_NONE, "",
			{intel, {1, {0x000806f8, 0x48400800, 0x7ffefbff, 0xbfebfbff}}},
			mktme_keyids, true},
		{"Sapphire Rapids, memory encryption off", CORE_ROLE_NONE, "",
			{intel, version(0x000806f8, false)}, {}, true},
		{"AWS m7i.metal", CORE_ROLE_NONE, "", {intel, version(0x000806f8, false)}, 0, true},
		{"laptop, Alder Lake", CORE_ROLE_NONE, "", {intel, version(0x000906a3, false)}, {},
			true},
		{"desktop, Zen 3", CORE_ROLE_NONE, "", {amd, version(0x00a20f10, false)}, {},
			false},

		// TDs; a read of the MSR would be a #VE there.
		{"Google C3 TD", CORE_ROLE_GUEST, "", {intel, version(0x000806f8, true), kvm, td},
			tdx_keyids, true},
		{"Azure DCesv6 TD without a paravisor", CORE_ROLE_GUEST, "",
			{intel, version(0x000c06f2, true), hyper_v, td}, tdx_keyids, true},
		// Nested TDX: who shows private KeyIDs to a VM knows of SEAMCALL.
		{"a TDX host in a VM", CORE_ROLE_HOST, "", {intel, version(0x000806f8, true), kvm},
			tdx_keyids, true},
	};
	return table;
}

// core_probe() and all that core_identify_next() has.
inline core_identity identify()
{
	core_identity id;

	core_probe(&id);
	while (core_identify_next(&id)) {
	}
	return id;
}

} // namespace machines
