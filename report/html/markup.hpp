// HTML as a type of its own: text becomes markup only by escaping, so that forgetting to escape does not compile.
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

/// Returns text escaped for use between tags and in attributes. Characters that a document must not contain are
/// replaced.
[[nodiscard]] Markup escaped(std::string_view text);

/// Marks a string of this program as markup. Never for text from a report.
[[nodiscard]] Markup trusted(std::string html);

/// Attribute names and values. Values are escaped; an attribute with an empty value is left out.
using Attributes = std::initializer_list<std::pair<std::string_view, std::string>>;

[[nodiscard]] Markup element(std::string_view tag, Attributes attributes, const Markup& content);
/// Returns an element without content: <path d="..."/>
[[nodiscard]] Markup element(std::string_view tag, Attributes attributes);

[[nodiscard]] Markup division(std::string css_class, const Markup& content);
[[nodiscard]] Markup span(std::string css_class, const Markup& content);
[[nodiscard]] Markup span(std::string css_class, std::string_view text);
[[nodiscard]] Markup paragraph(std::string css_class, std::string_view text);
[[nodiscard]] Markup code(std::string_view text);
/// Returns a disclosure element: closed until the reader opens it; open on paper.
[[nodiscard]] Markup details(const Markup& summary, const Markup& content);
[[nodiscard]] Markup section(std::string id, std::string_view title, const Markup& content);

}  // namespace stepstorm::report::html
