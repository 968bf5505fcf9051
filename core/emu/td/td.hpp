// SPDX-License-Identifier: GPL-2.0
//
// A TD's control structures, TDR and TDCS, which live in pages that the host donated.  The layout
// is the model's own; what the host may know of it, it reads through metadata fields.
#pragma once

#include "core/abi/op_state.hpp"
#include "core/abi/td_bits.hpp"
#include "core/emu/ground/donated.hpp"
#include "core/emu/page/private_page.hpp"

namespace tdx::emu {

// Of the modelled module in the database of modules that ran since boot: it is the first.
constexpr u64 seamdb_index = 1;

enum class Lifecycle : u32 { HkidAssigned, KeysConfigured, Blocked, Teardown };

constexpr u32 min_tdcs_pages = 6; // and one more for each L2 VM
constexpr u32 max_l2_vms = 3;
constexpr u32 max_tdcs_pages = min_tdcs_pages + max_l2_vms;

// Which TDCS page holds what.
enum class TdcsPage : u32 {
	Control,
	Cpuid,
	MsrBitmaps,
	SeptRoot,
	Zero,
	MigscLinks,
	L2SeptRoot, // of VM 1; those of VM 2 and 3 follow
};

CORE_INLINE u32 tdcs_bit(TdcsPage page, u32 pages = 1)
{
	return ((1u << pages) - 1) << static_cast<u32>(page);
}

// Which of them a call looks at.  Memory is that of the leaf functions on the SEPT: there are very
// many calls of those, and each page costs.
enum class TdcsUse : u32 {
	All = tdcs_bit(TdcsPage::Control, max_tdcs_pages),
	Memory = tdcs_bit(TdcsPage::Control) | tdcs_bit(TdcsPage::SeptRoot) |
		 tdcs_bit(TdcsPage::L2SeptRoot, max_l2_vms),
};

// What metadata fields show has their element sizes.  Plain words are content that nothing here
// depends on.
struct Tdr {
	Donated<u8> fatal; // not 0: yes, as for every flag in memory that the host may damage
	Donated<u16> hkid;
	u16 handoff_version;
	Donated<Lifecycle> lifecycle;
	Donated<u32> num_tdcx;
	Donated<u64> chldcnt; // pages that belong to the TD, without TDR itself
	Donated<u64> keyed_packages;
	Donated<u64> tdcx_pa[max_tdcs_pages]; // with the TD's KeyID
	u64 uuid[4];
	u64 seamdb_index;
	u64 seamdb_nonce[4];
};
static_assert(sizeof(Tdr) <= page_size);

constexpr u32 hash_words = 6; // of SHA-384
constexpr u32 num_rtmrs = 4;
constexpr u32 hash_state_bytes = 256;
constexpr u32 num_xbuff_offsets = 19;

// CPU features that a TD has been given by its CPUID values: bits of TdControl::cpu.
struct TdCpu {
	static constexpr u32 monitor = 1 << 0;
	static constexpr u32 tsx = 1 << 1;
	static constexpr u32 waitpkg = 1 << 2;
	static constexpr u32 la57 = 1 << 3;
	static constexpr u32 pconfig = 1 << 4;
	static constexpr u32 ddpd = 1 << 5;
	static constexpr u32 xfd = 1 << 6;
	static constexpr u32 dca = 1 << 7;
	static constexpr u32 tsc_deadline = 1 << 8;
	static constexpr u32 tme = 1 << 9;
};

constexpr u32 max_td_cpuid_values = 80;

// TDCS page 1.
struct TdCpuid {
	CpuidValue value[max_td_cpuid_values]; // by row of cpuid_table.hpp
	Donated<u8> valid[max_td_cpuid_values];
};
static_assert(sizeof(TdCpuid) <= page_size);

// TDCS page 0.
struct TdControl {
	ShareLock op_state_lock;
	Donated<u32> op_state; // OpState
	Donated<u32> num_vcpus;
	Donated<u32> num_assoc_vcpus;
	Donated<u16> num_l2_vms;

	Donated<u64> attributes;
	Donated<u64> xfam;
	Donated<u32> max_vcpus;
	Donated<u8> gpaw;
	Donated<u64> eptp;
	Donated<u64> config_flags;
	Donated<u64> td_ctls;
	u64 notify_enables;
	u64 hp_lock_timeout; // in TSC ticks
	Donated<u64> vm_ctls[max_l2_vms + 1];
	Donated<u64> tsc_offset;
	Donated<u64> tsc_multiplier;
	u64 virtual_tsc;
	u16 tsc_frequency; // in units of 25 MHz
	u32 xbuff_size;
	Donated<u32> xbuff_offsets[num_xbuff_offsets];

	ShareLock epoch_lock;
	Donated<u64> epoch;
	Donated<u16> epoch_refs[2]; // running vCPUs by parity of the epoch they entered in

	ShareLock sept_lock; // of the whole tree

	u64 mrtd[hash_words];
	u64 mrconfigid[hash_words];
	u64 mrowner[hash_words];
	u64 mrownerconfig[hash_words];
	ShareLock rtmr_lock;
	u64 rtmr[num_rtmrs][hash_words];
	alignas(8) u8 mrtd_state[hash_state_bytes]; // of the hash until MR.FINALIZE

	Donated<u32> cpu; // bits of TdCpu
	Donated<u64> virt_arch_capabilities;
	Donated<u64> virt_vmx_msr[20]; // by MSR number from IA32_VMX_BASIC on

	// Migration and service TDs.
	u8 mig_dec_key_set;
	u16 mig_version;
	u16 mig_working_version;
	u16 num_migs;
	u32 export_count;
	u32 import_count;
	u32 mig_epoch;
	u32 num_migrated_vcpus;
	u64 bw_epoch;
	u64 total_mb_count;
	u64 mig_dec_key[4];
	u64 mig_dec_working_key[4];
	u64 mig_enc_key[4]; // of the next session
	u64 mig_enc_working_key[4];
	u64 dirty_count;
	u64 mig_count;
	u64 pre_import_uuid[4];
	u64 servtd_hash[hash_words];
	u16 servtd_num;
	u64 servtd_bindings[16];

	// Bits of a GPA; the highest says whether it is shared.
	CORE_ALWAYS_INLINE u32 gpa_width() const { return gpaw ? 52 : 48; }
	CORE_ALWAYS_INLINE OpState state() const
	{
		return OpState{static_cast<u8>(op_state.load())};
	}
	CORE_ALWAYS_INLINE void set_state(OpState to) { op_state = static_cast<u32>(to); }
};
static_assert(sizeof(TdControl) <= page_size);

// What the host damaged can't be worked on any more: the TD counts as fatal.
CORE_INLINE Status damaged()
{
	return Status::of(StatusCode::TdFatal);
}

// A TD that a call works on: its TDR, held in the PAMT, and once open() found all well its TDCS.
class Td {
	Emu &emu;
	HeldPage page;   // TDR named by an operand
	Held<u16> owner; // or TDR that the module found by itself
	HeldLock op_state;
	u64 tdr_pa{0};
	Tdr *tdr_{nullptr};
	void *tdcs_[max_tdcs_pages]{}; // where @mapped has a bit
	u32 mapped{0};
	u32 const used;

public:
	CORE_ALWAYS_INLINE explicit Td(Emu &m, TdcsUse u = TdcsUse::All)
		: emu{m}, page{m}, used{static_cast<u32>(u)}
	{}
	CORE_ALWAYS_INLINE ~Td() = default;

	// TDR named by @operand.
	Status lock(u64 pa, Reg operand, Hold hold);
	// TDR that owns a page of the TD; contended is OPERAND_BUSY|TDR.
	Status lock_owner(u64 pa, Hold hold);
	// The owner stays held beyond the scope, until another adopts it; false when it is no more.
	CORE_ALWAYS_INLINE void leave_owner_held() { owner.leave_held(); }
	bool adopt_owner(u64 pa);
	CORE_ALWAYS_INLINE void release_op_state() { op_state.release(); }
	// lock() and open(), with the OP_STATE lock shared where TDR is.
	Status open(HostLeaf leaf, u64 pa, Reg operand, Hold hold);
	// The TD is not fatal, and has its keys.
	Status check_keys() const;
	// Fatal, keys configured, TDCS there.  Then the OP_STATE lock, unless TDR is held
	// exclusive, and whether the operation state allows @leaf.
	Status open(HostLeaf leaf, Hold op_state_hold);
	// The same without looking at the operation state.
	Status open_any_state();
	// Takes no lock, for who only looks.  False when the page is no TDR; of the TDCS there is
	// as much as can be found.
	bool look(u64 pa);
	// The pages that TDR says make up the TDCS; TDCS_NOT_ALLOCATED where there are less than
	// @at_least.
	Status map_tdcs(u32 at_least);
	// All that a TD without L2 VMs needs, so that control() and the like are there.
	CORE_ALWAYS_INLINE Status map_whole_tdcs() { return map_tdcs(min_tdcs_pages); }
	Status check_op_state(HostLeaf leaf) const;

	CORE_ALWAYS_INLINE u64 pa() const { return tdr_pa; }
	CORE_ALWAYS_INLINE Tdr &tdr() const { return *tdr_; }
	CORE_ALWAYS_INLINE Tdr *tdr_or_null() const { return tdr_; }
	CORE_ALWAYS_INLINE TdControl &control() const
	{
		return *static_cast<TdControl *>(tdcs_[static_cast<u32>(TdcsPage::Control)]);
	}
	CORE_ALWAYS_INLINE TdCpuid &cpuid() const
	{
		return *static_cast<TdCpuid *>(tdcs(TdcsPage::Cpuid));
	}
	// Page of the TDCS; null for one that the call does not look at, and for the page of an L2
	// VM that the TD has not.
	CORE_ALWAYS_INLINE void *tdcs(TdcsPage which, u32 vm = 1) const
	{
		u32 const index{static_cast<u32>(which) + vm - 1};
		return index < max_tdcs_pages && mapped >> index & 1 ? tdcs_[index] : nullptr;
	}
	CORE_ALWAYS_INLINE bool debug() const
	{
		return TdAttributes::Debug::get(control().attributes);
	}

	// CHLDCNT follows each page given or taken.
	CORE_ALWAYS_INLINE void add_children(u64 pages) const { tdr_->chldcnt.add(pages); }
	CORE_ALWAYS_INLINE void remove_children(u64 pages) const { tdr_->chldcnt.subtract(pages); }
};

} // namespace tdx::emu
