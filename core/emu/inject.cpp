// SPDX-License-Identifier: GPL-2.0
#include "inject.hpp"

#include "interrupt.hpp"
#include "leaves.hpp"
#include "pconfig.hpp"

namespace tdx::model {

bool interrupt_pending(Module &module, Lp &lp)
{
	u32 const every{__atomic_load_n(&module.injection.interrupt_every, __ATOMIC_RELAXED)};

	if (!every || ++lp.steps < every)
		return false;
	lp.steps = 0;
	return true;
}

Status pconfig(Module &module)
{
	switch (__atomic_load_n(&module.injection.pconfig_result, __ATOMIC_RELAXED)) {
	case EMU_PCONFIG_NO_ENTROPY:
		return Status::of(StatusCode::KeyGenerationFailed);
	case EMU_PCONFIG_BUSY:
		return busy(OperandId::Ket);
	default:
		return success();
	}
}

} // namespace tdx::model

void emu_set_interrupt(emu *module, u32 every)
{
	__atomic_store_n(&module->injection.interrupt_every, every, __ATOMIC_RELAXED);
}

void emu_set_pconfig(emu *module, u32 result)
{
	__atomic_store_n(&module->injection.pconfig_result, result, __ATOMIC_RELAXED);
}
