// SPDX-License-Identifier: GPL-2.0
//
// TD_PARAMS, with which the host configures a TD in TDH.MNG.INIT.
#pragma once

#include "core/abi/td_bits.hpp"
#include "core/emu/platform/cpuid_config.hpp"
#include "core/emu/td/td.hpp"

namespace tdx::emu {

// As it lies in the host's memory.
struct TdParams {
	u64 attributes;
	u64 xfam;
	u16 max_vcpus;
	u8 num_l2_vms;
	u8 msr_config_ctls;
	u8 reserved0[4];
	u64 eptp_controls;
	u64 config_flags;
	u16 tsc_frequency;
	u8 reserved1[38];
	u64 mrconfigid[hash_words];
	u64 mrowner[hash_words];
	u64 mrownerconfig[hash_words];
	u64 arch_capabilities;
	u8 reserved2[24];
	CpuidValue cpuid[num_cpuid_config];
	u8 reserved3[576];
};
static_assert(sizeof(TdParams) == 1024);
static_assert(__builtin_offsetof(TdParams, mrconfigid) == 80);
static_assert(__builtin_offsetof(TdParams, arch_capabilities) == 224);
static_assert(__builtin_offsetof(TdParams, cpuid) == 256);

constexpr u64 td_params_alignment = 1024;

// Each of these checks a part of TD_PARAMS for TDH.MNG.INIT and configures the TD with it.
// td_config.cpp
Status configure_td(Emu const &emu, Lp const &lp, Td const &td, TdParams const &params);
// td_cpuid.cpp: @culprit gets the leaf and sub-leaf of a refused value.
Status configure_cpuid(
	Emu const &emu, Lp const &lp, Td const &td, TdParams const &params, u64 &culprit);
// td_msr.cpp, td_msr_bitmap.cpp
Status configure_arch_capabilities(Emu const &emu, Td const &td, TdParams const &params);
void configure_vmx_msrs(Emu const &emu, Td const &td);
void configure_msr_bitmaps(Emu const &emu, Td const &td);
// Bits of CR4 that an L1 VMM may let an L2 VM change.
u64 l2_cr4_changeable(Emu const &emu, TdControl const &control);

// DDPD_U of IA32_SPEC_CTRL.  A TD without DDPD in its CPUID does not see the bit, and runs with it
// set if the CPU has DDPD.
u64 spec_ctrl_mask(TdControl const &control);
u64 real_spec_ctrl(Emu const &emu, TdControl const &control, u64 seen);

// Of CPUID leaf 0x1C.
u32 max_lbr_depth(Emu const &emu);

} // namespace tdx::emu
