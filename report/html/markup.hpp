// HTML as a type of its own: text from outside becomes markup only by being escaped, so forgetting to does not compile.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stepstorm::report::html {

class Markup {
 public:
  Markup() = default;

  [[nodiscard]] const std::string& str() const { return html_; }
  [[nodiscard]] bool empty() const { return html_.empty(); }

  Markup& operator+=(const Markup& more) {
    html_ += more.html_;
    return *this;
  }
  friend Markup operator+(Markup left, const Markup& right) { return std::move(left += right); }

 private:
  explicit Markup(std::string html) : html_(std::move(html)) {}
  friend Markup escaped(std::string_view text);
  friend Markup trusted(std::string html);

  std::string html_;
};

/// Text, between tags and in attributes. What cannot be in a document is replaced.
[[nodiscard]] Markup escaped(std::string_view text);

/// What this program wrote and knows to be markup. Never for text from a report.
[[nodiscard]] Markup trusted(std::string html);

/// Values are escaped. An attribute with an empty value is left out.
using Attributes = std::initializer_list<std::pair<std::string_view, std::string>>;

[[nodiscard]] Markup element(std::string_view tag, Attributes attributes, const Markup& content);
/// Without content: <path d="..."/>
[[nodiscard]] Markup element(std::string_view tag, Attributes attributes);

[[nodiscard]] Markup division(std::string css_class, const Markup& content);
[[nodiscard]] Markup span(std::string css_class, const Markup& content);
[[nodiscard]] Markup span(std::string css_class, std::string_view text);
[[nodiscard]] Markup paragraph(std::string css_class, std::string_view text);
[[nodiscard]] Markup code(std::string_view text);
/// Closed until the reader opens it; open on paper.
[[nodiscard]] Markup details(const Markup& summary, const Markup& content);
[[nodiscard]] Markup section(std::string id, std::string_view title, const Markup& content);

}  // namespace stepstorm::report::html
