// SPDX-License-Identifier: GPL-2.0
//
// Follows the kernel module's tracepoints, with statuses in words.
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iostream>

#include <sys/stat.h>
#include <unistd.h>

#include "commands.hpp"
#include "core/decode/decode.h"
#include "json.hpp"
#include "number.hpp"
#include "tables.hpp"

namespace tdxcall {

namespace {

struct Event {
	std::string task;
	std::string cpu;
	std::string time;
	std::string name;
	std::string rest;
};

// TASK-PID [CPU] FLAGS TIME: tdxcall_NAME: REST.  A task's name may have spaces, and brackets.
std::optional<Event> event_of(std::string const &line)
{
	static constexpr std::string_view prefix{": tdxcall_"};
	size_t const name = line.find(prefix);
	size_t const colon = name == line.npos ? name : line.find(':', name + prefix.size());

	if (colon == line.npos)
		return {};
	std::string const head = line.substr(0, name);
	size_t const close = head.rfind(']');
	size_t const open = close == head.npos ? close : head.rfind('[', close);
	size_t const time = head.find_last_of(' ');

	if (open == head.npos || time == head.npos || time < close)
		return {};
	size_t const first = std::min(head.find_first_not_of(' '), open);
	size_t const last = head.find_last_not_of(' ', open ? open - 1 : 0);
	Event event{last == head.npos || last < first ? "" : head.substr(first, last - first + 1),
		head.substr(open + 1, close - open - 1), head.substr(time + 1),
		line.substr(name + prefix.size(), colon - name - prefix.size()),
		line.substr(colon + 1)};

	event.rest.erase(0, event.rest.find_first_not_of(' '));
	return event;
}

// The value behind "@key=" as a number.
std::optional<u64> value_of(std::string const &text, std::string const &key)
{
	size_t const at = (' ' + text).find(' ' + key + '=');

	if (at == std::string::npos)
		return {};
	size_t const from = at + key.size() + 1;
	return parse_number(text.substr(from, text.find(' ', from) - from));
}

tdx_call_kind kind_of(std::string const &rest, std::string const &event)
{
	if (event == "vmcall")
		return TDX_CALL_VMCALL;
	if (rest.starts_with("TDCALL "))
		return TDX_CALL_TDCALL;
	return rest.starts_with("SEAMLDR ") ? TDX_CALL_SEAMLDR : TDX_CALL_SEAMCALL;
}

// What a status says, if the event has one.
std::string meaning(Event const &event)
{
	auto const status = value_of(event.rest, "status");
	auto const fn = value_of(event.rest, "fn");
	char text[256];

	if (!status)
		return "";
	tdx_decode_status(*status, kind_of(event.rest, event.name),
		event.name == "td_exit" ? 0 : fn.value_or(TDX_LEAF_UNKNOWN), text, sizeof(text));
	return text;
}

// The words in front of the first "key=": the call.
std::string subject(std::string const &rest)
{
	size_t const equals = rest.find('=');
	size_t const end = equals == rest.npos ? rest.size() : rest.rfind(' ', equals);

	return end == rest.npos ? "" : rest.substr(0, end);
}

// What is said in other words already is left out.
std::string details(std::string const &rest)
{
	std::string const call = subject(rest);
	std::string text = rest.substr(call.size()), result;

	for (size_t from = 0; from < text.size();) {
		size_t const end = std::min(text.find(' ', from), text.size());
		std::string const word = text.substr(from, end - from);

		if (!word.empty() && !word.starts_with("fn=") && word != "origin=us" &&
			!word.starts_with("status=") && !word.starts_with("TDX_"))
			result += ' ' + word;
		from = end + 1;
	}
	return result;
}

void show(Event const &event, bool json)
{
	std::string const status = meaning(event);

	if (json) {
		auto const number = value_of(event.rest, "status");
		Json const object{{"kind", "event"}, {"name", event.name},
			{"value", number ? Json(hex(*number)) : Json(nullptr)},
			{"time", event.time}, {"cpu", event.cpu}, {"task", event.task},
			{"text", event.rest}, {"status", number ? Json(status) : Json(nullptr)}};

		std::cout << object.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
	} else {
		std::string const call = subject(event.rest);

		std::cout << event.time << " cpu" << event.cpu << ' ' << event.task << ' '
			  << event.name << (call.empty() ? "" : " ") << call << details(event.rest)
			  << (status.empty() ? "" : ": ") << status << '\n';
	}
	std::cout.flush();
}

volatile std::sig_atomic_t ended;

void end(int)
{
	ended = 1;
}

// A buffer of our own, so that nobody else's tracing is disturbed; gone when we are.
class Instance {
	std::string const path;

	void write(char const *file, char const *text) const
	{
		std::ofstream to{path + '/' + file};

		if (!(to << text << std::flush))
			throw Failure{NeedsModule, path + '/' + file + ": " + std::strerror(errno) +
							   "; trace needs the kernel module "
							   "tdxcall loaded"};
	}

public:
	explicit Instance(std::filesystem::path const &tracefs)
		: path{(tracefs / "instances" / ("tdxcall-" + std::to_string(getpid()))).string()}
	{
		if (mkdir(path.c_str(), 0700))
			throw Failure{
				NeedsModule, path + ": " + std::strerror(errno) +
						     "; trace needs tracefs mounted, and root"};
		try {
			write("events/tdxcall/enable", "1");
		} catch (...) {
			rmdir(path.c_str());
			throw;
		}
	}
	Instance(Instance const &) = delete;
	Instance &operator=(Instance const &) = delete;
	~Instance()
	{
		std::ofstream{path + "/events/tdxcall/enable"} << "0" << std::flush;
		rmdir(path.c_str());
	}

	std::string pipe() const { return path + "/trace_pipe"; }
};

// Lines until the end, a signal, or enough events.
ExitCode follow(std::FILE *file, Options const &options)
{
	std::string line;
	unsigned shown = 0;
	char part[4096];

	while (!ended && std::fgets(part, sizeof(part), file)) {
		line += part;
		if (line.back() != '\n')
			continue;
		line.pop_back();
		if (auto const event = event_of(line)) {
			show(*event, options.json);
			if (++shown == options.count)
				break;
		}
		line.clear();
	}
	return shown || ended ? Done : NotFound;
}

ExitCode follow(std::string const &name, Options const &options)
{
	std::FILE *const file = std::fopen(name.c_str(), "re");

	if (!file)
		throw Failure{NotFound, name + ": " + std::strerror(errno)};
	ExitCode const code = follow(file, options);
	std::fclose(file);
	return code;
}

} // namespace

ExitCode trace(Options const &options, Words const &words)
{
	struct sigaction action = {};

	if (words.size() > 1)
		throw Failure{BadUsage, "trace takes one file"};
	if (!words.empty())
		return follow(words.front(), options);
	// Without SA_RESTART: a signal ends the read.
	action.sa_handler = end;
	sigaction(SIGINT, &action, nullptr);
	sigaction(SIGTERM, &action, nullptr);

	Instance const instance{options.tracefs};
	return follow(instance.pipe(), options);
}

} // namespace tdxcall
