#include "selftest/queues.hpp"

#include <cstdio>
#include <string>
#include <utility>

#include "selftest/network.hpp"
#include "selftest/theory/queueing.hpp"

namespace stepstorm::selftest {
namespace {

using namespace std::chrono_literals;

constexpr world::Duration mean_service = 1s;  // makes rates equal to loads, and seconds equal to service times
constexpr std::uint64_t million = 1'000'000;

// ---- observed quantities

double in_seconds(std::chrono::duration<double> duration) { return duration.count(); }
double in_milliseconds(std::chrono::duration<double, std::milli> duration) { return duration.count(); }

double share_failed(const Observation& seen) {
  return static_cast<double>(seen.failed) / static_cast<double>(seen.started);
}
double mean_number(const Observation& seen) { return seen.open_mean; }
double mean_waiting(const Observation& seen) { return in_seconds(seen.waiting.front().mean()); }
double mean_response(const Observation& seen) { return in_seconds(seen.response.mean()); }

auto share_above(metrics::Histogram::Duration time) {
  return [time](const Observation& seen) {
    return static_cast<double>(seen.response.count_above(time)) / static_cast<double>(seen.response.count());
  };
}

auto response_percentile_ms(double percentile) {
  return
      [percentile](const Observation& seen) { return in_milliseconds(seen.response.value_at_percentile(percentile)); };
}

Quantity waiting_time(double expected) { return {"mean waiting time Wq", "s", expected, mean_waiting}; }
Quantity lost(double expected) { return {"orders lost", "", expected, share_failed}; }
Quantity number_in_system(double expected) { return {"mean number in the system L", "", expected, mean_number}; }

// ---- models

Model model(std::string title, const Network& network, std::vector<Quantity> quantities) {
  return {.title = std::move(title),
          .orders_per_second = network.arrivals.per_second,
          .scenario = [network](const Period& period) { return scenario(network, period); },
          .recursion = [network](const Period& period, std::uint64_t seed) { return recursion(network, period, seed); },
          .quantities = std::move(quantities)};
}

Network station(std::uint32_t servers,
                double load,
                world::Distribution service_time = world::Exponential{mean_service}) {
  return {{load}, {{"serve", std::move(service_time), servers, {}}}};
}

Network station_with_room(std::uint32_t servers, std::uint32_t room, double load) {
  Network network = station(servers, load);
  network.stations.front().queue_limit = room - servers;
  return network;
}

std::string titled(const std::string& kind, const char* what, double value) {
  char number[32];
  std::snprintf(number, sizeof number, "%g", value);
  return kind + ", " + what + ' ' + number;
}

/// The number of orders that the recursion needs for 2 %; the warm-up is many times the queue's relaxation time.
Effort effort(std::uint64_t recursed, std::uint64_t warm_up) {
  constexpr std::size_t simulations = 8;
  constexpr std::size_t recursions = 32;
  return {{simulations, 200'000, warm_up}, {recursions, recursed / recursions, warm_up}};
}

Experiment single_server(const Options& options) {
  constexpr double load = 0.8;
  const double response = theory::mean_waiting_time(1, load) + 1;
  const theory::SumOfExponentials law{{1 - load}};
  return experiment(model(titled("M/M/1", "utilisation", load),
                          station(1, load),
                          {{"mean response time W", "s", response, mean_response},
                           number_in_system(load * response),
                           {"response times above 5 s", "", law.exceeds(5), share_above(5s)},
                           {"response times above 15 s", "", law.exceeds(15), share_above(15s), true}}),
                    effort(80 * million, 4'000),
                    options);
}

Experiment many_servers(int servers, double utilisation, std::uint64_t recursed, const Options& options) {
  return experiment(model(titled("M/M/" + std::to_string(servers), "utilisation", utilisation),
                          station(static_cast<std::uint32_t>(servers), servers * utilisation),
                          {waiting_time(theory::mean_waiting_time(servers, utilisation))}),
                    effort(recursed, 40'000),
                    options);
}

Experiment general_service(const std::string& name,
                           const world::Distribution& service_time,
                           double squared_variation,
                           std::uint64_t recursed,
                           const Options& options) {
  constexpr double load = 0.8;
  return experiment(model(titled("M/G/1, " + name, "utilisation", load),
                          station(1, load, service_time),
                          {waiting_time(theory::pollaczek_khinchine(load, squared_variation))}),
                    effort(recursed, 4'000),
                    options);
}

Experiment limited_queue(int servers, int room, double load, const Options& options) {
  const auto known = theory::finite_queue(servers, room, load);
  return experiment(
      model(titled("M/M/" + std::to_string(servers) + '/' + std::to_string(room), "load", load),
            station_with_room(static_cast<std::uint32_t>(servers), static_cast<std::uint32_t>(room), load),
            {lost(known.lost), number_in_system(known.mean_number)}),
      effort(4 * million, 2'000),
      options);
}

Experiment no_queue(int servers, double load, const Options& options) {
  return experiment(
      model(titled("M/M/" + std::to_string(servers) + '/' + std::to_string(servers) + " (Erlang B)", "load", load),
            station_with_room(static_cast<std::uint32_t>(servers), static_cast<std::uint32_t>(servers), load),
            {lost(theory::erlang_b(servers, load))}),
      effort(2 * million, 2'000),
      options);
}

Experiment order_workflow(const Options& options) {
  const Network tandem{{100},
                       {{"validate", world::Exponential{5ms}},
                        {"payment", world::Exponential{8'333'333ns}},
                        {"confirm", world::Exponential{3'333'333ns}}}};
  const theory::SumOfExponentials response{{200 - 100, 120 - 100, 300 - 100}};
  std::vector<Quantity> quantities{
      {"mean response time", "ms", response.mean() * 1000, [](const auto& seen) { return mean_response(seen) * 1000; }},
      number_in_system(100 * response.mean())};
  for (const auto& [name, percentile] : {std::pair{"p50", 50.0}, {"p90", 90.0}, {"p99", 99.0}, {"p99.9", 99.9}})
    quantities.push_back({std::string{"response time "} + name,
                          "ms",
                          response.quantile(percentile / 100) * 1000,
                          response_percentile_ms(percentile),
                          percentile > 99});
  return experiment(model("The order workflow: three stations in a row", tandem, std::move(quantities)),
                    effort(120 * million, 4'000),
                    options);
}

}  // namespace

std::vector<Experiment> queues(const Options& options) {
  return {single_server(options),
          many_servers(2, 0.8, 10 * million, options),
          many_servers(4, 0.8, 12 * million, options),
          many_servers(8, 0.9, 35 * million, options),
          many_servers(16, 0.9, 45 * million, options),
          many_servers(100, 0.95, 200 * million, options),
          general_service("constant", world::Constant{mean_service}, 0, 6 * million, options),
          general_service("Erlang-4", world::Erlang{4, mean_service}, 0.25, 8 * million, options),
          general_service("uniform", world::Uniform{0s, 2 * mean_service}, 1 / 3.0, 8 * million, options),
          general_service("exponential", world::Exponential{mean_service}, 1, 12 * million, options),
          general_service("hyperexponential", world::Hyperexponential{mean_service, 4}, 4, 30 * million, options),
          limited_queue(1, 10, 1.2, options),
          limited_queue(8, 16, 9, options),
          no_queue(10, 10, options),
          no_queue(10, 20, options),
          order_workflow(options)};
}

}  // namespace stepstorm::selftest
