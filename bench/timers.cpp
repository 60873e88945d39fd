// What does a timer cost when a million are outstanding: to arm, to disarm, to let it go off?
#include <cstdint>
#include <utility>
#include <vector>

#include "bench/harness/harness.hpp"
#include "orchestration/timer_wheel.hpp"
#include "world/stream.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::bench;
using orchestration::TimerHandle;

/// As large as what the orchestrator keeps with a timer.
struct Target {
  std::uint64_t execution = 0;
  std::uint64_t attempt = 0;
};
using Wheel = orchestration::TimerWheel<Target>;
using Tick = Wheel::Tick;

constexpr Tick second = 1'000'000'000;
constexpr Tick start_tick = 1'700'000'000 * second;

enum class Due { Together, Spread };

/// When timers are due: all so long after they were armed, as timeouts of one state are, or anywhere within a minute.
Tick due(Due how, Tick now, world::Stream& random) {
  return how == Due::Together ? now + 60 * second : now + 1 + random.below(60 * second);
}

struct Measured {
  double arm = 0;  // nanoseconds, each
  double rearm = 0;
  double fire = 0;
};

double nanoseconds_each(double seconds, std::size_t count) { return seconds * 1e9 / static_cast<double>(count); }

Measured measure(Session& session, Due how, std::size_t count, std::uint64_t seed) {
  auto random = world::Stream::named(seed, "timers");
  Wheel wheel{start_tick};
  std::vector<TimerHandle> handles(count);
  Tick now = start_tick;
  Measured measured;
  measured.arm = nanoseconds_each(seconds_of([&] {
                                    for (std::size_t i = 0; i < count; ++i)
                                      handles[i] = wheel.schedule(due(how, ++now, random), {i, i});
                                  }),
                                  count);
  session.check("as many timers are outstanding as were armed", wheel.size() == count);
  // As tasks do: the oldest is answered, its timer disarmed, and the next task arms one.
  measured.rearm = nanoseconds_each(seconds_of([&] {
                                      for (std::size_t i = 0; i < count; ++i) {
                                        wheel.cancel(handles[i]);
                                        handles[i] = wheel.schedule(due(how, ++now, random), {i, i});
                                      }
                                    }),
                                    count);
  session.check("as many are outstanding after disarming and arming each", wheel.size() == count);
  std::uint64_t fired = 0;
  Tick last = 0;
  bool in_order = true;
  measured.fire = nanoseconds_each(seconds_of([&] {
                                     wheel.advance(now + 61 * second, [&](Tick when, Target&&) {
                                       in_order = in_order && when >= last;
                                       last = when;
                                       ++fired;
                                     });
                                   }),
                                   count);
  session.check("every timer went off once, in order", fired == count && in_order && wheel.size() == 0);
  return measured;
}

void measure_all(Session& session) {
  const std::size_t count = session.quick() ? 10'000 : 1'000'000;
  session.condition("outstanding", figure(static_cast<double>(count)) + " timers");
  session.condition("due", "together: each 60 s after it was armed; spread: anywhere within 60 s");
  for (int repetition = 0; repetition < session.repetitions(); ++repetition)
    for (const auto& [how, name] : {std::pair{Due::Together, "together"}, {Due::Spread, "spread"}}) {
      const Measured one = measure(session, how, count, session.seed() + static_cast<std::uint64_t>(repetition));
      session.sample("arm, from none to all, due " + std::string{name}, "ns", Better::Less, one.arm);
      session.sample("disarm the oldest and arm another, due " + std::string{name}, "ns", Better::Less, one.rearm);
      session.sample("go off, due " + std::string{name}, "ns", Better::Less, one.fire);
    }
}

}  // namespace

int main(int argc, char** argv) {
  return run(argc, argv, "timers", "Nanoseconds per timer with a million outstanding.", 5, measure_all);
}
