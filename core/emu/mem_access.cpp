// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status mem_rd(Call &)
{
	return not_modelled();
}

Status mem_wr(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
