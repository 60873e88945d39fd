// What a worker does with an attempt, once its service time is over. One kind of behaviour is one file under workers/.
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

namespace stepstorm::orchestration {

/// It is done.
struct Succeed {
  Payload output;
};
/// It failed with an error of its own, as a function that throws: the machine sees the type as error name.
struct Raise {
  std::string type;     // "Order.MissingId"
  std::string message;  // for people
};
/// It failed, and the cause is already in the form that the machine sees.
struct Fail {
  std::string error;
  std::string cause;
  std::optional<std::string> death;  // the worker dies once this is answered, for this reason
};
/// No answer ever comes.
struct Hang {};
/// The worker dies, and with it everything it was working on.
struct Crash {
  std::string reason;
};
/// It answers with this text, which may be anything.
struct Write {
  std::string text;
};
/// It has begun; its outcome comes later, by `Behaviour::take_outcomes`.
struct Await {};
using Outcome = std::variant<Succeed, Raise, Fail, Hang, Crash, Write, Await>;

/// What has become of an attempt that was awaited. No token: what has happened concerns the worker itself; a Crash.
struct LaterOutcome {
  std::optional<messages::TaskToken> token;
  Outcome outcome;
};

/// Equal tasks get equal outcomes, whichever worker runs them and in whatever order: what is random about them is
/// drawn from a stream named after the task, not from one that the worker goes through. Those that await processes
/// outside promise none of this.
class Behaviour {
 public:
  virtual ~Behaviour() = default;
  /// May take the task's input out of it: it is not needed afterwards.
  virtual Outcome run(messages::Task&& task) = 0;
  /// The same, told the time by a worker: for what is written into books. The outcome does not depend on it.
  virtual Outcome run_at(messages::Task&& task, TimePoint) { return run(std::move(task)); }

  /// Whether tasks may take times of their own, and that of one; nullopt: the worker's service time.
  virtual bool has_own_times() const { return false; }
  virtual std::optional<std::chrono::nanoseconds> own_time(const messages::Task&) { return std::nullopt; }

  // ---- of those that accept a task and answer it later, without working at it meanwhile
  /// Whether any of its tasks may be such, and when this one, accepted now, is answered; nullopt: now.
  virtual bool may_answer_later() const { return false; }
  virtual std::optional<TimePoint> answer_at(const messages::Task&, TimePoint) { return std::nullopt; }

  // ---- of those that say Await
  /// `wake` is to be called, on any thread, when there are outcomes to take.
  virtual void wake_by(std::function<void()> wake) { static_cast<void>(wake); }
  /// One for each attempt that was awaited, in the order in which they came.
  [[nodiscard]] virtual std::vector<LaterOutcome> take_outcomes() { return {}; }
};

}  // namespace stepstorm::orchestration
