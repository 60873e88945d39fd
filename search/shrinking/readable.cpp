#include "search/shrinking/readable.hpp"

namespace stepstorm::shrinking {
namespace {

constexpr std::size_t columns_max = 110;

std::string on_one_line(const Json& value) {
  if (!value.is_structured() || value.empty()) return to_text(value);
  std::string text = value.is_object() ? "{ " : "[";
  for (auto element = value.begin(); element != value.end(); ++element) {
    if (element != value.begin()) text += ", ";
    if (value.is_object()) text += to_text(Json(element.key())) + ": ";
    text += on_one_line(*element);
  }
  return text + (value.is_object() ? " }" : "]");
}

/// `column`: the column at which the value begins.
std::string laid_out(const Json& value, std::size_t indent, std::size_t column) {
  std::string line = on_one_line(value);
  if (indent > 0 && column + line.size() <= columns_max) return line;
  if (!value.is_structured() || value.empty()) return line;
  const std::string margin(indent + 2, ' ');
  std::string text = value.is_object() ? "{" : "[";
  for (auto element = value.begin(); element != value.end(); ++element) {
    const std::string name = value.is_object() ? to_text(Json(element.key())) + ": " : std::string{};
    text += (element == value.begin() ? "\n" : ",\n") + margin + name;
    text += laid_out(*element, indent + 2, margin.size() + name.size());
  }
  return text + '\n' + std::string(indent, ' ') + (value.is_object() ? '}' : ']');
}

}  // namespace

std::string readable(const Json& document) { return laid_out(document, 0, 0) + '\n'; }

}  // namespace stepstorm::shrinking
