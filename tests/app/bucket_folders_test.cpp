#include "app/bucket_folders.hpp"

#include <catch2/catch.hpp>

#include "tests/config/scratch_folder.hpp"

namespace stepstorm::app {

TEST_CASE("what is written to a bucket's folder is read and listed from it", "[app][bucket]") {
  const config::ScratchFolder scratch;
  FolderStore store{{{"shop", scratch.path()}}};
  REQUIRE(store.write("shop", {{"orders/b.json", "[2]"}, {"orders/a.json", "[1]"}, {"other", "x"}}));
  CHECK(store.read("shop", "orders/a.json") == "[1]");
  const auto listed = store.list("shop", "orders/");
  REQUIRE(listed);
  REQUIRE(listed->size() == 2);
  CHECK((*listed)[0].key == "orders/a.json");
  CHECK((*listed)[0].size == 3);
  CHECK((*listed)[1].key == "orders/b.json");
}

TEST_CASE("keys do not lead out of their bucket's folder", "[app][bucket]") {
  const config::ScratchFolder scratch;
  scratch.write("secret", "s");
  std::filesystem::create_directory(scratch.path() / "bucket");
  FolderStore store{{{"shop", scratch.path() / "bucket"}}};
  for (const char* key : {"../secret", "a/../../secret", "/etc/passwd", "", "none", "."}) {
    CAPTURE(key);
    CHECK_FALSE(store.read("shop", key));
    CHECK_FALSE(store.write("shop", {{std::string(key) == "none" ? "../none" : key, ""}}));
  }
  CHECK(store.read("other", "key").error() == "The specified bucket does not exist: no folder stands for other");
}

}  // namespace stepstorm::app
