// SPDX-License-Identifier: GPL-2.0
#include "lines.hpp"
#include "result.hpp"

namespace tdxcall {

void Lines::write(std::string const &key, std::string const &value)
{
	written += (written.empty() ? "" : "\n") + key + ": " + value;
}

void Lines::add(std::string const &key, std::string const &value)
{
	write(key, value);
	object[key] = value;
}

void Lines::add_one(std::string const &key, std::string const &value)
{
	write(key, value);
	object[key + 's'].push_back(value);
}

void Lines::append_to(Result &result) const
{
	if (written.empty())
		return;
	result.text += '\n' + written;
	result.json["explanation"].update(object);
}

} // namespace tdxcall
