#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {

void describe_eval(CLI::App& program, Command& chosen) {
  const auto [command, eval] =
      add_command<EvalOptions>(program, "eval", "Evaluate an expression, as state machines hold them", chosen);
  command
      ->add_option_function<std::string>(
          "EXPRESSION",
          [eval = eval](const std::string& text) { eval->expression = text; },
          "The expression, without {% and %}")
      ->type_name("");
  add_optional(
      *command, "--input", "JSON|@FILE|-", eval->input, "What $ stands for (default: nothing; for JSONPath {})");
  add_optional(
      *command, "--bindings", "JSON", eval->bindings, "Variables by name, an object; \"$$\" is JSONPath's context");
  add_choice(*command,
             "--language",
             {{"jsonata", ExpressionLanguage::Jsonata},
              {"jsonpath", ExpressionLanguage::JsonPath},
              {"intrinsic", ExpressionLanguage::Intrinsic}},
             eval->language,
             "What the expression is written in (default jsonata)");
  add_choice(*command,
             "--dialect",
             {{"aws", jsonata::Dialect::Aws}, {"2.2", jsonata::Dialect::V2_2}},
             eval->dialect,
             "Which JSONata: as Step Functions has it (default aws), or 2.2 with ?? and ?:");
  add_seed(*command, eval->seed, "1");
  add_optional(*command, "--suite", "DIR", eval->suite, "Run JSONata's official test suite instead: groups/*/*.json");
  command->footer(R"(
Prints the result as JSON; or the error with its code, and a caret under its place.

Examples
  stepstorm eval '$sum(items.(price * quantity))' --input @order.json
  stepstorm eval '$states.input.total > $limit' --bindings '{"states":{"input":{"total":5}},"limit":3}'
  stepstorm eval '$.items[?(@.price > 10)]' --language jsonpath --input @order.json
  stepstorm eval --dialect 2.2 --suite ../shared/jsonata

Exit codes
  0  there is a result; all cases of the suite pass
  1  the expression fails, or returns nothing or a function; cases fail
  2  wrong use, or text that is no expression)");
}

}  // namespace stepstorm::app
