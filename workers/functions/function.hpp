// A user's own Lambda function as the behaviour of a worker. A worker is one execution environment, which runs one
// invocation at a time and keeps its process for the next. Environment hides how processes are started and called.
// Source: AWS Lambda, "Lambda execution environment", "Using the Lambda runtime API".
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "workers/behaviour.hpp"
#include "world/stream.hpp"

namespace stepstorm::workers {

struct FunctionOptions {
  std::string name;                                 // "ValidateOrderFunction"
  std::string arn;                                  // without a version
  std::vector<std::string> command;                 // a program, then its arguments
  std::string handler;                              // value of _HANDLER; may be empty
  std::string folder;                               // absolute: LAMBDA_TASK_ROOT, and the process's working directory
  std::string runtime = "provided";                 // "python3": run by stepstorm's shim for Python
  std::chrono::nanoseconds timeout{3'000'000'000};  // Lambda's default; at most 15 minutes
  std::uint32_t memory_mib = 128;                  // Lambda's default; resident size of the process and its descendants
  std::uint32_t concurrency = 10;                  // invocations at once; the default of a new account
  std::map<std::string, std::string> environment;  // variables, in addition to Lambda's
  /// URL of an endpoint that answers Lambda's Invoke, for functions that are not declared: no process is started then.
  std::string endpoint;
};

/// One call of a function and the attempt that makes it: see messages::Task.
struct Invocation {
  std::string payload;  // JSON text; for an endpoint the parameters of lambda:invoke
  std::uint64_t execution = 0;
  std::uint32_t visit = 0;
  std::uint32_t attempt = 1;
  std::uint64_t chance = 0;  // random bits of this invocation
};

/// One execution environment: at most one process, started by the first invocation.
class Environment {
 public:
  using Answer = std::function<void(Outcome)>;

  /// Ends the process and its descendants; an invocation under way gets no answer.
  virtual ~Environment() = default;
  /// Answered once, on any thread, by Succeed, Write or Fail. Must not be called again before the answer.
  virtual void invoke(Invocation&& invocation, Answer answer) = 0;
  /// Returns the duration of the invocation when it is known beforehand.
  virtual std::optional<std::chrono::nanoseconds> known_time(const Invocation& invocation) {
    static_cast<void>(invocation);
    return std::nullopt;
  }
};

/// Makes execution environments. Safe for concurrent use.
class Environments {
 public:
  virtual ~Environments() = default;
  /// `died` is called once, on any thread, with the reason, when the process has ended outside an invocation.
  [[nodiscard]] virtual std::unique_ptr<Environment> make(std::shared_ptr<const FunctionOptions> function,
                                                          std::function<void(std::string)> died) = 0;
};

/// How a worker waits for its function.
enum class FunctionWait {
  Woken,    // the worker goes on and is woken up: in real time
  Blocked,  // the worker blocks: virtual time does not pass meanwhile
};

/// The function of a resource.
struct FunctionRow {
  std::shared_ptr<const FunctionOptions> options;
  std::shared_ptr<Environments> environments;  // null until launch sets it
  FunctionWait wait = FunctionWait::Woken;
  bool takes_known_times = false;  // true: known_time replaces the worker's service time
};

class Function final : public Behaviour {
 public:
  /// `random`: the stream of the resource.
  explicit Function(const FunctionRow& row, world::Stream random = {});
  ~Function() override;
  Function(const Function&) = delete;
  Function& operator=(const Function&) = delete;

  Outcome run(messages::Task&& task) override;
  bool has_own_times() const override { return takes_known_times_; }
  std::optional<std::chrono::nanoseconds> own_time(const messages::Task& task) override;
  void wake_by(std::function<void()> wake) override;
  [[nodiscard]] std::vector<LaterOutcome> take_outcomes() override;

 private:
  class Inbox;

  Invocation invocation_of(const messages::Task& task) const;

  FunctionWait wait_;
  bool takes_known_times_;
  std::chrono::nanoseconds time_limit_;
  world::Stream random_;
  std::shared_ptr<Inbox> inbox_;  // shared with pending answers
  std::unique_ptr<Environment> environment_;
};

}  // namespace stepstorm::workers
