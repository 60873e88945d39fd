#include "asl/jsonata/text_of.hpp"

#include <cmath>

#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/pictures/number_text.hpp"
#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr int text_depth_max = 1000;
constexpr std::size_t described_bytes_max = 10'000;
constexpr double largest_exact = 9007199254740992;  // 2^53

bool is_plain(unsigned char character) { return character >= 0x20 && character != '"' && character != '\\'; }

void append_escaped(std::string& to, unsigned char character) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (character) {
    case '"': to += "\\\""; return;
    case '\\': to += "\\\\"; return;
    case '\b': to += "\\b"; return;
    case '\f': to += "\\f"; return;
    case '\n': to += "\\n"; return;
    case '\r': to += "\\r"; return;
    case '\t': to += "\\t"; return;
    default: to += {'\\', 'u', '0', '0', hex[character >> 4], hex[character & 15]};
  }
}

class TextWriter {
 public:
  TextWriter(std::string& to, bool pretty, std::size_t bytes_max) : to_(to), pretty_(pretty), bytes_max_(bytes_max) {}

  void write(Value value) {
    if (to_.size() > bytes_max_) stop("U1003");
    switch (value.kind) {
      case Kind::Boolean: to_ += value.boolean ? "true" : "false"; return;
      case Kind::Number: return number(value.number);
      case Kind::Text: return quoted(value.text());
      case Kind::Array: return array(Items{value});
      case Kind::Object: return object(Entries{value});
      case Kind::Function: to_ += "\"\""; return;
      default: to_ += "null";
    }
  }

 private:
  void number(double number) {
    if (std::isnan(number)) {
      to_ += "null";
      return;
    }
    if (std::isinf(number)) stop("D1001", {}, "null");
    to_ += number_text(round_for_string(number));
  }

  void quoted(std::string_view text) {
    to_ += '"';
    std::size_t plain = 0;
    for (std::size_t at = 0; at != text.size(); ++at) {
      const auto character = static_cast<unsigned char>(text[at]);
      if (is_plain(character)) continue;
      to_.append(text, plain, at - plain);
      append_escaped(to_, character);
      plain = at + 1;
    }
    to_.append(text, plain);
    to_ += '"';
  }

  void new_line() {
    if (!pretty_) return;
    to_ += '\n';
    to_.append(static_cast<std::size_t>(2 * depth_), ' ');
  }

  void deeper() {
    if (++depth_ > text_depth_max) stop("U1001", {}, "The value is nested too deep for a text");
  }

  void array(const Items& items) {
    to_ += '[';
    deeper();
    for (std::size_t at = 0; at != items.size(); ++at) {
      if (at != 0) to_ += ',';
      new_line();
      write(items[at]);
    }
    --depth_;
    if (items.size() != 0) new_line();
    to_ += ']';
  }

  void object(const Entries& entries) {
    to_ += '{';
    deeper();
    for (std::size_t at = 0; at != entries.size(); ++at) {
      const Entry entry = entries[at];
      if (at != 0) to_ += ',';
      new_line();
      quoted(entry.name);
      to_ += pretty_ ? ": " : ":";
      write(entry.value);
    }
    --depth_;
    if (entries.size() != 0) new_line();
    to_ += '}';
  }

  std::string& to_;
  bool pretty_;
  std::size_t bytes_max_;
  int depth_ = 0;
};

bool is_wrapped_input(Value value) { return value.is(Kind::Array) && !value.in_document && value.array->wraps_input; }

Json copy(Value value, int depth);

/// Builds the value in place: for a list of texts, construction takes most of the time.
void append_copy(Json::array_t& to, Value value, int depth) {
  if (value.is(Kind::Text))
    to.emplace_back(value.text());
  else
    to.push_back(copy(value, depth));
}

Json copy(Value value, int depth) {
  if (depth > text_depth_max) stop("U1001", {}, "The result is nested too deep");
  switch (value.kind) {
    case Kind::Boolean: return value.boolean;
    case Kind::Number: return number_to_json(value.number);
    case Kind::Text: return value.text();
    case Kind::Array: {
      if (value.in_document) return *value.node;
      const Items items{value};
      Json array = Json::array();
      auto& elements = array.get_ref<Json::array_t&>();
      elements.reserve(items.size());
      for (std::size_t at = 0; at != items.size(); ++at) append_copy(elements, items[at], depth + 1);
      return array;
    }
    case Kind::Object: {
      if (value.in_document) return *value.node;
      const Entries entries{value};
      Json object = Json::object();
      auto& members = object.get_ref<Json::object_t&>();
      members.reserve(entries.size());
      for (std::size_t at = 0; at != entries.size(); ++at)
        members.emplace_back(std::string{entries[at].name}, copy(entries[at].value, depth + 1));
      return object;
    }
    case Kind::Function: return "";
    default: return nullptr;
  }
}

}  // namespace

void append_text(std::string& to, Value value, bool pretty, std::size_t bytes_max) {
  if (value.is(Kind::Text)) {
    to += value.text();
    return;
  }
  if (!value || value.is(Kind::Function)) return;
  if (value.is(Kind::Number) && !std::isfinite(value.number)) stop("D3001");
  TextWriter{to, pretty, bytes_max}.write(is_wrapped_input(value) ? value.array->items[0] : value);
}

Json to_json(Value value) { return copy(is_wrapped_input(value) ? value.array->items[0] : value, 0); }

Json number_to_json(double number) {
  if (std::trunc(number) == number && std::abs(number) <= largest_exact) return static_cast<std::int64_t>(number);
  return number;
}

std::string described(Value value) {
  if (!value) return "undefined";
  if (value.is(Kind::Number) && !std::isfinite(value.number)) return "null";
  if (value.is(Kind::Text)) return to_text(Json(std::string{value.text().substr(0, described_bytes_max)}));
  std::string text;
  try {
    append_text(text, value, false, described_bytes_max);
  } catch (const Failure&) {
    text += "...";  // too long, or contains a number without a text
  }
  return text;
}

}  // namespace stepstorm::jsonata
