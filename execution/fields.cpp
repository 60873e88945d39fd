// The single fields of data_flow.hpp: literals, paths and expressions.
#include <charconv>
#include <cmath>

#include "asl/quotas.hpp"
#include "execution/data_flow.hpp"
#include "values/overload.hpp"

namespace stepstorm::execution {
namespace {

using asl::Expression;
using asl::JsonPath;
using tl::unexpected;

/// A text bare, anything else as JSON text.
std::string as_written(const Json& value) { return value.is_string() ? value.get<std::string>() : to_text(value); }

/// The service reads numbers from their text, so that "2" counts as 2. nullopt: no number, or a number out of range.
template <class Number>
std::optional<Number> read_number(const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_finite = std::isfinite(static_cast<double>(number));
  if (error != std::errc{} || end != text.data() + text.size() || !is_finite) return std::nullopt;
  return number;
}

template <class Number>
Evaluated<Number> number_at(const JsonPath& path,
                            const std::string& field,
                            const std::string& kind,
                            const Json& input,
                            const asl::References& references) {
  const auto selection = select(path, input, references);
  if (!selection) return unexpected{selection.error()};
  const std::string found = as_written(**selection);
  if (const auto number = read_number<Number>(found)) return *number;
  return evaluation_error("The " + field + "Path field refers to value \"" + found + "\" which is not a valid " + kind +
                          ": " + path.text());
}

// ---- values of expressions

Evaluated<Json> value_of(const Expression& expression, const Json& input, const asl::References& references) {
  return expression.evaluate({.input = &input}, references);
}

Evaluated<double> number_of(const Expression& expression, const Json& input, const asl::References& references) {
  return value_of(expression, input, references).and_then([&](const Json& value) -> Evaluated<double> {
    if (!value.is_number()) return unexpected{expression.unexpected_type("number", value)};
    return value.get<double>();
  });
}

Evaluated<std::int64_t> integer_of(const Expression& expression,
                                   const std::string& field,
                                   const Json& input,
                                   const asl::References& references) {
  constexpr double exact_max = 9007199254740992.0;  // 2^53: up to there doubles are the integers that they show
  return number_of(expression, input, references).and_then([&](double value) -> Evaluated<std::int64_t> {
    if (value == std::floor(value) && std::abs(value) <= exact_max) return static_cast<std::int64_t>(value);
    return unexpected{
        expression.error("The " + field + " field cannot be parsed as an integer: " + to_text(Json(value)))};
  });
}

Evaluated<std::string> text_of(const Expression& expression, const Json& input, const asl::References& references) {
  return value_of(expression, input, references).and_then([&](const Json& value) -> Evaluated<std::string> {
    if (!value.is_string()) return unexpected{expression.unexpected_type("string", value)};
    return value.get<std::string>();
  });
}

Evaluated<bool> boolean_of(const Expression& expression, const Json& input, const asl::References& references) {
  return value_of(expression, input, references).and_then([&](const Json& value) -> Evaluated<bool> {
    if (!value.is_boolean()) return unexpected{expression.unexpected_type("boolean", value)};
    return value.get<bool>();
  });
}

/// Seconds that an expression gives. Source: semantics.md 5.1.
Evaluated<std::int64_t> seconds_of(const Expression& expression,
                                   const std::string& field,
                                   const Json& input,
                                   const asl::References& references) {
  return integer_of(expression, field, input, references)
      .and_then([&](std::int64_t seconds) -> Evaluated<std::int64_t> {
        if (seconds >= 0 && seconds <= asl::seconds_max) return seconds;
        return unexpected{expression.error(field + " must be between 0 and " + std::to_string(asl::seconds_max) +
                                           " but was: " + std::to_string(seconds))};
      });
}

}  // namespace

// ---- numbers and texts

Evaluated<std::int64_t> integer(const asl::IntegerField& value,
                                const std::string& field,
                                const Json& input,
                                const asl::References& references) {
  if (const auto* literal = std::get_if<std::int64_t>(&value)) return *literal;
  if (const auto* expression = std::get_if<Expression>(&value))
    return integer_of(*expression, field, input, references);
  return number_at<std::int64_t>(std::get<JsonPath>(value), field, "integer", input, references);
}

Evaluated<double> number(const asl::NumberField& value,
                         const std::string& field,
                         const Json& input,
                         const asl::References& references) {
  if (const auto* literal = std::get_if<double>(&value)) return *literal;
  if (const auto* expression = std::get_if<Expression>(&value)) return number_of(*expression, input, references);
  return number_at<double>(std::get<JsonPath>(value), field, "float", input, references);
}

Evaluated<std::string> text(const asl::TextField& value,
                            const std::string& field,
                            const Json& input,
                            const asl::References& references) {
  return std::visit(Overload{[](const std::string& literal) -> Evaluated<std::string> { return literal; },
                             [&](const JsonPath& path) -> Evaluated<std::string> {
                               if (const auto selection = path.select(input, references))
                                 return as_written(**selection);
                               return evaluation_error("The JSONPath '" + path.text() + "' specified for the field '" +
                                                       field + "Path' could not be found in the input '" +
                                                       to_text(input) + "'");
                             },
                             [&](const asl::Intrinsic& call) -> Evaluated<std::string> {
                               return call.evaluate(field + "Path", input, references).map(as_written);
                             },
                             [&](const Expression& expression) { return text_of(expression, input, references); }},
                    value);
}

// ---- times

Evaluated<std::int64_t> time_limit(const asl::IntegerField& value,
                                   const std::string& field,
                                   const Json& input,
                                   const asl::References& references) {
  if (const auto* expression = std::get_if<Expression>(&value))
    return seconds_of(*expression, field, input, references);
  return integer(value, field, input, references).and_then([&](std::int64_t seconds) -> Evaluated<std::int64_t> {
    if (seconds >= 1) return seconds;
    return evaluation_error(field + " must be positive but was: " + std::to_string(seconds));
  });
}

Evaluated<std::int64_t> wait_seconds(const asl::IntegerField& value,
                                     const Json& input,
                                     const asl::References& references) {
  if (const auto* literal = std::get_if<std::int64_t>(&value)) return *literal;
  if (const auto* expression = std::get_if<Expression>(&value))
    return seconds_of(*expression, "Seconds", input, references);
  const auto& path = std::get<JsonPath>(value);
  const auto selection = path.select(input, references);
  if (!selection || (*selection)->is_null())
    return evaluation_error("The SecondsPath parameter does not reference an input value: " + path.text());
  const std::string found = as_written(**selection);
  const auto seconds = read_number<std::int64_t>(found);
  if (!seconds)
    return evaluation_error("The SecondsPath parameter cannot be parsed as a long value: " + path.text() +
                            " == " + found);
  if (*seconds < 0)
    return evaluation_error("The SecondsPath parameter references a negative value: " + path.text() + " == " + found);
  return *seconds;
}

Evaluated<TimePoint> wait_timestamp(const asl::TimeField& value, const Json& input, const asl::References& references) {
  constexpr const char* form = "an ISO-8601 extended offset date-time format string";
  if (const auto* literal = std::get_if<TimePoint>(&value)) return *literal;
  if (const auto* expression = std::get_if<Expression>(&value))
    return text_of(*expression, input, references).and_then([&](const std::string& found) -> Evaluated<TimePoint> {
      if (const auto at = parse_timestamp(found)) return *at;
      return unexpected{
          expression->error("The Timestamp field cannot be parsed as " + std::string(form) + ": " + found)};
    });
  const auto& path = std::get<JsonPath>(value);
  const auto selection = path.select(input, references);
  if (!selection)
    return evaluation_error("The TimestampPath parameter does not reference an input value: " + path.text());
  const Json& found = **selection;
  if (found.is_string())
    if (const auto at = parse_timestamp(found.get_ref<const std::string&>())) return *at;
  return evaluation_error(
      "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format "
      "string: " +
      path.text() + " == " + as_written(found));
}

// ---- Choice and Map

Evaluated<bool> holds(const asl::Choice& choice, const Json& input, const asl::References& references) {
  if (const auto* rule = std::get_if<asl::ChoiceRule>(&choice.rule)) return rule->matches(input, references);
  const auto& condition = std::get<asl::Field<bool>>(choice.rule);
  if (const auto* literal = std::get_if<bool>(&condition)) return *literal;
  return boolean_of(std::get<Expression>(condition), input, references);
}

namespace {

/// The members of an object as a list.
Payload key_value_list(const Json& object) {
  Json list = Json::array();
  for (const auto& [key, value] : object.get_ref<const Json::object_t&>())
    list.push_back({{"Key", key}, {"Value", value}});
  return Payload{std::move(list)};
}

Evaluated<MapItems> items_at_path(const asl::MapState& map, const Payload& input, const asl::References& references) {
  const auto* path = std::get_if<JsonPath>(&map.items_path);
  const auto checked = [&](Payload found) -> Evaluated<MapItems> {
    if (found->is_array()) return MapItems{std::move(found), false};
    return evaluation_error("Reference path \"" + (path ? path->text() : "$") + "\" must point to array.");
  };
  if (!path || path->is_root()) return checked(input);
  return select(*path, *input, references).and_then([&](asl::Selection selection) {
    return checked(Payload{std::move(selection).take()});
  });
}

asl::EvaluationError no_items(const asl::ExpressionTemplate* items, const Json& value) {
  if (const auto* expression = items ? items->whole() : nullptr) return expression->unexpected_type("array", value);
  return {.detail = "Map state input must be an array but was: " + to_text(value),
          .error = "States.QueryEvaluationError"};
}

}  // namespace

Evaluated<MapItems> map_items(const asl::State& state, const Payload& input, const asl::References& references) {
  const auto& map = std::get<asl::MapState>(state.detail);
  if (state.query_language == asl::QueryLanguage::JSONPath) return items_at_path(map, input, references);
  Payload list = input;
  if (map.items) {
    auto value = evaluate(*map.items, {.input = &*input}, references);
    if (!value) return unexpected{std::move(value.error())};
    list = Payload{std::move(*value)};
  }
  const bool keyed = list->is_object() && map.mode == asl::ProcessorMode::DISTRIBUTED;
  if (keyed) return MapItems{key_value_list(*list), true};
  if (list->is_array()) return MapItems{std::move(list), false};
  return unexpected{no_items(map.items ? std::get_if<asl::ExpressionTemplate>(&*map.items) : nullptr, *list)};
}

}  // namespace stepstorm::execution
