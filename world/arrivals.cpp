#include "world/arrivals.hpp"

#include <cassert>

#include "values/overload.hpp"
#include "world/variates.hpp"

namespace stepstorm::world {
namespace {

constexpr double ns_per_second = 1e9;

Duration exponential_stay(Duration mean, Stream& random) { return rounded(ns(mean) * standard_exponential(random)); }

}  // namespace

Arrivals::Generator Arrivals::generator(const ArrivalProcess& process, Stream& random) {
  assert(!check(process));
  return std::visit(
      Overload{[](const ConstantRate& it) -> Generator { return Even{it.per_second}; },
               [](const PoissonArrivals& it) -> Generator { return Steady{ns_per_second / it.per_second}; },
               [](const Ramp& it) -> Generator { return OnCurve{rate_curve(it)}; },
               [](const Stages& it) -> Generator { return OnCurve{rate_curve(it)}; },
               [](const Diurnal& it) -> Generator { return OnCurve{rate_curve(it)}; },
               [&](const OnOff& it) -> Generator {
                 const std::array<Switching::State, 2> states{{{it.on_per_second / ns_per_second, it.mean_on},
                                                               {it.off_per_second / ns_per_second, it.mean_off}}};
                 const double on_share = ns(it.mean_on) / (ns(it.mean_on) + ns(it.mean_off));
                 const std::size_t first = random.uniform() < on_share ? 0 : 1;
                 return Switching{
                     .states = states, .state = first, .stay = exponential_stay(states[first].mean_stay, random)};
               },
               [](const Trace& it) -> Generator { return Listed{it}; }},
      process);
}

Arrivals::Arrivals(const ArrivalProcess& process, Stream random)
    : random_(random), generator_(generator(process, random_)) {}

struct Arrivals::Next {
  Stream& random;

  // Not by adding intervals: the error of each would remain.
  std::optional<Time> operator()(Even& it) {
    ++it.count;
    return rounded(static_cast<double>(it.count) * ns_per_second / it.per_second);
  }

  std::optional<Time> operator()(Steady& it) {
    it.last += rounded(it.mean_interval * standard_exponential(random));
    return it.last;
  }

  std::optional<Time> operator()(OnCurve& it) { return it.curve.advance(it.place, standard_exponential(random)); }

  std::optional<Time> operator()(Switching& it) {
    while (!is_in_this_stay(it)) leave_stay(it);
    it.offset += *it.wanted / it.states[it.state].rate;
    it.wanted.reset();
    return it.begin + rounded(it.offset);
  }

  bool is_in_this_stay(Switching& it) {
    if (!it.wanted) it.wanted = standard_exponential(random);
    return *it.wanted < left_in_stay(it);
  }

  static double left_in_stay(const Switching& it) { return (ns(it.stay) - it.offset) * it.states[it.state].rate; }

  void leave_stay(Switching& it) {
    *it.wanted -= left_in_stay(it);
    switch_over(it);
  }

  void switch_over(Switching& it) {
    it.begin += it.stay;
    it.state = 1 - it.state;
    it.stay = exponential_stay(it.states[it.state].mean_stay, random);
    it.offset = 0;
  }

  std::optional<Time> operator()(Listed& it) {
    if (it.index == it.trace.times.size()) return std::nullopt;
    return it.trace.times[it.index++];
  }
};

bool Arrivals::search(std::uint32_t changes) {
  auto* it = std::get_if<Switching>(&generator_);
  if (!it) return true;
  Next next{random_};
  for (; !next.is_in_this_stay(*it); --changes) {
    if (changes == 0) return false;
    next.leave_stay(*it);
  }
  return true;
}

Time Arrivals::searched() const {
  const auto* it = std::get_if<Switching>(&generator_);
  return it ? it->begin : Time{0};
}

std::optional<Time> Arrivals::next() { return std::visit(Next{random_}, generator_); }

}  // namespace stepstorm::world
