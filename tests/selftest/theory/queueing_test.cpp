// The formulas against values that were computed elsewhere and by hand.
#include "selftest/theory/queueing.hpp"

#include <cmath>

#include <catch2/catch.hpp>

namespace stepstorm::theory {
namespace {

auto exactly(double value) { return Approx(value).epsilon(0).margin(6e-10); }

}  // namespace

TEST_CASE("who waits, and how long, is Erlang's second formula", "[theory]") {
  struct Row {
    int servers;
    double utilisation, waits, waiting_time;
  };
  const auto row = GENERATE(values<Row>({{1, 0.8, 0.8, 4.0},
                                         {2, 0.8, 0.711111111, 1.777777778},
                                         {4, 0.8, 0.596432472, 0.745540590},
                                         {8, 0.9, 0.701532990, 0.876916238},
                                         {16, 0.9, 0.591343394, 0.369589621},
                                         {100, 0.95, 0.506456854, 0.101291371}}));
  CAPTURE(row.servers);
  CHECK(erlang_c(row.servers, row.servers * row.utilisation) == exactly(row.waits));
  CHECK(mean_waiting_time(row.servers, row.utilisation) == exactly(row.waiting_time));
}

TEST_CASE("who is lost without a queue is Erlang's first formula", "[theory]") {
  CHECK(erlang_b(10, 10) == exactly(0.214582343));
  CHECK(erlang_b(10, 20) == exactly(0.537963169));
  CHECK(erlang_b(0, 5) == 1);
  CHECK(erlang_b(1, 1) == exactly(0.5));
}

TEST_CASE("the variation of service times makes waiting longer as Pollaczek and Khinchine say", "[theory]") {
  CHECK(pollaczek_khinchine(0.8, 0) == exactly(2));
  CHECK(pollaczek_khinchine(0.8, 0.25) == exactly(2.5));
  CHECK(pollaczek_khinchine(0.8, 1 / 3.0) == exactly(8 / 3.0));
  CHECK(pollaczek_khinchine(0.8, 1) == exactly(mean_waiting_time(1, 0.8)));
  CHECK(pollaczek_khinchine(0.8, 4) == exactly(10));
}

TEST_CASE("a queue with an end loses arrivals, and only those", "[theory]") {
  const auto one = finite_queue(1, 10, 1.2);
  CHECK(one.lost == exactly(0.192586495));
  CHECK(one.mean_number == exactly(6.710708678));
  const auto eight = finite_queue(8, 16, 9);
  CHECK(eight.lost == exactly(0.146195413));
  CHECK(eight.mean_number == exactly(11.786717410));
  CHECK(finite_queue(10, 10, 20).lost == exactly(erlang_b(10, 20)));
  CHECK(finite_queue(1, 1000, 0.5).mean_number == exactly(1));
}

TEST_CASE("the response time of the order workflow's stations is a sum of exponentials", "[theory]") {
  const SumOfExponentials response{{100, 20, 200}};  // 200, 120 and 300 a second, less 100 arrivals a second
  CHECK(response.mean() == exactly(0.065));
  CHECK(response.exceeds(0) == exactly(1));
  const auto milliseconds = [&](double share) { return response.quantile(share) * 1000; };
  CHECK(milliseconds(0.5) == Approx(50.772).epsilon(0).margin(0.0006));
  CHECK(milliseconds(0.9) == Approx(131.554).epsilon(0).margin(0.0006));
  CHECK(milliseconds(0.99) == Approx(246.684).epsilon(0).margin(0.0006));
  CHECK(milliseconds(0.999) == Approx(361.813).epsilon(0).margin(0.0006));
  CHECK(SumOfExponentials{{2}}.quantile(1 - std::exp(-1)) == exactly(0.5));
}

TEST_CASE("attempts are a geometric series that ends with the retries", "[theory]") {
  CHECK(expected_attempts(0.3, 3) == exactly(1.417));
  CHECK(exhausted(0.3, 3) == exactly(0.0081));
  CHECK(expected_attempts(0, 3) == 1);
  CHECK(expected_attempts(1, 3) == 4);
}

}  // namespace stepstorm::theory
