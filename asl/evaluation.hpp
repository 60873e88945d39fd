// What a path, template, intrinsic function or choice rule may refer to while it is evaluated, and how it can fail.
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

  /// What `$` stands for in JSONPath.
  const Json& latest() const { return error_output ? *error_output : result ? *result : *input; }
};

/// The surroundings of one evaluation. The documents are passed beside it.
class References {
 public:
  virtual ~References() = default;

  /// `$$`, built when first asked for.
  virtual const Json& context() const = 0;

  // Paths into `$$` need not have all of it built: the documents in it are looked up where they lie.

  /// `$$` without `$$.Execution.Input` and `$$.Map.Item.Value`.
  virtual const Json& context_frame() const { return context(); }
  /// `$$.Execution.Input`; nullptr: it is found in `$$` only.
  virtual const Json* execution_input() const { return nullptr; }
  /// `$$.Map.Item.Value`; nullptr: likewise, if anywhere.
  virtual const Json* item_value() const { return nullptr; }

  /// `$name`; nullptr when no enclosing scope has assigned it.
  virtual const Json* variable(std::string_view name) const = 0;

  /// 64 fresh random bits for States.UUID, States.MathRandom, $uuid and $random.
  virtual std::uint64_t random_bits() const = 0;

  /// $now and $millis: milliseconds since 1970.
  virtual std::int64_t now_ms() const { return 0; }
};

/// An evaluation that failed at run time. The state's name and entry event are the caller's to add.
struct EvaluationError {
  std::string detail;  // the sentence after the prefix of semantics.md 5.1, e.g. "The JSONPath '$.x' specified for ..."
  std::string error = "States.Runtime";
  std::optional<std::string> location = {};  // the field's path with slashes; JSONata only
};

/// The service applies no path to an input that is null; only InputPath and OutputPath pass it on, by `$`.
inline EvaluationError null_has_no_paths() {
  return {.detail = "Unable to apply Path transformation to null or empty input."};
}

}  // namespace stepstorm::asl
