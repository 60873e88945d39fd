#include "report/html/verdict.hpp"

#include <algorithm>

#include "report/html/executions.hpp"
#include "report/html/faults.hpp"
#include "report/html/fields.hpp"
#include "report/html/quantity.hpp"
#include "report/html/run_end.hpp"
#include "report/html/table.hpp"
#include "values/words.hpp"

namespace stepstorm::report::html {
namespace {

// ---- the banner

bool is_violated(const Json& invariant) { return count_in(invariant, "violations") > 0; }
bool is_missed(const Json& threshold) { return member(threshold, "held") == false; }
bool is_left(const Json& guardrail) { return member(guardrail, "held") == false; }
bool is_unsteady(const Json& hypothesis) {
  const auto missed = [&](const char* phase) { return member(member(hypothesis, phase), "held") == false; };
  return missed("before") || missed("during") || missed("after");
}

template <class Predicate>
bool any_in(const Json& list, Predicate predicate) {
  return std::any_of(list.begin(), list.end(), predicate);
}

std::string_view headline(const Json& report) {
  const Json& held = member(member(report, "verdict"), "held");
  if (held == true) return "Held";
  if (any_in(list_in(report, "invariants"), is_violated)) return "Invariant violated";
  if (any_in(list_in(report, "thresholds"), is_missed)) return "Thresholds failed";
  if (any_in(list_in(report, "guardrails"), is_left)) return "Guardrail left";
  if (any_in(list_in(report, "hypothesis"), is_unsteady)) return "Steady state lost";
  if (member(report, "partial").is_string()) return "Ended early";
  return held == false ? "Did not hold" : "No verdict";
}

Markup reasons(const Json& verdict) {
  Markup items;
  for (const Json& reason : list_in(verdict, "reasons")) items += element("li", {}, escaped(text_in(reason)));
  return items.empty() ? items : element("ul", {}, items);
}

Markup banner(const Json& report) {
  const Json& verdict = member(report, "verdict");
  const bool has_held = flag_in(verdict, "held");
  const bool is_known = member(verdict, "held").is_boolean();
  const std::string tone = has_held ? "good" : is_known ? "bad" : "open";
  const std::string said = text_in(verdict, "summary");
  const std::string summary = capitalised(said) == headline(report) ? std::string{} : said;
  const auto exit_code = number_in(verdict, "exit_code");
  return division("verdict " + tone,
                  element("p",
                          {{"class", "sign"}, {"aria-hidden", "true"}},
                          escaped(has_held   ? "✓"
                                  : is_known ? "✗"
                                             : "?")) +
                      division("words",
                               paragraph("headline", headline(report)) +
                                   (summary.empty() ? Markup{} : paragraph("summary", summary)) + reasons(verdict)) +
                      (exit_code ? paragraph("exit", "exit code " + plain(*exit_code, 0)) : Markup{}));
}

// ---- headline figures

Markup figure(std::string_view name, std::optional<double> value, std::optional<double> control, Unit unit) {
  const Markup beside = control ? span("control-value", "control " + in_words(control, unit)) : Markup{};
  return division("figure", span("name", name) + span("value", in_words(value, unit)) + beside);
}

Markup figures(const Json& report) {
  const Json& experiment = member(report, "experiment");
  if (!experiment.is_object()) return paragraph("quiet", "No run was recorded.");
  const Json& control = member(report, "control");
  const auto of = [&](std::string_view name, std::string_view metric, Unit unit) {
    return figure(name, number_in(experiment, metric), number_in(control, metric), unit);
  };
  const auto response = [&](std::string_view name, std::string_view metric) {
    return figure(name,
                  number_in(member(experiment, "response"), metric),
                  number_in(member(control, "response"), metric),
                  Unit::Milliseconds);
  };
  const auto started = figure(nouns_in(report) + " started",
                              number_in(member(experiment, "orders"), "started"),
                              number_in(member(control, "orders"), "started"),
                              Unit::Number);
  // For a run that was cut short: the executions that were never run to their end.
  const char* open_metric = member(experiment, "unended").is_number() ? "unended" : "open_at_end";
  return division("figures",
                  started + of("succeeded", "success_rate", Unit::Share) +
                      of("goodput", "throughput_per_s", Unit::PerSecond) +
                      of("open at the end", open_metric, Unit::Number) + response("response p50", "p50_ms") +
                      response("response p99", "p99_ms") + of("attempts per task", "attempts_per_task", Unit::Number));
}

// ---- tables

Markup phase(const Json& hypothesis, std::string_view name, Unit unit) {
  const Json& seen = member(hypothesis, name);
  const Json& held = member(seen, "held");
  const Markup value = span("value", in_words(number_in(seen, "value"), unit));
  if (!held.is_boolean()) return value;
  return span("phase", value + escaped(" ") + mark(held == true, held == true ? "held" : "not held"));
}

Markup hypothesis_table(const Json& report) {
  const Json& hypotheses = list_in(report, "hypothesis");
  if (hypotheses.empty()) return {};
  Table table({{"steady state"}, {"tolerance"}, {"before"}, {"during faults"}, {"after"}});
  for (const Json& hypothesis : hypotheses) {
    const std::string metric = text_in(hypothesis, "metric");
    const Unit unit = unit_of(metric);
    table.row({escaped(text_in(hypothesis, "title")),
               code(metric + ' ' + text_in(hypothesis, "tolerance")),
               phase(hypothesis, "before", unit),
               phase(hypothesis, "during", unit),
               phase(hypothesis, "after", unit)},
              is_unsteady(hypothesis) ? "failed" : "");
  }
  return table.markup();
}

Markup threshold_result(const Json& threshold) {
  const Json& held = member(threshold, "held");
  Markup result = held.is_boolean() ? mark(held == true, held == true ? "held" : "failed") : escaped("not judged");
  if (flag_in(threshold, "aborted")) result += escaped(" ") + span("flag", "stopped the run");
  return result;
}

Markup thresholds_table(const Json& report) {
  const Json& thresholds = list_in(report, "thresholds");
  if (thresholds.empty()) return {};
  Table table({{"threshold"}, {"demanded"}, {"measured", Align::Right}, {"result"}}, WhenNarrow::Table);
  for (const Json& threshold : thresholds) {
    const std::string metric = text_in(threshold, "metric");
    table.row({escaped(metric),
               code(text_in(threshold, "expression")),
               escaped(in_words(number_in(threshold, "value"), unit_of(metric))),
               threshold_result(threshold)},
              is_missed(threshold) ? "failed" : "");
  }
  return table.markup();
}

bool applies(const Json& invariant) { return member(invariant, "applies") != false; }

/// Returns "5,876 books".
std::string checked(const Json& invariant) {
  const std::string subject = text_in(invariant, "of");
  const double checked = count_in(invariant, "checked");
  if (!applies(invariant) && checked == 0) return "–";
  const std::string count = count_in_words(checked);
  return subject.empty() ? count : count + ' ' + (checked == 1 ? subject : plural(subject));
}

std::string undecided(const Json& invariant, const std::string& noun) {
  if (!applies(invariant)) return "not applicable";
  const double open = count_in(invariant, "open");
  return open > 0 ? "not decided: " + count_in_words(open) + ' ' + (open == 1 ? noun : plural(noun)) + " open"
                  : "nothing to check";
}

Markup invariants_table(const Json& report) {
  const Json& invariants = list_in(report, "invariants");
  if (invariants.empty()) return paragraph("quiet", "No invariants were checked.");
  Table table({{"invariant"}, {"means"}, {"checked", Align::Right}, {"result"}});
  for (const Json& invariant : invariants) {
    const double violations = count_in(invariant, "violations");
    table.row(
        {escaped(text_in(invariant, "name")),
         escaped(text_in(invariant, "description")),
         escaped(checked(invariant)),
         flag_in(invariant, "undecided")
             ? span("quiet", undecided(invariant, noun_in(report)))
             : mark(violations == 0, violations == 0 ? "never violated" : "violated " + counted(violations, "time"))},
        violations > 0 ? "failed" : "");
  }
  return table.markup();
}

// ---- violations

/// Returns "claim C-77 (no. 12)", or "Order 7" when the report has no subject.
std::string subject_of(const Json& example, const std::string& noun) {
  const std::string subject = text_in(example, "subject");
  return subject.empty() ? capitalised(noun) + ' ' + text_in(example, "order") : subject;
}

Markup violation(const Json& example, const std::string& noun) {
  const std::string replay = text_in(example, "replay");
  return division(
      "violation",
      element(
          "p",
          {},
          element("b", {}, escaped(subject_of(example, noun))) + escaped(": ") + escaped(text_in(example, "what"))) +
          (replay.empty() ? Markup{} : element("p", {{"class", "replay"}}, escaped("replay: ") + code(replay))) +
          history_of(example));
}

Markup violations(const Json& report) {
  Markup all;
  for (const Json& invariant : list_in(report, "invariants")) {
    const Json& examples = list_in(invariant, "examples");
    if (examples.empty()) continue;
    const double count = std::max(count_in(invariant, "violations"), static_cast<double>(examples.size()));
    const double shown = static_cast<double>(examples.size());
    all += element("h4",
                   {{"class", "bad"}},
                   escaped(text_in(invariant, "name") + ": " + counted(count, "violation")) +
                       (count > shown ? span("note", ", " + count_in_words(shown) + " shown") : Markup{}));
    for (const Json& example : examples) all += violation(example, noun_in(report));
  }
  return all;
}

Markup part(std::string_view title, const Markup& content) {
  return content.empty() ? content : element("h3", {{"class", "bad"}}, escaped(title)) + content;
}

/// Lists what was not demanded, on one line.
Markup not_demanded(const Json& report) {
  std::string sentences;
  for (const auto& [name, sentence] : {std::pair{"hypothesis", "No steady-state hypothesis was stated."},
                                       {"thresholds", "No thresholds were set."},
                                       {"guardrails", "No guardrails were set."}})
    if (list_in(report, name).empty()) sentences += (sentences.empty() ? "" : " ") + std::string{sentence};
  return sentences.empty() ? Markup{} : paragraph("quiet", sentences);
}

}  // namespace

Markup verdict_section(const Json& report) {
  return element("section",
                 {{"id", "verdict"}},
                 partial_banner(report) + banner(report) + silent_faults(report) + figures(report) +
                     not_demanded(report) + part("Steady-state hypothesis", hypothesis_table(report)) +
                     part("Thresholds", thresholds_table(report)) + part("Guardrails", guardrails_table(report)) +
                     part("Invariants", invariants_table(report) + violations(report)));
}

}  // namespace stepstorm::report::html
