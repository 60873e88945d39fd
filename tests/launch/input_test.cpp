#include "launch/input.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "tests/config/scratch_folder.hpp"

namespace stepstorm::launch {
namespace {

std::string text_of(const tl::expected<Payload, std::string>& input) {
  return input ? to_text(**input) : "error: " + input.error();
}

std::string read(const std::optional<std::string>& argument, const std::string& standard_input = "") {
  std::istringstream in(standard_input);
  return text_of(read_input(argument, in));
}

TEST_CASE("an input is JSON text, a file, standard input or nothing", "[app][input]") {
  const config::ScratchFolder scratch;
  const auto file = scratch.write("order.json", R"({"orderId": "12345"})");
  CHECK(read(std::nullopt) == "{}");
  CHECK(read(R"({"orderId": "12345"})") == R"({"orderId":"12345"})");
  CHECK(read("-", "[1, 2]") == "[1,2]");
  CHECK(read("@" + file.string()) == R"({"orderId":"12345"})");
  CHECK(read("null") == "null");
}

TEST_CASE("an input that is no JSON is one error with its place", "[app][input]") {
  const config::ScratchFolder scratch;
  const auto file = scratch.write("order.json", "{\n  \"orderId\": \n");
  CHECK_THAT(read(R"({"orderId": )"), Catch::StartsWith("error: --input:1:13: "));
  CHECK_THAT(read(""), Catch::StartsWith("error: --input:1:1: "));
  CHECK_THAT(read("-", "{} {}"), Catch::StartsWith("error: standard input:1:4: "));
  CHECK_THAT(read("@" + file.string()), Catch::StartsWith("error: " + file.string() + ":3:1: "));
}

TEST_CASE("an input may have 262144 bytes and no more", "[app][input]") {
  const config::ScratchFolder scratch;
  const auto of_size = [](std::size_t bytes) { return '"' + std::string(bytes - 2, 'x') + '"'; };
  CHECK(read(of_size(262'144)).size() == 262'144);
  CHECK(read(of_size(262'145)) ==
        "error: --input: the input is larger than 262144 bytes, which is all that an execution takes");
  CHECK(read("-", of_size(10'000'000)) ==
        "error: standard input: the input is larger than 262144 bytes, which is all that an execution takes");
  const auto file = scratch.write("large.json", of_size(10'000'000));
  CHECK(read("@" + file.string()) == "error: --input: larger than 262144 bytes: " + file.string());
}

TEST_CASE("an input file that is none is one error", "[app][input]") {
  const config::ScratchFolder scratch;
  CHECK(read("@" + scratch.path().string()) ==
        "error: --input: this is a directory, not a file: " + scratch.path().string());
  CHECK_THAT(read("@none.json"), Catch::StartsWith("error: --input: no such file: none.json"));
}

}  // namespace
}  // namespace stepstorm::launch
