// What templates of both languages have in common: a value that is put together from parts, each of which may fail.
// Not a public header: only asl/ includes it.
#pragma once

#include <utility>

#include <tl/expected.hpp>

#include "asl/evaluation.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

using BuiltValue = tl::expected<Json, EvaluationError>;

/// Of members {name, value}, in their order; `value_of(node)` gives a BuiltValue. The first failure is the whole's.
template <class Members, class ValueOf>
BuiltValue built_object(const Members& members, const ValueOf& value_of) {
  Json::object_t object;
  object.reserve(members.size());
  for (const auto& [name, node] : members) {
    auto value = value_of(node);
    if (!value) return value;
    object.emplace_back(name, std::move(*value));
  }
  return object;
}

template <class Elements, class ValueOf>
BuiltValue built_array(const Elements& elements, const ValueOf& value_of) {
  Json::array_t array;
  array.reserve(elements.size());
  for (const auto& node : elements) {
    auto value = value_of(node);
    if (!value) return value;
    array.push_back(std::move(*value));
  }
  return array;
}

}  // namespace stepstorm::asl
