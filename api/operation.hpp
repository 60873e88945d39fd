// The table of the API's operations: names, shapes of requests, and functions. Each family has a file in operations/.
// Source: semantics.md 9.3.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "api/account.hpp"
#include "api/error.hpp"
#include "api/shape.hpp"
#include "http/message.hpp"

namespace stepstorm::api {

/// Called with a request that fits its shapes. Answers returns the result. AnswersLater passes it to `reply`, now or
/// later. Waits does the same after a wait so long that the client may have disconnected, which `client` reports.
using Answers = Result (*)(Account&, const Json& request);
using AnswersLater = void (*)(Account&, const Json& request, Reply reply);
using Waits = void (*)(Account&, const Json& request, Reply reply, const http::Respond& client);

struct Operation {
  std::string_view name;
  std::vector<Shape> request;
  std::variant<Answers, AnswersLater, Waits> carry_out;
};

/// Ordered by name.
[[nodiscard]] const std::vector<Operation>& operations();

/// Returns nullptr when there is no operation with this name.
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

// ---- shapes of several operations
[[nodiscard]] Shape arn_shape(std::string_view name, bool required = true);
[[nodiscard]] Shape name_shape();
[[nodiscard]] Shape page_size_shape(std::int64_t most = 1000);
[[nodiscard]] Shape page_token_shape(std::int64_t most = 1024);
[[nodiscard]] Shape tags_shape(bool required);
[[nodiscard]] Shape included_data_shape();

}  // namespace stepstorm::api
