// Step Functions' additions. Source: semantics.md 2.5; arguments that must be integers are rounded down.
#include <array>
#include <cmath>

#include <openssl/evp.h>

#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/library/library.hpp"
#include "asl/jsonata/stop.hpp"
#include "asl/jsonata/text_of.hpp"

namespace stepstorm::jsonata::library {

double fraction_of(std::uint64_t bits);

namespace {

constexpr double range_items_max = 1e7;
constexpr std::string_view hex = "0123456789abcdef";

[[noreturn]] void refuse(std::string_view function, int argument) {
  throw Failure{"T0410", Failure::nowhere, std::string{function}, {}, {}, argument};
}

void require(bool holds, std::string_view function, int argument) {
  if (!holds) refuse(function, argument);
}

const EVP_MD* algorithm(std::string_view name) {
  if (name == "MD5") return EVP_md5();
  if (name == "SHA-1") return EVP_sha1();
  if (name == "SHA-256") return EVP_sha256();
  if (name == "SHA-384") return EVP_sha384();
  if (name == "SHA-512") return EVP_sha512();
  return nullptr;
}

// Returns the first double of java.util.Random with this seed.
double java_random(std::int64_t seed) {
  constexpr std::uint64_t multiplier = 0x5DEECE66D;
  constexpr std::uint64_t mask = (1ull << 48) - 1;
  std::uint64_t state = (static_cast<std::uint64_t>(seed) ^ multiplier) & mask;
  const auto next = [&state](int bits) {
    state = (state * multiplier + 0xB) & mask;
    return state >> (48 - bits);
  };
  const std::uint64_t high = next(26);
  return static_cast<double>((high << 27) + next(27)) * 0x1.0p-53;
}

}  // namespace

Value partition(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const double size = arguments[1] ? std::floor(arguments[1].number) : 0;
  require(size >= 1, "partition", 2);
  Arena& arena = evaluator.arena();
  const Items items = evaluator.open(arguments[0]);
  Array* const parts = arena.make<Array>();
  Array* part = nullptr;
  for (std::size_t at = 0; at != items.size(); ++at) {
    if (!part || part->size >= size) {
      part = arena.make<Array>();
      parts->push(arena, make_array(part));
    }
    part->push(arena, items[at]);
  }
  return make_array(parts);
}

Value range(Evaluator& evaluator, const Arguments& arguments, Value) {
  for (int at = 0; at != 3; ++at) require(static_cast<bool>(arguments[static_cast<std::size_t>(at)]), "range", at + 1);
  const double first = std::floor(arguments[0].number);
  const double last = std::floor(arguments[1].number);
  const double step = std::floor(arguments[2].number);
  require(step != 0, "range", 3);
  const double count = std::floor((last - first) / step) + 1;
  if (count > range_items_max) stop("D2014", "range", described(make_number(count)));
  Array* const made = new_sequence(evaluator.arena());
  for (double at = 0; at < count; ++at) {
    evaluator.spend(1);
    made->push(evaluator.arena(), make_number(first + at * step));
  }
  return make_array(made);
}

Value hash(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const EVP_MD* const known = arguments[1] ? algorithm(arguments[1].text()) : nullptr;
  require(known != nullptr, "hash", 2);
  std::string data;
  append_text(data, arguments[0]);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  require(EVP_Digest(data.data(), data.size(), digest.data(), &size, known, nullptr) == 1, "hash", 2);
  std::string digits;
  for (unsigned at = 0; at != size; ++at) digits += {hex[digest[at] >> 4], hex[digest[at] & 15]};
  return evaluator.copied(digits);
}

Value seeded_random(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return make_number(fraction_of(evaluator.surroundings().random_bits()));
  const double seed = std::floor(arguments[0].number);
  require(std::abs(seed) < 0x1p63, "random", 1);
  return make_number(java_random(static_cast<std::int64_t>(seed)));
}

// UUID version 4.
Value uuid(Evaluator& evaluator, const Arguments&, Value) {
  const Surroundings& surroundings = evaluator.surroundings();
  const std::uint64_t high = (surroundings.random_bits() & ~0xf000ull) | 0x4000ull;
  const std::uint64_t low = (surroundings.random_bits() & ~(3ull << 62)) | (2ull << 62);
  std::string text;
  for (int digit = 0; digit != 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) text += '-';
    text += hex[((digit < 16 ? high : low) >> (60 - 4 * (digit % 16))) & 15];
  }
  return evaluator.copied(text);
}

Value parse(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  evaluator.spend(arguments[0].text_size / 8);
  constexpr std::size_t bytes_per_character = 8;  // approximate size of a document in memory
  static_cast<void>(evaluator.arena().allocate(bytes_per_character * arguments[0].text_size));
  auto parsed = parse_json(arguments[0].text());
  if (!parsed) stop("D3120", "parse", parsed.error().message);
  return view(evaluator.keep(std::move(*parsed)));
}

}  // namespace stepstorm::jsonata::library
