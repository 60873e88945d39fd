#include "asl/checks/error_handling_schema.hpp"

#include <algorithm>

#include "asl/checks/field_checks.hpp"
#include "asl/quotas.hpp"

namespace stepstorm::asl {
namespace {

constexpr std::int64_t delay_seconds_max = 31'622'400;  // 366 days

const ObjectSchema& retrier_schema() {
  static const ObjectSchema schema{
      .fields =
          {
              {"ErrorEquals", not_empty(array_of(text))},
              {"IntervalSeconds",
               integer(0, seconds_max)},  // 0 is accepted: measured with ValidateStateMachineDefinition
              {"MaxAttempts", integer(0, seconds_max)},
              {"BackoffRate", number(1.0)},
              {"MaxDelaySeconds", integer(1, delay_seconds_max)},
              {"JitterStrategy", one_of({"NONE", "FULL"})},
              {"Comment", text},
          },
      .required = {"ErrorEquals"},
  };
  return schema;
}

const ObjectSchema& catcher_schema() {
  static const ObjectSchema schema{
      .fields =
          {
              {"ErrorEquals", not_empty(array_of(text))},
              {"Next", text},
              {"ResultPath", result_path, Dialect::JSONPath},
              {"Output", expressions({.error_output = true}), Dialect::JSONata},
              {"Assign", assign({.error_output = true})},
              {"Comment", text},
          },
      .required = {"ErrorEquals", "Next"},
  };
  return schema;
}

/// States.ALL stands alone in its ErrorEquals, and nothing comes after it.
void check_order(const Subject& handlers) {
  for (std::size_t i = 0; i < handlers.value.size(); ++i) {
    const auto* names = member(handlers.value[i], "ErrorEquals");
    if (!names || !names->is_array()) continue;
    const auto all = std::find(names->begin(), names->end(), "States.ALL");
    if (all == names->end() || (names->size() == 1 && i + 1 == handlers.value.size())) continue;
    const auto handler = handlers.place.element(i);
    const auto list = handler.member("ErrorEquals");
    const auto name = list.element(static_cast<std::size_t>(all - names->begin()));
    handlers.with(*all, name).error("States.ALL must appear alone and at end of list");
  }
}

void warn_of_uncatchable(const Subject& handlers) {
  for (std::size_t i = 0; i < handlers.value.size(); ++i) {
    const auto* names = member(handlers.value[i], "ErrorEquals");
    if (!names || *names != Json::array({"States.Runtime"})) continue;
    handlers.with(*names, handlers.place.element(i))
        .warn(code::has_no_effect, "States.Runtime is never retried nor caught");
  }
}

void check_handlers(const ObjectSchema& schema, const Subject& handlers) {
  if (!expect_array(handlers)) return;
  check_order(handlers);
  warn_of_uncatchable(handlers);
  for (std::size_t i = 0; i < handlers.value.size(); ++i) {
    check_object(schema, handlers.with(handlers.value[i], handlers.place.element(i)));
  }
}

}  // namespace

void retry(const Subject& subject) { check_handlers(retrier_schema(), subject); }

void catch_field(const Subject& subject) { check_handlers(catcher_schema(), subject); }

}  // namespace stepstorm::asl
