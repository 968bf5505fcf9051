// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status mng_vpflushdone(Call &)
{
	return not_modelled();
}

Status mng_key_freeid(Call &)
{
	return not_modelled();
}

Status mng_key_reclaimid(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
