#include "report/html.hpp"

#include <array>

#include <openssl/evp.h>

#include "report/comparison.hpp"
#include "report/executions.hpp"
#include "report/faults.hpp"
#include "report/fields.hpp"
#include "report/markup.hpp"
#include "report/quantity.hpp"
#include "report/reproduction.hpp"
#include "report/spectrum.hpp"
#include "report/states.hpp"
#include "report/style.hpp"
#include "report/time_series.hpp"
#include "report/verdict.hpp"

namespace stepstorm::report {
namespace {

/// As a content security policy names a script. Source: W3C CSP Level 3, 2.3.1, hash-source.
std::string sha256_source(std::string_view text) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::array<unsigned char, 45> base64{};
  EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
  return "'sha256-" + std::string(reinterpret_cast<const char*>(base64.data())) + '\'';
}

/// Nothing is fetched, and nothing runs but our own script.
std::string policy() {
  return "default-src 'none'; style-src 'unsafe-inline'; script-src " + sha256_source(script()) +
         "; base-uri 'none'; form-action 'none'";
}

std::string title_of(const Json& report) {
  const std::string title = text_in(report, "title");
  if (!title.empty()) return title;
  const std::string machine = text_in(report, "state_machine");
  return machine.empty() ? "Experiment" : "Experiment with " + machine;
}

Markup head(const Json& report) {
  return element("head",
                 {},
                 element("meta", {{"charset", "utf-8"}}) +
                     element("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy()}}) +
                     element("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}) +
                     element("title", {}, escaped(title_of(report))) + trusted("\n") +
                     element("style", {}, trusted(std::string(stylesheet()))));
}

/// "OrderFulfilmentStateMachine · virtual clock · seed 7 · 10 min 00 s measured"
std::string conditions(const Json& report) {
  std::string words;
  const auto add = [&](const std::string& what) {
    if (!what.empty()) words += (words.empty() ? "" : " · ") + what;
  };
  const std::string clock = text_in(report, "clock");
  const std::string seed = text_in(report, "seed");
  const auto measured_s = number_in(member(report, "experiment"), "measured_s");
  add(text_in(report, "state_machine"));
  add(clock.empty() ? clock : clock + " clock");
  add(seed.empty() ? seed : "seed " + seed);
  if (measured_s) add(in_words(*measured_s, Unit::Seconds) + " measured");
  return words;
}

Markup contents() {
  constexpr std::array<std::pair<const char*, const char*>, 8> links{{{"#verdict", "Verdict"},
                                                                      {"#time", "Over time"},
                                                                      {"#percentiles", "Percentiles"},
                                                                      {"#states", "States"},
                                                                      {"#comparison", "Comparison"},
                                                                      {"#faults", "Faults"},
                                                                      {"#executions", "Executions"},
                                                                      {"#again", "To repeat it"}}};
  Markup items;
  for (const auto& [target, name] : links) items += element("a", {{"href", target}}, escaped(name)) + trusted("\n");
  return element("nav", {{"aria-label", "Contents"}}, items);
}

Markup page_header(const Json& report) {
  const std::string description = text_in(report, "description");
  return element("header",
                 {},
                 paragraph("kicker", "stepstorm · experiment report") + element("h1", {}, escaped(title_of(report))) +
                     (description.empty() ? Markup{} : paragraph("description", description)) +
                     paragraph("conditions", conditions(report)) + contents()) +
         trusted("\n");
}

Markup body(const Json& report) {
  const Markup sections = verdict_section(report) + time_series_section(report) + spectrum_section(report) +
                          states_section(report) + comparison_section(report) + faults_section(report) +
                          executions_section(report) + reproduction_section(report);
  return element(
      "body",
      {},
      page_header(report) + element("main", {}, sections) + element("script", {}, trusted(std::string(script()))));
}

}  // namespace

std::string render_html(const Json& report) {
  return "<!doctype html>\n" + element("html", {{"lang", "en"}}, head(report) + body(report)).str() + '\n';
}

}  // namespace stepstorm::report
