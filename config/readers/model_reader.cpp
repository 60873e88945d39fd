#include "config/readers/model_reader.hpp"

#include <array>
#include <chrono>
#include <string>
#include <utility>

#include "config/readers/expression_reader.hpp"
#include "config/readers/world_reader.hpp"
#include "values/words.hpp"

namespace stepstorm::config {
namespace {

using workers::AnswerError;
using workers::ModelEffect;
using workers::ModelOptions;
using workers::ModelOutcome;

constexpr std::size_t outcomes_max = 1'000;
constexpr std::size_t effects_max = 100;

bool has(const Node& node, std::string_view name) { return node.value().is_object() && node.value().contains(name); }

bool read_effect(const Node& node, ModelEffect& out) {
  Json values = Json::object();
  const auto value = [&](std::string_view name) {
    return [&values, name](const Node& member, const ModelEffect&) { return read_value(member, name, values); };
  };
  std::string undone;
  Members members{node};
  members.optional("effect", read_text, out.name)
      .optional("undoes", read_text, undone)
      .required("key", value("key"), out)
      .optional("amount", value("amount"), out)
      .optional("idempotent_by", value("idempotent_by"), out);
  if (!members.no_others()) return false;
  if (has(node, "effect") && has(node, "undoes")) return node.contradiction("effect", "undoes");
  if (!has(node, "effect") && !has(node, "undoes")) return node.error("'effect' or 'undoes' is missing");
  if (has(node, "undoes") && has(node, "amount"))
    return node.member("amount").error("what is undone has had its amount: expected none");
  out.undoes = has(node, "undoes");
  if (out.undoes) out.name = std::move(undone);
  return read_values(node, values, out.values);
}

bool read_answer(const Node& node, ModelOutcome& out) {
  if (has(node, "output") && has(node, "error")) return node.contradiction("output", "error");
  if (has(node, "cause") && !has(node, "error")) return node.member("cause").error("there is no 'error' that it is of");
  if (has(node, "error")) {
    auto& error = out.answer.emplace<AnswerError>();
    return read_text(node.member("error"), error.error) &&
           (!has(node, "cause") || read_text(node.member("cause"), error.cause));
  }
  if (!has(node, "output")) return true;
  std::optional<asl::PayloadTemplate> output;
  if (!read_template(node.member("output"), output)) return false;
  out.answer = std::move(*output);
  return true;
}

bool read_effects(const Node& node, std::vector<ModelEffect>& out) {
  if (node.value().is_array() && node.value().size() > effects_max)
    return node.expected("at most " + std::to_string(effects_max) + " effects");
  return list_of(read_effect, 1)(node, out);
}

bool read_outcome(const Node& node, ModelOutcome& out) {
  const bool read = Members{node}
                        .optional("when", read_condition, out.when)
                        .optional("probability", given(number(0, 1)), out.probability)
                        .optional("service_time", given(read_distribution), out.service_time)
                        .optional("answers_after", given(read_distribution), out.answers_after)
                        .optional("effects", read_effects, out.effects)
                        .elsewhere({"output", "error", "cause"})
                        .no_others();
  return read && read_answer(node, out);
}

/// Refuses outcomes behind one that takes all attempts that are left.
bool are_all_reached(const Node& node, const std::vector<ModelOutcome>& outcomes) {
  constexpr double rounding = 1e-9;
  double sum = 0;
  for (std::size_t place = 0; place < outcomes.size(); ++place) {
    const ModelOutcome& outcome = outcomes[place];
    if (outcome.when) continue;
    if (!outcome.probability && place + 1 < outcomes.size())
      return node.element(place).error(
          "takes all attempts, so that no outcome after it is ever chosen: expected 'when', "
          "'probability', or to be the last");
    sum += outcome.probability.value_or(0);
  }
  return sum <= 1 + rounding ||
         node.error("expected probabilities that sum to 1 at most, apart from those with 'when'");
}

bool read_outcomes(const Node& node, std::vector<ModelOutcome>& out) {
  if (node.value().is_array() && node.value().size() > outcomes_max)
    return node.expected("at most " + std::to_string(outcomes_max) + " outcomes");
  return list_of(read_outcome, 1)(node, out) && are_all_reached(node, out);
}

// ---- working hours

bool read_days(const Node& node, std::array<bool, 7>& out) {
  static const auto read_day = word<std::size_t>({{"Monday", 0},
                                                  {"Tuesday", 1},
                                                  {"Wednesday", 2},
                                                  {"Thursday", 3},
                                                  {"Friday", 4},
                                                  {"Saturday", 5},
                                                  {"Sunday", 6}});
  std::vector<std::size_t> days;
  if (!list_of(read_day, 1)(node, days)) return false;
  out = {};
  for (const std::size_t day : days) out[day] = true;
  return true;
}

bool read_working_hours(const Node& node, world::WorkingHours& out) {
  const bool read = Members{node}
                        .optional("from", read_duration, out.from)
                        .optional("to", read_duration, out.to)
                        .optional("days", read_days, out.days)
                        .no_others();
  if (!read) return false;
  return (out.from < out.to && out.to <= std::chrono::hours{24}) ||
         node.error("expected 'from' (" + in_words(out.from) + ") before 'to' (" + in_words(out.to) +
                    "), both since midnight");
}

}  // namespace

bool read_model(const Node& node, ModelOptions& out) {
  return Members{node}
      .optional("outcomes", read_outcomes, out.outcomes)
      .optional("working_hours", given(read_working_hours), out.working_hours)
      .optional("idempotent", read_flag, out.idempotent)
      .no_others();
}

}  // namespace stepstorm::config
