// Verifies AWS Signature Version 4 and identifies the signer. Compares signatures in constant time.
// Source: AWS General Reference, "Signature Version 4 signing process"; error names of the service's common errors.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "api/error.hpp"
#include "config/finding.hpp"
#include "http/message.hpp"

namespace stepstorm::api {

struct Key {
  std::string secret;
  std::string account;  // twelve digits
};
using Keys = std::map<std::string, Key, std::less<>>;  // by access key id

/// {"keys": {<access key id>: {"secret": "...", "account": "123456789012"}}}
[[nodiscard]] tl::expected<Keys, std::vector<config::FileFinding>> read_keys(std::string_view text,
                                                                             const std::filesystem::path& file);
[[nodiscard]] tl::expected<Keys, std::vector<config::FileFinding>> load_keys(const std::filesystem::path& file);

/// The largest allowed difference between a signature's time and the wall clock.
inline constexpr std::chrono::minutes clock_skew_max{5};

/// Returns the account whose key has signed the request for this region. Errors, with status 403:
/// MissingAuthenticationToken, IncompleteSignature, UnrecognizedClientException, InvalidSignatureException.
[[nodiscard]] tl::expected<std::string, Error> verify(const Keys& keys,
                                                      const http::Request& request,
                                                      std::string_view region,
                                                      std::chrono::system_clock::time_point now);

}  // namespace stepstorm::api
