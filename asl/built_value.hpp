// Builds values from parts that may fail, for the templates of both query languages.
// Not a public header: only asl/ includes it.
#pragma once

#include <utility>

#include <tl/expected.hpp>

#include "asl/evaluation.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

using BuiltValue = tl::expected<Json, EvaluationError>;

/// Builds an object from members {name, node}, in their order; `value_of(node)` returns a BuiltValue. Returns the first
/// failure.
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
