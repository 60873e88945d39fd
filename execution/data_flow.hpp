// How data flows into a state's work and out of the state, in the state's query language. The files under states/ use
// no path, template or expression themselves.
//   JSONPath  InputPath, Parameters | work | ResultSelector, ResultPath, OutputPath, and Assign beside them
//   JSONata   Arguments | work | Output and Assign; the documents are $states.input, .result and .errorOutput
// An absent field changes nothing and copies nothing.
// Source: semantics.md 2.1, 2.5, 2.6 (Assign), 5.1 (the sentences of failures).
#pragma once

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "asl/evaluation.hpp"
#include "asl/machine.hpp"
#include "asl/quotas.hpp"
#include "execution/history.hpp"
#include "values/payload.hpp"

namespace stepstorm::execution {

template <class T>
using Evaluated = tl::expected<T, asl::EvaluationError>;

[[nodiscard]] tl::unexpected<asl::EvaluationError> evaluation_error(std::string detail);

/// Invalid path '$.x' : No results for path: $['x']
[[nodiscard]] Evaluated<asl::Selection> select(const asl::JsonPath& path,
                                               const Json& input,
                                               const asl::References& references);

/// Checks the size of data that enters an execution, a state's work, a branch, an iteration or a child: more than
/// asl::payload_bytes_max bytes is States.DataLimitExceeded. `what`: the name of what it enters, for the cause.
[[nodiscard]] Evaluated<Payload> admit(Payload input, const std::string& what);

/// Applies InputPath; the state's other fields are evaluated over the result.
[[nodiscard]] Evaluated<Payload> visible_input(const asl::State& state,
                                               const Payload& raw_input,
                                               const asl::References& references);

/// Evaluates Parameters or Arguments over the visible input.
[[nodiscard]] Evaluated<Payload> work_input(const asl::State& state,
                                            const Payload& visible,
                                            const asl::References& references);

/// visible_input, then work_input, then admit.
[[nodiscard]] Evaluated<Payload> effective_input(const asl::State& state,
                                                 const Payload& raw_input,
                                                 const asl::References& references);

/// Evaluates the template of any field: ItemSelector, BatchInput ...
[[nodiscard]] Evaluated<Json> evaluate(const asl::Template& field,
                                       const asl::Documents& documents,
                                       const asl::References& references);

/// Returns whether the result of the state's work is its output, unchanged.
[[nodiscard]] bool result_is_output(const asl::State& state);

/// Returns whether the output is the input, for any result.
[[nodiscard]] bool result_is_dropped(const asl::State& state);

/// Returns `before` when both have the same text, so that only one document is kept; else `made`.
[[nodiscard]] Payload shared_if_equal(Payload made, const Payload& before);

/// Returns whether the state's work gets the raw input, unchanged.
[[nodiscard]] bool input_is_effective(const asl::State& state);

/// Applies ResultSelector, ResultPath and OutputPath, or Output; and evaluates Assign over the result.
[[nodiscard]] Evaluated<Exit> exit_with_result(const asl::State& state,
                                               const Payload& raw_input,
                                               const Payload& result,
                                               const asl::References& references);

/// Output and Assign of a state without a result, or of one of its Choice rules.
struct WayOut {
  const std::optional<asl::Template>* output = nullptr;
  const std::optional<asl::Template>* assign = nullptr;
};

/// Leaves a state without a result (Choice, Wait, Succeed): OutputPath or Output over the visible input.
[[nodiscard]] Evaluated<Exit> exit_with_input(const asl::State& state,
                                              const WayOut& way,
                                              const Payload& visible,
                                              const asl::References& references);
[[nodiscard]] Evaluated<Exit> exit_with_input(const asl::State& state,
                                              const Payload& visible,
                                              const asl::References& references);

/// Leaves a state by a catcher: the catcher's ResultPath into the raw input, or its Output. The state's other fields do
/// not apply.
[[nodiscard]] Evaluated<Exit> exit_with_error(const asl::Catcher& catcher,
                                              const Payload& raw_input,
                                              const Payload& error,
                                              const asl::References& references);

// ---- single fields, over the visible input

/// The error for an invalid value of a field: States.Runtime; for an expression States.QueryEvaluationError with its
/// location.
template <class T>
[[nodiscard]] tl::unexpected<asl::EvaluationError> invalid(const asl::Field<T>& field, std::string detail) {
  if (const auto* expression = std::get_if<asl::Expression>(&field))
    return tl::unexpected{expression->error(std::move(detail))};
  return evaluation_error(std::move(detail));
}

/// Returns whether a Choice rule holds.
[[nodiscard]] Evaluated<bool> holds(const asl::Choice& choice, const Json& input, const asl::References& references);

/// The items of a Map: ItemsPath, or Items; by default its input.
struct MapItems {
  Payload list;
  bool keyed = false;  // made from an object, each item {"Key", "Value"}; only a Distributed Map in JSONata
};
[[nodiscard]] Evaluated<MapItems> map_items(const asl::State& state,
                                            const Payload& input,
                                            const asl::References& references);

/// Evaluates a literal, a path or an expression. `field`: the name without Path, for the error message.
[[nodiscard]] Evaluated<std::int64_t> integer(const asl::IntegerField& value,
                                              const std::string& field,
                                              const Json& input,
                                              const asl::References& references);

[[nodiscard]] Evaluated<double> number(const asl::NumberField& value,
                                       const std::string& field,
                                       const Json& input,
                                       const asl::References& references);

/// Error | ErrorPath, Cause | CausePath.
[[nodiscard]] Evaluated<std::string> text(const asl::TextField& value,
                                          const std::string& field,
                                          const Json& input,
                                          const asl::References& references);

/// TimeoutSeconds, HeartbeatSeconds: at least 1 from a path, 0 to 99,999,999 from an expression.
[[nodiscard]] Evaluated<std::int64_t> time_limit(const asl::IntegerField& value,
                                                 const std::string& field,
                                                 const Json& input,
                                                 const asl::References& references);

/// Seconds | SecondsPath of a Wait state.
[[nodiscard]] Evaluated<std::int64_t> wait_seconds(const asl::IntegerField& value,
                                                   const Json& input,
                                                   const asl::References& references);

/// Timestamp | TimestampPath of a Wait state.
[[nodiscard]] Evaluated<TimePoint> wait_timestamp(const asl::TimeField& value,
                                                  const Json& input,
                                                  const asl::References& references);

}  // namespace stepstorm::execution
