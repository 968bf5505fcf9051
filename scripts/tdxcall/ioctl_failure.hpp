// SPDX-License-Identifier: GPL-2.0
//
// Failures of ioctls about TDX, as QEMU, cloud-hypervisor, strace and others print them: the name
// or the number of the request and an error number in one of many forms.
#pragma once

#include <optional>
#include <string_view>

#include "explain.hpp"

namespace tdxcall {

std::optional<Result> explain_ioctl_failure(std::string_view line);

} // namespace tdxcall
