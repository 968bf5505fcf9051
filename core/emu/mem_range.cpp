// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status mem_range_block(Call &)
{
	return not_modelled();
}

Status mem_range_unblock(Call &)
{
	return not_modelled();
}

Status mem_track(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
