// The compiled form of an ASL definition: checked, with every path and template prepared and every transition an index.
// Immutable; shared by all its executions and by all threads.
// Source: semantics.md 1 (fields, defaults), 2 (data flow), 5 (Retry, Catch), 6 (Task), 7 (the other states).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "asl/choice_rule.hpp"
#include "asl/expression.hpp"
#include "asl/intrinsics/intrinsic.hpp"
#include "asl/paths/json_path.hpp"
#include "asl/payload_template.hpp"
#include "values/payload.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::asl {

using StateIndex = std::uint32_t;  // into Machine::states

/// Index into Machine::scopes: see Machine::scope. The running scopes of an execution have numbers of their own.
enum class ScopeIndex : std::uint32_t {};
inline constexpr ScopeIndex machine_scope{0};  // the machine's own

enum class QueryLanguage { JSONPath, JSONata };
enum class MachineType { STANDARD, EXPRESS };

// ---- fields that may be evaluated when the state is entered

/// A literal; in JSONPath a path or an intrinsic function call, under the name with Path; in JSONata an expression.
template <class T>
using Field = std::variant<T, JsonPath, Intrinsic, Expression>;
using IntegerField = Field<std::int64_t>;
using NumberField = Field<double>;
using TextField = Field<std::string>;  // Error | ErrorPath, Cause | CausePath
using TimeField = Field<TimePoint>;    // Timestamp | TimestampPath

/// A payload template: Parameters, ItemSelector ... in JSONPath; Arguments, Output ... in JSONata; Assign in both.
using Template = std::variant<PayloadTemplate, ExpressionTemplate>;

struct KeepAll {};                                                  // the default `$`
struct KeepNone {};                                                 // null
using DataPath = std::variant<KeepAll, KeepNone, JsonPath>;         // InputPath, OutputPath; KeepNone gives {}
using ResultPath = std::variant<KeepAll, KeepNone, ReferencePath>;  // KeepAll replaces the input, KeepNone keeps it

// ---- Retry and Catch (Task, Parallel, Map)

enum class JitterStrategy { NONE, FULL };

struct Retrier {
  std::vector<std::string> error_equals;          // ErrorEquals; States.ALL stands alone and last
  std::chrono::seconds interval{1};               // IntervalSeconds, default 1
  int max_attempts = 3;                           // MaxAttempts, default 3: retries, so 3 allows 4 attempts
  double backoff_rate = 2.0;                      // BackoffRate, default 2.0, at least 1.0
  std::optional<std::chrono::seconds> max_delay;  // MaxDelaySeconds, no cap when absent
  JitterStrategy jitter = JitterStrategy::NONE;   // JitterStrategy, drawn after the cap
};

struct Catcher {
  std::vector<std::string> error_equals;
  StateIndex next = 0;
  ResultPath result_path;          // JSONPath; default: the Error Output replaces the input
  std::optional<Template> output;  // JSONata; default: the Error Output
  std::optional<Template> assign;
};

// ---- the fields of each type of state

enum class IntegrationPattern { RequestResponse, Sync, Sync2, WaitForTaskToken };

struct LambdaResource {};    // arn:aws:lambda:<region>:<account>:function:<name>[:<qualifier>]
struct ActivityResource {};  // arn:aws:states:<region>:<account>:activity:<name>
struct ServiceResource {     // arn:aws:states:::<type>:<action>, e.g. sqs + sendMessage.waitForTaskToken
  std::string type;          // resourceType in the history: "lambda", "states", "aws-sdk:dynamodb"
  std::string action;        // resource in the history, suffix included: "startExecution.sync:2"
  IntegrationPattern pattern = IntegrationPattern::RequestResponse;
  std::chrono::seconds longest_call{0};  // bounds TimeoutSeconds; 0: the service sets no bound
};
struct Resource {
  std::string arn;  // as written; a service's without region and account, which have no meaning there
  std::variant<LambdaResource, ActivityResource, ServiceResource> kind;
};

/// The terms of one attempt besides its input.
struct TaskTerms {
  std::optional<std::int64_t> timeout_seconds;
  std::optional<std::int64_t> heartbeat_seconds;
  std::optional<std::string> credentials_role_arn;
};
struct TaskState {
  Resource resource;
  std::optional<IntegerField> timeout_seconds;    // per attempt
  std::optional<IntegerField> heartbeat_seconds;  // activities and callbacks only; no effect elsewhere
  std::optional<Template> credentials;            // {"RoleArn": ...}
  std::optional<TaskTerms> literal_terms;         // the terms of all attempts, when all of them are literals
  /// The function of lambda:invoke or the machine of states:startExecution, when it is a literal; absent: known only
  /// when the task runs.
  std::optional<std::string> target;
};

struct PassState {
  std::optional<Payload> result;  // literal; overrides Parameters, which are still evaluated; null counts as no Result
};

struct Choice {
  std::variant<ChoiceRule, Field<bool>> rule;  // JSONPath; JSONata: Condition
  StateIndex next = 0;
  std::optional<Template> output;  // JSONata
  std::optional<Template> assign;
};
struct ChoiceState {
  std::vector<Choice> choices;
  std::optional<StateIndex> otherwise;  // Default
};

struct WaitSeconds {
  IntegerField seconds;
};
struct WaitUntil {
  TimeField timestamp;
};
struct WaitState {
  std::variant<WaitSeconds, WaitUntil> wait;
};

struct SucceedState {};

struct FailState {
  std::optional<TextField> error;
  std::optional<TextField> cause;
};

struct ParallelState {
  std::vector<ScopeIndex> branches;
};

enum class ProcessorMode { INLINE, DISTRIBUTED };
enum class InputType { CSV, JSON, JSONL, PARQUET, MANIFEST };
enum class CsvHeaderLocation { FIRST_ROW, GIVEN };

struct ItemReader {
  std::string resource;                // arn:aws:states:::s3:getObject | s3:listObjectsV2
  std::optional<Template> parameters;  // Parameters | Arguments
  std::optional<InputType> input_type;
  CsvHeaderLocation csv_header_location = CsvHeaderLocation::FIRST_ROW;
  std::vector<std::string> csv_headers;
  char csv_delimiter = ',';
  std::optional<std::string> items_pointer;   // JSON Pointer, InputType JSON only
  std::optional<std::string> manifest_type;   // ATHENA_DATA | S3_INVENTORY
  std::optional<std::string> transformation;  // NONE | LOAD_AND_FLATTEN
  std::optional<IntegerField> max_items;      // 0 or absent: all
};
struct ItemBatcher {
  std::optional<IntegerField> max_items_per_batch;
  std::optional<IntegerField> max_input_bytes_per_batch;
  std::optional<Template> batch_input;
};
struct ResultWriter {
  std::optional<std::string> resource;  // arn:aws:states:::s3:putObject; absent: only WriterConfig
  std::optional<Template> parameters;   // Parameters | Arguments
  std::string transformation = "NONE";  // NONE | COMPACT | FLATTEN
  std::string output_type = "JSON";     // JSON | JSONL
};

struct MapState {
  ScopeIndex processor{};  // ItemProcessor or the older Iterator
  ProcessorMode mode = ProcessorMode::INLINE;
  MachineType execution_type = MachineType::STANDARD;  // of the children when DISTRIBUTED
  DataPath items_path;                                 // JSONPath; KeepNone never occurs
  std::optional<Template> items;                       // JSONata; default: the state's input
  std::optional<Template> item_selector;               // ItemSelector, or Parameters on the older form
  std::optional<IntegerField> max_concurrency;         // 0 or absent: no limit
  std::optional<IntegerField> tolerated_failure_count;
  std::optional<NumberField> tolerated_failure_percentage;
  std::optional<ItemReader> item_reader;
  std::optional<ItemBatcher> item_batcher;
  std::optional<ResultWriter> result_writer;
  std::optional<std::string> label;
};

// ---- the machine

using StateDetail =
    std::variant<TaskState, PassState, ChoiceState, WaitState, SucceedState, FailState, ParallelState, MapState>;

struct State {
  std::string name;
  StateIndex index = 0;
  ScopeIndex scope = machine_scope;
  QueryLanguage query_language = QueryLanguage::JSONPath;
  std::optional<StateIndex> next;  // absent: End, or a type that has no Next

  DataPath input_path;
  std::optional<Template> parameters;  // Parameters | Arguments; not for Map: see MapState::item_selector
  std::optional<Template> result_selector;
  ResultPath result_path;
  DataPath output_path;
  std::optional<Template> output;  // JSONata; default: the result, or the input when the state has no result
  std::optional<Template> assign;

  std::vector<Retrier> retriers;
  std::vector<Catcher> catchers;

  StateDetail detail;
};

/// "Task", "Pass" ... as in the definition's Type.
std::string_view type_name(const State& state);

/// One `States` map: the machine's own, a branch's, an item processor's. The first is the machine's.
struct ScopeDefinition {
  StateIndex start_at = 0;
  std::optional<StateIndex> owner;  // the Parallel or Map state it belongs to
};

struct Machine {
  MachineType type = MachineType::STANDARD;
  std::vector<State> states;  // in document order, depth first
  std::vector<ScopeDefinition> scopes;
  std::optional<std::chrono::seconds> timeout;  // TimeoutSeconds of the whole execution
  std::string definition;                       // the text it was compiled from

  const ScopeDefinition& scope(ScopeIndex index) const { return scopes[static_cast<std::size_t>(index)]; }
};

using MachinePtr = std::shared_ptr<const Machine>;

}  // namespace stepstorm::asl
