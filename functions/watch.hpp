// The state that the environments of a run share: the launcher, the thread that watches processes, and the statistics.
// Safe for concurrent use.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>  // before asio: Boost 1.74 forgets it under C++20

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "functions/launcher.hpp"
#include "functions/process_environments.hpp"

namespace stepstorm::functions {

class ProcessEnvironment;

class ProcessEnvironments::Watch {
 public:
  /// Interval between checks of deadlines.
  static constexpr std::chrono::milliseconds tick{10};

  explicit Watch(Launcher launcher);
  /// As stop.
  ~Watch() { stop(); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  boost::asio::io_context& context() { return context_; }
  [[nodiscard]] tl::expected<StartedProcess, std::string> launch(const ProcessSpec& spec);
  /// Calls `look` of the environment on every tick as long as it exists.
  void look_after(const std::shared_ptr<ProcessEnvironment>& environment);
  void count(const std::string& function, const std::function<void(FunctionStatistics&)>& add);
  [[nodiscard]] StatisticsByName statistics() const;

  /// Ends all processes and the watch's thread; must be called on another thread. Nothing is launched afterwards.
  void stop();

 private:
  void look();
  std::vector<std::shared_ptr<ProcessEnvironment>> environments();

  mutable std::mutex mutex_;
  std::optional<Launcher> launcher_;  // nullopt after stop
  std::vector<std::weak_ptr<ProcessEnvironment>> environments_;
  StatisticsByName statistics_;
  boost::asio::io_context context_{1};
  boost::asio::steady_timer timer_{context_};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context_.get_executor()};
  bool stopping_ = false;  // used on the watch's thread only
  std::thread thread_;
};

}  // namespace stepstorm::functions
