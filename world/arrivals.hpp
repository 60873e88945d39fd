// Draws the arrivals of a process, one after the other. The next one depends on those before it and on the stream only.
// Pure; allocates nothing once it is made.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "world/arrival_process.hpp"
#include "world/rate_curve.hpp"
#include "world/stream.hpp"
#include "world/time.hpp"

namespace stepstorm::world {

class Arrivals {
 public:
  /// Of a process in which `check` found nothing.
  Arrivals(const ArrivalProcess& process, Stream random);

  /// The next arrival, not before the last one; nullopt when there are no more.
  [[nodiscard]] std::optional<Time> next();
  /// A part of the search for the next arrival, which may lie many changes of the rate away: so many of them. true: `next`
  /// will find it at once.
  [[nodiscard]] bool search(std::uint32_t changes);
  /// So far the search has come: the next arrival is not before.
  [[nodiscard]] Time searched() const;

 private:
  struct Even {
    double per_second;
    std::uint64_t count = 0;
  };
  struct Steady {
    double mean_interval;  // in nanoseconds
    Time last{0};
  };
  struct OnCurve {
    RateCurve curve;
    RateCurve::CurvePoint place{};
  };
  struct Switching {
    struct State {
      double rate;  // per nanosecond
      Duration mean_stay;
    };
    std::array<State, 2> states;
    std::size_t state;
    Time begin{0};  // of this stay
    Duration stay;
    double offset = 0;               // of the last arrival from its beginning, in nanoseconds
    std::optional<double> wanted{};  // arrivals to come until the next one, while that is searched for
  };
  struct Listed {
    Trace trace;
    std::size_t index = 0;
  };
  using Generator = std::variant<Even, Steady, OnCurve, Switching, Listed>;
  struct Next;

  static Generator generator(const ArrivalProcess& process, Stream& random);

  Stream random_;
  Generator generator_;
};

}  // namespace stepstorm::world
