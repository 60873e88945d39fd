// JSONata's encoders: base64 and URLs.
// Pure. Texts are UTF-8 (asl/jsonata/code_points.hpp). Source: ECMAScript, "URI handling functions"; for base64 what
// the reference implementation does on Node: it encodes the low byte of each UTF-16 unit, and each decoded byte is a
// code point.
#pragma once

#include <string>
#include <string_view>

#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

/// $base64encode.
[[nodiscard]] std::string base64_encode(std::string_view text);

/// $base64decode. Accepts both alphabets ("+/" and "-_"), skips other characters, stops at "=", and drops bits that do
/// not fill a byte.
[[nodiscard]] std::string base64_decode(std::string_view text);

/// $encodeUrl and $encodeUrlComponent. D3140 for an unpaired surrogate.
[[nodiscard]] Expected<std::string> encode_url(std::string_view text);
[[nodiscard]] Expected<std::string> encode_url_component(std::string_view text);

/// $decodeUrl, which keeps the separators of a URL's parts escaped, and $decodeUrlComponent. D3140 for an incomplete
/// escape or invalid UTF-8.
[[nodiscard]] Expected<std::string> decode_url(std::string_view text);
[[nodiscard]] Expected<std::string> decode_url_component(std::string_view text);

}  // namespace stepstorm::jsonata
