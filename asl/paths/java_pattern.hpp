// Regular expressions of java.util.regex, run by RE2 in time linear in the text.
// Refuses constructs that RE2 does not have or interprets differently.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <re2/re2.h>
#include <tl/expected.hpp>

namespace stepstorm::asl {

/// The pattern is for matching whole texts. The error is a sentence.
tl::expected<std::shared_ptr<const re2::RE2>, std::string> java_pattern(std::string_view expression, bool ignore_case);

}  // namespace stepstorm::asl
