#include "config/readers/world_reader.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <limits>
#include <optional>
#include <utility>

#include "config/duration.hpp"
#include "config/line_file.hpp"

namespace stepstorm::config {
namespace {

using std::chrono::nanoseconds;
using world::ArrivalProcess;
using world::Distribution;

// ---- numbers of any size: world::check validates them

bool read_any_number(const Node& node, double& out) {
  if (!node.value().is_number()) return node.expected("a number");
  out = node.value().get<double>();
  return true;
}

template <std::signed_integral Integer>
bool read_any_integer(const Node& node, Integer& out) {
  const Json& value = node.value();
  const bool fits = value.is_number_unsigned()
                        ? std::in_range<Integer>(value.get<std::uint64_t>())
                        : value.is_number_integer() && std::in_range<Integer>(value.get<std::int64_t>());
  if (!fits) return node.expected("a whole number");
  out = static_cast<Integer>(value.get<std::int64_t>());
  return true;
}

// ---- findings of world::check

/// A member of an option struct and its name in the file; empty when it is the value itself.
struct Called {
  std::string_view member;
  std::string_view name;
};
using Names = std::vector<Called>;

std::string pointer_in_file(std::string pointer, const Names& names) {
  for (const auto& [member, name] : names)
    if (const auto at = pointer.find(member); at != std::string::npos) return pointer.replace(at, member.size(), name);
  return pointer;
}

template <class Options>
bool passes_check(const Node& node, const Options& options, const Names& names = {}) {
  const auto found = world::check(options);
  if (!found) return true;
  const Node place = node.below(pointer_in_file(found->pointer, names));
  const bool shown = !place.value().is_structured();
  return place.error(found->message + (shown ? ", found " + describe(place.value()) : ""));
}

// ---- durations, one on each line of a file

std::optional<LineError> add_duration(std::string_view line, std::vector<nanoseconds>& out) {
  const auto duration = parse_duration(line);
  if (!duration) return LineError{.message = "expected a duration such as \"20 ms\", found " + describe(Json(line))};
  out.push_back(*duration);
  return {};
}

bool read_durations_of_file(const Node& node, std::vector<nanoseconds>& out) {
  return read_lines(node, [&](std::string_view line) { return add_duration(line, out); });
}

// ---- distributions

bool read_uniform(const Node& node, Distribution& out) {
  std::vector<nanoseconds> bounds;
  if (!list_of(read_duration)(node, bounds)) return false;
  if (bounds.size() != 2 || bounds[0] > bounds[1]) return node.expected("the shortest and the longest time");
  out = world::Uniform{bounds[0], bounds[1]};
  return passes_check(node, out);
}

bool read_exponential(const Node& node, Distribution& out) {
  auto& it = out.emplace<world::Exponential>();
  return read_duration(node, it.mean) && passes_check(node, out);
}

bool read_erlang(const Node& node, Distribution& out) {
  auto& it = out.emplace<world::Erlang>();
  return Members{node}
             .required("k", read_any_integer<int>, it.k)
             .required("mean", read_duration, it.mean)
             .no_others() &&
         passes_check(node, out);
}

bool read_hyperexponential(const Node& node, Distribution& out) {
  auto& it = out.emplace<world::Hyperexponential>();
  return Members{node}
             .required("mean", read_duration, it.mean)
             .required("squared_variation", read_any_number, it.squared_variation)
             .no_others() &&
         passes_check(node, out);
}

bool read_lognormal(const Node& node, Distribution& out) {
  auto& it = out.emplace<world::Lognormal>();
  return Members{node}.required("mean", read_duration, it.mean).required("p99", read_duration, it.p99).no_others() &&
         passes_check(node, out);
}

bool read_pareto(const Node& node, Distribution& out) {
  auto& it = out.emplace<world::Pareto>();
  const bool read = Members{node}
                        .required("shape", read_any_number, it.shape)
                        .optional("scale", given(read_duration), it.scale)
                        .optional("mean", given(read_duration), it.mean)
                        .no_others();
  if (!read) return false;
  if (it.scale && it.mean) return node.contradiction("scale", "mean");
  return passes_check(node, out);
}

bool read_empirical(const Node& node, Distribution& out) {
  auto& it = out.emplace<world::Empirical>();
  if (node.value().is_string()) return read_durations_of_file(node, it.values) && passes_check(node, out);
  if (!node.value().is_array()) return node.expected("a list of durations, or a file with one on each line");
  return list_of(read_duration)(node, it.values) && passes_check(node, out, {{"/values", ""}});
}

bool read_point(const Node& node, world::CumulativeTable::Point& out) {
  return Members{node}
      .required("value", read_duration, out.value)
      .required("share", read_any_number, out.share)
      .no_others();
}

bool read_cumulative(const Node& node, Distribution& out) {
  auto& it = out.emplace<world::CumulativeTable>();
  return list_of(read_point)(node, it.points) && passes_check(node, out, {{"/points", ""}});
}

constexpr std::array<OneOf<Distribution>, 8> distributions{{{"uniform", read_uniform},
                                                            {"exponential", read_exponential},
                                                            {"erlang", read_erlang},
                                                            {"hyperexponential", read_hyperexponential},
                                                            {"lognormal", read_lognormal},
                                                            {"pareto", read_pareto},
                                                            {"empirical", read_empirical},
                                                            {"cumulative", read_cumulative}}};

// ---- arrivals

const Names rate_names{{"/from_per_second", "/from"},
                       {"/to_per_second", "/to"},
                       {"/on_per_second", "/on"},
                       {"/off_per_second", "/off"},
                       {"/per_second", ""}};

template <class Rate>
bool read_rate(const Node& node, ArrivalProcess& out) {
  auto& it = out.emplace<Rate>();
  return read_any_number(node, it.per_second) && passes_check(node, out, rate_names);
}

bool read_ramp(const Node& node, ArrivalProcess& out) {
  auto& it = out.emplace<world::Ramp>();
  return Members{node}
             .required("from", read_any_number, it.from_per_second)
             .required("to", read_any_number, it.to_per_second)
             .required("duration", read_duration, it.duration)
             .no_others() &&
         passes_check(node, out, rate_names);
}

bool read_stage(const Node& node, world::Stages::Stage& out) {
  return Members{node}
      .required("duration", read_duration, out.duration)
      .required("to", read_any_number, out.to_per_second)
      .no_others();
}

bool read_stages(const Node& node, ArrivalProcess& out) {
  auto& it = out.emplace<world::Stages>();
  return Members{node}
             .optional("from", read_any_number, it.from_per_second)
             .required("stages", list_of(read_stage), it.stages)
             .no_others() &&
         passes_check(node, out, rate_names);
}

bool read_on_off(const Node& node, ArrivalProcess& out) {
  auto& it = out.emplace<world::OnOff>();
  return Members{node}
             .required("on", read_any_number, it.on_per_second)
             .optional("off", read_any_number, it.off_per_second)
             .required("mean_on", read_duration, it.mean_on)
             .required("mean_off", read_duration, it.mean_off)
             .no_others() &&
         passes_check(node, out, rate_names);
}

bool read_diurnal(const Node& node, ArrivalProcess& out) {
  auto& it = out.emplace<world::Diurnal>();
  if (!node.value().is_array() || node.value().size() != it.per_second.size())
    return node.expected("a list of 24 rates, one for each full hour from 0:00");
  std::vector<double> rates;
  if (!list_of(read_any_number)(node, rates)) return false;
  std::copy(rates.begin(), rates.end(), it.per_second.begin());
  return passes_check(node, out, rate_names);
}

bool read_trace(const Node& node, ArrivalProcess& out) {
  auto& it = out.emplace<world::Trace>();
  if (!read_durations_of_file(node, it.times)) return false;
  const auto found = world::check(out);
  if (!found) return true;
  constexpr std::string_view times = "/times/";
  return line_error(node, 1 + std::stoul(found->pointer.substr(times.size())), {.message = found->message});
}

constexpr std::array<OneOf<ArrivalProcess>, 7> arrival_processes{{{"constant", read_rate<world::ConstantRate>},
                                                                  {"poisson", read_rate<world::PoissonArrivals>},
                                                                  {"ramp", read_ramp},
                                                                  {"stages", read_stages},
                                                                  {"on_off", read_on_off},
                                                                  {"diurnal", read_diurnal},
                                                                  {"trace", read_trace}}};

// ---- quotas

bool read_region(const Node& node, world::RegionQuotas& out) {
  std::string name;
  if (!read_text(node, name)) return false;
  const auto quotas = world::region_quotas(name);
  if (!quotas) return node.expected("the name of an AWS region such as us-east-1");
  out = *quotas;
  return true;
}

bool read_bucket(const Node& node, world::Bucket& out) {
  return Members{node}
      .required("capacity", read_any_integer<std::int64_t>, out.capacity)
      .required("refill_per_second", read_any_integer<std::int64_t>, out.refill_per_second)
      .no_others();
}

}  // namespace

bool read_distribution(const Node& node, Distribution& out) {
  if (node.value().is_object()) return read_one_of(node, distributions, out);
  return read_duration(node, out.emplace<world::Constant>().value) && passes_check(node, out);
}

bool read_arrival_process(const Node& node, ArrivalProcess& out) { return read_one_of(node, arrival_processes, out); }

bool read_closed_loop(const Node& node, world::ClosedLoopOptions& out) {
  constexpr std::uint32_t users_max = 10'000'000;
  return Members{node}
             .required("users", whole_number(1, users_max), out.users)
             .optional("think_time", read_distribution, out.think_time)
             .optional("ramp_up", read_duration, out.ramp_up)
             .no_others() &&
         passes_check(node, out);
}

bool read_quotas(const Node& node, asl::MachineType type, world::Quotas& out) {
  world::RegionQuotas region;
  Members members{node};
  members.optional("region", read_region, region);
  out = type == asl::MachineType::EXPRESS ? region.express : region.standard;
  return members.optional("start_execution", given(read_bucket), out.start_execution)
             .optional("state_transition", given(read_bucket), out.state_transition)
             .optional("open_executions", given(read_any_integer<std::int64_t>), out.open_executions)
             .no_others() &&
         passes_check(node, out);
}

}  // namespace stepstorm::config
