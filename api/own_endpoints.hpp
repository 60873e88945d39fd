// What is below /_stepstorm, about one account: its clock and its figures.
#pragma once

#include <functional>
#include <string>

#include "api/account.hpp"
#include "api/error.hpp"

namespace stepstorm::api {

/// {"mode", "now", "paused", "next", "outside", "stopped"}: the last three only where they say something.
[[nodiscard]] Json clock_state(const Account& account, const TimelineState& state);

/// {"advance": seconds}, {"to": a timestamp} or {"paused": true or false}, on the virtual clock. Answers with the clock's
/// state, once time has moved. To be posted to the account's timeline.
void set_clock(Account& account, const Json& request, Reply reply);

/// In the text form of Prometheus, by CloudWatch's names.
[[nodiscard]] std::string metrics(const Account& account);

}  // namespace stepstorm::api
