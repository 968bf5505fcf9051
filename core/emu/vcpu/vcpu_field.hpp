// SPDX-License-Identifier: GPL-2.0
//
// Elements of vCPU-scope metadata, the VMCS of the TD and those of its L2 VMs among them.
#pragma once

#include "vcpu.hpp"

namespace tdx::emu {

class VcpuField {
	Vcpu const &vcpu;
	Reader reader;
	u32 row{0};    // in vcpu_fields
	u32 l2_row{0}; // in l2_vmcs_fields, where @row stands for a whole VMCS
	u32 index{0};
	FieldId id_{};

	bool is_l2_vmcs() const;
	bool exists() const;
	bool next_row();

public:
	CORE_ALWAYS_INLINE VcpuField(Vcpu const &v, Reader r) : vcpu{v}, reader{r} {}

	void first();
	Status find(FieldId id);
	bool next();

	FieldInfo const &info() const;
	CORE_ALWAYS_INLINE FieldId id() const { return id_; }
	CORE_ALWAYS_INLINE Access access() const { return info().*reader; }
	CORE_ALWAYS_INLINE bool of_guest() const { return reader == the_guest; }
	// L2 VM that it belongs to; 0: none.
	CORE_ALWAYS_INLINE u32 vm() const { return l2_vm_of(vcpu_fields[row].id.cls()); }
	CORE_ALWAYS_INLINE bool in_vmcs() const
	{
		return vcpu_fields[row].id.cls() == VcpuClass::vmcs || is_l2_vmcs();
	}
	// Of the element, with the class of the table.
	CORE_ALWAYS_INLINE u32 code() const { return id_.code(); }
	u64 load() const;
	void store(u64 value) const;
};

} // namespace tdx::emu
