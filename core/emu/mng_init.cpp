// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status mng_init(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
