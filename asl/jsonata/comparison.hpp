// Equality and order of values, as in JavaScript and JSONata.
#pragma once

#include <string_view>

#include "asl/jsonata/value.hpp"

namespace stepstorm::jsonata {

/// Compares by structure; ignores the order of members. Functions are equal only if identical.
bool deeply_equal(Value left, Value right);

/// JavaScript's ===: arrays and objects are equal only if identical.
bool strictly_equal(Value left, Value right);

/// Compares by UTF-16 units; returns a negative number, zero or a positive number.
int compare_texts(std::string_view left, std::string_view right);

}  // namespace stepstorm::jsonata
