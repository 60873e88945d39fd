// Draws the arrivals of a process, one after the other. The next arrival depends only on earlier ones and on the
// stream.
// Pure; allocates nothing after construction.
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
  /// The process must be valid (`check`).
  Arrivals(const ArrivalProcess& process, Stream random);

  /// Returns the next arrival, not before the last one; nullopt when there are no more.
  [[nodiscard]] std::optional<Time> next();
  /// Searches for the next arrival through at most `changes` changes of the rate. Returns true when `next` will find it
  /// at once.
  [[nodiscard]] bool search(std::uint32_t changes);
  /// Returns how far the search has come: the next arrival is not earlier.
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
    double offset = 0;               // nanoseconds from `begin` to the last arrival
    std::optional<double> wanted{};  // during a search: expected arrivals left until the next one
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
