#include "app/commands/eval.hpp"

#include <algorithm>
#include <chrono>
#include <istream>
#include <ostream>
#include <string_view>

#include "app/commands/language_suite.hpp"
#include "asl/intrinsics/intrinsic.hpp"
#include "asl/jsonata/code_points.hpp"
#include "asl/jsonata/token_place.hpp"
#include "asl/paths/json_path.hpp"
#include "launch/input.hpp"
#include "report/json/json_names.hpp"
#include "terminal/exit_code.hpp"

namespace stepstorm::app {
namespace {

struct Situation {
  const EvalOptions& options;
  std::string_view expression;
  std::optional<Payload> input;
  Json bindings = Json::object();
  std::ostream& out;
  std::ostream& err;
};

int print(Situation& situation, const Json& result) {
  situation.out << result.dump(2) << '\n';
  return terminal::exit_succeeded;
}

int complain(Situation& situation, int exit_code, std::string_view what) {
  situation.err << what << '\n';
  return exit_code;
}

// ---- JSONata ----

void show_place(std::ostream& err, std::string_view text, const jsonata::Failure& failure) {
  if (failure.position == jsonata::Failure::nowhere) return;
  const std::size_t at = jsonata::token_place(text, failure);
  const std::size_t before = text.substr(0, at).rfind('\n');
  const std::size_t line = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t line_end = std::min(text.find('\n', at), text.size());
  err << "  " << text.substr(line, line_end - line) << "\n  "
      << std::string(jsonata::length_in_code_points(text.substr(line, at - line)), ' ') << "^\n";
}

int complain(Situation& situation, int exit_code, const jsonata::Failure& failure) {
  situation.err << failure.code << ": " << jsonata::message(failure) << '\n';
  show_place(situation.err, situation.expression, failure);
  return exit_code;
}

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

int evaluate_jsonata(Situation& situation) {
  using jsonata::Outcome;
  const auto expression = jsonata::Expression::compile(situation.expression, situation.options.dialect);
  if (!expression) return complain(situation, terminal::exit_wrong_use, expression.error());
  const report::JsonNames names{situation.bindings, now_ms(), situation.options.seed};
  const auto outcome = expression->evaluate(situation.input ? &**situation.input : nullptr, names);
  if (!outcome) return complain(situation, terminal::exit_failed, outcome.error());
  switch (outcome->type) {
    case Outcome::Type::Nothing:
      return complain(situation, terminal::exit_failed, "The expression returned nothing (undefined).");
    case Outcome::Type::Function:
      return complain(situation, terminal::exit_failed, "The expression returned a function, which is no JSON.");
    case Outcome::Type::Value: break;
  }
  return print(situation, outcome->value);
}

// ---- JSONPath ----

class JsonReferences : public asl::References {
 public:
  JsonReferences(const Json& bindings, std::uint64_t seed) : bindings_(bindings), random_(seed) {}

  const Json& context() const override {
    static const Json none = Json::object();
    const Json* const found = variable("$$");
    return found ? *found : none;
  }
  const Json* variable(std::string_view name) const override { return find_member(bindings_, name); }
  std::uint64_t random_bits() const override { return random_(); }

 private:
  const Json& bindings_;
  mutable std::mt19937_64 random_;
};

int evaluate_path(Situation& situation, const Json& input, const asl::References& references) {
  const auto path = asl::JsonPath::parse(situation.expression);
  if (!path) return complain(situation, terminal::exit_wrong_use, path.error());
  auto selected = path->select(input, references);
  if (!selected) return complain(situation, terminal::exit_failed, path->describe_miss(input, references));
  return print(situation, **selected);
}

int evaluate_intrinsic(Situation& situation, const Json& input, const asl::References& references) {
  const auto intrinsic = asl::Intrinsic::parse(situation.expression);
  if (!intrinsic) return complain(situation, terminal::exit_wrong_use, intrinsic.error());
  const auto result = intrinsic->evaluate("value.$", input, references);
  if (!result) return complain(situation, terminal::exit_failed, result.error().error + ": " + result.error().detail);
  return print(situation, *result);
}

int evaluate(Situation& situation) {
  const Payload input = situation.input.value_or(Payload{});
  const JsonReferences references{situation.bindings, situation.options.seed};
  switch (situation.options.language) {
    case ExpressionLanguage::Jsonata: return evaluate_jsonata(situation);
    case ExpressionLanguage::JsonPath: return evaluate_path(situation, *input, references);
    case ExpressionLanguage::Intrinsic: return evaluate_intrinsic(situation, *input, references);
  }
  return terminal::exit_wrong_use;
}

// ---- a suite ----

int run_suite(const EvalOptions& options, std::ostream& out, std::ostream& err) {
  const auto groups = run_language_suite(*options.suite, options.dialect);
  if (!groups) {
    err << groups.error() << '\n';
    return terminal::exit_wrong_use;
  }
  std::size_t passed = 0;
  std::size_t failed = 0;
  for (const SuiteGroup& group : *groups) {
    for (const SuiteFailure& failure : group.failures)
      out << "FAIL " << failure.place << "\n  " << failure.expression << "\n  expected " << failure.expected
          << "\n  found    " << failure.actual << '\n';
    passed += group.passed;
    failed += group.failures.size();
  }
  for (const SuiteGroup& group : *groups)
    out << group.name << ": " << group.passed << " passed, " << group.failures.size() << " failed\n";
  out << passed << " passed, " << failed << " failed\n";
  return failed == 0 ? terminal::exit_succeeded : terminal::exit_failed;
}

}  // namespace

int eval_command(const EvalOptions& options, std::istream& in, std::ostream& out, std::ostream& err) {
  if (options.expression.has_value() == options.suite.has_value()) {
    err << "eval: expected either an EXPRESSION or --suite DIR\n";
    return terminal::exit_wrong_use;
  }
  if (options.suite) return run_suite(options, out, err);
  Situation situation{options, *options.expression, std::nullopt, Json::object(), out, err};
  if (options.input) {
    auto input = launch::read_input(options.input, in);
    if (!input) return complain(situation, terminal::exit_wrong_use, input.error());
    situation.input = std::move(*input);
  }
  if (options.bindings) {
    auto bindings = parse_json(*options.bindings);
    if (!bindings) return complain(situation, terminal::exit_wrong_use, "--bindings: " + bindings.error().message);
    if (!bindings->is_object()) return complain(situation, terminal::exit_wrong_use, "--bindings: expected an object");
    situation.bindings = std::move(*bindings);
  }
  return evaluate(situation);
}

}  // namespace stepstorm::app
