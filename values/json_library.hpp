// nlohmann/json as this project compiles it; everything includes it from here, so that all files agree.
// The library asserts that a value's type and content fit whenever a value is made, moved or destroyed: four
// comparisons, a tenth of the time of making a list of texts. Only sanitized builds keep that one; its other asserts
// stay.
#pragma once

#include <cassert>

#ifndef __SANITIZE_ADDRESS__
#define JSON_ASSERT(condition) \
  (__builtin_strcmp(__func__, "assert_invariant") == 0 ? static_cast<void>(0) : static_cast<void>(assert(condition)))
#endif

#include <nlohmann/json.hpp>
