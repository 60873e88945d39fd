// Expression: a compiled JSONata expression. Immutable; may be shared by evaluations and threads.
// An evaluation reads documents in place and copies only its result. It depends only on its arguments: it reads no
// clock and draws no random numbers of its own. Limits are counted, not timed, so that a replay ends the same way.
// Source: JSONata's documentation; semantics.md 2.5 for what Step Functions adds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/jsonata/dialect.hpp"
#include "asl/jsonata/failure.hpp"
#include "values/json.hpp"

namespace stepstorm::jsonata {

/// The value of a variable: a document, or an object whose members are documents, such as $states.
struct Binding {
  const Json* document = nullptr;  // null: use `members`
  std::vector<std::pair<std::string_view, const Json*>> members = {};
};

/// The environment of an evaluation. It and the documents that it returns must outlive the evaluation.
class Surroundings {
 public:
  virtual ~Surroundings() = default;

  /// Returns the value of $name where the expression has not assigned it. Called at most once per name.
  virtual std::optional<Binding> variable(std::string_view) const { return std::nullopt; }
  /// Returns the time for $now and $millis: milliseconds since 1970.
  virtual std::int64_t now_ms() const { return 0; }
  /// Returns 64 fresh random bits for $random, $shuffle and $uuid.
  virtual std::uint64_t random_bits() const { return 0; }
};

struct Limits {
  std::size_t steps = 3'000'000;  // nodes evaluated and items visited
  std::size_t bytes = 64u << 20;  // allocated by the evaluation
  std::size_t depth = 2'000;      // nested evaluations; a call that is not a tail call takes about five
};

struct Outcome {
  enum class Type : std::uint8_t { Value, Nothing, Function };

  Type type = Type::Nothing;
  Json value = {};
};

struct Program;

class Expression {
 public:
  static Expected<Expression> compile(std::string_view text, Dialect dialect);

  /// Evaluates the expression. `input` is the initial value of $ and $$ (null: none) and may differ between calls.
  [[nodiscard]] Expected<Outcome> evaluate(const Json* input,
                                           const Surroundings& surroundings,
                                           const Limits& limits = {}) const;

  const std::string& text() const;
  const Program& program() const { return *program_; }

 private:
  explicit Expression(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const Program> program_;
};

}  // namespace stepstorm::jsonata
