/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One function for each leaf function of SEAMCALL and TDCALL, and for each sub-function of
 * TDG.VP.VMCALL.
 *
 * @how comes first and says how patient the caller is; 0 lets the context decide.  Operands
 * follow in the order of their registers.  An address keeps its position in the register, so its
 * low bits are those of the register; any other operand is shifted to bit 0.  Results are in a
 * structure of the leaf function's own; @out may be NULL.  Results that do not belong to the
 * outcome are 0.
 *
 * Written by scripts/gen-leaves from the tables in core/abi/: change those.
 */
#ifndef TDXCALL_LEAVES_H
#define TDXCALL_LEAVES_H

#include <tdxcall/abi.h>
#include <tdxcall/operands.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Leaf numbers, for tdxcall_seamcall() (TDH), tdxcall_tdcall() (TDG) and tdxcall_seamldr()
 * (SEAMLDR); sub-functions, for tdxcall_vmcall() (TDG_VP_VMCALL).
 */
#define TDXCALL_TDH_VP_ENTER					0
#define TDXCALL_TDH_MNG_ADDCX					1
#define TDXCALL_TDH_MEM_PAGE_ADD				2
#define TDXCALL_TDH_MEM_SEPT_ADD				3
#define TDXCALL_TDH_VP_ADDCX					4
#define TDXCALL_TDH_MEM_PAGE_RELOCATE				5
#define TDXCALL_TDH_MEM_PAGE_AUG				6
#define TDXCALL_TDH_MEM_RANGE_BLOCK				7
#define TDXCALL_TDH_MNG_KEY_CONFIG				8
#define TDXCALL_TDH_MNG_CREATE					9
#define TDXCALL_TDH_VP_CREATE					10
#define TDXCALL_TDH_MNG_RD					11
#define TDXCALL_TDH_MEM_RD					12
#define TDXCALL_TDH_MNG_WR					13
#define TDXCALL_TDH_MEM_WR					14
#define TDXCALL_TDH_MEM_PAGE_DEMOTE				15
#define TDXCALL_TDH_MR_EXTEND					16
#define TDXCALL_TDH_MR_FINALIZE					17
#define TDXCALL_TDH_VP_FLUSH					18
#define TDXCALL_TDH_MNG_VPFLUSHDONE				19
#define TDXCALL_TDH_MNG_KEY_FREEID				20
#define TDXCALL_TDH_MNG_INIT					21
#define TDXCALL_TDH_VP_INIT					22
#define TDXCALL_TDH_MEM_PAGE_PROMOTE				23
#define TDXCALL_TDH_PHYMEM_PAGE_RDMD				24
#define TDXCALL_TDH_MEM_SEPT_RD					25
#define TDXCALL_TDH_VP_RD					26
#define TDXCALL_TDH_MNG_KEY_RECLAIMID				27
#define TDXCALL_TDH_PHYMEM_PAGE_RECLAIM				28
#define TDXCALL_TDH_MEM_PAGE_REMOVE				29
#define TDXCALL_TDH_MEM_SEPT_REMOVE				30
#define TDXCALL_TDH_SYS_KEY_CONFIG				31
#define TDXCALL_TDH_SYS_INFO					32
#define TDXCALL_TDH_SYS_INIT					33
#define TDXCALL_TDH_SYS_RD					34
#define TDXCALL_TDH_SYS_LP_INIT					35
#define TDXCALL_TDH_SYS_TDMR_INIT				36
#define TDXCALL_TDH_SYS_RDALL					37
#define TDXCALL_TDH_MEM_TRACK					38
#define TDXCALL_TDH_MEM_RANGE_UNBLOCK				39
#define TDXCALL_TDH_PHYMEM_CACHE_WB				40
#define TDXCALL_TDH_PHYMEM_PAGE_WBINVD				41
#define TDXCALL_TDH_MEM_SEPT_WR					42
#define TDXCALL_TDH_VP_WR					43
#define TDXCALL_TDH_SYS_LP_SHUTDOWN				44
#define TDXCALL_TDH_SYS_CONFIG					45
#define TDXCALL_TDH_MNG_RDM					46
#define TDXCALL_TDH_MNG_WRM					47
#define TDXCALL_TDH_SERVTD_BIND					48
#define TDXCALL_TDH_SERVTD_PREBIND				49
#define TDXCALL_TDH_VP_RDM					50
#define TDXCALL_TDH_VP_WRM					51
#define TDXCALL_TDH_SYS_SHUTDOWN				52
#define TDXCALL_TDH_SYS_UPDATE					53
#define TDXCALL_TDH_SYS_S4_END					54
#define TDXCALL_TDH_PHYMEM_PAMT_ADD				58
#define TDXCALL_TDH_PHYMEM_PAMT_REMOVE				59
#define TDXCALL_TDH_EXT_INIT					60
#define TDXCALL_TDH_EXT_MEM_ADD					61
#define TDXCALL_TDH_EXPORT_ABORT				64
#define TDXCALL_TDH_EXPORT_BLOCKW				65
#define TDXCALL_TDH_EXPORT_RESTORE				66
#define TDXCALL_TDH_EXPORT_MEM					68
#define TDXCALL_TDH_SYS_DISABLE					69
#define TDXCALL_TDH_EXPORT_PAUSE				70
#define TDXCALL_TDH_EXPORT_TRACK				71
#define TDXCALL_TDH_EXPORT_STATE_IMMUTABLE			72
#define TDXCALL_TDH_EXPORT_STATE_TD				73
#define TDXCALL_TDH_EXPORT_STATE_VP				74
#define TDXCALL_TDH_EXPORT_UNBLOCKW				75
#define TDXCALL_TDH_IMPORT_ABORT				80
#define TDXCALL_TDH_IMPORT_END					81
#define TDXCALL_TDH_IMPORT_COMMIT				82
#define TDXCALL_TDH_IMPORT_MEM					83
#define TDXCALL_TDH_IMPORT_TRACK				84
#define TDXCALL_TDH_IMPORT_STATE_IMMUTABLE			85
#define TDXCALL_TDH_IMPORT_STATE_TD				86
#define TDXCALL_TDH_IMPORT_STATE_VP				87
#define TDXCALL_TDH_MEM_SCAN_RANGE				92
#define TDXCALL_TDH_MEM_SCAN_COMP				93
#define TDXCALL_TDH_MEM_SCAN_CONFIG				94
#define TDXCALL_TDH_MEM_SCAN_RESET				95
#define TDXCALL_TDH_MIG_STREAM_CREATE				96
#define TDXCALL_TDH_SERVTD_REBIND				97
#define TDXCALL_TDH_QUOTE_GET					98
#define TDXCALL_TDH_QUOTE_INIT					100
#define TDXCALL_TDH_IOMMU_SETREG				128
#define TDXCALL_TDH_IOMMU_GETREG				129
#define TDXCALL_TDH_SPDM_CREATE					130
#define TDXCALL_TDH_SPDM_DELETE					131
#define TDXCALL_TDH_IDE_STREAM_CREATE				132
#define TDXCALL_TDH_IDE_STREAM_BLOCK				133
#define TDXCALL_TDH_IDE_STREAM_DELETE				134
#define TDXCALL_TDH_IDE_STREAM_IDEKMREQ				135
#define TDXCALL_TDH_IDE_STREAM_IDEKMRSP				136
#define TDXCALL_TDH_DEVIF_CREATE				137
#define TDXCALL_TDH_DEVIF_REMOVE				138
#define TDXCALL_TDH_DEVIF_REQUEST				139
#define TDXCALL_TDH_DEVIF_RESPONSE				140
#define TDXCALL_TDH_SPDM_CONNECT				142
#define TDXCALL_TDH_SPDM_DISCONNECT				143
#define TDXCALL_TDH_SPDM_MNG					144
#define TDXCALL_TDH_DMAR_ADD					150
#define TDXCALL_TDH_DMAR_BLOCK					151
#define TDXCALL_TDH_DMAR_READ					152
#define TDXCALL_TDH_DMAR_REMOVE					153
#define TDXCALL_TDH_MMIO_MT_ADD					154
#define TDXCALL_TDH_MMIO_MT_SET					155
#define TDXCALL_TDH_MMIO_MT_RD					156
#define TDXCALL_TDH_MMIO_MT_REMOVE				157
#define TDXCALL_TDH_MMIO_MAP					158
#define TDXCALL_TDH_MMIO_BLOCK					159
#define TDXCALL_TDH_MMIO_UNMAP					160
#define TDXCALL_TDH_IQ_INV_REQUEST				161
#define TDXCALL_TDH_IQ_INV_PROCESS				162
#define TDXCALL_TDH_MEM_SHARED_SEPT_WR				163
#define TDXCALL_TDH_DEVIF_MT_ADD				164
#define TDXCALL_TDH_DEVIF_MT_REMOVE				165
#define TDXCALL_TDH_DEVIF_MT_RD					166
#define TDXCALL_TDG_VP_VMCALL					0
#define TDXCALL_TDG_VP_INFO					1
#define TDXCALL_TDG_MR_RTMR_EXTEND				2
#define TDXCALL_TDG_VP_VEINFO_GET				3
#define TDXCALL_TDG_MR_REPORT					4
#define TDXCALL_TDG_VP_CPUIDVE_SET				5
#define TDXCALL_TDG_MEM_PAGE_ACCEPT				6
#define TDXCALL_TDG_VM_RD					7
#define TDXCALL_TDG_VM_WR					8
#define TDXCALL_TDG_VP_RD					9
#define TDXCALL_TDG_VP_WR					10
#define TDXCALL_TDG_SYS_RD					11
#define TDXCALL_TDG_SYS_RDALL					12
#define TDXCALL_TDG_SERVTD_RD					18
#define TDXCALL_TDG_SERVTD_WR					20
#define TDXCALL_TDG_MR_VERIFYREPORT				22
#define TDXCALL_TDG_MEM_PAGE_ATTR_RD				23
#define TDXCALL_TDG_MEM_PAGE_ATTR_WR				24
#define TDXCALL_TDG_VP_ENTER					25
#define TDXCALL_TDG_VP_INVEPT					26
#define TDXCALL_TDG_VP_INVVPID					27
#define TDXCALL_TDG_MR_KEY_GET					29
#define TDXCALL_TDG_MEM_PAGE_RELEASE				30
#define TDXCALL_TDG_SERVTD_REBIND_APPROVE			33
#define TDXCALL_TDG_SPDM_TPA_SET				64
#define TDXCALL_TDG_SPDM_TPA_GET				65
#define TDXCALL_TDG_DEVIF_VALIDATE				66
#define TDXCALL_TDG_DEVIF_RD					67
#define TDXCALL_TDG_DEVIF_REQUEST				68
#define TDXCALL_TDG_DEVIF_RESPONSE				69
#define TDXCALL_TDG_DMAR_ACCEPT					70
#define TDXCALL_TDG_TDI_MMIO_ACCEPT				71
#define TDXCALL_TDG_IQ_INV_REQUEST				72
#define TDXCALL_TDG_VP_VMCALL_INSTRUCTION_CPUID			10
#define TDXCALL_TDG_VP_VMCALL_INSTRUCTION_HLT			12
#define TDXCALL_TDG_VP_VMCALL_INSTRUCTION_IO			30
#define TDXCALL_TDG_VP_VMCALL_INSTRUCTION_RDMSR			31
#define TDXCALL_TDG_VP_VMCALL_INSTRUCTION_WRMSR			32
#define TDXCALL_TDG_VP_VMCALL_VE_REQUESTMMIO			48
#define TDXCALL_TDG_VP_VMCALL_INSTRUCTION_WBINVD		54
#define TDXCALL_TDG_VP_VMCALL_INSTRUCTION_PCONFIG		65
#define TDXCALL_TDG_VP_VMCALL_GETTDVMCALLINFO			0x10000
#define TDXCALL_TDG_VP_VMCALL_MAPGPA				0x10001
#define TDXCALL_TDG_VP_VMCALL_GETQUOTE				0x10002
#define TDXCALL_TDG_VP_VMCALL_REPORTFATALERROR			0x10003
#define TDXCALL_TDG_VP_VMCALL_SETUPEVENTNOTIFYINTERRUPT		0x10004
#define TDXCALL_TDG_VP_VMCALL_SERVICE				0x10005
#define TDXCALL_TDG_VP_VMCALL_MIGTD_WAITFORREQUEST		0x100010006
#define TDXCALL_TDG_VP_VMCALL_MIGTD_REPORTSTATUS		0x200010006
#define TDXCALL_TDG_VP_VMCALL_MIGTD_SEND			0x300010006
#define TDXCALL_TDG_VP_VMCALL_MIGTD_RECEIVE			0x400010006
#define TDXCALL_SEAMLDR_INFO					0x8000000000000000ULL
#define TDXCALL_SEAMLDR_INSTALL					0x8000000000000001ULL
#define TDXCALL_SEAMLDR_SHUTDOWN				0x8000000000000002ULL
#define TDXCALL_SEAMLDR_SEAMINFO				0x8000000000000003ULL
#define TDXCALL_SEAMLDR_CLEANUP					0x8000000000000004ULL

/**
 * tdxcall_tdh_mng_addcx() - TDH.MNG.ADDCX: give the TD one more control-structure page (the page
 *	is overwritten even when the call then fails with RND_NO_ENTROPY or OP_STATE_INCORRECT; 6
 *	mandatory + 1 per L2 VM, max 9)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdcx_page: TDCX_PAGE_PA, page, by its physical address without KeyID: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mng_addcx(u64 how, tdx_page_t tdcx_page, tdx_tdr_t tdr);

/**
 * struct tdh_mem_page_add_out - results of TDH.MEM.PAGE.ADD
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mem_page_add_out {
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mem_page_add() - TDH.MEM.PAGE.ADD: copy a source page into a new measured private
 *	4K page (build time only) and hash its address into MRTD
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @target_page: TARGET_PAGE_PA, page, by its physical address without KeyID: R8
 * @source_page: SOURCE_PAGE_PA, buffer of the host, by its physical address: R9
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_page_add(u64 how, tdx_gpa_t gpa, enum tdx_level level, tdx_tdr_t tdr,
			     tdx_page_t target_page, tdx_buffer_t source_page,
			     struct tdh_mem_page_add_out *out);

/**
 * struct tdh_mem_sept_add_out - results of TDH.MEM.SEPT.ADD
 * @sept_page: SEPT_PAGE_PA: R8, from version 1 on; on success and on error
 * @l2_sept_page_vm1: L2_SEPT_PAGE_PA: R9, from version 1 on; on success and on error
 * @l2_sept_page_vm2: L2_SEPT_PAGE_PA: R10, from version 1 on; on success and on error
 * @l2_sept_page_vm3: L2_SEPT_PAGE_PA: R11, from version 1 on; on success and on error
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mem_sept_add_out {
	tdx_page_t sept_page;
	tdx_page_t l2_sept_page_vm1;
	tdx_page_t l2_sept_page_vm2;
	tdx_page_t l2_sept_page_vm3;
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mem_sept_add() - TDH.MEM.SEPT.ADD: add secure-EPT page(s) for a range
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX 51:12
 * @allow_existing: ALLOW_EXISTING, flag: RDX bit 0
 * @sept_page: SEPT_PAGE_PA, page, by its physical address without KeyID: R8
 * @l2_sept_page_vm1: L2_SEPT_PAGE_PA, page, by its physical address without KeyID: R9; from
 *	version 1 on, else 0
 * @l2_sept_page_vm2: L2_SEPT_PAGE_PA, page, by its physical address without KeyID: R10; from
 *	version 1 on, else 0
 * @l2_sept_page_vm3: L2_SEPT_PAGE_PA, page, by its physical address without KeyID: R11; from
 *	version 1 on, else 0
 * @out: results; may be NULL
 *
 * Sequence: re-issue with the registers as returned (rcx/rdx restored; consumed pages are all
 * ones).  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_sept_add(u64 how, u64 version, tdx_gpa_t gpa, enum tdx_level level,
			     tdx_tdr_t tdr, u64 allow_existing, tdx_page_t sept_page,
			     tdx_page_t l2_sept_page_vm1, tdx_page_t l2_sept_page_vm2,
			     tdx_page_t l2_sept_page_vm3, struct tdh_mem_sept_add_out *out);

/**
 * tdxcall_tdh_vp_addcx() - TDH.VP.ADDCX: give the vCPU one more state page (6 + 3 per L2 VM, max
 *	15)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdcx_page: TDCX_PAGE_PA, page, by its physical address without KeyID: RCX
 * @tdvpr: TDVPR_PA, vCPU, by its root page (TDVPR): RDX
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_vp_addcx(u64 how, tdx_page_t tdcx_page, tdx_tdvpr_t tdvpr);

/**
 * struct tdh_mem_page_relocate_out - results of TDH.MEM.PAGE.RELOCATE
 * @old_page: OLD_PAGE_PA: RCX; on success
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mem_page_relocate_out {
	tdx_page_t old_page;
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mem_page_relocate() - TDH.MEM.PAGE.RELOCATE: move a blocked and tracked 4K page to
 *	another physical page
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @new_page: NEW_PAGE_PA, page, by its physical address without KeyID: R8
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_page_relocate(u64 how, tdx_gpa_t gpa, enum tdx_level level, tdx_tdr_t tdr,
				  tdx_page_t new_page, struct tdh_mem_page_relocate_out *out);

/**
 * struct tdh_mem_page_aug_out - results of TDH.MEM.PAGE.AUG
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mem_page_aug_out {
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mem_page_aug() - TDH.MEM.PAGE.AUG: map a pending (not yet accepted) 4K or 2M
 *	private page
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @page: PAGE_PA, page, by its physical address without KeyID: R8
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_page_aug(u64 how, tdx_gpa_t gpa, enum tdx_level level, tdx_tdr_t tdr,
			     tdx_page_t page, struct tdh_mem_page_aug_out *out);

/**
 * struct tdh_mem_range_block_out - results of TDH.MEM.RANGE.BLOCK
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mem_range_block_out {
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mem_range_block() - TDH.MEM.RANGE.BLOCK: block a range: no new TLB entries; records
 *	the TLB epoch
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_range_block(u64 how, tdx_gpa_t gpa, enum tdx_level level, tdx_tdr_t tdr,
				struct tdh_mem_range_block_out *out);

/**
 * tdxcall_tdh_mng_key_config() - TDH.MNG.KEY.CONFIG: program the TD key on the current package;
 *	run once per package
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mng_key_config(u64 how, tdx_tdr_t tdr);

/**
 * tdxcall_tdh_mng_create() - TDH.MNG.CREATE: create a TD: claim a page as TDR and a private HKID
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr_page: TDR_PAGE_PA, page, by its physical address without KeyID: RCX
 * @hkid: HKID, KeyID: RDX 15:0
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mng_create(u64 how, tdx_page_t tdr_page, tdx_keyid_t hkid);

/**
 * tdxcall_tdh_vp_create() - TDH.VP.CREATE: create a vCPU root page
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdvpr_page: TDVPR_PAGE_PA, page, by its physical address without KeyID: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_vp_create(u64 how, tdx_page_t tdvpr_page, tdx_tdr_t tdr);

/**
 * struct tdh_mng_rd_out - results of TDH.MNG.RD
 * @value: VALUE: R8
 * @next_field_id: NEXT_FIELD_ID: RDX, from version 1 on
 */
struct tdh_mng_rd_out {
	u64 value;
	tdx_field_t next_field_id;
};

/**
 * tdxcall_tdh_mng_rd() - TDH.MNG.RD: read a TD-scope metadata element
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 * @field_id: FIELD_ID, metadata field id: RDX
 * @out: results; may be NULL
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mng_rd(u64 how, u64 version, tdx_tdr_t tdr, tdx_field_t field_id,
		       struct tdh_mng_rd_out *out);

/**
 * struct tdh_mem_rd_out - results of TDH.MEM.RD
 * @data: DATA: R8; on success
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mem_rd_out {
	u64 data;
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mem_rd() - TDH.MEM.RD: debug TD: (states MAPPED, BLOCKEDW, EXPORTED_*) read 8 bytes
 *	of private memory
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @out: results; may be NULL
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mem_rd(u64 how, tdx_gpa_t gpa, tdx_tdr_t tdr, struct tdh_mem_rd_out *out);

/**
 * struct tdh_mng_wr_out - results of TDH.MNG.WR
 * @old_value: OLD_VALUE: R8
 */
struct tdh_mng_wr_out {
	u64 old_value;
};

/**
 * tdxcall_tdh_mng_wr() - TDH.MNG.WR: write a TD-scope metadata element
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 * @field_id: FIELD_ID, metadata field id: RDX
 * @value: VALUE, value: R8
 * @mask: MASK, mask: R9
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mng_wr(u64 how, tdx_tdr_t tdr, tdx_field_t field_id, u64 value, u64 mask,
		       struct tdh_mng_wr_out *out);

/**
 * struct tdh_mem_wr_out - results of TDH.MEM.WR
 * @old_data: OLD_DATA: R8; on success
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mem_wr_out {
	u64 old_data;
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mem_wr() - TDH.MEM.WR: debug TD: (only states MAPPED and EXPORTED_DIRTY) write 8
 *	bytes of private memory
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @data: DATA, data: R8
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mem_wr(u64 how, tdx_gpa_t gpa, tdx_tdr_t tdr, u64 data, struct tdh_mem_wr_out *out);

/**
 * struct tdh_mem_page_demote_out - results of TDH.MEM.PAGE.DEMOTE
 * @l2_sept_page_vm1: L2_SEPT_PAGE_PA: R9; on success and on error
 * @l2_sept_page_vm2: L2_SEPT_PAGE_PA: R10; on success and on error
 * @l2_sept_page_vm3: L2_SEPT_PAGE_PA: R11; on success and on error
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mem_page_demote_out {
	tdx_page_t l2_sept_page_vm1;
	tdx_page_t l2_sept_page_vm2;
	tdx_page_t l2_sept_page_vm3;
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mem_page_demote() - TDH.MEM.PAGE.DEMOTE: split a blocked and tracked large page
 *	into 512 smaller mappings
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX 51:12
 * @l2_sept_add_mode: L2_SEPT_ADD_MODE, flag: RDX bit 0
 * @sept_page: SEPT_PAGE_PA, page, by its physical address without KeyID: R8
 * @l2_sept_page_vm1: L2_SEPT_PAGE_PA, page, by its physical address without KeyID: R9
 * @l2_sept_page_vm2: L2_SEPT_PAGE_PA, page, by its physical address without KeyID: R10
 * @l2_sept_page_vm3: L2_SEPT_PAGE_PA, page, by its physical address without KeyID: R11
 * @pamt_page_r12: PAMT_PAGE_PA, page, by its physical address without KeyID: R12; from TDX 1.5.28
 *	on, else 0
 * @pamt_page_r13: PAMT_PAGE_PA, page, by its physical address without KeyID: R13; from TDX 1.5.28
 *	on, else 0
 * @out: results; may be NULL
 *
 * Sequence: re-issue unchanged (rcx/rdx are restored).  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_page_demote(u64 how, tdx_gpa_t gpa, enum tdx_level level, tdx_tdr_t tdr,
				u64 l2_sept_add_mode, tdx_page_t sept_page,
				tdx_page_t l2_sept_page_vm1, tdx_page_t l2_sept_page_vm2,
				tdx_page_t l2_sept_page_vm3, tdx_page_t pamt_page_r12,
				tdx_page_t pamt_page_r13, struct tdh_mem_page_demote_out *out);

/**
 * struct tdh_mr_extend_out - results of TDH.MR.EXTEND
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mr_extend_out {
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mr_extend() - TDH.MR.EXTEND: hash 256 bytes of an added page into MRTD
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mr_extend(u64 how, tdx_gpa_t gpa, tdx_tdr_t tdr, struct tdh_mr_extend_out *out);

/**
 * tdxcall_tdh_mr_finalize() - TDH.MR.FINALIZE: finish MRTD; TD becomes RUNNABLE
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mr_finalize(u64 how, tdx_tdr_t tdr);

/**
 * tdxcall_tdh_vp_flush() - TDH.VP.FLUSH: on the CPU the vCPU is associated with: flush its
 *	translations and VMCS, break the association
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdvpr: TDVPR_PA, vCPU, by its root page (TDVPR): RCX
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_vp_flush(u64 how, tdx_tdvpr_t tdvpr);

/**
 * tdxcall_tdh_mng_vpflushdone() - TDH.MNG.VPFLUSHDONE: check that no vCPU is associated; block
 *	the TD for good (lifecycle TD_BLOCKED)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mng_vpflushdone(u64 how, tdx_tdr_t tdr);

/**
 * tdxcall_tdh_mng_key_freeid() - TDH.MNG.KEY.FREEID: after cache write-back on all packages: free
 *	the HKID (lifecycle TD_TEARDOWN)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mng_key_freeid(u64 how, tdx_tdr_t tdr);

/**
 * struct tdh_mng_init_out - results of TDH.MNG.INIT
 * @cpuid_leaf_subleaf: CPUID_LEAF_SUBLEAF: RCX; on error
 */
struct tdh_mng_init_out {
	u64 cpuid_leaf_subleaf;
};

/**
 * tdxcall_tdh_mng_init() - TDH.MNG.INIT: configure the TD from TD_PARAMS
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 * @td_params: TD_PARAMS_PA, buffer of the host, by its physical address: RDX
 * @extra_param: EXTRA_PARAM, value: R8; from TDX 1.5.28 on, else 0
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mng_init(u64 how, tdx_tdr_t tdr, tdx_buffer_t td_params, u64 extra_param,
			 struct tdh_mng_init_out *out);

/**
 * tdxcall_tdh_vp_init() - TDH.VP.INIT: initialise a vCPU and associate it with this CPU; v1, from
 *	1.5.05 on, takes the x2APIC id
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @tdvpr: TDVPR_PA, vCPU, by its root page (TDVPR): RCX
 * @initial_rcx_r8: INITIAL_RCX_R8, value: RDX
 * @x2apic_id: X2APIC_ID, index: R8 31:0; from version 1 on, else 0; from TDX 1.5.05 on, else 0
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_vp_init(u64 how, u64 version, tdx_tdvpr_t tdvpr, u64 initial_rcx_r8, u64 x2apic_id);

/**
 * struct tdh_mem_page_promote_out - results of TDH.MEM.PAGE.PROMOTE
 * @freed_sept_page: FREED_SEPT_PAGE_PA: RCX; on success
 * @freed_l2_sept_page_vm1: FREED_L2_SEPT_PAGE_PA: R9, from version 1 on; on success
 * @freed_l2_sept_page_vm2: FREED_L2_SEPT_PAGE_PA: R10, from version 1 on; on success
 * @freed_l2_sept_page_vm3: FREED_L2_SEPT_PAGE_PA: R11, from version 1 on; on success
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mem_page_promote_out {
	tdx_page_t freed_sept_page;
	tdx_page_t freed_l2_sept_page_vm1;
	tdx_page_t freed_l2_sept_page_vm2;
	tdx_page_t freed_l2_sept_page_vm3;
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mem_page_promote() - TDH.MEM.PAGE.PROMOTE: merge 512 small mappings into one larger
 *	page
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @out: results; may be NULL
 *
 * Sequence: re-issue unchanged (rcx/rdx are restored).  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_page_promote(u64 how, u64 version, tdx_gpa_t gpa, enum tdx_level level,
				 tdx_tdr_t tdr, struct tdh_mem_page_promote_out *out);

/**
 * struct tdh_phymem_page_rdmd_out - results of TDH.PHYMEM.PAGE.RDMD
 * @page_type: PAGE_TYPE: RCX
 * @owner_tdr: OWNER_TDR_PA: RDX
 * @page_size: PAGE_SIZE: R8
 * @bepoch: BEPOCH: R9
 */
struct tdh_phymem_page_rdmd_out {
	u64 page_type;
	tdx_tdr_t owner_tdr;
	u64 page_size;
	u64 bepoch;
};

/**
 * tdxcall_tdh_phymem_page_rdmd() - TDH.PHYMEM.PAGE.RDMD: read the PAMT metadata of a page
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @page: PAGE_PA, page, by its physical address without KeyID: RCX
 * @out: results; may be NULL
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_phymem_page_rdmd(u64 how, tdx_page_t page, struct tdh_phymem_page_rdmd_out *out);

/**
 * struct tdh_mem_sept_rd_out - results of TDH.MEM.SEPT.RD
 * @sept_entry: SEPT_ENTRY: RCX; on success and on error
 * @level_state: LEVEL_STATE: RDX; on success and on error
 * @l2_attributes: L2_ATTRIBUTES: R8; on success and on error
 */
struct tdh_mem_sept_rd_out {
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
	u64 l2_attributes;
};

/**
 * tdxcall_tdh_mem_sept_rd() - TDH.MEM.SEPT.RD: read a secure-EPT entry
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX 51:12
 * @l2_attrs: L2_ATTRS, flag: RDX bit 0
 * @out: results; may be NULL
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_sept_rd(u64 how, tdx_gpa_t gpa, enum tdx_level level, tdx_tdr_t tdr,
			    u64 l2_attrs, struct tdh_mem_sept_rd_out *out);

/**
 * struct tdh_vp_rd_out - results of TDH.VP.RD
 * @value: VALUE: R8
 * @next_field_id: NEXT_FIELD_ID: RDX, from version 1 on
 */
struct tdh_vp_rd_out {
	u64 value;
	tdx_field_t next_field_id;
};

/**
 * tdxcall_tdh_vp_rd() - TDH.VP.RD: read a vCPU-scope metadata element; also associates the vCPU
 *	with this CPU
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @tdvpr: TDVPR_PA, vCPU, by its root page (TDVPR): RCX
 * @field_id: FIELD_ID, metadata field id: RDX
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_vp_rd(u64 how, u64 version, tdx_tdvpr_t tdvpr, tdx_field_t field_id,
		      struct tdh_vp_rd_out *out);

/**
 * tdxcall_tdh_mng_key_reclaimid() - TDH.MNG.KEY.RECLAIMID: legacy no-op that returns success
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mng_key_reclaimid(u64 how, tdx_tdr_t tdr);

/**
 * struct tdh_phymem_page_reclaim_out - results of TDH.PHYMEM.PAGE.RECLAIM
 * @page_type: PAGE_TYPE: RCX; on success and on error
 * @owner_tdr: OWNER_TDR_PA: RDX; on success and on error
 * @page_size: PAGE_SIZE: R8; on success and on error
 */
struct tdh_phymem_page_reclaim_out {
	u64 page_type;
	tdx_tdr_t owner_tdr;
	u64 page_size;
};

/**
 * tdxcall_tdh_phymem_page_reclaim() - TDH.PHYMEM.PAGE.RECLAIM: give back a page of a TD that is
 *	in TD_TEARDOWN
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @page: PAGE_PA, page, by its physical address without KeyID: RCX
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_phymem_page_reclaim(u64 how, tdx_page_t page,
				    struct tdh_phymem_page_reclaim_out *out);

/**
 * struct tdh_mem_page_remove_out - results of TDH.MEM.PAGE.REMOVE
 * @page: PAGE_PA: RCX; on success
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mem_page_remove_out {
	tdx_page_t page;
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mem_page_remove() - TDH.MEM.PAGE.REMOVE: unmap and free a blocked and tracked page
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_page_remove(u64 how, tdx_gpa_t gpa, enum tdx_level level, tdx_tdr_t tdr,
				struct tdh_mem_page_remove_out *out);

/**
 * struct tdh_mem_sept_remove_out - results of TDH.MEM.SEPT.REMOVE
 * @sept_page: SEPT_PAGE_PA: RCX; on success
 * @l2_sept_page_vm1: L2_SEPT_PAGE_PA: R9, from version 1 on; on success
 * @l2_sept_page_vm2: L2_SEPT_PAGE_PA: R10, from version 1 on; on success
 * @l2_sept_page_vm3: L2_SEPT_PAGE_PA: R11, from version 1 on; on success
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mem_sept_remove_out {
	tdx_page_t sept_page;
	tdx_page_t l2_sept_page_vm1;
	tdx_page_t l2_sept_page_vm2;
	tdx_page_t l2_sept_page_vm3;
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mem_sept_remove() - TDH.MEM.SEPT.REMOVE: remove empty secure-EPT page(s)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_sept_remove(u64 how, u64 version, tdx_gpa_t gpa, enum tdx_level level,
				tdx_tdr_t tdr, struct tdh_mem_sept_remove_out *out);

/**
 * tdxcall_tdh_sys_key_config() - TDH.SYS.KEY.CONFIG: make the module's own key on this package;
 *	last package makes the module READY
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_sys_key_config(u64 how);

/**
 * struct tdh_sys_info_out - results of TDH.SYS.INFO
 * @bytes_written: BYTES_WRITTEN: RDX
 * @cmrs_written: CMRS_WRITTEN: R9
 */
struct tdh_sys_info_out {
	u64 bytes_written;
	u64 cmrs_written;
};

/**
 * tdxcall_tdh_sys_info() - TDH.SYS.INFO: legacy information structure
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdsysinfo: TDSYSINFO_PA, buffer of the host, by its physical address: RCX
 * @buffer_size: BUFFER_SIZE, size in bytes: RDX
 * @cmr_array: CMR_ARRAY_PA, buffer of the host, by its physical address: R8
 * @cmr_entries: CMR_ENTRIES, count: R9
 * @out: results; may be NULL
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_sys_info(u64 how, tdx_buffer_t tdsysinfo, u64 buffer_size, tdx_buffer_t cmr_array,
			 u64 cmr_entries, struct tdh_sys_info_out *out);

/**
 * struct tdh_sys_init_out - results of TDH.SYS.INIT
 * @leaf_subleaf: LEAF_SUBLEAF: RCX; on error
 * @mask_low: MASK_LOW: RDX; on error
 * @mask_high: MASK_HIGH: R8; on error
 * @value_low: VALUE_LOW: R9; on error
 * @value_high: VALUE_HIGH: R10; on error
 */
struct tdh_sys_init_out {
	u64 leaf_subleaf;
	u64 mask_low;
	u64 mask_high;
	u64 value_low;
	u64 value_high;
};

/**
 * tdxcall_tdh_sys_init() - TDH.SYS.INIT: first leaf, once, on any CPU; v1 also says where to
 *	record a fatal error
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @attributes: ATTRIBUTES, attributes: RCX
 * @fatal_error_config: FATAL_ERROR_CONFIG, value: R8; from version 1 on, else 0; from TDX 1.5.28
 *	on, else 0
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_sys_init(u64 how, u64 version, u64 attributes, u64 fatal_error_config,
			 struct tdh_sys_init_out *out);

/**
 * struct tdh_sys_rd_out - results of TDH.SYS.RD
 * @next_field_id: NEXT_FIELD_ID: RDX
 * @value: VALUE: R8
 */
struct tdh_sys_rd_out {
	tdx_field_t next_field_id;
	u64 value;
};

/**
 * tdxcall_tdh_sys_rd() - TDH.SYS.RD: read one global metadata element
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @field_id: FIELD_ID, metadata field id: RDX
 * @out: results; may be NULL
 *
 * Since TDX 1.5.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_sys_rd(u64 how, tdx_field_t field_id, struct tdh_sys_rd_out *out);

/**
 * struct tdh_sys_lp_init_out - results of TDH.SYS.LP.INIT
 * @leaf_subleaf: LEAF_SUBLEAF: RCX; on error
 * @mask_low: MASK_LOW: RDX; on error
 * @mask_high: MASK_HIGH: R8; on error
 */
struct tdh_sys_lp_init_out {
	u64 leaf_subleaf;
	u64 mask_low;
	u64 mask_high;
};

/**
 * tdxcall_tdh_sys_lp_init() - TDH.SYS.LP.INIT: per-CPU initialisation, once on every CPU
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_sys_lp_init(u64 how, struct tdh_sys_lp_init_out *out);

/**
 * struct tdh_sys_tdmr_init_out - results of TDH.SYS.TDMR.INIT
 * @next_init: NEXT_INIT_PA: RDX
 */
struct tdh_sys_tdmr_init_out {
	tdx_page_t next_init;
};

/**
 * tdxcall_tdh_sys_tdmr_init() - TDH.SYS.TDMR.INIT: initialise the next 1024 4K-PAMT entries (4 MB
 *	of memory) of a TDMR
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdmr_base: TDMR_BASE_PA, page, by its physical address without KeyID: RCX
 * @out: results; may be NULL
 *
 * Sequence: repeat until rdx >= base+size.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_sys_tdmr_init(u64 how, tdx_page_t tdmr_base, struct tdh_sys_tdmr_init_out *out);

/**
 * struct tdh_sys_rdall_out - results of TDH.SYS.RDALL
 * @next_field_id: NEXT_FIELD_ID: R8
 */
struct tdh_sys_rdall_out {
	tdx_field_t next_field_id;
};

/**
 * tdxcall_tdh_sys_rdall() - TDH.SYS.RDALL: dump global metadata as a list
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @list_buffer: LIST_BUFFER_PA, buffer of the host, by its physical address: RDX
 * @first_field_id: FIRST_FIELD_ID, metadata field id: R8
 * @out: results; may be NULL
 *
 * Since TDX 1.5.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_sys_rdall(u64 how, tdx_buffer_t list_buffer, tdx_field_t first_field_id,
			  struct tdh_sys_rdall_out *out);

/**
 * tdxcall_tdh_mem_track() - TDH.MEM.TRACK: advance the TLB epoch
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mem_track(u64 how, tdx_tdr_t tdr);

/**
 * struct tdh_mem_range_unblock_out - results of TDH.MEM.RANGE.UNBLOCK
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mem_range_unblock_out {
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mem_range_unblock() - TDH.MEM.RANGE.UNBLOCK: undo a block
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_range_unblock(u64 how, tdx_gpa_t gpa, enum tdx_level level, tdx_tdr_t tdr,
				  struct tdh_mem_range_unblock_out *out);

/**
 * tdxcall_tdh_phymem_cache_wb() - TDH.PHYMEM.CACHE.WB: write back and invalidate caches of this
 *	package so flushed HKIDs can be freed
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @cmd: CMD, choice: RCX
 *
 * Sequence: call again with rcx=1 on the same package.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_phymem_cache_wb(u64 how, u64 cmd);

/**
 * tdxcall_tdh_phymem_page_wbinvd() - TDH.PHYMEM.PAGE.WBINVD: flush cache lines of one page that
 *	is not assigned
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @page: PAGE_PA, physical address with the KeyID in its upper bits: RCX 51:12
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_phymem_page_wbinvd(u64 how, tdx_keyed_page_t page);

/**
 * tdxcall_tdh_mem_sept_wr() - TDH.MEM.SEPT.WR: number that every module reserves and answers as
 *	an unknown leaf; the ABI specification gives it to TDH.SYS.RDM
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mem_sept_wr(u64 how);

/**
 * struct tdh_vp_wr_out - results of TDH.VP.WR
 * @old_value: OLD_VALUE: R8
 */
struct tdh_vp_wr_out {
	u64 old_value;
};

/**
 * tdxcall_tdh_vp_wr() - TDH.VP.WR: write a vCPU-scope metadata element; also associates the vCPU
 *	with this CPU
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdvpr: TDVPR_PA, vCPU, by its root page (TDVPR): RCX
 * @field_id: FIELD_ID, metadata field id: RDX
 * @value: VALUE, value: R8
 * @mask: MASK, mask: R9
 * @out: results; may be NULL
 *
 * In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_vp_wr(u64 how, tdx_tdvpr_t tdvpr, tdx_field_t field_id, u64 value, u64 mask,
		      struct tdh_vp_wr_out *out);

/**
 * tdxcall_tdh_sys_lp_shutdown() - TDH.SYS.LP.SHUTDOWN: no-op that returns success in 1.5
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_sys_lp_shutdown(u64 how);

/**
 * tdxcall_tdh_sys_config() - TDH.SYS.CONFIG: install the TDMR/PAMT configuration and the module
 *	HKID; v1 enables features
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @tdmr_info_array: TDMR_INFO_ARRAY_PA, buffer of the host, by its physical address: RCX
 * @count: COUNT, count: RDX
 * @hkid: HKID, KeyID: R8 15:0
 * @dynamic_pamt: DYNAMIC_PAMT, flag: R8 bit 16; from TDX 1.5.28 on, else 0
 * @enable: ENABLE, flags: R9; from version 1 on, else 0; from TDX 1.5.28 on, else 0
 *
 * In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_sys_config(u64 how, u64 version, tdx_buffer_t tdmr_info_array, u64 count,
			   tdx_keyid_t hkid, u64 dynamic_pamt, u64 enable);

/**
 * tdxcall_tdh_mng_rdm() - TDH.MNG.RDM: read several TD-scope metadata elements
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * In no TDX module whose source is public.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mng_rdm(u64 how);

/**
 * tdxcall_tdh_mng_wrm() - TDH.MNG.WRM: write several TD-scope metadata elements
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * In no TDX module whose source is public.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mng_wrm(u64 how);

/**
 * struct tdh_servtd_bind_out - results of TDH.SERVTD.BIND
 * @binding_handle: BINDING_HANDLE: RCX
 * @target_uuid_0: TARGET_UUID: R10
 * @target_uuid_1: TARGET_UUID: R11
 * @target_uuid_2: TARGET_UUID: R12
 * @target_uuid_3: TARGET_UUID: R13
 */
struct tdh_servtd_bind_out {
	u64 binding_handle;
	u64 target_uuid_0;
	u64 target_uuid_1;
	u64 target_uuid_2;
	u64 target_uuid_3;
};

/**
 * tdxcall_tdh_servtd_bind() - TDH.SERVTD.BIND: bind a service TD (MigTD) to a target TD
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @target_tdr: TARGET_TDR_PA, TD, by its root page (TDR): RCX
 * @servtd_tdr: SERVTD_TDR_PA, TD, by its root page (TDR): RDX
 * @slot: SLOT, index: R8
 * @type: TYPE, choice: R9
 * @attributes: ATTRIBUTES, attributes: R10
 * @out: results; may be NULL
 *
 * Since TDX 1.5.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_servtd_bind(u64 how, tdx_tdr_t target_tdr, tdx_tdr_t servtd_tdr, u64 slot,
			    u64 type, u64 attributes, struct tdh_servtd_bind_out *out);

/**
 * tdxcall_tdh_servtd_prebind() - TDH.SERVTD.PREBIND: fix the expected service TD hash before
 *	build
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @target_tdr: TARGET_TDR_PA, TD, by its root page (TDR): RCX
 * @info_hash: INFO_HASH_PA, buffer of the host, by its physical address: RDX
 * @slot: SLOT, index: R8
 * @type: TYPE, choice: R9
 * @attributes: ATTRIBUTES, attributes: R10
 *
 * Since TDX 1.5.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_servtd_prebind(u64 how, tdx_tdr_t target_tdr, tdx_buffer_t info_hash, u64 slot,
			       u64 type, u64 attributes);

/**
 * tdxcall_tdh_vp_rdm() - TDH.VP.RDM: read several vCPU-scope metadata elements
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * In no TDX module whose source is public.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_vp_rdm(u64 how);

/**
 * tdxcall_tdh_vp_wrm() - TDH.VP.WRM: write several vCPU-scope metadata elements
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * In no TDX module whose source is public.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_vp_wrm(u64 how);

/**
 * tdxcall_tdh_sys_shutdown() - TDH.SYS.SHUTDOWN: stop the module and store handoff data for an
 *	update
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @handoff_version: HANDOFF_VERSION, version: RCX 15:0
 * @avoid_compat_sensitive: AVOID_COMPAT_SENSITIVE, flag: RCX bit 16; from TDX 1.5.28 on, else 0
 *
 * Since TDX 1.5.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_sys_shutdown(u64 how, u64 handoff_version, u64 avoid_compat_sensitive);

/**
 * tdxcall_tdh_sys_update() - TDH.SYS.UPDATE: after an update: take handoff data, go straight to
 *	READY; v1 enables features
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @enable: ENABLE, flags: R9; from version 1 on, else 0; from TDX 1.5.28 on, else 0
 *
 * Since TDX 1.5.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_sys_update(u64 how, u64 version, u64 enable);

/**
 * tdxcall_tdh_sys_s4_end() - TDH.SYS.S4.END: end the resume from S4 (hibernation)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * In no TDX module whose source is public.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_sys_s4_end(u64 how);

/**
 * tdxcall_tdh_phymem_pamt_add() - TDH.PHYMEM.PAMT.ADD: dynamic PAMT: give the page pair that
 *	holds the 4K entries of one 2M range; both pages are zeroed
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @hpa: HPA, page, by its physical address without KeyID: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @pamt_page0: PAMT_PAGE0_PA, page, by its physical address without KeyID: RDX
 * @pamt_page1: PAMT_PAGE1_PA, page, by its physical address without KeyID: R8
 *
 * Since TDX 1.5.28.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there
 * can be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_phymem_pamt_add(u64 how, tdx_page_t hpa, enum tdx_level level,
				tdx_page_t pamt_page0, tdx_page_t pamt_page1);

/**
 * struct tdh_phymem_pamt_remove_out - results of TDH.PHYMEM.PAMT.REMOVE
 * @pamt_page0: PAMT_PAGE0_PA: RDX
 * @pamt_page1: PAMT_PAGE1_PA: R8
 */
struct tdh_phymem_pamt_remove_out {
	tdx_page_t pamt_page0;
	tdx_page_t pamt_page1;
};

/**
 * tdxcall_tdh_phymem_pamt_remove() - TDH.PHYMEM.PAMT.REMOVE: dynamic PAMT: take the page pair
 *	back (all 512 entries must be NDA)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @hpa: HPA, page, by its physical address without KeyID: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @out: results; may be NULL
 *
 * Since TDX 1.5.28.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there
 * can be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_phymem_pamt_remove(u64 how, tdx_page_t hpa, enum tdx_level level,
				   struct tdh_phymem_pamt_remove_out *out);

/**
 * tdxcall_tdh_ext_init() - TDH.EXT.INIT: initialise the module extensions, after TDH.EXT.MEM.ADD
 *	has given the pages that EXT_MEMORY_POOL_REQUIRED_PAGES tells
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * In no TDX module whose source is public.  Sequence: call again.  In symbol namespace
 * TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_ext_init(u64 how);

/**
 * struct tdh_ext_mem_add_out - results of TDH.EXT.MEM.ADD
 * @hpa_list_info: HPA_LIST_INFO: RCX
 */
struct tdh_ext_mem_add_out {
	u64 hpa_list_info;
};

/**
 * tdxcall_tdh_ext_mem_add() - TDH.EXT.MEM.ADD: give up to 512 4K pages to the memory pool of the
 *	module extensions
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @hpa_list_info: HPA_LIST_INFO, value: RCX
 * @out: results; may be NULL
 *
 * In no TDX module whose source is public.  Sequence: call again with rcx as returned.  In symbol
 * namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_ext_mem_add(u64 how, u64 hpa_list_info, struct tdh_ext_mem_add_out *out);

/**
 * tdxcall_tdh_export_abort() - TDH.EXPORT.ABORT: end an export session; source runs again
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 * @size: SIZE, size in bytes: R8 63:52
 * @abort_token_mbmd: ABORT_TOKEN_MBMD, buffer of the host, by its physical address: R8 51:0
 * @stream: STREAM, index: R10 15:0
 *
 * Since TDX 1.5.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_export_abort(u64 how, tdx_tdr_t tdr, u64 size, tdx_buffer_t abort_token_mbmd,
			     u64 stream);

/**
 * struct tdh_export_blockw_out - results of TDH.EXPORT.BLOCKW
 * @gpa_list_info: GPA_LIST_INFO: RCX; on success and on error
 * @failed_entries: FAILED_ENTRIES: R8, from version 1 on; on success
 */
struct tdh_export_blockw_out {
	tdx_gpa_list_t gpa_list_info;
	u64 failed_entries;
};

/**
 * tdxcall_tdh_export_blockw() - TDH.EXPORT.BLOCKW: block a list of pages for writing
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @gpa_list_info: GPA_LIST_INFO, GPA_LIST_INFO: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @out: results; may be NULL
 *
 * Since TDX 1.5.  Sequence: re-issue with rcx as returned.  In symbol namespace
 * TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_export_blockw(u64 how, u64 version, tdx_gpa_list_t gpa_list_info, tdx_tdr_t tdr,
			      struct tdh_export_blockw_out *out);

/**
 * struct tdh_export_restore_out - results of TDH.EXPORT.RESTORE
 * @gpa_list_info: GPA_LIST_INFO: RCX; on success and on error
 * @failed_entries: FAILED_ENTRIES: R8, from version 1 on; on success
 */
struct tdh_export_restore_out {
	tdx_gpa_list_t gpa_list_info;
	u64 failed_entries;
};

/**
 * tdxcall_tdh_export_restore() - TDH.EXPORT.RESTORE: after an aborted export: put pages back to
 *	normal states
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @gpa_list_info: GPA_LIST_INFO, GPA_LIST_INFO: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @out: results; may be NULL
 *
 * Since TDX 1.5.  Sequence: re-issue with rcx as returned.  In symbol namespace
 * TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_export_restore(u64 how, u64 version, tdx_gpa_list_t gpa_list_info, tdx_tdr_t tdr,
			       struct tdh_export_restore_out *out);

/**
 * struct tdh_export_mem_out - results of TDH.EXPORT.MEM
 * @gpa_list_info: GPA_LIST_INFO: RCX; on success and on error
 * @pages_processed: PAGES_PROCESSED: RDX; on success
 * @failed_entries: FAILED_ENTRIES: R8, from version 1 on; on success
 */
struct tdh_export_mem_out {
	tdx_gpa_list_t gpa_list_info;
	u64 pages_processed;
	u64 failed_entries;
};

/**
 * tdxcall_tdh_export_mem() - TDH.EXPORT.MEM: export (encrypt) or cancel a list of pages
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @gpa_list_info: GPA_LIST_INFO, GPA_LIST_INFO: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @size: SIZE, size in bytes: R8 63:52
 * @mbmd: MBMD_PA, buffer of the host, by its physical address: R8 51:0
 * @mig_buffer_list: MIG_BUFFER_LIST_PA, buffer of the host, by its physical address: R9
 * @resume: RESUME, flag: R10 bit 63
 * @stream: STREAM, index: R10 15:0
 * @mac_list0: MAC_LIST0_PA, buffer of the host, by its physical address: R11
 * @mac_list1: MAC_LIST1_PA, buffer of the host, by its physical address: R12
 * @out: results; may be NULL
 *
 * Since TDX 1.5.  Sequence: re-issue with rcx as returned and r10 bit 63 set.  It runs in an FPU
 * section, and is refused with %TDXCALL_REFUSED where there can be none.  In symbol namespace
 * TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_export_mem(u64 how, u64 version, tdx_gpa_list_t gpa_list_info, tdx_tdr_t tdr,
			   u64 size, tdx_buffer_t mbmd, tdx_buffer_t mig_buffer_list, u64 resume,
			   u64 stream, tdx_buffer_t mac_list0, tdx_buffer_t mac_list1,
			   struct tdh_export_mem_out *out);

/**
 * tdxcall_tdh_sys_disable() - TDH.SYS.DISABLE: shuts the module down for good; TDH.SYS calls are
 *	refused meanwhile, and no SEAMCALL works afterwards until the module is initialised again
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * In no TDX module whose source is public.  Sequence: call again unchanged; also on SYS_BUSY.  It
 * runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can be none.  In
 * symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_sys_disable(u64 how);

/**
 * tdxcall_tdh_export_pause() - TDH.EXPORT.PAUSE: stop the source TD (PAUSED_EXPORT); advances the
 *	TLB epoch
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 *
 * Since TDX 1.5.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_export_pause(u64 how, tdx_tdr_t tdr);

/**
 * tdxcall_tdh_export_track() - TDH.EXPORT.TRACK: make an epoch token, or the start token that
 *	ends the in-order phase
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 * @size: SIZE, size in bytes: R8 63:52
 * @mbmd: MBMD_PA, buffer of the host, by its physical address: R8 51:0
 * @in_order_done: IN_ORDER_DONE, flag: R10 bit 63
 * @stream: STREAM, index: R10 15:0
 *
 * Since TDX 1.5.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_export_track(u64 how, tdx_tdr_t tdr, u64 size, tdx_buffer_t mbmd,
			     u64 in_order_done, u64 stream);

/**
 * struct tdh_export_state_immutable_out - results of TDH.EXPORT.STATE.IMMUTABLE
 * @pages_used: PAGES_USED: RDX
 */
struct tdh_export_state_immutable_out {
	u64 pages_used;
};

/**
 * tdxcall_tdh_export_state_immutable() - TDH.EXPORT.STATE.IMMUTABLE: start an export session;
 *	export the immutable TD state
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 * @size: SIZE, size in bytes: R8 63:52
 * @mbmd: MBMD_PA, buffer of the host, by its physical address: R8 51:0
 * @last: LAST, index: R9 63:55
 * @page_list: PAGE_LIST_PA, buffer of the host, by its physical address: R9 51:12
 * @resume: RESUME, flag: R10 bit 63
 * @stream: STREAM, index: R10 15:0
 * @out: results; may be NULL
 *
 * Since TDX 1.5.  Sequence: call again with the same rax/r8/r9 and r10 bit 63 set.  It runs in an
 * FPU section, and is refused with %TDXCALL_REFUSED where there can be none.  In symbol namespace
 * TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_export_state_immutable(u64 how, tdx_tdr_t tdr, u64 size, tdx_buffer_t mbmd,
				       u64 last, tdx_buffer_t page_list, u64 resume, u64 stream,
				       struct tdh_export_state_immutable_out *out);

/**
 * struct tdh_export_state_td_out - results of TDH.EXPORT.STATE.TD
 * @pages_used: PAGES_USED: RDX
 */
struct tdh_export_state_td_out {
	u64 pages_used;
};

/**
 * tdxcall_tdh_export_state_td() - TDH.EXPORT.STATE.TD: export mutable TD state
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 * @size: SIZE, size in bytes: R8 63:52
 * @mbmd: MBMD_PA, buffer of the host, by its physical address: R8 51:0
 * @last: LAST, index: R9 63:55
 * @page_list: PAGE_LIST_PA, buffer of the host, by its physical address: R9 51:12
 * @resume: RESUME, flag: R10 bit 63
 * @stream: STREAM, index: R10 15:0
 * @out: results; may be NULL
 *
 * Since TDX 1.5.  Sequence: call again with the same rax/r8/r9 and r10 bit 63 set.  It runs in an
 * FPU section, and is refused with %TDXCALL_REFUSED where there can be none.  In symbol namespace
 * TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_export_state_td(u64 how, tdx_tdr_t tdr, u64 size, tdx_buffer_t mbmd, u64 last,
				tdx_buffer_t page_list, u64 resume, u64 stream,
				struct tdh_export_state_td_out *out);

/**
 * struct tdh_export_state_vp_out - results of TDH.EXPORT.STATE.VP
 * @pages_used: PAGES_USED: RDX
 */
struct tdh_export_state_vp_out {
	u64 pages_used;
};

/**
 * tdxcall_tdh_export_state_vp() - TDH.EXPORT.STATE.VP: export mutable state of one vCPU
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdvpr: TDVPR_PA, vCPU, by its root page (TDVPR): RCX
 * @size: SIZE, size in bytes: R8 63:52
 * @mbmd: MBMD_PA, buffer of the host, by its physical address: R8 51:0
 * @last: LAST, index: R9 63:55
 * @page_list: PAGE_LIST_PA, buffer of the host, by its physical address: R9 51:12
 * @resume: RESUME, flag: R10 bit 63
 * @stream: STREAM, index: R10 15:0
 * @out: results; may be NULL
 *
 * Since TDX 1.5.  Sequence: call again with the same rax/r8/r9 and r10 bit 63 set.  It runs in an
 * FPU section, and is refused with %TDXCALL_REFUSED where there can be none.  In symbol namespace
 * TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_export_state_vp(u64 how, tdx_tdvpr_t tdvpr, u64 size, tdx_buffer_t mbmd, u64 last,
				tdx_buffer_t page_list, u64 resume, u64 stream,
				struct tdh_export_state_vp_out *out);

/**
 * struct tdh_export_unblockw_out - results of TDH.EXPORT.UNBLOCKW
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_export_unblockw_out {
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_export_unblockw() - TDH.EXPORT.UNBLOCKW: unblock a page for writing (marks it dirty
 *	if exported)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @out: results; may be NULL
 *
 * Since TDX 1.5.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_export_unblockw(u64 how, tdx_gpa_t gpa, enum tdx_level level, tdx_tdr_t tdr,
				struct tdh_export_unblockw_out *out);

/**
 * tdxcall_tdh_import_abort() - TDH.IMPORT.ABORT: fail the import and make an abort token; success
 *	status carries the fatal bit
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 * @size: SIZE, size in bytes: R8 63:52
 * @mbmd: MBMD_PA, buffer of the host, by its physical address: R8 51:0
 * @stream: STREAM, index: R10 15:0
 *
 * Since TDX 1.5.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_import_abort(u64 how, tdx_tdr_t tdr, u64 size, tdx_buffer_t mbmd, u64 stream);

/**
 * tdxcall_tdh_import_end() - TDH.IMPORT.END: finish the import session (RUNNABLE)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 *
 * Since TDX 1.5.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_import_end(u64 how, tdx_tdr_t tdr);

/**
 * tdxcall_tdh_import_commit() - TDH.IMPORT.COMMIT: allow the destination to run while memory
 *	import goes on (LIVE_IMPORT)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 *
 * Since TDX 1.5.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_import_commit(u64 how, tdx_tdr_t tdr);

/**
 * struct tdh_import_mem_out - results of TDH.IMPORT.MEM
 * @gpa_list_info: GPA_LIST_INFO: RCX; on success and on error
 * @failed_entries: FAILED_ENTRIES: R8, from version 1 on; on success
 */
struct tdh_import_mem_out {
	tdx_gpa_list_t gpa_list_info;
	u64 failed_entries;
};

/**
 * tdxcall_tdh_import_mem() - TDH.IMPORT.MEM: import (decrypt) or cancel a list of pages
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @gpa_list_info: GPA_LIST_INFO, GPA_LIST_INFO: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @size: SIZE, size in bytes: R8 63:52
 * @mbmd: MBMD_PA, buffer of the host, by its physical address: R8 51:0
 * @mig_buffer_list: MIG_BUFFER_LIST_PA, buffer of the host, by its physical address: R9
 * @resume: RESUME, flag: R10 bit 63
 * @stream: STREAM, index: R10 15:0
 * @mac_list0: MAC_LIST0_PA, buffer of the host, by its physical address: R11
 * @mac_list1: MAC_LIST1_PA, buffer of the host, by its physical address: R12
 * @new_page_list: NEW_PAGE_LIST_PA, buffer of the host, by its physical address: R13
 * @out: results; may be NULL
 *
 * Since TDX 1.5.  Sequence: re-issue with rcx as returned and r10 bit 63 set.  It runs in an FPU
 * section, and is refused with %TDXCALL_REFUSED where there can be none.  In symbol namespace
 * TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_import_mem(u64 how, u64 version, tdx_gpa_list_t gpa_list_info, tdx_tdr_t tdr,
			   u64 size, tdx_buffer_t mbmd, tdx_buffer_t mig_buffer_list, u64 resume,
			   u64 stream, tdx_buffer_t mac_list0, tdx_buffer_t mac_list1,
			   tdx_buffer_t new_page_list, struct tdh_import_mem_out *out);

/**
 * tdxcall_tdh_import_track() - TDH.IMPORT.TRACK: consume an epoch or start token
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 * @size: SIZE, size in bytes: R8 63:52
 * @mbmd: MBMD_PA, buffer of the host, by its physical address: R8 51:0
 * @stream: STREAM, index: R10 15:0
 *
 * Since TDX 1.5.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_import_track(u64 how, tdx_tdr_t tdr, u64 size, tdx_buffer_t mbmd, u64 stream);

/**
 * struct tdh_import_state_immutable_out - results of TDH.IMPORT.STATE.IMMUTABLE
 * @ext_err_info_rcx: EXT_ERR_INFO: RCX; on error
 * @ext_err_info_rdx: EXT_ERR_INFO: RDX; on error
 */
struct tdh_import_state_immutable_out {
	tdx_field_t ext_err_info_rcx;
	tdx_field_t ext_err_info_rdx;
};

/**
 * tdxcall_tdh_import_state_immutable() - TDH.IMPORT.STATE.IMMUTABLE: start an import session;
 *	import the immutable state (replaces MNG.INIT)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 * @size: SIZE, size in bytes: R8 63:52
 * @mbmd: MBMD_PA, buffer of the host, by its physical address: R8 51:0
 * @last: LAST, index: R9 63:55
 * @page_list: PAGE_LIST_PA, buffer of the host, by its physical address: R9 51:12
 * @resume: RESUME, flag: R10 bit 63
 * @stream: STREAM, index: R10 15:0
 * @out: results; may be NULL
 *
 * Since TDX 1.5.  Sequence: call again with the same rax/r8/r9 and r10 bit 63 set.  It runs in an
 * FPU section, and is refused with %TDXCALL_REFUSED where there can be none.  In symbol namespace
 * TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_import_state_immutable(u64 how, tdx_tdr_t tdr, u64 size, tdx_buffer_t mbmd,
				       u64 last, tdx_buffer_t page_list, u64 resume, u64 stream,
				       struct tdh_import_state_immutable_out *out);

/**
 * struct tdh_import_state_td_out - results of TDH.IMPORT.STATE.TD
 * @ext_err_info_rcx: EXT_ERR_INFO: RCX; on error
 * @ext_err_info_rdx: EXT_ERR_INFO: RDX; on error
 */
struct tdh_import_state_td_out {
	tdx_field_t ext_err_info_rcx;
	tdx_field_t ext_err_info_rdx;
};

/**
 * tdxcall_tdh_import_state_td() - TDH.IMPORT.STATE.TD: import mutable TD state
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 * @size: SIZE, size in bytes: R8 63:52
 * @mbmd: MBMD_PA, buffer of the host, by its physical address: R8 51:0
 * @last: LAST, index: R9 63:55
 * @page_list: PAGE_LIST_PA, buffer of the host, by its physical address: R9 51:12
 * @resume: RESUME, flag: R10 bit 63
 * @stream: STREAM, index: R10 15:0
 * @out: results; may be NULL
 *
 * Since TDX 1.5.  Sequence: call again with the same rax/r8/r9 and r10 bit 63 set.  It runs in an
 * FPU section, and is refused with %TDXCALL_REFUSED where there can be none.  In symbol namespace
 * TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_import_state_td(u64 how, tdx_tdr_t tdr, u64 size, tdx_buffer_t mbmd, u64 last,
				tdx_buffer_t page_list, u64 resume, u64 stream,
				struct tdh_import_state_td_out *out);

/**
 * struct tdh_import_state_vp_out - results of TDH.IMPORT.STATE.VP
 * @ext_err_info_rcx: EXT_ERR_INFO: RCX; on error
 * @ext_err_info_rdx: EXT_ERR_INFO: RDX; on error
 */
struct tdh_import_state_vp_out {
	tdx_field_t ext_err_info_rcx;
	tdx_field_t ext_err_info_rdx;
};

/**
 * tdxcall_tdh_import_state_vp() - TDH.IMPORT.STATE.VP: import one vCPU (replaces VP.INIT)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdvpr: TDVPR_PA, vCPU, by its root page (TDVPR): RCX
 * @size: SIZE, size in bytes: R8 63:52
 * @mbmd: MBMD_PA, buffer of the host, by its physical address: R8 51:0
 * @last: LAST, index: R9 63:55
 * @page_list: PAGE_LIST_PA, buffer of the host, by its physical address: R9 51:12
 * @resume: RESUME, flag: R10 bit 63
 * @stream: STREAM, index: R10 15:0
 * @out: results; may be NULL
 *
 * Since TDX 1.5.  Sequence: call again with the same rax/r8/r9 and r10 bit 63 set.  It runs in an
 * FPU section, and is refused with %TDXCALL_REFUSED where there can be none.  In symbol namespace
 * TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_import_state_vp(u64 how, tdx_tdvpr_t tdvpr, u64 size, tdx_buffer_t mbmd, u64 last,
				tdx_buffer_t page_list, u64 resume, u64 stream,
				struct tdh_import_state_vp_out *out);

/**
 * struct tdh_mem_scan_range_out - results of TDH.MEM.SCAN.RANGE
 * @next_start: NEXT_START: R9
 * @remaining_size: REMAINING_SIZE: R10
 * @next_entry: NEXT_ENTRY: R11
 */
struct tdh_mem_scan_range_out {
	tdx_gpa_t next_start;
	u64 remaining_size;
	u64 next_entry;
};

/**
 * tdxcall_tdh_mem_scan_range() - TDH.MEM.SCAN.RANGE: scan a GPA range of the secure EPT: list
 *	pages to export (DSCAN), or restore entries after an export (EXPORT_RESTORE)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @list_of_lists_info: LIST_OF_LISTS_INFO, value: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @qualifier: QUALIFIER, choice: R8 15:8
 * @operation: OPERATION, choice: R8 7:0
 * @range_start: RANGE_START, guest physical address of a mapping: R9
 * @range_size: RANGE_SIZE, size in bytes: R10
 * @next_entry: NEXT_ENTRY, index: R11
 * @out: results; may be NULL
 *
 * Since TDX 1.5.34.  Sequence: call again with r9, r10, r11 as returned.  In symbol namespace
 * TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_scan_range(u64 how, u64 list_of_lists_info, tdx_tdr_t tdr, u64 qualifier,
			       u64 operation, tdx_gpa_t range_start, u64 range_size,
			       u64 next_entry, struct tdh_mem_scan_range_out *out);

/**
 * struct tdh_mem_scan_comp_out - results of TDH.MEM.SCAN.COMP
 * @next_entry: NEXT_ENTRY: R11
 */
struct tdh_mem_scan_comp_out {
	u64 next_entry;
};

/**
 * tdxcall_tdh_mem_scan_comp() - TDH.MEM.SCAN.COMP: check the whole guest memory, by many CPUs in
 *	parallel, before the start token; the TD is PAUSED_EXPORT
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @list_of_lists_info: LIST_OF_LISTS_INFO, value: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @resume: RESUME, flag: R8 bit 63
 * @range_id: RANGE_ID, index: R8 55:48
 * @context_id: CONTEXT_ID, index: R8 47:32
 * @qualifier: QUALIFIER, choice: R8 15:8
 * @operation: OPERATION, choice: R8 7:0
 * @next_entry: NEXT_ENTRY, index: R11
 * @out: results; may be NULL
 *
 * Since TDX 1.5.34.  Sequence: call again with RESUME, same context, range, operation, qualifier
 * and r11 as returned.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_scan_comp(u64 how, u64 list_of_lists_info, tdx_tdr_t tdr, u64 resume,
			      u64 range_id, u64 context_id, u64 qualifier, u64 operation,
			      u64 next_entry, struct tdh_mem_scan_comp_out *out);

/**
 * struct tdh_mem_scan_config_out - results of TDH.MEM.SCAN.CONFIG
 * @page_not_used_r8: PAGE_NOT_USED: R8 bit 63
 * @page_not_used_r9: PAGE_NOT_USED: R9 bit 63
 * @page_not_used_r10: PAGE_NOT_USED: R10 bit 63
 * @page_not_used_r11: PAGE_NOT_USED: R11 bit 63
 */
struct tdh_mem_scan_config_out {
	u64 page_not_used_r8;
	u64 page_not_used_r9;
	u64 page_not_used_r10;
	u64 page_not_used_r11;
};

/**
 * tdxcall_tdh_mem_scan_config() - TDH.MEM.SCAN.CONFIG: give the control pages and the GPA ranges
 *	of a memory scan; repeats reset the scan
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @range_list_info: RANGE_LIST_INFO, value: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @ranges_page: RANGES_PAGE_PA, page, by its physical address without KeyID: R8
 * @contexts_page: CONTEXTS_PAGE_PA, page, by its physical address without KeyID: R9
 * @control_page_r10: CONTROL_PAGE_PA, page, by its physical address without KeyID: R10
 * @control_page_r11: CONTROL_PAGE_PA, page, by its physical address without KeyID: R11
 * @out: results; may be NULL
 *
 * Since TDX 1.5.34.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mem_scan_config(u64 how, u64 range_list_info, tdx_tdr_t tdr,
				tdx_page_t ranges_page, tdx_page_t contexts_page,
				tdx_page_t control_page_r10, tdx_page_t control_page_r11,
				struct tdh_mem_scan_config_out *out);

/**
 * tdxcall_tdh_mem_scan_reset() - TDH.MEM.SCAN.RESET: abandon a memory scan and make it ready to
 *	start again
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 *
 * Since TDX 1.5.34.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mem_scan_reset(u64 how, tdx_tdr_t tdr);

/**
 * tdxcall_tdh_mig_stream_create() - TDH.MIG.STREAM.CREATE: add a migration stream context page
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @migsc_page: MIGSC_PAGE_PA, page, by its physical address without KeyID: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 *
 * Since TDX 1.5.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mig_stream_create(u64 how, tdx_page_t migsc_page, tdx_tdr_t tdr);

/**
 * tdxcall_tdh_servtd_rebind() - TDH.SERVTD.REBIND: bind a new service TD in place of a bound one;
 *	no public release has more than the number
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * Since TDX 1.5.28.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_servtd_rebind(u64 how);

/**
 * struct tdh_quote_get_out - results of TDH.QUOTE.GET
 * @quote_length: QUOTE_LENGTH: RCX
 */
struct tdh_quote_get_out {
	u64 quote_length;
};

/**
 * tdxcall_tdh_quote_get() - TDH.QUOTE.GET: quoting extension: make a quote inside the module
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdr: TDR_PA, TD, by its root page (TDR): RCX
 * @quote_id: QUOTE_ID, index: RDX 47:32
 * @input: INPUT_PA, buffer of the host, by its physical address: R8
 * @input_length: INPUT_LENGTH, size in bytes: R9
 * @hpa_list: HPA_LIST_PA, buffer of the host, by its physical address: R10
 * @output_length: OUTPUT_LENGTH, size in bytes: R11
 * @out: results; may be NULL
 *
 * In no TDX module whose source is public.  Sequence: call again.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_quote_get(u64 how, tdx_tdr_t tdr, u64 quote_id, tdx_buffer_t input,
			  u64 input_length, tdx_buffer_t hpa_list, u64 output_length,
			  struct tdh_quote_get_out *out);

/**
 * tdxcall_tdh_quote_init() - TDH.QUOTE.INIT: initialise the quoting extension; afterwards
 *	MAX_QUOTE_SIZE is valid
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * In no TDX module whose source is public.  Sequence: call again.  In symbol namespace
 * TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_quote_init(u64 how);

/**
 * tdxcall_tdh_iommu_setreg() - TDH.IOMMU.SETREG: TDX Connect: give table pages to an IOMMU,
 *	configure or clear it or a root port, write GCMD_REG
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @iommu_id: IOMMU_ID, number of a device, stream or table entry: RCX 15:0
 * @reg: REG, value: RDX
 * @value: VALUE, value: R8
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_iommu_setreg(u64 how, u64 iommu_id, u64 reg, u64 value);

/**
 * struct tdh_iommu_getreg_out - results of TDH.IOMMU.GETREG
 * @value: VALUE: R8
 */
struct tdh_iommu_getreg_out {
	u64 value;
};

/**
 * tdxcall_tdh_iommu_getreg() - TDH.IOMMU.GETREG: TDX Connect: read an IOMMU register or state
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @vtbar_pa_or_iommu_id: VTBAR_PA (63:0) or IOMMU_ID (15:0), as the other operands make it: RCX
 * @reg: REG, value: RDX
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_iommu_getreg(u64 how, u64 vtbar_pa_or_iommu_id, u64 reg,
			     struct tdh_iommu_getreg_out *out);

/**
 * tdxcall_tdh_spdm_create() - TDH.SPDM.CREATE: TDX Connect: make an SPDM session object (not
 *	bound)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @iommu_id: IOMMU_ID, number of a device, stream or table entry: RCX
 * @spdm_id: SPDM_ID, number of a device, stream or table entry: RDX
 * @nda_page: NDA_PAGE_PA, page, by its physical address without KeyID: R8
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_spdm_create(u64 how, u64 iommu_id, u64 spdm_id, tdx_page_t nda_page);

/**
 * struct tdh_spdm_delete_out - results of TDH.SPDM.DELETE
 * @freed_page: FREED_PAGE_PA: RCX
 */
struct tdh_spdm_delete_out {
	tdx_page_t freed_page;
};

/**
 * tdxcall_tdh_spdm_delete() - TDH.SPDM.DELETE: TDX Connect: delete an SPDM session without active
 *	IDE streams
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @iommu_id: IOMMU_ID, number of a device, stream or table entry: RCX
 * @spdm_id: SPDM_ID, number of a device, stream or table entry: RDX
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_spdm_delete(u64 how, u64 iommu_id, u64 spdm_id, struct tdh_spdm_delete_out *out);

/**
 * tdxcall_tdh_ide_stream_create() - TDH.IDE.STREAM.CREATE: TDX Connect: configure an IDE stream
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @iommu_id: IOMMU_ID, number of a device, stream or table entry: RCX 15:0
 * @spdm_id: SPDM_ID, number of a device, stream or table entry: RDX
 * @ide_type: IDE_TYPE, choice: R8 bit 31
 * @key_id: KEY_ID, number of a device, stream or table entry: R8 23:16
 * @root_port_devfn: ROOT_PORT_DEVFN, number of a device, stream or table entry: R8 15:8
 * @ide_id: IDE_ID, number of a device, stream or table entry: R8 7:0
 * @stream_ctrl: STREAM_CTRL, value: R9
 * @rid_assoc1: RID_ASSOC1, value: R10
 * @rid_assoc2: RID_ASSOC2, value: R11
 * @addr_assoc1: ADDR_ASSOC1, value: R12
 * @addr_assoc2: ADDR_ASSOC2, value: R13
 * @addr_assoc3: ADDR_ASSOC3, value: R14
 * @nda_page: NDA_PAGE_PA, page, by its physical address without KeyID: R15
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_ide_stream_create(u64 how, u64 iommu_id, u64 spdm_id, u64 ide_type, u64 key_id,
				  u64 root_port_devfn, u64 ide_id, u64 stream_ctrl, u64 rid_assoc1,
				  u64 rid_assoc2, u64 addr_assoc1, u64 addr_assoc2,
				  u64 addr_assoc3, tdx_page_t nda_page);

/**
 * tdxcall_tdh_ide_stream_block() - TDH.IDE.STREAM.BLOCK: TDX Connect: block an IDE stream
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @iommu_id: IOMMU_ID, number of a device, stream or table entry: RCX
 * @stream_id: STREAM_ID, number of a device, stream or table entry: RDX 7:0
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_ide_stream_block(u64 how, u64 iommu_id, u64 stream_id);

/**
 * struct tdh_ide_stream_delete_out - results of TDH.IDE.STREAM.DELETE
 * @freed_page: FREED_PAGE_PA: RCX
 */
struct tdh_ide_stream_delete_out {
	tdx_page_t freed_page;
};

/**
 * tdxcall_tdh_ide_stream_delete() - TDH.IDE.STREAM.DELETE: TDX Connect: delete a blocked IDE
 *	stream without device interfaces
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @iommu_id: IOMMU_ID, number of a device, stream or table entry: RCX
 * @stream_id: STREAM_ID, number of a device, stream or table entry: RDX 7:0
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_ide_stream_delete(u64 how, u64 iommu_id, u64 stream_id,
				  struct tdh_ide_stream_delete_out *out);

/**
 * tdxcall_tdh_ide_stream_idekmreq() - TDH.IDE.STREAM.IDEKMREQ: TDX Connect: make an encrypted IDE
 *	key-management request
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @iommu_id: IOMMU_ID, number of a device, stream or table entry: RCX
 * @stream_id: STREAM_ID, number of a device, stream or table entry: RDX 7:0
 * @object_id: OBJECT_ID, choice: R8
 * @km_param: KM_PARAM, value: R9
 * @slot: SLOT, index: R10
 * @message: MESSAGE_PA, buffer of the host, by its physical address: R11
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_ide_stream_idekmreq(u64 how, u64 iommu_id, u64 stream_id, u64 object_id,
				    u64 km_param, u64 slot, tdx_buffer_t message);

/**
 * struct tdh_ide_stream_idekmrsp_out - results of TDH.IDE.STREAM.IDEKMRSP
 * @payload: PAYLOAD: RCX
 */
struct tdh_ide_stream_idekmrsp_out {
	u64 payload;
};

/**
 * tdxcall_tdh_ide_stream_idekmrsp() - TDH.IDE.STREAM.IDEKMRSP: TDX Connect: consume the IDE
 *	key-management response; enables the stream after all 3 Tx keys
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @iommu_id: IOMMU_ID, number of a device, stream or table entry: RCX
 * @stream_id: STREAM_ID, number of a device, stream or table entry: RDX 7:0
 * @message: MESSAGE_PA, buffer of the host, by its physical address: R8
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_ide_stream_idekmrsp(u64 how, u64 iommu_id, u64 stream_id, tdx_buffer_t message,
				    struct tdh_ide_stream_idekmrsp_out *out);

/**
 * tdxcall_tdh_devif_create() - TDH.DEVIF.CREATE: TDX Connect: create a device interface for a TD
 *	(3 pages, CHLDCNT+3)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @devif_id: DEVIF_ID, number of a device, stream or table entry: RCX
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @devifcs_page: DEVIFCS_PAGE_PA, page, by its physical address without KeyID: R8
 * @td_message_page: TD_MESSAGE_PAGE_PA, page, by its physical address without KeyID: R9
 * @vmm_message_page: VMM_MESSAGE_PAGE_PA, page, by its physical address without KeyID: R10
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_devif_create(u64 how, u64 devif_id, tdx_tdr_t tdr, tdx_page_t devifcs_page,
			     tdx_page_t td_message_page, tdx_page_t vmm_message_page);

/**
 * struct tdh_devif_remove_out - results of TDH.DEVIF.REMOVE
 * @td_message_page: TD_MESSAGE_PAGE: RCX
 * @vmm_message_page: VMM_MESSAGE_PAGE: RDX
 * @tdr: TDR_PA: R8
 */
struct tdh_devif_remove_out {
	tdx_page_t td_message_page;
	tdx_page_t vmm_message_page;
	tdx_tdr_t tdr;
};

/**
 * tdxcall_tdh_devif_remove() - TDH.DEVIF.REMOVE: TDX Connect: remove a device interface
 *	(CHLDCNT-3)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @function_id: FUNCTION_ID, number of a device, stream or table entry: RCX
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_devif_remove(u64 how, u64 function_id, struct tdh_devif_remove_out *out);

/**
 * struct tdh_devif_request_out - results of TDH.DEVIF.REQUEST
 * @length: LENGTH: RCX 23:8
 * @message_code: MESSAGE_CODE: RCX 7:0
 */
struct tdh_devif_request_out {
	u64 length;
	u64 message_code;
};

/**
 * tdxcall_tdh_devif_request() - TDH.DEVIF.REQUEST: TDX Connect: make an encrypted TDISP request
 *	(own, or the one the TD asked for)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @function_id: FUNCTION_ID, number of a device, stream or table entry: RCX
 * @td_flag: TD_FLAG, flag: RDX bit 63
 * @no_fw_update: NO_FW_UPDATE, flag: RDX bit 8
 * @req_code: REQ_CODE, choice: RDX 7:0
 * @output_message: OUTPUT_MESSAGE_PA, buffer of the host, by its physical address: R8
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_devif_request(u64 how, u64 function_id, u64 td_flag, u64 no_fw_update,
			      u64 req_code, tdx_buffer_t output_message,
			      struct tdh_devif_request_out *out);

/**
 * struct tdh_devif_response_out - results of TDH.DEVIF.RESPONSE
 * @details: DETAILS: RCX 63:24
 * @length: LENGTH: RCX 23:8
 * @response_code: RESPONSE_CODE: RCX 7:0
 */
struct tdh_devif_response_out {
	u64 details;
	u64 length;
	u64 response_code;
};

/**
 * tdxcall_tdh_devif_response() - TDH.DEVIF.RESPONSE: TDX Connect: consume an encrypted TDISP
 *	response
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @function_id: FUNCTION_ID, number of a device, stream or table entry: RCX
 * @td_flag: TD_FLAG, flag: RDX bit 63
 * @response: RESPONSE_PA, buffer of the host, by its physical address: RDX 51:12
 * @output: OUTPUT_PA, buffer of the host, by its physical address: R8
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_devif_response(u64 how, u64 function_id, u64 td_flag, tdx_buffer_t response,
			       tdx_buffer_t output, struct tdh_devif_response_out *out);

/**
 * struct tdh_spdm_connect_out - results of TDH.SPDM.CONNECT
 * @request_length: REQUEST_LENGTH: RCX
 * @device_info_length: DEVICE_INFO_LENGTH: RCX
 */
struct tdh_spdm_connect_out {
	u64 request_length;
	u64 device_info_length;
};

/**
 * tdxcall_tdh_spdm_connect() - TDH.SPDM.CONNECT: TDX Connect v2: set up the SPDM session; the
 *	host carries the messages
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @spdm_id: SPDM_ID, number of a device, stream or table entry: RCX
 * @spdm_config: SPDM_CONFIG_PA, buffer of the host, by its physical address: RDX
 * @response: RESPONSE_PA, buffer of the host, by its physical address: R8
 * @request: REQUEST_PA, buffer of the host, by its physical address: R9
 * @hpa_array_t: HPA_ARRAY_T, value: R10
 * @out: results; may be NULL
 *
 * In no TDX module whose source is public.  Sequence: deliver the SPDM message and call again.
 * In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_spdm_connect(u64 how, u64 spdm_id, tdx_buffer_t spdm_config, tdx_buffer_t response,
			     tdx_buffer_t request, u64 hpa_array_t,
			     struct tdh_spdm_connect_out *out);

/**
 * struct tdh_spdm_disconnect_out - results of TDH.SPDM.DISCONNECT
 * @request_length: REQUEST_LENGTH: RCX
 */
struct tdh_spdm_disconnect_out {
	u64 request_length;
};

/**
 * tdxcall_tdh_spdm_disconnect() - TDH.SPDM.DISCONNECT: TDX Connect v2: end the SPDM session
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @spdm_id: SPDM_ID, number of a device, stream or table entry: RCX
 * @response: RESPONSE_PA, buffer of the host, by its physical address: RDX
 * @request: REQUEST_PA, buffer of the host, by its physical address: R8
 * @out: results; may be NULL
 *
 * In no TDX module whose source is public.  Sequence: deliver the SPDM message and call again.
 * In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_spdm_disconnect(u64 how, u64 spdm_id, tdx_buffer_t response, tdx_buffer_t request,
				struct tdh_spdm_disconnect_out *out);

/**
 * struct tdh_spdm_mng_out - results of TDH.SPDM.MNG
 * @request_length: REQUEST_LENGTH: RCX
 * @output_length: OUTPUT_LENGTH: RCX
 */
struct tdh_spdm_mng_out {
	u64 request_length;
	u64 output_length;
};

/**
 * tdxcall_tdh_spdm_mng() - TDH.SPDM.MNG: TDX Connect v2: heartbeat, key update and device
 *	information of an SPDM session
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @spdm_id: SPDM_ID, number of a device, stream or table entry: RCX
 * @operation: OPERATION, choice: RDX
 * @parameter: PARAMETER_PA, buffer of the host, by its physical address: R8
 * @response: RESPONSE_PA, buffer of the host, by its physical address: R9
 * @request: REQUEST_PA, buffer of the host, by its physical address: R10
 * @hpa_array_t: HPA_ARRAY_T, value: R11
 * @out: results; may be NULL
 *
 * In no TDX module whose source is public.  Sequence: deliver the SPDM message and call again.
 * In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_spdm_mng(u64 how, u64 spdm_id, u64 operation, tdx_buffer_t parameter,
			 tdx_buffer_t response, tdx_buffer_t request, u64 hpa_array_t,
			 struct tdh_spdm_mng_out *out);

/**
 * tdxcall_tdh_dmar_add() - TDH.DMAR.ADD: TDX Connect: add a trusted DMA-remapping entry
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @dmar_index: DMAR_INDEX, number of a device, stream or table entry: RCX
 * @entry_data_0: ENTRY_DATA, value: RDX
 * @entry_data_1: ENTRY_DATA, value: R8
 * @entry_data_2: ENTRY_DATA, value: R9
 * @entry_data_3: ENTRY_DATA, value: R10
 * @entry_data_4: ENTRY_DATA, value: R11
 * @entry_data_5: ENTRY_DATA, value: R12
 * @entry_data_6: ENTRY_DATA, value: R13
 * @entry_data_7: ENTRY_DATA, value: R14
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_dmar_add(u64 how, u64 dmar_index, u64 entry_data_0, u64 entry_data_1,
			 u64 entry_data_2, u64 entry_data_3, u64 entry_data_4, u64 entry_data_5,
			 u64 entry_data_6, u64 entry_data_7);

/**
 * tdxcall_tdh_dmar_block() - TDH.DMAR.BLOCK: TDX Connect: block a DMAR entry (all children free)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @dmar_index: DMAR_INDEX, number of a device, stream or table entry: RCX
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_dmar_block(u64 how, u64 dmar_index);

/**
 * tdxcall_tdh_dmar_read() - TDH.DMAR.READ: TDX Connect: read a DMAR entry
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @dmar_index: DMAR_INDEX, number of a device, stream or table entry: RCX
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_dmar_read(u64 how, u64 dmar_index);

/**
 * tdxcall_tdh_dmar_remove() - TDH.DMAR.REMOVE: TDX Connect: remove a blocked and invalidated DMAR
 *	entry
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @dmar_index: DMAR_INDEX, number of a device, stream or table entry: RCX
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_dmar_remove(u64 how, u64 dmar_index);

/**
 * tdxcall_tdh_mmio_mt_add() - TDH.MMIO.MT.ADD: TDX Connect: add an MMIO metadata page
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @mmiomt_index: MMIOMT_INDEX, number of a device, stream or table entry: RCX
 * @nda_page: NDA_PAGE_PA, page, by its physical address without KeyID: RDX
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mmio_mt_add(u64 how, u64 mmiomt_index, tdx_page_t nda_page);

/**
 * tdxcall_tdh_mmio_mt_set() - TDH.MMIO.MT.SET: TDX Connect: set or clear the owner function of an
 *	MMIO page
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @mmiomt_index: MMIOMT_INDEX, number of a device, stream or table entry: RCX
 * @function_id: FUNCTION_ID, number of a device, stream or table entry: RDX 43:12
 * @type: TYPE, choice: RDX 1:0
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mmio_mt_set(u64 how, u64 mmiomt_index, u64 function_id, u64 type);

/**
 * struct tdh_mmio_mt_rd_out - results of TDH.MMIO.MT.RD
 * @entry_0: ENTRY: RCX
 * @entry_1: ENTRY: RDX
 * @entry_2: ENTRY: R8
 * @entry_3: ENTRY: R9
 */
struct tdh_mmio_mt_rd_out {
	u64 entry_0;
	u64 entry_1;
	u64 entry_2;
	u64 entry_3;
};

/**
 * tdxcall_tdh_mmio_mt_rd() - TDH.MMIO.MT.RD: TDX Connect: read an MMIO metadata entry
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @mmiomt_index: MMIOMT_INDEX, number of a device, stream or table entry: RCX
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mmio_mt_rd(u64 how, u64 mmiomt_index, struct tdh_mmio_mt_rd_out *out);

/**
 * struct tdh_mmio_mt_remove_out - results of TDH.MMIO.MT.REMOVE
 * @freed_page_number: FREED_PAGE_NUMBER: RCX
 */
struct tdh_mmio_mt_remove_out {
	u64 freed_page_number;
};

/**
 * tdxcall_tdh_mmio_mt_remove() - TDH.MMIO.MT.REMOVE: TDX Connect: remove an empty MMIO metadata
 *	page
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @mmiomt_index: MMIOMT_INDEX, number of a device, stream or table entry: RCX
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_mmio_mt_remove(u64 how, u64 mmiomt_index, struct tdh_mmio_mt_remove_out *out);

/**
 * struct tdh_mmio_map_out - results of TDH.MMIO.MAP
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mmio_map_out {
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mmio_map() - TDH.MMIO.MAP: TDX Connect: map trusted MMIO (state MMIO_PENDING)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @mmio: MMIO_PA, page, by its physical address without KeyID: R8
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mmio_map(u64 how, tdx_gpa_t gpa, enum tdx_level level, tdx_tdr_t tdr,
			 tdx_page_t mmio, struct tdh_mmio_map_out *out);

/**
 * struct tdh_mmio_block_out - results of TDH.MMIO.BLOCK
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mmio_block_out {
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mmio_block() - TDH.MMIO.BLOCK: TDX Connect: block a trusted MMIO mapping
 *	(MMIO_MAPPED or MMIO_PENDING -> MMIO_BLOCKED, epoch stored)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mmio_block(u64 how, tdx_gpa_t gpa, enum tdx_level level, tdx_tdr_t tdr,
			   struct tdh_mmio_block_out *out);

/**
 * struct tdh_mmio_unmap_out - results of TDH.MMIO.UNMAP
 * @mmio: MMIO_PA: R8; on success
 * @sept_entry: SEPT_ENTRY: RCX; on error
 * @level_state: LEVEL_STATE: RDX; on error
 */
struct tdh_mmio_unmap_out {
	tdx_page_t mmio;
	tdx_sept_entry_t sept_entry;
	tdx_level_state_t level_state;
};

/**
 * tdxcall_tdh_mmio_unmap() - TDH.MMIO.UNMAP: TDX Connect: unmap blocked and tracked trusted MMIO
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mmio_unmap(u64 how, tdx_gpa_t gpa, enum tdx_level level, tdx_tdr_t tdr,
			   struct tdh_mmio_unmap_out *out);

/**
 * tdxcall_tdh_iq_inv_request() - TDH.IQ.INV.REQUEST: TDX Connect: queue an invalidation
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @iommu_id: IOMMU_ID, number of a device, stream or table entry: RCX
 * @pool_size: POOL_SIZE, count: RDX 47:32
 * @type: TYPE, choice: RDX 31:0
 * @tdr_pa_or_rid_or_pasid: TDR_PA_OR_RID (51:0) or PASID (51:32), as the other operands make it:
 *	R8 51:0
 * @wait_descriptor_0: WAIT_DESCRIPTOR, value: R9
 * @wait_descriptor_1: WAIT_DESCRIPTOR, value: R10
 * @wait_descriptor_2: WAIT_DESCRIPTOR, value: R11
 * @wait_descriptor_3: WAIT_DESCRIPTOR, value: R12
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_iq_inv_request(u64 how, u64 iommu_id, u64 pool_size, u64 type,
			       u64 tdr_pa_or_rid_or_pasid, u64 wait_descriptor_0,
			       u64 wait_descriptor_1, u64 wait_descriptor_2, u64 wait_descriptor_3);

/**
 * tdxcall_tdh_iq_inv_process() - TDH.IQ.INV.PROCESS: TDX Connect: process completed invalidations
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @iommu_id: IOMMU_ID, number of a device, stream or table entry: RCX
 *
 * Since TDX 2.0.  Sequence: call again unchanged.  It runs in an FPU section, and is refused with
 * %TDXCALL_REFUSED where there can be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_iq_inv_process(u64 how, u64 iommu_id);

/**
 * tdxcall_tdh_mem_shared_sept_wr() - TDH.MEM.SHARED.SEPT.WR: TDX Connect: write the root entry of
 *	the shared half of the EPT
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @tdr: TDR_PA, TD, by its root page (TDR): RDX
 * @entry_l1: ENTRY, SEPT entry: R8
 * @entry_vm1: ENTRY, SEPT entry: R9; from version 1 on, else 0
 * @entry_vm2: ENTRY, SEPT entry: R10; from version 1 on, else 0
 * @entry_vm3: ENTRY, SEPT entry: R11; from version 1 on, else 0
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_TD.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdh_mem_shared_sept_wr(u64 how, u64 version, tdx_gpa_t gpa, enum tdx_level level,
				   tdx_tdr_t tdr, tdx_sept_entry_t entry_l1,
				   tdx_sept_entry_t entry_vm1, tdx_sept_entry_t entry_vm2,
				   tdx_sept_entry_t entry_vm3);

/**
 * tdxcall_tdh_devif_mt_add() - TDH.DEVIF.MT.ADD: TDX Connect: add a device-interface metadata
 *	page
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @devifmt_index: DEVIFMT_INDEX, number of a device, stream or table entry: RCX
 * @nda_page: NDA_PAGE_PA, page, by its physical address without KeyID: RDX
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_devif_mt_add(u64 how, u64 devifmt_index, tdx_page_t nda_page);

/**
 * struct tdh_devif_mt_remove_out - results of TDH.DEVIF.MT.REMOVE
 * @freed_page: FREED_PAGE_PA: RCX
 */
struct tdh_devif_mt_remove_out {
	tdx_page_t freed_page;
};

/**
 * tdxcall_tdh_devif_mt_remove() - TDH.DEVIF.MT.REMOVE: TDX Connect: remove an empty
 *	device-interface metadata page
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @devifmt_index: DEVIFMT_INDEX, number of a device, stream or table entry: RCX
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_devif_mt_remove(u64 how, u64 devifmt_index, struct tdh_devif_mt_remove_out *out);

/**
 * struct tdh_devif_mt_rd_out - results of TDH.DEVIF.MT.RD
 * @entry: ENTRY: RCX
 */
struct tdh_devif_mt_rd_out {
	u64 entry;
};

/**
 * tdxcall_tdh_devif_mt_rd() - TDH.DEVIF.MT.RD: TDX Connect: read a device-interface metadata
 *	entry
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @devifmt_index: DEVIFMT_INDEX, number of a device, stream or table entry: RCX
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_seamcall().
 * Return: as tdxcall_seamcall().
 */
u64 tdxcall_tdh_devif_mt_rd(u64 how, u64 devifmt_index, struct tdh_devif_mt_rd_out *out);

/**
 * struct tdg_vp_info_out - results of TDG.VP.INFO
 * @gpa_width: GPA_WIDTH: RCX
 * @attributes: ATTRIBUTES: RDX
 * @max_vcpus: MAX_VCPUS: R8 63:32
 * @num_vcpus: NUM_VCPUS: R8 31:0
 * @vcpu_index: VCPU_INDEX: R9
 * @sys_rd_available: SYS_RD_AVAILABLE: R10 bit 0
 */
struct tdg_vp_info_out {
	u64 gpa_width;
	u64 attributes;
	u64 max_vcpus;
	u64 num_vcpus;
	u64 vcpu_index;
	u64 sys_rd_available;
};

/**
 * tdxcall_tdg_vp_info() - TDG.VP.INFO: TD and vCPU facts
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @out: results; may be NULL
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_vp_info(u64 how, struct tdg_vp_info_out *out);

/**
 * tdxcall_tdg_mr_rtmr_extend() - TDG.MR.RTMR.EXTEND: extend a run-time measurement register
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @data_gpa: DATA_GPA, buffer of the guest, by its guest physical address: RCX
 * @index: INDEX, index: RDX
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_mr_rtmr_extend(u64 how, tdx_guest_buffer_t data_gpa, u64 index);

/**
 * struct tdg_vp_veinfo_get_out - results of TDG.VP.VEINFO.GET
 * @exit_reason: EXIT_REASON: RCX
 * @exit_qualification: EXIT_QUALIFICATION: RDX
 * @gla: GLA: R8
 * @gpa: GPA: R9
 * @instr_info: INSTR_INFO: R10 63:32
 * @instr_length: INSTR_LENGTH: R10 31:0
 * @ve_category: VE_CATEGORY: RCX 63:32, from version 1 on
 * @exit_reason_v1: EXIT_REASON: RCX 31:0, from version 1 on
 */
struct tdg_vp_veinfo_get_out {
	u64 exit_reason;
	u64 exit_qualification;
	u64 gla;
	tdx_gpa_t gpa;
	u64 instr_info;
	u64 instr_length;
	u64 ve_category;
	u64 exit_reason_v1;
};

/**
 * tdxcall_tdg_vp_veinfo_get() - TDG.VP.VEINFO.GET: fetch and free the held #VE information
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @out: results; may be NULL
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdg_vp_veinfo_get(u64 how, u64 version, struct tdg_vp_veinfo_get_out *out);

/**
 * tdxcall_tdg_mr_report() - TDG.MR.REPORT: make a TDREPORT
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @report_gpa: REPORT_GPA, buffer of the guest, by its guest physical address: RCX
 * @reportdata_gpa: REPORTDATA_GPA, buffer of the guest, by its guest physical address: RDX
 * @subtype: SUBTYPE, choice: R8
 *
 * Sequence: restarts by itself (RIP not advanced).
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_mr_report(u64 how, tdx_guest_buffer_t report_gpa,
			  tdx_guest_buffer_t reportdata_gpa, u64 subtype);

/**
 * tdxcall_tdg_vp_cpuidve_set() - TDG.VP.CPUIDVE.SET: make CPUID raise #VE
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @cpuid_ve: CPUID_VE, flags: RCX
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_vp_cpuidve_set(u64 how, u64 cpuid_ve);

/**
 * tdxcall_tdg_mem_page_accept() - TDG.MEM.PAGE.ACCEPT: accept a pending private page; page is
 *	zeroed
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 *
 * Sequence: 2M: restarts by itself, progress kept in the SEPT entry.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdg_mem_page_accept(u64 how, tdx_gpa_t gpa, enum tdx_level level);

/**
 * struct tdg_vm_rd_out - results of TDG.VM.RD
 * @value: VALUE: R8
 * @next_field_id: NEXT_FIELD_ID: RDX, from version 1 on
 */
struct tdg_vm_rd_out {
	u64 value;
	tdx_field_t next_field_id;
};

/**
 * tdxcall_tdg_vm_rd() - TDG.VM.RD: read a TD-scope metadata element
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @version: version of the leaf function: 0 to 1 are known; RAX 23:16
 * @field_id: FIELD_ID, metadata field id: RDX
 * @out: results; may be NULL
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdg_vm_rd(u64 how, u64 version, tdx_field_t field_id, struct tdg_vm_rd_out *out);

/**
 * struct tdg_vm_wr_out - results of TDG.VM.WR
 * @old_value: OLD_VALUE: R8
 */
struct tdg_vm_wr_out {
	u64 old_value;
};

/**
 * tdxcall_tdg_vm_wr() - TDG.VM.WR: write a TD-scope metadata element
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @field_id: FIELD_ID, metadata field id: RDX
 * @value: VALUE, value: R8
 * @mask: MASK, mask: R9
 * @out: results; may be NULL
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_vm_wr(u64 how, tdx_field_t field_id, u64 value, u64 mask,
		      struct tdg_vm_wr_out *out);

/**
 * struct tdg_vp_rd_out - results of TDG.VP.RD
 * @next_field_id: NEXT_FIELD_ID: RDX
 * @value: VALUE: R8
 */
struct tdg_vp_rd_out {
	tdx_field_t next_field_id;
	u64 value;
};

/**
 * tdxcall_tdg_vp_rd() - TDG.VP.RD: read a vCPU-scope metadata element (incl. L2 VMCS)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @field_id: FIELD_ID, metadata field id: RDX
 * @out: results; may be NULL
 *
 * Since TDX 1.5.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_vp_rd(u64 how, tdx_field_t field_id, struct tdg_vp_rd_out *out);

/**
 * struct tdg_vp_wr_out - results of TDG.VP.WR
 * @old_value: OLD_VALUE: R8
 */
struct tdg_vp_wr_out {
	u64 old_value;
};

/**
 * tdxcall_tdg_vp_wr() - TDG.VP.WR: write a vCPU-scope metadata element
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @field_id: FIELD_ID, metadata field id: RDX
 * @value: VALUE, value: R8
 * @mask: MASK, mask: R9
 * @out: results; may be NULL
 *
 * Since TDX 1.5.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_vp_wr(u64 how, tdx_field_t field_id, u64 value, u64 mask,
		      struct tdg_vp_wr_out *out);

/**
 * struct tdg_sys_rd_out - results of TDG.SYS.RD
 * @next_field_id: NEXT_FIELD_ID: RDX
 * @value: VALUE: R8
 */
struct tdg_sys_rd_out {
	tdx_field_t next_field_id;
	u64 value;
};

/**
 * tdxcall_tdg_sys_rd() - TDG.SYS.RD: read a global metadata element
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @field_id: FIELD_ID, metadata field id: RDX
 * @out: results; may be NULL
 *
 * Since TDX 1.5.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_sys_rd(u64 how, tdx_field_t field_id, struct tdg_sys_rd_out *out);

/**
 * struct tdg_sys_rdall_out - results of TDG.SYS.RDALL
 * @next_field_id: NEXT_FIELD_ID: R8
 */
struct tdg_sys_rdall_out {
	tdx_field_t next_field_id;
};

/**
 * tdxcall_tdg_sys_rdall() - TDG.SYS.RDALL: dump global metadata as a list
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @list_gpa: LIST_GPA, buffer of the guest, by its guest physical address: RDX
 * @first_field_id: FIRST_FIELD_ID, metadata field id: R8
 * @out: results; may be NULL
 *
 * Since TDX 1.5.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_sys_rdall(u64 how, tdx_guest_buffer_t list_gpa, tdx_field_t first_field_id,
			  struct tdg_sys_rdall_out *out);

/**
 * struct tdg_servtd_rd_out - results of TDG.SERVTD.RD
 * @next_field_id: NEXT_FIELD_ID: RDX
 * @value: VALUE: R8
 * @current_target_uuid_0: CURRENT_TARGET_UUID: R10
 * @current_target_uuid_1: CURRENT_TARGET_UUID: R11
 * @current_target_uuid_2: CURRENT_TARGET_UUID: R12
 * @current_target_uuid_3: CURRENT_TARGET_UUID: R13
 */
struct tdg_servtd_rd_out {
	tdx_field_t next_field_id;
	u64 value;
	u64 current_target_uuid_0;
	u64 current_target_uuid_1;
	u64 current_target_uuid_2;
	u64 current_target_uuid_3;
};

/**
 * tdxcall_tdg_servtd_rd() - TDG.SERVTD.RD: service TD: read metadata of the target TD
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @binding_handle: BINDING_HANDLE, handle: RCX
 * @field_id: FIELD_ID, metadata field id: RDX
 * @target_uuid_0: TARGET_UUID, eight bytes of a UUID: R10
 * @target_uuid_1: TARGET_UUID, eight bytes of a UUID: R11
 * @target_uuid_2: TARGET_UUID, eight bytes of a UUID: R12
 * @target_uuid_3: TARGET_UUID, eight bytes of a UUID: R13
 * @out: results; may be NULL
 *
 * Since TDX 1.5.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_servtd_rd(u64 how, u64 binding_handle, tdx_field_t field_id, u64 target_uuid_0,
			  u64 target_uuid_1, u64 target_uuid_2, u64 target_uuid_3,
			  struct tdg_servtd_rd_out *out);

/**
 * struct tdg_servtd_wr_out - results of TDG.SERVTD.WR
 * @old_value: OLD_VALUE: R8
 * @current_target_uuid_0: CURRENT_TARGET_UUID: R10
 * @current_target_uuid_1: CURRENT_TARGET_UUID: R11
 * @current_target_uuid_2: CURRENT_TARGET_UUID: R12
 * @current_target_uuid_3: CURRENT_TARGET_UUID: R13
 */
struct tdg_servtd_wr_out {
	u64 old_value;
	u64 current_target_uuid_0;
	u64 current_target_uuid_1;
	u64 current_target_uuid_2;
	u64 current_target_uuid_3;
};

/**
 * tdxcall_tdg_servtd_wr() - TDG.SERVTD.WR: service TD: write metadata of the target TD (e.g.
 *	MIG_DEC_KEY)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @binding_handle: BINDING_HANDLE, handle: RCX
 * @field_id: FIELD_ID, metadata field id: RDX
 * @value: VALUE, value: R8
 * @mask: MASK, mask: R9
 * @target_uuid_0: TARGET_UUID, eight bytes of a UUID: R10
 * @target_uuid_1: TARGET_UUID, eight bytes of a UUID: R11
 * @target_uuid_2: TARGET_UUID, eight bytes of a UUID: R12
 * @target_uuid_3: TARGET_UUID, eight bytes of a UUID: R13
 * @out: results; may be NULL
 *
 * Since TDX 1.5.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_servtd_wr(u64 how, u64 binding_handle, tdx_field_t field_id, u64 value, u64 mask,
			  u64 target_uuid_0, u64 target_uuid_1, u64 target_uuid_2,
			  u64 target_uuid_3, struct tdg_servtd_wr_out *out);

/**
 * tdxcall_tdg_mr_verifyreport() - TDG.MR.VERIFYREPORT: check that a report MAC was made on this
 *	platform
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @reportmacstruct_gpa: REPORTMACSTRUCT_GPA, buffer of the guest, by its guest physical address:
 *	RCX
 *
 * Since TDX 1.5.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_mr_verifyreport(u64 how, tdx_guest_buffer_t reportmacstruct_gpa);

/**
 * struct tdg_mem_page_attr_rd_out - results of TDG.MEM.PAGE.ATTR.RD
 * @gpa: GPA: RCX 51:12
 * @level: LEVEL: RCX 2:0
 * @gpa_attributes: GPA_ATTRIBUTES: RDX
 */
struct tdg_mem_page_attr_rd_out {
	tdx_gpa_t gpa;
	u64 level;
	u64 gpa_attributes;
};

/**
 * tdxcall_tdg_mem_page_attr_rd() - TDG.MEM.PAGE.ATTR.RD: read page attributes for all VMs
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @out: results; may be NULL
 *
 * Since TDX 1.5.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdg_mem_page_attr_rd(u64 how, tdx_gpa_t gpa, struct tdg_mem_page_attr_rd_out *out);

/**
 * struct tdg_mem_page_attr_wr_out - results of TDG.MEM.PAGE.ATTR.WR
 * @gpa: GPA: RCX 51:12
 * @level: LEVEL: RCX 2:0
 * @gpa_attributes: GPA_ATTRIBUTES: RDX
 */
struct tdg_mem_page_attr_wr_out {
	tdx_gpa_t gpa;
	u64 level;
	u64 gpa_attributes;
};

/**
 * tdxcall_tdg_mem_page_attr_wr() - TDG.MEM.PAGE.ATTR.WR: L1: set page attributes for L2 VMs
 *	(creates L2 aliases)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @gpa_attributes: GPA_ATTRIBUTES, attributes: RDX
 * @attr_flags: ATTR_FLAGS, flags: R8
 * @out: results; may be NULL
 *
 * Since TDX 1.5.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdg_mem_page_attr_wr(u64 how, tdx_gpa_t gpa, enum tdx_level level, u64 gpa_attributes,
				 u64 attr_flags, struct tdg_mem_page_attr_wr_out *out);

/**
 * tdxcall_tdg_vp_invept() - TDG.VP.INVEPT: L1: flush EPT translations of L2 VMs
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @vm_mask: VM_MASK, mask: RCX
 *
 * Since TDX 1.5.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_vp_invept(u64 how, u64 vm_mask);

/**
 * struct tdg_vp_invvpid_out - results of TDG.VP.INVVPID
 * @next_list_position: NEXT_LIST_POSITION: RDX
 */
struct tdg_vp_invvpid_out {
	u64 next_list_position;
};

/**
 * tdxcall_tdg_vp_invvpid() - TDG.VP.INVVPID: L1: flush linear translations of an L2 VM
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @flags: FLAGS, flags: RCX
 * @gla_list: GLA_LIST, value: RDX
 * @out: results; may be NULL
 *
 * Since TDX 1.5.  Sequence: restarts by itself.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_vp_invvpid(u64 how, u64 flags, u64 gla_list, struct tdg_vp_invvpid_out *out);

/**
 * struct tdg_mr_key_get_out - results of TDG.MR.KEY.GET
 * @key_size: KEY_SIZE: R9
 */
struct tdg_mr_key_get_out {
	u64 key_size;
};

/**
 * tdxcall_tdg_mr_key_get() - TDG.MR.KEY.GET: derive a sealing key
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @tdkeyrequest_gpa: TDKEYREQUEST_GPA, buffer of the guest, by its guest physical address: RCX
 * @key_output_gpa: KEY_OUTPUT_GPA, buffer of the guest, by its guest physical address: RDX
 * @requestor: REQUESTOR, choice: R8 7:0
 * @out: results; may be NULL
 *
 * Since TDX 1.5.34.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdg_mr_key_get(u64 how, tdx_guest_buffer_t tdkeyrequest_gpa,
			   tdx_guest_buffer_t key_output_gpa, u64 requestor,
			   struct tdg_mr_key_get_out *out);

/**
 * tdxcall_tdg_mem_page_release() - TDG.MEM.PAGE.RELEASE: give an accepted page back
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_mem_page_release(u64 how);

/**
 * struct tdg_servtd_rebind_approve_out - results of TDG.SERVTD.REBIND.APPROVE
 * @current_target_uuid_0: CURRENT_TARGET_UUID: R10
 * @current_target_uuid_1: CURRENT_TARGET_UUID: R11
 * @current_target_uuid_2: CURRENT_TARGET_UUID: R12
 * @current_target_uuid_3: CURRENT_TARGET_UUID: R13
 */
struct tdg_servtd_rebind_approve_out {
	u64 current_target_uuid_0;
	u64 current_target_uuid_1;
	u64 current_target_uuid_2;
	u64 current_target_uuid_3;
};

/**
 * tdxcall_tdg_servtd_rebind_approve() - TDG.SERVTD.REBIND.APPROVE: service TD: allow another
 *	service TD to be bound in its place; no public release has more than the number
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @binding_handle: BINDING_HANDLE, handle: RCX
 * @rebind_session_token_0: REBIND_SESSION_TOKEN, value: RDX
 * @rebind_session_token_1: REBIND_SESSION_TOKEN, value: R8
 * @rebind_session_token_2: REBIND_SESSION_TOKEN, value: R9
 * @target_uuid_0: TARGET_UUID, eight bytes of a UUID: R10
 * @target_uuid_1: TARGET_UUID, eight bytes of a UUID: R11
 * @target_uuid_2: TARGET_UUID, eight bytes of a UUID: R12
 * @target_uuid_3: TARGET_UUID, eight bytes of a UUID: R13
 * @rebind_session_token_3: REBIND_SESSION_TOKEN, value: R14
 * @out: results; may be NULL
 *
 * Since TDX 1.5.28.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_servtd_rebind_approve(u64 how, u64 binding_handle, u64 rebind_session_token_0,
				      u64 rebind_session_token_1, u64 rebind_session_token_2,
				      u64 target_uuid_0, u64 target_uuid_1, u64 target_uuid_2,
				      u64 target_uuid_3, u64 rebind_session_token_3,
				      struct tdg_servtd_rebind_approve_out *out);

/**
 * tdxcall_tdg_spdm_tpa_set() - TDG.SPDM.TPA.SET: TDX Connect: TPA binds an SPDM session
 *	(NOT_BOUND -> BOUND) and gives its binding information
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @iommu_id: IOMMU_ID, number of a device, stream or table entry: RCX
 * @spdm_id: SPDM_ID, number of a device, stream or table entry: RDX
 * @binding_info_gpa: BINDING_INFO_GPA, buffer of the guest, by its guest physical address: R8
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_spdm_tpa_set(u64 how, u64 iommu_id, u64 spdm_id,
			     tdx_guest_buffer_t binding_info_gpa);

/**
 * tdxcall_tdg_spdm_tpa_get() - TDG.SPDM.TPA.GET: TDX Connect: TPA takes the binding information
 *	back (BOUND -> NOT_BOUND)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @iommu_id: IOMMU_ID, number of a device, stream or table entry: RCX
 * @spdm_id: SPDM_ID, number of a device, stream or table entry: RDX
 * @binding_info_gpa: BINDING_INFO_GPA, buffer of the guest, by its guest physical address: R8
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_spdm_tpa_get(u64 how, u64 iommu_id, u64 spdm_id,
			     tdx_guest_buffer_t binding_info_gpa);

/**
 * tdxcall_tdg_devif_validate() - TDG.DEVIF.VALIDATE: TDX Connect: accept a device interface:
 *	DEVIF_PKH_MISMATCH|RDX, DEVIF_ALREADY_VALID|RCX (success class)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @function_id: FUNCTION_ID, number of a device, stream or table entry: RCX
 * @hash_qword_5: HASH_QWORD, value: RDX
 * @hash_qword_4: HASH_QWORD, value: R8
 * @hash_qword_3: HASH_QWORD, value: R9
 * @hash_qword_2: HASH_QWORD, value: R10
 * @hash_qword_1: HASH_QWORD, value: R11
 * @hash_qword_0: HASH_QWORD, value: R12
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_devif_validate(u64 how, u64 function_id, u64 hash_qword_5, u64 hash_qword_4,
			       u64 hash_qword_3, u64 hash_qword_2, u64 hash_qword_1,
			       u64 hash_qword_0);

/**
 * struct tdg_devif_rd_out - results of TDG.DEVIF.RD
 * @value: VALUE: RCX
 */
struct tdg_devif_rd_out {
	u64 value;
};

/**
 * tdxcall_tdg_devif_rd() - TDG.DEVIF.RD: TDX Connect: read a device-interface field; checks R9,
 *	RDX, then the interface
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @function_id: FUNCTION_ID, number of a device, stream or table entry: RCX
 * @field: FIELD, value: RDX 7:0
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdg_devif_rd(u64 how, u64 function_id, u64 field, struct tdg_devif_rd_out *out);

/**
 * tdxcall_tdg_devif_request() - TDG.DEVIF.REQUEST: TDX Connect: ask for a TDISP request (the host
 *	then uses TDH.DEVIF.REQUEST with the TD flag)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @function_id: FUNCTION_ID, number of a device, stream or table entry: RCX
 * @req_code: REQ_CODE, choice: RDX 7:0
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdg_devif_request(u64 how, u64 function_id, u64 req_code);

/**
 * struct tdg_devif_response_out - results of TDG.DEVIF.RESPONSE
 * @details: DETAILS: RCX 63:24
 * @length: LENGTH: RCX 23:8
 * @response_code: RESPONSE_CODE: RCX 7:0
 */
struct tdg_devif_response_out {
	u64 details;
	u64 length;
	u64 response_code;
};

/**
 * tdxcall_tdg_devif_response() - TDG.DEVIF.RESPONSE: TDX Connect: fetch the TDISP response the
 *	host delivered
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @function_id: FUNCTION_ID, number of a device, stream or table entry: RCX
 * @output_gpa: OUTPUT_GPA, buffer of the guest, by its guest physical address: RDX
 * @out: results; may be NULL
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_devif_response(u64 how, u64 function_id, tdx_guest_buffer_t output_gpa,
			       struct tdg_devif_response_out *out);

/**
 * tdxcall_tdg_dmar_accept() - TDG.DMAR.ACCEPT: TDX Connect: accept the pending PASID entry of the
 *	device (DMAR entry becomes present)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @function_id: FUNCTION_ID, number of a device, stream or table entry: RCX
 * @vm: VM, index: RDX 7:0
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdg_dmar_accept(u64 how, u64 function_id, u64 vm);

/**
 * tdxcall_tdg_tdi_mmio_accept() - TDG.TDI.MMIO.ACCEPT: TDX Connect: accept a pending trusted MMIO
 *	mapping
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @gpa: GPA, guest physical address of a mapping: RCX 51:12
 * @level: LEVEL, SEPT level: RCX 2:0
 * @mmio_offset: MMIO_OFFSET, value: RDX
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
u64 tdxcall_tdg_tdi_mmio_accept(u64 how, tdx_gpa_t gpa, enum tdx_level level, u64 mmio_offset);

/**
 * tdxcall_tdg_iq_inv_request() - TDG.IQ.INV.REQUEST: TDX Connect: ask the host to run IOTLB
 *	invalidations
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @num_descriptors: NUM_DESCRIPTORS, count: RCX
 * @descriptors_gpa: DESCRIPTORS_GPA, buffer of the guest, by its guest physical address: RDX
 *
 * Since TDX 2.0.  It runs in an FPU section, and is refused with %TDXCALL_REFUSED where there can
 * be none.
 *
 * Context: as tdxcall_tdcall().
 * Return: as tdxcall_tdcall().
 */
u64 tdxcall_tdg_iq_inv_request(u64 how, u64 num_descriptors, tdx_guest_buffer_t descriptors_gpa);

/**
 * struct tdg_vp_vmcall_instruction_cpuid_out - results of Instruction.CPUID
 * @eax: EAX: R12
 * @ebx: EBX: R13
 * @ecx: ECX: R14
 * @edx: EDX: R15
 */
struct tdg_vp_vmcall_instruction_cpuid_out {
	u64 eax;
	u64 ebx;
	u64 ecx;
	u64 edx;
};

/**
 * tdxcall_tdg_vp_vmcall_instruction_cpuid() - Instruction.CPUID: emulate CPUID
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @eax: EAX, value: R12
 * @ecx: ECX, value: R13
 * @out: results; may be NULL
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall().
 */
struct tdx_vmcall_result
tdxcall_tdg_vp_vmcall_instruction_cpuid(u64 how, u64 eax, u64 ecx,
					struct tdg_vp_vmcall_instruction_cpuid_out *out);

/**
 * tdxcall_tdg_vp_vmcall_instruction_hlt() - Instruction.HLT: halt until an interrupt
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @interrupts_blocked: INTERRUPTS_BLOCKED, flag: R12 bit 0
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_instruction_hlt(u64 how, u64 interrupts_blocked);

/**
 * struct tdg_vp_vmcall_instruction_io_out - results of Instruction.IO
 * @data: DATA: R11
 */
struct tdg_vp_vmcall_instruction_io_out {
	u64 data;
};

/**
 * tdxcall_tdg_vp_vmcall_instruction_io() - Instruction.IO: port I/O
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @size: SIZE, size in bytes: R12
 * @write: WRITE, flag: R13 bit 0
 * @port: PORT, value: R14
 * @data: DATA, data: R15
 * @out: results; may be NULL
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
struct tdx_vmcall_result
tdxcall_tdg_vp_vmcall_instruction_io(u64 how, u64 size, u64 write, u64 port, u64 data,
				     struct tdg_vp_vmcall_instruction_io_out *out);

/**
 * struct tdg_vp_vmcall_instruction_rdmsr_out - results of Instruction.RDMSR
 * @value: VALUE: R11
 */
struct tdg_vp_vmcall_instruction_rdmsr_out {
	u64 value;
};

/**
 * tdxcall_tdg_vp_vmcall_instruction_rdmsr() - Instruction.RDMSR: read MSR
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @msr: MSR, value: R12
 * @out: results; may be NULL
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall().
 */
struct tdx_vmcall_result
tdxcall_tdg_vp_vmcall_instruction_rdmsr(u64 how, u64 msr,
					struct tdg_vp_vmcall_instruction_rdmsr_out *out);

/**
 * tdxcall_tdg_vp_vmcall_instruction_wrmsr() - Instruction.WRMSR: write MSR
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @msr: MSR, value: R12
 * @value: VALUE, value: R13
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall().
 */
struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_instruction_wrmsr(u64 how, u64 msr, u64 value);

/**
 * struct tdg_vp_vmcall_ve_requestmmio_out - results of #VE.RequestMMIO
 * @data: DATA: R11
 */
struct tdg_vp_vmcall_ve_requestmmio_out {
	u64 data;
};

/**
 * tdxcall_tdg_vp_vmcall_ve_requestmmio() - #VE.RequestMMIO: MMIO access; the number is the exit
 *	reason of an EPT violation
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @size: SIZE, size in bytes: R12
 * @write: WRITE, flag: R13 bit 0
 * @gpa: GPA, guest physical address of a mapping: R14
 * @data: DATA, data: R15
 * @out: results; may be NULL
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
struct tdx_vmcall_result
tdxcall_tdg_vp_vmcall_ve_requestmmio(u64 how, u64 size, u64 write, tdx_gpa_t gpa, u64 data,
				     struct tdg_vp_vmcall_ve_requestmmio_out *out);

/**
 * tdxcall_tdg_vp_vmcall_instruction_wbinvd() - Instruction.WBINVD: cache write-back request
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @wbnoinvd: WBNOINVD, choice: R12
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall().
 */
struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_instruction_wbinvd(u64 how, u64 wbnoinvd);

/**
 * tdxcall_tdg_vp_vmcall_instruction_pconfig() - Instruction.PCONFIG: PCONFIG request
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @leaf: LEAF, choice: R12
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall().
 */
struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_instruction_pconfig(u64 how, u64 leaf);

/**
 * struct tdg_vp_vmcall_gettdvmcallinfo_out - results of GetTdVmCallInfo
 * @subfunction_bitmap_r11: SUBFUNCTION_BITMAP: R11
 * @subfunction_bitmap_r12: SUBFUNCTION_BITMAP: R12
 * @subfunction_bitmap_r13: SUBFUNCTION_BITMAP: R13
 * @subfunction_bitmap_r14: SUBFUNCTION_BITMAP: R14
 */
struct tdg_vp_vmcall_gettdvmcallinfo_out {
	u64 subfunction_bitmap_r11;
	u64 subfunction_bitmap_r12;
	u64 subfunction_bitmap_r13;
	u64 subfunction_bitmap_r14;
};

/**
 * tdxcall_tdg_vp_vmcall_gettdvmcallinfo() - GetTdVmCallInfo: which sub-functions exist
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @leaf: LEAF, choice: R12
 * @out: results; may be NULL
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall().
 */
struct tdx_vmcall_result
tdxcall_tdg_vp_vmcall_gettdvmcallinfo(u64 how, u64 leaf,
				      struct tdg_vp_vmcall_gettdvmcallinfo_out *out);

/**
 * struct tdg_vp_vmcall_mapgpa_out - results of MapGPA
 * @first_gpa_not_done: FIRST_GPA_NOT_DONE: R11; on an unfinished call
 */
struct tdg_vp_vmcall_mapgpa_out {
	tdx_gpa_t first_gpa_not_done;
};

/**
 * tdxcall_tdg_vp_vmcall_mapgpa() - MapGPA: convert pages private<->shared
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @start_gpa: START_GPA, guest physical address of a mapping: R12
 * @size: SIZE, size in bytes: R13
 * @out: results; may be NULL
 *
 * Sequence: on RETRY from the GPA in R11, which must lie in the range and move forward.
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall().
 */
struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_mapgpa(u64 how, tdx_gpa_t start_gpa, u64 size,
						      struct tdg_vp_vmcall_mapgpa_out *out);

/**
 * tdxcall_tdg_vp_vmcall_getquote() - GetQuote: ask for a quote; asynchronous, status inside the
 *	buffer
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @buffer_gpa: BUFFER_GPA, buffer of the guest, by its guest physical address: R12
 * @size: SIZE, size in bytes: R13
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall().
 */
struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_getquote(u64 how, tdx_guest_buffer_t buffer_gpa,
							u64 size);

/**
 * tdxcall_tdg_vp_vmcall_reportfatalerror() - ReportFatalError: tell the host the TD is dead
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @text_rdx: TEXT, value: RDX
 * @text_rbx: TEXT, value: RBX
 * @text_rsi: TEXT, value: RSI
 * @text_rdi: TEXT, value: RDI
 * @text_r8: TEXT, value: R8
 * @text_r9: TEXT, value: R9
 * @text_valid: TEXT_VALID, flag: R12 bit 63
 * @error_code: ERROR_CODE, value: R12 31:0
 * @text_gpa: TEXT_GPA, buffer of the guest, by its guest physical address: R13
 * @text_r14: TEXT, value: R14
 * @text_r15: TEXT, value: R15
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_reportfatalerror(u64 how, u64 text_rdx,
								u64 text_rbx, u64 text_rsi,
								u64 text_rdi, u64 text_r8,
								u64 text_r9, u64 text_valid,
								u64 error_code,
								tdx_guest_buffer_t text_gpa,
								u64 text_r14, u64 text_r15);

/**
 * tdxcall_tdg_vp_vmcall_setupeventnotifyinterrupt() - SetupEventNotifyInterrupt: vector used to
 *	tell completion of asynchronous calls
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @vector: VECTOR, interrupt vector: R12
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall().
 */
struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_setupeventnotifyinterrupt(u64 how, u64 vector);

/**
 * tdxcall_tdg_vp_vmcall_service() - Service: generic service (vTPM, MigTD) by GUID in the buffer
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @command_gpa: COMMAND_GPA, buffer of the guest, by its guest physical address: R12
 * @response_gpa: RESPONSE_GPA, buffer of the guest, by its guest physical address: R13
 * @notify_vector: NOTIFY_VECTOR, interrupt vector: R14
 * @timeout: TIMEOUT, value: R15
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall().
 */
struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_service(u64 how, tdx_guest_buffer_t command_gpa,
						       tdx_guest_buffer_t response_gpa,
						       u64 notify_vector, u64 timeout);

/**
 * tdxcall_tdg_vp_vmcall_migtd_waitforrequest() - MigTD.WaitForRequest: migration TD service
 *	channel (buffer is shared, 4K-aligned)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @api_version: API_VERSION, version: R12 23:16
 * @buffer_size: BUFFER_SIZE, size in bytes: R13
 * @buffer_gpa: BUFFER_GPA, buffer of the guest, by its guest physical address: R14
 * @notify_vector: NOTIFY_VECTOR, interrupt vector: R15
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_migtd_waitforrequest(u64 how, u64 api_version,
								    u64 buffer_size,
								    tdx_guest_buffer_t buffer_gpa,
								    u64 notify_vector);

/**
 * tdxcall_tdg_vp_vmcall_migtd_reportstatus() - MigTD.ReportStatus: migration TD service channel
 *	(buffer is shared, 4K-aligned)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @buffer_gpa: BUFFER_GPA, buffer of the guest, by its guest physical address: RBX
 * @notify_vector: NOTIFY_VECTOR, interrupt vector: RDI
 * @api_version: API_VERSION, version: R12 23:16
 * @request_id: REQUEST_ID, index: R13
 * @status: STATUS, GHCI status: R14
 * @buffer_size: BUFFER_SIZE, size in bytes: R15
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_migtd_reportstatus(u64 how,
								  tdx_guest_buffer_t buffer_gpa,
								  u64 notify_vector,
								  u64 api_version, u64 request_id,
								  u64 status, u64 buffer_size);

/**
 * tdxcall_tdg_vp_vmcall_migtd_send() - MigTD.Send: migration TD service channel (buffer is
 *	shared, 4K-aligned)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @notify_vector: NOTIFY_VECTOR, interrupt vector: RBX
 * @api_version: API_VERSION, version: R12 23:16
 * @request_id: REQUEST_ID, index: R13
 * @buffer_size: BUFFER_SIZE, size in bytes: R14
 * @buffer_gpa: BUFFER_GPA, buffer of the guest, by its guest physical address: R15
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_migtd_send(u64 how, u64 notify_vector,
							  u64 api_version, u64 request_id,
							  u64 buffer_size,
							  tdx_guest_buffer_t buffer_gpa);

/**
 * tdxcall_tdg_vp_vmcall_migtd_receive() - MigTD.Receive: migration TD service channel (buffer is
 *	shared, 4K-aligned)
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @notify_vector: NOTIFY_VECTOR, interrupt vector: RBX
 * @api_version: API_VERSION, version: R12 23:16
 * @request_id: REQUEST_ID, index: R13
 * @buffer_size: BUFFER_SIZE, size in bytes: R14
 * @buffer_gpa: BUFFER_GPA, buffer of the guest, by its guest physical address: R15
 *
 * Context: as tdxcall_vmcall().
 * Return: as tdxcall_vmcall(); also %TDXCALL_REFUSED when an operand does not fit its bits.
 */
struct tdx_vmcall_result tdxcall_tdg_vp_vmcall_migtd_receive(u64 how, u64 notify_vector,
							     u64 api_version, u64 request_id,
							     u64 buffer_size,
							     tdx_guest_buffer_t buffer_gpa);

/**
 * tdxcall_seamldr_info() - SEAMLDR.INFO: loader version, counters and SEAMEXTEND copy
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @seamldr_info: SEAMLDR_INFO_PA, buffer of the host, by its physical address: RCX
 *
 * Sequence: any CPU.  Refused with %TDXCALL_REFUSED unless P-SEAMLDR calls are allowed.
 *
 * Context: as tdxcall_seamldr().
 * Return: as tdxcall_seamldr().
 */
u64 tdxcall_seamldr_info(u64 how, tdx_buffer_t seamldr_info);

/**
 * tdxcall_seamldr_install() - SEAMLDR.INSTALL: install (scenario 0) or update (scenario 1) the
 *	TDX module
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @seamldr_params: SEAMLDR_PARAMS_PA, buffer of the host, by its physical address: RCX
 *
 * Sequence: once on every logical CPU, one after the other; work is done on the last one.
 * Refused with %TDXCALL_REFUSED unless P-SEAMLDR calls are allowed.  In symbol namespace
 * TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamldr().
 * Return: as tdxcall_seamldr().
 */
u64 tdxcall_seamldr_install(u64 how, tdx_buffer_t seamldr_params);

/**
 * tdxcall_seamldr_shutdown() - SEAMLDR.SHUTDOWN: stop the loader so that a new one can be
 *	launched; first call clears SEAM_READY (no more TDX module calls), last call clears
 *	SEAMEXTEND
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * Sequence: once on every CPU, serially; last one must be the CPU that launched the NP-SEAMLDR
 * ACM.  Refused with %TDXCALL_REFUSED unless P-SEAMLDR calls are allowed.  In symbol namespace
 * TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamldr().
 * Return: as tdxcall_seamldr().
 */
u64 tdxcall_seamldr_shutdown(u64 how);

/**
 * tdxcall_seamldr_seaminfo() - SEAMLDR.SEAMINFO: SEAM range / topology information
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 * @output_buffer: OUTPUT_BUFFER_PA, buffer of the host, by its physical address: RCX
 *
 * Sequence: any CPU.  Refused with %TDXCALL_REFUSED unless P-SEAMLDR calls are allowed.
 *
 * Context: as tdxcall_seamldr().
 * Return: as tdxcall_seamldr().
 */
u64 tdxcall_seamldr_seaminfo(u64 how, tdx_buffer_t output_buffer);

/**
 * tdxcall_seamldr_cleanup() - SEAMLDR.CLEANUP: wipe leftovers of an old module (SEAMEXTEND,
 *	caches, private keys); advertised by features0 bit 1
 * @how: patience: 0, or %TDXCALL_ONCE, %TDXCALL_MAY_SLEEP, %TDXCALL_TEARDOWN, and a deadline
 *
 * In no TDX module whose source is public.  Refused with %TDXCALL_REFUSED unless P-SEAMLDR calls
 * are allowed.  In symbol namespace TDXCALL_CHANGES_PLATFORM.
 *
 * Context: as tdxcall_seamldr().
 * Return: as tdxcall_seamldr().
 */
u64 tdxcall_seamldr_cleanup(u64 how);

#ifdef __cplusplus
}
#endif

#endif
