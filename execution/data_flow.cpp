#include "execution/data_flow.hpp"

#include <algorithm>

#include "asl/quotas.hpp"
#include "values/overload.hpp"

namespace stepstorm::execution {
namespace {

using asl::Documents;
using tl::unexpected;

bool keeps_all(const asl::DataPath& path) {
  const auto* chosen = std::get_if<asl::JsonPath>(&path);
  return std::holds_alternative<asl::KeepAll>(path) || (chosen && chosen->is_root());
}

bool keeps_all(const asl::ResultPath& path) {
  const auto* place = std::get_if<asl::ReferencePath>(&path);
  return std::holds_alternative<asl::KeepAll>(path) || (place && place->is_root());
}

/// InputPath or OutputPath.
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

/// Evaluates the template; returns `otherwise` when there is none.
Evaluated<Payload> apply(const std::optional<asl::Template>& field,
                         const Documents& documents,
                         Payload otherwise,
                         const asl::References& references) {
  if (!field) return otherwise;
  return evaluate(*field, documents, references).map([](Json value) { return Payload{std::move(value)}; });
}

/// Applies ResultPath: places the result into the raw input.
Evaluated<Payload> combine(const asl::ResultPath& path, const Payload& raw_input, Payload result) {
  return std::visit(Overload{[&](const asl::KeepAll&) -> Evaluated<Payload> { return std::move(result); },
                             [&](const asl::KeepNone&) -> Evaluated<Payload> { return raw_input; },
                             [&](const asl::ReferencePath& place) -> Evaluated<Payload> {
                               if (place.is_root()) return std::move(result);
                               return place.place(raw_input, result);
                             }},
                    path);
}

/// In JSONata, a Pass state has no result: it passes on its input.
bool has_result(const asl::State& state) {
  return state.query_language == asl::QueryLanguage::JSONPath || !std::holds_alternative<asl::PassState>(state.detail);
}

/// The output, and the variables that Assign sets as one object.
Evaluated<Exit> exit_with(Evaluated<Payload> output,
                          const std::optional<asl::Template>& assign,
                          const Documents& documents,
                          const asl::References& references) {
  if (!output) return unexpected{std::move(output.error())};
  if (!assign) return Exit{std::move(*output), nullptr};
  return evaluate(*assign, documents, references).map([&](Json variables) {
    return Exit{std::move(*output), std::make_shared<const Json>(std::move(variables))};
  });
}

}  // namespace

tl::unexpected<asl::EvaluationError> evaluation_error(std::string detail) {
  return unexpected{asl::EvaluationError{.detail = std::move(detail)}};
}

Evaluated<asl::Selection> select(const asl::JsonPath& path, const Json& input, const asl::References& references) {
  if (input.is_null() && !path.reads_context() && !path.variable()) return unexpected{asl::null_has_no_paths()};
  if (auto selection = path.select(input, references)) return std::move(*selection);
  return evaluation_error("Invalid path '" + path.text() + "' : " + path.describe_miss(input, references));
}

Evaluated<Payload> admit(Payload input, const std::string& what) {
  if (!input.text_exceeds(asl::payload_bytes_max)) return input;
  return unexpected{asl::EvaluationError{
      .detail = "The state/task '" + what +
                "' was given an input with a size exceeding the maximum number of bytes service limit.",
      .error = "States.DataLimitExceeded"}};
}

Evaluated<Json> evaluate(const asl::Template& field, const Documents& documents, const asl::References& references) {
  if (const auto* payload_template = std::get_if<asl::PayloadTemplate>(&field))
    return payload_template->evaluate(documents.latest(), references);
  return std::get<asl::ExpressionTemplate>(field).evaluate(documents, references);
}

// ---- the way in

Evaluated<Payload> visible_input(const asl::State& state, const Payload& raw_input, const asl::References& references) {
  return apply(state.input_path, raw_input, references);
}

Evaluated<Payload> work_input(const asl::State& state, const Payload& visible, const asl::References& references) {
  return apply(state.parameters, {.input = &*visible}, visible, references);
}

Evaluated<Payload> effective_input(const asl::State& state,
                                   const Payload& raw_input,
                                   const asl::References& references) {
  return visible_input(state, raw_input, references)
      .and_then([&](const Payload& visible) { return work_input(state, visible, references); })
      .and_then([&](Payload input) { return admit(std::move(input), state.name); });
}

bool input_is_effective(const asl::State& state) { return !state.parameters && keeps_all(state.input_path); }

// ---- the way out

bool result_is_output(const asl::State& state) {
  return !state.result_selector && !state.output && !state.assign && keeps_all(state.result_path) &&
         keeps_all(state.output_path);
}

bool result_is_dropped(const asl::State& state) {
  return !state.result_selector && !state.assign && std::holds_alternative<asl::KeepNone>(state.result_path);
}

Evaluated<Exit> exit_with_result(const asl::State& state,
                                 const Payload& raw_input,
                                 const Payload& result,
                                 const asl::References& references) {
  const Documents documents{.input = &*raw_input, .result = has_result(state) ? &*result : nullptr};
  if (state.output)
    return exit_with(apply(state.output, documents, result, references), state.assign, documents, references);
  auto output =
      apply(state.result_selector, documents, result, references)
          .and_then([&](Payload selected) { return combine(state.result_path, raw_input, std::move(selected)); })
          .and_then([&](Payload combined) { return apply(state.output_path, std::move(combined), references); });
  return exit_with(std::move(output), state.assign, documents, references);
}

Evaluated<Exit> exit_with_input(const asl::State& state,
                                const WayOut& way,
                                const Payload& visible,
                                const asl::References& references) {
  const Documents documents{.input = &*visible};
  auto output = apply(state.output_path, visible, references);
  if (output && *way.output) output = apply(*way.output, documents, visible, references);
  return exit_with(std::move(output), *way.assign, documents, references);
}

Evaluated<Exit> exit_with_input(const asl::State& state, const Payload& visible, const asl::References& references) {
  return exit_with_input(state, {&state.output, &state.assign}, visible, references);
}

Evaluated<Exit> exit_with_error(const asl::Catcher& catcher,
                                const Payload& raw_input,
                                const Payload& error,
                                const asl::References& references) {
  const Documents documents{.input = &*raw_input, .error_output = &*error};
  auto output = catcher.output ? apply(catcher.output, documents, error, references)
                               : combine(catcher.result_path, raw_input, error);
  return exit_with(std::move(output), catcher.assign, documents, references);
}

// ---- sharing equal documents

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

}  // namespace stepstorm::execution
