// SPDX-License-Identifier: GPL-2.0
//
// TDG.MR.REPORT and TDG.MR.VERIFYREPORT.  From semantics.md, sections 8, 10 and 17, and structs.md,
// section 10; hashes and MAC by OpenSSL.
#include <array>
#include <numeric>
#include <stdexcept>

#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "test_emu_guest.hpp"

namespace {

using namespace test;

constexpr u64 report_gpa = 0x4000;
constexpr u64 data_gpa = 0x5000;
constexpr u64 shared = 1ULL << 47;

constexpr u64 sealed = 0;
constexpr u64 no_such_cpu = raw(0xc0001000);
constexpr u64 no_such_report = raw(0xc0001001);

using Bytes = std::vector<unsigned char>;

Bytes counted(std::size_t bytes, unsigned char from)
{
	Bytes all(bytes);
	std::iota(all.begin(), all.end(), from);
	return all;
}

Bytes sha384(Bytes const &data)
{
	Bytes digest(SHA384_DIGEST_LENGTH);
	SHA384(data.data(), data.size(), digest.data());
	return digest;
}

template <std::size_t Words>
void count_up(u64 (&words)[Words], unsigned char from)
{
	std::memcpy(words, counted(sizeof(words), from).data(), sizeof(words));
}

struct Report : RunningTd {
	u64 const report_pa{map(report_gpa)};
	u64 const data_pa{map(data_gpa)};

	Report()
	{
		auto &config = on.machine.module()->config;
		std::memcpy(config.cpusvn, counted(16, 0x10).data(), 16);
		std::memcpy(config.tee_tcb_svn, counted(16, 0x20).data(), 16);
		std::memcpy(config.mrseam, counted(48, 0x40).data(), 48);
	}
	static Bytes at(u64 pa, std::size_t bytes)
	{
		auto const *const from = static_cast<unsigned char *>(host::at(pa));
		return {from, from + bytes};
	}
	Bytes mac_of(Bytes const &data) const
	{
		Bytes mac(32);
		HMAC(EVP_sha256(), on.machine.module()->report_key, 32, data.data(), data.size(),
			mac.data(), nullptr);
		return mac;
	}
	u64 report(u64 to, u64 data, u64 subtype = 0)
	{
		tdx_regs const in{.rcx = to, .rdx = data, .r8 = subtype};
		emu_regs const regs{tdcall(4, in)};
		EXPECT_TRUE(regs.gpr == in);
		return regs.rax;
	}
	u64 verify(u64 gpa)
	{
		tdx_regs const in{.rcx = gpa};
		emu_regs const regs{tdcall(22, in)};
		EXPECT_TRUE(regs.gpr == in);
		return regs.rax;
	}
	// A TD exit: RAX, and the GPA in R8.
	void expect_exit(u64 leaf, tdx_regs const &in, u64 rax, u64 qualification, u64 gpa)
	{
		emu_regs const out{tdcall(leaf, in, EMU_EXITED)};
		EXPECT_EQ(out.rax, rax);
		EXPECT_EQ(out.gpr.rcx, qualification);
		EXPECT_EQ(out.gpr.r8, gpa);
	}
	void expect_nothing_written() const { EXPECT_EQ(at(report_pa, 4096), Bytes(4096, 0)); }
};

TEST_F(Report, Fields)
{
	auto &control = td.control();
	control.attributes = 0x10000000;
	control.xfam = 0x602e7;
	count_up(control.mrtd, 1);
	count_up(control.mrconfigid, 2);
	count_up(control.mrowner, 3);
	count_up(control.mrownerconfig, 4);
	for (unsigned i = 0; i < 4; i++)
		count_up(control.rtmr[i], static_cast<unsigned char>(5 + i));
	count_up(control.servtd_hash, 9);
	std::memcpy(host::at(data_pa + 0xfc0), counted(64, 0x80).data(), 64);
	enter();
	ASSERT_EQ(report(report_gpa + 0xc00, data_gpa + 0xfc0), sealed);
	EXPECT_EQ(at(report_pa, 0xc00), Bytes(0xc00, 0));
	u64 const pa{report_pa + 0xc00};

	Bytes type(16, 0);
	type[0] = 0x81;
	EXPECT_EQ(at(pa, 16), type);
	EXPECT_EQ(at(pa + 16, 16), counted(16, 0x10));
	EXPECT_EQ(at(pa + 128, 64), counted(64, 0x80));
	EXPECT_EQ(at(pa + 192, 32), Bytes(32, 0));

	// TEE_TCB_INFO, of which the CPU hashes 239 bytes.
	EXPECT_EQ(at(pa + 256, 8), (Bytes{0xff, 0x01, 0x03, 0, 0, 0, 0, 0}));
	EXPECT_EQ(at(pa + 256 + 8, 16), counted(16, 0x20));
	EXPECT_EQ(at(pa + 256 + 24, 48), counted(48, 0x40));
	EXPECT_EQ(at(pa + 256 + 72, 184), Bytes(184, 0));
	EXPECT_EQ(at(pa + 32, 48), sha384(at(pa + 256, 239)));

	// TDINFO.
	EXPECT_EQ(at(pa + 512, 8), (Bytes{0, 0, 0, 0x10, 0, 0, 0, 0}));
	EXPECT_EQ(at(pa + 512 + 8, 8), (Bytes{0xe7, 0x02, 0x06, 0, 0, 0, 0, 0}));
	for (unsigned i = 0; i < 9; i++)
		EXPECT_EQ(at(pa + 512 + 16 + 48 * i, 48),
			counted(48, static_cast<unsigned char>(1 + i)));
	EXPECT_EQ(at(pa + 512 + 448, 64), Bytes(64, 0));
	EXPECT_EQ(at(pa + 80, 48), sha384(at(pa + 512, 512)));

	EXPECT_EQ(at(pa + 224, 32), mac_of(at(pa, 224)));
}

TEST_F(Report, ChangesWithTheTd)
{
	enter();
	ASSERT_EQ(report(report_gpa, data_gpa), sealed);
	Bytes const before{at(report_pa, 1024)};
	ASSERT_EQ(tdcall(2, {.rcx = data_gpa, .rdx = 1}).rax, 0u); // TDG.MR.RTMR.EXTEND
	ASSERT_EQ(report(report_gpa, data_gpa), sealed);
	EXPECT_EQ(at(report_pa + 512 + 208 + 48, 48), sha384(Bytes(96, 0)));
	EXPECT_NE(at(report_pa + 80, 48), Bytes(before.begin() + 80, before.begin() + 128));
	// Version 1 where there are service TDs.
	td.control().servtd_num = 1;
	ASSERT_EQ(report(report_gpa, data_gpa), sealed);
	EXPECT_EQ(at(report_pa, 4), (Bytes{0x81, 0, 1, 0}));
	EXPECT_EQ(verify(report_gpa), sealed);
}

TEST_F(Report, ChecksInOrder)
{
	td.aug(0x8000);
	enter();
	for (u64 const bad : {report_gpa + 1, report_gpa + 0x200, ~u64{0}})
		EXPECT_EQ(report(bad, data_gpa + 1, 1), raw(0xc0000100, rcx));
	for (u64 const bad : {data_gpa + 1, data_gpa + 0x20, 1ULL << 48, 1ULL << 52})
		EXPECT_EQ(report(1ULL << 48, bad, 1), raw(0xc0000100, rdx));
	for (u64 const subtype : {u64{1}, u64{0x100}, ~u64{0}})
		EXPECT_EQ(report(1ULL << 48, data_gpa, subtype), raw(0xc0000100, r8));
	emu_fault const busy{.kind = EMU_FAULT_BUSY, .subject = 168, .times = 1};
	ASSERT_EQ(emu_inject(on.machine.module(), &busy), 0);
	EXPECT_EQ(report(1ULL << 48, data_gpa), raw(0x80000200, 168));
	EXPECT_EQ(report(1ULL << 48, data_gpa), raw(0xc0000100, rcx));
	// Only now is the lock free again.
	EXPECT_TRUE(td.control().rtmr_lock.try_exclusive());
	EXPECT_EQ(report(report_gpa, data_gpa), raw(0x80000200, 168));
	td.control().rtmr_lock.release_exclusive();
	expect(0x10004, {.rcx = report_gpa}, raw(0xc0000100, 0), {.rcx = report_gpa});
	expect_nothing_written();

	// Where there is no page; then where one is pending.
	expect_exit(4, {.rcx = report_gpa, .rdx = 0x9000, .r8 = 1}, 48, 1, 0x9000);
	enter();
	expect_exit(4, {.rcx = 0x9000, .rdx = data_gpa}, 48, 3, 0x9000);
	enter();
	EXPECT_EQ(report(report_gpa, 0x8000, 1), 4u);
	EXPECT_EQ(tdcall(3, {}).gpr.r9, 0x8000u);
	EXPECT_EQ(report(0x8000, data_gpa), 4u);
	EXPECT_EQ(tdcall(3, {}).gpr.rdx, 3u);
	expect_nothing_written();
}

// An interrupt: the guest makes the same call again.
TEST_F(Report, Interrupted)
{
	enter();
	emu_set_interrupt(on.machine.module(), 1);
	EXPECT_EQ(report(report_gpa, data_gpa), 4u);
	expect_nothing_written();
	emu_set_interrupt(on.machine.module(), 0);
	EXPECT_EQ(report(report_gpa, data_gpa), sealed);
}

// What TDR says of the modules that the TD has seen is no more what they wrote.
TEST_F(Report, DamagedModuleIndex)
{
	td.root().seamdb_nonce[3] = 1;
	enter();
	expect_exit(4, {.rcx = report_gpa, .rdx = data_gpa}, raw(0x6000000a), 0, 0);
	expect_nothing_written();
	EXPECT_EQ(on.call(HostLeaf::VpEnter, {.rcx = tdvpr()}).rax, raw(0xe0000604));
}

TEST_F(Report, Verify)
{
	enter();
	ASSERT_EQ(report(report_gpa, data_gpa), sealed);
	EXPECT_EQ(verify(report_gpa), sealed);
	for (u64 const bad : {report_gpa + 1, report_gpa + 0x80, shared | report_gpa, 1ULL << 48})
		EXPECT_EQ(verify(bad), raw(0xc0000100, rcx));
	expect(0x10016, {.rcx = report_gpa}, raw(0xc0000100, 0), {.rcx = report_gpa});

	// Each byte counts, those of the CPU's version first.
	auto *const bytes = static_cast<unsigned char *>(host::at(report_pa));
	EXPECT_EQ(emu_verify_report(on.machine.module(), bytes), 0) << "EVERIFYREPORT2";
	for (u32 i = 0; i < 256; i++) {
		bytes[i] ^= 0x40;
		EXPECT_EQ(verify(report_gpa), i / 16 == 1 ? no_such_cpu : no_such_report) << i;
		EXPECT_EQ(emu_verify_report(on.machine.module(), bytes), -1) << i;
		bytes[i] ^= 0x40;
	}
	// Elsewhere too, without what the MAC does not cover.
	std::memcpy(host::at(data_pa + 0x300), bytes, 256);
	EXPECT_EQ(verify(data_gpa + 0x300), sealed);
	// Another key: another platform, or this one after a reset.
	on.machine.module()->report_key[0] ^= 1;
	EXPECT_EQ(verify(report_gpa), no_such_report);
	expect_exit(22, {.rcx = 0x9000}, 48, 1, 0x9000);
}

TEST_F(Report, KeyIsDrawnAtLoad)
{
	u64 next{7};
	host::set_random([&] { return next++; });
	Machine const again;
	host::set_random(nullptr);
	for (u64 i = 0; i < 4; i++)
		EXPECT_EQ(again.module()->report_key[i], 7 + i);
	host::set_no_entropy(true);
	EXPECT_THROW(Machine{}, std::runtime_error);
	host::set_no_entropy(false);
}

// Both operands may be shared, through the host's page tables.
TEST_F(Report, SharedOperands)
{
	constexpr u64 tables = host_page_pa + 0x10000;
	constexpr u64 shared_page = host_page_pa + 0x5000;
	auto const entry = [](u32 level, u64 index) -> u64 & {
		return static_cast<u64 *>(host::at(tables + level * page_bytes))[index];
	};
	entry(3, 256) = (tables + 2 * page_bytes) | 7;
	entry(2, 0) = (tables + page_bytes) | 7;
	entry(1, 0) = tables | 7;
	entry(0, 0) = shared_page | 0x33;
	entry(0, 1) = shared_page | 0x31;
	entry(0, 2) = 0x70000000 | 0x33; // no memory
	on.must(HostLeaf::VpWr, {.rcx = tdvpr(),
					.rdx = 0x002400030000203c,
					.r8 = tables + 3 * page_bytes,
					.r9 = 0xffffffffff000});
	std::memcpy(host::at(shared_page + 0x40), counted(64, 7).data(), 64);
	enter();
	EXPECT_EQ(report(report_gpa, shared | 0x40), sealed);
	EXPECT_EQ(at(report_pa + 128, 64), counted(64, 7));
	EXPECT_EQ(report(shared | 0x400, shared | 0x40), sealed);
	EXPECT_EQ(at(shared_page + 0x400, 1024), at(report_pa, 1024));
	EXPECT_EQ(report(report_gpa, shared | 0x1040), sealed);
	EXPECT_EQ(report(shared | 0x1400, data_gpa), 4u); // #VE: it is read only
	EXPECT_EQ(tdcall(3, {}).gpr.r9, shared | 0x1400);
	for (tdx_regs const &in : {tdx_regs{.rcx = report_gpa, .rdx = shared | 0x2000},
		     tdx_regs{.rcx = shared | 0x2000, .rdx = data_gpa}}) {
		expect_exit(4, in, 49, 0, shared | 0x2000);
		enter();
	}
}

} // namespace
