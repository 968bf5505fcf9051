// SPDX-License-Identifier: GPL-2.0
/*
 * One function per leaf function, exported.
 * Written by scripts/gen-typed from the tables in core/abi/: change those.
 */
#include <linux/bits.h>

#include "module/shared/compat.h"
#include "internal.h"
#include <tdxcall/tdxcall.h>

/* Cut to its bits an operand would be another one, and uncut it would change its neighbour. */
#define FITS(value, width)	(!((value) >> (width)))
#define IN_PLACE(value, hi, lo)	(!((value) & ~GENMASK_ULL(hi, lo)))

/* For what the callee fills in: kernels are built to zero every variable before. */
#define FILLED			__attribute__((uninitialized))

static u64 refuse(struct tdx_regs *out)
{
	if (out)
		*out = (struct tdx_regs) {};
	return TDX_SW_REFUSED;
}

/* It must not make another leaf function of this one. */
static bool is_patience(u64 how)
{
	return !(how & ~TDXCALL_FLAGS);
}

static u64 seamcall(u64 how, u64 fn, const struct tdx_regs *in, struct tdx_regs *out)
{
	struct tdx_regs unwanted FILLED;

	if (!is_patience(how))
		return refuse(out);
	return tdxcall_make_seamcall(how | fn, in, out ? out : &unwanted);
}

static u64 tdcall(u64 how, u64 fn, const struct tdx_regs *in, struct tdx_regs *out)
{
	struct tdx_regs unwanted FILLED;

	if (!is_patience(how))
		return refuse(out);
	return tdxcall_tdcall(how | fn, in, out ? out : &unwanted);
}

static struct tdx_vmcall_result refuse_vmcall(struct tdx_regs *out)
{
	return (struct tdx_vmcall_result) { .rax = refuse(out) };
}

static struct tdx_vmcall_result vmcall(u64 how, u64 number, const struct tdx_regs *in,
				       struct tdx_regs *out)
{
	struct tdx_regs unwanted FILLED;

	if (!is_patience(how))
		return refuse_vmcall(out);
	return tdxcall_vmcall(how | number, in, out ? out : &unwanted);
}

static u64 seamldr(u64 how, u64 fn, const struct tdx_regs *in, struct tdx_regs *out)
{
	struct tdx_regs unwanted FILLED;

	if (!is_patience(how))
		return refuse(out);
	return tdxcall_seamldr(how | fn, in, out ? out : &unwanted);
}

u64 tdxcall_tdh_mng_addcx(u64 how, u64 tdcx_page_pa, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdcx_page_pa,
		.rdx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_MNG_ADDCX, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mng_addcx, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_page_add(u64 how, u64 gpa, u64 level, u64 tdr_pa, u64 target_page_pa,
			     u64 source_page_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa,
		.r8 = target_page_pa,
		.r9 = source_page_pa,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_PAGE_ADD, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_page_add, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_sept_add(u64 how, u64 version, u64 gpa, u64 level, u64 tdr_pa,
			     u64 allow_existing, u64 sept_page_pa, u64 l2_sept_page_pa_r9,
			     u64 l2_sept_page_pa_r10, u64 l2_sept_page_pa_r11,
			     struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa | allow_existing,
		.r8 = sept_page_pa,
		.r9 = l2_sept_page_pa_r9,
		.r10 = l2_sept_page_pa_r10,
		.r11 = l2_sept_page_pa_r11,
	};

	if (!FITS(version, 8) || !IN_PLACE(gpa, 51, 12) || !FITS(level, 3) ||
	    !IN_PLACE(tdr_pa, 51, 12) || !FITS(allow_existing, 1))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_SEPT_ADD | version << TDX_LEAF_VERSION_SHIFT,
			&in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_sept_add, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_vp_addcx(u64 how, u64 tdcx_page_pa, u64 tdvpr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdcx_page_pa,
		.rdx = tdvpr_pa,
	};

	return seamcall(how, TDXCALL_TDH_VP_ADDCX, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_vp_addcx, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_page_relocate(u64 how, u64 gpa, u64 level, u64 tdr_pa, u64 new_page_pa,
				  struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa,
		.r8 = new_page_pa,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_PAGE_RELOCATE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_page_relocate, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_page_aug(u64 how, u64 gpa, u64 level, u64 tdr_pa, u64 page_pa,
			     struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa,
		.r8 = page_pa,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_PAGE_AUG, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_page_aug, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_range_block(u64 how, u64 gpa, u64 level, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_RANGE_BLOCK, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_range_block, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mng_key_config(u64 how, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_MNG_KEY_CONFIG, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mng_key_config, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mng_create(u64 how, u64 tdr_page_pa, u64 hkid, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_page_pa,
		.rdx = hkid,
	};

	if (!FITS(hkid, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MNG_CREATE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mng_create, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_vp_create(u64 how, u64 tdvpr_page_pa, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdvpr_page_pa,
		.rdx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_VP_CREATE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_vp_create, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mng_rd(u64 how, u64 version, u64 tdr_pa, u64 field_id, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
		.rdx = field_id,
	};

	if (!FITS(version, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MNG_RD | version << TDX_LEAF_VERSION_SHIFT, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdh_mng_rd);

u64 tdxcall_tdh_mem_rd(u64 how, u64 gpa, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa,
		.rdx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_MEM_RD, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdh_mem_rd);

u64 tdxcall_tdh_mng_wr(u64 how, u64 tdr_pa, u64 field_id, u64 value, u64 mask,
		       struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
		.rdx = field_id,
		.r8 = value,
		.r9 = mask,
	};

	return seamcall(how, TDXCALL_TDH_MNG_WR, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mng_wr, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_wr(u64 how, u64 gpa, u64 tdr_pa, u64 data, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa,
		.rdx = tdr_pa,
		.r8 = data,
	};

	return seamcall(how, TDXCALL_TDH_MEM_WR, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_wr, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_page_demote(u64 how, u64 gpa, u64 level, u64 tdr_pa, u64 l2_sept_add_mode,
				u64 sept_page_pa, u64 l2_sept_page_pa_r9, u64 l2_sept_page_pa_r10,
				u64 l2_sept_page_pa_r11, u64 pamt_page_pa_r12,
				u64 pamt_page_pa_r13, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa | l2_sept_add_mode,
		.r8 = sept_page_pa,
		.r9 = l2_sept_page_pa_r9,
		.r10 = l2_sept_page_pa_r10,
		.r11 = l2_sept_page_pa_r11,
		.r12 = pamt_page_pa_r12,
		.r13 = pamt_page_pa_r13,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3) || !IN_PLACE(tdr_pa, 51, 12) ||
	    !FITS(l2_sept_add_mode, 1))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_PAGE_DEMOTE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_page_demote, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mr_extend(u64 how, u64 gpa, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa,
		.rdx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_MR_EXTEND, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mr_extend, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mr_finalize(u64 how, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_MR_FINALIZE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mr_finalize, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_vp_flush(u64 how, u64 tdvpr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdvpr_pa,
	};

	return seamcall(how, TDXCALL_TDH_VP_FLUSH, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_vp_flush, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mng_vpflushdone(u64 how, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_MNG_VPFLUSHDONE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mng_vpflushdone, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mng_key_freeid(u64 how, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_MNG_KEY_FREEID, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mng_key_freeid, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mng_init(u64 how, u64 tdr_pa, u64 td_params_pa, u64 extra_param,
			 struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
		.rdx = td_params_pa,
		.r8 = extra_param,
	};

	return seamcall(how, TDXCALL_TDH_MNG_INIT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mng_init, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_vp_init(u64 how, u64 version, u64 tdvpr_pa, u64 initial_rcx_r8, u64 x2apic_id,
			struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdvpr_pa,
		.rdx = initial_rcx_r8,
		.r8 = x2apic_id,
	};

	if (!FITS(version, 8) || !FITS(x2apic_id, 32))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_VP_INIT | version << TDX_LEAF_VERSION_SHIFT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_vp_init, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_page_promote(u64 how, u64 version, u64 gpa, u64 level, u64 tdr_pa,
				 struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa,
	};

	if (!FITS(version, 8) || !IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_PAGE_PROMOTE | version << TDX_LEAF_VERSION_SHIFT,
			&in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_page_promote, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_phymem_page_rdmd(u64 how, u64 page_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = page_pa,
	};

	return seamcall(how, TDXCALL_TDH_PHYMEM_PAGE_RDMD, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdh_phymem_page_rdmd);

u64 tdxcall_tdh_mem_sept_rd(u64 how, u64 gpa, u64 level, u64 tdr_pa, u64 l2_attrs,
			    struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa | l2_attrs,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3) || !IN_PLACE(tdr_pa, 51, 12) ||
	    !FITS(l2_attrs, 1))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_SEPT_RD, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdh_mem_sept_rd);

u64 tdxcall_tdh_vp_rd(u64 how, u64 version, u64 tdvpr_pa, u64 field_id, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdvpr_pa,
		.rdx = field_id,
	};

	if (!FITS(version, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_VP_RD | version << TDX_LEAF_VERSION_SHIFT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_vp_rd, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mng_key_reclaimid(u64 how, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_MNG_KEY_RECLAIMID, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mng_key_reclaimid, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_phymem_page_reclaim(u64 how, u64 page_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = page_pa,
	};

	return seamcall(how, TDXCALL_TDH_PHYMEM_PAGE_RECLAIM, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_phymem_page_reclaim, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_page_remove(u64 how, u64 gpa, u64 level, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_PAGE_REMOVE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_page_remove, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_sept_remove(u64 how, u64 version, u64 gpa, u64 level, u64 tdr_pa,
				struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa,
	};

	if (!FITS(version, 8) || !IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_SEPT_REMOVE | version << TDX_LEAF_VERSION_SHIFT,
			&in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_sept_remove, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_sys_key_config(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamcall(how, TDXCALL_TDH_SYS_KEY_CONFIG, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_sys_key_config, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_sys_info(u64 how, u64 tdsysinfo_pa, u64 buffer_size, u64 cmr_array_pa,
			 u64 cmr_entries, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdsysinfo_pa,
		.rdx = buffer_size,
		.r8 = cmr_array_pa,
		.r9 = cmr_entries,
	};

	return seamcall(how, TDXCALL_TDH_SYS_INFO, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdh_sys_info);

u64 tdxcall_tdh_sys_init(u64 how, u64 version, u64 attributes, u64 fatal_error_config,
			 struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = attributes,
		.r8 = fatal_error_config,
	};

	if (!FITS(version, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_SYS_INIT | version << TDX_LEAF_VERSION_SHIFT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_sys_init, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_sys_rd(u64 how, u64 field_id, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rdx = field_id,
	};

	return seamcall(how, TDXCALL_TDH_SYS_RD, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdh_sys_rd);

u64 tdxcall_tdh_sys_lp_init(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamcall(how, TDXCALL_TDH_SYS_LP_INIT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_sys_lp_init, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_sys_tdmr_init(u64 how, u64 tdmr_base_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdmr_base_pa,
	};

	return seamcall(how, TDXCALL_TDH_SYS_TDMR_INIT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_sys_tdmr_init, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_sys_rdall(u64 how, u64 list_buffer_pa, u64 first_field_id, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rdx = list_buffer_pa,
		.r8 = first_field_id,
	};

	return seamcall(how, TDXCALL_TDH_SYS_RDALL, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdh_sys_rdall);

u64 tdxcall_tdh_mem_track(u64 how, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_MEM_TRACK, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_track, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_range_unblock(u64 how, u64 gpa, u64 level, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_RANGE_UNBLOCK, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_range_unblock, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_phymem_cache_wb(u64 how, u64 cmd, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = cmd,
	};

	return seamcall(how, TDXCALL_TDH_PHYMEM_CACHE_WB, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_phymem_cache_wb, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_phymem_page_wbinvd(u64 how, u64 page_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = page_pa,
	};

	if (!IN_PLACE(page_pa, 51, 12))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_PHYMEM_PAGE_WBINVD, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_phymem_page_wbinvd, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_sept_wr(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamcall(how, TDXCALL_TDH_MEM_SEPT_WR, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_sept_wr, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_vp_wr(u64 how, u64 tdvpr_pa, u64 field_id, u64 value, u64 mask,
		      struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdvpr_pa,
		.rdx = field_id,
		.r8 = value,
		.r9 = mask,
	};

	return seamcall(how, TDXCALL_TDH_VP_WR, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_vp_wr, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_sys_lp_shutdown(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamcall(how, TDXCALL_TDH_SYS_LP_SHUTDOWN, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_sys_lp_shutdown, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_sys_config(u64 how, u64 version, u64 tdmr_info_array_pa, u64 count, u64 hkid,
			   u64 dynamic_pamt, u64 enable, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdmr_info_array_pa,
		.rdx = count,
		.r8 = hkid | dynamic_pamt << 16,
		.r9 = enable,
	};

	if (!FITS(version, 8) || !FITS(hkid, 16) || !FITS(dynamic_pamt, 1))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_SYS_CONFIG | version << TDX_LEAF_VERSION_SHIFT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_sys_config, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_mng_rdm(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamcall(how, TDXCALL_TDH_MNG_RDM, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdh_mng_rdm);

u64 tdxcall_tdh_mng_wrm(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamcall(how, TDXCALL_TDH_MNG_WRM, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mng_wrm, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_servtd_bind(u64 how, u64 target_tdr_pa, u64 servtd_tdr_pa, u64 slot, u64 type,
			    u64 attributes, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = target_tdr_pa,
		.rdx = servtd_tdr_pa,
		.r8 = slot,
		.r9 = type,
		.r10 = attributes,
	};

	return seamcall(how, TDXCALL_TDH_SERVTD_BIND, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_servtd_bind, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_servtd_prebind(u64 how, u64 target_tdr_pa, u64 info_hash_pa, u64 slot, u64 type,
			       u64 attributes, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = target_tdr_pa,
		.rdx = info_hash_pa,
		.r8 = slot,
		.r9 = type,
		.r10 = attributes,
	};

	return seamcall(how, TDXCALL_TDH_SERVTD_PREBIND, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_servtd_prebind, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_vp_rdm(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamcall(how, TDXCALL_TDH_VP_RDM, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_vp_rdm, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_vp_wrm(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamcall(how, TDXCALL_TDH_VP_WRM, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_vp_wrm, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_sys_shutdown(u64 how, u64 handoff_version, u64 avoid_compat_sensitive,
			     struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = handoff_version | avoid_compat_sensitive << 16,
	};

	if (!FITS(handoff_version, 16) || !FITS(avoid_compat_sensitive, 1))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_SYS_SHUTDOWN, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_sys_shutdown, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_sys_update(u64 how, u64 version, u64 enable, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r9 = enable,
	};

	if (!FITS(version, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_SYS_UPDATE | version << TDX_LEAF_VERSION_SHIFT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_sys_update, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_sys_s4_end(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamcall(how, TDXCALL_TDH_SYS_S4_END, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_sys_s4_end, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_phymem_pamt_add(u64 how, u64 hpa, u64 level, u64 pamt_page0_pa, u64 pamt_page1_pa,
				struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = hpa | level,
		.rdx = pamt_page0_pa,
		.r8 = pamt_page1_pa,
	};

	if (!IN_PLACE(hpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_PHYMEM_PAMT_ADD, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_phymem_pamt_add, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_phymem_pamt_remove(u64 how, u64 hpa, u64 level, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = hpa | level,
	};

	if (!IN_PLACE(hpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_PHYMEM_PAMT_REMOVE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_phymem_pamt_remove, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_ext_init(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamcall(how, TDXCALL_TDH_EXT_INIT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_ext_init, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_ext_mem_add(u64 how, u64 hpa_list_info, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = hpa_list_info,
	};

	return seamcall(how, TDXCALL_TDH_EXT_MEM_ADD, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_ext_mem_add, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_export_abort(u64 how, u64 tdr_pa, u64 size, u64 abort_token_mbmd, u64 stream,
			     struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
		.r8 = size << 52 | abort_token_mbmd,
		.r10 = stream,
	};

	if (!FITS(size, 12) || !IN_PLACE(abort_token_mbmd, 51, 0) || !FITS(stream, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_EXPORT_ABORT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_export_abort, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_export_blockw(u64 how, u64 version, u64 gpa_list_info, u64 tdr_pa,
			      struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa_list_info,
		.rdx = tdr_pa,
	};

	if (!FITS(version, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_EXPORT_BLOCKW | version << TDX_LEAF_VERSION_SHIFT,
			&in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_export_blockw, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_export_restore(u64 how, u64 version, u64 gpa_list_info, u64 tdr_pa,
			       struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa_list_info,
		.rdx = tdr_pa,
	};

	if (!FITS(version, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_EXPORT_RESTORE | version << TDX_LEAF_VERSION_SHIFT,
			&in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_export_restore, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_export_mem(u64 how, u64 version, u64 gpa_list_info, u64 tdr_pa, u64 size,
			   u64 mbmd_pa, u64 mig_buffer_list_pa, u64 resume, u64 stream,
			   u64 mac_list0_pa, u64 mac_list1_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa_list_info,
		.rdx = tdr_pa,
		.r8 = size << 52 | mbmd_pa,
		.r9 = mig_buffer_list_pa,
		.r10 = resume << 63 | stream,
		.r11 = mac_list0_pa,
		.r12 = mac_list1_pa,
	};

	if (!FITS(version, 8) || !FITS(size, 12) || !IN_PLACE(mbmd_pa, 51, 0) || !FITS(resume, 1) ||
	    !FITS(stream, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_EXPORT_MEM | version << TDX_LEAF_VERSION_SHIFT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_export_mem, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_sys_disable(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamcall(how, TDXCALL_TDH_SYS_DISABLE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_sys_disable, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_export_pause(u64 how, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_EXPORT_PAUSE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_export_pause, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_export_track(u64 how, u64 tdr_pa, u64 size, u64 mbmd_pa, u64 in_order_done,
			     u64 stream, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
		.r8 = size << 52 | mbmd_pa,
		.r10 = in_order_done << 63 | stream,
	};

	if (!FITS(size, 12) || !IN_PLACE(mbmd_pa, 51, 0) || !FITS(in_order_done, 1) ||
	    !FITS(stream, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_EXPORT_TRACK, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_export_track, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_export_state_immutable(u64 how, u64 tdr_pa, u64 size, u64 mbmd_pa, u64 last,
				       u64 page_list_pa, u64 resume, u64 stream,
				       struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
		.r8 = size << 52 | mbmd_pa,
		.r9 = last << 55 | page_list_pa,
		.r10 = resume << 63 | stream,
	};

	if (!FITS(size, 12) || !IN_PLACE(mbmd_pa, 51, 0) || !FITS(last, 9) ||
	    !IN_PLACE(page_list_pa, 51, 12) || !FITS(resume, 1) || !FITS(stream, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_EXPORT_STATE_IMMUTABLE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_export_state_immutable, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_export_state_td(u64 how, u64 tdr_pa, u64 size, u64 mbmd_pa, u64 last,
				u64 page_list_pa, u64 resume, u64 stream, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
		.r8 = size << 52 | mbmd_pa,
		.r9 = last << 55 | page_list_pa,
		.r10 = resume << 63 | stream,
	};

	if (!FITS(size, 12) || !IN_PLACE(mbmd_pa, 51, 0) || !FITS(last, 9) ||
	    !IN_PLACE(page_list_pa, 51, 12) || !FITS(resume, 1) || !FITS(stream, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_EXPORT_STATE_TD, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_export_state_td, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_export_state_vp(u64 how, u64 tdvpr_pa, u64 size, u64 mbmd_pa, u64 last,
				u64 page_list_pa, u64 resume, u64 stream, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdvpr_pa,
		.r8 = size << 52 | mbmd_pa,
		.r9 = last << 55 | page_list_pa,
		.r10 = resume << 63 | stream,
	};

	if (!FITS(size, 12) || !IN_PLACE(mbmd_pa, 51, 0) || !FITS(last, 9) ||
	    !IN_PLACE(page_list_pa, 51, 12) || !FITS(resume, 1) || !FITS(stream, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_EXPORT_STATE_VP, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_export_state_vp, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_export_unblockw(u64 how, u64 gpa, u64 level, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_EXPORT_UNBLOCKW, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_export_unblockw, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_import_abort(u64 how, u64 tdr_pa, u64 size, u64 mbmd_pa, u64 stream,
			     struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
		.r8 = size << 52 | mbmd_pa,
		.r10 = stream,
	};

	if (!FITS(size, 12) || !IN_PLACE(mbmd_pa, 51, 0) || !FITS(stream, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_IMPORT_ABORT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_import_abort, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_import_end(u64 how, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_IMPORT_END, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_import_end, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_import_commit(u64 how, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_IMPORT_COMMIT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_import_commit, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_import_mem(u64 how, u64 version, u64 gpa_list_info, u64 tdr_pa, u64 size,
			   u64 mbmd_pa, u64 mig_buffer_list_pa, u64 resume, u64 stream,
			   u64 mac_list0_pa, u64 mac_list1_pa, u64 new_page_list_pa,
			   struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa_list_info,
		.rdx = tdr_pa,
		.r8 = size << 52 | mbmd_pa,
		.r9 = mig_buffer_list_pa,
		.r10 = resume << 63 | stream,
		.r11 = mac_list0_pa,
		.r12 = mac_list1_pa,
		.r13 = new_page_list_pa,
	};

	if (!FITS(version, 8) || !FITS(size, 12) || !IN_PLACE(mbmd_pa, 51, 0) || !FITS(resume, 1) ||
	    !FITS(stream, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_IMPORT_MEM | version << TDX_LEAF_VERSION_SHIFT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_import_mem, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_import_track(u64 how, u64 tdr_pa, u64 size, u64 mbmd_pa, u64 stream,
			     struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
		.r8 = size << 52 | mbmd_pa,
		.r10 = stream,
	};

	if (!FITS(size, 12) || !IN_PLACE(mbmd_pa, 51, 0) || !FITS(stream, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_IMPORT_TRACK, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_import_track, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_import_state_immutable(u64 how, u64 tdr_pa, u64 size, u64 mbmd_pa, u64 last,
				       u64 page_list_pa, u64 resume, u64 stream,
				       struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
		.r8 = size << 52 | mbmd_pa,
		.r9 = last << 55 | page_list_pa,
		.r10 = resume << 63 | stream,
	};

	if (!FITS(size, 12) || !IN_PLACE(mbmd_pa, 51, 0) || !FITS(last, 9) ||
	    !IN_PLACE(page_list_pa, 51, 12) || !FITS(resume, 1) || !FITS(stream, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_IMPORT_STATE_IMMUTABLE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_import_state_immutable, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_import_state_td(u64 how, u64 tdr_pa, u64 size, u64 mbmd_pa, u64 last,
				u64 page_list_pa, u64 resume, u64 stream, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
		.r8 = size << 52 | mbmd_pa,
		.r9 = last << 55 | page_list_pa,
		.r10 = resume << 63 | stream,
	};

	if (!FITS(size, 12) || !IN_PLACE(mbmd_pa, 51, 0) || !FITS(last, 9) ||
	    !IN_PLACE(page_list_pa, 51, 12) || !FITS(resume, 1) || !FITS(stream, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_IMPORT_STATE_TD, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_import_state_td, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_import_state_vp(u64 how, u64 tdvpr_pa, u64 size, u64 mbmd_pa, u64 last,
				u64 page_list_pa, u64 resume, u64 stream, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdvpr_pa,
		.r8 = size << 52 | mbmd_pa,
		.r9 = last << 55 | page_list_pa,
		.r10 = resume << 63 | stream,
	};

	if (!FITS(size, 12) || !IN_PLACE(mbmd_pa, 51, 0) || !FITS(last, 9) ||
	    !IN_PLACE(page_list_pa, 51, 12) || !FITS(resume, 1) || !FITS(stream, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_IMPORT_STATE_VP, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_import_state_vp, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_scan_range(u64 how, u64 list_of_lists_info, u64 tdr_pa, u64 qualifier,
			       u64 operation, u64 range_start, u64 range_size, u64 next_entry,
			       struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = list_of_lists_info,
		.rdx = tdr_pa,
		.r8 = qualifier << 8 | operation,
		.r9 = range_start,
		.r10 = range_size,
		.r11 = next_entry,
	};

	if (!FITS(qualifier, 8) || !FITS(operation, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_SCAN_RANGE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_scan_range, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_scan_comp(u64 how, u64 list_of_lists_info, u64 tdr_pa, u64 resume,
			      u64 range_id, u64 context_id, u64 qualifier, u64 operation,
			      u64 next_entry, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = list_of_lists_info,
		.rdx = tdr_pa,
		.r8 = resume << 63 | range_id << 48 | context_id << 32 | qualifier << 8 | operation,
		.r11 = next_entry,
	};

	if (!FITS(resume, 1) || !FITS(range_id, 8) || !FITS(context_id, 16) ||
	    !FITS(qualifier, 8) || !FITS(operation, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_SCAN_COMP, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_scan_comp, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_scan_config(u64 how, u64 range_list_info, u64 tdr_pa, u64 ranges_page_pa,
				u64 contexts_page_pa, u64 control_page_pa_r10,
				u64 control_page_pa_r11, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = range_list_info,
		.rdx = tdr_pa,
		.r8 = ranges_page_pa,
		.r9 = contexts_page_pa,
		.r10 = control_page_pa_r10,
		.r11 = control_page_pa_r11,
	};

	return seamcall(how, TDXCALL_TDH_MEM_SCAN_CONFIG, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_scan_config, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_scan_reset(u64 how, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rdx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_MEM_SCAN_RESET, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_scan_reset, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mig_stream_create(u64 how, u64 migsc_page_pa, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = migsc_page_pa,
		.rdx = tdr_pa,
	};

	return seamcall(how, TDXCALL_TDH_MIG_STREAM_CREATE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mig_stream_create, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_servtd_rebind(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamcall(how, TDXCALL_TDH_SERVTD_REBIND, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_servtd_rebind, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_quote_get(u64 how, u64 tdr_pa, u64 quote_id, u64 input_pa, u64 input_length,
			  u64 hpa_list_pa, u64 output_length, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdr_pa,
		.rdx = quote_id << 32,
		.r8 = input_pa,
		.r9 = input_length,
		.r10 = hpa_list_pa,
		.r11 = output_length,
	};

	if (!FITS(quote_id, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_QUOTE_GET, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdh_quote_get);

u64 tdxcall_tdh_quote_init(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamcall(how, TDXCALL_TDH_QUOTE_INIT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_quote_init, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_iommu_setreg(u64 how, u64 iommu_id, u64 reg, u64 value, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = iommu_id,
		.rdx = reg,
		.r8 = value,
	};

	if (!FITS(iommu_id, 16))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_IOMMU_SETREG, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_iommu_setreg, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_iommu_getreg(u64 how, u64 vtbar_pa_or_iommu_id, u64 reg, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = vtbar_pa_or_iommu_id,
		.rdx = reg,
	};

	return seamcall(how, TDXCALL_TDH_IOMMU_GETREG, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdh_iommu_getreg);

u64 tdxcall_tdh_spdm_create(u64 how, u64 iommu_id, u64 spdm_id, u64 nda_page_pa,
			    struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = iommu_id,
		.rdx = spdm_id,
		.r8 = nda_page_pa,
	};

	return seamcall(how, TDXCALL_TDH_SPDM_CREATE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_spdm_create, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_spdm_delete(u64 how, u64 iommu_id, u64 spdm_id, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = iommu_id,
		.rdx = spdm_id,
	};

	return seamcall(how, TDXCALL_TDH_SPDM_DELETE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_spdm_delete, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_ide_stream_create(u64 how, u64 iommu_id, u64 spdm_id, u64 ide_type, u64 key_id,
				  u64 root_port_devfn, u64 ide_id, u64 stream_ctrl, u64 rid_assoc1,
				  u64 rid_assoc2, u64 addr_assoc1, u64 addr_assoc2,
				  u64 addr_assoc3, u64 nda_page_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = iommu_id,
		.rdx = spdm_id,
		.r8 = ide_type << 31 | key_id << 16 | root_port_devfn << 8 | ide_id,
		.r9 = stream_ctrl,
		.r10 = rid_assoc1,
		.r11 = rid_assoc2,
		.r12 = addr_assoc1,
		.r13 = addr_assoc2,
		.r14 = addr_assoc3,
		.r15 = nda_page_pa,
	};

	if (!FITS(iommu_id, 16) || !FITS(ide_type, 1) || !FITS(key_id, 8) ||
	    !FITS(root_port_devfn, 8) || !FITS(ide_id, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_IDE_STREAM_CREATE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_ide_stream_create, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_ide_stream_block(u64 how, u64 iommu_id, u64 stream_id, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = iommu_id,
		.rdx = stream_id,
	};

	if (!FITS(stream_id, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_IDE_STREAM_BLOCK, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_ide_stream_block, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_ide_stream_delete(u64 how, u64 iommu_id, u64 stream_id, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = iommu_id,
		.rdx = stream_id,
	};

	if (!FITS(stream_id, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_IDE_STREAM_DELETE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_ide_stream_delete, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_ide_stream_idekmreq(u64 how, u64 iommu_id, u64 stream_id, u64 object_id,
				    u64 km_param, u64 slot, u64 message_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = iommu_id,
		.rdx = stream_id,
		.r8 = object_id,
		.r9 = km_param,
		.r10 = slot,
		.r11 = message_pa,
	};

	if (!FITS(stream_id, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_IDE_STREAM_IDEKMREQ, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_ide_stream_idekmreq, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_ide_stream_idekmrsp(u64 how, u64 iommu_id, u64 stream_id, u64 message_pa,
				    struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = iommu_id,
		.rdx = stream_id,
		.r8 = message_pa,
	};

	if (!FITS(stream_id, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_IDE_STREAM_IDEKMRSP, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_ide_stream_idekmrsp, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_devif_create(u64 how, u64 devif_id, u64 tdr_pa, u64 devifcs_page_pa,
			     u64 td_message_page_pa, u64 vmm_message_page_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = devif_id,
		.rdx = tdr_pa,
		.r8 = devifcs_page_pa,
		.r9 = td_message_page_pa,
		.r10 = vmm_message_page_pa,
	};

	return seamcall(how, TDXCALL_TDH_DEVIF_CREATE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_devif_create, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_devif_remove(u64 how, u64 function_id, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = function_id,
	};

	return seamcall(how, TDXCALL_TDH_DEVIF_REMOVE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_devif_remove, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_devif_request(u64 how, u64 function_id, u64 td_flag, u64 no_fw_update,
			      u64 req_code, u64 output_message_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = function_id,
		.rdx = td_flag << 63 | no_fw_update << 8 | req_code,
		.r8 = output_message_pa,
	};

	if (!FITS(td_flag, 1) || !FITS(no_fw_update, 1) || !FITS(req_code, 8))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_DEVIF_REQUEST, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_devif_request, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_devif_response(u64 how, u64 function_id, u64 td_flag, u64 response_pa,
			       u64 output_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = function_id,
		.rdx = td_flag << 63 | response_pa,
		.r8 = output_pa,
	};

	if (!FITS(td_flag, 1) || !IN_PLACE(response_pa, 51, 12))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_DEVIF_RESPONSE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_devif_response, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_spdm_connect(u64 how, u64 spdm_id, u64 spdm_config_pa, u64 response_pa,
			     u64 request_pa, u64 hpa_array_t, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = spdm_id,
		.rdx = spdm_config_pa,
		.r8 = response_pa,
		.r9 = request_pa,
		.r10 = hpa_array_t,
	};

	return seamcall(how, TDXCALL_TDH_SPDM_CONNECT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_spdm_connect, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_spdm_disconnect(u64 how, u64 spdm_id, u64 response_pa, u64 request_pa,
				struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = spdm_id,
		.rdx = response_pa,
		.r8 = request_pa,
	};

	return seamcall(how, TDXCALL_TDH_SPDM_DISCONNECT, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_spdm_disconnect, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_spdm_mng(u64 how, u64 spdm_id, u64 operation, u64 parameter_pa, u64 response_pa,
			 u64 request_pa, u64 hpa_array_t, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = spdm_id,
		.rdx = operation,
		.r8 = parameter_pa,
		.r9 = response_pa,
		.r10 = request_pa,
		.r11 = hpa_array_t,
	};

	return seamcall(how, TDXCALL_TDH_SPDM_MNG, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_spdm_mng, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_dmar_add(u64 how, u64 dmar_index, u64 entry_data_rdx, u64 entry_data_r8,
			 u64 entry_data_r9, u64 entry_data_r10, u64 entry_data_r11,
			 u64 entry_data_r12, u64 entry_data_r13, u64 entry_data_r14,
			 struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = dmar_index,
		.rdx = entry_data_rdx,
		.r8 = entry_data_r8,
		.r9 = entry_data_r9,
		.r10 = entry_data_r10,
		.r11 = entry_data_r11,
		.r12 = entry_data_r12,
		.r13 = entry_data_r13,
		.r14 = entry_data_r14,
	};

	return seamcall(how, TDXCALL_TDH_DMAR_ADD, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_dmar_add, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_dmar_block(u64 how, u64 dmar_index, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = dmar_index,
	};

	return seamcall(how, TDXCALL_TDH_DMAR_BLOCK, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_dmar_block, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_dmar_read(u64 how, u64 dmar_index, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = dmar_index,
	};

	return seamcall(how, TDXCALL_TDH_DMAR_READ, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdh_dmar_read);

u64 tdxcall_tdh_dmar_remove(u64 how, u64 dmar_index, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = dmar_index,
	};

	return seamcall(how, TDXCALL_TDH_DMAR_REMOVE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_dmar_remove, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mmio_mt_add(u64 how, u64 mmiomt_index, u64 nda_page_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = mmiomt_index,
		.rdx = nda_page_pa,
	};

	return seamcall(how, TDXCALL_TDH_MMIO_MT_ADD, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mmio_mt_add, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_mmio_mt_set(u64 how, u64 mmiomt_index, u64 function_id, u64 type,
			    struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = mmiomt_index,
		.rdx = function_id << 12 | type,
	};

	if (!FITS(function_id, 32) || !FITS(type, 2))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MMIO_MT_SET, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mmio_mt_set, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_mmio_mt_rd(u64 how, u64 mmiomt_index, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = mmiomt_index,
	};

	return seamcall(how, TDXCALL_TDH_MMIO_MT_RD, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdh_mmio_mt_rd);

u64 tdxcall_tdh_mmio_mt_remove(u64 how, u64 mmiomt_index, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = mmiomt_index,
	};

	return seamcall(how, TDXCALL_TDH_MMIO_MT_REMOVE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mmio_mt_remove, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_mmio_map(u64 how, u64 gpa, u64 level, u64 tdr_pa, u64 mmio_pa,
			 struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa,
		.r8 = mmio_pa,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MMIO_MAP, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mmio_map, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mmio_block(u64 how, u64 gpa, u64 level, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MMIO_BLOCK, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mmio_block, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mmio_unmap(u64 how, u64 gpa, u64 level, u64 tdr_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MMIO_UNMAP, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mmio_unmap, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_iq_inv_request(u64 how, u64 iommu_id, u64 pool_size, u64 type,
			       u64 tdr_pa_or_rid_or_pasid, u64 wait_descriptor_r9,
			       u64 wait_descriptor_r10, u64 wait_descriptor_r11,
			       u64 wait_descriptor_r12, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = iommu_id,
		.rdx = pool_size << 32 | type,
		.r8 = tdr_pa_or_rid_or_pasid,
		.r9 = wait_descriptor_r9,
		.r10 = wait_descriptor_r10,
		.r11 = wait_descriptor_r11,
		.r12 = wait_descriptor_r12,
	};

	if (!FITS(pool_size, 16) || !FITS(type, 32) || !IN_PLACE(tdr_pa_or_rid_or_pasid, 51, 0))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_IQ_INV_REQUEST, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_iq_inv_request, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_iq_inv_process(u64 how, u64 iommu_id, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = iommu_id,
	};

	return seamcall(how, TDXCALL_TDH_IQ_INV_PROCESS, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_iq_inv_process, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_mem_shared_sept_wr(u64 how, u64 version, u64 gpa, u64 level, u64 tdr_pa,
				   u64 entry_r8, u64 entry_r9, u64 entry_r10, u64 entry_r11,
				   struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = tdr_pa,
		.r8 = entry_r8,
		.r9 = entry_r9,
		.r10 = entry_r10,
		.r11 = entry_r11,
	};

	if (!FITS(version, 8) || !IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return seamcall(how, TDXCALL_TDH_MEM_SHARED_SEPT_WR | version << TDX_LEAF_VERSION_SHIFT,
			&in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_mem_shared_sept_wr, TDXCALL_CHANGES_TD);

u64 tdxcall_tdh_devif_mt_add(u64 how, u64 devifmt_index, u64 nda_page_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = devifmt_index,
		.rdx = nda_page_pa,
	};

	return seamcall(how, TDXCALL_TDH_DEVIF_MT_ADD, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_devif_mt_add, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_devif_mt_remove(u64 how, u64 devifmt_index, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = devifmt_index,
	};

	return seamcall(how, TDXCALL_TDH_DEVIF_MT_REMOVE, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_tdh_devif_mt_remove, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_tdh_devif_mt_rd(u64 how, u64 devifmt_index, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = devifmt_index,
	};

	return seamcall(how, TDXCALL_TDH_DEVIF_MT_RD, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdh_devif_mt_rd);

u64 tdxcall_tdg_vp_info(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return tdcall(how, TDXCALL_TDG_VP_INFO, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_info);

u64 tdxcall_tdg_mr_rtmr_extend(u64 how, u64 data_gpa, u64 index, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = data_gpa,
		.rdx = index,
	};

	return tdcall(how, TDXCALL_TDG_MR_RTMR_EXTEND, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_mr_rtmr_extend);

u64 tdxcall_tdg_vp_veinfo_get(u64 how, u64 version, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	if (!FITS(version, 8))
		return refuse(out);
	return tdcall(how, TDXCALL_TDG_VP_VEINFO_GET | version << TDX_LEAF_VERSION_SHIFT, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_veinfo_get);

u64 tdxcall_tdg_mr_report(u64 how, u64 report_gpa, u64 reportdata_gpa, u64 subtype,
			  struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = report_gpa,
		.rdx = reportdata_gpa,
		.r8 = subtype,
	};

	return tdcall(how, TDXCALL_TDG_MR_REPORT, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_mr_report);

u64 tdxcall_tdg_vp_cpuidve_set(u64 how, u64 cpuid_ve, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = cpuid_ve,
	};

	return tdcall(how, TDXCALL_TDG_VP_CPUIDVE_SET, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_cpuidve_set);

u64 tdxcall_tdg_mem_page_accept(u64 how, u64 gpa, u64 level, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return tdcall(how, TDXCALL_TDG_MEM_PAGE_ACCEPT, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_mem_page_accept);

u64 tdxcall_tdg_vm_rd(u64 how, u64 version, u64 field_id, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rdx = field_id,
	};

	if (!FITS(version, 8))
		return refuse(out);
	return tdcall(how, TDXCALL_TDG_VM_RD | version << TDX_LEAF_VERSION_SHIFT, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vm_rd);

u64 tdxcall_tdg_vm_wr(u64 how, u64 field_id, u64 value, u64 mask, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rdx = field_id,
		.r8 = value,
		.r9 = mask,
	};

	return tdcall(how, TDXCALL_TDG_VM_WR, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vm_wr);

u64 tdxcall_tdg_vp_rd(u64 how, u64 field_id, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rdx = field_id,
	};

	return tdcall(how, TDXCALL_TDG_VP_RD, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_rd);

u64 tdxcall_tdg_vp_wr(u64 how, u64 field_id, u64 value, u64 mask, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rdx = field_id,
		.r8 = value,
		.r9 = mask,
	};

	return tdcall(how, TDXCALL_TDG_VP_WR, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_wr);

u64 tdxcall_tdg_sys_rd(u64 how, u64 field_id, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rdx = field_id,
	};

	return tdcall(how, TDXCALL_TDG_SYS_RD, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_sys_rd);

u64 tdxcall_tdg_sys_rdall(u64 how, u64 list_gpa, u64 first_field_id, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rdx = list_gpa,
		.r8 = first_field_id,
	};

	return tdcall(how, TDXCALL_TDG_SYS_RDALL, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_sys_rdall);

u64 tdxcall_tdg_servtd_rd(u64 how, u64 binding_handle, u64 field_id, u64 target_uuid_r10,
			  u64 target_uuid_r11, u64 target_uuid_r12, u64 target_uuid_r13,
			  struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = binding_handle,
		.rdx = field_id,
		.r10 = target_uuid_r10,
		.r11 = target_uuid_r11,
		.r12 = target_uuid_r12,
		.r13 = target_uuid_r13,
	};

	return tdcall(how, TDXCALL_TDG_SERVTD_RD, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_servtd_rd);

u64 tdxcall_tdg_servtd_wr(u64 how, u64 binding_handle, u64 field_id, u64 value, u64 mask,
			  u64 target_uuid_r10, u64 target_uuid_r11, u64 target_uuid_r12,
			  u64 target_uuid_r13, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = binding_handle,
		.rdx = field_id,
		.r8 = value,
		.r9 = mask,
		.r10 = target_uuid_r10,
		.r11 = target_uuid_r11,
		.r12 = target_uuid_r12,
		.r13 = target_uuid_r13,
	};

	return tdcall(how, TDXCALL_TDG_SERVTD_WR, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_servtd_wr);

u64 tdxcall_tdg_mr_verifyreport(u64 how, u64 reportmacstruct_gpa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = reportmacstruct_gpa,
	};

	return tdcall(how, TDXCALL_TDG_MR_VERIFYREPORT, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_mr_verifyreport);

u64 tdxcall_tdg_mem_page_attr_rd(u64 how, u64 gpa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa,
	};

	if (!IN_PLACE(gpa, 51, 12))
		return refuse(out);
	return tdcall(how, TDXCALL_TDG_MEM_PAGE_ATTR_RD, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_mem_page_attr_rd);

u64 tdxcall_tdg_mem_page_attr_wr(u64 how, u64 gpa, u64 level, u64 gpa_attributes, u64 attr_flags,
				 struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = gpa_attributes,
		.r8 = attr_flags,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return tdcall(how, TDXCALL_TDG_MEM_PAGE_ATTR_WR, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_mem_page_attr_wr);

u64 tdxcall_tdg_vp_invept(u64 how, u64 vm_mask, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = vm_mask,
	};

	return tdcall(how, TDXCALL_TDG_VP_INVEPT, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_invept);

u64 tdxcall_tdg_vp_invvpid(u64 how, u64 flags, u64 gla_list, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = flags,
		.rdx = gla_list,
	};

	return tdcall(how, TDXCALL_TDG_VP_INVVPID, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_invvpid);

u64 tdxcall_tdg_mr_key_get(u64 how, u64 tdkeyrequest_gpa, u64 key_output_gpa, u64 requestor,
			   struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = tdkeyrequest_gpa,
		.rdx = key_output_gpa,
		.r8 = requestor,
	};

	if (!FITS(requestor, 8))
		return refuse(out);
	return tdcall(how, TDXCALL_TDG_MR_KEY_GET, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_mr_key_get);

u64 tdxcall_tdg_mem_page_release(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return tdcall(how, TDXCALL_TDG_MEM_PAGE_RELEASE, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_mem_page_release);

u64 tdxcall_tdg_servtd_rebind_approve(u64 how, u64 binding_handle, u64 rebind_session_token_rdx,
				      u64 rebind_session_token_r8, u64 rebind_session_token_r9,
				      u64 target_uuid_r10, u64 target_uuid_r11,
				      u64 target_uuid_r12, u64 target_uuid_r13,
				      u64 rebind_session_token_r14, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = binding_handle,
		.rdx = rebind_session_token_rdx,
		.r8 = rebind_session_token_r8,
		.r9 = rebind_session_token_r9,
		.r10 = target_uuid_r10,
		.r11 = target_uuid_r11,
		.r12 = target_uuid_r12,
		.r13 = target_uuid_r13,
		.r14 = rebind_session_token_r14,
	};

	return tdcall(how, TDXCALL_TDG_SERVTD_REBIND_APPROVE, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_servtd_rebind_approve);

u64 tdxcall_tdg_spdm_tpa_set(u64 how, u64 iommu_id, u64 spdm_id, u64 binding_info_gpa,
			     struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = iommu_id,
		.rdx = spdm_id,
		.r8 = binding_info_gpa,
	};

	return tdcall(how, TDXCALL_TDG_SPDM_TPA_SET, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_spdm_tpa_set);

u64 tdxcall_tdg_spdm_tpa_get(u64 how, u64 iommu_id, u64 spdm_id, u64 binding_info_gpa,
			     struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = iommu_id,
		.rdx = spdm_id,
		.r8 = binding_info_gpa,
	};

	return tdcall(how, TDXCALL_TDG_SPDM_TPA_GET, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_spdm_tpa_get);

u64 tdxcall_tdg_devif_validate(u64 how, u64 function_id, u64 hash_qword_rdx, u64 hash_qword_r8,
			       u64 hash_qword_r9, u64 hash_qword_r10, u64 hash_qword_r11,
			       u64 hash_qword_r12, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = function_id,
		.rdx = hash_qword_rdx,
		.r8 = hash_qword_r8,
		.r9 = hash_qword_r9,
		.r10 = hash_qword_r10,
		.r11 = hash_qword_r11,
		.r12 = hash_qword_r12,
	};

	return tdcall(how, TDXCALL_TDG_DEVIF_VALIDATE, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_devif_validate);

u64 tdxcall_tdg_devif_rd(u64 how, u64 function_id, u64 field, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = function_id,
		.rdx = field,
	};

	if (!FITS(field, 8))
		return refuse(out);
	return tdcall(how, TDXCALL_TDG_DEVIF_RD, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_devif_rd);

u64 tdxcall_tdg_devif_request(u64 how, u64 function_id, u64 req_code, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = function_id,
		.rdx = req_code,
	};

	if (!FITS(req_code, 8))
		return refuse(out);
	return tdcall(how, TDXCALL_TDG_DEVIF_REQUEST, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_devif_request);

u64 tdxcall_tdg_devif_response(u64 how, u64 function_id, u64 output_gpa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = function_id,
		.rdx = output_gpa,
	};

	return tdcall(how, TDXCALL_TDG_DEVIF_RESPONSE, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_devif_response);

u64 tdxcall_tdg_dmar_accept(u64 how, u64 function_id, u64 vm, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = function_id,
		.rdx = vm,
	};

	if (!FITS(vm, 8))
		return refuse(out);
	return tdcall(how, TDXCALL_TDG_DMAR_ACCEPT, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_dmar_accept);

u64 tdxcall_tdg_tdi_mmio_accept(u64 how, u64 gpa, u64 level, u64 mmio_offset, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = gpa | level,
		.rdx = mmio_offset,
	};

	if (!IN_PLACE(gpa, 51, 12) || !FITS(level, 3))
		return refuse(out);
	return tdcall(how, TDXCALL_TDG_TDI_MMIO_ACCEPT, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_tdi_mmio_accept);

u64 tdxcall_tdg_iq_inv_request(u64 how, u64 num_descriptors, u64 descriptors_gpa,
			       struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = num_descriptors,
		.rdx = descriptors_gpa,
	};

	return tdcall(how, TDXCALL_TDG_IQ_INV_REQUEST, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_iq_inv_request);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_instruction_cpuid(u64 how, u64 eax, u64 ecx,
								 struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = eax,
		.r13 = ecx,
	};

	return vmcall(how, TDXCALL_TDG_VP_VMCALL_INSTRUCTION_CPUID, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_instruction_cpuid);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_instruction_hlt(u64 how, u64 interrupts_blocked,
							       struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = interrupts_blocked,
	};

	if (!FITS(interrupts_blocked, 1))
		return refuse_vmcall(out);
	return vmcall(how, TDXCALL_TDG_VP_VMCALL_INSTRUCTION_HLT, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_instruction_hlt);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_instruction_io(u64 how, u64 size, u64 write,
							      u64 port, u64 data,
							      struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = size,
		.r13 = write,
		.r14 = port,
		.r15 = data,
	};

	if (!FITS(write, 1))
		return refuse_vmcall(out);
	return vmcall(how, TDXCALL_TDG_VP_VMCALL_INSTRUCTION_IO, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_instruction_io);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_instruction_rdmsr(u64 how, u64 msr,
								 struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = msr,
	};

	return vmcall(how, TDXCALL_TDG_VP_VMCALL_INSTRUCTION_RDMSR, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_instruction_rdmsr);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_instruction_wrmsr(u64 how, u64 msr, u64 value,
								 struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = msr,
		.r13 = value,
	};

	return vmcall(how, TDXCALL_TDG_VP_VMCALL_INSTRUCTION_WRMSR, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_instruction_wrmsr);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_ve_requestmmio(u64 how, u64 size, u64 write,
							      u64 gpa, u64 data,
							      struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = size,
		.r13 = write,
		.r14 = gpa,
		.r15 = data,
	};

	if (!FITS(write, 1))
		return refuse_vmcall(out);
	return vmcall(how, TDXCALL_TDG_VP_VMCALL_VE_REQUESTMMIO, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_ve_requestmmio);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_instruction_wbinvd(u64 how, u64 wbnoinvd,
								  struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = wbnoinvd,
	};

	return vmcall(how, TDXCALL_TDG_VP_VMCALL_INSTRUCTION_WBINVD, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_instruction_wbinvd);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_instruction_pconfig(u64 how, u64 leaf,
								   struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = leaf,
	};

	return vmcall(how, TDXCALL_TDG_VP_VMCALL_INSTRUCTION_PCONFIG, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_instruction_pconfig);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_gettdvmcallinfo(u64 how, u64 leaf,
							       struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = leaf,
	};

	return vmcall(how, TDXCALL_TDG_VP_VMCALL_GETTDVMCALLINFO, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_gettdvmcallinfo);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_mapgpa(u64 how, u64 start_gpa, u64 size,
						      struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = start_gpa,
		.r13 = size,
	};

	return vmcall(how, TDXCALL_TDG_VP_VMCALL_MAPGPA, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_mapgpa);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_getquote(u64 how, u64 buffer_gpa, u64 size,
							struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = buffer_gpa,
		.r13 = size,
	};

	return vmcall(how, TDXCALL_TDG_VP_VMCALL_GETQUOTE, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_getquote);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_reportfatalerror(u64 how, u64 text_rdx,
								u64 text_rbx, u64 text_rsi,
								u64 text_rdi, u64 text_r8,
								u64 text_r9, u64 text_valid,
								u64 error_code, u64 text_gpa,
								u64 text_r14, u64 text_r15,
								struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rdx = text_rdx,
		.rbx = text_rbx,
		.rsi = text_rsi,
		.rdi = text_rdi,
		.r8 = text_r8,
		.r9 = text_r9,
		.r12 = text_valid << 63 | error_code,
		.r13 = text_gpa,
		.r14 = text_r14,
		.r15 = text_r15,
	};

	if (!FITS(text_valid, 1) || !FITS(error_code, 32))
		return refuse_vmcall(out);
	return vmcall(how, TDXCALL_TDG_VP_VMCALL_REPORTFATALERROR, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_reportfatalerror);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_setupeventnotifyinterrupt(u64 how, u64 vector,
									 struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = vector,
	};

	return vmcall(how, TDXCALL_TDG_VP_VMCALL_SETUPEVENTNOTIFYINTERRUPT, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_setupeventnotifyinterrupt);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_service(u64 how, u64 command_gpa, u64 response_gpa,
						       u64 notify_vector, u64 timeout,
						       struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = command_gpa,
		.r13 = response_gpa,
		.r14 = notify_vector,
		.r15 = timeout,
	};

	return vmcall(how, TDXCALL_TDG_VP_VMCALL_SERVICE, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_service);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_migtd_waitforrequest(u64 how, u64 api_version,
								    u64 buffer_size,
								    u64 buffer_gpa,
								    u64 notify_vector,
								    struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.r12 = api_version << 16 | 1,
		.r13 = buffer_size,
		.r14 = buffer_gpa,
		.r15 = notify_vector,
	};

	if (!FITS(api_version, 8))
		return refuse_vmcall(out);
	return vmcall(how, TDXCALL_TDG_VP_VMCALL_MIGTD_WAITFORREQUEST, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_migtd_waitforrequest);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_migtd_reportstatus(u64 how, u64 buffer_gpa,
								  u64 notify_vector,
								  u64 api_version, u64 request_id,
								  u64 status, u64 buffer_size,
								  struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rbx = buffer_gpa,
		.rdi = notify_vector,
		.r12 = api_version << 16 | 2,
		.r13 = request_id,
		.r14 = status,
		.r15 = buffer_size,
	};

	if (!FITS(api_version, 8))
		return refuse_vmcall(out);
	return vmcall(how, TDXCALL_TDG_VP_VMCALL_MIGTD_REPORTSTATUS, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_migtd_reportstatus);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_migtd_send(u64 how, u64 notify_vector,
							  u64 api_version, u64 request_id,
							  u64 buffer_size, u64 buffer_gpa,
							  struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rbx = notify_vector,
		.r12 = api_version << 16 | 3,
		.r13 = request_id,
		.r14 = buffer_size,
		.r15 = buffer_gpa,
	};

	if (!FITS(api_version, 8))
		return refuse_vmcall(out);
	return vmcall(how, TDXCALL_TDG_VP_VMCALL_MIGTD_SEND, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_migtd_send);

struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_migtd_receive(u64 how, u64 notify_vector,
							     u64 api_version, u64 request_id,
							     u64 buffer_size, u64 buffer_gpa,
							     struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rbx = notify_vector,
		.r12 = api_version << 16 | 4,
		.r13 = request_id,
		.r14 = buffer_size,
		.r15 = buffer_gpa,
	};

	if (!FITS(api_version, 8))
		return refuse_vmcall(out);
	return vmcall(how, TDXCALL_TDG_VP_VMCALL_MIGTD_RECEIVE, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_tdg_vp_vmcall_migtd_receive);

u64 tdxcall_seamldr_info(u64 how, u64 seamldr_info_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = seamldr_info_pa,
	};

	return seamldr(how, TDXCALL_SEAMLDR_INFO, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_seamldr_info);

u64 tdxcall_seamldr_install(u64 how, u64 seamldr_params_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = seamldr_params_pa,
	};

	return seamldr(how, TDXCALL_SEAMLDR_INSTALL, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_seamldr_install, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_seamldr_shutdown(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamldr(how, TDXCALL_SEAMLDR_SHUTDOWN, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_seamldr_shutdown, TDXCALL_CHANGES_PLATFORM);

u64 tdxcall_seamldr_seaminfo(u64 how, u64 output_buffer_pa, struct tdx_regs *out)
{
	const struct tdx_regs in = {
		.rcx = output_buffer_pa,
	};

	return seamldr(how, TDXCALL_SEAMLDR_SEAMINFO, &in, out);
}
EXPORT_SYMBOL_GPL(tdxcall_seamldr_seaminfo);

u64 tdxcall_seamldr_cleanup(u64 how, struct tdx_regs *out)
{
	const struct tdx_regs in = {};

	return seamldr(how, TDXCALL_SEAMLDR_CLEANUP, &in, out);
}
EXPORT_SYMBOL_IN_NS_GPL(tdxcall_seamldr_cleanup, TDXCALL_CHANGES_PLATFORM);
