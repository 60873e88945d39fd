#include <cmath>
#include <limits>

#include "asl/intrinsics/intrinsic_computations.hpp"
#include "asl/paths/java_object.hpp"

namespace stepstorm::asl::intrinsics {
namespace {

std::optional<std::int64_t> integer_from(double number) {
  constexpr double two_to_63 = 9223372036854775808.0;
  if (!(number >= -two_to_63 && number < two_to_63)) return std::nullopt;  // not NaN either
  return static_cast<std::int64_t>(number);
}

}  // namespace

tl::unexpected<Refusal> refuse(std::string sentence) { return tl::unexpected(Refusal{std::move(sentence)}); }

const std::string* text_of(const Json& value) {
  return value.is_string() ? &value.get_ref<const std::string&>() : nullptr;
}

const std::string* short_text_of(const Json& value) {
  const auto* text = text_of(value);
  return text && java_length(*text) <= intrinsic_text_max ? text : nullptr;
}

const Json::array_t* array_of(const Json& value) {
  return value.is_array() ? &value.get_ref<const Json::array_t&>() : nullptr;
}

std::optional<std::int64_t> truncated(const Json& value) {
  if (value.is_number_float()) return integer_from(value.get<double>());
  if (!value.is_number() || compare_numbers(value, std::numeric_limits<std::int64_t>::max()) > 0) return std::nullopt;
  return value.get<std::int64_t>();
}

std::optional<std::int64_t> rounded(const Json& value) {
  if (!value.is_number_float()) return truncated(value);
  const double number = value.get<double>();
  const double floor = std::floor(number);
  return integer_from(number - floor >= 0.5 ? floor + 1 : floor);
}

}  // namespace stepstorm::asl::intrinsics
