#include "conformance/wildcard.hpp"

#include <algorithm>
#include <optional>
#include <variant>
#include <vector>

#include "values/characters.hpp"
#include "values/overload.hpp"

namespace stepstorm::conformance {
namespace {

struct Literal {
  std::string_view text;
};
struct Any {};
struct Named {
  std::string_view name;
};
struct DateTime {};
struct Uuid {};
using Piece = std::variant<Literal, Any, Named, DateTime, Uuid>;

bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// ---- patterns

/// Parses the wildcard between {{ and }}; nullopt when it is none.
std::optional<Piece> wildcard(std::string_view words) {
  if (words == "any") return Any{};
  if (words == "iso8601") return DateTime{};
  if (words == "uuid") return Uuid{};
  if (words.starts_with("any:") && words.find_first_of("{}") == words.npos) return Named{words};
  return std::nullopt;
}

struct Found {
  std::size_t begin;
  std::size_t end;
  Piece piece;
};

std::optional<Found> next_wildcard(std::string_view pattern, std::size_t from) {
  for (std::size_t open = pattern.find("{{", from); open != pattern.npos; open = pattern.find("{{", open + 1)) {
    const std::size_t close = pattern.find("}}", open);
    if (close == pattern.npos) return std::nullopt;
    if (const auto piece = wildcard(pattern.substr(open + 2, close - open - 2))) return Found{open, close + 2, *piece};
  }
  return std::nullopt;
}

std::vector<Piece> pieces_of(std::string_view pattern) {
  std::vector<Piece> pieces;
  std::size_t at = 0;
  while (const auto found = next_wildcard(pattern, at)) {
    if (found->begin > at) pieces.push_back(Literal{pattern.substr(at, found->begin - at)});
    pieces.push_back(found->piece);
    at = found->end;
  }
  if (at < pattern.size()) pieces.push_back(Literal{pattern.substr(at)});
  return pieces;
}

// ---- texts of a fixed form; each function returns the length of its match at the beginning

/// `form`: 9 is a digit, h a hexadecimal digit, anything else itself.
bool has_form(std::string_view text, std::string_view form) {
  return text.size() >= form.size() && std::equal(form.begin(), form.end(), text.begin(), [](char wanted, char c) {
           return wanted == '9' ? is_digit(c) : wanted == 'h' ? is_hex_digit(c) : wanted == c;
         });
}

std::optional<std::size_t> uuid_length(std::string_view text) {
  constexpr std::string_view form = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
  return has_form(text, form) ? std::optional{form.size()} : std::nullopt;
}

std::optional<std::size_t> offset_length(std::string_view text) {
  if (text.starts_with('Z')) return 1;
  if (!text.starts_with('+') && !text.starts_with('-')) return std::nullopt;
  for (const std::string_view form : {"99:99", "9999"})
    if (has_form(text.substr(1), form)) return 1 + form.size();
  return std::nullopt;
}

std::optional<std::size_t> date_time_length(std::string_view text) {
  constexpr std::string_view form = "9999-99-99T99:99:99";
  constexpr std::size_t fraction_digits_max = 9;
  if (!has_form(text, form)) return std::nullopt;
  std::size_t length = form.size();
  if (text.substr(length).starts_with('.') || text.substr(length).starts_with(',')) {
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(length) + 1;
    const auto digits = static_cast<std::size_t>(std::find_if_not(begin, text.end(), is_digit) - begin);
    if (digits < 1 || digits > fraction_digits_max) return std::nullopt;
    length += 1 + digits;
  }
  const auto offset = offset_length(text.substr(length));
  return offset ? std::optional{length + *offset} : std::nullopt;
}

// ---- matching

class Matcher {
 public:
  Matcher(const std::vector<Piece>& pieces, std::string_view text, const Bindings* known)
      : pieces_(pieces), text_(text), known_(known) {}

  /// Returns whether the pieces from this one on match the text from this position on.
  bool rest(std::size_t piece, std::size_t at) {
    if (piece == pieces_.size()) return at == text_.size();
    return std::visit(
        Overload{[&](const Literal& literal) { return exactly(literal.text, piece, at); },
                 [&](const Any&) { return shortest(nullptr, piece, at); },
                 [&](const Named& named) { return the_same(named.name, piece, at); },
                 [&](const DateTime&) { return of_length(date_time_length(text_.substr(at)), piece, at); },
                 [&](const Uuid&) { return of_length(uuid_length(text_.substr(at)), piece, at); }},
        pieces_[piece]);
  }

  const Bindings& found() const { return found_; }

 private:
  bool exactly(std::string_view literal, std::size_t piece, std::size_t at) {
    return text_.substr(at).starts_with(literal) && rest(piece + 1, at + literal.size());
  }

  bool of_length(std::optional<std::size_t> length, std::size_t piece, std::size_t at) {
    return length && rest(piece + 1, at + *length);
  }

  bool the_same(std::string_view name, std::size_t piece, std::size_t at) {
    if (!known_) return shortest(nullptr, piece, at);
    if (const auto known = known_->find(name); known != known_->end()) return exactly(known->second, piece, at);
    if (const auto found = found_.find(name); found != found_.end()) return exactly(found->second, piece, at);
    return shortest(&name, piece, at);
  }

  /// Tries one more character at a time, and binds the text to the name if there is one.
  bool shortest(const std::string_view* name, std::size_t piece, std::size_t at) {
    for (std::size_t end = after_character(at); end <= text_.size(); end = after_character(end)) {
      if (name) found_.insert_or_assign(std::string(*name), std::string(text_.substr(at, end - at)));
      if (rest(piece + 1, end)) return true;
    }
    if (name) std::erase_if(found_, [&](const auto& entry) { return entry.first == *name; });
    return false;
  }

  std::size_t after_character(std::size_t at) const {
    do ++at;
    while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0u) == 0x80u);
    return at;
  }

  const std::vector<Piece>& pieces_;
  std::string_view text_;
  const Bindings* known_;
  Bindings found_;
};

}  // namespace

bool has_wildcard(std::string_view pattern) { return next_wildcard(pattern, 0).has_value(); }

bool matches_wildcard(std::string_view pattern, std::string_view text, Bindings* bindings) {
  const std::vector<Piece> pieces = pieces_of(pattern);
  Matcher matcher(pieces, text, bindings);
  if (!matcher.rest(0, 0)) return false;
  if (bindings) bindings->insert(matcher.found().begin(), matcher.found().end());
  return true;
}

}  // namespace stepstorm::conformance
