#include <algorithm>
#include <unordered_map>
#include <vector>

#include "asl/intrinsics/intrinsic_computations.hpp"
#include "asl/paths/java_object.hpp"

namespace stepstorm::asl::intrinsics {

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

/// The service compares printed values: true is in ["true"], and the order of members counts.
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

/// Uses a HashSet's order, as the service does, and keeps 1 and 1.0 as different values.
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

}  // namespace stepstorm::asl::intrinsics
