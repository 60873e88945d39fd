// JSONata's encoders: base64 and URLs.
// Pure. Texts are UTF-8 (asl/jsonata/code_points.hpp). Source: ECMAScript, "URI handling functions"; for base64 what the
// reference implementation does on Node: it encodes the low byte of each UTF-16 unit, and each decoded byte is a
// code point.
#pragma once

#include <string>
#include <string_view>

#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

/// $base64encode.
[[nodiscard]] std::string base64_encode(std::string_view text);

/// $base64decode. Both alphabets ("+/" and "-_"); skips what belongs to neither, ends at "=", drops bits that make no byte.
[[nodiscard]] std::string base64_decode(std::string_view text);

/// $encodeUrl and $encodeUrlComponent. D3140 for an unpaired surrogate.
[[nodiscard]] Expected<std::string> encode_url(std::string_view text);
[[nodiscard]] Expected<std::string> encode_url_component(std::string_view text);

/// $decodeUrl, which leaves escaped what separates a URL's parts, and $decodeUrlComponent. D3140 for an escape that is cut
/// short or no UTF-8.
[[nodiscard]] Expected<std::string> decode_url(std::string_view text);
[[nodiscard]] Expected<std::string> decode_url_component(std::string_view text);

}  // namespace stepstorm::jsonata
