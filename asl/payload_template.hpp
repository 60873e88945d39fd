// Payload templates in JSONPath: Parameters, ResultSelector, ItemSelector, BatchInput, Assign, Credentials ... Any JSON
// value is one. A member `name.$` holds a path or an intrinsic function call; everything else is literal. Compiled
// once; a part without `.$` is kept as one shared value.
// Member order of the result: literal members as written, then the `.$` members in the order in which Java's
// HashMap would hand out their names, as the service does (recordings.md 3.5).
// On an input of null, every field that takes its value from a path fails, `$` included.
// Source: semantics.md 2.3, 14.3, 14.4.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "asl/evaluation.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// A template field that cannot be evaluated on any input.
struct TemplateFault {
  std::string field;    // the member as written, e.g. `parsed.$`
  std::string pointer;  // RFC 6901, relative to the template
  std::string message;  // in the words of semantics.md 1.4
};

class PayloadTemplate {
 public:
  static tl::expected<PayloadTemplate, std::vector<TemplateFault>> compile(const Json& source);

  [[nodiscard]] tl::expected<Json, EvaluationError> evaluate(const Json& input, const References& references) const;

  /// Returns every `$name` that the template reads, in order of appearance.
  const std::vector<std::string>& variables() const { return variables_; }

  struct Node;  // in the .cpp file only

 private:
  PayloadTemplate(std::shared_ptr<const Node> root, std::vector<std::string> variables);

  std::shared_ptr<const Node> root_;
  std::vector<std::string> variables_;
};

}  // namespace stepstorm::asl
