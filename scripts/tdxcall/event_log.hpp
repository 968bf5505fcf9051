// SPDX-License-Identifier: GPL-2.0
//
// The event log of a TD: what its firmware and boot loader measured into MRTD and the RTMRs.
#pragma once

#include "output.hpp"

namespace tdxcall {

// A line for each event's header, and the RTMRs that the events make.  False when the log is broken
// off.
bool add_event_log(Output &output, std::string const &bytes);

} // namespace tdxcall
