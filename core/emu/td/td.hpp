// SPDX-License-Identifier: GPL-2.0
//
// A TD's control structures, TDR and TDCS, in pages that the host donated.  Their layout is private
// to this module; the host accesses them through metadata fields.
#pragma once

#include "core/abi/op_state.hpp"
#include "core/abi/td_bits.hpp"
#include "core/emu/ground/donated.hpp"
#include "core/emu/page/private_page.hpp"

namespace tdx::emu {

// Index of this module in the database of modules loaded since boot: the first.
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

// Which of the pages a call maps.  Leaf functions on the SEPT map only what they need (Memory):
// they are called very often, and each page costs time.
enum class TdcsUse : u32 {
	All = tdcs_bit(TdcsPage::Control, max_tdcs_pages),
	Memory = tdcs_bit(TdcsPage::Control) | tdcs_bit(TdcsPage::SeptRoot) |
		 tdcs_bit(TdcsPage::L2SeptRoot, max_l2_vms),
};

// Members that are metadata fields have the fields' element sizes.  Plain integers are values that
// nothing here depends on.
struct Tdr {
	Donated<u8> fatal; // not 0: true, as for every flag that the host may damage
	Donated<u16> hkid;
	u16 handoff_version;
	Donated<Lifecycle> lifecycle;
	Donated<u32> num_tdcx;
	Donated<u64> chldcnt; // pages of the TD, without the TDR
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

// CPU features that a TD's CPUID values enable: bits of TdControl::cpu.
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

	// Width of a GPA; the top bit is the SHARED bit.
	CORE_ALWAYS_INLINE u32 gpa_width() const { return gpaw ? 52 : 48; }
	CORE_ALWAYS_INLINE OpState state() const
	{
		return OpState{static_cast<u8>(op_state.load())};
	}
	CORE_ALWAYS_INLINE void set_state(OpState to) { op_state = static_cast<u32>(to); }
};
static_assert(sizeof(TdControl) <= page_size);

// A TD whose structures the host damaged can't be used any more: its calls end with TD_FATAL.
CORE_INLINE Status damaged()
{
	return Status::of(StatusCode::TdFatal);
}

// A TD that a call works on: its TDR, held in the PAMT, and after a successful open() its TDCS.
class Td {
	Emu &emu;
	HeldPage page;   // TDR named by an operand
	Held<u16> owner; // or TDR found through the PAMT
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
	// TDR of the page's owner; if contended, OPERAND_BUSY|TDR.
	Status lock_owner(u64 pa, Hold hold);
	// The owner stays held beyond the scope until another Td adopts it.  Adopting fails if the
	// TDR is gone.
	CORE_ALWAYS_INLINE void leave_owner_held() { owner.leave_held(); }
	bool adopt_owner(u64 pa);
	CORE_ALWAYS_INLINE void release_op_state() { op_state.release(); }
	// lock() and open(); takes the OP_STATE lock shared if TDR is held shared.
	Status open(HostLeaf leaf, u64 pa, Reg operand, Hold hold);
	// Checks that the TD is not fatal and has its keys configured.
	Status check_keys() const;
	// Checks that the TD is not fatal, its keys are configured and its TDCS is there; takes the
	// OP_STATE lock unless TDR is held exclusive; checks that the operation state allows @leaf.
	Status open(HostLeaf leaf, Hold op_state_hold);
	// The same without checking the operation state.
	Status open_any_state();
	// For inspection, without a lock.  False if the page is no TDR; of the TDCS it maps what it
	// can find.
	bool look(u64 pa);
	// Maps the pages that TDR lists as the TDCS; TDCS_NOT_ALLOCATED if there are fewer than
	// @at_least.
	Status map_tdcs(u32 at_least);
	// Maps all pages of a TD without L2 VMs, so that control() and the like can be used.
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
	// Page of the TDCS; null if the call did not map it, or if the TD has no such L2 VM.
	CORE_ALWAYS_INLINE void *tdcs(TdcsPage which, u32 vm = 1) const
	{
		u32 const index{static_cast<u32>(which) + vm - 1};
		return index < max_tdcs_pages && mapped >> index & 1 ? tdcs_[index] : nullptr;
	}
	CORE_ALWAYS_INLINE bool debug() const
	{
		return TdAttributes::Debug::get(control().attributes);
	}

	// CHLDCNT counts each page that the TD gets or loses.
	CORE_ALWAYS_INLINE void add_children(u64 pages) const { tdr_->chldcnt.add(pages); }
	CORE_ALWAYS_INLINE void remove_children(u64 pages) const { tdr_->chldcnt.subtract(pages); }
};

} // namespace tdx::emu
