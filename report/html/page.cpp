#include "report/html/page.hpp"

#include <array>
#include <string_view>

#include <openssl/evp.h>

#include "report/html/style.hpp"

namespace stepstorm::report::html {
namespace {

/// Returns the source expression of a script in a content security policy. Source: W3C CSP Level 3, 2.3.1,
/// hash-source.
std::string sha256_source(std::string_view text) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::array<unsigned char, 45> base64{};
  EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
  return "'sha256-" + std::string(reinterpret_cast<const char*>(base64.data())) + '\'';
}

/// Returns a policy that allows no requests, and only the page's own script.
std::string policy() {
  return "default-src 'none'; style-src 'unsafe-inline'; script-src " + sha256_source(script()) +
         "; base-uri 'none'; form-action 'none'";
}

Markup head(const std::string& title) {
  return element("head",
                 {},
                 element("meta", {{"charset", "utf-8"}}) +
                     element("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy()}}) +
                     element("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}) +
                     element("title", {}, escaped(title)) + trusted("\n") +
                     element("style", {}, trusted(std::string(stylesheet()))));
}

}  // namespace

std::string page(const std::string& title, const Markup& header, const Markup& sections) {
  const Markup body = element(
      "body", {}, header + element("main", {}, sections) + element("script", {}, trusted(std::string(script()))));
  return "<!doctype html>\n" + element("html", {{"lang", "en"}}, head(title) + body).str() + '\n';
}

}  // namespace stepstorm::report::html
