// How data enters a state's work and leaves the state again, in the query language of the state; states themselves touch
// no path, template or expression.
//   JSONPath  InputPath, Parameters | work | ResultSelector, ResultPath, OutputPath, and Assign beside them
//   JSONata   Arguments | work | Output and Assign; the documents are $states.input, .result and .errorOutput
// A field that is absent does nothing and copies nothing.
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

/// The gate through which data enters an execution, a state's work, a branch, an iteration or a child: what is larger than
/// asl::payload_bytes_max is States.DataLimitExceeded. `what` is what it enters, by name.
[[nodiscard]] Evaluated<Payload> admit(Payload input, const std::string& what);

/// InputPath: what the state's own fields look at.
[[nodiscard]] Evaluated<Payload> visible_input(const asl::State& state,
                                               const Payload& raw_input,
                                               const asl::References& references);

/// Parameters or Arguments over the visible input.
[[nodiscard]] Evaluated<Payload> work_input(const asl::State& state,
                                            const Payload& visible,
                                            const asl::References& references);

/// Both, and admitted.
[[nodiscard]] Evaluated<Payload> effective_input(const asl::State& state,
                                                 const Payload& raw_input,
                                                 const asl::References& references);

/// A template of any field: ItemSelector, BatchInput ...
[[nodiscard]] Evaluated<Json> evaluate(const asl::Template& field,
                                       const asl::Documents& documents,
                                       const asl::References& references);

/// Whether the result of the state's work is its output as it is.
[[nodiscard]] bool result_is_output(const asl::State& state);

/// Whether nothing is made of the result: the output is the input, whatever came out.
[[nodiscard]] bool result_is_dropped(const asl::State& state);

/// The same document when the two have the same text, so that it is kept once.
[[nodiscard]] Payload shared_if_equal(Payload made, const Payload& before);

/// Whether the raw input is what its work gets.
[[nodiscard]] bool input_is_effective(const asl::State& state);

/// ResultSelector, ResultPath, OutputPath, or Output; and beside them Assign over the result.
[[nodiscard]] Evaluated<Exit> exit_with_result(const asl::State& state,
                                               const Payload& raw_input,
                                               const Payload& result,
                                               const asl::References& references);

/// What a way out of a state that has no result makes besides OutputPath: its own or that of a Choice rule.
struct WayOut {
  const std::optional<asl::Template>* output = nullptr;
  const std::optional<asl::Template>* assign = nullptr;
};

/// The way out of states without a result (Choice, Wait, Succeed): OutputPath or Output over the visible input.
[[nodiscard]] Evaluated<Exit> exit_with_input(const asl::State& state,
                                              const WayOut& way,
                                              const Payload& visible,
                                              const asl::References& references);
[[nodiscard]] Evaluated<Exit> exit_with_input(const asl::State& state,
                                              const Payload& visible,
                                              const asl::References& references);

/// A caught error: ResultPath of the catcher into the raw input, or its Output; nothing else of the state applies.
[[nodiscard]] Evaluated<Exit> exit_with_error(const asl::Catcher& catcher,
                                              const Payload& raw_input,
                                              const Payload& error,
                                              const asl::References& references);

// ---- single fields, over the visible input

/// What is wrong with a field's value: States.Runtime, or of an expression States.QueryEvaluationError at its place.
template <class T>
[[nodiscard]] tl::unexpected<asl::EvaluationError> invalid(const asl::Field<T>& field, std::string detail) {
  if (const auto* expression = std::get_if<asl::Expression>(&field))
    return tl::unexpected{expression->error(std::move(detail))};
  return evaluation_error(std::move(detail));
}

/// Whether a Choice rule holds.
[[nodiscard]] Evaluated<bool> holds(const asl::Choice& choice, const Json& input, const asl::References& references);

/// The items of a Map: ItemsPath, or Items; by default its input.
struct MapItems {
  Payload list;
  bool keyed = false;  // made of an object, each item {"Key", "Value"}: a Distributed Map in JSONata takes those, too
};
[[nodiscard]] Evaluated<MapItems> map_items(const asl::State& state,
                                            const Payload& input,
                                            const asl::References& references);

/// A literal, a path to an integer or an expression for one. `field` is the name without Path, for the sentence of a failure.
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

/// TimeoutSeconds, HeartbeatSeconds: at least 1 at a path, 0 to 99,999,999 of an expression.
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
