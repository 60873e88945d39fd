#include "asl/jsonata/comparison.hpp"

#include <algorithm>

#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr int comparison_depth_max = 2000;

bool deeply_equal(Value left, Value right, int depth);

bool equal_items(const Items& left, const Items& right, int depth) {
  if (left.size() != right.size()) return false;
  for (std::size_t at = 0; at != left.size(); ++at)
    if (!deeply_equal(left[at], right[at], depth)) return false;
  return true;
}

bool equal_members(Value left, Value right, int depth) {
  const Entries entries{left};
  if (entries.size() != Entries{right}.size()) return false;
  std::uint32_t hint = 0;
  for (std::size_t at = 0; at != entries.size(); ++at, ++hint) {
    const Value other = member(right, entries[at].name, hint);
    if (!other || !deeply_equal(entries[at].value, other, depth)) return false;
  }
  return true;
}

bool deeply_equal(Value left, Value right, int depth) {
  if (depth > comparison_depth_max) stop("U1001", {}, "The values compared are nested too deep");
  if (left.kind != right.kind) return false;
  if (strictly_equal(left, right)) return true;
  if (left.is(Kind::Array)) return equal_items(Items{left}, Items{right}, depth + 1);
  if (left.is(Kind::Object)) return equal_members(left, right, depth + 1);
  return false;
}

}  // namespace

bool deeply_equal(Value left, Value right) { return deeply_equal(left, right, 0); }

bool strictly_equal(Value left, Value right) {
  if (left.kind != right.kind) return false;
  switch (left.kind) {
    case Kind::Boolean: return left.boolean == right.boolean;
    case Kind::Number: return left.number == right.number;
    case Kind::Text: return left.text() == right.text();
    case Kind::Array:
    case Kind::Object: return left.in_document == right.in_document && left.node == right.node;
    case Kind::Function: return left.function == right.function;
    default: return true;
  }
}

// UTF-8 orders texts by code points. UTF-16 order differs in one case: code points stored as surrogate pairs (four
// bytes in UTF-8) come before U+E000 and above (first byte 0xee or 0xef).
int compare_texts(std::string_view left, std::string_view right) {
  const auto [at, other] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  if (at == left.end() || other == right.end())
    return static_cast<int>(at != left.end()) - static_cast<int>(other != right.end());
  const auto a = static_cast<unsigned char>(*at);
  const auto b = static_cast<unsigned char>(*other);
  if (a >= 0xf0 && (b == 0xee || b == 0xef)) return -1;
  if (b >= 0xf0 && (a == 0xee || a == 0xef)) return 1;
  return a < b ? -1 : 1;
}

}  // namespace stepstorm::jsonata
