// SPDX-License-Identifier: GPL-2.0
//
// Host services for user space.
#define OPENSSL_SUPPRESS_DEPRECATED // only the old interface lets its state be kept elsewhere
#include "host.hpp"
#include "asm/call.h"
#include "core/call/core.h"

#include <atomic>
#include <cpuid.h>
#include <cstdint>
#include <cstring>
#include <map>
#include <sys/mman.h>
#include <system_error>

#include <openssl/hmac.h>
#include <openssl/sha.h>

namespace {

struct Window {
	u64 base{0};
	u64 bytes{0};
	unsigned char *memory{nullptr};
};

Window window;
std::atomic<bool> no_entropy;
std::atomic<u64> random_state;
std::function<u64()> random_answer;
bool no_fpu;
bool unwinds_by_rbp;
bool in_guest;
bool heard_inside;
unsigned guests;
host::Fpu fpu;
bool seamldr_allowed;
bool in_seamldr;
unsigned vmcs_lost;
std::vector<host::Heard> heard;
u64 begun_calls;
std::vector<u64> sections;
u64 retried_leaf;
std::map<u32, host::RetryCount> retry_counts;
enum host_relaxed relaxed;
u64 clock_now;
u64 clock_step;
host::Relax relax;
bool killed;
std::function<void(u32, u32, struct host_cpuid *)> cpuid_answer;
std::function<std::optional<u64>(u32)> rdmsr_answer;
std::function<bool(u32, u64)> wrmsr_answer;
bool serialize;
unsigned serializes;
bool risk_vm;

void *find(u64 pa, u64 bytes)
{
	if (pa < window.base || pa - window.base > window.bytes ||
		bytes > window.bytes - (pa - window.base))
		return nullptr;
	return window.memory + (pa - window.base);
}

static_assert(sizeof(SHA512_CTX) <= HOST_SHA384_STATE_BYTES);

// OpenSSL believes what it finds in its state.
bool load_sha384(SHA512_CTX &context, void const *state)
{
	std::memcpy(&context, state, sizeof(context));
	return context.num < sizeof(context.u) && context.md_len == SHA384_DIGEST_LENGTH;
}

} // namespace

namespace host {

void set_memory(u64 base, u64 bytes)
{
	if (window.memory)
		munmap(window.memory, window.bytes);
	window = {};
	if (!bytes)
		return;
	// Only pages that are touched take memory: a window may be larger than this machine.
	void *const memory{mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)};
	if (memory == MAP_FAILED)
		throw std::system_error{errno, std::generic_category(), "host memory"};
	window = {base, bytes, static_cast<unsigned char *>(memory)};
}

void clear_memory()
{
	if (window.memory)
		madvise(window.memory, window.bytes, MADV_DONTNEED);
}

void *at(u64 pa)
{
	return find(pa, 1);
}

void set_no_entropy(bool none)
{
	no_entropy = none;
}

void set_random(std::function<u64()> answer)
{
	random_answer = std::move(answer);
}

void set_no_fpu(bool none)
{
	no_fpu = none;
}

unsigned guest_runs()
{
	return guests;
}

bool heard_in_guest()
{
	return heard_inside;
}

void set_unwinds_by_rbp(bool unwinds)
{
	unwinds_by_rbp = unwinds;
}

void watch_calls(bool watch)
{
	host_calls_watched = watch;
	heard.clear();
	begun_calls = 0;
	sections.clear();
}

std::vector<Heard> const &calls_heard()
{
	return heard;
}

std::vector<u64> const &sections_heard()
{
	return sections;
}

u64 leaf_of_last_retry()
{
	return retried_leaf;
}

RetryCount retries(u32 reason)
{
	return retry_counts[reason];
}

void set_relaxed(enum host_relaxed answer, u64 nanoseconds)
{
	relaxed = answer;
	clock_step = nanoseconds;
	relax = {};
}

void pass_time(u64 nanoseconds)
{
	clock_now += nanoseconds;
}

Relax relax_state()
{
	return relax;
}

void set_killed(bool is_killed)
{
	killed = is_killed;
}

Fpu fpu_state()
{
	return fpu;
}

void set_seamldr(bool allowed)
{
	seamldr_allowed = allowed;
}

unsigned lost_vmcs()
{
	return vmcs_lost;
}

bool seamldr_locked()
{
	return in_seamldr;
}

void set_cpuid(std::function<void(u32, u32, struct host_cpuid *)> answer)
{
	cpuid_answer = std::move(answer);
}

void set_serialize(bool executes)
{
	serialize = executes;
}

unsigned serialize_asked()
{
	return serializes;
}

void set_risk_vm(bool risks)
{
	risk_vm = risks;
}

void set_rdmsr(std::function<std::optional<u64>(u32)> answer)
{
	rdmsr_answer = std::move(answer);
}

void set_wrmsr(std::function<bool(u32, u64)> answer)
{
	wrmsr_answer = std::move(answer);
}

void reset()
{
	set_memory(0, 0);
	set_no_entropy(false);
	set_random(nullptr);
	set_cpuid(nullptr);
	set_rdmsr(nullptr);
	set_wrmsr(nullptr);
	serialize = false;
	serializes = 0;
	risk_vm = false;
	random_state = 0;
	no_fpu = false;
	unwinds_by_rbp = false;
	heard_inside = false;
	guests = 0;
	fpu = {};
	seamldr_allowed = false;
	vmcs_lost = 0;
	watch_calls(false);
	retry_counts.clear();
	set_relaxed(HOST_RELAXED, 0);
	set_killed(false);
}

} // namespace host

void host_cpuid(u32 leaf, u32 subleaf, struct host_cpuid *out)
{
	if (cpuid_answer)
		return cpuid_answer(leaf, subleaf, out);
	*out = {};
	__get_cpuid_count(leaf, subleaf, &out->eax, &out->ebx, &out->ecx, &out->edx);
}

int host_executes_serialize()
{
	serializes++;
	return serialize;
}

int host_risks_vm()
{
	return risk_vm;
}

int host_rdmsr(u32 msr, u64 *value)
{
	std::optional<u64> const answer{rdmsr_answer ? rdmsr_answer(msr) : std::nullopt};

	*value = answer.value_or(0);
	return answer ? 0 : -1;
}

int host_wrmsr(u32 msr, u64 value)
{
	return wrmsr_answer && wrmsr_answer(msr, value) ? 0 : -1;
}

int host_phys_read(u64 pa, void *to, u32 bytes)
{
	void const *const from{find(pa, bytes)};

	if (!from)
		return -1;
	std::memcpy(to, from, bytes);
	return 0;
}

int host_phys_write(u64 pa, void const *from, u32 bytes)
{
	void *const to{find(pa, bytes)};

	if (!to)
		return -1;
	std::memcpy(to, from, bytes);
	return 0;
}

void *host_page(u64 pa)
{
	return find(pa, 4096);
}

int host_fpu_begin()
{
	if (no_fpu || fpu.open)
		return -1;
	fpu.open = true;
	fpu.sections++;
	return 0;
}

void host_fpu_end()
{
	fpu.open = false;
}

u64 host_run_guest(u32 tdcall, u64 fn, tdx_regs const *in, tdx_regs *out, tdx_xmm *xmm)
{
	guests++;
	in_guest = true;
	u64 const status{tdcall ? tdx_tdcall_xmm(fn, in, out, xmm, xmm)
				: tdx_seamcall_xmm(fn, in, out, xmm, xmm)};
	in_guest = false;
	return status;
}

int host_unwinds_by_rbp()
{
	return unwinds_by_rbp;
}

int host_seamldr_allowed()
{
	return seamldr_allowed;
}

void host_seamldr_lock()
{
	in_seamldr = true;
}

void host_seamldr_unlock(int vmcs_kept)
{
	in_seamldr = false;
	vmcs_lost += !vmcs_kept;
}

u32 host_calls_watched;

u64 host_call_begins(u32 tdcall, u64 fn, tdx_regs const *in)
{
	heard.push_back({true, !!tdcall, fn, 0, *in, {}, ++begun_calls});
	heard_inside |= in_guest;
	return begun_calls;
}

void host_call_ends(
	u32 tdcall, u64 fn, u64 status, u64 begun, tdx_regs const *in, tdx_regs const *out)
{
	bool const ran{!core_is_software_status(status)};

	heard.push_back({false, !!tdcall, fn, status, *in, ran ? *out : tdx_regs{}, begun});
	heard_inside |= in_guest;
}

void host_call_opened_section(u32, u64 fn)
{
	sections.push_back(fn);
}

void host_count_retry(u32 reason, u32 gave_up, u32, u64 fn)
{
	retried_leaf = fn;
	auto &count = retry_counts[reason];

	(gave_up ? count.gave_up : count.retries)++;
}

enum host_relaxed host_relax(u32 may_sleep, u32 nanoseconds)
{
	relax.may_sleep = may_sleep;
	relax.calls++;
	relax.sleeps += nanoseconds != 0;
	clock_now += clock_step + nanoseconds;
	return relaxed;
}

int host_is_killed()
{
	return killed;
}

u64 host_nanoseconds()
{
	return clock_now;
}

// The same numbers in every run: tests must repeat.
int host_random(u64 *value)
{
	if (no_entropy)
		return -1;
	if (random_answer) {
		*value = random_answer();
		return 0;
	}
	*value = (random_state += 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9;
	return 0;
}

int host_sha384_begin(void *state)
{
	SHA512_CTX context{};

	SHA384_Init(&context);
	std::memcpy(state, &context, sizeof(context));
	return 0;
}

int host_sha384_update(void *state, void const *head, u32 head_bytes, void const *data, u32 bytes)
{
	SHA512_CTX context;

	if (!load_sha384(context, state))
		return -1;
	SHA384_Update(&context, head, head_bytes);
	SHA384_Update(&context, data, bytes);
	std::memcpy(state, &context, sizeof(context));
	return 0;
}

int host_sha384_end(void const *state, void *digest)
{
	SHA512_CTX context;

	if (!load_sha384(context, state))
		return -1;
	SHA384_Final(static_cast<unsigned char *>(digest), &context);
	return 0;
}

int host_hmac_sha256(void const *key, void const *data, u32 bytes, void *mac)
{
	return HMAC(EVP_sha256(), key, HOST_HMAC_SHA256_KEY_BYTES,
		       static_cast<unsigned char const *>(data), bytes,
		       static_cast<unsigned char *>(mac), nullptr)
		       ? 0
		       : -1;
}
