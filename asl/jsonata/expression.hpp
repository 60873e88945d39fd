// A JSONata expression: compiled once, immutable, shared by its evaluations and by threads.
// An evaluation reads documents where they lie and copies only its result. It depends on its arguments alone: no clock, no
// randomness of its own; it ends within its limits, which are counted, so that a replay ends alike.
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

/// What a name stands for: a document, or an object put together of documents, as $states is.
struct Binding {
  const Json* document = nullptr;  // null: `members`
  std::vector<std::pair<std::string_view, const Json*>> members = {};
};

/// What an evaluation is told about the world. It must outlive the evaluation, as must the documents that it gives.
class Surroundings {
 public:
  virtual ~Surroundings() = default;

  /// $name, where the expression has not assigned it. Asked at most once per name.
  virtual std::optional<Binding> variable(std::string_view) const { return std::nullopt; }
  /// $now and $millis: milliseconds since 1970.
  virtual std::int64_t now_ms() const { return 0; }
  /// 64 fresh random bits for $random, $shuffle and $uuid.
  virtual std::uint64_t random_bits() const { return 0; }
};

struct Limits {
  std::size_t steps = 3'000'000;  // nodes evaluated, items passed over
  std::size_t bytes = 64u << 20;  // made by the expression
  std::size_t depth = 2'000;      // evaluations inside each other; about five for a call that is no tail call
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

  /// `input` is what $ and $$ stand for at first; null: nothing. May be a different document every time.
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
