#include "orchestration/policies/circuit_breaker.hpp"

#include <chrono>
#include <deque>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace stepstorm::policies {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint begin{1'800'000'000s};

/// Four calls at least, half of them failed within 10 s, open for 5 s, two probes.
const CircuitBreakerOptions options{
    .failure_ratio = 0.5, .minimum_calls = 4, .window = 10s, .open_for = 5s, .probes = 2, .ignored_errors = {}};

/// Plays a script, and writes down what was refused and what opened. Letters, in their order:
/// s, f   a call that succeeds, fails at once
/// (      a call begins that is still under way; ) + - ends the oldest of those: succeeded ), failed -, abandoned +
/// .      a second passes
std::string played(CircuitBreaker breaker, const std::string& script) {
  std::string told;
  std::deque<CircuitBreaker::Round> under_way;
  TimePoint now = begin;
  const auto call = [&](auto then) {
    if (const auto round = breaker.begin(now))
      then(*round);
    else
      told += 'x';
  };
  const auto end_oldest = [&](CallEnd end) {
    const auto round = under_way.front();
    under_way.pop_front();
    breaker.ended(round, end, now);
  };
  for (const char letter : script) {
    const std::uint64_t openings = breaker.openings();
    switch (letter) {
      case 's': call([&](auto round) { breaker.ended(round, CallEnd::Succeeded, now); }); break;
      case 'f': call([&](auto round) { breaker.ended(round, CallEnd::Failed, now); }); break;
      case '(': call([&](auto round) { under_way.push_back(round); }); break;
      case ')': end_oldest(CallEnd::Succeeded); break;
      case '-': end_oldest(CallEnd::Failed); break;
      case '+': end_oldest(CallEnd::Abandoned); break;
      default: now += 1s;
    }
    told += breaker.openings() > openings ? 'O' : letter == '.' ? '.' : ' ';
  }
  std::erase(told, ' ');
  return told;
}

}  // namespace

TEST_CASE("a circuit breaker opens, half opens and closes by what becomes of calls", "[resilience]") {
  struct Row {
    std::string what, script, told;
  };
  const std::vector<Row> rows{
      {"few calls say nothing", "fff", ""},
      {"half of them failed", "ssff", "O"},
      {"less than half", "sssff", ""},
      {"half of them and more, as a success makes them enough", "fffs", "O"},
      {"none pass while it is open", "ffffss", "Oxx"},
      {"failures leave the window", "fff...........f", "..........."},
      {"and successes too", "sss...........ffff", "...........O"},
      {"the window slides by a tenth", "ff.....ff", ".....O"},
      {"two probes that succeed close it", "ffff.....ssfff", "O....."},
      {"a probe that fails opens it again, for as long", "ffff.....f....s.s", "O.....O....x."},
      {"no more probes than two at once", "ffff.....(((", "O.....x"},
      {"one probe succeeded, one is under way: no third", "ffff.....s((", "O.....x"},
      {"nothing is known of a probe that was abandoned: another one may go", "ffff.....((+(", "O....."},
      {"the other probe's success comes after it has opened again", "ffff.....((-)s", "O.....Ox"},
      {"a call from before it opened changes nothing when it is open", "(ffff)s", "Ox"},
      {"nor when it is half open", "(ffff.....-s", "O....."},
      {"nor when it is closed again", "((((ffff.....ss----s", "O....."},
      {"abandoned calls are no failures", "((((++++s", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what, row.script);
    CHECK(played(CircuitBreaker{options, begin}, row.script) == row.told);
  }
}

TEST_CASE("a circuit breaker knows how long it has let nobody pass", "[resilience]") {
  struct Row {
    std::string what;
    std::vector<std::chrono::seconds> failures;  // four at each of these times, or one probe
    std::chrono::seconds asked, open;
  };
  const std::vector<Row> rows{
      {"never opened", {}, 9s, 0s},
      {"is open", {0s}, 2s, 2s},
      {"at the instant of opening", {3s}, 3s, 0s},
      {"has been open for its time", {0s}, 5s, 5s},
      {"waits for a probe: that is not open", {0s}, 60s, 5s},
      {"opened again by a probe", {0s, 8s}, 10s, 7s},
      {"twice open for its time", {0s, 8s}, 60s, 10s},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CircuitBreaker breaker{options, begin};
    for (const auto at : row.failures)
      for (int call = 0; call < 4; ++call)
        if (const auto round = breaker.begin(begin + at)) breaker.ended(*round, CallEnd::Failed, begin + at);
    CHECK(breaker.open_time(begin + row.asked) == row.open);
  }
}

}  // namespace stepstorm::policies
