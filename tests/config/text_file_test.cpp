#include "config/text_file.hpp"

#include <catch2/catch.hpp>

#include "tests/config/scratch_folder.hpp"

namespace stepstorm::config {
namespace {

TEST_CASE("a file is read whole up to the limit", "[config][text_file]") {
  const ScratchFolder scratch;
  const auto file = scratch.write("four", "1234");
  CHECK(read_text_file(file, 4) == "1234");
  CHECK(read_text_file(file, 3) == tl::unexpected{"larger than 3 bytes: " + file.string()});
}

TEST_CASE("what is no readable file is said to be none", "[config][text_file]") {
  const ScratchFolder scratch;
  const auto missing = scratch.path() / "missing";
  CHECK(read_text_file(missing, 10) == tl::unexpected{"no such file: " + missing.string()});
  CHECK(read_text_file(scratch.path(), 10) ==
        tl::unexpected{"this is a directory, not a file: " + scratch.path().string()});
}

}  // namespace
}  // namespace stepstorm::config
