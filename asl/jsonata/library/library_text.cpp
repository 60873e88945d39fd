#include <cwctype>

#include <locale.h>
#include <wctype.h>

#include "asl/jsonata/code_points.hpp"
#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/library/library.hpp"
#include "asl/jsonata/library/text_encoding.hpp"
#include "asl/jsonata/stop.hpp"
#include "asl/jsonata/text_of.hpp"

namespace stepstorm::jsonata::library {
namespace {

constexpr double width_max = 10'000'000;  // of $pad

// Unicode's simple case mappings, from a locale that is always available.
locale_t unicode() {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}

template <class Map>
Value map_characters(Evaluator& evaluator, Value text, const Map& map) {
  std::string mapped;
  mapped.reserve(text.text_size);
  evaluator.spend(text.text_size / 32);
  for (std::string_view rest = text.text(); !rest.empty();) map(mapped, take_code_point(rest));
  return evaluator.copied(mapped);
}

Value encoded(Evaluator& evaluator,
              const Arguments& arguments,
              std::string_view name,
              Expected<std::string> (*encode)(std::string_view)) {
  if (!arguments[0]) return {};
  Expected<std::string> result = encode(arguments[0].text());
  if (!result) stop("D3140", name, described(arguments[0]));
  return evaluator.copied(*result);
}

bool ends_word(char character) {
  return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

}  // namespace

Value string(Evaluator& evaluator, const Arguments& arguments, Value) {
  const Value value = arguments[0];
  if (!value || value.is(Kind::Text)) return value;
  std::string text;
  append_text(text, value, evaluator.is_truthy(arguments[1]));
  evaluator.spend(text.size() / 16);
  return evaluator.copied(text);
}

Value length(Evaluator&, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  return make_number(static_cast<double>(length_in_code_points(arguments[0].text())));
}

Value substring(Evaluator&, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const double start = arguments[1] ? arguments[1].number : 0;
  const auto length = arguments[2] ? std::optional{arguments[2].number} : std::nullopt;
  return make_text(jsonata::substring(arguments[0].text(), start, length));
}

Value substring_before(Evaluator&, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const std::string_view text = arguments[0].text();
  const std::size_t at = arguments[1] ? text.find(arguments[1].text()) : std::string_view::npos;
  return make_text(text.substr(0, at));
}

Value substring_after(Evaluator&, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const std::string_view text = arguments[0].text();
  const std::size_t at = arguments[1] ? text.find(arguments[1].text()) : std::string_view::npos;
  return at == std::string_view::npos ? arguments[0] : make_text(text.substr(at + arguments[1].text_size));
}

Value lowercase(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  return map_characters(evaluator, arguments[0], [](std::string& to, char32_t character) {
    append_code_point(to, static_cast<char32_t>(towlower_l(static_cast<wint_t>(character), unicode())));
  });
}

Value uppercase(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  return map_characters(evaluator, arguments[0], [](std::string& to, char32_t character) {
    if (character == U'ß')
      to += "SS";
    else
      append_code_point(to, static_cast<char32_t>(towupper_l(static_cast<wint_t>(character), unicode())));
  });
}

Value trim(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  std::string trimmed;
  for (const char character : arguments[0].text()) {
    if (!ends_word(character))
      trimmed += character;
    else if (!trimmed.empty() && trimmed.back() != ' ')
      trimmed += ' ';
  }
  if (!trimmed.empty() && trimmed.back() == ' ') trimmed.pop_back();
  return evaluator.copied(trimmed);
}

Value pad(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const double width = arguments[1] ? arguments[1].number : 0;
  if (width > width_max || width < -width_max) stop("U1003");
  evaluator.spend(static_cast<std::size_t>(width < 0 ? -width : width) / 16);
  const std::string_view filling = arguments[2] ? arguments[2].text() : std::string_view{" "};
  return evaluator.copied(jsonata::pad(arguments[0].text(), width, filling));
}

Value join(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const std::string_view separator = arguments[1] ? arguments[1].text() : std::string_view{};
  const Items items = evaluator.open(arguments[0]);
  std::size_t size = 0;
  for (std::size_t at = 0; at != items.size(); ++at) size += (at == 0 ? 0 : separator.size()) + items[at].text_size;
  evaluator.spend(size / 64);
  char* const joined = evaluator.arena().many<char>(size);
  char* end = joined;
  for (std::size_t at = 0; at != items.size(); ++at) {
    if (at != 0) end = std::copy(separator.begin(), separator.end(), end);
    end = std::copy_n(items[at].text_data, items[at].text_size, end);
  }
  return make_text({joined, size});
}

Value base64_encode(Evaluator& evaluator, const Arguments& arguments, Value) {
  return arguments[0] ? evaluator.copied(jsonata::base64_encode(arguments[0].text())) : Value{};
}

Value base64_decode(Evaluator& evaluator, const Arguments& arguments, Value) {
  return arguments[0] ? evaluator.copied(jsonata::base64_decode(arguments[0].text())) : Value{};
}

Value encode_url(Evaluator& evaluator, const Arguments& arguments, Value) {
  return encoded(evaluator, arguments, "encodeUrl", jsonata::encode_url);
}

Value encode_url_component(Evaluator& evaluator, const Arguments& arguments, Value) {
  return encoded(evaluator, arguments, "encodeUrlComponent", jsonata::encode_url_component);
}

Value decode_url(Evaluator& evaluator, const Arguments& arguments, Value) {
  return encoded(evaluator, arguments, "decodeUrl", jsonata::decode_url);
}

Value decode_url_component(Evaluator& evaluator, const Arguments& arguments, Value) {
  return encoded(evaluator, arguments, "decodeUrlComponent", jsonata::decode_url_component);
}

}  // namespace stepstorm::jsonata::library
