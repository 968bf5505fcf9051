// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status sys_tdmr_init(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
