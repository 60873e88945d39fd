// References inside one scope: the context object (`$$`, `$states.context`), and the variables (`$name`) of this and
// the enclosing scopes.
// Source: semantics.md 2.4 (context object), 2.6 (variables); recordings.md 5.7.
#pragma once

#include <optional>
#include <string>

#include "asl/evaluation.hpp"
#include "execution/execution.hpp"

namespace stepstorm::execution {

/// `$$.Map.Item` of an iteration.
struct MapItem {
  std::uint32_t index = 0;
  const Json* value = nullptr;
  const std::string* key = nullptr;     // when the items are the members of an object
  const std::string* source = nullptr;  // Distributed only
};

class ScopeReferences final : public asl::References {
 public:
  /// `item` overrides the scope's own iteration: a Map evaluates ItemSelector for each item.
  ScopeReferences(Execution& execution, const Scope& scope, TimePoint now, std::optional<MapItem> item = {})
      : execution_(execution), scope_(scope), now_(now), item_(item) {}

  const Json& context() const override;
  const Json& context_frame() const override;
  const Json* execution_input() const override { return &*execution_.input; }
  const Json* item_value() const override;
  const Json* variable(std::string_view name) const override;
  std::uint64_t random_bits() const override { return execution_.random.bits(); }
  std::int64_t now_ms() const override;

 private:
  Execution& execution_;
  const Scope& scope_;
  TimePoint now_;
  std::optional<MapItem> item_;
  std::optional<MapItem> item() const;

  mutable std::optional<Json> context_;
  mutable std::optional<Json> frame_;
};

/// Returns the token that identifies one attempt of one execution; opaque to users. Source: semantics.md 6.5.
[[nodiscard]] std::string task_token(std::uint64_t execution_id, const AttemptId& attempt);

struct ParsedTaskToken {
  std::uint64_t execution_id = 0;
  AttemptId attempt;
};
[[nodiscard]] std::optional<ParsedTaskToken> parse_task_token(std::string_view token);

}  // namespace stepstorm::execution
