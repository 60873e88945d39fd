#include "asl/paths/java_pattern.hpp"

#include <optional>

#include "values/characters.hpp"

namespace stepstorm::asl {
namespace {

// In Java a dot stops at more line ends than a line feed, and \s takes a vertical tab.
constexpr std::string_view any_but_line_ends = R"([^\n\r\x{85}\x{2028}\x{2029}])";
constexpr std::string_view blank = R"([\s\v])", no_blank = R"([^\s\v])", blank_in_class = R"(\s\v)";

// The letters that mean the same to both after a backslash.
constexpr std::string_view common_escapes = "dDwWbBAzntrfaxpP";

class Translation {
 public:
  explicit Translation(std::string_view expression) : rest_(expression) {}

  /// nullopt: problem() says why.
  std::optional<std::string> translate() {
    while (!rest_.empty() && problem_.empty()) translate_next();
    if (!problem_.empty()) return std::nullopt;
    return translated_;
  }

  const std::string& problem() const { return problem_; }

 private:
  void translate_next() {
    const char c = rest_.front();
    if (c == '\\') return translate_escape();
    if (in_class_ ? !enter_or_leave_class(c) : !begin_outside_class(c)) copy(1);
  }

  /// True when `c` needed more than to be copied.
  bool begin_outside_class(char c) {
    if (c == '.') return replace(1, any_but_line_ends);
    if (c == '(' && rest_.starts_with("(?") && !rest_.starts_with("(?:") && !rest_.starts_with("(?i")) {
      return refuse(rest_.substr(0, 3));
    }
    if (c != '[') return false;
    in_class_ = true;
    copy(rest_.starts_with("[^") ? 2 : 1);
    if (rest_.starts_with(']')) copy(1);
    return true;
  }

  bool enter_or_leave_class(char c) {
    if (c == '[' || rest_.starts_with("&&")) return refuse(rest_.substr(0, c == '[' ? 1 : 2));
    if (c == ']') in_class_ = false;
    return false;
  }

  void translate_escape() {
    if (rest_.size() < 2) return copy(1);  // RE2 says what is wrong
    const char c = rest_[1];
    if (c == 's') {
      replace(2, in_class_ ? blank_in_class : blank);
    } else if (c == 'S' && !in_class_) {
      replace(2, no_blank);
    } else if (is_alphanumeric(c) && common_escapes.find(c) == std::string_view::npos) {
      refuse(rest_.substr(0, 2));
    } else {
      copy(2);
    }
  }

  void copy(std::size_t characters) {
    translated_ += rest_.substr(0, characters);
    rest_.remove_prefix(characters);
  }

  bool replace(std::size_t characters, std::string_view by) {
    translated_ += by;
    rest_.remove_prefix(characters);
    return true;
  }

  bool refuse(std::string_view part) {
    problem_ = "'" + std::string(part) + "' is not supported there";
    return true;
  }

  std::string_view rest_;
  std::string translated_;
  bool in_class_ = false;
  std::string problem_;
};

}  // namespace

tl::expected<std::shared_ptr<const re2::RE2>, std::string> java_pattern(std::string_view expression, bool ignore_case) {
  const auto refused = [](const std::string& reason) {
    return tl::unexpected("The regular expression is not usable: " + reason);
  };
  Translation translation(expression);
  const auto translated = translation.translate();
  if (!translated) return refused(translation.problem());
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_case_sensitive(!ignore_case);
  auto pattern = std::make_shared<const re2::RE2>(*translated, options);
  if (!pattern->ok()) return refused(pattern->error());
  return pattern;
}

}  // namespace stepstorm::asl
