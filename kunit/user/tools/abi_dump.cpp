// SPDX-License-Identifier: GPL-2.0
//
// Prints the compiled ABI tables for scripts/abi-check: a line for each row, of tab-separated cells
// "table", "key", then "column=value".
#include <cstdio>
#include <string>

#include "core/abi/bit_fact.hpp"
#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/abi/leaves/seamldr_leaves.hpp"
#include "core/abi/leaves/vmcalls.hpp"
#include "core/abi/metadata_global.hpp"
#include "core/abi/metadata_l2_vmcs.hpp"
#include "core/abi/metadata_td.hpp"
#include "core/abi/metadata_vcpu.hpp"
#include "core/abi/op_state.hpp"
#include "core/abi/operand_ids.hpp"
#include "core/abi/release_history.hpp"
#include "core/abi/results.hpp"
#include "core/abi/sept.hpp"
#include "core/abi/software.hpp"
#include "core/abi/status.hpp"

namespace {

using namespace tdx;
using Number = unsigned long long;

std::string hex(Number value)
{
	char text[32];

	std::snprintf(text, sizeof(text), "0x%llx", value);
	return text;
}

class Line {
	std::string text;

public:
	Line(char const *table, std::string const &key) : text{table + ("\t" + key)} {}
	~Line() { std::puts(text.c_str()); }
	Line(Line const &) = delete;
	Line &operator=(Line const &) = delete;

	Line &cell(char const *column, std::string const &value)
	{
		text += std::string{"\t"} + column + "=" + value;
		return *this;
	}
	Line &cell(char const *column, Number value) { return cell(column, std::to_string(value)); }
};

char const *name(Release release)
{
	return release_info(release).name;
}

char const *name(Effect effect)
{
	constexpr char const *names[] = {"nothing", "TD", "platform"};

	return names[static_cast<u8>(effect)];
}

char const *name(Scope scope)
{
	static char const *const names[]{"platform", "package", "LP", "TD", "TD/package", "vCPU"};

	return names[static_cast<u8>(scope)];
}

char const *name(ModuleState state)
{
	static char const *const names[]{"any", "PENDING", "INIT_DONE", "CONFIG_DONE", "READY",
		"any after LP.INIT", "any except SHUTDOWN"};

	return names[static_cast<u8>(state)];
}

char const *name(Xstate xstate)
{
	static char const *const names[]{"none", "reset", "io", "l2"};

	return names[static_cast<u8>(xstate)];
}

char const *name(Dir dir)
{
	static char const *const names[]{"in", "out", "err_out"};

	return names[static_cast<u8>(dir)];
}

char const *name(StatusKind kind)
{
	static char const *const names[]{"success", "success_info", "error_retryable", "error",
		"error_fatal", "vcpu_dead", "td_dead", "software"};

	return names[static_cast<u8>(kind)];
}

char const *name(Detail detail)
{
	static char const *const names[]{"none", "unknown", "operand", "operand or none",
		"exit reason", "exit reason or count", "MSR", "CPUID leaf", "package", "limit",
		"VMCS field", "SMRR", "SMRR and CMR", "TDMR", "TDMR and level",
		"TDMR, level and TDMR", "TDMR and reserved area", "level", "L2 VM and level",
		"list position", "slot", "reason and count", "vector"};

	return names[static_cast<u8>(detail)];
}

// The releases of each version that is newer than the first, and of TDX 1.5.01.
template <typename Histories>
std::string newer_versions(Histories const &histories, LeafInfo const &row)
{
	std::string text;

	for (unsigned version = row.max_version_1_5 + 1u; version <= row.max_version; version++)
		text += std::to_string(version) + ": " + releases_of(histories, row, version);
	return text;
}

template <typename Table>
void histories(char const *title, Table const &table, auto const &of_leaves)
{
	for (LeafInfo const &row : table.leaf)
		Line{title, hex(row.leaf.value)}
			.cell("name", row.name)
			.cell("releases", releases_of(of_leaves, row, 0))
			.cell("versions", newer_versions(of_leaves, row));
}

template <typename Facts>
void bits(char const *word, Facts const &facts)
{
	for (BitFact const &fact : facts)
		Line{"bits", std::string{word} + " " + std::to_string(fact.hi) + ":" +
				     std::to_string(fact.lo)}
			.cell("name", fact.name)
			.cell("releases", fact.releases);
}

void module_releases_of_intel()
{
	auto const text = [](char const *words) { return words ? words : "?"; };

	for (ModuleRelease const &row : module_releases)
		Line{"releases", row.version}
			.cell("build_date", row.build_date)
			.cell("build_num", row.build_num)
			.cell("seam_svn", row.seam_svn)
			.cell("mrseam", row.mrseam)
			.cell("tdx_features0", hex(row.features0))
			.cell("cpu_signatures", text(row.cpu_signatures))
			.cell("module_hv", row.handoff)
			.cell("max_vcpus_per_td", row.max_vcpus)
			.cell("oldest_module_for_update", text(row.update_from))
			.cell("source_here", row.whole_source ? "complete" : "other");
}

template <typename Table>
void leaves(char const *title, Table const &table)
{
	for (LeafInfo const &row : table.leaf) {
		Line line{title, hex(row.leaf.value)};

		line.cell("name", row.name).cell("version_1.5", row.max_version_1_5);
		line.cell("version", row.max_version).cell("since", name(row.since));
		line.cell("scope", name(row.scope)).cell("state", name(row.state));
		line.cell("effect", name(row.effect));
		line.cell("xstate", name(row.xstate)).cell("rule", row.rule ? row.rule : "-");
		line.cell("summary", row.summary);
		line.cell("entropy", has(row.retry, Retry::Entropy));
		line.cell("busy", has(row.retry, Retry::Busy));
		line.cell("sys_busy", has(row.retry, Retry::SysBusy));
		line.cell("key_generation", has(row.retry, Retry::KeyGeneration));
		line.cell("resumable", has(row.retry, Retry::Resume));
		line.cell("restartable", has(row.retry, Retry::Restart));

		std::string results;
		for (unsigned i = 0; i < std::size(ghci_status_rows); i++)
			if (static_cast<u8>(row.results) >> i & 1)
				results += std::string{results.empty() ? "" : "; "} +
					   ghci_status_rows[i].name;
		line.cell("results", results);

		for (Dir const dir : {Dir::In, Dir::Out, Dir::Error}) {
			std::string text;

			for (unsigned i = 0; i < row.operands; i++) {
				OperandInfo const &op = table.operand[row.first_operand + i];

				if (op.dir == dir)
					text += std::string{text.empty() ? "" : ";"} +
						reg_name(op.reg) + ":" + std::to_string(op.hi) +
						":" + std::to_string(op.lo) + ":" +
						std::to_string(op.version) + ":" + name(op.since) +
						":" + op.name;
			}
			line.cell(name(dir), text);
		}
	}
}

template <unsigned Rows, unsigned Classes>
void fields(char const *title, FieldInfo const (&rows)[Rows], FieldClass const (&classes)[Classes])
{
	for (FieldInfo const &row : rows) {
		Line line{title, hex(row.id.raw)};

		line.cell("name", row.name).cell("class_code", row.id.cls());
		for (FieldClass const &cls : classes)
			if (cls.context == row.id.context() && cls.cls == row.id.cls())
				line.cell("class_name", cls.name);
		line.cell("field_code", row.id.code()).cell("elem_size_bytes", row.id.bytes());
		line.cell("elems_per_field", row.elements).cell("num_fields", row.fields);
		line.cell("non_arch", row.id.non_arch()).cell("since", name(row.since));
		line.cell("releases", releases_of(row));

		auto const mask = [&](char const *column, u64 value) {
			line.cell(column, !row.access_known   ? "?"
					  : value == all_bits ? "all"
							      : hex(value));
		};
		mask("host_rd", row.host.rd);
		mask("host_wr", row.host.wr);
		mask("dbg_rd", row.debug.rd);
		mask("dbg_wr", row.debug.wr);
		mask("guest_rd", row.guest.rd);
		mask("guest_wr", row.guest.wr);
	}
}

void statuses()
{
	for (StatusInfo const &row : status_rows) {
		Status const status = Status::of(row.code);
		Line line{"status_codes", hex(status.raw)};

		line.cell("name", row.name).cell("class", status.cls());
		for (StatusClass const &cls : status_classes)
			if (cls.cls == status.cls())
				line.cell("class_name", cls.name);
		line.cell("code_in_class", static_cast<u32>(row.code) & 0xff);
		line.cell("error", status.error())
			.cell("non_recoverable", status.non_recoverable());
		line.cell("fatal", status.fatal()).cell("host_recov_hint", status.host_hint());
		line.cell("kind", name(row.kind)).cell("low32", name(row.detail));
		line.cell("since", name(row.since)).cell("summary", row.summary);
		line.cell("releases", releases_of(row));
	}
	for (SoftwareInfo const &row : software_rows)
		Line{"software", hex(row.status.raw)}
			.cell("name", row.name)
			.cell("summary", row.summary);
	for (OperandIdInfo const &row : operand_ids)
		Line{"operand_ids", std::to_string(static_cast<u32>(row.id))}
			.cell("name", row.name)
			.cell("since", name(row.since));
	for (ResultInfo const &row : seamldr_status_rows)
		Line{"seamldr_status", hex(row.value)}.cell("name", row.name);
	for (ResultInfo const &row : ghci_status_rows)
		Line{"vmcall_status", hex(row.value)}.cell("name", row.name);
}

template <unsigned Rows>
void op_state_rules(char const *call, OpStateRule const (&rules)[Rows])
{
	for (OpStateRule const &rule : rules) {
		std::string const leaf = std::to_string(rule.leaf.value);

		Line{"op_state", std::string{call} + " " + leaf + (rule.second_td ? " second" : "")}
			.cell("allowed", hex(rule.allowed.bits))
			.cell("since", name(rule.since));
	}
}

template <unsigned Rows>
void sept_rules(char const *call, SeptStateRule const (&rules)[Rows])
{
	for (SeptStateRule const &rule : rules)
		Line{"sept_state_leaf", std::string{call} + " " + std::to_string(rule.leaf.value)}
			.cell("allowed", hex(rule.allowed.bits));
}

void states()
{
	op_state_rules("SEAMCALL", host_op_state_rules);
	op_state_rules("TDCALL", guest_op_state_rules);
	for (OpStateInfo const &row : op_states)
		Line{"op_state_flags", std::to_string(static_cast<u8>(row.state))}
			.cell("name", row.name)
			.cell("tlb_tracking_required", row.tlb_tracking_required)
			.cell("any_initialized", row.any_initialized)
			.cell("any_finalized", row.any_finalized)
			.cell("export_in_order", row.export_in_order)
			.cell("import_in_order", row.import_in_order)
			.cell("import_out_of_order", row.import_out_of_order)
			.cell("import_in_progress", row.import_in_progress)
			.cell("export_in_progress", row.export_in_progress)
			.cell("since", name(row.since));

	sept_rules("SEAMCALL", host_sept_rules);
	sept_rules("TDCALL", guest_sept_rules);
	for (unsigned i = 0; i < std::size(sept_states); i++)
		Line{"sept_state", "L1 " + std::to_string(i)}
			.cell("state", sept_states[i].name)
			.cell("encoding", hex(sept_states[i].encoding))
			.cell("public_state", sept_states[i].public_state)
			.cell("flags", hex(static_cast<u32>(sept_states[i].flags)));
	for (unsigned i = 0; i < std::size(l2_sept_states); i++)
		Line{"sept_state", "L2 " + std::to_string(i)}
			.cell("state", l2_sept_states[i].name)
			.cell("encoding", hex(l2_sept_states[i].encoding))
			.cell("public_state", l2_sept_states[i].public_state)
			.cell("flags", "0x0");
}

} // namespace

int main()
{
	leaves("host_leaves", host_leaves);
	leaves("guest_leaves", guest_leaves);
	leaves("seamldr_leaves", seamldr_leaves);
	leaves("vmcalls", vmcalls);
	statuses();
	fields("metadata_global", global_fields, global_classes);
	fields("metadata_td", td_fields, td_classes);
	fields("metadata_vcpu", vcpu_fields, vcpu_classes);
	fields("metadata_l2_vmcs", l2_vmcs_fields, vcpu_classes);
	states();
	histories("host_histories", host_leaves, host_leaf_histories);
	histories("guest_histories", guest_leaves, guest_leaf_histories);
	bits("ATTRIBUTES", attribute_facts);
	bits("XFAM", xfam_facts);
	bits("CONFIG_FLAGS", config_flag_facts);
	bits("TD_CTLS", td_ctl_facts);
	bits("TDX_FEATURES0", feature_facts);
	bits("EPTP_CONTROLS", eptp_control_facts);
	module_releases_of_intel();
	return 0;
}
