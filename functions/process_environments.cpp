#include "functions/process_environments.hpp"

#include <utility>

#include "functions/process_environment.hpp"
#include "functions/watch.hpp"

namespace stepstorm::functions {
namespace {

/// A worker's handle on its environment.
class Handle final : public workers::Environment {
 public:
  explicit Handle(std::shared_ptr<ProcessEnvironment> environment) : environment_(std::move(environment)) {}
  ~Handle() override { environment_->close(); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  void invoke(workers::Invocation&& invocation, Answer answer) override {
    environment_->invoke(std::move(invocation.payload), std::move(answer));
  }

 private:
  std::shared_ptr<ProcessEnvironment> environment_;
};

}  // namespace

tl::expected<std::shared_ptr<ProcessEnvironments>, std::string> ProcessEnvironments::start() {
  auto launcher = Launcher::start();
  if (!launcher) return tl::unexpected{std::move(launcher.error())};
  return std::shared_ptr<ProcessEnvironments>{new ProcessEnvironments{std::make_shared<Watch>(std::move(*launcher))}};
}

ProcessEnvironments::~ProcessEnvironments() { watch_->stop(); }

std::unique_ptr<workers::Environment> ProcessEnvironments::make(
    std::shared_ptr<const workers::FunctionOptions> function, std::function<void(std::string)> died) {
  auto environment = std::make_shared<ProcessEnvironment>(watch_, std::move(function), std::move(died));
  watch_->look_after(environment);
  return std::make_unique<Handle>(std::move(environment));
}

StatisticsByName ProcessEnvironments::statistics() const { return watch_->statistics(); }

}  // namespace stepstorm::functions
