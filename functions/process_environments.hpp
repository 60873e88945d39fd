// Execution environments that are processes: a launcher that starts them, a thread that watches them.
#pragma once

#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "functions/statistics.hpp"
#include "workers/functions/function.hpp"

namespace stepstorm::functions {

class ProcessEnvironments final : public orchestration::Environments {
 public:
  /// Only while the program has one thread. What is wrong, if it cannot be had.
  [[nodiscard]] static tl::expected<std::shared_ptr<ProcessEnvironments>, std::string> start();

  /// Ends all processes. Environments that are still there answer nothing more.
  ~ProcessEnvironments() override;
  ProcessEnvironments(const ProcessEnvironments&) = delete;
  ProcessEnvironments& operator=(const ProcessEnvironments&) = delete;

  [[nodiscard]] std::unique_ptr<orchestration::Environment> make(
      std::shared_ptr<const orchestration::FunctionOptions> function, std::function<void(std::string)> died) override;

  [[nodiscard]] StatisticsByName statistics() const;

  class Watch;

 private:
  explicit ProcessEnvironments(std::shared_ptr<Watch> watch) : watch_(std::move(watch)) {}

  std::shared_ptr<Watch> watch_;
};

}  // namespace stepstorm::functions
