// SPDX-License-Identifier: GPL-2.0
//
// Stops each access to some pages of the host's memory, so that a test can do in the middle of a
// call what another CPU might: the pages are inaccessible, and an instruction that faults on one
// runs alone.
#pragma once

#include <functional>
#include <vector>

#include <tdxcall/types.h>

namespace test {

class AccessTrap {
public:
	// Any address in each page.
	explicit AccessTrap(std::vector<void *> const &pages);
	AccessTrap(AccessTrap const &) = delete;
	AccessTrap &operator=(AccessTrap const &) = delete;
	~AccessTrap();

	// Makes @call.  Before each access @before gets its number, from 1 on, and the word; when
	// it answers false nothing is stopped any more.  How many accesses were stopped.
	u64 run(std::function<void()> const &call,
		std::function<bool(u64 number, u64 *word)> const &before);
};

} // namespace test
