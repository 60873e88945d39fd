#include "asl/paths/java_object.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

namespace stepstorm::asl {
namespace {

/// Calls `use` with each UTF-16 code unit of a text in UTF-8.
template <class Use>
void for_each_code_unit(std::string_view text, const Use& use) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t point = size == 1 ? lead : lead & (0x7Fu >> size);
    for (std::size_t k = 1; k < size && i + k < text.size(); ++k) {
      point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    }
    i += size;
    if (point < 0x10000) {
      use(static_cast<std::uint16_t>(point));
    } else {
      use(static_cast<std::uint16_t>(0xD7C0 + (point >> 10)));
      use(static_cast<std::uint16_t>(0xDC00 + (point & 0x3FF)));
    }
  }
}

std::uint32_t hash_of(std::string_view text) {
  std::uint32_t hash = 0;
  for_each_code_unit(text, [&](std::uint16_t unit) { hash = 31 * hash + unit; });
  return hash;
}

std::uint32_t fold(std::uint64_t bits) { return static_cast<std::uint32_t>(bits ^ (bits >> 32)); }

/// An Integer's hash is its value, a Long's is folded; so a small negative Integer differs from the Long it equals.
std::uint32_t hash_of_integer(std::int64_t value) {
  const bool fits_integer = value == static_cast<std::int32_t>(value);
  return fits_integer ? static_cast<std::uint32_t>(value) : fold(static_cast<std::uint64_t>(value));
}

std::uint32_t hash_of(const Json& value) {
  constexpr std::uint32_t hash_of_true = 1231, hash_of_false = 1237;
  switch (value.type()) {
    case Json::value_t::boolean: return value.get<bool>() ? hash_of_true : hash_of_false;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned: return hash_of_integer(value.get<std::int64_t>());
    case Json::value_t::number_float: return fold(std::bit_cast<std::uint64_t>(value.get<double>()));
    case Json::value_t::string: return hash_of(std::string_view(value.get_ref<const std::string&>()));
    case Json::value_t::array: {
      std::uint32_t hash = 1;
      for (const auto& element : value) hash = 31 * hash + hash_of(element);
      return hash;
    }
    case Json::value_t::object: {
      std::uint32_t hash = 0;
      for (const auto& [name, member] : value.get_ref<const Json::object_t&>()) {
        hash += hash_of(std::string_view(name)) ^ hash_of(member);
      }
      return hash;
    }
    case Json::value_t::null:
    case Json::value_t::binary:
    case Json::value_t::discarded: return 0;
  }
  return 0;
}

void print(const Json& value, std::string& text) {
  std::string_view separator;
  if (value.is_string()) {
    text += value.get_ref<const std::string&>();
  } else if (value.is_array()) {
    text += '[';
    for (const auto& element : value) {
      text += std::exchange(separator, ", ");
      print(element, text);
    }
    text += ']';
  } else if (value.is_object()) {
    text += '{';
    for (const auto& [name, member] : value.get_ref<const Json::object_t&>()) {
      text += std::exchange(separator, ", ");
      text += name;
      text += '=';
      print(member, text);
    }
    text += '}';
  } else {
    text += to_text(value);
  }
}

/// A table grows when more than three quarters of it are in use.
std::size_t table_size(std::size_t keys) {
  constexpr std::size_t size_min = 16;
  return std::bit_ceil(std::max(size_min, keys + keys / 3 + (keys % 3 == 0 ? 0 : 1)));
}

}  // namespace

std::size_t java_length(std::string_view text) {
  std::size_t length = 0;
  for_each_code_unit(text, [&](std::uint16_t) { ++length; });
  return length;
}

std::int32_t java_hash(const Json& value) { return static_cast<std::int32_t>(hash_of(value)); }

std::string java_text(const Json& value) {
  std::string text;
  print(value, text);
  return text;
}

std::string unwrapped_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_object()) return to_text(value);
  std::string text = "{";
  std::string_view separator;
  for (const auto& [name, member] : value.get_ref<const Json::object_t&>()) {
    text += std::exchange(separator, ", ");
    text += name + '=' + unwrapped_text(member);
  }
  return text + '}';
}

std::vector<std::size_t> hash_map_order(const std::vector<std::int32_t>& hashes) {
  const auto mask = static_cast<std::uint32_t>(table_size(hashes.size()) - 1);
  const auto bucket = [&](std::size_t place) {
    const auto hash = static_cast<std::uint32_t>(hashes[place]);
    return (hash ^ (hash >> 16)) & mask;
  };
  std::vector<std::size_t> places(hashes.size());
  std::iota(places.begin(), places.end(), 0);
  std::stable_sort(places.begin(), places.end(), [&](auto a, auto b) { return bucket(a) < bucket(b); });
  return places;
}

}  // namespace stepstorm::asl
