// SPDX-License-Identifier: GPL-2.0
//
// What the checks of a host ask.
#pragma once

#include "check.hpp"

namespace tdxcall {

// CPU and firmware.
Finding check_cpu_model(Facts &facts);
Finding check_partial_write(Facts &facts);
Finding check_cpu_vmx(Facts &facts);
Finding check_cpu_features(Facts &facts);
Finding check_cpu_tme(Facts &facts);
Finding check_cpu_seamrr(Facts &facts);
Finding check_vmx_lock(Facts &facts);
Finding check_vmx_enabled(Facts &facts);
Finding check_seamret(Facts &facts);
Finding check_tme_capability(Facts &facts);
Finding check_tme_enabled(Facts &facts);
Finding check_tme_locked(Facts &facts);
Finding check_keyid_bits(Facts &facts);
Finding check_keyids(Facts &facts);
Finding check_seamrr_configured(Facts &facts);
Finding check_seamrr_enabled(Facts &facts);
Finding check_seamrr_locked(Facts &facts);
Finding check_mcheck(Facts &facts);
Finding check_cpuid_limit(Facts &facts);
Finding check_production(Facts &facts);
Finding check_sgx(Facts &facts);

// Linux.
Finding check_kernel_version(Facts &facts);
Finding check_kernel_config(Facts &facts);
Finding check_kvm_config(Facts &facts);
Finding check_command_line(Facts &facts);
Finding check_hibernation(Facts &facts);
Finding check_kvm_loaded(Facts &facts);
Finding check_kvm_parameters(Facts &facts);
Finding check_kvm_tdx(Facts &facts);
Finding check_iommu(Facts &facts);

// The TDX module.
Finding check_module_loaded(Facts &facts);
Finding check_seamldr(Facts &facts);
Finding check_module_up(Facts &facts);
Finding check_module_cpus(Facts &facts);
Finding check_module_release(Facts &facts);
Finding check_no_rbp_mod(Facts &facts);
Finding check_pamt(Facts &facts);

} // namespace tdxcall
