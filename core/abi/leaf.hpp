// SPDX-License-Identifier: GPL-2.0
//
// Rows of the leaf-function tables, and how a table is built from rows and operands.
#pragma once

#include "core/base/bits.hpp"
#include "leaf_number.hpp"
#include "reg.hpp"
#include "release.hpp"

namespace tdx {

// What the leaf function acts on.  With TdPackage and Package it is called once on every package.
enum class Scope : u8 { Platform, Package, Lp, Td, TdPackage, Vcpu };

// What the leaf function changes: nothing that anybody relies on, one TD (its pages, keys, vCPUs),
// or what all TDs share.
enum class Effect : u8 { Reads, Td, Platform };

// Whether user space may make the call by hand, see core/raw/raw.h.  On the list are leaf functions
// whose physical addresses are all operands of their own, so that each can be checked.
enum class Raw : u8 {
	Unlisted, // not known well enough
	Listed,
	RunsGuest,
	StartsModule,
	EndsModule,
	HidesAddress, // physical addresses lie in memory, or within an operand that is no address
};

// State that the TDX module must be in.
enum class ModuleState : u8 {
	Any,
	Pending,
	InitDone,
	ConfigDone,
	Ready,
	LpInitDone,            // any state, but TDH.SYS.LP.INIT was done on this LP
	LpInitDoneNotShutdown, // the same, except SHUTDOWN
};

enum class Xstate : u8 {
	None,  // vector registers keep their values
	Reset, // XMM registers, from 2.0 on whole YMM registers, may come back as zero
	Io,    // XMM registers carry operands
	L2,    // vector registers are those of an L2 VM that runs meanwhile
};

// Failures after which the leaf function is called again, and with which inputs.  A set of bits.
enum class Retry : u8 {
	None = 0,
	Entropy = 1 << 0,       // TDX_RND_NO_ENTROPY: with the same inputs; any call may
	Busy = 1 << 1,          // TDX_OPERAND_BUSY: with the same inputs
	SysBusy = 1 << 2,       // TDX_SYS_BUSY: with the same inputs
	EpochBusy = 1 << 3,     // TDX_PREVIOUS_TLB_EPOCH_BUSY: after vCPUs were made to exit
	KeyGeneration = 1 << 4, // TDX_KEY_GENERATION_FAILED: with the same inputs
	Resume = 1 << 5,        // TDX_INTERRUPTED_RESUMABLE: with the inputs of struct Resume
	Restart = 1 << 6,       // TDX_INTERRUPTED_RESTARTABLE: with the same inputs
	Hypercall = 1 << 7,     // GHCI result RETRY
};

CORE_INLINE Retry operator|(Retry a, Retry b)
{
	return static_cast<Retry>(static_cast<u8>(a) | static_cast<u8>(b));
}

CORE_INLINE bool has(Retry set, Retry one)
{
	return static_cast<u8>(set) & static_cast<u8>(one);
}

// GHCI results that a sub-function of TDG.VP.VMCALL may have; bits in the order of
// ghci_status_rows.
enum class GhciResults : u8 {
	None = 0,
	Success = 1 << 0,
	Retry = 1 << 1,
	InvalidOperand = 1 << 2,
	GpaInuse = 1 << 3,
	AlignError = 1 << 4,
	SubfuncUnsupported = 1 << 5,
};

CORE_INLINE GhciResults operator|(GhciResults a, GhciResults b)
{
	return static_cast<GhciResults>(static_cast<u8>(a) | static_cast<u8>(b));
}

CORE_INLINE bool has(GhciResults set, GhciResults one)
{
	return static_cast<u8>(set) & static_cast<u8>(one);
}

// Bit number of one reason.
CORE_INLINE u32 index_of(Retry one)
{
	return static_cast<u32>(__builtin_ctz(static_cast<u8>(one)));
}

// Inputs that resume an interrupted call: registers in @from_output take the value that came back,
// then @set is ORed into @reg; all others keep their input.
struct Resume {
	RegMask from_output;
	Reg reg;
	u64 set;
};

enum class OperandKind : u8 {
	Zero,          // in: must be 0; out: is 0
	AllOnes,       // out: is all ones
	PageAddress,   // physical address of a page that the module owns, takes or gives; no KeyID
	BufferAddress, // physical address of a buffer of the host; may carry a shared KeyID
	KeyedAddress,  // physical address with a KeyID in its upper bits
	KeyId,
	Gpa,       // guest physical address of a mapping
	GpaBuffer, // guest physical address of a buffer of the guest
	GpaList,   // GPA_LIST_INFO: address, format, first and last entry of a list of GPAs
	Level,     // SEPT level: 0 is 4K, 1 is 2M, 2 is 1G ...
	FieldId,
	Value,
	Data,
	Mask,
	Count,
	Size, // in bytes, except KEY_SIZE and GPA_WIDTH, in bits
	Index,
	Flag,
	Flags,
	Choice,
	Attributes,
	Handle,
	Uuid,
	DeviceId, // TDX Connect: IOMMU, stream, function, table index
	SeptEntry,
	LevelState, // 2:0 level, 15:8 public SEPT state, 17:16 VM
	CpuidLeaf,  // 31:0 leaf, 63:32 sub-leaf
	ExitInfo,
	Vector,
	Version,
	Status,
};

enum class Dir : u8 {
	In,
	Out,
	Error, // output with details of a failure, or where an unfinished hypercall resumes
};

struct OperandInfo {
	LeafNumber leaf;
	char const *name;
	Dir dir;
	Reg reg;
	OperandKind kind;
	u8 hi;
	u8 lo;
	u8 version; // first version of the leaf function that has it
	Release since;
};

// A leaf function as the tables in leaves/ write it.
struct LeafSpec {
	static constexpr unsigned max_operands = 40;

	LeafNumber leaf;
	char const *name;
	u8 max_version_1_5 = 0; // newest version that TDX 1.5.01 takes
	u8 max_version = 0;     // newest version known
	Release since = Release::V1_0;
	Scope scope;
	Effect effect;
	Raw raw = Raw::Unlisted;
	ModuleState state = ModuleState::Ready;
	Xstate xstate = Xstate::None;
	Retry retry = Retry::None;
	Resume resume{};
	GhciResults results = GhciResults::None;
	char const *rule = nullptr; // how it is resumed or must be called, in words; may be null
	char const *summary;
	OperandInfo operands[max_operands]{};
};

namespace leaf_rows {

using K = OperandKind;

// An operand, listed inside its leaf function's row.
CORE_INLINE OperandInfo operand(Dir dir, Reg reg, OperandKind kind, char const *name, unsigned hi,
	unsigned lo, unsigned version, Release since)
{
	return {{}, name, dir, reg, kind, static_cast<u8>(hi), static_cast<u8>(lo),
		static_cast<u8>(version), since};
}

CORE_INLINE OperandInfo in(Reg reg, OperandKind kind, char const *name, unsigned hi = 63,
	unsigned lo = 0, unsigned version = 0, Release since = Release::V1_0)
{
	return operand(Dir::In, reg, kind, name, hi, lo, version, since);
}

CORE_INLINE OperandInfo out(Reg reg, OperandKind kind, char const *name, unsigned hi = 63,
	unsigned lo = 0, unsigned version = 0, Release since = Release::V1_0)
{
	return operand(Dir::Out, reg, kind, name, hi, lo, version, since);
}

CORE_INLINE OperandInfo error(Reg reg, OperandKind kind, char const *name, unsigned hi = 63,
	unsigned lo = 0, unsigned version = 0, Release since = Release::V1_0)
{
	return operand(Dir::Error, reg, kind, name, hi, lo, version, since);
}

} // namespace leaf_rows

// A leaf function in its finished table.
struct LeafInfo {
	LeafNumber leaf;
	char const *name;
	u8 max_version_1_5;
	u8 max_version;
	Release since;
	Scope scope;
	Effect effect;
	Raw raw;
	ModuleState state;
	Xstate xstate;
	Retry retry;
	Resume resume;
	GhciResults results;
	char const *rule;
	char const *summary;

	// Derived from the operands: registers that carry inputs, outputs, and outputs on failure.
	RegMask in{};
	RegMask out{};
	RegMask err_out{};
	u16 first_operand{};
	u16 operands{};

	CORE_INLINE u16 number() const { return static_cast<u16>(leaf.value); }
};

template <unsigned Leaves, unsigned Operands>
struct LeafTable {
	static constexpr unsigned leaves = Leaves;
	static constexpr unsigned operands = Operands;

	LeafInfo leaf[Leaves];
	OperandInfo operand[Operands];
};

// Errors in a table.  A call of one of these is no constant expression, so the compiler stops and
// names it.
void leaf_number_stands_twice();
void leaf_name_is_malformed();
void leaf_operand_is_out_of_range();
void leaf_resume_rule_does_not_fit();
void leaf_is_missing_from_table();

consteval bool well_formed_leaf_name(char const *name)
{
	unsigned length = 0;

	for (; name[length]; length++) {
		char const c = name[length];
		bool const upper = c >= 'A' && c <= 'Z';
		bool const lower = c >= 'a' && c <= 'z';
		bool const digit = c >= '0' && c <= '9';

		if (!upper && !lower && !digit && c != '.' && c != '#')
			return false;
	}
	return length >= 4 && length < 40;
}

// Adds an operand to the masks of its leaf function.
consteval void add_operand(LeafInfo &row, OperandInfo const &op)
{
	if (op.hi < op.lo || op.hi > 63 || op.version > row.max_version)
		leaf_operand_is_out_of_range();
	if (op.reg == Reg::Rax || op.reg == Reg::Rsp)
		leaf_operand_is_out_of_range();
	RegMask &mask = op.dir == Dir::In ? row.in : op.dir == Dir::Out ? row.out : row.err_out;
	mask = mask | op.reg;
}

consteval unsigned operands_of(LeafSpec const &row)
{
	unsigned operands = 0;

	while (operands < LeafSpec::max_operands && row.operands[operands].name)
		operands++;
	return operands;
}

template <unsigned Rows>
consteval unsigned operands_of(LeafSpec const (&rows)[Rows])
{
	unsigned operands = 0;

	for (LeafSpec const &row : rows)
		operands += operands_of(row);
	return operands;
}

template <unsigned Rows>
consteval unsigned rows_of(LeafSpec const (&)[Rows])
{
	return Rows;
}

// Merges @rows into @sorted, in the order of their numbers.
template <unsigned Rows>
consteval void sort_in(LeafSpec const (&rows)[Rows], LeafSpec const **sorted, unsigned &count)
{
	for (LeafSpec const &row : rows) {
		unsigned at = count++;

		for (; at && sorted[at - 1]->leaf.value >= row.leaf.value; at--) {
			if (sorted[at - 1]->leaf.value == row.leaf.value)
				leaf_number_stands_twice();
			sorted[at] = sorted[at - 1];
		}
		sorted[at] = &row;
	}
}

// Builds a table, sorted by number, from families of leaf functions.
template <auto const &...Families>
consteval auto make_leaf_table()
{
	constexpr unsigned leaves = (0 + ... + rows_of(Families));
	LeafTable<leaves, (0 + ... + operands_of(Families))> table{};
	LeafSpec const *sorted[leaves]{};
	unsigned count = 0;
	unsigned next = 0;

	(sort_in(Families, sorted, count), ...);
	for (unsigned i = 0; i < leaves; i++) {
		LeafSpec const &from = *sorted[i];
		LeafInfo &row = table.leaf[i] = {from.leaf, from.name, from.max_version_1_5,
			from.max_version, from.since, from.scope, from.effect, from.raw, from.state,
			from.xstate, from.retry, from.resume, from.results, from.rule,
			from.summary};

		if (!well_formed_leaf_name(row.name))
			leaf_name_is_malformed();
		row.first_operand = static_cast<u16>(next);
		row.operands = static_cast<u16>(operands_of(from));
		for (unsigned op = 0; op < row.operands; op++) {
			table.operand[next] = from.operands[op];
			table.operand[next].leaf = row.leaf;
			add_operand(row, table.operand[next++]);
		}

		if (!row.resume.from_output.within(row.out | row.err_out))
			leaf_resume_rule_does_not_fit();
		if (row.resume.set && !row.in.has(row.resume.reg))
			leaf_resume_rule_does_not_fit();
	}
	return table;
}

// The row of a leaf function that the source names; if the table lacks it, the program does not
// compile.
template <unsigned Leaves, unsigned Operands>
consteval LeafInfo leaf_info(LeafTable<Leaves, Operands> const &table, LeafNumber leaf)
{
	for (LeafInfo const &row : table.leaf)
		if (row.leaf == leaf)
			return row;
	leaf_is_missing_from_table();
	return {};
}

// The row for a number known at run time; null if the table has none.
template <unsigned Leaves, unsigned Operands>
CORE_INLINE LeafInfo const *find_leaf(LeafTable<Leaves, Operands> const &table, u64 leaf)
{
	unsigned low = 0;
	unsigned high = Leaves;

	while (low < high) {
		unsigned const middle = (low + high) / 2;

		if (table.leaf[middle].leaf.value < leaf)
			low = middle + 1;
		else
			high = middle;
	}
	return low < Leaves && table.leaf[low].leaf.value == leaf ? &table.leaf[low] : nullptr;
}

} // namespace tdx
