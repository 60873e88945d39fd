#include "launch/write_file.hpp"

#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "tests/config/scratch_folder.hpp"

namespace stepstorm::launch {
namespace fs = std::filesystem;
namespace {

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

TEST_CASE("a file is replaced as a whole and keeps its mode", "[app][write_file]") {
  const config::ScratchFolder scratch;
  const fs::path file = scratch.path() / "report.json";
  REQUIRE(write_file(file, "first"));
  REQUIRE(chmod(file.c_str(), 0600) == 0);
  REQUIRE(write_file(file, "second"));
  CHECK(text_of(file) == "second");
  CHECK(fs::status(file).permissions() == fs::perms(0600));
  CHECK(files_in(scratch.path()) == 1);
}

TEST_CASE("what a link leads to is replaced, not the link", "[app][write_file]") {
  const config::ScratchFolder scratch;
  scratch.write("real", "old");
  fs::create_symlink("real", scratch.path() / "link");
  REQUIRE(write_file(scratch.path() / "link", "new"));
  CHECK(fs::is_symlink(scratch.path() / "link"));
  CHECK(text_of(scratch.path() / "real") == "new");
}

TEST_CASE("of a set none is put in place unless all can be written", "[app][write_file]") {
  const config::ScratchFolder scratch;
  REQUIRE(write_files(scratch.path() / "set", {{"data", "1"}, {"page", "1"}}));
  const auto written = write_files(scratch.path() / "set", {{"data", "2"}, {"none/page", "2"}});
  REQUIRE_FALSE(written);
  CHECK(written.error() ==
        "cannot write " + (scratch.path() / "set/none/page").string() + ": No such file or directory");
  CHECK(text_of(scratch.path() / "set/data") == "1");
  CHECK(files_in(scratch.path() / "set") == 2);
}

TEST_CASE("why something cannot be written is said", "[app][write_file]") {
  const config::ScratchFolder scratch;
  scratch.write("file", "");
  const auto path = [&](const char* name) { return (scratch.path() / name).string(); };
  CHECK(write_file("/dev/full", "x").error() == "cannot write /dev/full: No space left on device");
  CHECK(write_file(path("none/x"), "x").error() == "cannot write " + path("none/x") + ": No such file or directory");
  CHECK(try_file(path("")).error() == "cannot write " + path("") + ": Is a directory");
  CHECK(try_file(path("none/x")).error() == "cannot write " + path("none/x") + ": No such file or directory");
  CHECK(try_folder(path("file/x")).error() == "cannot make the folder " + path("file/x") + ": Not a directory");
}

TEST_CASE("trying a place leaves nothing there", "[app][write_file]") {
  const config::ScratchFolder scratch;
  scratch.write("file", "kept");
  CHECK(try_file(scratch.path() / "file"));
  CHECK(try_file(scratch.path() / "other"));
  CHECK(try_folder(scratch.path()));
  CHECK(text_of(scratch.path() / "file") == "kept");
  CHECK(files_in(scratch.path()) == 1);
}

}  // namespace
}  // namespace stepstorm::launch
