// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status vp_rd(Call &)
{
	return not_modelled();
}

Status vp_wr(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
