// SPDX-License-Identifier: GPL-2.0
//
// Error numbers of Linux in the forms in which programs print them, and what some of them mean in
// messages that end with one.
#pragma once

namespace tdxcall {

struct ErrnoName {
	int number;
	char const *name;
	char const *text; // strerror()
};

constexpr ErrnoName errno_names[] = {
	{1, "EPERM", "Operation not permitted"},
	{2, "ENOENT", "No such file or directory"},
	{4, "EINTR", "Interrupted system call"},
	{5, "EIO", "Input/output error"},
	{6, "ENXIO", "No such device or address"},
	{7, "E2BIG", "Argument list too long"},
	{9, "EBADF", "Bad file descriptor"},
	{11, "EAGAIN", "Resource temporarily unavailable"},
	{12, "ENOMEM", "Cannot allocate memory"},
	{13, "EACCES", "Permission denied"},
	{14, "EFAULT", "Bad address"},
	{16, "EBUSY", "Device or resource busy"},
	{17, "EEXIST", "File exists"},
	{19, "ENODEV", "No such device"},
	{22, "EINVAL", "Invalid argument"},
	{25, "ENOTTY", "Inappropriate ioctl for device"},
	{28, "ENOSPC", "No space left on device"},
	{34, "ERANGE", "Numerical result out of range"},
	{38, "ENOSYS", "Function not implemented"},
	{95, "EOPNOTSUPP", "Operation not supported"},
	{110, "ETIMEDOUT", "Connection timed out"},
};

// In messages whose id begins so.
struct ErrnoMeaning {
	char const *message;
	int number;
	char const *text;
};

constexpr ErrnoMeaning errno_meanings[] = {
	{"host.init-failed", 5, "a SEAMCALL failed: the line above has its status"},
	{"host.init-failed", 12,
		"no memory for the list of TDMRs, or none in one piece for a PAMT"},
	{"host.init-failed", 13,
		"a SEAMCALL raised #UD: the CPU is not in VMX operation; load kvm_intel first"},
	{"host.init-failed", 19, "no TDX module is loaded"},
	{"host.init-failed", 22,
		"the TDX module lacks a feature, or metadata or the memory map do not fit"},
	{"host.init-failed", 28,
		"TDMRs or their reserved areas are exhausted: the memory map has too many holes"},
	{"host.init-failed", 95,
		"a SEAMCALL raised #GP: the BIOS did not set up SEAM; switch TDX on there"},
	{"old.init-failed", 5, "a SEAMCALL failed: the line above has its status"},
	{"old.init-failed", 12, "no memory for the list of TDMRs, or none in one piece for a PAMT"},
	{"old.init-failed", 19, "no TDX module is loaded, or the BIOS did not set up SEAM"},
	{"old.init-failed", 22,
		"a CPU was not in VMX operation, or the TDX module or the memory map do not fit: "
		"the "
		"line above says which"},
	{"old.init-failed", 28,
		"TDMRs or their reserved areas are exhausted: the memory map has too many holes"},
	{"guest.report", 5, "another error of the TDX module"},
	{"guest.report", 6, "a wrong operand (OPERAND_INVALID)"},
	{"guest.report", 16, "the TDX module was busy: try again"},
	{"guest.rtmr", 5, "another error of the TDX module"},
	{"guest.rtmr", 6, "a wrong operand (OPERAND_INVALID)"},
	{"guest.rtmr", 16, "the TDX module was busy: try again"},
};

} // namespace tdxcall
