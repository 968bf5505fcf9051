// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status mng_create(Call &)
{
	return not_modelled();
}

Status mng_key_config(Call &)
{
	return not_modelled();
}

Status mng_addcx(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
