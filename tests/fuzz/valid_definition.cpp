#include "tests/fuzz/valid_definition.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace stepstorm::fuzz {
namespace {

using namespace std::string_view_literals;
using asl::MachineType;

constexpr int nesting_max = 2;
constexpr int states_max = 24;

Json read(std::string_view text) { return parse_json(text).value(); }

// ---- paths into what is promised, by the type of what they lead to

constexpr std::array text_paths = {
    "$.a"sv, "$['a']"sv, "$.o.p"sv, "$['o']['p']"sv, "$.texts[0]"sv, "$$.Execution.Input.a"sv, "$$.State.Name"sv};
constexpr std::array number_paths = {"$.n"sv, "$.list[0]"sv, "$.rows[1].id"sv, "$['rows'][0]['id']"sv};
constexpr std::array flag_paths = {"$.b"sv, "$.rows[0].ok"sv, "$$.Execution.Input.b"sv};
constexpr std::array time_paths = {"$.t"sv, "$$.State.EnteredTime"sv, "$$.Execution.StartTime"sv};
constexpr std::array list_paths = {"$.list"sv,
                                   "$.rows"sv,
                                   "$.list[*]"sv,
                                   "$.list[0:2]"sv,
                                   "$.list[-1:]"sv,
                                   "$.list[0,1]"sv,
                                   "$.rows[*].id"sv,
                                   "$..id"sv,
                                   "$.rows[?(@.ok == true)]"sv,
                                   "$.rows[?(@.id > 1)].id"sv,
                                   "$.rows[?(@.ok)]"sv};
constexpr std::array object_paths = {"$.o"sv, "$.rows[0]"sv, "$$.Execution.Input.o"sv};
constexpr std::array any_paths = {
    "$.a"sv, "$.n"sv, "$.b"sv, "$.z"sv, "$.list"sv, "$.o"sv, "$.texts"sv, "$$.Execution.Id"sv};

// ---- expressions of JSONata, none of them undefined

constexpr std::array conditions = {"$states.input.b = true"sv,
                                   "$count($states.input.list) > 1"sv,
                                   "$exists($states.input.missing)"sv,
                                   "$states.context.State.Name = 'S0' or $states.input.n in [1, 2, 3]"sv,
                                   "$contains($states.input.a, /x/)"sv};
constexpr std::array value_expressions = {"$states.input.a & '!'"sv,
                                          "$states.input.n * 2 + 1"sv,
                                          "$states.input.rows[0].id"sv,
                                          "$string($states.input.o)"sv,
                                          "$states.input.texts.$uppercase($)"sv,
                                          "[$states.input.rows^(>id).{ 'id': id }]"sv,
                                          "$partition($states.input.list, 2)"sv,
                                          "$range(1, 5, 2)"sv,
                                          "$hash($states.input.a, 'SHA-256')"sv,
                                          "$parse('{\"a\": [1, null]}')"sv,
                                          "($f := function($x) { $x + 1 }; $f($states.input.n))"sv,
                                          "$reduce([1 .. 5], function($sum, $x) { $sum + $x })"sv,
                                          "[$uuid(), $random(), $now(), $millis()]"sv,
                                          "$states.context.Execution.Input.o"sv,
                                          "null"sv};

// ---- choice rules, each over a member of its operand's type

struct Operator {
  std::string_view name;
  std::string_view variable;
  std::string_view operand;
};
constexpr std::array operators = {
    Operator{"StringEquals", "$.a", R"("x")"},
    Operator{"StringEqualsPath", "$.a", R"("$.o.p")"},
    Operator{"StringLessThan", "$.a", R"("y")"},
    Operator{"StringLessThanPath", "$.a", R"("$.o.p")"},
    Operator{"StringGreaterThan", "$.a", R"("w")"},
    Operator{"StringGreaterThanPath", "$.a", R"("$.o.p")"},
    Operator{"StringLessThanEquals", "$.a", R"("x")"},
    Operator{"StringLessThanEqualsPath", "$.a", R"("$.o.p")"},
    Operator{"StringGreaterThanEquals", "$.a", R"("x")"},
    Operator{"StringGreaterThanEqualsPath", "$.a", R"("$.o.p")"},
    Operator{"StringMatches", "$.a", R"("x*y\\*")"},
    Operator{"NumericEquals", "$.n", "3"},
    Operator{"NumericEqualsPath", "$.n", R"("$.list[0]")"},
    Operator{"NumericLessThan", "$.n", "3.5"},
    Operator{"NumericLessThanPath", "$.n", R"("$.list[0]")"},
    Operator{"NumericGreaterThan", "$.n", "-1e2"},
    Operator{"NumericGreaterThanPath", "$.n", R"("$.list[0]")"},
    Operator{"NumericLessThanEquals", "$.n", "3"},
    Operator{"NumericLessThanEqualsPath", "$.n", R"("$.list[0]")"},
    Operator{"NumericGreaterThanEquals", "$.n", "3"},
    Operator{"NumericGreaterThanEqualsPath", "$.n", R"("$.list[0]")"},
    Operator{"BooleanEquals", "$.b", "true"},
    Operator{"BooleanEqualsPath", "$.b", R"("$.rows[0].ok")"},
    Operator{"TimestampEquals", "$.t", R"("2030-01-01T00:00:03Z")"},
    Operator{"TimestampEqualsPath", "$.t", R"("$.t")"},
    Operator{"TimestampLessThan", "$.t", R"("2030-01-01T00:00:03.5+02:00")"},
    Operator{"TimestampLessThanPath", "$.t", R"("$.t")"},
    Operator{"TimestampGreaterThan", "$.t", R"("2020-01-01T00:00:03Z")"},
    Operator{"TimestampGreaterThanPath", "$.t", R"("$.t")"},
    Operator{"TimestampLessThanEquals", "$.t", R"("2030-01-01T00:00:03Z")"},
    Operator{"TimestampLessThanEqualsPath", "$.t", R"("$.t")"},
    Operator{"TimestampGreaterThanEquals", "$.t", R"("2030-01-01T00:00:03Z")"},
    Operator{"TimestampGreaterThanEqualsPath", "$.t", R"("$.t")"},
    Operator{"IsNull", "$.z", "true"},
    Operator{"IsPresent", "$.missing", "false"},
    Operator{"IsNumeric", "$.n", "true"},
    Operator{"IsString", "$.list", "false"},
    Operator{"IsBoolean", "$.b", "true"},
    Operator{"IsTimestamp", "$.t", "true"},
};

// ---- what tasks call

struct Call {
  std::string_view resource;
  std::string_view parameters;  // a JSON object's members
};
constexpr std::array plain_calls = {
    Call{"arn:aws:lambda:us-east-1:123456789012:function:f", ""},
    Call{"arn:aws:lambda:us-east-1:123456789012:function:f:live", ""},
    Call{"arn:aws:lambda:eu-west-1:111122223333:function:f-1_x:$LATEST", ""},
    Call{"arn:aws:states:::lambda:invoke", R"("FunctionName":"f","Payload.$":"$")"},
    Call{"arn:aws:states:::lambda:invoke", R"("FunctionName.$":"$.a","Payload":{"a.$":"$.a"},"Qualifier":"1")"},
    Call{"arn:aws:states:::sqs:sendMessage", R"("QueueUrl":"https://q","MessageBody.$":"$")"},
    Call{"arn:aws:states:::sns:publish", R"("TopicArn":"arn:aws:sns:us-east-1:123456789012:t","Message.$":"$.a")"},
    Call{"arn:aws:states:::dynamodb:getItem", R"("TableName":"t","Key":{"id":{"S.$":"$.a"}})"},
    Call{"arn:aws:states:::dynamodb:putItem", R"("TableName":"t","Item":{"id":{"S.$":"$.a"}})"},
    Call{"arn:aws:states:::dynamodb:updateItem",
         R"("TableName":"t","Key":{"id":{"S":"1"}},"UpdateExpression":"SET x = :x")"},
    Call{"arn:aws:states:::dynamodb:deleteItem", R"("TableName":"t","Key":{"id":{"S":"1"}})"},
    Call{"arn:aws:states:::events:putEvents", R"("Entries":[{"Source":"s","DetailType":"d","Detail":{"a.$":"$.a"}}])"},
    Call{"arn:aws:states:::batch:submitJob", R"("JobDefinition":"d","JobName":"n","JobQueue":"q")"},
    Call{"arn:aws:states:::ecs:runTask", R"("TaskDefinition":"d","Cluster":"c")"},
    Call{"arn:aws:states:::glue:startJobRun", R"("JobName":"j")"},
    Call{"arn:aws:states:::athena:startQueryExecution", R"("QueryString":"SELECT 1")"},
    Call{"arn:aws:states:::codebuild:startBuild", R"("ProjectName":"p")"},
    Call{"arn:aws:states:::http:invoke", R"("ApiEndpoint":"https://x","Method":"GET")"},
    Call{"arn:aws:states:::apigateway:invoke", R"("ApiEndpoint":"x","Method":"GET")"},
    Call{"arn:aws:states:::bedrock:invokeModel", R"("ModelId":"m","Body":{})"},
    Call{"arn:aws:states:::states:startExecution",
         R"("StateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:m","Input":{"a.$":"$.a"})"},
    Call{"arn:aws:states:::aws-sdk:s3:getObject", R"("Bucket":"b","Key":"k")"},
    Call{"arn:aws:states:::aws-sdk:dynamodb:query", R"("TableName":"t")"},
    Call{"arn:aws:states:::aws-sdk:sfn:describeExecution", R"("ExecutionArn.$":"$$.Execution.Id")"},
    Call{"arn:aws-cn:states:::aws-sdk:ec2:describeInstances", ""},
};
/// Not for EXPRESS.
constexpr std::array patient_calls = {
    Call{"arn:aws:states:us-east-1:123456789012:activity:a", ""},
    Call{"arn:aws:states:::lambda:invoke.waitForTaskToken",
         R"("FunctionName":"f","Payload":{"token.$":"$$.Task.Token"})"},
    Call{"arn:aws:states:::sqs:sendMessage.waitForTaskToken",
         R"("QueueUrl":"https://q","MessageBody":{"token.$":"$$.Task.Token","a.$":"$.a"})"},
    Call{"arn:aws:states:::batch:submitJob.sync", R"("JobDefinition":"d","JobName":"n","JobQueue":"q")"},
    Call{"arn:aws:states:::ecs:runTask.sync", R"("TaskDefinition":"d","Cluster":"c")"},
    Call{"arn:aws:states:::ecs:runTask.waitForTaskToken", R"("TaskDefinition":"d","Cluster":"c")"},
    Call{"arn:aws:states:::glue:startJobRun.sync", R"("JobName":"j")"},
    Call{"arn:aws:states:::sagemaker:createTrainingJob.sync", R"("TrainingJobName":"t")"},
    Call{"arn:aws:states:::elasticmapreduce:addStep.sync", R"("ClusterId":"c","Step":{})"},
    Call{"arn:aws:states:::eks:runJob.sync", R"("ClusterName":"c")"},
    Call{"arn:aws:states:::events:putEvents.waitForTaskToken", R"("Entries":[{"Detail":{"t.$":"$$.Task.Token"}}])"},
    Call{"arn:aws:states:::states:startExecution.sync",
         R"("StateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:m")"},
    Call{"arn:aws:states:::states:startExecution.sync:2",
         R"j("StateMachineArn.$":"States.Format('arn:aws:states:us-east-1:123456789012:stateMachine:{}', $.a)")j"},
    Call{"arn:aws:states:::states:startExecution.waitForTaskToken",
         R"("StateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:m","Input":{"t.$":"$$.Task.Token"})"},
    Call{"arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken",
         R"("QueueUrl":"https://q","MessageBody.$":"$$.Task.Token")"},
};

constexpr std::array error_names = {"E1"sv,
                                    "Lambda.Unknown"sv,
                                    "States.TaskFailed"sv,
                                    "States.Timeout"sv,
                                    "States.HeartbeatTimeout"sv,
                                    "States.Permissions"sv,
                                    "States.DataLimitExceeded"sv,
                                    "States.ResultPathMatchFailure"sv,
                                    "States.ParameterPathFailure"sv,
                                    "States.IntrinsicFailure"sv,
                                    "States.NoChoiceMatched"sv,
                                    "States.BranchFailed"sv,
                                    "States.ExceedToleratedFailureThreshold"sv,
                                    "States.ItemReaderFailed"sv,
                                    "States.ResultWriterFailed"sv,
                                    "States.Http.Socket"sv,
                                    "Sandbox.Timedout"sv};

class Maker {
 public:
  Maker(ByteSource& bytes, MachineType type) : bytes_(bytes), type_(type) {}

  Json machine() {
    Json machine = scope({.depth = 0, .express = type_ == MachineType::EXPRESS, .variables = {}});
    if (bytes_.one_in(3)) machine["Comment"] = "ünïcödé \"quoted\"";
    if (bytes_.one_in(3)) machine["Version"] = "1.0";
    if (bytes_.one_in(3)) machine["QueryLanguage"] = "JSONPath";
    if (bytes_.one_in(3)) machine["TimeoutSeconds"] = type_ == MachineType::EXPRESS ? 299 : 99'999'999;
    return machine;
  }

 private:
  struct Around {  // a scope
    int depth = 0;
    bool express = false;
    std::vector<std::string> variables;  // that its states can read
  };
  struct StateInScope {  // each state of a scope leads to the next
    const std::vector<std::string>& names;
    std::size_t index;
    Around& around;

    bool last() const { return index + 1 == names.size(); }
  };

  /// Its first state is a Pass, which says what is promised and assigns a variable of its own.
  Json scope(Around around) {
    std::vector<std::string> names;
    const auto count = 1 + bytes_.below(around.depth == 0 ? 6 : 3);
    while (names.size() < count) names.push_back(new_name());
    const std::string variable = "v" + std::to_string(made_);
    Json states = Json::object();
    for (std::size_t index = 0; index < names.size(); ++index) {
      Json made = index == 0 ? opening(variable) : state({names, index, around});
      if (index == 0) around.variables.push_back(variable);
      states[names[index]] = wired(std::move(made), {names, index, around});
    }
    return {{"StartAt", names.front()}, {"States", std::move(states)}};
  }

  std::string new_name() {
    static constexpr std::array kinds = {"S"sv, "State "sv, "a/b~"sv, "ö\"'\\"sv, "{x}: $.y "sv};
    return std::string(bytes_.pick(kinds)) + std::to_string(made_++);
  }

  Json opening(const std::string& variable) {
    Json assign = {{variable, {{"k", 1}}}, {variable + "_n.$", number(1)}};
    return {{"Type", "Pass"}, {"Result", promised_payload()}, {"Assign", std::move(assign)}};
  }

  Json wired(Json made, const StateInScope& here) {
    if (bytes_.one_in(4)) made["Comment"] = "why";
    if (!made.contains("QueryLanguage") && bytes_.one_in(8)) made["QueryLanguage"] = "JSONPath";
    const bool ends = made["Type"] == "Succeed" || made["Type"] == "Fail";
    if (made["Type"] == "Choice")
      made["Default"] = here.names[here.index + 1];
    else if (here.last() && !ends)
      made["End"] = true;
    else if (!ends)
      made["Next"] = here.names[here.index + 1];
    return made;
  }

  Json state(const StateInScope& here) {
    if (here.last() && bytes_.one_in(3)) return bytes_.one_in(2) ? data_paths({{"Type", "Succeed"}}) : fail(here);
    if (bytes_.one_in(6)) return in_jsonata(here);
    const bool may_nest = here.around.depth < nesting_max && made_ < states_max;
    switch (bytes_.below(8)) {
      case 1: return wait();
      case 2: return here.last() ? pass(here) : choice(here);
      case 3: return may_nest ? parallel(here) : task(here);
      case 4: return may_nest ? map(here) : task(here);
      case 5:
      case 6: return task(here);
      default: return pass(here);
    }
  }

  // ---- types of states

  Json fail(const StateInScope& here) {
    Json fail = {{"Type", "Fail"}};
    switch (bytes_.below(4)) {
      case 0: fail["Error"] = "Order.No"; break;
      case 1: fail["ErrorPath"] = "$.a"; break;
      case 2: fail["ErrorPath"] = call_of(text_call(here.around, 1)); break;
      default: break;
    }
    switch (bytes_.below(4)) {
      case 0: fail["Cause"] = "because"; break;
      case 1: fail["CausePath"] = "$$.State.Name"; break;
      case 2: fail["CausePath"] = call_of(text_call(here.around, 1)); break;
      default: break;
    }
    return fail;
  }

  Json pass(const StateInScope& here) {
    Json pass = {{"Type", "Pass"}};
    if (bytes_.one_in(2)) {
      pass["Result"] = promised_payload();
    } else if (bytes_.one_in(2)) {
      pass["Parameters"] = any_template(here.around, 2);
      pass["ResultPath"] = bytes_.one_in(2) ? "$.r" : "$.made.here";
    }
    if (bytes_.one_in(3)) pass["Assign"] = assign(here.around);
    return data_paths(std::move(pass));
  }

  Json wait() {
    Json wait = {{"Type", "Wait"}};
    switch (bytes_.below(4)) {
      case 0: wait["Seconds"] = bytes_.below(20); break;
      case 1: wait["SecondsPath"] = "$.n"; break;
      case 2: wait["Timestamp"] = "2030-01-01T00:00:02.5+01:00"; break;
      default: wait["TimestampPath"] = "$.t"; break;
    }
    return data_paths(std::move(wait));
  }

  Json choice(const StateInScope& here) {
    Json choices = Json::array();
    const auto count = 1 + bytes_.below(3);
    while (choices.size() < count) {
      Json one = rule(2);
      one["Next"] = later(here);
      if (bytes_.one_in(4)) one["Assign"] = assign(here.around);
      if (bytes_.one_in(6)) one["Comment"] = "why";
      choices.push_back(std::move(one));
    }
    return data_paths({{"Type", "Choice"}, {"Choices", std::move(choices)}});
  }

  Json rule(int depth) {
    if (depth == 0 || !bytes_.one_in(3)) {
      const Operator& chosen = bytes_.pick(operators);
      return {{"Variable", chosen.variable}, {std::string(chosen.name), read(chosen.operand)}};
    }
    switch (bytes_.below(3)) {
      case 0: return {{"Not", rule(depth - 1)}};
      case 1: return {{"And", Json::array({rule(depth - 1), rule(depth - 1)})}};
      default: return {{"Or", Json::array({rule(depth - 1), rule(0), rule(0)})}};
    }
  }

  Json task(const StateInScope& here) {
    const bool patient = !here.around.express && bytes_.one_in(2);
    const Call call = patient ? bytes_.pick(patient_calls) : bytes_.pick(plain_calls);
    Json task = {{"Type", "Task"}, {"Resource", call.resource}};
    const bool integrated = call.resource.find(":states:::") != std::string_view::npos;
    if (integrated)
      task["Parameters"] = read("{" + std::string(call.parameters) + "}");
    else if (bytes_.one_in(2))
      task["Parameters"] = any_template(here.around, 3);
    if (bytes_.one_in(3)) task["TimeoutSeconds"] = 100 + bytes_.below(50);
    if (!task.contains("TimeoutSeconds") && bytes_.one_in(3)) task["TimeoutSecondsPath"] = "$.big";
    if (bytes_.one_in(4)) task["HeartbeatSeconds"] = 1 + bytes_.below(50);
    if (!task.contains("HeartbeatSeconds") && bytes_.one_in(4)) task["HeartbeatSecondsPath"] = "$.n";
    if (call.resource.find(":activity:") == std::string_view::npos && bytes_.one_in(4))
      task["Credentials"] = bytes_.one_in(2) ? Json{{"RoleArn", "arn:aws:iam::123456789012:role/r"}}
                                             : Json{{"RoleArn.$", "States.Format('arn:aws:iam::1:role/{}', $.a)"}};
    return work(std::move(task), here);
  }

  Json parallel(const StateInScope& here) {
    Json branches = Json::array();
    const auto count = 1 + bytes_.below(3);
    while (branches.size() < count) branches.push_back(scope(inner(here.around)));
    Json parallel = {{"Type", "Parallel"}, {"Branches", std::move(branches)}};
    parallel["Parameters"] = promised_template();
    return work(std::move(parallel), here);
  }

  Around inner(const Around& around) const { return {around.depth + 1, around.express, around.variables}; }

  Json map(const StateInScope& here) {
    const bool distributed = !here.around.express && bytes_.one_in(2);
    const bool express = here.around.express || (distributed && bytes_.one_in(2));
    const auto variables = distributed ? std::vector<std::string>{} : here.around.variables;
    Json processor = scope({here.around.depth + 1, express, variables});
    Json map = {{"Type", "Map"}};
    map["ItemsPath"] = bytes_.one_in(2) ? "$.list" : "$['rows']";
    if (bytes_.one_in(2))
      map[!distributed && bytes_.one_in(3) ? "Parameters" : "ItemSelector"] = {
          {"a.$", "$.a"}, {"item.$", "$$.Map.Item.Value"}, {"index.$", "$$.Map.Item.Index"}};
    if (bytes_.one_in(3)) map["MaxConcurrency"] = bytes_.below(4);
    if (!map.contains("MaxConcurrency") && bytes_.one_in(4)) map["MaxConcurrencyPath"] = "$.n";
    if (distributed)
      distribute(map, processor, express);
    else if (bytes_.one_in(2))
      processor["ProcessorConfig"] = {{"Mode", "INLINE"}};
    const bool older = !distributed && !processor.contains("ProcessorConfig") && bytes_.one_in(4);
    map[older ? "Iterator" : "ItemProcessor"] = std::move(processor);
    return work(std::move(map), here);
  }

  void distribute(Json& map, Json& processor, bool express) {
    processor["ProcessorConfig"] = {{"Mode", "DISTRIBUTED"}, {"ExecutionType", express ? "EXPRESS" : "STANDARD"}};
    if (bytes_.one_in(2)) map["Label"] = "label" + std::to_string(made_++);
    if (bytes_.one_in(3)) map["ToleratedFailurePercentage"] = 12.5;
    if (!map.contains("ToleratedFailurePercentage") && bytes_.one_in(4)) map["ToleratedFailurePercentagePath"] = "$.n";
    if (bytes_.one_in(3)) map["ToleratedFailureCount"] = bytes_.below(4);
    if (!map.contains("ToleratedFailureCount") && bytes_.one_in(4)) map["ToleratedFailureCountPath"] = "$.n";
    if (bytes_.one_in(2)) map["ItemBatcher"] = item_batcher();
    if (bytes_.one_in(2)) map["ResultWriter"] = result_writer();
    if (bytes_.one_in(2)) {
      map.erase("ItemsPath");
      map["ItemReader"] = item_reader();
    }
  }

  Json item_batcher() {
    Json batcher = Json::object();
    switch (bytes_.below(3)) {
      case 0: batcher["MaxItemsPerBatch"] = 2; break;
      case 1: batcher["MaxItemsPerBatchPath"] = "$.n"; break;
      default: batcher["MaxInputBytesPerBatch"] = 10'000; break;
    }
    if (bytes_.one_in(2)) batcher["BatchInput"] = {{"a.$", "$.a"}, {"b", 1}};
    return batcher;
  }

  Json result_writer() {
    Json writer = {{"Resource", "arn:aws:states:::s3:putObject"},
                   {"Parameters", {{"Bucket", "out"}, {"Prefix.$", "$.a"}}}};
    if (bytes_.one_in(2)) writer["WriterConfig"] = {{"Transformation", "COMPACT"}, {"OutputType", "JSONL"}};
    return writer;
  }

  /// Objects are called after what they hold.
  Json item_reader() {
    if (bytes_.one_in(3))
      return {{"Resource", "arn:aws:states:::s3:listObjectsV2"},
              {"Parameters", {{"Bucket", "in"}, {"Prefix.$", "$.a"}}}};
    static constexpr std::array types = {"JSON"sv, "CSV"sv, "JSONL"sv};
    Json config = {{"InputType", bytes_.pick(types)}};
    if (config["InputType"] == "CSV") {
      config["CSVHeaderLocation"] = bytes_.one_in(2) ? "FIRST_ROW" : "GIVEN";
      if (config["CSVHeaderLocation"] == "GIVEN") config["CSVHeaders"] = {"x", "y"};
      if (bytes_.one_in(2)) config["CSVDelimiter"] = "COMMA";
    }
    if (bytes_.one_in(3)) config["MaxItems"] = bytes_.below(5);
    if (!config.contains("MaxItems") && bytes_.one_in(4)) config["MaxItemsPath"] = "$.n";
    const std::string key = config["InputType"];
    return {{"Resource", "arn:aws:states:::s3:getObject"},
            {"ReaderConfig", std::move(config)},
            {"Parameters", {{"Bucket", "in"}, {"Key", key}}}};
  }

  // ---- what several types have

  /// Everything around the work of a Task, Parallel or Map, whose result is kept aside.
  Json work(Json state, const StateInScope& here) {
    if (bytes_.one_in(4)) state["ResultSelector"] = {{"result.$", "$"}, {"who.$", "$$.State.Name"}, {"one", 1}};
    if (bytes_.one_in(4))
      state["ResultPath"] = nullptr;
    else
      state["ResultPath"] = bytes_.one_in(2) ? "$.r" : "$['r']";
    if (bytes_.one_in(4)) state["Assign"] = assign(here.around);
    if (bytes_.one_in(2)) state["Retry"] = retriers();
    if (!here.last() && bytes_.one_in(2)) state["Catch"] = catchers(here);
    return data_paths(std::move(state));
  }

  Json data_paths(Json state) {
    static constexpr std::array whole = {"$"sv, "$$.Execution.Input"sv};
    if (bytes_.one_in(5)) state["InputPath"] = bytes_.pick(whole);
    if (bytes_.one_in(5)) state["OutputPath"] = bytes_.pick(whole);
    return state;
  }

  Json error_equals(bool last) {
    if (last && bytes_.one_in(2)) return Json::array({"States.ALL"});
    Json errors = Json::array({bytes_.pick(error_names)});
    if (bytes_.one_in(2)) errors.push_back("E2");
    return errors;
  }

  Json retriers() {
    Json made = Json::array();
    for (std::size_t left = 1 + bytes_.below(2); left > 0; --left) {
      Json retrier = {{"ErrorEquals", error_equals(left == 1)}};
      if (bytes_.one_in(2)) retrier["MaxAttempts"] = bytes_.below(4);
      if (bytes_.one_in(2)) retrier["IntervalSeconds"] = 1 + bytes_.below(5);
      if (bytes_.one_in(2)) retrier["BackoffRate"] = 1.0 + 0.5 * static_cast<double>(bytes_.below(4));
      if (bytes_.one_in(3)) retrier["MaxDelaySeconds"] = 6 + bytes_.below(9);
      if (bytes_.one_in(3)) retrier["JitterStrategy"] = bytes_.one_in(2) ? "FULL" : "NONE";
      if (bytes_.one_in(5)) retrier["Comment"] = "why";
      made.push_back(std::move(retrier));
    }
    return made;
  }

  Json catchers(const StateInScope& here) {
    Json made = Json::array();
    for (std::size_t left = 1 + bytes_.below(2); left > 0; --left) {
      Json catcher = {{"ErrorEquals", error_equals(left == 1)}, {"Next", later(here)}};
      catcher["ResultPath"] = bytes_.one_in(3) ? Json(nullptr) : Json("$.error");
      if (bytes_.one_in(4)) catcher["Assign"] = {{here.around.variables.back(), {{"k.$", "$.Error"}}}};
      if (bytes_.one_in(5)) catcher["Comment"] = "why";
      made.push_back(std::move(catcher));
    }
    return made;
  }

  const std::string& later(const StateInScope& here) {
    return here.names[here.index + 1 + bytes_.below(here.names.size() - here.index - 1)];
  }

  // ---- templates

  static Json promised_template() {
    Json made = Json::object();
    for (const auto& [name, value] : promised_payload().items()) made[name + ".$"] = "$." + name;
    return made;
  }

  /// Assigns to the scope's own variable again.
  Json assign(const Around& around) {
    return {{around.variables.back(), {{"k.$", "States.UUID()"}, {"deep", Json::array({{{"x.$", "$$.State.Name"}}})}}}};
  }

  // ---- states in JSONata

  static std::string expression(std::string_view text) { return "{% " + std::string(text) + " %}"; }

  Json in_jsonata(const StateInScope& here) {
    Json made = working_in_jsonata(here);
    made["QueryLanguage"] = "JSONata";
    if (bytes_.one_in(2)) {
      const std::string added = "'added': " + std::string(bytes_.pick(value_expressions));
      made["Output"] = expression("$merge([$states.input, { " + added + " }])");
    }
    if (bytes_.one_in(3)) {
      made["Assign"] = Json::object();
      made["Assign"][here.around.variables.back()] = {{"k", expression(bytes_.pick(value_expressions))}};
    }
    return made;
  }

  Json working_in_jsonata(const StateInScope& here) {
    const bool may_nest = here.around.depth < nesting_max && made_ < states_max;
    if (may_nest && bytes_.one_in(4)) return bytes_.one_in(2) ? parallel_in_jsonata(here) : map_in_jsonata(here);
    switch (bytes_.below(5)) {
      case 0: return {{"Type", "Wait"}, {"Seconds", expression("$states.input.n")}};
      case 1: return {{"Type", "Wait"}, {"Timestamp", expression("$states.input.t")}};
      case 2: return here.last() ? Json{{"Type", "Pass"}} : choice_in_jsonata(here);
      case 3:
        return {{"Type", "Task"},
                {"Resource", "arn:aws:states:::lambda:invoke"},
                {"TimeoutSeconds", expression("100 + $states.input.n")},
                {"Arguments",
                 {{"FunctionName", expression("$states.input.a")},
                  {"Payload", Json::array({expression(bytes_.pick(value_expressions)), "text"})}}}};
      default: return {{"Type", "Pass"}};
    }
  }

  Json parallel_in_jsonata(const StateInScope& here) {
    Json branches = Json::array({scope(inner(here.around)), scope(inner(here.around))});
    return {{"Type", "Parallel"},
            {"Branches", std::move(branches)},
            {"Arguments", {{"v", expression(bytes_.pick(value_expressions))}}},
            {"Output", expression("$merge([$states.input, { 'branches': $count($states.result) }])")}};
  }

  Json map_in_jsonata(const StateInScope& here) {
    const bool distributed = !here.around.express && bytes_.one_in(2);
    const auto variables = distributed ? std::vector<std::string>{} : here.around.variables;
    Json processor = scope({here.around.depth + 1, here.around.express, variables});
    Json map = {{"Type", "Map"},
                {"Output", expression("$merge([$states.input, { 'items': $count($states.result) }])")}};
    map["Items"] = bytes_.one_in(2) ? Json(expression("$states.input.rows"))
                                    : Json::array({expression(bytes_.pick(value_expressions)), 2});
    if (bytes_.one_in(2)) map["MaxConcurrency"] = expression("$states.input.n - 1");
    if (bytes_.one_in(2))
      map["ItemSelector"] = {{"item", expression("$states.context.Map.Item.Value")},
                             {"value", expression(bytes_.pick(value_expressions))}};
    if (distributed) distribute_in_jsonata(map, processor);
    map["ItemProcessor"] = std::move(processor);
    return map;
  }

  void distribute_in_jsonata(Json& map, Json& processor) {
    processor["ProcessorConfig"] = {{"Mode", "DISTRIBUTED"}, {"ExecutionType", "STANDARD"}};
    if (bytes_.one_in(3)) map["ToleratedFailurePercentage"] = expression("$states.input.n / 2");
    if (bytes_.one_in(3)) map["ToleratedFailureCount"] = expression("$states.input.n");
    if (bytes_.one_in(2))
      map["ItemBatcher"] = {{"MaxItemsPerBatch", expression("1 + 1")},
                            {"BatchInput", {{"all", expression("$states.input")}}}};
    if (bytes_.one_in(3))
      map["ResultWriter"] = {{"Resource", "arn:aws:states:::s3:putObject"},
                             {"Arguments", {{"Bucket", expression("$states.input.a")}, {"Prefix", "p"}}}};
    if (!bytes_.one_in(3)) return;
    map.erase("Items");
    map["ItemReader"] = {{"Resource", "arn:aws:states:::s3:getObject"},
                         {"Arguments", {{"Bucket", "b"}, {"Key", expression("'JSON'")}}},
                         {"ReaderConfig", {{"InputType", "JSON"}, {"MaxItems", expression("$states.input.n")}}}};
  }

  Json choice_in_jsonata(const StateInScope& here) {
    Json choices = Json::array();
    const auto count = 1 + bytes_.below(3);
    while (choices.size() < count) {
      Json rule = Json::object();
      rule["Condition"] = bytes_.one_in(4) ? Json(bytes_.one_in(2)) : Json(expression(bytes_.pick(conditions)));
      rule["Next"] = later(here);
      choices.push_back(std::move(rule));
    }
    return {{"Type", "Choice"}, {"Choices", std::move(choices)}};
  }

  Json any_template(const Around& around, int depth) {
    Json made = Json::object();
    const auto count = 1 + bytes_.below(4);
    for (std::size_t member = 0; member < count; ++member) {
      const std::string name = "m" + std::to_string(member);
      switch (bytes_.below(6)) {
        case 0: made[name] = promised_payload()["o"]; break;
        case 1: made[name + ".$"] = bytes_.pick(any_paths); break;
        case 2: made[name + ".$"] = "$" + around.variables.back() + (bytes_.one_in(2) ? ".k" : "['k']"); break;
        case 3: made[name] = depth > 0 ? any_template(around, depth - 1) : Json("$.not.a.path"); break;
        case 4: made[name] = Json::array({1, {{"x.$", bytes_.pick(list_paths)}}, "$.a"}); break;
        default: made[name + ".$"] = call_of(any_call(around, depth)); break;
      }
    }
    return made;
  }

  // ---- intrinsic functions, by the type of what they give

  /// A field takes calls only; other expressions are arguments.
  static std::string call_of(const std::string& expression) {
    return expression.starts_with("States.") ? expression : "States.Format('{}', " + expression + ")";
  }

  std::string text(const Around& around, int depth) {
    if (depth > 0 && bytes_.one_in(2)) return text_call(around, depth - 1);
    return bytes_.one_in(2) ? std::string(bytes_.pick(text_paths)) : R"('it\'s \{fine\} ü')";
  }
  std::string text_call(const Around& around, int depth) {
    switch (bytes_.below(6)) {
      case 0: return "States.Format('{} \\\\ {}', " + any(around, depth) + ", " + any(around, depth) + ")";
      case 1: return "States.JsonToString(" + std::string(bytes_.pick(any_paths)) + ")";
      case 2: return "States.Base64Encode(" + text(around, depth) + ")";
      case 3: return "States.Base64Decode('eA==')";
      case 4:
        return "States.Hash(" + text(around, depth) + ", '" +
               std::string(bytes_.pick(std::array{"MD5"sv, "SHA-1"sv, "SHA-256"sv, "SHA-384"sv, "SHA-512"sv})) + "')";
      default: return "States.UUID()";
    }
  }
  std::string number(int depth) {
    if (depth == 0 || bytes_.one_in(2))
      return bytes_.one_in(2) ? "States.MathAdd($.n, -1)" : "States.ArrayLength($.list)";
    switch (bytes_.below(4)) {
      case 0: return "States.MathRandom(1, 9)";
      case 1: return "States.MathRandom(1, 9, 7)";
      case 2: return "States.MathAdd(" + number(depth - 1) + ", " + std::string(bytes_.pick(number_paths)) + ")";
      default: return "States.ArrayGetItem($.list, 0)";
    }
  }
  std::string list(const Around& around, int depth) {
    if (depth == 0 || bytes_.one_in(3)) return std::string(bytes_.pick(list_paths));
    switch (bytes_.below(6)) {
      case 0: return "States.Array(" + any(around, depth - 1) + ", " + any(around, depth - 1) + ")";
      case 1: return "States.ArrayPartition(" + list(around, depth - 1) + ", 2)";
      case 2: return "States.ArrayRange(1, 9, " + std::string(bytes_.pick(std::array{"1"sv, "2"sv, "-3"sv})) + ")";
      case 3: return "States.ArrayUnique(" + list(around, depth - 1) + ")";
      case 4: return "States.StringSplit(" + text(around, depth - 1) + ", ' ,')";
      default: return "States.Array()";
    }
  }
  std::string flag(const Around& around, int depth) {
    if (depth == 0) return std::string(bytes_.pick(flag_paths));
    return "States.ArrayContains(" + list(around, depth - 1) + ", " + any(around, depth - 1) + ")";
  }
  std::string object(int depth) {
    if (depth == 0) return std::string(bytes_.pick(object_paths));
    return "States.JsonMerge(" + object(depth - 1) + ", " + object(0) + ", false)";
  }
  std::string any(const Around& around, int depth) {
    switch (bytes_.below(9)) {
      case 0: return text(around, depth);
      case 1: return number(depth);
      case 2: return list(around, depth);
      case 3: return flag(around, depth);
      case 4: return object(depth);
      case 5: return std::string(bytes_.pick(std::array{"null"sv, "true"sv, "-1.5"sv, "42"sv, "''"sv}));
      case 6: return std::string(bytes_.pick(time_paths));
      case 7: return "$" + around.variables.back();
      default: return R"(States.StringToJson('\{"x": [1, null]\}'))";
    }
  }
  std::string any_call(const Around& around, int depth) { return call_of(any(around, depth + 1)); }

  ByteSource& bytes_;
  MachineType type_;
  int made_ = 0;
};

}  // namespace

const Json& promised_payload() {
  static const Json payload = read(R"({"a": "x", "n": 3, "big": 1000, "b": true, "z": null, "t": "2030-01-01T00:00:03Z",
    "list": [3, 1, 4], "texts": ["one", "two"], "o": {"p": "y", "q": [1]},
    "rows": [{"id": 1, "ok": true}, {"id": 2, "ok": false}]})");
  return payload;
}

ValidDefinition valid_definition(ByteSource& bytes) {
  const auto type = bytes.one_in(4) ? MachineType::EXPRESS : MachineType::STANDARD;
  return {Maker(bytes, type).machine(), type};
}

}  // namespace stepstorm::fuzz
