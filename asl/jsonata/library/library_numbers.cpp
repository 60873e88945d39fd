#include <cmath>

#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/library/library.hpp"
#include "asl/jsonata/pictures/format_integer.hpp"
#include "asl/jsonata/pictures/format_number.hpp"
#include "asl/jsonata/pictures/number_text.hpp"
#include "asl/jsonata/stop.hpp"
#include "asl/jsonata/text_of.hpp"

namespace stepstorm::jsonata::library {
namespace {

template <class Compute>
Value computed(const Arguments& arguments, const Compute& compute) {
  return arguments[0] ? make_number(compute(arguments[0].number)) : Value{};
}

std::string_view text_or_empty(Value value) { return value ? value.text() : std::string_view{}; }

double total(const Items& items) {
  double total = 0;
  for (std::size_t at = 0; at != items.size(); ++at) total += items[at].number;
  return total;
}

/// Returns the best number according to `is_better`; Nothing without numbers.
template <class IsBetter>
Value best(Evaluator& evaluator, const Arguments& arguments, const IsBetter& is_better) {
  if (!arguments[0]) return {};
  const Items items = evaluator.open(arguments[0]);
  if (items.size() == 0) return {};
  double best = items[0].number;
  for (std::size_t at = 1; at != items.size(); ++at)
    if (is_better(items[at].number, best)) best = items[at].number;
  return make_number(best);
}

}  // namespace

/// Returns a number in [0, 1), from the upper 53 bits.
double fraction_of(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1.0p-53; }

Value number(Evaluator&, const Arguments& arguments, Value) {
  const Value value = arguments[0];
  if (value.is(Kind::Boolean)) return make_number(value.boolean ? 1 : 0);
  if (!value.is(Kind::Text)) return value;
  const Expected<double> number = number_of_text(value.text());
  if (!number) stop("D3030", "number", described(value));
  return make_number(*number);
}

Value abs(Evaluator&, const Arguments& arguments, Value) {
  return computed(arguments, [](double number) { return std::abs(number); });
}
Value floor(Evaluator&, const Arguments& arguments, Value) {
  return computed(arguments, [](double number) { return std::floor(number); });
}
Value ceil(Evaluator&, const Arguments& arguments, Value) {
  return computed(arguments, [](double number) { return std::ceil(number); });
}

Value round(Evaluator&, const Arguments& arguments, Value) {
  constexpr double places_max = 400;  // more places do not change a double
  const double places = arguments[1] ? std::fmax(-places_max, std::fmin(arguments[1].number, places_max)) : 0;
  return computed(arguments, [places](double number) {
    return std::isfinite(number) ? round_half_even(number, static_cast<int>(places)) : number;
  });
}

Value power(Evaluator&, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const double result = std::pow(arguments[0].number, arguments[1].number);
  if (!arguments[1] || !std::isfinite(result))
    throw Failure{"D3061", Failure::nowhere, "power", described(arguments[0]), described(arguments[1]), 1};
  return make_number(result);
}

Value sqrt(Evaluator&, const Arguments& arguments, Value) {
  if (arguments[0] && arguments[0].number < 0) stop("D3060", "sqrt", described(arguments[0]));
  return computed(arguments, [](double number) { return std::sqrt(number); });
}

Value random(Evaluator& evaluator, const Arguments&, Value) {
  return make_number(fraction_of(evaluator.surroundings().random_bits()));
}

Value sum(Evaluator& evaluator, const Arguments& arguments, Value) {
  return arguments[0] ? make_number(total(evaluator.open(arguments[0]))) : Value{};
}

Value average(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const Items items = evaluator.open(arguments[0]);
  return items.size() == 0 ? Value{} : make_number(total(items) / static_cast<double>(items.size()));
}

Value max(Evaluator& evaluator, const Arguments& arguments, Value) {
  return best(evaluator, arguments, [](double item, double best) { return item > best; });
}

Value min(Evaluator& evaluator, const Arguments& arguments, Value) {
  return best(evaluator, arguments, [](double item, double best) { return item < best; });
}

Value format_number(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const Json options = arguments[2] ? to_json(arguments[2]) : Json::object();
  return evaluator.copied(
      value_or_stop(jsonata::format_number(arguments[0].number, text_or_empty(arguments[1]), options)));
}

Value format_base(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  return evaluator.copied(
      value_or_stop(jsonata::format_base(arguments[0].number, arguments[1] ? arguments[1].number : 10)));
}

Value format_integer(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  return evaluator.copied(value_or_stop(jsonata::format_integer(arguments[0].number, text_or_empty(arguments[1]))));
}

Value parse_integer(Evaluator&, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const std::optional<double> number =
      value_or_stop(jsonata::parse_integer(arguments[0].text(), text_or_empty(arguments[1])));
  return number ? make_number(*number) : Value{};
}

}  // namespace stepstorm::jsonata::library
