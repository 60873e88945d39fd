#include "world/arrival_process.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

#include "values/overload.hpp"
#include "world/rate_curve.hpp"

namespace stepstorm::world {
namespace {

using Found = std::optional<OptionFinding>;

constexpr double rate_max = 1e9;

Found rate(std::string pointer, double per_second) {
  if (per_second >= 0 && per_second <= rate_max) return {};
  return OptionFinding{std::move(pointer), "expected a rate from 0 to 1000000000 per second"};
}

Found positive_rate(std::string pointer, double per_second) {
  if (per_second > 0 && per_second <= rate_max) return {};
  return OptionFinding{std::move(pointer), "expected a rate of more than 0 and at most 1000000000 per second"};
}

Found positive(std::string pointer, Duration value) {
  if (value.count() > 0) return {};
  return OptionFinding{std::move(pointer), "expected more than 0"};
}

Found not_negative(std::string pointer, Duration value) {
  if (value.count() >= 0) return {};
  return OptionFinding{std::move(pointer), "expected a duration that is not negative"};
}

Found first_of(std::initializer_list<Found> findings) {
  const auto found = std::find_if(findings.begin(), findings.end(), [](const Found& one) { return one.has_value(); });
  return found == findings.end() ? Found{} : *found;
}

Found check_one(const ConstantRate& it) { return positive_rate("/per_second", it.per_second); }

Found check_one(const PoissonArrivals& it) { return positive_rate("/per_second", it.per_second); }

Found check_one(const Ramp& it) {
  return first_of({rate("/from_per_second", it.from_per_second),
                   rate("/to_per_second", it.to_per_second),
                   positive("/duration", it.duration)});
}

Found check_one(const Stages& it) {
  if (auto found = rate("/from_per_second", it.from_per_second)) return found;
  bool takes_time = false;
  for (std::size_t index = 0; index < it.stages.size(); ++index) {
    const auto& stage = it.stages[index];
    const std::string pointer = "/stages/" + std::to_string(index);
    if (auto found = first_of({not_negative(pointer + "/duration", stage.duration),
                               rate(pointer + "/to_per_second", stage.to_per_second)}))
      return found;
    takes_time = takes_time || stage.duration.count() > 0;
  }
  if (!takes_time) return OptionFinding{"/stages", "expected at least one stage that takes time"};
  return {};
}

Found check_one(const OnOff& it) {
  return first_of({positive_rate("/on_per_second", it.on_per_second),
                   rate("/off_per_second", it.off_per_second),
                   positive("/mean_on", it.mean_on),
                   positive("/mean_off", it.mean_off)});
}

Found check_one(const Diurnal& it) {
  for (std::size_t hour = 0; hour < it.per_second.size(); ++hour)
    if (auto found = rate("/per_second/" + std::to_string(hour), it.per_second[hour])) return found;
  if (std::all_of(it.per_second.begin(), it.per_second.end(), [](double one) { return one == 0; }))
    return OptionFinding{"/per_second", "expected a rate of more than 0 for one hour at least"};
  return {};
}

Found check_one(const Trace& it) {
  Time before{0};
  for (std::size_t index = 0; index < it.times.size(); ++index) {
    const Time time = it.times[index];
    if (time.count() < 0)
      return OptionFinding{"/times/" + std::to_string(index), "expected a time that is not negative"};
    if (time < before)
      return OptionFinding{"/times/" + std::to_string(index), "expected a time not before the one that precedes it"};
    before = time;
  }
  return {};
}

}  // namespace

std::optional<OptionFinding> check(const ArrivalProcess& process) {
  return std::visit([](const auto& one) { return check_one(one); }, process);
}

}  // namespace stepstorm::world
