// The selftest finds what is wrong, also where a recursion that is right stands beside it.
#include "selftest/model.hpp"

#include <catch2/catch.hpp>

#include "selftest/network.hpp"

namespace stepstorm::selftest {
namespace {

using namespace std::chrono_literals;

Network network(world::Distribution service_time, std::uint32_t servers = 2) {
  return {{1.2}, {{"serve", std::move(service_time), servers, {}}}};
}

double mean_waiting(const Observation& seen) {
  return std::chrono::duration<double>(seen.waiting.front().mean()).count();
}

/// Two servers at a utilisation of 0.6: everybody waits for 0.5625 s on average.
Model model(const Network& simulated, const Network& recursed) {
  return {
      .title = "M/M/2",
      .orders_per_second = 1.2,
      .scenario = [simulated](const Period& period) { return scenario(simulated, period); },
      .recursion = [recursed](const Period& period, std::uint64_t seed) { return recursion(recursed, period, seed); },
      .quantities = {{"mean waiting time", "s", 0.5625, mean_waiting}}};
}

std::vector<Check> judged(const Model& model) {
  const Experiment made = experiment(
      model, {.simulated = {6, 256'000, 6'400}, .recursed = {32, 320'000, 1'000}}, {.seed = 5, .quick = true});
  std::vector<Piece> pieces;
  for (const auto& piece : made.pieces) pieces.push_back(piece());
  auto checks = made.judge(pieces);
  REQUIRE(checks.size() == made.checks.size());
  for (std::size_t check = 0; check < checks.size(); ++check) CHECK(checks[check].name == made.checks[check]);
  return checks;
}

}  // namespace

TEST_CASE("a simulation that is right holds, and equals its recursion", "[selftest][model]") {
  const auto right = network(world::Exponential{1s});
  const auto checks = judged(model(right, right));
  CHECK(verdict(checks[0]) == Verdict::Holds);
  CHECK(verdict(checks[1]) == Verdict::Holds);
}

TEST_CASE("a simulation that is wrong is not hidden by a recursion that is right", "[selftest][model]") {
  const auto right = network(world::Exponential{1s});
  const auto wrong = GENERATE_COPY(network(world::Exponential{1100ms}),  // slower by a tenth
                                   network(world::Erlang{2, 1s}),        // too regular
                                   network(world::Exponential{1s}, 3));  // one server too many
  const auto checks = judged(model(wrong, right));
  CHECK(verdict(checks[0]) != Verdict::Holds);
  CHECK(verdict(checks[1]) == Verdict::Differs);
}

TEST_CASE("what is measured is the simulation, not the recursion", "[selftest][model]") {
  const auto slower = network(world::Exponential{1100ms});  // utilisation 0.66: waiting 0.8489 s on average
  const auto checks = judged(model(slower, network(world::Exponential{1s})));
  const auto& measured = std::get<Statistical>(checks[0].figures);
  CHECK(measured.measured.mean == Approx(0.8489).margin(measured.half_width()));
}

TEST_CASE("a quick run does less and may be less precise", "[selftest][model]") {
  const auto right = network(world::Exponential{1s});
  const Experiment made =
      experiment(model(right, right), {.simulated = {2, 10'000, 0}, .recursed = {32, 25'000, 1'000}}, {.quick = true});
  std::vector<Piece> pieces;
  for (const auto& piece : made.pieces) pieces.push_back(piece());
  const auto checks = made.judge(pieces);
  CHECK(std::get<Statistical>(checks[0].figures).precision == Approx(0.1));
  CHECK(std::get<Exact>(checks[1].figures).measured < 400);
}

}  // namespace stepstorm::selftest
