#include "functions/recorded_answer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "values/json.hpp"

namespace stepstorm::functions {
namespace {

using workers::Fail;
using workers::Outcome;
using workers::Write;

/// A year, longer than anything can take.
constexpr double took_ms_max = 366.0 * 24 * 3'600 * 1'000;

tl::unexpected<std::string> expected(const std::string& member, const std::string& what) {
  return tl::unexpected{'/' + member + ": expected " + what};
}

std::optional<std::string> text_of(const Json& line, const char* name) {
  const Json* value = find_member(line, name);
  return value && value->is_string() ? std::optional{value->get<std::string>()} : std::nullopt;
}

template <class Number>
std::optional<Number> number_of(const Json& line, const char* name) {
  const Json* value = find_member(line, name);
  if (!value || !value->is_number_unsigned()) return std::nullopt;
  const auto number = value->get<std::uint64_t>();
  return static_cast<Number>(number) == number ? std::optional{static_cast<Number>(number)} : std::nullopt;
}

tl::expected<Outcome, std::string> read_outcome(const Json& line) {
  if (auto wrote = text_of(line, "wrote")) return Write{std::move(*wrote)};
  auto error = text_of(line, "error");
  auto cause = text_of(line, "cause");
  if (!error || !cause) return expected("wrote", "a text, or \"error\" and \"cause\"");
  if (find_member(line, "death") && !text_of(line, "death")) return expected("death", "a text");
  return Fail{std::move(*error), std::move(*cause), text_of(line, "death")};
}

/// Reports an unknown member by its name, so that a misspelt one is not ignored.
std::optional<std::string> unknown_member(const Json& line) {
  constexpr std::array<std::string_view, 10> known{
      "function", "execution", "visit", "attempt", "took_ms", "payload", "wrote", "error", "cause", "death"};
  for (const auto& [name, value] : line.items())
    if (std::find(known.begin(), known.end(), name) == known.end()) return name;
  return std::nullopt;
}

}  // namespace

std::string line_of(const RecordedAnswer& answer) {
  Json line{{"function", answer.function},
            {"execution", answer.invocation.execution},
            {"visit", answer.invocation.visit},
            {"attempt", answer.invocation.attempt},
            {"took_ms", std::chrono::duration<double, std::milli>(answer.took).count()},
            {"payload", answer.invocation.payload}};
  if (const auto* wrote = std::get_if<Write>(&answer.outcome)) line["wrote"] = wrote->text;
  if (const auto* failed = std::get_if<Fail>(&answer.outcome)) {
    line["error"] = failed->error;
    line["cause"] = failed->cause;
    if (failed->death) line["death"] = *failed->death;
  }
  return to_text(line);
}

tl::expected<RecordedAnswer, std::string> read_recorded(std::string_view text) {
  const auto line = parse_json(text);
  if (!line) return tl::unexpected{line.error().message};
  if (!line->is_object()) return tl::unexpected<std::string>{"expected an object"};
  if (const auto unknown = unknown_member(*line)) return tl::unexpected{'/' + *unknown + ": no such member"};
  auto function = text_of(*line, "function");
  if (!function) return expected("function", "a function's name");
  auto payload = text_of(*line, "payload");
  if (!payload) return expected("payload", "a text, the JSON that the function was given");
  const auto execution = number_of<std::uint64_t>(*line, "execution");
  if (!execution) return expected("execution", "a whole number");
  const auto visit = number_of<std::uint32_t>(*line, "visit");
  if (!visit) return expected("visit", "a whole number");
  const auto attempt = number_of<std::uint32_t>(*line, "attempt");
  if (!attempt || *attempt == 0) return expected("attempt", "a whole number from 1");
  const Json* took = find_member(*line, "took_ms");
  const double took_ms = took && took->is_number() ? took->get<double>() : -1;
  if (!(took_ms >= 0 && took_ms <= took_ms_max)) return expected("took_ms", "milliseconds");
  auto outcome = read_outcome(*line);
  if (!outcome) return tl::unexpected{std::move(outcome.error())};
  return RecordedAnswer{.function = std::move(*function),
                        .invocation = {.payload = std::move(*payload),
                                       .execution = *execution,
                                       .visit = *visit,
                                       .attempt = *attempt,
                                       .chance = 0},
                        .took = std::chrono::nanoseconds{std::llround(took_ms * 1e6)},
                        .outcome = std::move(*outcome)};
}

}  // namespace stepstorm::functions
