#include "api/signature.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "config/reader.hpp"
#include "config/text_file.hpp"

namespace stepstorm::api {
namespace {

constexpr std::size_t keys_bytes_max = std::size_t{1} << 20;
constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view service = "states";

// ---- the key file

bool read_account(const config::Node& node, std::string& out) {
  if (!config::read_text(node, out)) return false;
  const bool digits = out.size() == 12 && out.find_first_not_of("0123456789") == std::string::npos;
  return digits || node.expected("twelve digits");
}

bool read_key(const config::Node& node, Key& out) {
  return config::Members{node}
      .required("secret", config::read_text, out.secret)
      .required("account", read_account, out.account)
      .no_others();
}

bool read_all_keys(const config::Node& node, Keys& out) {
  if (!node.value().is_object() || node.value().empty()) return node.expected("an object of access key ids and keys");
  bool all = true;
  for (const auto& [id, key] : node.value().items()) all = read_key(node.member(id), out[id]) && all;
  return all;
}

// ---- hashing

using Digest = std::array<unsigned char, 32>;  // of SHA-256

Digest hmac(std::string_view key, std::string_view text) {
  Digest digest{};
  unsigned length = digest.size();
  HMAC(EVP_sha256(),
       key.data(),
       static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()),
       text.size(),
       digest.data(),
       &length);
  return digest;
}

std::string_view view(const Digest& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

std::string hex(const Digest& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string sha256(std::string_view text) {
  Digest digest{};
  unsigned length = digest.size();
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr);
  return hex(digest);
}

// ---- the signed text

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

/// Removes surrounding blanks, and replaces several blanks by one.
std::string trimmed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// Encodes each byte that is no unreserved character as %XX; leaves slashes.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                       c == '.' || c == '_' || c == '~' || c == '/';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

std::string canonical_query(std::string_view query) {
  if (query.empty()) return {};
  std::vector<std::string> pairs;
  for (const auto part : split(query, '&'))
    pairs.push_back(std::string(part) + (part.find('=') == std::string_view::npos ? "=" : ""));
  std::sort(pairs.begin(), pairs.end());
  std::string all;
  for (const auto& pair : pairs) all += (all.empty() ? "" : "&") + pair;
  return all;
}

struct Authorization {
  std::string_view key_id;
  std::string_view date;  // 20260101
  std::string_view region;
  std::string_view service;
  std::string_view scope;  // 20260101/us-east-1/states/aws4_request
  std::string_view signed_headers;
  std::string_view signature;
};

std::optional<Authorization> parse_authorization(std::string_view text) {
  if (!text.starts_with(algorithm)) return std::nullopt;
  text.remove_prefix(algorithm.size());
  Authorization read;
  std::string_view credential;
  for (std::string_view part : split(text, ',')) {
    part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
    const auto take = [&](std::string_view name, std::string_view& value) {
      if (part.starts_with(name)) value = part.substr(name.size());
    };
    take("Credential=", credential);
    take("SignedHeaders=", read.signed_headers);
    take("Signature=", read.signature);
  }
  const auto parts = split(credential, '/');
  if (parts.size() != 5 || parts[4] != "aws4_request") return std::nullopt;
  read.key_id = parts[0];
  read.date = parts[1];
  read.region = parts[2];
  read.service = parts[3];
  read.scope = credential.substr(parts[0].size() + 1);
  if (read.key_id.empty() || read.signed_headers.empty() || read.signature.empty()) return std::nullopt;
  return read;
}

/// Returns all values of a header in the signed form; nullopt when it does not exist.
std::optional<std::string> header_values(const http::Request& request, std::string_view name) {
  std::optional<std::string> all;
  for (const auto& [header, value] : request.headers)
    if (lower(header) == name) all = (all ? *all + ',' : std::string{}) + trimmed(value);
  return all;
}

/// nullopt: a signed header does not exist.
std::optional<std::string> canonical_request(const http::Request& request, std::string_view signed_headers) {
  const std::string_view target = request.target;
  const auto question = target.find('?');
  std::string text = request.method + '\n' + percent_encoded(target.substr(0, question)) + '\n';
  text += canonical_query(question == std::string_view::npos ? "" : target.substr(question + 1)) + '\n';
  for (const auto name : split(signed_headers, ';')) {
    const auto values = header_values(request, name);
    if (!values) return std::nullopt;
    text += std::string(name) + ':' + *values + '\n';
  }
  return text + '\n' + std::string(signed_headers) + '\n' + sha256(request.body);
}

/// 20260101T120000Z
std::optional<std::chrono::sys_seconds> parse_basic_time(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = -1;
    const char* end = text.data() + at + digits;
    const auto [stop, error] = std::from_chars(text.data() + at, end, value);
    return error == std::errc{} && stop == end ? value : -1;
  };
  const int parts[] = {number(0, 4), number(4, 2), number(6, 2), number(9, 2), number(11, 2), number(13, 2)};
  if (std::any_of(std::begin(parts), std::end(parts), [](int part) { return part < 0; })) return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year{parts[0]},
                                        std::chrono::month{static_cast<unsigned>(parts[1])},
                                        std::chrono::day{static_cast<unsigned>(parts[2])}};
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days{day} + std::chrono::hours{parts[3]} + std::chrono::minutes{parts[4]} +
         std::chrono::seconds{parts[5]};
}

std::string signature_of(const Key& key, const Authorization& by, std::string_view time, const std::string& canonical) {
  const Digest date_key = hmac("AWS4" + key.secret, by.date);
  const Digest region_key = hmac(view(date_key), by.region);
  const Digest service_key = hmac(view(region_key), by.service);
  const Digest signing_key = hmac(view(service_key), "aws4_request");
  const std::string text =
      std::string(algorithm) + '\n' + std::string(time) + '\n' + std::string(by.scope) + '\n' + sha256(canonical);
  return hex(hmac(view(signing_key), text));
}

bool same_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

tl::unexpected<Error> forbid(std::string code, std::string message) {
  return tl::unexpected<Error>{Error{std::move(code), std::move(message), {}, 403}};
}

tl::unexpected<Error> invalid_signature() {
  return forbid("InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                "Access Key and signing method. Consult the service documentation for details.");
}

bool signs_host(std::string_view signed_headers) {
  const auto names = split(signed_headers, ';');
  return std::find(names.begin(), names.end(), "host") != names.end() &&
         std::find(names.begin(), names.end(), "x-amz-date") != names.end();
}

}  // namespace

tl::expected<Keys, std::vector<config::FileFinding>> read_keys(std::string_view text,
                                                               const std::filesystem::path& file) {
  config::Report report{file.string(), text};
  Keys keys;
  if (const auto document = parse_json(text)) {
    const config::Node root{*document, report};
    config::Members{root}.required("keys", read_all_keys, keys).no_others();
  } else {
    report.add(document.error().at, document.error().message);
  }
  if (!report.empty()) return tl::unexpected{std::move(report).take()};
  return keys;
}

tl::expected<Keys, std::vector<config::FileFinding>> load_keys(const std::filesystem::path& file) {
  const auto text = config::read_text_file(file, keys_bytes_max);
  if (!text)
    return tl::unexpected{
        std::vector{config::FileFinding{.file = {}, .at = {}, .pointer = {}, .message = text.error()}}};
  return read_keys(*text, file);
}

tl::expected<std::string, Error> verify(const Keys& keys,
                                        const http::Request& request,
                                        std::string_view region,
                                        std::chrono::system_clock::time_point now) {
  const std::string_view authorization = request.header("Authorization");
  if (authorization.empty()) return forbid("MissingAuthenticationToken", "Missing Authentication Token");
  const auto by = parse_authorization(authorization);
  const std::string_view time = request.header("X-Amz-Date");
  const auto signed_at = parse_basic_time(time);
  if (!by || !signed_at || !time.starts_with(by->date) || !signs_host(by->signed_headers))
    return forbid("IncompleteSignature",
                  "Authorization must be \"AWS4-HMAC-SHA256 Credential=.../aws4_request, SignedHeaders=..., "
                  "Signature=...\", and the headers Host and X-Amz-Date must be signed");
  const auto key = keys.find(by->key_id);
  if (key == keys.end())
    return forbid("UnrecognizedClientException", "The security token included in the request is invalid.");
  if (by->region != region || by->service != service)
    return forbid("InvalidSignatureException",
                  "Credential should be scoped to the region " + std::string(region) + " and the service states.");
  const auto canonical = canonical_request(request, by->signed_headers);
  if (!canonical || !same_in_constant_time(signature_of(key->second, *by, time, *canonical), by->signature))
    return invalid_signature();
  const auto skew = *signed_at > now ? *signed_at - now : now - *signed_at;
  if (skew > clock_skew_max)
    return forbid("InvalidSignatureException",
                  "Signature expired: " + std::string(time) + " is more than 5 minutes from the time here");
  return key->second.account;
}

}  // namespace stepstorm::api
