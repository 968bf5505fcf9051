// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status mr_extend(Call &)
{
	return not_modelled();
}

Status mr_finalize(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
