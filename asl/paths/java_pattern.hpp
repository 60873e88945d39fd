// Regular expressions of java.util.regex, run by RE2, which takes time linear in the text.
// What RE2 does not have, or means otherwise, is refused.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <re2/re2.h>
#include <tl/expected.hpp>

namespace stepstorm::asl {

/// The error is a sentence. Made for matching whole texts.
tl::expected<std::shared_ptr<const re2::RE2>, std::string> java_pattern(std::string_view expression, bool ignore_case);

}  // namespace stepstorm::asl
