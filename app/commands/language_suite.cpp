#include "app/commands/language_suite.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "asl/jsonata/expression.hpp"
#include "config/text_file.hpp"
#include "report/json/json_names.hpp"
#include "values/json.hpp"

namespace stepstorm::app {
namespace {

namespace fs = std::filesystem;
using jsonata::Expected;
using jsonata::Outcome;

constexpr std::size_t file_bytes_max = 16u << 20;

/// The value of \uXXXX at `at`, or -1.
int escaped_unit(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "\\u" || text.size() < at + 6) return -1;
  int unit = 0;
  const auto [rest, error] = std::from_chars(text.data() + at + 2, text.data() + at + 6, unit, 16);
  return error == std::errc{} && rest == text.data() + at + 6 ? unit : -1;
}

/// An unpaired surrogate is no text in JSON; its escape is one in JSONata. So the escape is what stays.
std::string with_surrogates_escaped(std::string_view text) {
  std::string escaped;
  for (std::size_t at = 0; at < text.size();) {
    const int unit = escaped_unit(text, at);
    const bool is_high = unit >= 0xd800 && unit < 0xdc00;
    const int second = is_high ? escaped_unit(text, at + 6) : -1;
    const bool is_pair = second >= 0xdc00 && second < 0xe000;
    if (unit >= 0xd800 && unit < 0xe000 && !is_pair) escaped += '\\';
    const std::size_t size = is_pair ? 12 : text[at] == '\\' ? 2 : 1;
    escaped += text.substr(at, size);
    at += size;
  }
  return escaped;
}

tl::expected<Json, std::string> read_json_file(const fs::path& file) {
  const auto text = config::read_text_file(file.string(), file_bytes_max);
  if (!text) return tl::unexpected{text.error()};
  auto json = parse_json(with_surrogates_escaped(*text));
  if (!json)
    return tl::unexpected{file.string() + ":" + std::to_string(json.error().at.line) + ": " + json.error().message};
  return std::move(*json);
}

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator{folder, ignored}) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

// ---- expectations and results ----

std::string text_of(const Expected<Outcome>& outcome) {
  if (!outcome) return outcome.error().code + ": " + jsonata::message(outcome.error());
  switch (outcome->type) {
    case Outcome::Type::Nothing: return "undefined";
    case Outcome::Type::Function: return "a function";
    case Outcome::Type::Value: break;
  }
  return to_text(outcome->value);
}

std::string expectation(const Json& test) {
  for (const char* name : {"result", "code", "error"})
    if (const Json* value = find_member(test, name)) return name + (": " + to_text(*value));
  return "undefined";
}

std::string text_member(const Json& object, std::string_view name) {
  const Json* const member = find_member(object, name);
  return member && member->is_string() ? member->get<std::string>() : std::string{};
}

bool same_items(const Json& left, Json right) {
  if (!left.is_array() || !right.is_array() || left.size() != right.size()) return same_value(left, right);
  for (const Json& item : left) {
    const auto found =
        std::find_if(right.begin(), right.end(), [&item](const Json& other) { return same_value(item, other); });
    if (found == right.end()) return false;
    right.erase(found);
  }
  return true;
}

bool is_error(const Json& wanted, const jsonata::Failure& failure) {
  const std::string token = text_member(wanted, "token");
  const std::string message = text_member(wanted, "message");
  return text_member(wanted, "code") == failure.code && (token.empty() || token == failure.token) &&
         (message.empty() || message == jsonata::message(failure));
}

bool is_expected(const Json& test, const Expected<Outcome>& outcome) {
  if (const Json* const error = find_member(test, "error")) return !outcome && is_error(*error, outcome.error());
  if (find_member(test, "code")) return !outcome && is_error(test, outcome.error());
  if (!outcome) return false;
  const Json* const result = find_member(test, "result");
  if (!result) return outcome->type == Outcome::Type::Nothing;
  if (outcome->type != Outcome::Type::Value) return false;
  const Json* const unordered = find_member(test, "unordered");
  return unordered && *unordered == true ? same_items(*result, outcome->value) : same_value(*result, outcome->value);
}

// ---- running ----

class Suite {
 public:
  Suite(fs::path folder, jsonata::Dialect dialect) : folder_(std::move(folder)), dialect_(dialect) {}

  SuiteGroup run_group(const fs::path& folder) const {
    SuiteGroup group{folder.filename().string(), 0, {}};
    for (const fs::path& file : sorted_entries(folder)) {
      if (file.extension() != ".json") continue;
      const auto cases = read_json_file(file);
      const std::string place = group.name + "/" + file.filename().string();
      if (!cases)
        group.failures.push_back({place, {}, "a file that can be read", cases.error()});
      else if (!cases->is_array())
        run_case(*cases, place, group);
      else
        for (std::size_t at = 0; at != cases->size(); ++at)
          run_case((*cases)[at], cases->size() == 1 ? place : place + "[" + std::to_string(at) + "]", group);
    }
    return group;
  }

 private:
  void run_case(const Json& test, const std::string& place, SuiteGroup& group) const {
    const std::string expression = expression_of(test, place);
    const Expected<Outcome> outcome = evaluate(test, expression);
    if (is_expected(test, outcome))
      ++group.passed;
    else
      group.failures.push_back({place, expression, expectation(test), text_of(outcome)});
  }

  std::string expression_of(const Json& test, const std::string& place) const {
    const std::string file = text_member(test, "expr-file");
    if (file.empty()) return text_member(test, "expr");
    const auto text =
        config::read_text_file((folder_ / "groups" / fs::path{place}.parent_path() / file).string(), file_bytes_max);
    return text.value_or(std::string{});
  }

  std::optional<Json> input_of(const Json& test) const {
    if (const Json* const data = find_member(test, "data")) return *data;
    const std::string dataset = text_member(test, "dataset");
    if (dataset.empty()) return std::nullopt;
    auto json = read_json_file(folder_ / "datasets" / (dataset + ".json"));
    return json ? std::optional{std::move(*json)} : std::nullopt;
  }

  Expected<Outcome> evaluate(const Json& test, const std::string& text) const {
    const auto expression = jsonata::Expression::compile(text, dialect_);
    if (!expression) return tl::unexpected{expression.error()};
    const std::optional<Json> input = input_of(test);
    const Json* const bindings = find_member(test, "bindings");
    jsonata::Limits limits;
    if (const Json* const depth = find_member(test, "depth"); depth && depth->is_number())
      limits.depth = depth->get<std::size_t>();
    return expression->evaluate(
        input ? &*input : nullptr, report::JsonNames{bindings ? *bindings : Json::object()}, limits);
  }

  fs::path folder_;
  jsonata::Dialect dialect_;
};

}  // namespace

tl::expected<std::vector<SuiteGroup>, std::string> run_language_suite(const fs::path& folder,
                                                                      jsonata::Dialect dialect) {
  const std::vector<fs::path> folders = sorted_entries(folder / "groups");
  if (folders.empty()) return tl::unexpected{folder.string() + ": expected groups/*/*.json, found none"};
  const Suite suite{folder, dialect};
  std::vector<SuiteGroup> groups;
  for (const fs::path& group : folders)
    if (fs::is_directory(group)) groups.push_back(suite.run_group(group));
  return groups;
}

}  // namespace stepstorm::app
