#include "api/json_complaint.hpp"

#include <cctype>

namespace stepstorm::api {
namespace {

constexpr int depth_max = 1000;

/// Follows the grammar until something does not fit. Each function returns whether it may go on.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<std::string> read() {
    skip_blanks();
    if (rest_.empty()) return "No content to map due to end-of-input";
    if (!value(0)) return complaint_;
    skip_blanks();
    if (!rest_.empty()) static_cast<void>(unexpected("expected end of content"));
    return complaint_;
  }

 private:
  static constexpr std::string_view any_value =
      "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

  bool fail(std::string complaint) {
    complaint_ = std::move(complaint);
    return false;
  }

  bool unexpected(const std::string& expected) {
    const auto code = static_cast<unsigned char>(rest_.front());
    return fail("Unexpected character ('" + std::string(1, rest_.front()) + "' (code " + std::to_string(code) +
                ")): " + expected);
  }

  void skip_blanks() {
    while (!rest_.empty() && std::string_view{" \t\r\n"}.find(rest_.front()) != std::string_view::npos)
      rest_.remove_prefix(1);
  }

  static bool is_word(char character) {
    return std::isalnum(static_cast<unsigned char>(character)) || character == '_' || character == '$';
  }

  bool value(int depth) {
    if (depth > depth_max) return fail("Document nesting depth exceeds the maximum allowed (1000)");
    const char first = rest_.front();
    if (first == '{') return object(depth);
    if (first == '[') return array(depth);
    if (first == '"') return text();
    if (first == '-' || std::isdigit(static_cast<unsigned char>(first))) return number();
    if (is_word(first)) return word();
    return unexpected("expected a valid value " + std::string(any_value));
  }

  bool word() {
    std::size_t length = 0;
    while (length < rest_.size() && is_word(rest_[length])) ++length;
    const auto found = rest_.substr(0, length);
    if (found != "true" && found != "false" && found != "null")
      return fail("Unrecognized token '" + std::string(found) + "': was expecting " + std::string(any_value));
    rest_.remove_prefix(length);
    return true;
  }

  bool number() {
    std::size_t length = rest_.front() == '-' ? 1 : 0;
    if (length == rest_.size() || !std::isdigit(static_cast<unsigned char>(rest_[length]))) {
      rest_.remove_prefix(std::min(length, rest_.size()));
      return rest_.empty() ? fail("Unexpected end-of-input within a number")
                           : unexpected("expected digit (0-9) to follow minus sign, for valid numeric value");
    }
    if (rest_[length] == '0' && length + 1 < rest_.size() &&
        std::isdigit(static_cast<unsigned char>(rest_[length + 1])))
      return fail("Invalid numeric value: Leading zeroes not allowed");
    while (length < rest_.size() && std::string_view{"0123456789.eE+-"}.find(rest_[length]) != std::string_view::npos)
      ++length;
    rest_.remove_prefix(length);
    return true;
  }

  bool text() {
    rest_.remove_prefix(1);
    while (!rest_.empty() && rest_.front() != '"') {
      const auto code = static_cast<unsigned char>(rest_.front());
      if (code < 0x20)
        return fail("Illegal unquoted character ((CTRL-CHAR, code " + std::to_string(code) +
                    ")): has to be escaped using backslash to be included in string value");
      if (rest_.front() == '\\') {
        rest_.remove_prefix(1);
        if (rest_.empty()) break;
        if (std::string_view{"\"\\/bfnrtu"}.find(rest_.front()) == std::string_view::npos)
          return fail("Unrecognized character escape '" + std::string(1, rest_.front()) + "' (code " +
                      std::to_string(static_cast<unsigned char>(rest_.front())) + ")");
      }
      rest_.remove_prefix(1);
    }
    if (rest_.empty()) return fail("Unexpected end-of-input: was expecting closing quote for a string value");
    rest_.remove_prefix(1);
    return true;
  }

  bool object(int depth) {
    rest_.remove_prefix(1);
    skip_blanks();
    if (take('}')) return true;
    for (;;) {
      if (rest_.empty()) return fail("Unexpected end-of-input: expected close marker for Object");
      if (rest_.front() != '"') return unexpected("was expecting double-quote to start field name");
      if (!text()) return false;
      skip_blanks();
      if (rest_.empty()) return fail("Unexpected end-of-input within/between Object entries");
      if (!take(':')) return unexpected("was expecting a colon to separate field name and value");
      skip_blanks();
      if (rest_.empty()) return fail("Unexpected end-of-input within/between Object entries");
      if (!value(depth + 1)) return false;
      skip_blanks();
      if (take('}')) return true;
      if (rest_.empty()) return fail("Unexpected end-of-input: expected close marker for Object");
      if (!take(',')) return unexpected("was expecting comma to separate Object entries");
      skip_blanks();
    }
  }

  bool array(int depth) {
    rest_.remove_prefix(1);
    skip_blanks();
    if (take(']')) return true;
    for (;;) {
      if (rest_.empty()) return fail("Unexpected end-of-input: expected close marker for Array");
      if (!value(depth + 1)) return false;
      skip_blanks();
      if (take(']')) return true;
      if (rest_.empty()) return fail("Unexpected end-of-input: expected close marker for Array");
      if (!take(',')) return unexpected("was expecting comma to separate Array entries");
      skip_blanks();
    }
  }

  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
  std::optional<std::string> complaint_;
};

}  // namespace

std::optional<std::string> json_complaint(std::string_view text) { return Reader{text}.read(); }

}  // namespace stepstorm::api
