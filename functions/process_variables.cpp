#include "functions/process_variables.hpp"

#include <map>

#include "asl/arn.hpp"

namespace stepstorm::functions {

std::vector<std::string> process_variables(const workers::FunctionOptions& function,
                                           std::uint16_t port,
                                           std::string_view log_stream) {
  const auto arn = asl::split_arn(function.arn);
  const std::string region{arn && !arn->region.empty() ? arn->region : asl::Home{}.region};
  std::map<std::string, std::string> variables{
      {"PATH", "/usr/local/bin:/usr/bin:/bin"},
      {"LANG", "C.UTF-8"},
      {"TZ", ":UTC"},
      {"_HANDLER", function.handler},
      {"LAMBDA_TASK_ROOT", function.folder},
      {"LAMBDA_RUNTIME_DIR", function.folder},
      {"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + std::to_string(port)},
      {"AWS_LAMBDA_FUNCTION_NAME", function.name},
      {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"},
      {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", std::to_string(function.memory_mib)},
      {"AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name},
      {"AWS_LAMBDA_LOG_STREAM_NAME", std::string{log_stream}},
      {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
      {"AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime},
      {"AWS_REGION", region},
      {"AWS_DEFAULT_REGION", region},
      {"AWS_ACCESS_KEY_ID", "stepstorm"},
      {"AWS_SECRET_ACCESS_KEY", "stepstorm"},
      {"AWS_SESSION_TOKEN", "stepstorm"},
      {"AWS_CONFIG_FILE", "/nonexistent/aws/config"},
      {"AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/aws/credentials"},
      {"AWS_EC2_METADATA_DISABLED", "true"},
  };
  for (const auto& [name, value] : function.environment) variables[name] = value;
  std::vector<std::string> all;
  for (const auto& [name, value] : variables) all.push_back(name + '=' + value);
  return all;
}

}  // namespace stepstorm::functions
