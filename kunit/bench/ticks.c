// SPDX-License-Identifier: GPL-2.0
/*
 * Without an argument: the ticks of the time-stamp counter, which begins with a machine of QEMU's,
 * and with a TD.  With a file: how many it takes to open it, read it to its end and close it, the
 * median of some.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <x86intrin.h>

#define READS 21

static char buffer[65536];

static int compare(const void *a, const void *b)
{
	unsigned long long x = *(const unsigned long long *)a;
	unsigned long long y = *(const unsigned long long *)b;

	return x < y ? -1 : x > y;
}

static unsigned long long read_once(const char *path)
{
	unsigned long long begin = __rdtsc();
	int file = open(path, O_RDONLY);
	ssize_t got;

	do
		got = read(file, buffer, sizeof(buffer));
	while (got > 0);
	close(file);
	if (got < 0) {
		perror(path);
		exit(1);
	}
	return __rdtsc() - begin;
}

int main(int argc, char **argv)
{
	unsigned long long samples[READS];

	if (argc < 2) {
		printf("%llu\n", __rdtsc());
		return 0;
	}
	for (int i = 0; i < READS; i++)
		samples[i] = read_once(argv[1]);
	qsort(samples, READS, sizeof(*samples), compare);
	printf("%llu\n", samples[READS / 2]);
	return 0;
}
