// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status mem_page_add(Call &)
{
	return not_modelled();
}

Status mem_page_aug(Call &)
{
	return not_modelled();
}

Status mem_page_relocate(Call &)
{
	return not_modelled();
}

Status mem_page_remove(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
