// SPDX-License-Identifier: GPL-2.0
#include "json.hpp"

template class nlohmann::basic_json<nlohmann::ordered_map>;
