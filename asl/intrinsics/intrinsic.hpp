// Intrinsic function calls, `States.Format('order {}', $.orderId)`: parsed once, evaluated per state.
// parse refuses unknown names and syntax errors; wrong arity and wrong types fail only in evaluate, as in the service.
// Source: semantics.md 3; recordings.md 6.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "asl/evaluation.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

class Intrinsic {
 public:
  static tl::expected<Intrinsic, std::string> parse(std::string_view text);

  /// Fails in the service's words, which name the whole expression, not the field (e.g. `greeting.$`) that holds the
  /// call.
  [[nodiscard]] tl::expected<Json, EvaluationError> evaluate(std::string_view field,
                                                             const Json& input,
                                                             const References& references) const;

  const std::string& text() const;
  /// Returns every `$name` that the call reads, in order of appearance.
  std::vector<std::string> variables() const;

  struct Call;  // in the .cpp file only

 private:
  explicit Intrinsic(std::shared_ptr<const Call> call);
  std::shared_ptr<const Call> call_;
};

}  // namespace stepstorm::asl
