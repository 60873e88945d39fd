// A piecewise linear rate, and its integral, the expected arrivals.
// Turns a Poisson process of rate 1 into one of this rate by inversion, without rejected draws.
// Source: Lewis and Shedler, "Simulation of nonhomogeneous Poisson processes", 1979.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "world/arrival_process.hpp"
#include "world/time.hpp"

namespace stepstorm::world {

class RateCurve {
 public:
  struct Piece {
    Duration duration;  // more than 0
    double from;        // per nanosecond
    double to;
  };
  /// An instant on the curve.
  struct CurvePoint {
    std::size_t piece = 0;
    Time begin{0};      // of the piece
    double offset = 0;  // from there, in nanoseconds
  };

  /// A curve that repeats must have a rate above 0 somewhere.
  RateCurve(std::vector<Piece> pieces, bool repeats) : pieces_(std::move(pieces)), repeats_(repeats) {}

  /// Moves `place` on until the curve has brought `arrivals` more, more than 0, not necessarily whole.
  /// nullopt when it ends before.
  [[nodiscard]] std::optional<Time> advance(CurvePoint& place, double arrivals) const;

 private:
  std::vector<Piece> pieces_;
  bool repeats_;
};

[[nodiscard]] RateCurve rate_curve(const Ramp& ramp);
[[nodiscard]] RateCurve rate_curve(const Stages& stages);
[[nodiscard]] RateCurve rate_curve(const Diurnal& day);

}  // namespace stepstorm::world
