#include "execution/backoff.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::execution {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::seconds;

asl::Retrier retrier(seconds interval,
                     double rate,
                     std::optional<seconds> cap,
                     asl::JitterStrategy jitter = asl::JitterStrategy::NONE) {
  asl::Retrier made;
  made.interval = interval;
  made.backoff_rate = rate;
  made.max_delay = cap;
  made.jitter = jitter;
  return made;
}

TEST_CASE("the wait grows by the backoff rate and stops at its cap", "[execution][backoff]") {
  struct Row {
    int retries_before;
    seconds interval;
    double rate;
    std::optional<seconds> cap;
    milliseconds expected;
  };
  const auto row = GENERATE(values<Row>({
      // before  interval  rate  cap        expected
      {0, 1s, 2.0, std::nullopt, 1'000ms},
      {2, 1s, 2.0, std::nullopt, 4'000ms},
      {2, 1s, 2.0, 3s, 3'000ms},            // cut by MaxDelaySeconds
      {4, 2s, 1.0, std::nullopt, 2'000ms},  // rate 1 is constant
      {1, 3s, 1.5, std::nullopt, 4'500ms},
      {5'000, 1s, 10.0, std::nullopt, 99'999'999'000ms},  // overflows to infinity: the language's largest wait
  }));
  CAPTURE(row.retries_before, row.rate);
  CHECK(nominal_backoff(retrier(row.interval, row.rate, row.cap), row.retries_before) == row.expected);
}

TEST_CASE("full jitter draws between nothing and the capped wait, half of it on average", "[execution][backoff]") {
  const auto jittered = retrier(10s, 2.0, 15s, asl::JitterStrategy::FULL);
  world::Stream random{42};
  std::chrono::nanoseconds sum{0};
  for (int draw = 0; draw < 10'000; ++draw) {
    const auto wait = backoff(jittered, 3, random);
    REQUIRE(wait >= 0s);
    REQUIRE(wait <= 15s);
    sum += wait;
  }
  CHECK(std::chrono::duration<double>(sum).count() / 10'000 == Approx(7.5).epsilon(0.02));
}

TEST_CASE("no jitter draws nothing: the stream stays where it was", "[execution][backoff]") {
  world::Stream drawn{7};
  (void)backoff(retrier(1s, 2.0, std::nullopt), 0, drawn);
  CHECK(drawn.bits() == world::Stream{7}.bits());
}

}  // namespace stepstorm::execution
