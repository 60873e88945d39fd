#include "world/rate_curve.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace stepstorm::world {
namespace {

double per_ns(double per_second) { return per_second / 1e9; }

double slope(const RateCurve::Piece& piece) { return (piece.to - piece.from) / ns(piece.duration); }

// What a piece brings between two offsets.
double arrivals_between(const RateCurve::Piece& piece, double begin, double end) {
  return (end - begin) * (piece.from + slope(piece) * (begin + end) / 2);
}

// How long a piece takes from `offset` on to bring `arrivals`, of which there are as many left. The solution of the
// quadratic equation that does not cancel where the slope is small.
double time_to_bring(double arrivals, const RateCurve::Piece& piece, double offset) {
  const double rate = std::max(0.0, piece.from + slope(piece) * offset);
  return 2 * arrivals / (rate + std::sqrt(std::max(0.0, rate * rate + 2 * slope(piece) * arrivals)));
}

}  // namespace

std::optional<Time> RateCurve::advance(CurvePoint& place, double arrivals) const {
  for (;;) {
    if (place.piece == pieces_.size() && repeats_) place.piece = 0;
    if (place.piece == pieces_.size()) return std::nullopt;
    const Piece& piece = pieces_[place.piece];
    const double left = arrivals_between(piece, place.offset, ns(piece.duration));
    if (arrivals < left) {
      place.offset = std::min(ns(piece.duration), place.offset + time_to_bring(arrivals, piece, place.offset));
      return place.begin + rounded(place.offset);
    }
    arrivals -= std::max(0.0, left);
    place = {place.piece + 1, place.begin + piece.duration, 0};
  }
}

RateCurve rate_curve(const Ramp& ramp) {
  return {{{ramp.duration, per_ns(ramp.from_per_second), per_ns(ramp.to_per_second)}}, false};
}

RateCurve rate_curve(const Stages& stages) {
  std::vector<RateCurve::Piece> pieces;
  double from = stages.from_per_second;
  for (const auto& stage : stages.stages) {
    if (stage.duration.count() > 0) pieces.push_back({stage.duration, per_ns(from), per_ns(stage.to_per_second)});
    from = stage.to_per_second;
  }
  return {std::move(pieces), false};
}

RateCurve rate_curve(const Diurnal& day) {
  std::vector<RateCurve::Piece> pieces;
  for (std::size_t hour = 0; hour < 24; ++hour)
    pieces.push_back({std::chrono::hours{1}, per_ns(day.per_second[hour]), per_ns(day.per_second[(hour + 1) % 24])});
  return {std::move(pieces), true};
}

}  // namespace stepstorm::world
