#include "launch/bucket_folders.hpp"

#include <catch2/catch.hpp>

#include "tests/config/scratch_folder.hpp"

namespace stepstorm::launch {

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

TEST_CASE("a key is a path below the folder, and no other name of it", "[app][bucket]") {
  const config::ScratchFolder scratch;
  scratch.write("secret/key", "s");
  scratch.write("bucket/ok", "1");
  namespace fs = std::filesystem;
  fs::create_symlink("../secret", scratch.path() / "bucket/folder");
  fs::create_symlink("../secret/key", scratch.path() / "bucket/file");
  fs::create_symlink(".", scratch.path() / "bucket/self");
  FolderStore store{{{"shop", scratch.path() / "bucket"}}};
  CHECK(store.read("shop", "ok") == "1");
  using namespace std::string_literals;
  for (const std::string& key :
       {"folder/key"s, "file"s, "self/ok"s, "./ok"s, "ok/."s, "self/../ok"s, "ok\0zzz"s, "/ok"s}) {
    CAPTURE(key);
    CHECK_FALSE(store.read("shop", key));
    CHECK_FALSE(store.write("shop", {{key, "2"}}));
    CHECK_FALSE(ScratchStore{{{"shop", scratch.path() / "bucket"}}}.write("shop", {{key, "2"}}));
  }
  CHECK(store.read("shop", "ok") == "1");
  CHECK(fs::file_size(scratch.path() / "secret/key") == 1);
  REQUIRE(store.list("shop", ""));
  CHECK(store.list("shop", "")->size() == 1);
  REQUIRE(store.write("shop", {{"results//a", "[]"}}));
  CHECK(store.read("shop", "results//a") == "[]");
}

TEST_CASE("a folder that is not there is no bucket, and does not come to be", "[app][bucket]") {
  const config::ScratchFolder scratch;
  const auto folder = scratch.path() / "typo";
  FolderStore store{{{"shop", folder}}};
  const std::string error = "The specified bucket does not exist: there is no folder " + folder.string();
  CHECK(store.read("shop", "key").error() == error);
  CHECK(store.list("shop", "").error() == error);
  CHECK(store.write("shop", {{"key", "x"}}).error() == error);
  CHECK_FALSE(std::filesystem::exists(folder));
}

TEST_CASE("objects and their names are UTF-8", "[app][bucket]") {
  const config::ScratchFolder scratch;
  scratch.write("latin.csv", "caf\xE9");
  scratch.write("names/\xFF.txt", "");
  FolderStore store{{{"shop", scratch.path()}}};
  CHECK_THAT(store.read("shop", "latin.csv").error(), Catch::Contains("not UTF-8 at byte 4"));
  CHECK(store.list("shop", "latin"));
  CHECK_THAT(store.list("shop", "names/").error(), Catch::Contains("a file whose name is not UTF-8"));
}

}  // namespace stepstorm::launch
