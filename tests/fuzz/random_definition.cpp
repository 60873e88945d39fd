#include "tests/fuzz/random_definition.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace stepstorm::fuzz {
namespace {

using namespace std::string_view_literals;

constexpr int nesting_max = 2;
constexpr int states_max = 24;

// ---- what fields may hold; the first of each is the plainest

constexpr std::array data_paths = {"$"sv,
                                   "$.a"sv,
                                   "$.list"sv,
                                   "$.missing"sv,
                                   "$$.Execution.Input"sv,
                                   "$.list[0]"sv,
                                   "$.list[*]"sv,
                                   "$..a"sv,
                                   "$.list[?(@.a)]"sv,
                                   "$.list[-1:]"sv};
constexpr std::array result_paths = {"$"sv, "$.r"sv, "$.a"sv, "$.r.s.t"sv, "$.list[0]"sv, "$.list[7].x"sv};

constexpr std::array templates = {
    R"j({})j"sv,
    R"j({"a.$":"$","list":[1,{"a":2},3]})j"sv,
    R"j({"a.$":"$.a","n.$":"$.n","list.$":"$.list"})j"sv,
    R"j({"x.$":"$.missing"})j"sv,
    R"j({"n.$":"States.MathAdd($.n, 1)","list.$":"States.ArrayRange(0, 30, 7)"})j"sv,
    R"j({"u.$":"States.UUID()","j.$":"States.MathRandom(1, 9)"})j"sv,
    R"j({"retries.$":"$$.State.RetryCount","list.$":"$$.Execution.Input.list"})j"sv,
    R"j({"a.$":"States.Format('{}-{}', $, $)","list":[[],{}]})j"sv,
    R"j({"a.$":"States.Array($, $, $, $)","list.$":"$..a"})j"sv,
    R"j({"token.$":"$$.Task.Token"})j"sv,
    R"j({"item.$":"$$.Map.Item.Value","index.$":"$$.Map.Item.Index"})j"sv,
};
constexpr std::array assignments = {R"({"v":1})"sv, R"({"v.$":"$","w.$":"$.a"})"sv, R"({"w":{"a":[]}})"sv};

constexpr std::array error_names = {"E1"sv,
                                    "E2"sv,
                                    "States.TaskFailed"sv,
                                    "States.Timeout"sv,
                                    "States.HeartbeatTimeout"sv,
                                    "Lambda.Unknown"sv,
                                    "States.DataLimitExceeded"sv,
                                    "States.ExceedToleratedFailureThreshold"sv,
                                    "States.ItemReaderFailed"sv};

constexpr std::array resources = {"arn:aws:lambda:us-east-1:123456789012:function:f"sv,
                                  "arn:aws:states:us-east-1:123456789012:activity:a"sv,
                                  "arn:aws:states:::sqs:sendMessage"sv,
                                  "arn:aws:states:::sqs:sendMessage.waitForTaskToken"sv,
                                  "arn:aws:states:::lambda:invoke"sv,
                                  "arn:aws:states:::batch:submitJob.sync"sv,
                                  "arn:aws:states:::aws-sdk:dynamodb:getItem"sv};

constexpr std::array rules = {
    R"({"Variable":"$.a","IsPresent":true})"sv,
    R"({"Variable":"$.n","NumericLessThan":3})"sv,
    R"({"Variable":"$.a","StringEquals":"x"})"sv,
    R"({"Variable":"$.a","StringMatches":"x*"})"sv,
    R"({"Variable":"$.a","NumericEqualsPath":"$.n"})"sv,
    R"({"Not":{"Variable":"$.list","IsNull":true}})"sv,
    R"({"And":[{"Variable":"$.a","IsString":true},{"Variable":"$.t","IsTimestamp":true}]})"sv,
    R"({"Or":[{"Variable":"$.missing","BooleanEquals":true},{"Variable":"$.n","IsNumeric":true}]})"sv};

constexpr std::array values = {R"({})"sv,
                               R"("x")"sv,
                               R"(0)"sv,
                               R"(null)"sv,
                               R"([])"sv,
                               R"(1.5)"sv,
                               R"(true)"sv,
                               R"([{"a":1}])"sv,
                               R"({"a":"xyz"})"sv,
                               R"("2030-01-01T00:00:05Z")"sv,
                               R"(-7)"sv,
                               R"(9007199254740993)"sv};

constexpr std::array unusual_numbers = {
    "-1"sv, "9223372036854775807"sv, "18446744073709551615"sv, "1e300"sv, "100"sv, R"("7")"sv, R"("x")"sv, "null"sv};

constexpr std::array items_pointers = {
    "/items"sv, ""sv, "/a/0"sv, "items"sv, "/~2"sv, "/99999999999999999999"sv, "/-"sv};

Json read(std::string_view text) { return parse_json(text).value(); }

class Maker {
 public:
  explicit Maker(ByteSource& bytes) : bytes_(bytes) {}

  Json scope(int depth) {
    const auto names = new_names(1 + bytes_.below(depth == 0 ? 6 : 3));
    Json states = Json::object();
    for (std::size_t i = 0; i < names.size(); ++i) states[names[i]] = state({names, i}, depth);
    return {{"StartAt", names.front()}, {"States", std::move(states)}};
  }

 private:
  using Names = std::vector<std::string>;  // of the states of one scope, each of which leads to the next
  struct StateInScope {
    const Names& names;
    std::size_t index;

    std::size_t ahead() const { return names.size() - index - 1; }
  };

  Names new_names(std::size_t count) {
    Names names;
    while (names.size() < count) names.push_back("S" + std::to_string(made_++));
    return names;
  }

  Json state(const StateInScope& here, int depth) {
    const bool last = here.ahead() == 0;
    if (last && bytes_.one_in(3)) return terminal();
    Json made = working(here, depth);
    if (last)
      made["End"] = true;
    else
      made[made["Type"] == "Choice" ? "Default" : "Next"] = here.names[here.index + 1];
    return made;
  }

  Json working(const StateInScope& here, int depth) {
    const bool may_nest = depth < nesting_max && made_ < states_max;
    switch (bytes_.below(8)) {
      case 1: return wait();
      case 2: return here.ahead() > 0 ? choice(here) : pass();
      case 3: return may_nest ? parallel(here, depth) : pass();
      case 4: return may_nest ? map(here, depth) : pass();
      case 5:
      case 6: return task(here);
      default: return pass();
    }
  }

  // ---- types of states

  Json terminal() {
    if (bytes_.one_in(2)) return with_data_paths({{"Type", "Succeed"}});
    Json fail = {{"Type", "Fail"}};
    if (bytes_.one_in(2)) fail["Error"] = bytes_.pick(error_names);
    if (bytes_.one_in(3)) fail["CausePath"] = "$.a";
    return fail;
  }

  Json pass() {
    Json pass = {{"Type", "Pass"}};
    if (bytes_.one_in(3))
      pass["Result"] = random_payload(bytes_);
    else
      add_template(pass, "Parameters", 2);
    if (bytes_.one_in(3)) pass["ResultPath"] = result_path();
    add_assign(pass);
    return with_data_paths(std::move(pass));
  }

  Json wait() {
    Json wait = {{"Type", "Wait"}};
    switch (bytes_.below(4)) {
      case 0: wait["Seconds"] = bytes_.below(100); break;
      case 1: wait["SecondsPath"] = "$.n"; break;
      case 2: wait["Timestamp"] = "2030-01-01T00:00:02.5Z"; break;
      default: wait["TimestampPath"] = "$.t"; break;
    }
    return with_data_paths(std::move(wait));
  }

  Json choice(const StateInScope& here) {
    Json choices = Json::array();
    const auto count = 1 + bytes_.below(3);
    while (choices.size() < count) {
      Json rule = read(bytes_.pick(rules));
      rule["Next"] = target(here);
      add_assign(rule);
      choices.push_back(std::move(rule));
    }
    return with_data_paths({{"Type", "Choice"}, {"Choices", std::move(choices)}});
  }

  Json task(const StateInScope& here) {
    Json task = {{"Type", "Task"}, {"Resource", bytes_.pick(resources)}};
    if (bytes_.one_in(3)) task["TimeoutSeconds"] = 10 + bytes_.below(50);
    if (bytes_.one_in(4)) task["HeartbeatSeconds"] = 1 + bytes_.below(9);
    if (!task.contains("HeartbeatSeconds") && bytes_.one_in(8)) task["HeartbeatSecondsPath"] = "$.n";
    if (bytes_.one_in(8)) task["Credentials"] = {{"RoleArn.$", "$.a"}};
    if (!task.contains("TimeoutSeconds") && bytes_.one_in(6)) task["TimeoutSecondsPath"] = "$.n";
    return with_work(std::move(task), here);
  }

  Json parallel(const StateInScope& here, int depth) {
    Json branches = Json::array();
    const auto count = 1 + bytes_.below(3);
    while (branches.size() < count) branches.push_back(scope(depth + 1));
    return with_work({{"Type", "Parallel"}, {"Branches", std::move(branches)}}, here);
  }

  Json map(const StateInScope& here, int depth) {
    Json map = {{"Type", "Map"}, {"ItemProcessor", scope(depth + 1)}};
    if (bytes_.one_in(2)) map["ItemsPath"] = "$.list";
    add_template(map, "ItemSelector", 3);
    if (bytes_.one_in(3)) map["MaxConcurrency"] = bytes_.below(4);
    if (!map.contains("MaxConcurrency") && bytes_.one_in(8)) map["MaxConcurrencyPath"] = "$.n";
    if (bytes_.one_in(3)) distribute(map);
    return with_work(std::move(map), here);
  }

  void distribute(Json& map) {
    map["ItemProcessor"]["ProcessorConfig"] = {{"Mode", "DISTRIBUTED"},
                                               {"ExecutionType", bytes_.one_in(2) ? "EXPRESS" : "STANDARD"}};
    if (bytes_.one_in(2)) map["ToleratedFailurePercentage"] = bytes_.below(101);
    if (bytes_.one_in(3)) map["ToleratedFailureCountPath"] = "$.n";
    if (bytes_.one_in(3)) map["ItemBatcher"] = {{"MaxItemsPerBatch", 1 + bytes_.below(4)}};
    if (bytes_.one_in(3)) {
      map["ResultWriter"] = {{"Resource", "arn:aws:states:::s3:putObject"},
                             {"Parameters", {{"Bucket", "out"}, {"Prefix", "run"}}}};
    }
    if (bytes_.one_in(2)) {
      map.erase("ItemsPath");
      map["ItemReader"] = item_reader();
    }
  }

  Json item_reader() {
    if (bytes_.one_in(4)) {
      return {{"Resource", "arn:aws:states:::s3:listObjectsV2"}, {"Parameters", {{"Bucket", "in"}, {"Prefix", "x"}}}};
    }
    static constexpr std::array types = {"JSON"sv, "CSV"sv, "JSONL"sv, "MANIFEST"sv};
    Json config = {{"InputType", bytes_.pick(types)}};
    if (config["InputType"] == "CSV") config["CSVHeaderLocation"] = "FIRST_ROW";
    if (config["InputType"] == "JSON" && bytes_.one_in(3)) config["ItemsPointer"] = bytes_.pick(items_pointers);
    if (bytes_.one_in(3)) config["MaxItems"] = bytes_.below(5);
    if (!config.contains("MaxItems") && bytes_.one_in(6)) config["MaxItemsPath"] = "$.n";
    return {{"Resource", "arn:aws:states:::s3:getObject"},
            {"ReaderConfig", std::move(config)},
            {"Parameters", {{"Bucket", "in"}, {"Key", "items"}}}};
  }

  // ---- fields

  /// Everything around the work of a Task, Parallel or Map.
  Json with_work(Json state, const StateInScope& here) {
    if (state["Type"] != "Map") add_template(state, "Parameters", 3);
    add_template(state, "ResultSelector", 5);
    if (bytes_.one_in(2)) state["ResultPath"] = result_path();
    add_assign(state);
    if (bytes_.one_in(2)) state["Retry"] = retriers();
    if (bytes_.one_in(2)) state["Catch"] = catchers(here);
    return with_data_paths(std::move(state));
  }

  Json with_data_paths(Json state) {
    if (bytes_.one_in(6)) state["InputPath"] = data_path();
    if (bytes_.one_in(6)) state["OutputPath"] = data_path();
    return state;
  }

  void add_template(Json& state, const char* field, std::size_t one_in) {
    if (bytes_.one_in(one_in)) state[field] = read(bytes_.pick(templates));
  }
  void add_assign(Json& state) {
    if (bytes_.one_in(6)) state["Assign"] = read(bytes_.pick(assignments));
  }

  Json data_path() { return bytes_.one_in(8) ? Json(nullptr) : Json(bytes_.pick(data_paths)); }
  Json result_path() { return bytes_.one_in(6) ? Json(nullptr) : Json(bytes_.pick(result_paths)); }

  /// Rather not back or to itself: machines that go round and round until the history is full take their time.
  const std::string& target(const StateInScope& here) {
    if (here.ahead() == 0 || bytes_.one_in(8)) return here.names[bytes_.below(here.names.size())];
    return here.names[here.index + 1 + bytes_.below(here.ahead())];
  }

  Json error_equals() {
    if (bytes_.one_in(2)) return Json::array({"States.ALL"});
    return Json::array({bytes_.pick(error_names)});
  }

  /// One or two; States.ALL only in the last one.
  template <class MakeOne>
  Json handlers(MakeOne make_one) {
    Json made = Json::array();
    if (bytes_.one_in(2)) made.push_back(make_one(Json::array({"E1"})));
    made.push_back(make_one(error_equals()));
    return made;
  }

  Json retriers() {
    return handlers([&](Json errors) {
      Json retrier = {{"ErrorEquals", std::move(errors)}, {"MaxAttempts", bytes_.below(4)}};
      if (bytes_.one_in(2)) retrier["IntervalSeconds"] = 1 + bytes_.below(5);
      if (bytes_.one_in(2)) retrier["BackoffRate"] = 1.0 + 0.5 * static_cast<double>(bytes_.below(4));
      if (bytes_.one_in(3)) retrier["MaxDelaySeconds"] = 6 + bytes_.below(9);
      if (bytes_.one_in(3)) retrier["JitterStrategy"] = "FULL";
      return retrier;
    });
  }

  Json catchers(const StateInScope& here) {
    return handlers([&](Json errors) {
      Json catcher = {{"ErrorEquals", std::move(errors)}, {"Next", target(here)}};
      if (bytes_.one_in(2)) catcher["ResultPath"] = result_path();
      add_assign(catcher);
      return catcher;
    });
  }

  ByteSource& bytes_;
  int made_ = 0;
};

}  // namespace

Json random_definition(ByteSource& bytes) {
  Json definition = Maker(bytes).scope(0);
  if (bytes.one_in(4)) definition["TimeoutSeconds"] = 1 + bytes.below(200);
  return definition;
}

Json random_payload(ByteSource& bytes) {
  if (bytes.one_in(4)) return read(bytes.pick(values));
  Json payload = {{"a", read(bytes.pick(values))}, {"n", bytes.below(6)}, {"t", "2030-01-01T00:00:03Z"}};
  if (bytes.one_in(8)) payload["n"] = read(bytes.pick(unusual_numbers));
  Json& list = payload["list"] = Json::array();
  const auto count = bytes.below(5);
  while (list.size() < count) list.push_back(read(bytes.pick(values)));
  return payload;
}

std::string random_error_name(ByteSource& bytes) { return std::string(bytes.pick(error_names)); }

}  // namespace stepstorm::fuzz
