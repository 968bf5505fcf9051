// SPDX-License-Identifier: GPL-2.0
/*
 * What happens when memory can't be had: does one thing again and again, and each time the next
 * allocation that the kernel makes for it fails, until none is left.  It must then be refused with
 * ENOMEM, or do without; what the kernel says to that, its log has.
 *
 *   failures [every=N] load MODULE.ko [PARAMETER=VALUE]...
 *   failures [every=N] read FILE
 *   failures [every=N] write FILE TEXT
 *
 * With every=N only each Nth allocation fails.  The kernel needs fault injection (fail-nth).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST_ALLOCATIONS	20000

static int fail_nth;
static char parameters[512];

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void fail_at(int nth)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "%d", nth);

	if (pwrite(fail_nth, text, length, 0) != length)
		die("fail-nth");
}

/* Whether the allocation came, and failed. */
static int has_failed(void)
{
	char text[16] = "";

	if (pread(fail_nth, text, sizeof(text) - 1, 0) < 1)
		die("fail-nth");
	return atoi(text) == 0;
}

/* Each of these does its thing once; 0, or an errno. */
static int load(const char *path, const char *words)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	int err;

	if (file < 0)
		return errno;
	err = syscall(SYS_finit_module, file, words, 0) ? errno : 0;
	close(file);
	return err;
}

static int read_whole(const char *path, const char *unused)
{
	static char buffer[4096];
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;
	int err;

	(void)unused;
	if (file < 0)
		return errno;
	do
		got = read(file, buffer, sizeof(buffer));
	while (got > 0);
	err = got < 0 ? errno : 0;
	close(file);
	return err;
}

static int write_once(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t length = strlen(text);
	int err;

	if (file < 0)
		return errno;
	err = write(file, text, length) == length ? 0 : errno;
	close(file);
	return err;
}

static void unload(const char *path)
{
	const char *base = strrchr(path, '/');
	char name[64];

	snprintf(name, sizeof(name), "%s", base ? base + 1 : path);
	name[strcspn(name, ".")] = '\0';
	if (syscall(SYS_delete_module, name, O_NONBLOCK))
		die(name);
}

int main(int argc, char **argv)
{
	int every = 1, nth, failed, err, refused = 0, done_without = 0;
	int (*once)(const char *path, const char *words);

	if (argc > 1 && sscanf(argv[1], "every=%d", &every) == 1) {
		argc--;
		argv++;
	}
	if (argc < 3 || every < 1)
		return 2;
	once = write_once;
	if (!strcmp(argv[1], "load"))
		once = load;
	else if (!strcmp(argv[1], "read"))
		once = read_whole;
	for (int i = 3; i < argc; i++) {
		strncat(parameters, argv[i], sizeof(parameters) - strlen(parameters) - 2);
		if (i + 1 < argc)
			strcat(parameters, " ");
	}
	fail_nth = open("/proc/self/fail-nth", O_RDWR | O_CLOEXEC);
	if (fail_nth < 0)
		die("/proc/self/fail-nth");
	for (nth = 1; nth < MOST_ALLOCATIONS; nth += every) {
		fail_at(nth);
		err = once(argv[2], parameters);
		failed = has_failed();
		fail_at(0);
		if (err && (!failed || err != ENOMEM)) {
			printf("not ok %s %s: allocation %d%s: %s\n", argv[1], argv[2], nth,
			       failed ? "" : " did not fail", strerror(err));
			return 1;
		}
		if (!failed)
			break;
		refused += !!err;
		done_without += !err;
		if (once == load && !err)
			unload(argv[2]);
	}
	printf("%sok %s %s: %d times refused, %d times done without\n", failed ? "not " : "",
	       argv[1], argv[2], refused, done_without);
	return failed;
}
