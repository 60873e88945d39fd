// The operations of the API: their names, what their requests may be, and who carries them out. A file in operations/ for
// each family. Source: semantics.md 9.3.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "api/account.hpp"
#include "api/error.hpp"
#include "api/shape.hpp"

namespace stepstorm::api {

/// Given a request that fits its shapes. The first answers at once, the second when it can.
using Answers = Result (*)(Account&, const Json& request);
using AnswersLater = void (*)(Account&, const Json& request, Reply reply);

struct Operation {
  std::string_view name;
  std::vector<Shape> request;
  std::variant<Answers, AnswersLater> carry_out;
};

/// In order of their names.
[[nodiscard]] const std::vector<Operation>& operations();

/// nullptr: there is none of this name.
[[nodiscard]] const Operation* find_operation(std::string_view name);

// ---- the families
std::vector<Operation> state_machine_operations();
std::vector<Operation> version_operations();
std::vector<Operation> alias_operations();
std::vector<Operation> execution_operations();
std::vector<Operation> redrive_operations();
std::vector<Operation> map_run_operations();
std::vector<Operation> activity_operations();
std::vector<Operation> tag_operations();
std::vector<Operation> task_operations();
std::vector<Operation> definition_operations();
std::vector<Operation> test_state_operations();

// ---- shapes that several have
[[nodiscard]] Shape arn_shape(std::string_view name, bool required = true);
[[nodiscard]] Shape name_shape();
[[nodiscard]] Shape page_size_shape(std::int64_t most = 1000);
[[nodiscard]] Shape page_token_shape(std::int64_t most = 1024);
[[nodiscard]] Shape tags_shape(bool required);
[[nodiscard]] Shape included_data_shape();

}  // namespace stepstorm::api
