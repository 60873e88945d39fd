#include <cmath>
#include <optional>

#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/library/library.hpp"
#include "asl/jsonata/pictures/date_time.hpp"
#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata::library {
namespace {

std::optional<std::string_view> optional_text(Value value) {
  return value ? std::optional{value.text()} : std::nullopt;
}

Value formatted(Evaluator& evaluator, double millis, Value picture, Value timezone) {
  return evaluator.copied(value_or_stop(format_date_time(millis, optional_text(picture), optional_text(timezone))));
}

double now_of(Evaluator& evaluator) { return static_cast<double>(evaluator.surroundings().now_ms()); }

}  // namespace

Value now(Evaluator& evaluator, const Arguments& arguments, Value) {
  return formatted(evaluator, now_of(evaluator), arguments[0], arguments[1]);
}

Value millis(Evaluator& evaluator, const Arguments&, Value) { return make_number(now_of(evaluator)); }

Value from_millis(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  return formatted(evaluator, arguments[0].number, arguments[1], arguments[2]);
}

Value to_millis(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  if (!arguments[1]) return make_number(value_or_stop(parse_iso_date_time(arguments[0].text())));
  const std::optional<double> millis =
      value_or_stop(parse_date_time(arguments[0].text(), arguments[1].text(), now_of(evaluator)));
  return millis ? make_number(*millis) : Value{};
}

}  // namespace stepstorm::jsonata::library
