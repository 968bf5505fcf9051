// SPDX-License-Identifier: GPL-2.0
/*
 * Asks Linux's driver for guests (/dev/tdx_guest) for a TDREPORT, and looks at it: the data that it
 * was asked for with are in it, and it is that of a TD with a measurement, which is printed.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

/* <linux/tdx-guest.h>, which older distributions lack. */
#define REPORTDATA_BYTES	64
#define TDREPORT_BYTES		1024

struct report_request {
	unsigned char reportdata[REPORTDATA_BYTES];
	unsigned char tdreport[TDREPORT_BYTES];
};

#define GET_REPORT0	_IOWR('T', 1, struct report_request)

/* Of TDREPORT_STRUCT. */
#define REPORTTYPE_TYPE		0
#define TYPE_TDX		0x81
#define REPORTDATA		128
#define TDINFO_MRTD		(512 + 16)
#define MRTD_BYTES		48

int main(void)
{
	static const unsigned char none[MRTD_BYTES];
	struct report_request request = {};
	const unsigned char *report = request.tdreport;
	int fd = open("/dev/tdx_guest", O_RDWR);

	for (unsigned int i = 0; i < REPORTDATA_BYTES; i++)
		request.reportdata[i] = 0xa0 + i;
	if (fd < 0 || ioctl(fd, GET_REPORT0, &request)) {
		perror("/dev/tdx_guest");
		return 1;
	}
	if (report[REPORTTYPE_TYPE] != TYPE_TDX ||
	    memcmp(report + REPORTDATA, request.reportdata, REPORTDATA_BYTES) ||
	    !memcmp(report + TDINFO_MRTD, none, MRTD_BYTES)) {
		fprintf(stderr, "this is not the TDREPORT that was asked for\n");
		return 1;
	}
	for (unsigned int i = 0; i < MRTD_BYTES; i++)
		printf("%02x", report[TDINFO_MRTD + i]);
	printf("\n");
	return 0;
}
