#include "orchestration/binding.hpp"

#include <algorithm>

#include "asl/resource.hpp"
#include "asl/string_pattern.hpp"
#include "values/json.hpp"

namespace stepstorm::orchestration {
namespace {

constexpr std::string_view functions_prefix = "arn:aws:lambda:";

/// Returns arn:<partition>:states:::<integration>, without the region and account that the task's ARN may have.
std::string integration_arn(const asl::Resource& resource, const asl::ServiceResource& service) {
  const auto arn = asl::split_arn(resource.arn);
  return "arn:" + std::string(arn ? arn->partition : "aws") + ":states:::" + service.type + ':' + service.action;
}

/// Returns the region and account of the row's functions, as far as its ARN states them.
asl::Home home_of_row(std::string_view row_arn) {
  asl::Home home;
  const auto arn = asl::split_arn(row_arn);
  if (!arn) return home;
  if (!arn->region.empty() && !is_pattern(arn->region)) home.region = arn->region;
  if (std::all_of(arn->account.begin(), arn->account.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
      !arn->account.empty())
    home.account = arn->account;
  return home;
}

}  // namespace

TaskNames names_of(const asl::Resource& resource, const std::optional<asl::FunctionName>& function) {
  TaskNames names{.function = function, .arns = {}};
  if (std::holds_alternative<asl::LambdaResource>(resource.kind)) return names;
  if (const auto* service = std::get_if<asl::ServiceResource>(&resource.kind))
    names.arns.push_back(integration_arn(resource, *service));
  if (names.arns.empty() || names.arns.back() != resource.arn) names.arns.push_back(resource.arn);
  return names;
}

std::optional<asl::FunctionName> function_of(const asl::TaskState& task, const asl::Home& home) {
  if (std::holds_alternative<asl::LambdaResource>(task.resource.kind))
    return asl::parse_function_name(task.resource.arn, home);
  if (!asl::invokes_function(task.resource) || !task.target) return std::nullopt;
  return asl::parse_function_name(*task.target, home);
}

bool is_pattern(std::string_view row_arn) { return row_arn.find('*') != row_arn.npos; }

std::optional<std::string> fitting(std::string_view row_arn, const TaskNames& names) {
  const auto pattern = is_pattern(row_arn) ? asl::StringPattern::parse(row_arn) : std::nullopt;
  const auto fits = [&](const std::string& name) { return pattern ? pattern->matches(name) : name == row_arn; };
  if (names.function) {
    const auto function = at_home(*names.function, home_of_row(row_arn));
    if (fits(function.function)) return function.function;
    if (fits(function.arn())) return function.arn();
  }
  const auto name = std::find_if(names.arns.begin(), names.arns.end(), fits);
  return name == names.arns.end() ? std::nullopt : std::optional{*name};
}

bool may_fit_functions(std::string_view row_arn) {
  if (!is_pattern(row_arn)) return asl::parse_function_name(row_arn).has_value();
  const auto literal = row_arn.substr(0, row_arn.find('*'));
  return literal.starts_with(functions_prefix) || functions_prefix.starts_with(literal);
}

std::optional<ResourceIndex> resource_for(const TaskNames& names, const std::vector<ResourceBinding>& resources) {
  std::optional<ResourceIndex> best;
  const auto is_better = [&](const ResourceBinding& candidate) {
    if (!best) return true;
    const ResourceBinding& known = resources[*best];
    if (candidate.row != known.row) return candidate.row < known.row;
    return is_pattern(known.arn) && !is_pattern(candidate.arn);
  };
  for (ResourceIndex index = 0; index < resources.size(); ++index)
    if (is_better(resources[index]) && fitting(resources[index].arn, names)) best = index;
  return best;
}

std::string nothing_answers(const std::string& state, const std::string& arn) {
  return "nothing answers state '" + state + "': no workers are bound to " + arn;
}

std::string how_to_bind(const std::string& state, const std::string& arn) {
  const Json row{{"name", state}, {"arn", arn}, {"kind", "echo"}};
  return "a row such as " + to_text(row) + " in the \"resources\" of the settings binds them";
}

}  // namespace stepstorm::orchestration
