// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status vp_create(Call &)
{
	return not_modelled();
}

Status vp_addcx(Call &)
{
	return not_modelled();
}

Status vp_flush(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
