// Execution environments that run processes: a launcher starts them, a thread watches them.
#pragma once

#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "functions/statistics.hpp"
#include "workers/functions/function.hpp"

namespace stepstorm::functions {

class ProcessEnvironments final : public workers::Environments {
 public:
  /// Must be called while the program has only one thread. The error says why the launcher cannot be started.
  [[nodiscard]] static tl::expected<std::shared_ptr<ProcessEnvironments>, std::string> start();

  /// Ends all processes. Environments that still exist answer nothing afterwards.
  ~ProcessEnvironments() override;
  ProcessEnvironments(const ProcessEnvironments&) = delete;
  ProcessEnvironments& operator=(const ProcessEnvironments&) = delete;

  [[nodiscard]] std::unique_ptr<workers::Environment> make(std::shared_ptr<const workers::FunctionOptions> function,
                                                           std::function<void(std::string)> died) override;

  [[nodiscard]] StatisticsByName statistics() const;

  class Watch;

 private:
  explicit ProcessEnvironments(std::shared_ptr<Watch> watch) : watch_(std::move(watch)) {}

  std::shared_ptr<Watch> watch_;
};

}  // namespace stepstorm::functions
