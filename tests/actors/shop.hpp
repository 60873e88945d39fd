// The order workflow for tests of the whole system: three resources, their machines, and an observer that remembers.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "actors/system.hpp"
#include "asl/compile.hpp"
#include "execution/history.hpp"

namespace stepstorm::actors {

inline std::string lambda(const std::string& name) { return "arn:aws:lambda:us-east-1:123456789012:function:" + name; }

inline workers::ResourceOptions resource(const std::string& name, workers::BehaviourOptions behaviour) {
  workers::ResourceOptions options;
  options.name = name;
  options.arn = lambda(name);
  options.behaviour = std::move(behaviour);
  return options;
}

inline std::vector<workers::ResourceOptions> shop_resources() {
  return {resource("validate", workers::ValidateOptions{}),
          resource("payment", workers::PaymentOptions{}),
          resource("confirm", workers::ConfirmOptions{})};
}

inline execution::StateMachinePtr machine(const std::string& definition) {
  const auto compiled = asl::compile(definition);
  if (!compiled.machine) throw std::invalid_argument(asl::render(compiled.findings.front(), "test"));
  return execution::create_state_machine("Orders", compiled.machine);
}

/// ValidateOrder -> ProcessPayment -> ConfirmOrder, each with these further fields.
inline execution::StateMachinePtr order_machine(const std::string& further = "") {
  const auto task = [&](const std::string& name, const std::string& then) {
    return R"({"Type": "Task", "Resource": ")" + lambda(name) + "\", " + further + then + "}";
  };
  return machine(R"({"StartAt": "ValidateOrder", "States": {"ValidateOrder": )" +
                 task("validate", R"("Next": "ProcessPayment")") + R"(, "ProcessPayment": )" +
                 task("payment", R"("Next": "ConfirmOrder")") + R"(, "ConfirmOrder": )" +
                 task("confirm", R"("End": true)") + "}}");
}

inline execution::StateMachinePtr wait_machine(int seconds) {
  return machine(R"({"StartAt": "Rest", "States": {"Rest": {"Type": "Wait", "Seconds": )" + std::to_string(seconds) +
                 R"(, "End": true}}})");
}

inline Payload order(const std::string& id) { return Payload{Json{{"orderId", id}}}; }

/// Remembers how executions ended, and what happened to workers. From any thread.
class Memory final : public orchestration::Observer {
 public:
  void ended(orchestration::EndedExecution&& ended) override {
    const std::lock_guard lock{mutex_};
    ends_.push_back(std::move(ended));
  }
  void worker_up(std::string_view worker, TimePoint) override { note(std::string{worker} + " up"); }
  void worker_down(std::string_view worker, std::string_view reason, TimePoint) override {
    note(std::string{worker} + " down: " + std::string{reason});
  }
  void resource_down(std::string_view resource, std::string_view, TimePoint) override {
    note(std::string{resource} + " given up");
  }
  void resource_restored(std::string_view resource, TimePoint) override { note(std::string{resource} + " restored"); }

  std::size_t ended() const {
    const std::lock_guard lock{mutex_};
    return ends_.size();
  }
  /// In order of id.
  std::vector<orchestration::EndedExecution> take() {
    const std::lock_guard lock{mutex_};
    std::sort(ends_.begin(), ends_.end(), [](const auto& left, const auto& right) {
      return left.execution.id < right.execution.id;
    });
    return std::exchange(ends_, {});
  }
  std::string take_news() {
    const std::lock_guard lock{mutex_};
    return std::exchange(news_, {});
  }

 private:
  void note(const std::string& what) {
    const std::lock_guard lock{mutex_};
    news_ += what + '\n';
  }

  mutable std::mutex mutex_;
  std::vector<orchestration::EndedExecution> ends_;
  std::string news_;
};

inline std::string history_of(const orchestration::EndedExecution& ended) {
  return render_text(ended.history, *ended.execution.state_machine);
}

inline std::string result_of(const orchestration::EndedExecution& ended) {
  const auto& status = ended.execution.status;
  std::string text{status_name(status)};
  if (const auto* succeeded = std::get_if<execution::Succeeded>(&status)) text += ' ' + to_text(*succeeded->output);
  if (const auto* failed = std::get_if<execution::Failed>(&status))
    text += ' ' + failed->reason->error.value_or("-") + ": " + failed->reason->cause.value_or("-");
  return text;
}

}  // namespace stepstorm::actors
