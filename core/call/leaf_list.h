/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All typed calls, a line each, for LEAF(), which whoever includes this has defined:
 *
 *   LEAF(space, name, leaf, out, count, type, operand, ...)
 *
 * @space says who calls it and what it changes, @out whether it has results, @count how many
 * operands follow.  leaves.h of the public headers has what they mean.
 * Written by scripts/gen-leaves from the tables in core/abi/: change those.
 */

LEAF(HOST_TD, tdh_mng_addcx, HostLeaf::MngAddcx, NO_OUT, 2, tdx_page_t, tdcx_page, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_mem_page_add, HostLeaf::MemPageAdd, OUT, 5, tdx_gpa_t, gpa, enum tdx_level,
	level, tdx_tdr_t, tdr, tdx_page_t, target_page, tdx_buffer_t, source_page)
LEAF(HOST_TD, tdh_mem_sept_add, HostLeaf::MemSeptAdd, OUT, 9, u64, version, tdx_gpa_t, gpa,
	enum tdx_level, level, tdx_tdr_t, tdr, u64, allow_existing, tdx_page_t, sept_page,
	tdx_page_t, l2_sept_page_vm1, tdx_page_t, l2_sept_page_vm2, tdx_page_t, l2_sept_page_vm3)
LEAF(HOST_TD, tdh_vp_addcx, HostLeaf::VpAddcx, NO_OUT, 2, tdx_page_t, tdcx_page, tdx_tdvpr_t,
	tdvpr)
LEAF(HOST_TD, tdh_mem_page_relocate, HostLeaf::MemPageRelocate, OUT, 4, tdx_gpa_t, gpa,
	enum tdx_level, level, tdx_tdr_t, tdr, tdx_page_t, new_page)
LEAF(HOST_TD, tdh_mem_page_aug, HostLeaf::MemPageAug, OUT, 4, tdx_gpa_t, gpa, enum tdx_level,
	level, tdx_tdr_t, tdr, tdx_page_t, page)
LEAF(HOST_TD, tdh_mem_range_block, HostLeaf::MemRangeBlock, OUT, 3, tdx_gpa_t, gpa,
	enum tdx_level, level, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_mng_key_config, HostLeaf::MngKeyConfig, NO_OUT, 1, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_mng_create, HostLeaf::MngCreate, NO_OUT, 2, tdx_page_t, tdr_page, tdx_keyid_t,
	hkid)
LEAF(HOST_TD, tdh_vp_create, HostLeaf::VpCreate, NO_OUT, 2, tdx_page_t, tdvpr_page, tdx_tdr_t,
	tdr)
LEAF(HOST_READS, tdh_mng_rd, HostLeaf::MngRd, OUT, 3, u64, version, tdx_tdr_t, tdr, tdx_field_t,
	field_id)
LEAF(HOST_READS, tdh_mem_rd, HostLeaf::MemRd, OUT, 2, tdx_gpa_t, gpa, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_mng_wr, HostLeaf::MngWr, OUT, 4, tdx_tdr_t, tdr, tdx_field_t, field_id, u64,
	value, u64, mask)
LEAF(HOST_TD, tdh_mem_wr, HostLeaf::MemWr, OUT, 3, tdx_gpa_t, gpa, tdx_tdr_t, tdr, u64, data)
LEAF(HOST_TD, tdh_mem_page_demote, HostLeaf::MemPageDemote, OUT, 10, tdx_gpa_t, gpa,
	enum tdx_level, level, tdx_tdr_t, tdr, u64, l2_sept_add_mode, tdx_page_t, sept_page,
	tdx_page_t, l2_sept_page_vm1, tdx_page_t, l2_sept_page_vm2, tdx_page_t, l2_sept_page_vm3,
	tdx_page_t, pamt_page_r12, tdx_page_t, pamt_page_r13)
LEAF(HOST_TD, tdh_mr_extend, HostLeaf::MrExtend, OUT, 2, tdx_gpa_t, gpa, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_mr_finalize, HostLeaf::MrFinalize, NO_OUT, 1, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_vp_flush, HostLeaf::VpFlush, NO_OUT, 1, tdx_tdvpr_t, tdvpr)
LEAF(HOST_TD, tdh_mng_vpflushdone, HostLeaf::MngVpflushdone, NO_OUT, 1, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_mng_key_freeid, HostLeaf::MngKeyFreeid, NO_OUT, 1, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_mng_init, HostLeaf::MngInit, OUT, 3, tdx_tdr_t, tdr, tdx_buffer_t, td_params,
	u64, extra_param)
LEAF(HOST_TD, tdh_vp_init, HostLeaf::VpInit, NO_OUT, 4, u64, version, tdx_tdvpr_t, tdvpr, u64,
	initial_rcx_r8, u64, x2apic_id)
LEAF(HOST_TD, tdh_mem_page_promote, HostLeaf::MemPagePromote, OUT, 4, u64, version, tdx_gpa_t,
	gpa, enum tdx_level, level, tdx_tdr_t, tdr)
LEAF(HOST_READS, tdh_phymem_page_rdmd, HostLeaf::PhymemPageRdmd, OUT, 1, tdx_page_t, page)
LEAF(HOST_READS, tdh_mem_sept_rd, HostLeaf::MemSeptRd, OUT, 4, tdx_gpa_t, gpa, enum tdx_level,
	level, tdx_tdr_t, tdr, u64, l2_attrs)
LEAF(HOST_TD, tdh_vp_rd, HostLeaf::VpRd, OUT, 3, u64, version, tdx_tdvpr_t, tdvpr, tdx_field_t,
	field_id)
LEAF(HOST_TD, tdh_mng_key_reclaimid, HostLeaf::MngKeyReclaimid, NO_OUT, 1, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_phymem_page_reclaim, HostLeaf::PhymemPageReclaim, OUT, 1, tdx_page_t, page)
LEAF(HOST_TD, tdh_mem_page_remove, HostLeaf::MemPageRemove, OUT, 3, tdx_gpa_t, gpa,
	enum tdx_level, level, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_mem_sept_remove, HostLeaf::MemSeptRemove, OUT, 4, u64, version, tdx_gpa_t, gpa,
	enum tdx_level, level, tdx_tdr_t, tdr)
LEAF(HOST_PLATFORM, tdh_sys_key_config, HostLeaf::SysKeyConfig, NO_OUT, 0)
LEAF(HOST_READS, tdh_sys_info, HostLeaf::SysInfo, OUT, 4, tdx_buffer_t, tdsysinfo, u64,
	buffer_size, tdx_buffer_t, cmr_array, u64, cmr_entries)
LEAF(HOST_PLATFORM, tdh_sys_init, HostLeaf::SysInit, OUT, 3, u64, version, u64, attributes, u64,
	fatal_error_config)
LEAF(HOST_READS, tdh_sys_rd, HostLeaf::SysRd, OUT, 1, tdx_field_t, field_id)
LEAF(HOST_PLATFORM, tdh_sys_lp_init, HostLeaf::SysLpInit, OUT, 0)
LEAF(HOST_PLATFORM, tdh_sys_tdmr_init, HostLeaf::SysTdmrInit, OUT, 1, tdx_page_t, tdmr_base)
LEAF(HOST_READS, tdh_sys_rdall, HostLeaf::SysRdall, OUT, 2, tdx_buffer_t, list_buffer,
	tdx_field_t, first_field_id)
LEAF(HOST_TD, tdh_mem_track, HostLeaf::MemTrack, NO_OUT, 1, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_mem_range_unblock, HostLeaf::MemRangeUnblock, OUT, 3, tdx_gpa_t, gpa,
	enum tdx_level, level, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_phymem_cache_wb, HostLeaf::PhymemCacheWb, NO_OUT, 1, u64, cmd)
LEAF(HOST_TD, tdh_phymem_page_wbinvd, HostLeaf::PhymemPageWbinvd, NO_OUT, 1, tdx_keyed_page_t,
	page)
LEAF(HOST_TD, tdh_mem_sept_wr, HostLeaf::MemSeptWr, NO_OUT, 0)
LEAF(HOST_TD, tdh_vp_wr, HostLeaf::VpWr, OUT, 4, tdx_tdvpr_t, tdvpr, tdx_field_t, field_id, u64,
	value, u64, mask)
LEAF(HOST_PLATFORM, tdh_sys_lp_shutdown, HostLeaf::SysLpShutdown, NO_OUT, 0)
LEAF(HOST_PLATFORM, tdh_sys_config, HostLeaf::SysConfig, NO_OUT, 6, u64, version, tdx_buffer_t,
	tdmr_info_array, u64, count, tdx_keyid_t, hkid, u64, dynamic_pamt, u64, enable)
LEAF(HOST_READS, tdh_mng_rdm, HostLeaf::MngRdm, NO_OUT, 0)
LEAF(HOST_TD, tdh_mng_wrm, HostLeaf::MngWrm, NO_OUT, 0)
LEAF(HOST_TD, tdh_servtd_bind, HostLeaf::ServtdBind, OUT, 5, tdx_tdr_t, target_tdr, tdx_tdr_t,
	servtd_tdr, u64, slot, u64, type, u64, attributes)
LEAF(HOST_TD, tdh_servtd_prebind, HostLeaf::ServtdPrebind, NO_OUT, 5, tdx_tdr_t, target_tdr,
	tdx_buffer_t, info_hash, u64, slot, u64, type, u64, attributes)
LEAF(HOST_TD, tdh_vp_rdm, HostLeaf::VpRdm, NO_OUT, 0)
LEAF(HOST_TD, tdh_vp_wrm, HostLeaf::VpWrm, NO_OUT, 0)
LEAF(HOST_PLATFORM, tdh_sys_shutdown, HostLeaf::SysShutdown, NO_OUT, 2, u64, handoff_version, u64,
	avoid_compat_sensitive)
LEAF(HOST_PLATFORM, tdh_sys_update, HostLeaf::SysUpdate, NO_OUT, 2, u64, version, u64, enable)
LEAF(HOST_PLATFORM, tdh_sys_s4_end, HostLeaf::SysS4End, NO_OUT, 0)
LEAF(HOST_PLATFORM, tdh_phymem_pamt_add, HostLeaf::PhymemPamtAdd, NO_OUT, 4, tdx_page_t, hpa,
	enum tdx_level, level, tdx_page_t, pamt_page0, tdx_page_t, pamt_page1)
LEAF(HOST_PLATFORM, tdh_phymem_pamt_remove, HostLeaf::PhymemPamtRemove, OUT, 2, tdx_page_t, hpa,
	enum tdx_level, level)
LEAF(HOST_PLATFORM, tdh_ext_init, HostLeaf::ExtInit, NO_OUT, 0)
LEAF(HOST_PLATFORM, tdh_ext_mem_add, HostLeaf::ExtMemAdd, OUT, 1, u64, hpa_list_info)
LEAF(HOST_TD, tdh_export_abort, HostLeaf::ExportAbort, NO_OUT, 4, tdx_tdr_t, tdr, u64, size,
	tdx_buffer_t, abort_token_mbmd, u64, stream)
LEAF(HOST_TD, tdh_export_blockw, HostLeaf::ExportBlockw, OUT, 3, u64, version, tdx_gpa_list_t,
	gpa_list_info, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_export_restore, HostLeaf::ExportRestore, OUT, 3, u64, version, tdx_gpa_list_t,
	gpa_list_info, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_export_mem, HostLeaf::ExportMem, OUT, 10, u64, version, tdx_gpa_list_t,
	gpa_list_info, tdx_tdr_t, tdr, u64, size, tdx_buffer_t, mbmd, tdx_buffer_t,
	mig_buffer_list, u64, resume, u64, stream, tdx_buffer_t, mac_list0, tdx_buffer_t,
	mac_list1)
LEAF(HOST_PLATFORM, tdh_sys_disable, HostLeaf::SysDisable, NO_OUT, 0)
LEAF(HOST_TD, tdh_export_pause, HostLeaf::ExportPause, NO_OUT, 1, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_export_track, HostLeaf::ExportTrack, NO_OUT, 5, tdx_tdr_t, tdr, u64, size,
	tdx_buffer_t, mbmd, u64, in_order_done, u64, stream)
LEAF(HOST_TD, tdh_export_state_immutable, HostLeaf::ExportStateImmutable, OUT, 7, tdx_tdr_t, tdr,
	u64, size, tdx_buffer_t, mbmd, u64, last, tdx_buffer_t, page_list, u64, resume, u64,
	stream)
LEAF(HOST_TD, tdh_export_state_td, HostLeaf::ExportStateTd, OUT, 7, tdx_tdr_t, tdr, u64, size,
	tdx_buffer_t, mbmd, u64, last, tdx_buffer_t, page_list, u64, resume, u64, stream)
LEAF(HOST_TD, tdh_export_state_vp, HostLeaf::ExportStateVp, OUT, 7, tdx_tdvpr_t, tdvpr, u64, size,
	tdx_buffer_t, mbmd, u64, last, tdx_buffer_t, page_list, u64, resume, u64, stream)
LEAF(HOST_TD, tdh_export_unblockw, HostLeaf::ExportUnblockw, OUT, 3, tdx_gpa_t, gpa,
	enum tdx_level, level, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_import_abort, HostLeaf::ImportAbort, NO_OUT, 4, tdx_tdr_t, tdr, u64, size,
	tdx_buffer_t, mbmd, u64, stream)
LEAF(HOST_TD, tdh_import_end, HostLeaf::ImportEnd, NO_OUT, 1, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_import_commit, HostLeaf::ImportCommit, NO_OUT, 1, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_import_mem, HostLeaf::ImportMem, OUT, 11, u64, version, tdx_gpa_list_t,
	gpa_list_info, tdx_tdr_t, tdr, u64, size, tdx_buffer_t, mbmd, tdx_buffer_t,
	mig_buffer_list, u64, resume, u64, stream, tdx_buffer_t, mac_list0, tdx_buffer_t,
	mac_list1, tdx_buffer_t, new_page_list)
LEAF(HOST_TD, tdh_import_track, HostLeaf::ImportTrack, NO_OUT, 4, tdx_tdr_t, tdr, u64, size,
	tdx_buffer_t, mbmd, u64, stream)
LEAF(HOST_TD, tdh_import_state_immutable, HostLeaf::ImportStateImmutable, OUT, 7, tdx_tdr_t, tdr,
	u64, size, tdx_buffer_t, mbmd, u64, last, tdx_buffer_t, page_list, u64, resume, u64,
	stream)
LEAF(HOST_TD, tdh_import_state_td, HostLeaf::ImportStateTd, OUT, 7, tdx_tdr_t, tdr, u64, size,
	tdx_buffer_t, mbmd, u64, last, tdx_buffer_t, page_list, u64, resume, u64, stream)
LEAF(HOST_TD, tdh_import_state_vp, HostLeaf::ImportStateVp, OUT, 7, tdx_tdvpr_t, tdvpr, u64, size,
	tdx_buffer_t, mbmd, u64, last, tdx_buffer_t, page_list, u64, resume, u64, stream)
LEAF(HOST_TD, tdh_mem_scan_range, HostLeaf::MemScanRange, OUT, 7, u64, list_of_lists_info,
	tdx_tdr_t, tdr, u64, qualifier, u64, operation, tdx_gpa_t, range_start, u64, range_size,
	u64, next_entry)
LEAF(HOST_TD, tdh_mem_scan_comp, HostLeaf::MemScanComp, OUT, 8, u64, list_of_lists_info,
	tdx_tdr_t, tdr, u64, resume, u64, range_id, u64, context_id, u64, qualifier, u64,
	operation, u64, next_entry)
LEAF(HOST_TD, tdh_mem_scan_config, HostLeaf::MemScanConfig, OUT, 6, u64, range_list_info,
	tdx_tdr_t, tdr, tdx_page_t, ranges_page, tdx_page_t, contexts_page, tdx_page_t,
	control_page_r10, tdx_page_t, control_page_r11)
LEAF(HOST_TD, tdh_mem_scan_reset, HostLeaf::MemScanReset, NO_OUT, 1, tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_mig_stream_create, HostLeaf::MigStreamCreate, NO_OUT, 2, tdx_page_t, migsc_page,
	tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_servtd_rebind, HostLeaf::ServtdRebind, NO_OUT, 0)
LEAF(HOST_READS, tdh_quote_get, HostLeaf::QuoteGet, OUT, 6, tdx_tdr_t, tdr, u64, quote_id,
	tdx_buffer_t, input, u64, input_length, tdx_buffer_t, hpa_list, u64, output_length)
LEAF(HOST_PLATFORM, tdh_quote_init, HostLeaf::QuoteInit, NO_OUT, 0)
LEAF(HOST_PLATFORM, tdh_iommu_setreg, HostLeaf::IommuSetreg, NO_OUT, 3, u64, iommu_id, u64, reg,
	u64, value)
LEAF(HOST_READS, tdh_iommu_getreg, HostLeaf::IommuGetreg, OUT, 2, u64, vtbar_pa_or_iommu_id, u64,
	reg)
LEAF(HOST_PLATFORM, tdh_spdm_create, HostLeaf::SpdmCreate, NO_OUT, 3, u64, iommu_id, u64, spdm_id,
	tdx_page_t, nda_page)
LEAF(HOST_PLATFORM, tdh_spdm_delete, HostLeaf::SpdmDelete, OUT, 2, u64, iommu_id, u64, spdm_id)
LEAF(HOST_PLATFORM, tdh_ide_stream_create, HostLeaf::IdeStreamCreate, NO_OUT, 13, u64, iommu_id,
	u64, spdm_id, u64, ide_type, u64, key_id, u64, root_port_devfn, u64, ide_id, u64,
	stream_ctrl, u64, rid_assoc1, u64, rid_assoc2, u64, addr_assoc1, u64, addr_assoc2, u64,
	addr_assoc3, tdx_page_t, nda_page)
LEAF(HOST_PLATFORM, tdh_ide_stream_block, HostLeaf::IdeStreamBlock, NO_OUT, 2, u64, iommu_id, u64,
	stream_id)
LEAF(HOST_PLATFORM, tdh_ide_stream_delete, HostLeaf::IdeStreamDelete, OUT, 2, u64, iommu_id, u64,
	stream_id)
LEAF(HOST_PLATFORM, tdh_ide_stream_idekmreq, HostLeaf::IdeStreamIdekmreq, NO_OUT, 6, u64,
	iommu_id, u64, stream_id, u64, object_id, u64, km_param, u64, slot, tdx_buffer_t, message)
LEAF(HOST_PLATFORM, tdh_ide_stream_idekmrsp, HostLeaf::IdeStreamIdekmrsp, OUT, 3, u64, iommu_id,
	u64, stream_id, tdx_buffer_t, message)
LEAF(HOST_TD, tdh_devif_create, HostLeaf::DevifCreate, NO_OUT, 5, u64, devif_id, tdx_tdr_t, tdr,
	tdx_page_t, devifcs_page, tdx_page_t, td_message_page, tdx_page_t, vmm_message_page)
LEAF(HOST_TD, tdh_devif_remove, HostLeaf::DevifRemove, OUT, 1, u64, function_id)
LEAF(HOST_TD, tdh_devif_request, HostLeaf::DevifRequest, OUT, 5, u64, function_id, u64, td_flag,
	u64, no_fw_update, u64, req_code, tdx_buffer_t, output_message)
LEAF(HOST_TD, tdh_devif_response, HostLeaf::DevifResponse, OUT, 4, u64, function_id, u64, td_flag,
	tdx_buffer_t, response, tdx_buffer_t, output)
LEAF(HOST_PLATFORM, tdh_spdm_connect, HostLeaf::SpdmConnect, OUT, 5, u64, spdm_id, tdx_buffer_t,
	spdm_config, tdx_buffer_t, response, tdx_buffer_t, request, u64, hpa_array_t)
LEAF(HOST_PLATFORM, tdh_spdm_disconnect, HostLeaf::SpdmDisconnect, OUT, 3, u64, spdm_id,
	tdx_buffer_t, response, tdx_buffer_t, request)
LEAF(HOST_PLATFORM, tdh_spdm_mng, HostLeaf::SpdmMng, OUT, 6, u64, spdm_id, u64, operation,
	tdx_buffer_t, parameter, tdx_buffer_t, response, tdx_buffer_t, request, u64, hpa_array_t)
LEAF(HOST_TD, tdh_dmar_add, HostLeaf::DmarAdd, NO_OUT, 9, u64, dmar_index, u64, entry_data_0, u64,
	entry_data_1, u64, entry_data_2, u64, entry_data_3, u64, entry_data_4, u64, entry_data_5,
	u64, entry_data_6, u64, entry_data_7)
LEAF(HOST_TD, tdh_dmar_block, HostLeaf::DmarBlock, NO_OUT, 1, u64, dmar_index)
LEAF(HOST_READS, tdh_dmar_read, HostLeaf::DmarRead, NO_OUT, 1, u64, dmar_index)
LEAF(HOST_TD, tdh_dmar_remove, HostLeaf::DmarRemove, NO_OUT, 1, u64, dmar_index)
LEAF(HOST_PLATFORM, tdh_mmio_mt_add, HostLeaf::MmioMtAdd, NO_OUT, 2, u64, mmiomt_index,
	tdx_page_t, nda_page)
LEAF(HOST_PLATFORM, tdh_mmio_mt_set, HostLeaf::MmioMtSet, NO_OUT, 3, u64, mmiomt_index, u64,
	function_id, u64, type)
LEAF(HOST_READS, tdh_mmio_mt_rd, HostLeaf::MmioMtRd, OUT, 1, u64, mmiomt_index)
LEAF(HOST_PLATFORM, tdh_mmio_mt_remove, HostLeaf::MmioMtRemove, OUT, 1, u64, mmiomt_index)
LEAF(HOST_TD, tdh_mmio_map, HostLeaf::MmioMap, OUT, 4, tdx_gpa_t, gpa, enum tdx_level, level,
	tdx_tdr_t, tdr, tdx_page_t, mmio)
LEAF(HOST_TD, tdh_mmio_block, HostLeaf::MmioBlock, OUT, 3, tdx_gpa_t, gpa, enum tdx_level, level,
	tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_mmio_unmap, HostLeaf::MmioUnmap, OUT, 3, tdx_gpa_t, gpa, enum tdx_level, level,
	tdx_tdr_t, tdr)
LEAF(HOST_TD, tdh_iq_inv_request, HostLeaf::IqInvRequest, NO_OUT, 8, u64, iommu_id, u64,
	pool_size, u64, type, u64, tdr_pa_or_rid_or_pasid, u64, wait_descriptor_0, u64,
	wait_descriptor_1, u64, wait_descriptor_2, u64, wait_descriptor_3)
LEAF(HOST_TD, tdh_iq_inv_process, HostLeaf::IqInvProcess, NO_OUT, 1, u64, iommu_id)
LEAF(HOST_TD, tdh_mem_shared_sept_wr, HostLeaf::MemSharedSeptWr, NO_OUT, 8, u64, version,
	tdx_gpa_t, gpa, enum tdx_level, level, tdx_tdr_t, tdr, tdx_sept_entry_t, entry_l1,
	tdx_sept_entry_t, entry_vm1, tdx_sept_entry_t, entry_vm2, tdx_sept_entry_t, entry_vm3)
LEAF(HOST_PLATFORM, tdh_devif_mt_add, HostLeaf::DevifMtAdd, NO_OUT, 2, u64, devifmt_index,
	tdx_page_t, nda_page)
LEAF(HOST_PLATFORM, tdh_devif_mt_remove, HostLeaf::DevifMtRemove, OUT, 1, u64, devifmt_index)
LEAF(HOST_READS, tdh_devif_mt_rd, HostLeaf::DevifMtRd, OUT, 1, u64, devifmt_index)
LEAF(GUEST, tdg_vp_info, GuestLeaf::VpInfo, OUT, 0)
LEAF(GUEST, tdg_mr_rtmr_extend, GuestLeaf::MrRtmrExtend, NO_OUT, 2, tdx_guest_buffer_t, data_gpa,
	u64, index)
LEAF(GUEST, tdg_vp_veinfo_get, GuestLeaf::VpVeinfoGet, OUT, 1, u64, version)
LEAF(GUEST, tdg_mr_report, GuestLeaf::MrReport, NO_OUT, 3, tdx_guest_buffer_t, report_gpa,
	tdx_guest_buffer_t, reportdata_gpa, u64, subtype)
LEAF(GUEST, tdg_vp_cpuidve_set, GuestLeaf::VpCpuidveSet, NO_OUT, 1, u64, cpuid_ve)
LEAF(GUEST, tdg_mem_page_accept, GuestLeaf::MemPageAccept, NO_OUT, 2, tdx_gpa_t, gpa,
	enum tdx_level, level)
LEAF(GUEST, tdg_vm_rd, GuestLeaf::VmRd, OUT, 2, u64, version, tdx_field_t, field_id)
LEAF(GUEST, tdg_vm_wr, GuestLeaf::VmWr, OUT, 3, tdx_field_t, field_id, u64, value, u64, mask)
LEAF(GUEST, tdg_vp_rd, GuestLeaf::VpRd, OUT, 1, tdx_field_t, field_id)
LEAF(GUEST, tdg_vp_wr, GuestLeaf::VpWr, OUT, 3, tdx_field_t, field_id, u64, value, u64, mask)
LEAF(GUEST, tdg_sys_rd, GuestLeaf::SysRd, OUT, 1, tdx_field_t, field_id)
LEAF(GUEST, tdg_sys_rdall, GuestLeaf::SysRdall, OUT, 2, tdx_guest_buffer_t, list_gpa, tdx_field_t,
	first_field_id)
LEAF(GUEST, tdg_servtd_rd, GuestLeaf::ServtdRd, OUT, 6, u64, binding_handle, tdx_field_t,
	field_id, u64, target_uuid_0, u64, target_uuid_1, u64, target_uuid_2, u64, target_uuid_3)
LEAF(GUEST, tdg_servtd_wr, GuestLeaf::ServtdWr, OUT, 8, u64, binding_handle, tdx_field_t,
	field_id, u64, value, u64, mask, u64, target_uuid_0, u64, target_uuid_1, u64,
	target_uuid_2, u64, target_uuid_3)
LEAF(GUEST, tdg_mr_verifyreport, GuestLeaf::MrVerifyreport, NO_OUT, 1, tdx_guest_buffer_t,
	reportmacstruct_gpa)
LEAF(GUEST, tdg_mem_page_attr_rd, GuestLeaf::MemPageAttrRd, OUT, 1, tdx_gpa_t, gpa)
LEAF(GUEST, tdg_mem_page_attr_wr, GuestLeaf::MemPageAttrWr, OUT, 4, tdx_gpa_t, gpa,
	enum tdx_level, level, u64, gpa_attributes, u64, attr_flags)
LEAF(GUEST, tdg_vp_invept, GuestLeaf::VpInvept, NO_OUT, 1, u64, vm_mask)
LEAF(GUEST, tdg_vp_invvpid, GuestLeaf::VpInvvpid, OUT, 2, u64, flags, u64, gla_list)
LEAF(GUEST, tdg_mr_key_get, GuestLeaf::MrKeyGet, OUT, 3, tdx_guest_buffer_t, tdkeyrequest_gpa,
	tdx_guest_buffer_t, key_output_gpa, u64, requestor)
LEAF(GUEST, tdg_mem_page_release, GuestLeaf::MemPageRelease, NO_OUT, 0)
LEAF(GUEST, tdg_servtd_rebind_approve, GuestLeaf::ServtdRebindApprove, OUT, 9, u64,
	binding_handle, u64, rebind_session_token_0, u64, rebind_session_token_1, u64,
	rebind_session_token_2, u64, target_uuid_0, u64, target_uuid_1, u64, target_uuid_2, u64,
	target_uuid_3, u64, rebind_session_token_3)
LEAF(GUEST, tdg_spdm_tpa_set, GuestLeaf::SpdmTpaSet, NO_OUT, 3, u64, iommu_id, u64, spdm_id,
	tdx_guest_buffer_t, binding_info_gpa)
LEAF(GUEST, tdg_spdm_tpa_get, GuestLeaf::SpdmTpaGet, NO_OUT, 3, u64, iommu_id, u64, spdm_id,
	tdx_guest_buffer_t, binding_info_gpa)
LEAF(GUEST, tdg_devif_validate, GuestLeaf::DevifValidate, NO_OUT, 7, u64, function_id, u64,
	hash_qword_5, u64, hash_qword_4, u64, hash_qword_3, u64, hash_qword_2, u64, hash_qword_1,
	u64, hash_qword_0)
LEAF(GUEST, tdg_devif_rd, GuestLeaf::DevifRd, OUT, 2, u64, function_id, u64, field)
LEAF(GUEST, tdg_devif_request, GuestLeaf::DevifRequest, NO_OUT, 2, u64, function_id, u64,
	req_code)
LEAF(GUEST, tdg_devif_response, GuestLeaf::DevifResponse, OUT, 2, u64, function_id,
	tdx_guest_buffer_t, output_gpa)
LEAF(GUEST, tdg_dmar_accept, GuestLeaf::DmarAccept, NO_OUT, 2, u64, function_id, u64, vm)
LEAF(GUEST, tdg_tdi_mmio_accept, GuestLeaf::TdiMmioAccept, NO_OUT, 3, tdx_gpa_t, gpa,
	enum tdx_level, level, u64, mmio_offset)
LEAF(GUEST, tdg_iq_inv_request, GuestLeaf::IqInvRequest, NO_OUT, 2, u64, num_descriptors,
	tdx_guest_buffer_t, descriptors_gpa)
LEAF(VMCALL, tdg_vp_vmcall_instruction_cpuid, VmcallLeaf{0xa}, OUT, 2, u64, eax, u64, ecx)
LEAF(VMCALL, tdg_vp_vmcall_instruction_hlt, VmcallLeaf{0xc}, NO_OUT, 1, u64, interrupts_blocked)
LEAF(VMCALL, tdg_vp_vmcall_instruction_io, VmcallLeaf{0x1e}, OUT, 4, u64, size, u64, write, u64,
	port, u64, data)
LEAF(VMCALL, tdg_vp_vmcall_instruction_rdmsr, VmcallLeaf{0x1f}, OUT, 1, u64, msr)
LEAF(VMCALL, tdg_vp_vmcall_instruction_wrmsr, VmcallLeaf{0x20}, NO_OUT, 2, u64, msr, u64, value)
LEAF(VMCALL, tdg_vp_vmcall_ve_requestmmio, VmcallLeaf{0x30}, OUT, 4, u64, size, u64, write,
	tdx_gpa_t, gpa, u64, data)
LEAF(VMCALL, tdg_vp_vmcall_instruction_wbinvd, VmcallLeaf{0x36}, NO_OUT, 1, u64, wbnoinvd)
LEAF(VMCALL, tdg_vp_vmcall_instruction_pconfig, VmcallLeaf{0x41}, NO_OUT, 1, u64, leaf)
LEAF(VMCALL, tdg_vp_vmcall_gettdvmcallinfo, VmcallLeaf{0x10000}, OUT, 1, u64, leaf)
LEAF(VMCALL, tdg_vp_vmcall_mapgpa, VmcallLeaf{0x10001}, OUT, 2, tdx_gpa_t, start_gpa, u64, size)
LEAF(VMCALL, tdg_vp_vmcall_getquote, VmcallLeaf{0x10002}, NO_OUT, 2, tdx_guest_buffer_t,
	buffer_gpa, u64, size)
LEAF(VMCALL, tdg_vp_vmcall_reportfatalerror, VmcallLeaf{0x10003}, NO_OUT, 11, u64, text_rdx, u64,
	text_rbx, u64, text_rsi, u64, text_rdi, u64, text_r8, u64, text_r9, u64, text_valid, u64,
	error_code, tdx_guest_buffer_t, text_gpa, u64, text_r14, u64, text_r15)
LEAF(VMCALL, tdg_vp_vmcall_setupeventnotifyinterrupt, VmcallLeaf{0x10004}, NO_OUT, 1, u64, vector)
LEAF(VMCALL, tdg_vp_vmcall_service, VmcallLeaf{0x10005}, NO_OUT, 4, tdx_guest_buffer_t,
	command_gpa, tdx_guest_buffer_t, response_gpa, u64, notify_vector, u64, timeout)
LEAF(VMCALL, tdg_vp_vmcall_migtd_waitforrequest, VmcallLeaf{0x100010006}, NO_OUT, 4, u64,
	api_version, u64, buffer_size, tdx_guest_buffer_t, buffer_gpa, u64, notify_vector)
LEAF(VMCALL, tdg_vp_vmcall_migtd_reportstatus, VmcallLeaf{0x200010006}, NO_OUT, 6,
	tdx_guest_buffer_t, buffer_gpa, u64, notify_vector, u64, api_version, u64, request_id,
	u64, status, u64, buffer_size)
LEAF(VMCALL, tdg_vp_vmcall_migtd_send, VmcallLeaf{0x300010006}, NO_OUT, 5, u64, notify_vector,
	u64, api_version, u64, request_id, u64, buffer_size, tdx_guest_buffer_t, buffer_gpa)
LEAF(VMCALL, tdg_vp_vmcall_migtd_receive, VmcallLeaf{0x400010006}, NO_OUT, 5, u64, notify_vector,
	u64, api_version, u64, request_id, u64, buffer_size, tdx_guest_buffer_t, buffer_gpa)
LEAF(SEAMLDR_READS, seamldr_info, SeamldrLeaf::Info, NO_OUT, 1, tdx_buffer_t, seamldr_info)
LEAF(SEAMLDR_PLATFORM, seamldr_install, SeamldrLeaf::Install, NO_OUT, 1, tdx_buffer_t,
	seamldr_params)
LEAF(SEAMLDR_PLATFORM, seamldr_shutdown, SeamldrLeaf::Shutdown, NO_OUT, 0)
LEAF(SEAMLDR_READS, seamldr_seaminfo, SeamldrLeaf::Seaminfo, NO_OUT, 1, tdx_buffer_t,
	output_buffer)
LEAF(SEAMLDR_PLATFORM, seamldr_cleanup, SeamldrLeaf::Cleanup, NO_OUT, 0)
