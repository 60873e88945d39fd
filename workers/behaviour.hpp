// The interface of a worker's behaviour: turns a task into an outcome after its service time. Each kind has its own
// file under workers/.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "messages/messages.hpp"
#include "values/payload.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::workers {

/// The attempt succeeds.
struct Succeed {
  Payload output;
};
/// The attempt fails as a function that throws: the machine sees the type as the error name.
struct Raise {
  std::string type;     // "Order.MissingId"
  std::string message;  // for people
};
/// The attempt fails; the cause already has the form that the machine sees.
struct Fail {
  std::string error;
  std::string cause;
  std::optional<std::string> death;  // the worker dies after this answer, for this reason
};
/// No answer ever comes.
struct Hang {};
/// The worker dies, and all its attempts fail.
struct Crash {
  std::string reason;
};
/// The worker answers with this text, JSON or not.
struct Write {
  std::string text;
};
/// The attempt has begun; `Behaviour::take_outcomes` returns its outcome later.
struct Await {};
using Outcome = std::variant<Succeed, Raise, Fail, Hang, Crash, Write, Await>;

/// The outcome of an awaited attempt. Without a token it concerns the worker itself and is a Crash.
struct LaterOutcome {
  std::optional<messages::TaskToken> token;
  Outcome outcome;
};

/// Equal tasks get equal outcomes on every worker and in every order: random draws come from a stream named after the
/// task, not from a stream of the worker. Behaviours that await processes outside do not guarantee this.
class Behaviour {
 public:
  virtual ~Behaviour() = default;
  /// May move the input out of the task.
  virtual Outcome run(messages::Task&& task) = 0;
  /// The same with the time, for entries in books. The outcome does not depend on the time.
  virtual Outcome run_at(messages::Task&& task, TimePoint) { return run(std::move(task)); }

  /// Whether tasks may have service times of their own, and the time of one task; nullopt: the worker's service time.
  virtual bool has_own_times() const { return false; }
  virtual std::optional<std::chrono::nanoseconds> own_time(const messages::Task&) { return std::nullopt; }

  // ---- for behaviours that accept a task and answer it later, without being busy meanwhile
  /// Whether any task may be answered later, and when this one, accepted now, is answered; nullopt: now.
  virtual bool may_answer_later() const { return false; }
  virtual std::optional<TimePoint> answer_at(const messages::Task&, TimePoint) { return std::nullopt; }

  // ---- for behaviours that return Await
  /// The behaviour calls `wake`, on any thread, when there are outcomes to take.
  virtual void wake_by(std::function<void()> wake) { static_cast<void>(wake); }
  /// Returns one outcome for each awaited attempt, in the order in which they came.
  [[nodiscard]] virtual std::vector<LaterOutcome> take_outcomes() { return {}; }
};

}  // namespace stepstorm::workers
