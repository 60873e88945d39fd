// One account: a world of its own, with state machines, executions, an engine and a clock.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/system.hpp"
#include "api/execution_store.hpp"
#include "api/registry.hpp"
#include "config/settings.hpp"
#include "world/stream.hpp"

namespace stepstorm::api {

struct AccountOptions {
  std::string account = "123456789012";
  std::string region = "us-east-1";
  config::Settings settings;          // who answers tasks
  std::size_t ended_max = 1'000'000;  // executions that have ended and are kept
};

/// Used by one thread, but for what the engine's threads tell the store.
class Account {
 public:
  explicit Account(AccountOptions options);
  ~Account();
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;

  TimePoint now() const;
  std::string uuid() { return names_.uuid(); }
  world::Stream& choices() { return choices_; }

  /// arn:aws:states:<region>:<account>:<resource>
  std::string arn(const std::string& resource) const;
  const AccountOptions& options() const { return options_; }

  Registry registry;
  ExecutionStore store;
  actors::System& engine() { return *engine_; }

 private:
  AccountOptions options_;
  world::Stream names_;
  world::Stream choices_;  // of aliases
  std::unique_ptr<actors::System> engine_;
};

}  // namespace stepstorm::api
