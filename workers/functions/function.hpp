// A user's own Lambda function as what a worker does: the worker stands for one execution environment, which runs one
// invocation at a time and keeps its process for the next. How processes are started and spoken to is behind Environment.
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

namespace stepstorm::orchestration {

struct FunctionOptions {
  std::string name;                                 // "ValidateOrderFunction"
  std::string arn;                                  // without a version
  std::vector<std::string> command;                 // what is executed: a program, then its arguments
  std::string handler;                              // what _HANDLER says; may be empty
  std::string folder;                               // absolute: LAMBDA_TASK_ROOT, and where the process begins
  std::string runtime = "provided";                 // "python3": run by the shim that stepstorm has for it
  std::chrono::nanoseconds timeout{3'000'000'000};  // Lambda's default; at most 15 minutes
  std::uint32_t memory_mib = 128;                  // Lambda's default; resident size of the process and its descendants
  std::uint32_t concurrency = 10;                  // invocations at once, as a new account has them
  std::map<std::string, std::string> environment;  // variables, beside those of Lambda
  /// URL of what answers Lambda's Invoke for all functions that nothing else names: no process is started then.
  std::string endpoint;
};

/// One call of a function, and whose attempt it is: see messages::Task.
struct Invocation {
  std::string payload;  // JSON text; for an endpoint the parameters of lambda:invoke
  std::uint64_t execution = 0;
  std::uint32_t visit = 0;
  std::uint32_t attempt = 1;
  std::uint64_t chance = 0;  // drawn for it
};

/// One execution environment: at most one process, started by the first invocation.
class Environment {
 public:
  using Answer = std::function<void(Outcome)>;

  /// Ends the process and all that it has started; what is under way is not answered any more.
  virtual ~Environment() = default;
  /// Answered once, on any thread, by Succeed, Write or Fail. Not to be called again before that.
  virtual void invoke(Invocation&& invocation, Answer answer) = 0;
  /// What the invocation takes, where that is known beforehand.
  virtual std::optional<std::chrono::nanoseconds> known_time(const Invocation& invocation) {
    static_cast<void>(invocation);
    return std::nullopt;
  }
};

/// Makes execution environments. Safe for concurrent use.
class Environments {
 public:
  virtual ~Environments() = default;
  /// `died` is called once, on any thread, when the process has ended while there was no invocation; with the reason.
  [[nodiscard]] virtual std::unique_ptr<Environment> make(std::shared_ptr<const FunctionOptions> function,
                                                          std::function<void(std::string)> died) = 0;
};

/// How a worker is to wait for its function.
enum class FunctionWait {
  Woken,    // it goes on and is woken up: in real time
  Blocked,  // it stands still: virtual time does not pass meanwhile
};

/// Of a resource whose workers run a function.
struct FunctionRow {
  std::shared_ptr<const FunctionOptions> options;
  std::shared_ptr<Environments> environments;  // null until something is there that can start them
  FunctionWait wait = FunctionWait::Woken;
  bool takes_known_times = false;  // of its environments, in place of the worker's service time
};

class Function final : public Behaviour {
 public:
  /// `random`: of the resource.
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
  std::shared_ptr<Inbox> inbox_;  // outlives what answers
  std::unique_ptr<Environment> environment_;
};

}  // namespace stepstorm::orchestration
