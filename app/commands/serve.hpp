// `stepstorm serve`: the API of AWS Step Functions on a port.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>

#include "api/account.hpp"
#include "launch/functions.hpp"

namespace stepstorm::app {

struct ServeOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8083;  // 0: any that is free
  std::string account = "123456789012";
  std::string region = "us-east-1";
  std::optional<std::filesystem::path> settings;
  FunctionChoice functions;  // but for what is recorded
  api::Clock clock = api::Clock::Wall;
};

/// Until SIGINT or SIGTERM. Exit code 0: it was asked to end; 2: it could not begin.
int serve_command(const ServeOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
