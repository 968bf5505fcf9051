// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status mem_sept_add(Call &)
{
	return not_modelled();
}

Status mem_sept_rd(Call &)
{
	return not_modelled();
}

Status mem_sept_remove(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
