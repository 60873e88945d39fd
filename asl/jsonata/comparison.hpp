// Equality and order of values, as JavaScript and JSONata have them.
#pragma once

#include <string_view>

#include "asl/jsonata/value.hpp"

namespace stepstorm::jsonata {

/// By structure: members in any order. Functions are equal when they are the same.
bool deeply_equal(Value left, Value right);

/// JavaScript's ===: arrays and objects are equal when they are the same.
bool strictly_equal(Value left, Value right);

/// By UTF-16 units: negative, zero or positive.
int compare_texts(std::string_view left, std::string_view right);

}  // namespace stepstorm::jsonata
