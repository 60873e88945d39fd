#include "report/html/executions.hpp"

#include "report/html/fields.hpp"
#include "report/html/quantity.hpp"
#include "report/html/table.hpp"

namespace stepstorm::report::html {
namespace {

Markup lines_of(const Json& history) {
  Markup lines;
  for (const Json& line : history) lines += escaped(text_in(line) + '\n');
  return element("pre", {}, lines);
}

Markup status(const Json& order) {
  const std::string word = text_in(order, "status");
  if (word.empty()) return escaped("");
  return word == "RUNNING" ? escaped(word) : mark(word == "SUCCEEDED", word);
}

Markup line_of(const Json& order, const std::string& noun) {
  const std::string error = text_in(order, "error");
  return span("order", noun + ' ' + text_in(order, "order")) +
         span("time", in_words(number_in(order, "response_ms"), Unit::Milliseconds)) + span("status", status(order)) +
         (error.empty() ? Markup{} : span("error", error)) + span("execution", text_in(order, "execution"));
}

Markup execution(const Json& order, const std::string& noun) {
  const Json& history = list_in(order, "history");
  const Markup line = division("line", line_of(order, noun));
  const std::string cause = text_in(order, "cause");
  const Markup why = cause.empty() ? Markup{} : paragraph("quiet", "cause: " + cause);
  return history.empty() ? line : details(line, why + lines_of(history));
}

Markup executions(std::string_view title, const Json& orders, const std::string& noun, std::string_view none) {
  Markup list;
  for (const Json& order : orders) list += execution(order, noun);
  return division("executions", element("h3", {}, escaped(title)) + (list.empty() ? paragraph("quiet", none) : list));
}

}  // namespace

Markup history_of(const Json& order) {
  const Json& history = list_in(order, "history");
  if (history.empty()) return {};
  return details(escaped("history of " + text_in(order, "execution") + ", " +
                         counted(static_cast<double>(history.size()), "event")),
                 lines_of(history));
}

Markup executions_section(const Json& report) {
  const Json& experiment = member(report, "experiment");
  const std::string noun = noun_in(report);
  return section("executions",
                 "Executions",
                 executions("Slowest", list_in(experiment, "slowest"), noun, "No execution was kept.") +
                     executions("Failed", list_in(experiment, "failed"), noun, "Nothing failed."));
}

}  // namespace stepstorm::report::html
