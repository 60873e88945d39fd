// The evaluation of paths, templates, intrinsic functions, choice rules and expressions: what they may refer to, and
// how they fail.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/json.hpp"

namespace stepstorm::asl {

/// The documents that the fields of a state may refer to; null where one does not exist (yet).
struct Documents {
  const Json* input = nullptr;         // $states.input
  const Json* result = nullptr;        // $states.result
  const Json* error_output = nullptr;  // $states.errorOutput

  /// `$` in JSONPath.
  const Json& latest() const { return error_output ? *error_output : result ? *result : *input; }
};

/// The surroundings of one evaluation. The documents are passed beside it.
class References {
 public:
  virtual ~References() = default;

  /// `$$`, built on first use.
  virtual const Json& context() const = 0;

  // Paths into `$$` avoid building all of it: these return the documents in it without a copy.

  /// `$$` without `$$.Execution.Input` and `$$.Map.Item.Value`.
  virtual const Json& context_frame() const { return context(); }
  /// `$$.Execution.Input`; nullptr: only `context` has it.
  virtual const Json* execution_input() const { return nullptr; }
  /// `$$.Map.Item.Value`; nullptr: only `context` may have it.
  virtual const Json* item_value() const { return nullptr; }

  /// `$name`; nullptr when no enclosing scope has assigned it.
  virtual const Json* variable(std::string_view name) const = 0;

  /// 64 fresh random bits for States.UUID, States.MathRandom, $uuid and $random.
  virtual std::uint64_t random_bits() const = 0;

  /// $now and $millis: milliseconds since 1970.
  virtual std::int64_t now_ms() const { return 0; }
};

/// An evaluation that failed at run time. The caller adds the state's name and entry event.
struct EvaluationError {
  std::string detail;  // the sentence after the prefix of semantics.md 5.1, e.g. "The JSONPath '$.x' specified for ..."
  std::string error = "States.Runtime";
  std::optional<std::string> location = {};  // the field's path with slashes; JSONata only
};

/// The error for a path on a null input. The service applies no path to null; only InputPath and OutputPath pass it on,
/// by
/// `$`.
inline EvaluationError null_has_no_paths() {
  return {.detail = "Unable to apply Path transformation to null or empty input."};
}

}  // namespace stepstorm::asl
