// SPDX-License-Identifier: GPL-2.0
#include "ept_violation.hpp"
#include "core/abi/page.hpp"
#include "end.hpp"

namespace tdx::vmm {

namespace {

// In RCX, the exit qualification.
struct Qualification {
	using Fetch = Bits<2>;
};

// In RDX, the extended exit qualification: set if the TDX module found the page missing, not the
// CPU.
struct Extended {
	using Type = Bits<3, 0>;
	using AskedLevel = Bits<34, 32>;

	static constexpr u64 none = 0;
	static constexpr u64 accept = 1;
	static constexpr u64 attr_wr = 5;
	static constexpr u64 pending = 6;
};

// TDG.MEM.PAGE.ACCEPT asks for a level.  After other accesses the guest accepts page by page.
u32 wanted_level(u64 extended)
{
	u64 const type{Extended::Type::get(extended)};

	return (type == Extended::accept || type == Extended::attr_wr) &&
			       Extended::AskedLevel::get(extended)
		       ? 1
		       : 0;
}

bool can_be_mapped(u64 extended)
{
	switch (Extended::Type::get(extended)) {
	case Extended::none:
	case Extended::accept:
	case Extended::attr_wr:
		return true;
	default:
		return false;
	}
}

} // namespace

void ept_violation(Td &td, tdx_regs const &exit, vmm_verdict &verdict)
{
	u64 const address{page_of(exit.r8)};
	u64 const gpa{address & ~td.shared_bit()};
	bool const shared{gpa != address};
	u32 const level{shared ? 0 : wanted_level(exit.rdx)};

	if (!td.is_memory(gpa, page_size) || !can_be_mapped(exit.rdx)) {
		end(td, verdict, [&](Text &text) {
			text.add("the TD touched ").add(shared ? "shared" : "private").add(" GPA ");
			text.hex(gpa).add(Extended::Type::get(exit.rdx) == Extended::pending
						  ? ", which it has not accepted"
						  : ", where it has no memory");
		});
		return;
	}
	// Mapping a page would not help: shared memory is not executable.
	if (shared && Qualification::Fetch::get(exit.rcx)) {
		end(td, verdict, [&](Text &text) {
			text.add("the TD fetched code from shared GPA ").hex(gpa);
		});
		return;
	}
	verdict.next = VMM_MAP;
	verdict.gpa = address;
	// Large only if all of the 2 MiB are memory.
	verdict.level = td.is_memory(page_of(gpa, bytes_of_level(level)), bytes_of_level(level))
				? level
				: 0;
}

} // namespace tdx::vmm
