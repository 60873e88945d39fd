#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "values/json.hpp"
#include "values/json_scanner.hpp"

namespace stepstorm {
namespace {

/// Collects values on one flat stack and moves them into their object or array when it closes. (Growing an
/// ordered_json object would copy its members again and again: their names are const, so they cannot be moved.)
class Builder final : public nlohmann::json_sax<Json> {
 public:
  Builder(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {}

  tl::expected<Json, JsonError> result() && {
    if (error_) return tl::unexpected(std::move(*error_));
    return std::move(pending_.front().value);
  }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t& /*digits*/) override { return add(value); }
  bool string(string_t& value) override { return add(value); }
  bool binary(binary_t& /*value*/) override { return false; }  // not in JSON text
  bool start_object(std::size_t /*members*/) override { return open(); }
  bool start_array(std::size_t /*elements*/) override { return open(); }
  bool end_object() override { return close(make_object(closing())); }
  bool end_array() override { return close(make_array(closing())); }

  bool key(string_t& name) override {
    name_ = name;
    return true;
  }

  bool parse_error(std::size_t read, const std::string& token, const nlohmann::detail::exception& problem) override;

 private:
  struct Member {
    std::string name;  // empty in an array
    Json value;
  };
  struct Container {
    std::string name;
    std::size_t first;  // of its members in pending_
  };
  struct Members {
    std::vector<Member>::iterator begin, end;
    std::size_t size() const { return static_cast<std::size_t>(end - begin); }
  };

  template <class Value>
  bool add(Value&& value) {
    pending_.push_back({std::exchange(name_, {}), Json(std::forward<Value>(value))});
    return true;
  }

  bool open() {
    if (containers_.size() == limits_.depth) return fail_at_depth();
    containers_.push_back({std::exchange(name_, {}), pending_.size()});
    return true;
  }

  Members closing() {
    return {pending_.begin() + static_cast<std::ptrdiff_t>(containers_.back().first), pending_.end()};
  }

  bool close(Json value) {
    name_ = std::move(containers_.back().name);
    pending_.erase(closing().begin, pending_.end());
    containers_.pop_back();
    return add(std::move(value));
  }

  static Json make_array(Members elements) {
    Json::array_t array;
    array.reserve(elements.size());
    for (auto it = elements.begin; it != elements.end; ++it) array.push_back(std::move(it->value));
    return array;
  }

  static Json make_object(Members members) {
    if (!few_and_distinct(members)) drop_shadowed(members);
    Json::object_t object;
    object.reserve(members.size());
    for (auto it = members.begin; it != members.end; ++it)
      object.emplace_back(std::move(it->name), std::move(it->value));
    return object;
  }

  static bool few_and_distinct(Members members) {
    constexpr std::size_t few = 16;
    if (members.size() > few) return false;
    for (auto it = members.begin; it != members.end; ++it) {
      if (std::any_of(members.begin, it, [&](const Member& earlier) { return earlier.name == it->name; })) return false;
    }
    return true;
  }

  /// Of members with equal names the first keeps its place and gets the value of the last.
  static void drop_shadowed(Members& members) {
    std::unordered_map<std::string_view, Member*> seen;
    seen.reserve(members.size());
    auto kept = members.begin;
    for (auto it = members.begin; it != members.end; ++it) {
      if (const auto found = seen.find(it->name); found != seen.end()) {
        found->second->value = std::move(it->value);
        continue;
      }
      if (kept != it) *kept = std::move(*it);
      seen.emplace(kept->name, &*kept);
      ++kept;
    }
    members.end = kept;
  }

  bool fail(std::string message, std::size_t offset) {
    error_ = JsonError{std::move(message), position_of(text_, offset)};
    return false;
  }

  bool fail_at_depth() {
    std::size_t open = 0;
    JsonScanner scanner(text_);
    for (; !scanner.at_end(); scanner.skip_token()) {
      if (scanner.at('{') || scanner.at('[')) ++open;
      if (scanner.at('}') || scanner.at(']')) --open;
      if (open > limits_.depth) break;
    }
    return fail("objects and arrays are nested more than " + std::to_string(limits_.depth) + " deep", scanner.offset());
  }

  std::string_view text_;
  JsonLimits limits_;
  std::string name_;  // of the member whose value comes next
  std::vector<Member> pending_;
  std::vector<Container> containers_;
  std::optional<JsonError> error_;
};

std::string in_quotes(std::string_view token) {
  constexpr std::size_t shown_max = 40;
  std::size_t shown = std::min(token.size(), shown_max);
  const auto inside_character = [&] { return shown < token.size() && (token[shown] & '\xC0') == '\x80'; };
  while (shown > 0 && inside_character()) --shown;
  return "'" + std::string(token.substr(0, shown)) + (shown < token.size() ? "...'" : "'");
}

/// What nlohmann names as expected, said for people.
std::string_view expected_in_words(std::string_view expected) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> words{{
      {"']'", "',' or ']'"},
      {"'}'", "',' or '}'"},
      {"':'", "':' after a member's name"},
      {"string literal", "a member's name in double quotes"},
      {"end of input", "nothing more"},
  }};
  for (const auto& [theirs, ours] : words) {
    if (expected == theirs) return ours;
  }
  return "a value";
}

/// The token that the parser has read last, up to `end`. nlohmann's own token string still holds what stood before a
/// punctuation mark.
struct Token {
  std::size_t start;
  std::string_view text;
};
Token last_token(std::string_view text, std::size_t end) {
  JsonScanner scanner(text);
  auto start = scanner.offset();
  for (scanner.skip_token(); scanner.offset() < end && !scanner.at_end(); scanner.skip_token())
    start = scanner.offset();
  const auto token = text.substr(start, scanner.offset() - start);
  return {start, token.substr(0, token.find_last_not_of(" \t\r\n") + 1)};
}

/// nlohmann's sentence is "... syntax error while parsing <context> - <problem>[; last read: '...'][; expected
/// <what>]".
struct Complaint {
  std::string_view problem;
  std::string_view expected;
};
Complaint take_apart(std::string_view sentence) {
  constexpr std::string_view problem_mark = " - ", expected_mark = "; expected ";
  if (const auto at = sentence.find(problem_mark); at != sentence.npos)
    sentence.remove_prefix(at + problem_mark.size());
  const auto expected = sentence.rfind(expected_mark);
  const auto token = sentence.find("; last read: '");
  return {
      .problem = sentence.substr(0, token == sentence.npos ? expected : token),
      .expected = expected == sentence.npos ? std::string_view() : sentence.substr(expected + expected_mark.size())};
}

bool Builder::parse_error(std::size_t read, const std::string& /*token*/, const nlohmann::detail::exception& problem) {
  constexpr int number_overflow = 406;
  const auto end = std::min(read, text_.size());
  const auto token = last_token(text_, end);
  if (problem.id == number_overflow) return fail("the number " + in_quotes(token.text) + " is too large", token.start);

  const auto complaint = take_apart(problem.what());
  const auto wanted = ", expected " + std::string(expected_in_words(complaint.expected));
  if (complaint.problem == "unexpected end of input") return fail("the text ends too early" + wanted, text_.size());
  if (complaint.problem.starts_with("unexpected") || complaint.problem == "invalid literal") {
    return fail("unexpected " + in_quotes(token.text) + wanted, token.start);
  }
  return fail(std::string(complaint.problem), end - std::min<std::size_t>(end, 1));
}

/// What nlohmann would let pass: it takes a NUL for the end of the text.
std::optional<JsonError> refuse_unread(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    return JsonError{"the text has " + std::to_string(text.size()) + " bytes, more than the " +
                         std::to_string(limits.bytes) + " allowed",
                     {}};
  }
  if (JsonScanner(text).at_end()) return JsonError{"the text is empty, expected a value", {}};
  if (const auto at = text.find('\0'); at != text.npos) {
    return JsonError{"unexpected NUL character", position_of(text, at)};
  }
  return std::nullopt;
}

}  // namespace

tl::expected<Json, JsonError> parse_json(std::string_view text, const JsonLimits& limits) {
  if (auto refusal = refuse_unread(text, limits)) return tl::unexpected(std::move(*refusal));
  Builder builder(text, limits);
  Json::sax_parse(text.begin(), text.end(), &builder);
  return std::move(builder).result();
}

}  // namespace stepstorm
