// Who may call: requests signed by a key, and all that is wrong with others. The signatures are botocore 1.29's.
#include "api/signature.hpp"

#include <algorithm>
#include <chrono>
#include <string>

#include <catch2/catch.hpp>

using namespace stepstorm;
using namespace std::chrono_literals;

namespace {

const auto signed_at = std::chrono::sys_days{std::chrono::year{2026} / 1 / 2} + 3h + 4min + 5s;

api::Keys keys() { return {{"AKIDEXAMPLE", {"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "222222222222"}}}; }

const std::string credential = "AKIDEXAMPLE/20260102/us-east-1/states/aws4_request";
const std::string headers = "content-type;host;x-amz-date;x-amz-target;x-spaces";

std::string authorization(const std::string& signature,
                          const std::string& by = credential,
                          const std::string& over = headers) {
  return "AWS4-HMAC-SHA256 Credential=" + by + ", SignedHeaders=" + over + ", Signature=" + signature;
}

http::Request list() {
  return {"POST",
          "/",
          {{"Host", "127.0.0.1:8083"},
           {"X-Amz-Target", "AWSStepFunctions.ListStateMachines"},
           {"Content-Type", "application/x-amz-json-1.0"},
           {"X-Spaces", "  a   b "},
           {"X-Amz-Date", "20260102T030405Z"},
           {"Authorization", authorization("d71bfd5a7c67845b259fdd38eb8836161c3808eaff40cad1b5753ce3aa554699")}},
          R"({"maxResults": 1})"};
}

http::Request with(std::string name, std::string value) {
  http::Request request = list();
  for (auto& header : request.headers)
    if (header.first == name) header.second = value;
  return request;
}

std::string verdict(const http::Request& request, std::chrono::system_clock::time_point now = signed_at) {
  const auto account = api::verify(keys(), request, "us-east-1", now);
  return account ? *account : account.error().code;
}

}  // namespace

TEST_CASE("a request that a key has signed is of the key's account", "[api][signature]") {
  CHECK(verdict(list()) == "222222222222");
  http::Request clock =
      with("Authorization", authorization("5082db8555bf12ae5b9df184dfee7d7deaa1e588eb4ec4c3bdb24af24dace82c"));
  clock.method = "GET";
  clock.target = "/_stepstorm/clock?b=2&a=1";
  clock.body.clear();
  CHECK(verdict(clock) == "222222222222");
}

TEST_CASE("a signature is good for five minutes, before and after", "[api][signature]") {
  CHECK(verdict(list(), signed_at + 5min) == "222222222222");
  CHECK(verdict(list(), signed_at - 5min) == "222222222222");
  CHECK(verdict(list(), signed_at + 5min + 1s) == "InvalidSignatureException");
  CHECK(verdict(list(), signed_at - 5min - 1s) == "InvalidSignatureException");
}

TEST_CASE("a signed request of which anything is changed is refused", "[api][signature]") {
  http::Request changed = list();
  SECTION("its body") { changed.body = R"({"maxResults": 2})"; }
  SECTION("its method") { changed.method = "PUT"; }
  SECTION("its path") { changed.target = "/_stepstorm/reset"; }
  SECTION("its query") { changed.target = "/?a=1"; }
  SECTION("its target") { changed = with("X-Amz-Target", "AWSStepFunctions.DeleteStateMachine"); }
  SECTION("its host") { changed = with("Host", "127.0.0.1:8084"); }
  SECTION("a header twice") { changed.headers.emplace_back("X-Amz-Target", "AWSStepFunctions.DeleteStateMachine"); }
  SECTION("its signature") { changed = with("Authorization", authorization(std::string(64, '0'))); }
  SECTION("the signature's length") { changed = with("Authorization", authorization("d71b")); }
  SECTION("the scope's region") {
    changed = with("Authorization",
                   authorization(std::string(64, '0'), "AKIDEXAMPLE/20260102/eu-west-1/states/aws4_request"));
  }
  SECTION("the scope's service") {
    changed =
        with("Authorization", authorization(std::string(64, '0'), "AKIDEXAMPLE/20260102/us-east-1/s3/aws4_request"));
  }
  SECTION("a signed header that is not there") {
    std::erase_if(changed.headers, [](const auto& header) { return header.first == "X-Spaces"; });
  }
  CHECK(verdict(changed) == "InvalidSignatureException");
}

TEST_CASE("what is no signature at all is refused by what is missing", "[api][signature]") {
  struct Row {
    std::string authorization, expected;
  };
  const std::string any(64, '0');
  const auto row = GENERATE_COPY(values<Row>({
      {"", "MissingAuthenticationToken"},
      {"Basic YTpi", "IncompleteSignature"},
      {"AWS4-HMAC-SHA256", "IncompleteSignature"},
      {"AWS4-HMAC-SHA256 ,,,=,", "IncompleteSignature"},
      {authorization(any, "222222222222"), "IncompleteSignature"},
      {authorization(any, "a/b/c/d/e/f"), "IncompleteSignature"},
      {authorization(any, "AKIDEXAMPLE/20260103/us-east-1/states/aws4_request"), "IncompleteSignature"},
      {authorization(any, credential, "x-amz-date"), "IncompleteSignature"},
      {authorization(any, credential, "host"), "IncompleteSignature"},
      {authorization(""), "IncompleteSignature"},
      {authorization(any, "222222222222/20260102/us-east-1/states/aws4_request"), "UnrecognizedClientException"},
      {authorization(any, "akidexample/20260102/us-east-1/states/aws4_request"), "UnrecognizedClientException"},
  }));
  CAPTURE(row.authorization);
  CHECK(verdict(with("Authorization", row.authorization)) == row.expected);
}

TEST_CASE("a time that is none signs nothing", "[api][signature]") {
  for (const char* time :
       {"", "20260102", "20260102T030405", "20260230T030405Z", "2026010aT030405Z", "20260102 030405Z"})
    CHECK(verdict(with("X-Amz-Date", time)) == "IncompleteSignature");
}

TEST_CASE("a key file is read strictly", "[api][signature]") {
  struct Row {
    std::string text, complaint;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"keys": {"A": {"secret": "s", "account": "123456789012"}}})", ""},
      {R"({"keys": {}})",
       "keys.json:1:10: /keys: expected an object of access key ids and keys, found an empty object"},
      {R"({"keys": {"A": {"secret": "s", "account": "12"}}})",
       R"(keys.json:1:43: /keys/A/account: expected twelve digits, found "12")"},
      {R"({"keys": {"A": {"account": "123456789012"}}})", "keys.json:1:16: /keys/A: 'secret' is missing"},
      {"[]", "keys.json:1:1: expected an object, found an empty list"},
  }));
  const auto read = api::read_keys(row.text, "keys.json");
  CHECK((read ? "" : config::render(read.error().front())) == row.complaint);
}
