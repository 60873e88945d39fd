#include <utility>
#include <vector>

#include "asl/intrinsics/intrinsic_computations.hpp"
#include "asl/paths/java_object.hpp"

namespace stepstorm::asl::intrinsics {
namespace {

struct TemplatePart {
  std::string text;
  bool hole = false;  // behind the text
};

/// The text between the holes `{}`. A backslash makes a brace, a quote or a backslash literal.
tl::expected<std::vector<TemplatePart>, Refusal> split_template(std::string_view text) {
  std::vector<TemplatePart> parts(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto next = text.substr(i + 1, 1);
    if (text[i] == '\\' && !next.empty() && std::string_view("{}'\\").find(next) != std::string_view::npos) {
      parts.back().text += text[++i];
    } else if (text[i] == '{' && next == "}") {
      ++i;
      parts.back().hole = true;
      parts.emplace_back();
    } else if (text[i] == '{') {
      return refuse("Invalid template in States.Format: matching '}' not found for '{'.");
    } else if (text[i] == '}') {
      return refuse("Invalid template in States.Format: matching '{' not found for '}'.");
    } else {
      parts.back().text += text[i];
    }
  }
  return parts;
}

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

/// The bytes of the character that begins here.
std::string_view character_at(std::string_view text, std::size_t start) {
  std::size_t end = start + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return text.substr(start, end - start);
}

}  // namespace

Outcome format(Arguments arguments, const References&) {
  const auto parts = split_template(java_text(*arguments[0]));
  if (!parts) return tl::unexpected(parts.error());
  if (parts->size() != arguments.size()) {
    return refuse("Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.");
  }
  std::string text;
  for (std::size_t i = 0; i < parts->size() && text.size() <= result_bytes_max; ++i) {
    text += (*parts)[i].text;
    if ((*parts)[i].hole) text += java_text(*arguments[i + 1]);
  }
  if (text.size() > result_bytes_max) return refuse();
  return text;
}

Outcome string_to_json(Arguments arguments, const References&) {
  const auto* text = text_of(*arguments[0]);
  if (!text) return refuse();
  if (is_blank(*text)) return nullptr;
  auto value = parse_json(*text);
  if (value) return std::move(*value);
  const auto& [message, at] = value.error();
  return refuse("Cannot convert String to Json in States.StringToJson, caused by: " + message +
                "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: " +
                std::to_string(at.line) + ", column: " + std::to_string(at.column) + "]");
}

Outcome json_to_string(Arguments arguments, const References&) {
  if (arguments.size() != 1)
    return refuse("Invalid arguments in States.JsonToString: only a single argument is allowed.");
  if (text_exceeds(*arguments[0], result_bytes_max)) return refuse();
  return to_text(*arguments[0]);
}

/// Splits at every character of the second argument; empty pieces do not count.
Outcome string_split(Arguments arguments, const References&) {
  const auto* text = text_of(*arguments[0]);
  const auto* separators = text_of(*arguments[1]);
  if (!text || !separators) return refuse();
  Json pieces = Json::array();
  std::string piece;
  const auto finish_piece = [&] {
    if (!piece.empty()) pieces.push_back(std::exchange(piece, {}));
  };
  for (std::size_t i = 0; i < text->size();) {
    const auto character = character_at(*text, i);
    if (separators->find(character) == std::string::npos) {
      piece += character;
    } else {
      finish_piece();
    }
    i += character.size();
  }
  finish_piece();
  return pieces;
}

}  // namespace stepstorm::asl::intrinsics
