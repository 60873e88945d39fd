// The JSONPath pipeline around a state's work: InputPath, Parameters | work | ResultSelector, ResultPath, OutputPath.
// A field that is absent does nothing and copies nothing.
// Source: semantics.md 2.1, 2.6 (Assign), 5.1 (the sentences of failures).
#pragma once

#include <charconv>
#include <cmath>
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

/// A text bare, anything else as JSON text.
[[nodiscard]] std::string as_written(const Json& value);

/// The service reads numbers from their text, so that "2" is as good as 2. nullopt: no number, or one too large.
template <class Number>
[[nodiscard]] std::optional<Number> read_number(const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_finite = std::isfinite(static_cast<double>(number));
  if (error != std::errc{} || end != text.data() + text.size() || !is_finite) return std::nullopt;
  return number;
}

/// Invalid path '$.x' : No results for path: $['x']
[[nodiscard]] Evaluated<asl::Selection> select(const asl::JsonPath& path,
                                               const Json& input,
                                               const asl::References& references);

/// InputPath or OutputPath.
[[nodiscard]] Evaluated<Payload> apply(const asl::DataPath& path, Payload input, const asl::References& references);

/// Parameters, ResultSelector ...; the input itself when there is no template.
[[nodiscard]] Evaluated<Payload> apply(const std::optional<asl::PayloadTemplate>& payload_template,
                                       Payload input,
                                       const asl::References& references);

/// ResultPath: where the result goes in the raw input.
[[nodiscard]] Evaluated<Payload> combine(const asl::ResultPath& path, const Payload& raw_input, Payload result);

/// The gate through which data enters an execution, a state's work, a branch, an iteration or a child: what is larger than
/// asl::payload_bytes_max is States.DataLimitExceeded. `what` is what it enters, by name.
[[nodiscard]] Evaluated<Payload> admit(Payload input, const std::string& what);

/// InputPath, then Parameters.
[[nodiscard]] Evaluated<Payload> effective_input(const asl::State& state,
                                                 const Payload& raw_input,
                                                 const asl::References& references);

/// Whether the result of the state's work is its output as it is.
[[nodiscard]] bool result_is_output(const asl::State& state);

/// Whether nothing is made of the result: the output is the input, whatever came out.
[[nodiscard]] bool result_is_dropped(const asl::State& state);

/// The same document when the two have the same text, so that it is kept once.
[[nodiscard]] Payload shared_if_equal(Payload made, const Payload& before);

/// Whether the raw input is what its work gets.
[[nodiscard]] bool input_is_effective(const asl::State& state);

/// ResultSelector, ResultPath, OutputPath, and beside them Assign over the result.
[[nodiscard]] Evaluated<Exit> exit_with_result(const asl::State& state,
                                               const Payload& raw_input,
                                               const Payload& result,
                                               const asl::References& references);

/// The way out of states without a result (Choice, Wait, Succeed): OutputPath over the effective input.
[[nodiscard]] Evaluated<Exit> exit_with_input(const asl::State& state,
                                              const std::optional<asl::PayloadTemplate>& assign,
                                              const Payload& effective,
                                              const asl::References& references);

/// A caught error: ResultPath of the catcher into the raw input, nothing else of the state applies.
[[nodiscard]] Evaluated<Exit> exit_with_error(const asl::Catcher& catcher,
                                              const Payload& raw_input,
                                              const Payload& error,
                                              const asl::References& references);

/// A literal, or a path to an integer. `field` is the name without Path, for the sentence of a failure.
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

}  // namespace stepstorm::execution
