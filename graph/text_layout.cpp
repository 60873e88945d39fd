#include "graph/text_layout.hpp"

#include <algorithm>
#include <array>

namespace stepstorm::graph {
namespace {

// Helvetica's advance widths from space to tilde, in thousandths of the size. Source: Adobe's font metrics.
constexpr std::array<short, 95> helvetica = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};
constexpr double bold_factor = 1.07;
constexpr double allowance = 1.08;  // other fonts are wider

constexpr std::string_view ellipsis = "…";

/// The bytes of the character at the front; a stray byte counts as one.
std::string_view first_character(std::string_view text) {
  std::size_t bytes = 1;
  while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) ++bytes;
  return text.substr(0, bytes);
}

double character_width(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (first >= 0x20 && first < 0x7F) return helvetica[first - 0x20];
  const bool beyond_latin = first >= 0xE1;  // from U+1000 on: mostly ideographs and symbols, a square each
  return beyond_latin ? 1000 : 600;
}

bool is_lower(std::string_view character) { return character.front() >= 'a' && character.front() <= 'z'; }
bool is_upper(std::string_view character) { return character.front() >= 'A' && character.front() <= 'Z'; }

bool may_break_between(std::string_view left, std::string_view right) {
  if (right == " ") return false;
  return std::string_view(" -_./:,").find(left) != std::string_view::npos || (is_lower(left) && is_upper(right));
}

/// What belongs together: up to the next place where a line may break.
std::vector<std::string_view> pieces_of(std::string_view text) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto character = first_character(text.substr(at));
    at += character.size();
    if (at < text.size() && !may_break_between(character, first_character(text.substr(at)))) continue;
    pieces.push_back(text.substr(begin, at - begin));
    begin = at;
  }
  return pieces;
}

std::string_view without_trailing_space(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

class Wrapper {
 public:
  Wrapper(const TextStyle& style, double width) : style_(style), width_(width) {}

  void add(std::string_view piece) {
    if (fits(piece)) return append(piece);
    if (!line_.empty()) break_line();
    if (fits(piece)) return append(piece);
    while (!piece.empty()) add_character(piece);
  }

  std::vector<std::string> finish(std::size_t lines_max) {
    if (!line_.empty() || lines_.empty()) break_line();
    if (lines_.size() > lines_max) cut(lines_max);
    return std::move(lines_);
  }

 private:
  bool fits(std::string_view more) const {
    return text_width(line_ + std::string(without_trailing_space(more)), style_) <= width_;
  }
  void append(std::string_view more) { line_ += more; }
  void break_line() {
    lines_.emplace_back(without_trailing_space(line_));
    line_.clear();
  }
  void add_character(std::string_view& text) {
    const auto character = first_character(text);
    if (!line_.empty() && !fits(character)) break_line();
    append(character);
    text.remove_prefix(character.size());
  }
  void cut(std::size_t lines_max) {
    lines_.resize(lines_max);
    std::string& last = lines_.back();
    while (!last.empty() && text_width(last + std::string(ellipsis), style_) > width_) {
      std::size_t end = last.size() - 1;
      while (end > 0 && (static_cast<unsigned char>(last[end]) & 0xC0) == 0x80) --end;
      last.resize(end);
    }
    last += ellipsis;
  }

  TextStyle style_;
  double width_;
  std::string line_;
  std::vector<std::string> lines_;
};

}  // namespace

double text_width(std::string_view text, const TextStyle& style) {
  double thousandths = 0;
  while (!text.empty()) {
    const auto character = first_character(text);
    thousandths += character_width(character);
    text.remove_prefix(character.size());
  }
  return thousandths / 1000 * style.size * (style.bold ? bold_factor : 1.0) * allowance;
}

std::vector<std::string> wrap(std::string_view text, const TextStyle& style, double width, std::size_t lines_max) {
  Wrapper wrapper{style, width};
  for (const auto piece : pieces_of(text)) wrapper.add(piece);
  return wrapper.finish(lines_max);
}

}  // namespace stepstorm::graph
