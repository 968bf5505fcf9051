// SPDX-License-Identifier: GPL-2.0
//
// An explanation in lines of "key: value", as text and as a JSON object.
#pragma once

#include <string>

#include "explain.hpp"
#include "json.hpp"

namespace tdxcall {

class Lines {
public:
	void add(std::string const &key, std::string const &value);
	// Also one of a list, in JSON a member with an "s".
	void add_one(std::string const &key, std::string const &value);

	std::string const &text() const { return written; }
	Json const &json() const { return object; }

	// Puts the lines behind those of @result.
	void append_to(Result &result) const;

private:
	void write(std::string const &key, std::string const &value);

	std::string written;
	Json object = Json::object();
};

} // namespace tdxcall
