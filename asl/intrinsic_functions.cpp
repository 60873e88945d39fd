#include "asl/intrinsic_functions.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>
#include <unordered_map>
#include <vector>

#include <openssl/evp.h>

#include "asl/java_object.hpp"

namespace stepstorm::asl {
namespace {

using Arguments = IntrinsicFunction::Arguments;
using Outcome = tl::expected<Json, Refusal>;

// A payload may have 262,144 bytes. What is far above that cannot become one; the room is for intermediate results.
constexpr std::size_t result_bytes_max = 16u << 20;
// Source: developer guide, "Intrinsic functions": data of Base64Encode, Base64Decode and Hash.
constexpr std::size_t text_length_max = 10'000;
// Source: developer guide, "Intrinsic functions": ArrayRange.
constexpr std::size_t range_size_max = 1'000;
// Source: AWS Step Functions quotas, "maximum input or output size".
constexpr std::size_t payload_bytes_max = 262'144;

tl::unexpected<Refusal> refuse(std::string sentence = {}) { return tl::unexpected(Refusal{std::move(sentence)}); }

// ---- reading arguments

const std::string* text_of(const Json& value) {
  return value.is_string() ? &value.get_ref<const std::string&>() : nullptr;
}

const std::string* short_text_of(const Json& value) {
  const auto* text = text_of(value);
  return text && java_length(*text) <= text_length_max ? text : nullptr;
}

const Json::array_t* array_of(const Json& value) {
  return value.is_array() ? &value.get_ref<const Json::array_t&>() : nullptr;
}

std::optional<std::int64_t> integer_from(double number) {
  constexpr double two_to_63 = 9223372036854775808.0;
  if (!(number >= -two_to_63 && number < two_to_63)) return std::nullopt;  // not NaN either
  return static_cast<std::int64_t>(number);
}

/// A number without its fraction.
std::optional<std::int64_t> truncated(const Json& value) {
  if (value.is_number_float()) return integer_from(value.get<double>());
  if (!value.is_number() || compare_numbers(value, std::numeric_limits<std::int64_t>::max()) > 0) return std::nullopt;
  return value.get<std::int64_t>();
}

/// As Java's Math.round: half goes up, also for negative numbers.
std::optional<std::int64_t> rounded(const Json& value) {
  if (!value.is_number_float()) return truncated(value);
  const double number = value.get<double>();
  const double floor = std::floor(number);
  return integer_from(number - floor >= 0.5 ? floor + 1 : floor);
}

bool fits_int32(std::int64_t value) { return value == static_cast<std::int32_t>(value); }

// ---- text

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

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

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

/// The bytes of the character that begins here.
std::string_view character_at(std::string_view text, std::size_t start) {
  std::size_t end = start + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return text.substr(start, end - start);
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

// ---- encoding

Outcome base64_encode(Arguments arguments, const References&) {
  const auto* text = short_text_of(*arguments[0]);
  if (!text) return refuse();
  std::string encoded(4 * ((text->size() + 2) / 3) + 1, '\0');  // EVP writes a NUL behind it
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                   reinterpret_cast<const unsigned char*>(text->data()),
                                   static_cast<int>(text->size()));
  encoded.resize(static_cast<std::size_t>(size));
  return encoded;
}

std::optional<std::uint32_t> sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return std::nullopt;
}

/// As forgiving as the service: foreign characters are skipped, padding ends the text or is missing.
std::string decode_base64(const std::string& text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text.substr(0, text.find('='))) {
    const auto six = sextet(c);
    if (!six) continue;
    bits = (bits << 6) | *six;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count);
  }
  return bytes;
}

Outcome base64_decode(Arguments arguments, const References&) {
  const auto* text = short_text_of(*arguments[0]);
  if (!text) return refuse();
  const Json bytes = decode_base64(*text);
  return *parse_json(to_text(bytes));  // which replaces what is not UTF-8
}

const EVP_MD* find_digest(const std::string& algorithm) {
  if (algorithm == "MD5") return EVP_md5();
  if (algorithm == "SHA-1") return EVP_sha1();
  if (algorithm == "SHA-256") return EVP_sha256();
  if (algorithm == "SHA-384") return EVP_sha384();
  if (algorithm == "SHA-512") return EVP_sha512();
  return nullptr;
}

std::string hexadecimal(std::span<const unsigned char> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const auto byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 0xF];
  }
  return text;
}

Outcome hash(Arguments arguments, const References&) {
  const Json& data = *arguments[0];
  const auto* algorithm = text_of(*arguments[1]);
  const auto* digest = algorithm ? find_digest(*algorithm) : nullptr;
  if (!digest || text_exceeds(data, payload_bytes_max)) return refuse();
  const auto text = data.is_string() ? data.get<std::string>() : to_text(data);
  if (java_length(text) > text_length_max) return refuse();
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, digest, nullptr) != 1) return refuse();
  return hexadecimal({bytes.data(), size});
}

// ---- arrays and objects

Outcome array(Arguments arguments, const References&) {
  std::size_t size = 0;
  Json::array_t elements;
  elements.reserve(arguments.size());
  for (const auto& argument : arguments) {
    size += text_size_at_least(*argument, result_bytes_max);
    if (size > result_bytes_max) return refuse();
    elements.push_back(*argument);
  }
  return elements;
}

Outcome array_partition(Arguments arguments, const References&) {
  const auto* elements = array_of(*arguments[0]);
  const auto size = truncated(*arguments[1]);
  if (!elements || !size || *size < 1) return refuse();
  Json chunks = Json::array();
  for (const auto& element : *elements) {
    if (chunks.empty() || static_cast<std::int64_t>(chunks.back().size()) == *size) chunks.push_back(Json::array());
    chunks.back().push_back(element);
  }
  if (text_exceeds(chunks, payload_bytes_max)) return refuse();
  return chunks;
}

/// The service compares what the values print as: true is in ["true"], and the order of members counts.
Outcome array_contains(Arguments arguments, const References&) {
  const auto* elements = array_of(*arguments[0]);
  if (!elements) return refuse();
  const auto sought = java_text(*arguments[1]);
  return std::any_of(elements->begin(), elements->end(), [&](const Json& each) { return java_text(each) == sought; });
}

Outcome array_range(Arguments arguments, const References&) {
  const auto first = truncated(*arguments[0]);
  const auto last = truncated(*arguments[1]);
  const auto step = truncated(*arguments[2]);
  if (!first || !last || !step || *step == 0) return refuse();
  Json range = Json::array();
  for (auto value = *first; *step > 0 ? value <= *last : value >= *last;) {
    if (range.size() == range_size_max) return refuse();
    range.push_back(value);
    if (__builtin_add_overflow(value, *step, &value)) break;
  }
  return range;
}

Outcome array_get_item(Arguments arguments, const References&) {
  const auto* elements = array_of(*arguments[0]);
  const auto index = truncated(*arguments[1]);
  if (!elements || !index) return refuse();
  if (elements->empty()) return nullptr;  // seen at the service
  if (*index < 0 || *index >= static_cast<std::int64_t>(elements->size())) return refuse();
  return (*elements)[static_cast<std::size_t>(*index)];
}

Outcome array_length(Arguments arguments, const References&) {
  const auto* elements = array_of(*arguments[0]);
  if (!elements) return refuse();
  return elements->size();
}

/// Through a HashSet, as the service: its order, and 1 beside 1.0.
Outcome array_unique(Arguments arguments, const References&) {
  const auto* elements = array_of(*arguments[0]);
  if (!elements) return refuse();
  std::unordered_multimap<std::int32_t, const Json*> known;
  std::vector<const Json*> distinct;
  std::vector<std::int32_t> hashes;
  for (const auto& element : *elements) {
    const auto hash = java_hash(element);
    const auto [first, last] = known.equal_range(hash);
    if (std::any_of(first, last, [&](const auto& entry) { return same_value(*entry.second, element); })) continue;
    known.emplace(hash, &element);
    distinct.push_back(&element);
    hashes.push_back(hash);
  }
  Json unique = Json::array();
  for (const auto place : hash_map_order(hashes)) unique.push_back(*distinct[place]);
  return unique;
}

/// Shallow; the service offers no deep merge and reads anything but true as false.
Outcome json_merge(Arguments arguments, const References&) {
  const Json& left = *arguments[0];
  const Json& right = *arguments[1];
  if (!left.is_object() || !right.is_object() || *arguments[2] == true) return refuse();
  Json::object_t merged;
  std::unordered_map<std::string_view, std::size_t> places;
  merged.reserve(left.size() + right.size());
  for (const Json* object : {&left, &right}) {
    for (const auto& [name, value] : object->get_ref<const Json::object_t&>()) {
      const auto [entry, is_new] = places.emplace(name, merged.size());
      if (is_new) {
        merged.emplace_back(name, value);
      } else {
        (merged.begin() + static_cast<std::ptrdiff_t>(entry->second))->second = value;
      }
    }
  }
  return merged;
}

// ---- numbers

Outcome math_add(Arguments arguments, const References&) {
  const auto left = rounded(*arguments[0]);
  const auto right = rounded(*arguments[1]);
  if (!left || !right || !fits_int32(*left) || !fits_int32(*right) || !fits_int32(*left + *right)) return refuse();
  return *left + *right;
}

/// SplitMix64, Sebastiano Vigna: neighbouring seeds give unrelated bits.
std::uint64_t scramble(std::uint64_t seed) {
  seed += 0x9E3779B97F4A7C15;
  seed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
  seed = (seed ^ (seed >> 27)) * 0x94D049BB133111EB;
  return seed ^ (seed >> 31);
}

/// In [start, end).
Outcome math_random(Arguments arguments, const References& references) {
  const auto start = truncated(*arguments[0]);
  const auto end = truncated(*arguments[1]);
  if (!start || !end || *start >= *end) return refuse();
  const auto seed = arguments.size() == 3 ? truncated(*arguments[2]) : std::nullopt;
  if (arguments.size() == 3 && !seed) return refuse();
  const auto bits = seed ? scramble(static_cast<std::uint64_t>(*seed)) : references.random_bits();
  const auto range = static_cast<std::uint64_t>(*end) - static_cast<std::uint64_t>(*start);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(*start) + bits % range);
}

/// RFC 9562, version 4. The service ignores arguments.
Outcome uuid(Arguments, const References& references) {
  const auto high = (references.random_bits() & ~0xF000ull) | 0x4000ull;
  const auto low = (references.random_bits() & ~(3ull << 62)) | (2ull << 62);
  std::array<char, 37> text;
  std::snprintf(text.data(),
                text.size(),
                "%08x-%04x-%04x-%04x-%012llx",
                static_cast<unsigned>(high >> 32),
                static_cast<unsigned>(high >> 16 & 0xFFFF),
                static_cast<unsigned>(high & 0xFFFF),
                static_cast<unsigned>(low >> 48),
                static_cast<unsigned long long>(low & 0xFFFF'FFFF'FFFF));
  return text.data();
}

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();
constexpr std::array functions{
    // name                     arguments
    IntrinsicFunction{"States.Array", 0, any_number, array},
    IntrinsicFunction{"States.ArrayContains", 2, 2, array_contains},
    IntrinsicFunction{"States.ArrayGetItem", 2, 2, array_get_item},
    IntrinsicFunction{"States.ArrayLength", 1, 1, array_length},
    IntrinsicFunction{"States.ArrayPartition", 2, 2, array_partition},
    IntrinsicFunction{"States.ArrayRange", 3, 3, array_range},
    IntrinsicFunction{"States.ArrayUnique", 1, 1, array_unique},
    IntrinsicFunction{"States.Base64Decode", 1, 1, base64_decode},
    IntrinsicFunction{"States.Base64Encode", 1, 1, base64_encode},
    IntrinsicFunction{"States.Format", 1, any_number, format},
    IntrinsicFunction{"States.Hash", 2, 2, hash},
    IntrinsicFunction{"States.JsonMerge", 3, 3, json_merge},
    IntrinsicFunction{"States.JsonToString", 0, any_number, json_to_string},  // has its own words for a wrong number
    IntrinsicFunction{"States.MathAdd", 2, 2, math_add},
    IntrinsicFunction{"States.MathRandom", 2, 3, math_random},
    IntrinsicFunction{"States.StringSplit", 2, 2, string_split},
    IntrinsicFunction{"States.StringToJson", 1, 1, string_to_json},
    IntrinsicFunction{"States.UUID", 0, any_number, uuid},
};

}  // namespace

tl::expected<Json, Refusal> IntrinsicFunction::apply(Arguments arguments, const References& references) const {
  const bool arity_fits = arguments.size() >= arguments_min && arguments.size() <= arguments_max;
  auto outcome = arity_fits ? compute(arguments, references) : Outcome(refuse());
  if (!outcome && outcome.error().sentence.empty())
    outcome.error().sentence = "Invalid arguments in " + std::string(name);
  return outcome;
}

const IntrinsicFunction* find_intrinsic_function(std::string_view name) {
  const auto found =
      std::find_if(functions.begin(), functions.end(), [&](const auto& each) { return each.name == name; });
  return found == functions.end() ? nullptr : &*found;
}

}  // namespace stepstorm::asl
