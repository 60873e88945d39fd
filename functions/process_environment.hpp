// One execution environment: its process, the current invocation with its deadline, and the failure when the process
// ends. Safe for concurrent use: invocations come from a worker's thread, requests from the server's, ends and
// deadlines from the watch's.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <spdlog/logger.h>

#include "functions/function_process.hpp"
#include "functions/runtime_call.hpp"
#include "functions/watch.hpp"
#include "workers/functions/function.hpp"

namespace stepstorm::functions {

class ProcessEnvironment : public std::enable_shared_from_this<ProcessEnvironment> {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  /// Limit from the start of a process to its first request for an invocation. Source: AWS Lambda, "Lambda execution
  /// environment", init phase.
  static constexpr std::chrono::seconds init_time_max{10};

  ProcessEnvironment(std::shared_ptr<ProcessEnvironments::Watch> watch,
                     std::shared_ptr<const workers::FunctionOptions> function,
                     std::function<void(std::string)> died);

  void invoke(std::string payload, workers::Environment::Answer answer);
  /// Ends the process when a deadline has passed.
  void look(Instant now);
  /// Ends the process; there are no answers afterwards.
  void close();

 private:
  using Later = std::vector<std::function<void()>>;  // calls to make after unlocking
  struct Invocation {
    std::string request_id;
    std::string payload;
    workers::Environment::Answer answer;
    std::optional<Instant> handed_over;  // when the process got it
  };

  template <class Act>
  void with_lock(Act&& act);

  void start_process(Later& later);
  void hand_over();
  void request(const FunctionProcess* process, http::Request&& asked, http::Respond respond);
  void next(http::Respond&& respond);
  void take_response(const std::string& request_id, std::string&& body, const http::Respond& respond, Later& later);
  void take_error(const std::string& request_id, std::string&& body, const http::Respond& respond, Later& later);
  void take_init_error(std::string&& body, const http::Respond& respond, Later& later);
  bool is_under_way(const std::string& request_id) const;
  void ended(const FunctionProcess* process, const KeeperReport& report);
  void fail_process(workers::Fail&& failure, Later& later);
  void conclude(workers::Outcome&& outcome, Later& later);
  void drop_process();
  std::string request_id();
  http::Response invocation_response() const;

  const std::shared_ptr<ProcessEnvironments::Watch> watch_;
  const std::shared_ptr<const workers::FunctionOptions> function_;
  const std::shared_ptr<spdlog::logger> log_;

  std::mutex mutex_;
  std::function<void(std::string)> died_;
  std::shared_ptr<FunctionProcess> process_;  // null: there is no process
  Instant started_;                           // start of the process
  bool ready_ = false;                        // the process has asked for its first invocation
  http::Respond waiting_;                     // the process's pending request for the next invocation
  std::optional<Invocation> current_;
  std::string last_request_id_ = "-";
};

}  // namespace stepstorm::functions
