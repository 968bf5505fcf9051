// SPDX-License-Identifier: GPL-2.0
#include "files.hpp"

u32 emu_inspect(emu *emu, emu_file file, emu_cursor *cursor, char *buf, u32 size)
{
	switch (file) {
	case EMU_FILE_PLATFORM:
		return tdx::emu::platform_text(*emu, *cursor, buf, size);
	case EMU_FILE_KEYIDS:
		return tdx::emu::keyids_text(*emu, *cursor, buf, size);
	case EMU_FILE_TDMRS:
		return tdx::emu::tdmrs_text(*emu, *cursor, buf, size);
	case EMU_FILE_TDS:
		return tdx::emu::tds_text(*emu, *cursor, buf, size);
	case EMU_FILE_VCPUS:
		return tdx::emu::vcpus_text(*emu, *cursor, buf, size);
	case EMU_FILE_SEPT:
		return tdx::emu::sept_text(*emu, *cursor, buf, size);
	case EMU_FILE_LOCKS:
		return tdx::emu::locks_text(*emu, *cursor, buf, size);
	case EMU_FILE_CALLS:
		return tdx::emu::calls_text(*emu, *cursor, buf, size);
	}
	cursor->done = 1;
	return 0;
}
