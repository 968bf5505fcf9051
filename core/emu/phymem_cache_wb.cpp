// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status phymem_cache_wb(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
