#include "api/operation.hpp"

#include <algorithm>
#include <iterator>

namespace stepstorm::api {
namespace {

std::vector<Operation> all_operations() {
  std::vector<Operation> all;
  for (const auto family : {state_machine_operations,
                            version_operations,
                            alias_operations,
                            execution_operations,
                            redrive_operations,
                            map_run_operations,
                            activity_operations,
                            task_operations,
                            tag_operations,
                            definition_operations,
                            test_state_operations}) {
    auto some = family();
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return all;
}

}  // namespace

const std::vector<Operation>& operations() {
  static const std::vector<Operation> all = all_operations();
  return all;
}

const Operation* find_operation(std::string_view name) {
  const auto& all = operations();
  const auto found =
      std::lower_bound(all.begin(), all.end(), name, [](const auto& one, auto wanted) { return one.name < wanted; });
  return found == all.end() || found->name != name ? nullptr : &*found;
}

Shape arn_shape(std::string_view name, bool required) {
  return {.name = name, .required = required, .least = 1, .most = 256};
}

Shape name_shape() { return {.name = "name", .required = true, .least = 1, .most = 80}; }

Shape page_size_shape(std::int64_t most) {
  return {.name = "maxResults", .kind = Kind::Integer, .least = 0, .most = most};
}

Shape page_token_shape(std::int64_t most) { return {.name = "nextToken", .least = 1, .most = most}; }

Shape tags_shape(bool required) {
  return {.name = "tags",
          .kind = Kind::List,
          .required = required,
          .members = {{.kind = Kind::Object,
                       .members = {{.name = "key", .least = 1, .most = 128}, {.name = "value", .most = 256}}}}};
}

Shape included_data_shape() { return {.name = "includedData", .enums = {"ALL_DATA", "METADATA_ONLY"}}; }

}  // namespace stepstorm::api
