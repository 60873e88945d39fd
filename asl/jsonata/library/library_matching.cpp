// $contains, $match, $replace and $split, by a text, a regular expression, or a matcher function.
#include <cmath>
#include <optional>

#include "asl/jsonata/code_points.hpp"
#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/library/library.hpp"
#include "asl/jsonata/regex/regex.hpp"
#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata::library {
namespace {

std::size_t byte_of_utf16(std::string_view text, double units) {
  std::string_view rest = text;
  for (double passed = 0; passed < units && !rest.empty();) passed += take_code_point(rest) > 0xffff ? 2 : 1;
  return text.size() - rest.size();
}

/// Iterates over the matches in a text.
class Matches {
 public:
  Matches(Evaluator& evaluator, Value matcher, Value text, std::string_view caller)
      : evaluator_(evaluator), matcher_(matcher), text_(text), caller_(caller) {
    if (matcher.function->type == Function::Type::Matcher)
      found_ = value_or_stop(regex().first(text.text()));
    else
      take(evaluator.call(matcher, {&text, 1}));
  }

  explicit operator bool() const { return found_.has_value(); }
  const RegexMatch& operator*() const { return *found_; }
  const RegexMatch* operator->() const { return &*found_; }
  std::size_t begin() const { return found_->offset; }
  std::size_t end() const { return found_->offset + found_->text.size(); }

  void go_on() {
    evaluator_.spend(1);
    if (matcher_.function->type == Function::Type::Matcher)
      found_ = value_or_stop(regex().next(text_.text(), *found_));
    else
      take(evaluator_.call(next_, {}));
  }

  Value groups() {
    Array* const groups = evaluator_.arena().make<Array>();
    for (const auto& group : found_->groups)
      groups->push(evaluator_.arena(), group ? make_text(evaluator_.arena().copy(*group)) : Value{});
    return make_array(groups);
  }

 private:
  const Regex& regex() const { return *matcher_.function->node->regex; }

  // Takes a match object from a matcher function as if a regular expression had found it.
  void take(Value match) {
    found_.reset();
    if (!match) return;
    const bool is_object = match.is(Kind::Object);
    const Value start = is_object ? member(match, "start") : Value{};
    const Value groups = is_object ? member(match, "groups") : Value{};
    next_ = is_object ? member(match, "next") : Value{};
    if (!start.is(Kind::Number) && !groups.is(Kind::Array) && !next_.is(Kind::Function)) stop("T1010", caller_);
    const Value matched = member(match, "match");
    if (!start.is(Kind::Number) || !matched.is(Kind::Text) || !next_.is(Kind::Function)) stop("T1010", caller_);
    found_.emplace();
    found_->text = matched.text();
    found_->offset = byte_of_utf16(text_.text(), start.number);
    found_->start = static_cast<std::size_t>(std::max(0.0, start.number));
    found_->end = found_->start + length_in_utf16(found_->text);
    if (!groups.is(Kind::Array)) return;
    const Items items{groups};
    for (std::size_t at = 0; at != items.size(); ++at)
      found_->groups.push_back(items[at].is(Kind::Text) ? std::optional{items[at].text()} : std::nullopt);
  }

  Evaluator& evaluator_;
  Value matcher_;
  Value text_;
  std::string_view caller_;
  Value next_;
  std::optional<RegexMatch> found_;
};

/// Returns the maximum number of results; nullopt without a limit.
std::optional<double> limit_of(Value limit, std::string_view code, int argument) {
  if (!limit) return std::nullopt;
  if (limit.number < 0) throw Failure{std::string{code}, Failure::nowhere, {}, described(limit), {}, argument};
  return limit.number;
}

bool has_room(std::optional<double> limit, std::size_t count) { return !limit || static_cast<double>(count) < *limit; }

std::string_view slice(std::string_view text, std::size_t begin, std::size_t end) {
  begin = std::min(begin, text.size());
  return text.substr(begin, std::max(begin, std::min(end, text.size())) - begin);
}

Value match_object(Evaluator& evaluator, Matches& match) {
  Arena& arena = evaluator.arena();
  Object* const object = arena.make<Object>();
  object->set(arena, "match", make_text(match->text));
  object->set(arena, "index", make_number(static_cast<double>(match->start)));
  object->set(arena, "groups", match.groups());
  return make_object(object);
}

// Returns the match object that a replacement function receives.
Value match_for_function(Evaluator& evaluator, Matches& match) {
  Arena& arena = evaluator.arena();
  Object* const object = arena.make<Object>();
  object->set(arena, "match", make_text(match->text));
  object->set(arena, "start", make_number(static_cast<double>(match->start)));
  object->set(arena, "end", make_number(static_cast<double>(match->end)));
  object->set(arena, "groups", match.groups());
  return make_object(object);
}

Value replace_text(Evaluator& evaluator, const Arguments& arguments, std::optional<double> limit) {
  const std::string_view text = arguments[0].text();
  const std::string_view pattern = arguments[1].text();
  const std::string_view replacement = arguments[2].is(Kind::Text) ? arguments[2].text() : std::string_view{};
  std::string replaced;
  std::size_t begin = 0;
  std::size_t count = 0;
  for (std::size_t at = text.find(pattern); at != std::string_view::npos && has_room(limit, count); ++count) {
    evaluator.spend(1 + replacement.size() / 32);
    replaced += text.substr(begin, at - begin);
    replaced += replacement;
    begin = at + pattern.size();
    at = text.find(pattern, begin);
  }
  if (begin == 0) return arguments[0];
  replaced += text.substr(begin);
  return evaluator.copied(replaced);
}

Value replace_matches(Evaluator& evaluator, const Arguments& arguments, std::optional<double> limit) {
  const std::string_view text = arguments[0].text();
  const Value replacement = arguments[2];
  Matches match{evaluator, arguments[1], arguments[0], "replace"};
  if (!match) return arguments[0];
  std::string replaced;
  std::size_t begin = 0;
  for (std::size_t count = 0; match && has_room(limit, count); ++count) {
    replaced += slice(text, begin, match.begin());
    if (replacement.is(Kind::Text)) {
      replaced += expand_replacement(replacement.text(), *match);
    } else {
      const Value argument = match_for_function(evaluator, match);
      const Value made = evaluator.call(replacement, {&argument, 1});
      if (!made.is(Kind::Text)) stop("D3012", "replace", described(made));
      replaced += made.text();
    }
    evaluator.spend(1 + (match.end() - match.begin()) / 32);
    begin = match.end();
    match.go_on();
  }
  replaced += slice(text, begin, text.size());
  return evaluator.copied(replaced);
}

// Splits into single characters when the separator is empty.
void split_by_text(Evaluator& evaluator,
                   std::string_view text,
                   std::string_view separator,
                   std::optional<double> limit,
                   Array& parts) {
  Arena& arena = evaluator.arena();
  if (separator.empty()) {
    while (!text.empty() && has_room(limit, parts.size)) {
      std::string_view rest = text;
      static_cast<void>(take_code_point(rest));
      parts.push(arena, make_text(text.substr(0, text.size() - rest.size())));
      text = rest;
    }
    return;
  }
  while (has_room(limit, parts.size)) {
    const std::size_t at = text.find(separator);
    parts.push(arena, make_text(text.substr(0, at)));
    if (at == std::string_view::npos) return;
    text.remove_prefix(at + separator.size());
  }
}

void split_by_matches(Evaluator& evaluator, const Arguments& arguments, std::optional<double> limit, Array& parts) {
  const std::string_view text = arguments[0].text();
  Matches match{evaluator, arguments[1], arguments[0], "split"};
  std::size_t begin = 0;
  for (; match && has_room(limit, parts.size); match.go_on()) {
    parts.push(evaluator.arena(), make_text(slice(text, begin, match.begin())));
    begin = match.end();
  }
  if (has_room(limit, parts.size)) parts.push(evaluator.arena(), make_text(slice(text, begin, text.size())));
}

}  // namespace

Value contains(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0] || !arguments[1]) return {};
  if (arguments[1].is(Kind::Text))
    return make_boolean(arguments[0].text().find(arguments[1].text()) != std::string_view::npos);
  if (arguments[1].function->type == Function::Type::Matcher)
    return make_boolean(value_or_stop(arguments[1].function->node->regex->matches(arguments[0].text())));
  return make_boolean(static_cast<bool>(Matches{evaluator, arguments[1], arguments[0], "contains"}));
}

Value match(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const std::optional<double> limit = limit_of(arguments[2], "D3040", 3);
  Array* const all = new_sequence(evaluator.arena());
  if (!has_room(limit, 0)) return make_array(all);
  for (Matches match{evaluator, arguments[1], arguments[0], "match"}; match && has_room(limit, all->size);
       match.go_on())
    all->push(evaluator.arena(), match_object(evaluator, match));
  return make_array(all);
}

Value replace(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  if (arguments[1].is(Kind::Text) && arguments[1].text_size == 0) stop("D3010", "replace");
  const std::optional<double> limit = limit_of(arguments[3], "D3011", 4);
  if (!has_room(limit, 0) || !arguments[1]) return arguments[0];
  evaluator.spend(arguments[0].text_size / 32);
  return arguments[1].is(Kind::Text) ? replace_text(evaluator, arguments, limit)
                                     : replace_matches(evaluator, arguments, limit);
}

Value split(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const std::optional<double> limit = limit_of(arguments[2], "D3020", 3);
  Array* const parts = evaluator.arena().make<Array>();
  evaluator.spend(arguments[0].text_size / 16);
  if (!arguments[1])
    parts->push(evaluator.arena(), arguments[0]);
  else if (arguments[1].is(Kind::Text))
    split_by_text(evaluator,
                  arguments[0].text(),
                  arguments[1].text(),
                  limit ? std::optional{std::floor(*limit)} : std::nullopt,
                  *parts);
  else if (has_room(limit, 0))
    split_by_matches(evaluator, arguments, limit, *parts);
  return make_array(parts);
}

}  // namespace stepstorm::jsonata::library
