#include "report/html/markup.hpp"

namespace stepstorm::report {
namespace {

std::string opening(std::string_view tag, Attributes attributes) {
  std::string html = '<' + std::string(tag);
  for (const auto& [name, value] : attributes)
    if (!value.empty()) html += ' ' + std::string(name) + "=\"" + escaped(value).str() + '"';
  return html;
}

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F; }

}  // namespace

Markup escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      case '\'': html += "&#39;"; break;
      default:
        if (is_control(c))
          html += "\uFFFD";
        else
          html += c;
    }
  }
  return Markup(std::move(html));
}

Markup trusted(std::string html) { return Markup(std::move(html)); }

Markup element(std::string_view tag, Attributes attributes, const Markup& content) {
  return trusted(opening(tag, attributes) + '>' + content.str() + "</" + std::string(tag) + '>');
}

Markup element(std::string_view tag, Attributes attributes) { return trusted(opening(tag, attributes) + "/>"); }

Markup division(std::string css_class, const Markup& content) {
  return element("div", {{"class", std::move(css_class)}}, content);
}

Markup span(std::string css_class, const Markup& content) {
  return element("span", {{"class", std::move(css_class)}}, content);
}

Markup span(std::string css_class, std::string_view text) { return span(std::move(css_class), escaped(text)); }

Markup paragraph(std::string css_class, std::string_view text) {
  return element("p", {{"class", std::move(css_class)}}, escaped(text));
}

Markup code(std::string_view text) { return element("code", {}, escaped(text)); }

Markup details(const Markup& summary, const Markup& content) {
  return element("details", {}, element("summary", {}, summary) + content) + trusted("\n");
}

Markup section(std::string id, std::string_view title, const Markup& content) {
  return element("section", {{"id", std::move(id)}}, element("h2", {}, escaped(title)) + trusted("\n") + content) +
         trusted("\n");
}

}  // namespace stepstorm::report
