// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status mng_rd(Call &)
{
	return not_modelled();
}

Status mng_wr(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
