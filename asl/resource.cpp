#include "asl/resource.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <utility>

#include "asl/arn.hpp"
#include "values/characters.hpp"

namespace stepstorm::asl {
namespace {

using namespace std::chrono_literals;

// ---- the optimized integrations

enum : unsigned { request_response = 0, sync = 1, sync2 = 2, token = 4 };  // request_response is always offered

struct Integration {
  std::string_view service;
  std::string_view action;
  unsigned patterns;
  std::vector<std::string_view> required = {};
  std::chrono::seconds longest_call = {};  // zero: as long as TimeoutSeconds lets it
};

const std::vector<Integration>& integrations() {
  static const std::vector<Integration> table{
      {"apigateway", "invoke", token, {"ApiEndpoint", "Method"}},
      {"athena", "getQueryExecution", request_response},
      {"athena", "getQueryResults", request_response},
      {"athena", "startQueryExecution", sync, {"QueryString"}},
      {"athena", "stopQueryExecution", request_response},
      {"batch", "submitJob", sync, {"JobDefinition", "JobName", "JobQueue"}},
      {"bedrock", "createModelCustomizationJob", sync},
      {"bedrock", "invokeModel", token},
      {"bedrockagentcore", "invokeHarness", request_response, {}, 15min},
      {"codebuild", "batchDeleteBuilds", request_response},
      {"codebuild", "batchGetReports", request_response},
      {"codebuild", "deleteBuildBatch", request_response},
      {"codebuild", "retryBuildBatch", sync},
      {"codebuild", "startBuild", sync, {"ProjectName"}},
      {"codebuild", "startBuildBatch", sync, {"ProjectName"}},
      {"codebuild", "stopBuild", request_response},
      {"codebuild", "stopBuildBatch", request_response},
      {"databrew", "startJobRun", sync, {"Name"}},
      {"dynamodb", "deleteItem", request_response, {"Key", "TableName"}},
      {"dynamodb", "getItem", request_response, {"Key", "TableName"}},
      {"dynamodb", "putItem", request_response, {"Item", "TableName"}},
      {"dynamodb", "updateItem", request_response, {"Key", "TableName"}},
      {"ecs", "runTask", sync | token, {"TaskDefinition"}},
      {"eks", "call", request_response},
      {"eks", "createCluster", sync},
      {"eks", "createFargateProfile", sync},
      {"eks", "createNodegroup", sync},
      {"eks", "deleteCluster", sync},
      {"eks", "deleteFargateProfile", sync},
      {"eks", "deleteNodegroup", sync},
      {"eks", "runJob", sync | token},
      {"elasticmapreduce", "addStep", sync},
      {"elasticmapreduce", "cancelStep", request_response},
      {"elasticmapreduce", "createCluster", sync},
      {"elasticmapreduce", "modifyInstanceFleetByName", request_response},
      {"elasticmapreduce", "modifyInstanceGroupByName", request_response},
      {"elasticmapreduce", "setClusterTerminationProtection", request_response},
      {"elasticmapreduce", "terminateCluster", sync},
      {"emr-containers", "createVirtualCluster", request_response},
      {"emr-containers", "deleteVirtualCluster", sync},
      {"emr-containers", "startJobRun", sync},
      {"emr-serverless", "cancelJobRun", sync},
      {"emr-serverless", "createApplication", sync},
      {"emr-serverless", "deleteApplication", sync},
      {"emr-serverless", "startApplication", sync},
      {"emr-serverless", "startJobRun", sync},
      {"emr-serverless", "stopApplication", sync},
      {"events", "putEvents", token, {"Entries"}},
      {"glue", "startJobRun", sync, {"JobName"}},
      {"http", "invoke", request_response, {"ApiEndpoint", "Method"}},
      {"lambda", "invoke", token, {"FunctionName"}},
      {"mediaconvert", "createJob", sync},
      {"sagemaker", "createEndpoint", request_response},
      {"sagemaker", "createEndpointConfig", request_response},
      {"sagemaker", "createHyperParameterTuningJob", sync},
      {"sagemaker", "createLabelingJob", sync},
      {"sagemaker", "createModel", request_response},
      {"sagemaker", "createProcessingJob", sync},
      {"sagemaker", "createTrainingJob", sync},
      {"sagemaker", "createTransformJob", sync},
      {"sagemaker", "updateEndpoint", request_response},
      {"sns", "publish", token, {"Message"}},
      {"sqs", "sendMessage", token, {"MessageBody", "QueueUrl"}},
      {"states", "startExecution", sync | sync2 | token, {"StateMachineArn"}},
  };
  return table;
}

constexpr std::string_view sdk_prefix = "aws-sdk:";

const Integration* find_integration(std::string_view service, std::string_view action) {
  const auto& table = integrations();
  const auto found = std::find_if(table.begin(), table.end(), [&](const Integration& integration) {
    return integration.service == service && integration.action == action;
  });
  return found == table.end() ? nullptr : &*found;
}

// ---- patterns

struct Suffix {
  std::string_view text;
  unsigned offer;
  IntegrationPattern pattern;
};
constexpr std::array<Suffix, 3> suffixes{{
    {".sync", sync, IntegrationPattern::Sync},
    {".sync:2", sync2, IntegrationPattern::Sync2},
    {".waitForTaskToken", token, IntegrationPattern::WaitForTaskToken},
}};

/// The parts of an action: `startExecution` + `.sync:2`.
struct Action {
  std::string_view name;
  unsigned offer = request_response;
  IntegrationPattern pattern = IntegrationPattern::RequestResponse;
};

Action take_apart(std::string_view action) {
  for (const auto& suffix : suffixes) {
    if (!action.ends_with(suffix.text)) continue;
    return {action.substr(0, action.size() - suffix.text.size()), suffix.offer, suffix.pattern};
  }
  return {.name = action};
}

// ---- ARNs

bool is_without_region_and_account(const Arn& arn) { return arn.region.empty() && arn.account.empty(); }

bool has_region_and_account(const Arn& arn) {
  constexpr std::size_t account_digits = 12;
  return consists_of(arn.region, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; }) &&
         arn.account.size() == account_digits && consists_of(arn.account, is_digit);
}

/// A function's ARN is taken with a placeholder for its account, `your-account-id`, too; a number must be an account.
bool may_name_function(const Arn& arn) {
  const auto placeholder_character = [](char c) { return is_lower(c) || is_digit(c) || c == '-'; };
  const bool is_placeholder = consists_of(arn.account, placeholder_character) && !consists_of(arn.account, is_digit) &&
                              consists_of(arn.region, placeholder_character);
  return is_placeholder || has_region_and_account(arn);
}

/// The console exports integrations with the region and the account of the machine; they change nothing.
bool may_name_service(const Arn& arn) { return is_without_region_and_account(arn) || has_region_and_account(arn); }

/// function:<name>[:<version or alias>]
bool is_function(std::string_view resource) {
  constexpr auto name_character = [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; };
  if (!take_prefix(resource, "function:")) return false;
  const bool qualified = resource.find(':') != resource.npos;
  const auto name = take_part(resource);
  return consists_of(name, name_character) &&
         (!qualified || consists_of(resource, [&](char c) { return name_character(c) || c == '$'; }));
}

/// activity:<name>; the characters that names must not hold: semantics.md 8.1.
bool names_activity(std::string_view resource) {
  constexpr std::string_view forbidden = " \t\r\n<>{}[]?*\"#%\\^|~`$&,;:/";
  if (!take_prefix(resource, "activity:")) return false;
  return consists_of(
      resource, [&](char c) { return forbidden.find(c) == forbidden.npos && static_cast<unsigned char>(c) >= 0x20; });
}

bool is_sdk_call(std::string_view service, const Action& action) {
  const bool offered = action.offer == request_response || action.offer == token;
  return offered && consists_of(service, [](char c) { return is_lower(c) || is_digit(c); }) &&
         consists_of(action.name, is_alphanumeric) && is_lower(action.name.front());
}

bool is_offered(const Integration* integration, const Action& action) {
  return integration && (integration->patterns & action.offer) == action.offer;
}

/// <service>:<action>[<suffix>] or aws-sdk:<service>:<action>[<suffix>]
std::optional<ServiceResource> parse_service(std::string_view resource) {
  auto rest = resource;
  const bool is_sdk = take_prefix(rest, sdk_prefix);
  const auto service = take_part(rest);
  const auto action = take_apart(rest);
  const auto* integration = is_sdk ? nullptr : find_integration(service, action.name);
  const bool known = is_sdk ? is_sdk_call(service, action) : is_offered(integration, action);
  if (!known) return std::nullopt;
  const auto type = resource.substr(0, resource.size() - rest.size() - 1);
  return ServiceResource{.type = std::string(type),
                         .action = std::string(rest),
                         .pattern = action.pattern,
                         .longest_call = integration ? integration->longest_call : 0s};
}

}  // namespace

std::optional<Resource> parse_resource(std::string_view text) {
  const auto arn = split_arn(text);
  if (!arn) return std::nullopt;
  if (arn->service == "lambda" && may_name_function(*arn) && is_function(arn->resource)) {
    return Resource{.arn = std::string(text), .kind = LambdaResource{}};
  }
  if (arn->service != "states") return std::nullopt;
  if (has_region_and_account(*arn) && names_activity(arn->resource)) {
    return Resource{.arn = std::string(text), .kind = ActivityResource{}};
  }
  if (!may_name_service(*arn)) return std::nullopt;
  auto service = parse_service(arn->resource);
  if (!service) return std::nullopt;
  return Resource{.arn = "arn:" + std::string(arn->partition) + ":states:::" + std::string(arn->resource),
                  .kind = std::move(*service)};
}

bool is_s3_resource(std::string_view text, std::string_view action) {
  const auto arn = split_arn(text);
  if (!arn || arn->service != "states" || !may_name_service(*arn)) return false;
  auto rest = arn->resource;
  return take_part(rest) == "s3" && rest == action;
}

std::vector<std::string_view> required_parameters(const ServiceResource& resource) {
  const auto* integration = find_integration(resource.type, take_apart(resource.action).name);
  return integration ? integration->required : std::vector<std::string_view>{};
}

std::optional<std::int64_t> longest_attempt(const Resource& resource, std::optional<std::int64_t> timeout_seconds) {
  const auto* service = std::get_if<ServiceResource>(&resource.kind);
  if (!service || service->longest_call == 0s) return timeout_seconds;
  const std::int64_t bound = service->longest_call.count();
  return std::min(timeout_seconds.value_or(bound), bound);
}

bool is_activity(const Resource& resource) { return std::holds_alternative<ActivityResource>(resource.kind); }

bool is_callback(const Resource& resource) {
  const auto* service = std::get_if<ServiceResource>(&resource.kind);
  return service && service->pattern == IntegrationPattern::WaitForTaskToken;
}

bool has_submission(const Resource& resource) {
  const auto* service = std::get_if<ServiceResource>(&resource.kind);
  return service && service->pattern != IntegrationPattern::RequestResponse;
}

bool invokes_function(const Resource& resource) {
  const auto* service = std::get_if<ServiceResource>(&resource.kind);
  return service && service->type == "lambda" && service->action.starts_with("invoke");
}

bool starts_execution(const Resource& resource) {
  const auto* service = std::get_if<ServiceResource>(&resource.kind);
  return service && service->type == "states" && service->action.starts_with("startExecution");
}

}  // namespace stepstorm::asl
