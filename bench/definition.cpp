// How long does it take to read a definition of the size limit, 1 MiB? The aim is below 100 ms for a realistic one; the
// other shapes are what that size can be filled with at worst. Counted besides: states, findings, allocations.
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "asl/compile.hpp"
#include "bench/counting/allocations.hpp"
#include "bench/harness/micro.hpp"
#include "bench/segments.hpp"

namespace {

using namespace stepstorm;
using asl::definition_bytes_max;
using bench::numbered;

// ---- definitions

/// One order of many: # is its number, % the next one's.
constexpr std::string_view order_segment = R"j(
    "Order#": {
      "Type": "Task",
      "Comment": "Asks the stock whether everything is there.",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:CheckStock",
        "Payload": {
          "orderId.$": "$.order.id",
          "customer": { "id.$": "$.order.customer.id", "country.$": "$.order.customer.address.country" },
          "items.$": "$.order.items[?(@.quantity > 0 && @.status == 'NEW')]",
          "label.$": "States.Format('order {} of {}', $.order.id, $$.Execution.Name)",
          "options": [ "partial", "reserve", { "days": 14 } ]
        }
      },
      "ResultSelector": { "status.$": "$.Payload.status", "reserved.$": "$.Payload.reserved" },
      "ResultPath": "$.stock#",
      "TimeoutSeconds": 30,
      "Retry": [
        { "ErrorEquals": [ "Lambda.ServiceException", "Lambda.TooManyRequestsException" ],
          "IntervalSeconds": 1, "MaxAttempts": 5, "BackoffRate": 1.5, "MaxDelaySeconds": 20, "JitterStrategy": "FULL" },
        { "ErrorEquals": [ "States.ALL" ], "MaxAttempts": 2 }
      ],
      "Catch": [ { "ErrorEquals": [ "States.ALL" ], "ResultPath": "$.failure", "Next": "Rejected#" } ],
      "Next": "Decide#"
    },
    "Decide#": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.stock#.status", "StringEquals": "NONE", "Next": "Rejected#" },
        { "And": [ { "Variable": "$.stock#.reserved", "IsPresent": true },
                   { "Variable": "$.stock#.reserved", "NumericGreaterThanEquals": 1 },
                   { "Not": { "Variable": "$.order.total", "NumericGreaterThanPath": "$.order.customer.limit" } } ],
          "Next": "Remember#" },
        { "Or": [ { "Variable": "$.order.due", "TimestampLessThan": "2030-06-01T12:00:00Z" },
                  { "Variable": "$.order.kind", "StringMatches": "express-*" } ],
          "Next": "Wait#" }
      ],
      "Default": "Wait#"
    },
    "Wait#": { "Type": "Wait", "SecondsPath": "$.order.patience", "Next": "Remember#" },
    "Remember#": {
      "Type": "Pass",
      "Assign": { "total#.$": "$.order.total" },
      "Parameters": { "total.$": "States.MathAdd($.order.total, 1)", "tags.$": "States.Array($.order.kind, 'a', 7)" },
      "ResultPath": "$.summary",
      "Next": "Ship#"
    },
    "Ship#": {
      "Type": "Parallel",
      "Branches": [
        { "StartAt": "Charge#",
          "States": {
            "Charge#": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Charge",
                         "Parameters": { "amount.$": "$total#", "card.$": "$.order.customer.card" }, "End": true } } },
        { "StartAt": "Pack#",
          "States": {
            "Pack#": { "Type": "Map", "ItemsPath": "$.order.items", "MaxConcurrency": 4,
                       "ItemSelector": { "item.$": "$$.Map.Item.Value", "index.$": "$$.Map.Item.Index" },
                       "ItemProcessor": {
                         "StartAt": "PackOne#",
                         "States": {
                           "PackOne#": { "Type": "Task", "HeartbeatSeconds": 10,
                                         "Resource": "arn:aws:states:us-east-1:123456789012:activity:Pack",
                                         "End": true } } },
                       "End": true } } }
      ],
      "ResultPath": "$.shipped",
      "Next": "Order%"
    },
    "Rejected#": { "Type": "Fail", "Error": "Order.Rejected", "CausePath": "$.failure.Cause" },)j";

/// `head`, as many segments as fit, and `tail` with the next number.
std::string filled(std::string_view head, std::string_view segment, std::string_view tail) {
  std::string text(head);
  std::size_t number = 0;
  for (auto next = numbered(segment, number); text.size() + next.size() + tail.size() + 16 <= definition_bytes_max;
       next = numbered(segment, ++number)) {
    text += next;
  }
  return text + numbered(tail, number);
}

std::string orders() {
  return filled(R"({"StartAt":"Order0","States":{)", order_segment, R"("Order#":{"Type":"Succeed"}}})");
}

std::string orders_without_white_space() {
  std::string compact;
  bool quoted = false;
  for (const char letter : order_segment) {
    if (letter == '"') quoted = !quoted;
    if (quoted || (letter != ' ' && letter != '\n')) compact += letter;
  }
  return filled(R"({"StartAt":"Order0","States":{)", compact, R"("Order#":{"Type":"Succeed"}}})");
}

std::string small_states() {
  return filled(
      R"({"StartAt":"S0","States":{)", R"("S#":{"Type":"Pass","Next":"S%"},)", R"("S#":{"Type":"Succeed"}}})");
}

std::string one_choice() {
  return filled(R"({"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[)",
                R"({"Variable":"$.a#","NumericEquals":#,"Next":"C"},)",
                R"({"Variable":"$.a#","IsNull":true,"Next":"Z"}]},"Z":{"Type":"Succeed"}}})");
}

std::string one_template() {
  return filled(R"({"StartAt":"P","States":{"P":{"Type":"Pass","Parameters":{)",
                R"j("m#.$":"States.Format('{}-#', $.a[#].b)",)j",
                R"("last":#},"End":true}}})");
}

std::string one_result() {
  return filled(R"({"StartAt":"P","States":{"P":{"Type":"Pass","Result":[)",
                R"({"id":#,"tags":["a","b"],"price":#.25},)",
                R"(null],"End":true}}})");
}

std::string wrong_everywhere() {
  return filled(R"({"StartAt":"S0","States":{)", R"("S#":{"Type":"Pass","Nxt":1,"Next":"No%"},)", R"("S#":{}}})");
}

// ---- what is measured

void parse_alone(benchmark::State& state, std::string (*make)()) {
  const auto text = make();
  for (auto _ : state) benchmark::DoNotOptimize(parse_json(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size() * state.iterations()));
}

void compile(benchmark::State& state, std::string (*make)()) {
  const auto text = make();
  const auto result = asl::compile(text);
  if (!result.machine && make != wrong_everywhere)
    return state.SkipWithError(render(result.findings.front(), "definition").c_str());
  const auto before = bench::allocations().count;
  for (auto _ : state) benchmark::DoNotOptimize(asl::compile(text));
  const auto allocated = static_cast<double>(bench::allocations().count - before);
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size() * state.iterations()));
  state.counters["states"] = result.machine ? static_cast<double>(result.machine->states.size()) : 0;
  state.counters["findings"] = static_cast<double>(result.findings.size());
  state.counters["allocations"] = benchmark::Counter(allocated, benchmark::Counter::kAvgIterations);
}

#define MEASURE(function, shape) BENCHMARK_CAPTURE(function, shape, shape)

MEASURE(parse_alone, orders);
MEASURE(compile, orders);
MEASURE(parse_alone, orders_without_white_space);
MEASURE(compile, orders_without_white_space);
MEASURE(compile, small_states);
MEASURE(compile, one_choice);
MEASURE(compile, one_template);
MEASURE(compile, one_result);
MEASURE(compile, wrong_everywhere);

}  // namespace

int main(int argc, char** argv) {
  return stepstorm::bench::run_micro(
      argc, argv, "definition", "How long it takes to read a definition of the size limit, 1 MiB.", 0.2);
}
