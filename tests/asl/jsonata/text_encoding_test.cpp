#include "asl/jsonata/library/text_encoding.hpp"

#include <catch2/catch.hpp>

using namespace stepstorm::jsonata;

TEST_CASE("base64 encodes the low byte of each UTF-16 unit", "[jsonata][text_encoding]") {
  struct Row {
    std::string text;
    std::string encoded;
  };
  const auto row = GENERATE(values<Row>({
      {"", ""},
      {"a", "YQ=="},
      {"ab", "YWI="},
      {"hello:world", "aGVsbG86d29ybGQ="},
      {"héllo", "aOlsbG8="},
      {"€", "rA=="},
      {"😀", "PQA="},
  }));
  CHECK(base64_encode(row.text) == row.encoded);
}

TEST_CASE("base64 is read leniently, each byte a code point", "[jsonata][text_encoding]") {
  struct Row {
    std::string text;
    std::string decoded;
  };
  const auto row = GENERATE(values<Row>({
      {"", ""},
      {"aGVsbG86d29ybGQ=", "hello:world"},
      {"aMOpbGxv", "hÃ©llo"},
      {"_-8", "ÿï"},
      {"YWJj!ZGVm\n", "abcdef"},
      {"YWJ", "ab"},
      {"Y", ""},
      {"YW=JjZA==", "a"},
  }));
  CHECK(base64_decode(row.text) == row.decoded);
}

TEST_CASE("URLs keep their separators, components do not", "[jsonata][text_encoding]") {
  const std::string text = "https://a.b/c d?e=f&g=é#h[]{}|\\^`\"<>%';,/?:@&=+$-_.!~*()";
  CHECK(encode_url(text).value() ==
        "https://a.b/c%20d?e=f&g=%C3%A9#h%5B%5D%7B%7D%7C%5C%5E%60%22%3C%3E%25';,/?:@&=+$-_.!~*()");
  CHECK(encode_url_component(text).value() ==
        "https%3A%2F%2Fa.b%2Fc%20d%3Fe%3Df%26g%3D%C3%A9%23h%5B%5D%7B%7D%7C%5C%5E%60%22%3C%3E%25'"
        "%3B%2C%2F%3F%3A%40%26%3D%2B%24-_.!~*()");
  CHECK(decode_url("%3Fx%20%23%24%26%2B%2C%2F%3a%3B%3D%40%41é").value() == "%3Fx %23%24%26%2B%2C%2F%3a%3B%3D%40Aé");
  CHECK(decode_url_component("%3Fx%20%23%24%26%2B%2C%2F%3A%3B%3D%40%41é%f0%9f%98%80").value() == "?x #$&+,/:;=@Aé😀");
}

TEST_CASE("what is no escaped UTF-8 is refused", "[jsonata][text_encoding]") {
  const std::string text = GENERATE("%",
                                    "%4",
                                    "%zz",
                                    "%C3",
                                    "%C3x",
                                    "%C3%41",
                                    "%80",
                                    "%E0%A4%A",
                                    "%E0%80%80",
                                    "%ED%A0%80",
                                    "%F4%90%80%80",
                                    "%FF",
                                    "%C0%80");
  CAPTURE(text);
  CHECK(decode_url(text).error().code == "D3140");
  CHECK(decode_url_component("ok" + text).error().token == "decodeUrlComponent");
}

TEST_CASE("an unpaired surrogate has no URL", "[jsonata][text_encoding]") {
  CHECK(message(encode_url("\xED\xA0\x80").error()).starts_with("Malformed URL passed to $encodeUrl()"));
  CHECK(encode_url_component("a\xED\xBF\xBF").error().code == "D3140");
}
