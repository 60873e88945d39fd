#include "execution/data_flow.hpp"

#include <algorithm>

#include "asl/quotas.hpp"
#include "execution/failure.hpp"
#include "values/overload.hpp"

namespace stepstorm::execution {
namespace {

using tl::unexpected;

bool keeps_all(const asl::DataPath& path) {
  const auto* chosen = std::get_if<asl::JsonPath>(&path);
  return std::holds_alternative<asl::KeepAll>(path) || (chosen && chosen->is_root());
}

bool keeps_all(const asl::ResultPath& path) {
  const auto* place = std::get_if<asl::ReferencePath>(&path);
  return std::holds_alternative<asl::KeepAll>(path) || (place && place->is_root());
}

/// The variables that an Assign sets, as one object.
Evaluated<std::shared_ptr<const Json>> assigned(const std::optional<asl::PayloadTemplate>& assign,
                                                const Payload& input,
                                                const asl::References& references) {
  if (!assign) return nullptr;
  auto values = assign->evaluate(*input, references);
  if (!values) return unexpected{std::move(values.error())};
  return std::make_shared<const Json>(std::move(*values));
}

std::string not_found(const asl::JsonPath& path, const std::string& field, const Json& input) {
  return "The JSONPath '" + path.text() + "' specified for the field '" + field +
         "' could not be found in the input '" + to_text(input) + "'";
}

template <class Number>
Evaluated<Number> at_path(const asl::JsonPath& path,
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

}  // namespace

std::string as_written(const Json& value) { return value.is_string() ? value.get<std::string>() : to_text(value); }

tl::unexpected<asl::EvaluationError> evaluation_error(std::string detail) {
  return unexpected{asl::EvaluationError{.detail = std::move(detail)}};
}

Evaluated<asl::Selection> select(const asl::JsonPath& path, const Json& input, const asl::References& references) {
  if (input.is_null() && !path.reads_context() && !path.variable()) return unexpected{asl::null_has_no_paths()};
  if (auto selection = path.select(input, references)) return std::move(*selection);
  return evaluation_error("Invalid path '" + path.text() + "' : " + path.describe_miss(input, references));
}

Evaluated<Payload> apply(const asl::DataPath& path, Payload input, const asl::References& references) {
  return std::visit(Overload{[&](const asl::KeepAll&) -> Evaluated<Payload> { return std::move(input); },
                             [](const asl::KeepNone&) -> Evaluated<Payload> { return Payload{}; },
                             [&](const asl::JsonPath& chosen) -> Evaluated<Payload> {
                               if (chosen.is_root()) return std::move(input);
                               return select(chosen, *input, references).map([](asl::Selection selection) {
                                 return Payload{std::move(selection).take()};
                               });
                             }},
                    path);
}

Evaluated<Payload> apply(const std::optional<asl::PayloadTemplate>& payload_template,
                         Payload input,
                         const asl::References& references) {
  if (!payload_template) return input;
  return payload_template->evaluate(*input, references).map([](Json value) { return Payload{std::move(value)}; });
}

Evaluated<Payload> combine(const asl::ResultPath& path, const Payload& raw_input, Payload result) {
  return std::visit(Overload{[&](const asl::KeepAll&) -> Evaluated<Payload> { return std::move(result); },
                             [&](const asl::KeepNone&) -> Evaluated<Payload> { return raw_input; },
                             [&](const asl::ReferencePath& place) -> Evaluated<Payload> {
                               if (place.is_root()) return std::move(result);
                               return place.place(raw_input, result);
                             }},
                    path);
}

Evaluated<Payload> admit(Payload input, const std::string& what) {
  if (!input.text_exceeds(asl::payload_bytes_max)) return input;
  return unexpected{asl::EvaluationError{
      .detail = "The state/task '" + what +
                "' was given an input with a size exceeding the maximum number of bytes service limit.",
      .error = "States.DataLimitExceeded"}};
}

Evaluated<Payload> effective_input(const asl::State& state,
                                   const Payload& raw_input,
                                   const asl::References& references) {
  return apply(state.input_path, raw_input, references)
      .and_then([&](Payload input) { return apply(state.parameters, std::move(input), references); })
      .and_then([&](Payload input) { return admit(std::move(input), state.name); });
}

bool result_is_output(const asl::State& state) {
  return !state.result_selector && !state.assign && keeps_all(state.result_path) && keeps_all(state.output_path);
}

bool result_is_dropped(const asl::State& state) {
  return !state.result_selector && !state.assign && std::holds_alternative<asl::KeepNone>(state.result_path);
}

namespace {

/// Equal texts: 1 is not 1.0 and the order of members counts.
bool same_text(const Json& left, const Json& right) {
  if (left.type() != right.type()) return false;
  if (left.is_array()) return std::equal(left.begin(), left.end(), right.begin(), right.end(), same_text);
  if (!left.is_object()) return left == right;
  const auto& members = left.get_ref<const Json::object_t&>();
  const auto& others = right.get_ref<const Json::object_t&>();
  return std::equal(
      members.begin(), members.end(), others.begin(), others.end(), [](const auto& one, const auto& other) {
        return one.first == other.first && same_text(one.second, other.second);
      });
}

}  // namespace

Payload shared_if_equal(Payload made, const Payload& before) { return same_text(*made, *before) ? before : made; }

bool input_is_effective(const asl::State& state) { return !state.parameters && keeps_all(state.input_path); }

Evaluated<Exit> exit_with_result(const asl::State& state,
                                 const Payload& raw_input,
                                 const Payload& result,
                                 const asl::References& references) {
  auto output =
      apply(state.result_selector, result, references)
          .and_then([&](Payload selected) { return combine(state.result_path, raw_input, std::move(selected)); })
          .and_then([&](Payload combined) { return apply(state.output_path, std::move(combined), references); });
  if (!output) return unexpected{std::move(output.error())};
  return assigned(state.assign, result, references).map([&](std::shared_ptr<const Json> variables) {
    return Exit{std::move(*output), std::move(variables)};
  });
}

Evaluated<Exit> exit_with_input(const asl::State& state,
                                const std::optional<asl::PayloadTemplate>& assign,
                                const Payload& effective,
                                const asl::References& references) {
  auto output = apply(state.output_path, effective, references);
  if (!output) return unexpected{std::move(output.error())};
  return assigned(assign, effective, references).map([&](std::shared_ptr<const Json> variables) {
    return Exit{std::move(*output), std::move(variables)};
  });
}

Evaluated<Exit> exit_with_error(const asl::Catcher& catcher,
                                const Payload& raw_input,
                                const Payload& error,
                                const asl::References& references) {
  auto output = combine(catcher.result_path, raw_input, error);
  if (!output) return unexpected{std::move(output.error())};
  return assigned(catcher.assign, error, references).map([&](std::shared_ptr<const Json> variables) {
    return Exit{std::move(*output), std::move(variables)};
  });
}

Evaluated<std::int64_t> integer(const asl::IntegerField& value,
                                const std::string& field,
                                const Json& input,
                                const asl::References& references) {
  if (const auto* literal = std::get_if<std::int64_t>(&value)) return *literal;
  return at_path<std::int64_t>(std::get<asl::JsonPath>(value), field, "integer", input, references);
}

Evaluated<double> number(const asl::NumberField& value,
                         const std::string& field,
                         const Json& input,
                         const asl::References& references) {
  if (const auto* literal = std::get_if<double>(&value)) return *literal;
  return at_path<double>(std::get<asl::JsonPath>(value), field, "float", input, references);
}

Evaluated<std::string> text(const asl::TextField& value,
                            const std::string& field,
                            const Json& input,
                            const asl::References& references) {
  return std::visit(Overload{[](const std::string& literal) -> Evaluated<std::string> { return literal; },
                             [&](const asl::JsonPath& path) -> Evaluated<std::string> {
                               if (const auto selection = path.select(input, references))
                                 return as_written(**selection);
                               return evaluation_error(not_found(path, field + "Path", input));
                             },
                             [&](const asl::Intrinsic& call) -> Evaluated<std::string> {
                               return call.evaluate(field + "Path", input, references).map(as_written);
                             }},
                    value);
}

}  // namespace stepstorm::execution
