#include <array>
#include <span>

#include <openssl/evp.h>

#include "asl/intrinsics/intrinsic_computations.hpp"
#include "asl/paths/java_object.hpp"

namespace stepstorm::asl::intrinsics {
namespace {

std::optional<std::uint32_t> sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return std::nullopt;
}

/// As forgiving as the service: foreign characters are skipped, padding ends the text or is missing.
std::string decode_base64(const std::string& text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text.substr(0, text.find('='))) {
    const auto six = sextet(c);
    if (!six) continue;
    bits = (bits << 6) | *six;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count);
  }
  return bytes;
}

const EVP_MD* find_digest(const std::string& algorithm) {
  if (algorithm == "MD5") return EVP_md5();
  if (algorithm == "SHA-1") return EVP_sha1();
  if (algorithm == "SHA-256") return EVP_sha256();
  if (algorithm == "SHA-384") return EVP_sha384();
  if (algorithm == "SHA-512") return EVP_sha512();
  return nullptr;
}

std::string hexadecimal(std::span<const unsigned char> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const auto byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 0xF];
  }
  return text;
}

}  // namespace

Outcome base64_encode(Arguments arguments, const References&) {
  const auto* text = short_text_of(*arguments[0]);
  if (!text) return refuse();
  std::string encoded(4 * ((text->size() + 2) / 3) + 1, '\0');  // EVP writes a NUL behind it
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                   reinterpret_cast<const unsigned char*>(text->data()),
                                   static_cast<int>(text->size()));
  encoded.resize(static_cast<std::size_t>(size));
  return encoded;
}

Outcome base64_decode(Arguments arguments, const References&) {
  const auto* text = short_text_of(*arguments[0]);
  if (!text) return refuse();
  const Json bytes = decode_base64(*text);
  return *parse_json(to_text(bytes));  // which replaces what is not UTF-8
}

Outcome hash(Arguments arguments, const References&) {
  const Json& data = *arguments[0];
  const auto* algorithm = text_of(*arguments[1]);
  const auto* digest = algorithm ? find_digest(*algorithm) : nullptr;
  if (!digest || text_exceeds(data, payload_bytes_max)) return refuse();
  const auto text = data.is_string() ? data.get<std::string>() : to_text(data);
  if (java_length(text) > intrinsic_text_max) return refuse();
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, digest, nullptr) != 1) return refuse();
  return hexadecimal({bytes.data(), size});
}

}  // namespace stepstorm::asl::intrinsics
