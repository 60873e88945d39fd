#include <string>

#include <catch2/catch.hpp>

#include "asl/paths/json_path.hpp"

namespace stepstorm::asl {
namespace {

/// Counts how often all of `$$`, or what frames its documents, is asked for.
class Parts final : public References {
 public:
  const Json& context() const override {
    ++wholes;
    return whole_;
  }
  const Json& context_frame() const override {
    ++frames;
    return frame_;
  }
  const Json* execution_input() const override { return &whole_["Execution"]["Input"]; }
  const Json* item_value() const override { return &whole_["Map"]["Item"]["Value"]; }
  const Json* variable(std::string_view) const override { return nullptr; }
  std::uint64_t random_bits() const override { return 0; }

  mutable int wholes = 0;
  mutable int frames = 0;

 private:
  const Json whole_ = {{"Execution", {{"Id", "e"}, {"Input", {{"list", {1, 2, 3}}, {"max", 2}}}}},
                       {"State", {{"Name", "S"}}},
                       {"Map", {{"Item", {{"Index", 7}, {"Value", {{"id", 4}, {"tags", {"a", "b"}}}}}}}}};
  const Json frame_ = {{"Execution", {{"Id", "e"}}}, {"State", {{"Name", "S"}}}, {"Map", {{"Item", {{"Index", 7}}}}}};
};

}  // namespace

TEST_CASE("a path into the context object builds no more of it than it needs", "[asl][json_path]") {
  struct Row {
    const char* path;
    const char* selected;  // null: nothing
    int wholes;
    int frames;
  };
  const auto row = GENERATE(values<Row>({
      {"$$.Map.Item.Value", R"({"id":4,"tags":["a","b"]})", 0, 0},
      {"$$.Map.Item.Value.id", "4", 0, 0},
      {"$$['Map']['Item']['Value'].tags[1]", R"("b")", 0, 0},
      {"$$.Map.Item.Value.none", nullptr, 0, 0},
      {"$$.Map.Item.Value.tags[*]", R"(["a","b"])", 0, 0},
      {"$$.Execution.Input.list[0]", "1", 0, 0},
      {"$$.Execution.Input.list[1:]", "[2,3]", 0, 0},
      {"$$.Execution.Input.list[?(@ > 1)]", "[2,3]", 1, 0},  // in a filter, $ may mean the whole document
      {"$$.Execution.Id", R"("e")", 0, 1},
      {"$$.State.Name", R"("S")", 0, 1},
      {"$$.Map.Item.Index", "7", 0, 1},
      {"$$.Execution", R"({"Id":"e","Input":{"list":[1,2,3],"max":2}})", 1, 0},
      {"$$.Execution['Id']", R"("e")", 0, 1},
      {"$$.Map.Item", R"({"Index":7,"Value":{"id":4,"tags":["a","b"]}})", 1, 0},
      {"$$..Index", "[7]", 1, 0},
  }));
  CAPTURE(row.path);
  const Parts parts;
  const auto path = JsonPath::parse(row.path);
  REQUIRE(path);
  const Json nothing = Json::object();
  const auto selected = path->select(nothing, parts);
  CHECK((selected ? to_text(**selected) : "nothing") == (row.selected ? row.selected : "nothing"));
  CHECK(parts.wholes == row.wholes);
  CHECK(parts.frames == row.frames);
}

}  // namespace stepstorm::asl
