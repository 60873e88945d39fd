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

TEST_CASE("what is not UTF-8 does not come in", "[config][text_file]") {
  const ScratchFolder scratch;
  CHECK(read_text_file(scratch.write("utf8", "caf\xC3\xA9"), 10) == "caf\xC3\xA9");
  const auto latin = scratch.write("latin", "caf\xE9\n");
  CHECK(read_text_file(latin, 10) == tl::unexpected{"not UTF-8 at byte 4: " + latin.string()});
}

TEST_CASE("as long as files are read once, they are what they were", "[config][text_file]") {
  const ScratchFolder scratch;
  const auto file = scratch.write("file", "first");
  {
    const ReadOnce once;
    CHECK(read_text_file(file, 10) == "first");
    scratch.write("file", "second");
    CHECK(read_text_file(file, 10) == "first");
    CHECK(read_text_file(file, 3) == tl::unexpected{"larger than 3 bytes: " + file.string()});
    CHECK(read_text_file_now(file, 10) == "second");
  }
  CHECK(read_text_file(file, 10) == "second");
}

TEST_CASE("paths in a file begin in its folder, and in the current one when it is a descriptor",
          "[config][text_file]") {
  CHECK(folder_of("load/s.json") == "load");
  CHECK(folder_of("s.json") == ".");
  CHECK(folder_of("/dev/stdin") == ".");
  CHECK(folder_of("/dev/fd/63") == ".");
  CHECK(folder_of("/proc/self/fd/0") == ".");
}

}  // namespace
}  // namespace stepstorm::config
