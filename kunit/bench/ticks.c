// SPDX-License-Identifier: GPL-2.0
/* Ticks of the time-stamp counter, which begins with a machine of QEMU's, and with a TD. */
#include <stdio.h>
#include <x86intrin.h>

int main(void)
{
	printf("%llu\n", __rdtsc());
	return 0;
}
