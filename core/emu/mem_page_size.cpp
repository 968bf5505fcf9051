// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status mem_page_demote(Call &)
{
	return not_modelled();
}

Status mem_page_promote(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
