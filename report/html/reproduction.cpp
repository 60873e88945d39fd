#include "report/html/reproduction.hpp"

#include "report/html/fields.hpp"
#include "values/json_lines.hpp"

namespace stepstorm::report::html {
namespace {

Markup row(std::string_view name, const std::string& value) {
  return value.empty() ? Markup{} : element("dt", {}, escaped(name)) + element("dd", {}, code(value));
}

std::string indented(const Json& value) { return to_lines(value, 2); }

}  // namespace

Markup reproduction_section(const Json& report) {
  const Json& experiment = member(report, "experiment");
  const Json& control = member(report, "control");
  const Json& configuration = member(report, "configuration");
  const Markup facts = row("command", text_in(report, "command")) + row("seed", text_in(report, "seed")) +
                       row("hash of the experiment", text_in(experiment, "hash")) +
                       row("hash of the control run", text_in(control, "hash")) +
                       row("clock", text_in(report, "clock")) + row("stepstorm", text_in(report, "stepstorm_version"));
  const Markup full = configuration.is_null() ? paragraph("quiet", "The configuration was not recorded.")
                                              : details(escaped("Full configuration"),
                                                        element("pre", {}, escaped(indented(configuration))));
  return section("again", "To repeat it", (facts.empty() ? facts : element("dl", {}, facts)) + full);
}

}  // namespace stepstorm::report::html
