#include "functions/watch.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>

#include "functions/process_environment.hpp"

namespace stepstorm::functions {

ProcessEnvironments::Watch::Watch(Launcher launcher) : launcher_(std::move(launcher)) {
  look();
  thread_ = std::thread{[this] { context_.run(); }};
}

tl::expected<StartedProcess, std::string> ProcessEnvironments::Watch::launch(const ProcessSpec& spec) {
  const std::lock_guard lock{mutex_};
  if (!launcher_) return tl::unexpected<std::string>{"functions are not started any more"};
  return launcher_->start(spec);
}

void ProcessEnvironments::Watch::look_after(const std::shared_ptr<ProcessEnvironment>& environment) {
  const std::lock_guard lock{mutex_};
  std::erase_if(environments_, [](const auto& known) { return known.expired(); });
  environments_.push_back(environment);
}

void ProcessEnvironments::Watch::count(const std::string& function,
                                       const std::function<void(FunctionStatistics&)>& add) {
  const std::lock_guard lock{mutex_};
  add(statistics_[function]);
}

StatisticsByName ProcessEnvironments::Watch::statistics() const {
  const std::lock_guard lock{mutex_};
  return statistics_;
}

std::vector<std::shared_ptr<ProcessEnvironment>> ProcessEnvironments::Watch::environments() {
  const std::lock_guard lock{mutex_};
  std::vector<std::shared_ptr<ProcessEnvironment>> there;
  for (const auto& known : environments_)
    if (auto environment = known.lock()) there.push_back(std::move(environment));
  return there;
}

void ProcessEnvironments::Watch::look() {
  timer_.expires_after(tick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopping_) return;
    const auto now = std::chrono::steady_clock::now();
    for (const auto& environment : environments()) environment->look(now);
    look();
  });
}

void ProcessEnvironments::Watch::stop() {
  if (!thread_.joinable()) return;
  for (const auto& environment : environments()) environment->close();
  boost::asio::post(context_, [this] {
    stopping_ = true;  // a tick that is due already is not cancelled
    timer_.cancel();
    work_.reset();
  });
  thread_.join();
  const std::lock_guard lock{mutex_};
  launcher_.reset();
}

}  // namespace stepstorm::functions
