// `stepstorm serve`: the API of AWS Step Functions on a port.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "api/account.hpp"
#include "launch/functions.hpp"

namespace stepstorm::app {

struct ServeOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8083;  // 0: any free port
  std::string account = "123456789012";
  std::string region = "us-east-1";
  std::optional<std::filesystem::path> settings;
  launch::FunctionChoice functions;  // only the endpoint is set
  api::Clock clock = api::Clock::Wall;
  std::optional<std::filesystem::path> faults;  // a fault plan
  std::optional<std::filesystem::path> mocks;   // a MockConfigFile.json
  double wait_time_scale = 1;
  bool allow_remote = false;                     // may listen where others reach it
  std::optional<std::filesystem::path> keys;     // who may sign requests
  std::vector<std::string> allowed_hosts;        // by which others call it
  std::optional<std::uint32_t> definitions_mib;  // of an account; default: a 64th of the available memory
};

/// Services with an endpoint option in AWS Step Functions Local; `serve` refuses these options. Source: semantics.md
/// 10.
inline constexpr std::string_view foreign_services[] = {
    "batch", "dynamodb", "ecs", "glue", "sagemaker", "sqs", "sns", "stepfunctions"};

/// Serves until SIGINT or SIGTERM. Returns 0 after such a signal, 2 when the server could not start.
int serve_command(const ServeOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
