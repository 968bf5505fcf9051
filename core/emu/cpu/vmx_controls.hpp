// SPDX-License-Identifier: GPL-2.0
//
// VMCS controls and control registers as the module sets them for a TD and for its L2 VMs.
#pragma once

#include "msr.hpp"

namespace tdx::emu {

// How the module sets a word of VM-execution, exit or entry controls.
struct Controls {
	Msr msr;
	u64 initial;
	u64 variable; // may become 0 or 1 later
	u64 unknown;  // left at what the CPU requires
};

enum ControlsRow : u32 {
	pinbased,
	procbased,
	procbased2,
	procbased3,
	exit_controls,
	entry_controls
};

// In the order of ControlsRow.
constexpr Controls td_controls[] = {
	{Msr::VmxTruePinbasedCtls, 0x00000029, 0x00000080, 0xffffff16},
	{Msr::VmxTrueProcbasedCtls, 0x91220088, 0x20400c00, 0x04046173},
	{Msr::VmxProcbasedCtls2, 0x133cb3fa, 0xcc000400, 0x00000000},
	{Msr::VmxProcbasedCtls3, 0x00000080, 0x00000020, 0xffffffffffffff40},
	{Msr::VmxTrueExitCtls, 0x1f3c8204, 0x40001000, 0x00036dfb},
	{Msr::VmxTrueEntryCtls, 0x003ec004, 0x00402200, 0xff8011fb},
};

constexpr Controls l2_controls[] = {
	{Msr::VmxTruePinbasedCtls, 0x00000029, 0x00000000, 0xffffff16},
	{Msr::VmxTrueProcbasedCtls, 0x91220088, 0x68d81e04, 0x04046173},
	{Msr::VmxProcbasedCtls2, 0x1338b3fa, 0x0c513e0c, 0x00000000},
	{Msr::VmxProcbasedCtls3, 0x00000080, 0x0000002e, 0xffffffffffffff40},
	{Msr::VmxTrueExitCtls, 0x1f3c8204, 0x40001000, 0x00036dfb},
	{Msr::VmxTrueEntryCtls, 0x003ec004, 0x00402200, 0xff8011fb},
};

// Of the primary controls.
using MwaitExiting = Bits<10>;
using RdpmcExiting = Bits<11>;
using MonitorExiting = Bits<29>;
// Of the secondary controls; set if the CPU has WAITPKG, PCONFIG, ENCLV.
using EnableUserWait = Bits<26>;
using EnablePconfig = Bits<27>;
using EnclvExiting = Bits<28>;
// Of the exit and entry controls.
using ExitLoadPerfGlobalCtrl = Bits<12>;
using ExitSavePerfGlobalCtrl = Bits<30>;
using EntryLoadPerfGlobalCtrl = Bits<13>;
using EntryLoadPkrs = Bits<22>;
// Of the tertiary controls.
using TertiaryGpaw = Bits<5>;

constexpr u64 td_cr0 = 0x21;
constexpr u64 td_cr4 = 0x2040;
constexpr u64 l2_cr0_variable = 0x8005001f;
constexpr u64 l2_cr4_variable = 0x03ff1fbf;

} // namespace tdx::emu
