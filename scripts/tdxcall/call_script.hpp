// SPDX-License-Identifier: GPL-2.0
//
// Scripts of calls: lines of the file "call", with variables, and with expectations of what comes
// out.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "call_file.hpp"

namespace tdxcall {

class CallScript {
public:
	// What is told of a line: the words that were carried out, and the answer.
	using Tell = std::function<void(std::string const &line, Answer const &answer)>;
	using Say = std::function<void(std::string const &name, std::string const &value)>;

	CallScript(CallFile const &to, Tell tell_answer, Say say_value);

	// A Failure when the line is not understood, is refused, or ends otherwise than expected.
	void run(std::string const &line);

private:
	std::string substituted(std::string const &line) const;
	void let(std::string const &rest);
	void expect(std::string const &rest);
	void assert_values(std::string const &rest) const;
	void bytes(std::string const &rest) const;
	void on_cpu(std::string const &rest) const;
	void submit(std::string const &line, std::string const &status);

	CallFile const &file;
	Tell tell;
	Say say;
	std::map<std::string, std::string> variables;
	std::map<std::string, std::string> results; // of the last call
};

} // namespace tdxcall
