#include "world/distribution.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numeric>
#include <string>

#include "values/overload.hpp"
#include "world/elementary.hpp"
#include "world/variates.hpp"

namespace stepstorm::world {
namespace {

using Found = std::optional<OptionFinding>;

Duration draw_from(const CumulativeTable& table, double share) {
  const auto& points = table.points;
  const auto above = std::lower_bound(
      points.begin(), points.end() - 1, share, [](const auto& point, double wanted) { return point.share < wanted; });
  if (above == points.begin()) return above->value;
  const auto below = above - 1;
  const double part = (share - below->share) / (above->share - below->share);
  return below->value + rounded(part * ns(above->value - below->value));
}

// ---- lognormal: p99 / mean = exp(z sigma - sigma^2 / 2), which is largest at sigma = z

constexpr double z99 = 2.3263478740408411;  // of the standard normal distribution

double sigma_of(const Lognormal& wanted) {
  const double log_ratio = natural_logarithm(ns(wanted.p99) / ns(wanted.mean));
  return z99 - std::sqrt(std::max(0.0, z99 * z99 - 2 * log_ratio));
}

double largest_p99(Duration mean) { return ns(mean) * exponential_function(z99 * z99 / 2); }

// ---- what is wrong

// Rounded down, so that it may be used where it was a bound: "14.96 s".
std::string duration_text(double nanoseconds) {
  static constexpr struct {
    double size;
    const char* name;
  } units[] = {{1e9, "s"}, {1e6, "ms"}, {1e3, "us"}, {1, "ns"}};
  const auto* unit = std::find_if(
      std::begin(units), std::end(units) - 1, [&](const auto& candidate) { return nanoseconds >= candidate.size; });
  char text[64];
  std::snprintf(text, sizeof text, "%.10g %s", std::floor(nanoseconds / unit->size * 100) / 100, unit->name);
  return text;
}

Found not_negative(const char* pointer, Duration value) {
  if (value.count() < 0) return OptionFinding{pointer, "expected a duration that is not negative"};
  return {};
}

Found positive(const char* pointer, Duration value) {
  if (value.count() <= 0) return OptionFinding{pointer, "expected more than 0"};
  return {};
}

Found check_one(const Constant& it) { return not_negative("/value", it.value); }

Found check_one(const Uniform& it) {
  if (auto found = not_negative("/from", it.from)) return found;
  if (it.to < it.from) return OptionFinding{"/to", "expected at least `from`, " + duration_text(ns(it.from))};
  return {};
}

Found check_one(const Exponential& it) { return positive("/mean", it.mean); }

Found check_one(const Erlang& it) {
  if (it.k < 1 || it.k > 1'000) return OptionFinding{"/k", "expected a whole number from 1 to 1000"};
  return positive("/mean", it.mean);
}

Found check_one(const Hyperexponential& it) {
  if (auto found = positive("/mean", it.mean)) return found;
  if (!(it.squared_variation >= 1) || std::isinf(it.squared_variation))
    return OptionFinding{"/squared_variation", "expected at least 1"};
  return {};
}

Found check_one(const Lognormal& it) {
  if (auto found = positive("/mean", it.mean)) return found;
  const double bound = largest_p99(it.mean);
  if (it.p99 > it.mean && ns(it.p99) <= bound) return {};
  return OptionFinding{"/p99",
                       "expected more than the mean and at most " + duration_text(bound) +
                           ": no lognormal distribution with a mean of " + duration_text(ns(it.mean)) +
                           " has a larger p99"};
}

Found check_one(const Pareto& it) {
  if (!(it.shape > 0) || std::isinf(it.shape)) return OptionFinding{"/shape", "expected more than 0"};
  if (it.scale.has_value() == it.mean.has_value()) return OptionFinding{"", "expected either a scale or a mean"};
  if (it.scale) return positive("/scale", *it.scale);
  if (it.shape <= 1) return OptionFinding{"/shape", "expected more than 1: up to there the mean is infinite"};
  return positive("/mean", *it.mean);
}

Found check_one(const Empirical& it) {
  if (it.values.empty()) return OptionFinding{"/values", "expected at least one value"};
  for (std::size_t index = 0; index < it.values.size(); ++index)
    if (auto found = not_negative("", it.values[index]))
      return OptionFinding{"/values/" + std::to_string(index), found->message};
  return {};
}

Found check_one(const CumulativeTable& it) {
  if (it.points.empty()) return OptionFinding{"/points", "expected at least one point"};
  CumulativeTable::Point before{Duration{0}, 0};
  for (std::size_t index = 0; index < it.points.size(); ++index) {
    const auto& point = it.points[index];
    const std::string pointer = "/points/" + std::to_string(index);
    if (point.value < before.value)
      return OptionFinding{pointer + "/value",
                           "expected at least " + duration_text(ns(before.value)) + ": values do not fall"};
    const bool rises = index == 0 ? point.share >= 0 : point.share > before.share;
    if (!rises || point.share > 1) return OptionFinding{pointer + "/share", "expected shares that rise from 0 to 1"};
    before = point;
  }
  if (before.share != 1)
    return OptionFinding{"/points/" + std::to_string(it.points.size() - 1) + "/share",
                         "expected 1: the last point's share"};
  return {};
}

// ---- means

double mean_of(const Empirical& it) {
  return std::accumulate(it.values.begin(), it.values.end(), 0.0, [](double sum, Duration v) { return sum + ns(v); }) /
         static_cast<double>(it.values.size());
}

double mean_of(const CumulativeTable& it) {
  double sum = it.points.front().share * ns(it.points.front().value);
  for (std::size_t index = 1; index < it.points.size(); ++index) {
    const auto& from = it.points[index - 1];
    const auto& to = it.points[index];
    sum += (to.share - from.share) * (ns(from.value) + ns(to.value)) / 2;
  }
  return sum;
}

double mean_of(const Pareto& it) {
  if (it.mean) return ns(*it.mean);
  return it.shape > 1 ? ns(*it.scale) * it.shape / (it.shape - 1) : std::numeric_limits<double>::infinity();
}

}  // namespace

Found check(const Distribution& distribution) {
  return std::visit([](const auto& one) { return check_one(one); }, distribution);
}

MeanDuration mean(const Distribution& distribution) {
  return MeanDuration{std::visit(Overload{[](const Constant& it) { return ns(it.value); },
                                          [](const Uniform& it) { return (ns(it.from) + ns(it.to)) / 2; },
                                          [](const Exponential& it) { return ns(it.mean); },
                                          [](const Erlang& it) { return ns(it.mean); },
                                          [](const Hyperexponential& it) { return ns(it.mean); },
                                          [](const Lognormal& it) { return ns(it.mean); },
                                          [](const Pareto& it) { return mean_of(it); },
                                          [](const Empirical& it) { return mean_of(it); },
                                          [](const CumulativeTable& it) { return mean_of(it); }},
                                 distribution)};
}

Sampler::Prepared Sampler::prepare(const Distribution& distribution) {
  assert(!check(distribution));
  return std::visit(Overload{[](const Constant& it) -> Prepared { return Fixed{it.value}; },
                             [](const Uniform& it) -> Prepared {
                               return Range{ns(it.from), ns(it.to - it.from)};
                             },
                             [](const Exponential& it) -> Prepared {
                               return Phases{1, ns(it.mean)};
                             },
                             [](const Erlang& it) -> Prepared {
                               return Phases{it.k, ns(it.mean) / it.k};
                             },
                             [](const Hyperexponential& it) -> Prepared {
                               const double share =
                                   (1 + std::sqrt((it.squared_variation - 1) / (it.squared_variation + 1))) / 2;
                               return Mixture{share, ns(it.mean) / (2 * share), ns(it.mean) / (2 * (1 - share))};
                             },
                             [](const Lognormal& it) -> Prepared {
                               const double sigma = sigma_of(it);
                               return LogOfNormal{natural_logarithm(ns(it.mean)) - sigma * sigma / 2, sigma};
                             },
                             [](const Pareto& it) -> Prepared {
                               const double scale = it.scale ? ns(*it.scale) : ns(*it.mean) * (it.shape - 1) / it.shape;
                               return PowerTail{scale, 1 / it.shape};
                             },
                             [](const Empirical& it) -> Prepared { return it; },
                             [](const CumulativeTable& it) -> Prepared { return it; }},
                    distribution);
}

Sampler::Sampler(const Distribution& distribution) : prepared_(prepare(distribution)) {}

struct Sampler::Draw {
  Stream& random;

  Duration operator()(const Fixed& it) { return it.value; }
  Duration operator()(const Range& it) { return rounded(it.from + it.width * random.uniform()); }
  Duration operator()(const Phases& it) {
    return rounded(it.mean_of_each *
                   (it.count == 1 ? standard_exponential(random) : standard_erlang(it.count, random)));
  }
  Duration operator()(const Mixture& it) {
    const double chosen = random.uniform() < it.short_share ? it.short_mean : it.long_mean;
    return rounded(chosen * standard_exponential(random));
  }
  Duration operator()(const LogOfNormal& it) {
    return rounded(exponential_function(it.mu + it.sigma * standard_normal(random)));
  }
  Duration operator()(const PowerTail& it) {
    return rounded(it.scale * exponential_function(standard_exponential(random) * it.inverse_shape));
  }
  Duration operator()(const Empirical& it) { return it.values[random.below(it.values.size())]; }
  Duration operator()(const CumulativeTable& it) { return draw_from(it, open_uniform(random)); }
};

Duration Sampler::draw(Stream& random) const { return std::visit(Draw{random}, prepared_); }

}  // namespace stepstorm::world
