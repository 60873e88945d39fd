// Notifies the customer of the order's result.
#pragma once

#include <string>

#include "workers/behaviour.hpp"

namespace stepstorm::workers {

struct NotifyOptions {
  std::string channel = "email";
};

class Notify final : public Behaviour {
 public:
  explicit Notify(NotifyOptions options) : options_(std::move(options)) {}

  /// The input with `"notification": {"status": "SENT", "channel": "email"}`.
  Outcome run(messages::Task&& task) override;

 private:
  NotifyOptions options_;
};

}  // namespace stepstorm::workers
