#include "config/readers/policies_reader.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stepstorm::config {
namespace {

constexpr double tokens_max = 100'000;
constexpr std::uint64_t calls_max = 1'000'000'000;

bool read_retry_budget(const Node& node, policies::RetryBudgetOptions& out) {
  return Members{node}
      .optional("ratio", number(0, 1'000), out.ratio)
      .optional("burst", number(1, tokens_max), out.burst)
      .optional("minimum_per_second", number(0, tokens_max), out.minimum_per_second)
      .no_others();
}

bool read_errors(const Node& node, std::set<std::string>& out) {
  std::vector<std::string> names;
  const bool read = list_of(read_text)(node, names);
  out.insert(names.begin(), names.end());
  return read;
}

/// With a ratio of 0 every circuit would open.
bool read_failure_ratio(const Node& node, double& out) {
  if (!read_number(node, 0, 1, out)) return false;
  return out > 0 || node.expected("more than 0, at most 1");
}

bool read_circuit_breaker(const Node& node, policies::CircuitBreakerOptions& out) {
  return Members{node}
      .optional("failure_ratio", read_failure_ratio, out.failure_ratio)
      .optional("minimum_calls", whole_number(1, calls_max), out.minimum_calls)
      .optional("window", read_positive_duration, out.window)
      .optional("open_for", read_positive_duration, out.open_for)
      .optional("probes", whole_number(1, calls_max), out.probes)
      .optional("ignored_errors", read_errors, out.ignored_errors)
      .no_others();
}

/// Reads an object with a member for each of several resources.
template <class Read>
auto by_resource(std::string_view what, Read read) {
  return [what, read]<class T>(const Node& node, std::map<std::string, T>& out) {
    if (!node.value().is_object()) return node.expected("an object of resources' names and their " + std::string{what});
    bool all = true;
    for (const auto& [name, value] : node.value().items()) all = read(node.member(name), out[name]) && all;
    return all;
  };
}

bool read_load_shedding(const Node& node, policies::LoadSheddingOptions& out) {
  const bool read = Members{node}
                        .optional("open_orders", given(whole_number(1, calls_max)), out.open_orders)
                        .optional("queued", by_resource("limits", whole_number(1, calls_max)), out.queued)
                        .no_others();
  return read &&
         (out.open_orders || !out.queued.empty() || node.error("a limit is missing: 'open_orders' or 'queued'"));
}

}  // namespace

bool read_policies(const Node& node, policies::Policies& out) {
  return Members{node}
      .optional("retry_budget", given(read_retry_budget), out.retry_budget)
      .optional("circuit_breakers", by_resource("circuit breakers", read_circuit_breaker), out.circuit_breakers)
      .optional("load_shedding", given(read_load_shedding), out.load_shedding)
      .no_others();
}

}  // namespace stepstorm::config
