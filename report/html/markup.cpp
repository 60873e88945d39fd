#include "report/html/markup.hpp"

#include "values/xml.hpp"

namespace stepstorm::report::html {
namespace {

std::string opening(std::string_view tag, Attributes attributes) {
  std::string html = '<' + std::string(tag);
  for (const auto& [name, value] : attributes)
    if (!value.empty()) html += ' ' + std::string(name) + "=\"" + escaped(value).str() + '"';
  return html;
}

}  // namespace

Markup escaped(std::string_view text) { return Markup(xml_escaped(text)); }

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

}  // namespace stepstorm::report::html
