// SPDX-License-Identifier: GPL-2.0
#include "leaves.hpp"

namespace tdx::model {

Status phymem_page_rdmd(Call &)
{
	return not_modelled();
}

Status phymem_page_reclaim(Call &)
{
	return not_modelled();
}

Status phymem_page_wbinvd(Call &)
{
	return not_modelled();
}

} // namespace tdx::model
