#include "values/fingerprint.hpp"

#include <bit>
#include <cstring>

namespace stepstorm {
namespace {

__extension__ typedef unsigned __int128 Wide;  // NOLINT(modernize-use-using) __extension__: ISO C++ has no such type

// Odd numbers without a pattern: digits of pi and e.
constexpr std::uint64_t first_key = 0x243f6a8885a308d3;
constexpr std::uint64_t second_key = 0xb7e151628aed2a6b;

/// Every bit of the result depends on every bit of both.
std::uint64_t mixed(std::uint64_t left, std::uint64_t right) {
  const Wide product = Wide{left ^ first_key} * (right ^ second_key);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

template <class Word>
std::uint64_t word_at(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// Up to 16 bytes, of which the words in the middle may overlap.
std::uint64_t few(const char* at, std::size_t size, std::uint64_t before) {
  if (size >= 8) return mixed(word_at<std::uint64_t>(at), word_at<std::uint64_t>(at + size - 8) ^ before);
  if (size >= 4) return mixed(word_at<std::uint32_t>(at) << 32 | word_at<std::uint32_t>(at + size - 4), before);
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < size; ++i) word = word << 8 | static_cast<unsigned char>(at[i]);
  return mixed(word, before);
}

std::uint64_t scalar(Json::value_t type, std::uint64_t bits, std::uint64_t before) {
  return mixed(bits, before + static_cast<std::uint64_t>(type));
}

}  // namespace

std::uint64_t fingerprint(std::string_view bytes, std::uint64_t before) {
  std::uint64_t so_far = mixed(bytes.size(), before);
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left > 16; at += 16, left -= 16)
    so_far = mixed(word_at<std::uint64_t>(at), word_at<std::uint64_t>(at + 8) ^ so_far);
  return few(at, left, so_far);
}

std::uint64_t value_fingerprint(const Json& value, std::uint64_t before) {
  using Type = Json::value_t;
  switch (value.type()) {
    case Type::string: return fingerprint(value.get_ref<const std::string&>(), scalar(Type::string, 0, before));
    case Type::number_integer:
    case Type::number_unsigned:
      return scalar(Type::number_integer, static_cast<std::uint64_t>(value.get<std::int64_t>()), before);
    case Type::number_float:
      return scalar(Type::number_float, std::bit_cast<std::uint64_t>(value.get<double>()), before);
    case Type::object: {
      std::uint64_t so_far = scalar(Type::object, value.size(), before);
      for (const auto& [name, member] : value.get_ref<const Json::object_t&>())
        so_far = value_fingerprint(member, fingerprint(name, so_far));
      return so_far;
    }
    case Type::array: {
      std::uint64_t so_far = scalar(Type::array, value.size(), before);
      for (const Json& item : value) so_far = value_fingerprint(item, so_far);
      return so_far;
    }
    case Type::boolean: return scalar(Type::boolean, value.get<bool>() ? 1 : 0, before);
    default: return scalar(Type::null, 0, before);
  }
}

}  // namespace stepstorm
