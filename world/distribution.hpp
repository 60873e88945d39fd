// Random durations: service times, think times, delays. A Distribution is the description, a Sampler draws from it.
// Draws are the same on every machine: our own transforms of a Stream, rounded to nanoseconds.
// Pure. A draw allocates nothing and is at most `longest_duration`.
#pragma once

#include <chrono>
#include <optional>
#include <variant>
#include <vector>

#include "world/finding.hpp"
#include "world/stream.hpp"
#include "world/time.hpp"

namespace stepstorm::world {

using MeanDuration = std::chrono::duration<double, std::nano>;

struct Constant {
  Duration value{0};  // not negative; the same holds for all durations below
};
/// Every duration from `from` to `to` is equally likely.
struct Uniform {
  Duration from{0};
  Duration to{0};  // not less than `from`
};
struct Exponential {
  Duration mean{0};  // more than 0
};
/// The sum of `k` exponential phases.
struct Erlang {
  int k = 1;         // 1 to 1000
  Duration mean{0};  // of the sum; more than 0
};
/// One of two exponentials, short or long, each contributing half of the mean ("balanced means").
struct Hyperexponential {
  Duration mean{0};              // more than 0
  double squared_variation = 1;  // variance / mean^2, at least 1
};
/// Two lognormal distributions have this mean and 99th percentile; this is the one with the smaller variance.
struct Lognormal {
  Duration mean{0};  // more than 0
  Duration p99{0};   // more than the mean, at most 14.96 times the mean
};
/// P(X > x) = (scale / x)^shape.
struct Pareto {
  double shape = 0;               // more than 0; the mean is infinite up to 1
  std::optional<Duration> scale;  // the least value, more than 0; either this
  std::optional<Duration> mean;   // or this, more than 0, for a shape above 1
};
/// Measured values, each equally likely.
struct Empirical {
  std::vector<Duration> values;  // at least one, in any order
};
/// A measured distribution function, linear between its points.
struct CumulativeTable {
  struct Point {
    Duration value{0};  // not less than the previous point's
    double share = 0;   // of draws that do not exceed `value`; rises, the last one is 1
  };
  std::vector<Point> points;  // draws within the first point's share are exactly its value
};

using Distribution = std::
    variant<Constant, Uniform, Exponential, Erlang, Hyperexponential, Lognormal, Pareto, Empirical, CumulativeTable>;

/// Returns the first finding; nullopt for a valid distribution.
[[nodiscard]] std::optional<OptionFinding> check(const Distribution& distribution);

/// Infinite for a Pareto distribution of shape 1 or less.
[[nodiscard]] MeanDuration mean(const Distribution& distribution);

/// Draws from one valid distribution (`check`). A constant takes nothing from the stream.
class Sampler {
 public:
  explicit Sampler(const Distribution& distribution = Constant{});

  [[nodiscard]] Duration draw(Stream& random) const;
  /// Whether all draws are equal, and their value.
  bool is_constant() const { return std::holds_alternative<Fixed>(prepared_); }
  Duration constant() const { return std::get<Fixed>(prepared_).value; }

 private:
  // The distributions with parameters computed before the first draw; in nanoseconds.
  struct Fixed {
    Duration value;
  };
  struct Range {
    double from;
    double width;
  };
  struct Phases {
    int count;
    double mean_of_each;
  };
  struct Mixture {
    double short_share;
    double short_mean;
    double long_mean;
  };
  struct LogOfNormal {
    double mu;
    double sigma;
  };
  struct PowerTail {
    double scale;
    double inverse_shape;
  };
  using Prepared = std::variant<Fixed, Range, Phases, Mixture, LogOfNormal, PowerTail, Empirical, CumulativeTable>;

  static Prepared prepare(const Distribution& distribution);
  struct Draw;

  Prepared prepared_;
};

}  // namespace stepstorm::world
