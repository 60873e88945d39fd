// What does it cost to read and write JSON, and to evaluate what a definition was compiled to: a path, a template, an
// intrinsic function call, a rule? Always on one order of 10 items; counted besides: allocations per evaluation.
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "asl/choice_rule.hpp"
#include "asl/intrinsics/intrinsic.hpp"
#include "asl/paths/json_path.hpp"
#include "asl/payload_template.hpp"
#include "bench/counting/allocations.hpp"
#include "bench/harness/micro.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::asl;

// ---- surroundings

Json read(std::string_view text) { return parse_json(text).value(); }

class OneExecution : public References {
 public:
  const Json& context() const override { return context_; }
  const Json* variable(std::string_view name) const override { return name == "limit" ? &limit_ : nullptr; }
  std::uint64_t random_bits() const override { return 0x0123456789abcdef; }

 private:
  Json context_ = read(R"({"Execution":{"Name":"run-7","Input":{"region":"north"}},"State":{"Name":"Decide"}})");
  Json limit_ = 1000;
};

/// About 700 bytes.
Json order() {
  Json order = read(R"({"id":"order-12345","kind":"express","total":1234.5,"count":10,"due":"2030-06-01T12:00:00Z",
      "text":"{\"a\":[1,2,3]}","tags":["b","a","b","c"],"customer":{"id":"c-77","address":{"country":"GB"}}})");
  for (int i = 0; i < 10; ++i)
    order["items"].push_back({{"sku", "sku-" + std::to_string(i)}, {"quantity", i}, {"price", 9.75}});
  return order;
}

template <class Evaluate>
void measure(benchmark::State& state, Evaluate evaluate) {
  const Json input = order();
  const OneExecution references;
  if (!evaluate(input, references)) return state.SkipWithError("it cannot be evaluated");
  const auto before = bench::allocations().count;
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(input, references));
  const auto allocated = static_cast<double>(bench::allocations().count - before);
  state.counters["allocations"] = benchmark::Counter(allocated, benchmark::Counter::kAvgIterations);
}

// ---- what is measured

void parse(benchmark::State& state) {
  const std::string text = to_text(order());
  measure(state, [&](const Json&, const References&) { return parse_json(text); });
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size() * state.iterations()));
}

void print(benchmark::State& state) {
  std::size_t bytes = 0;
  measure(state, [&](const Json& input, const References&) { return (bytes = to_text(input).size()) > 0; });
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes * state.iterations()));
}

void path(benchmark::State& state, std::string_view text) {
  const auto compiled = JsonPath::parse(text).value();
  measure(state, [&](const Json& input, const References& references) { return compiled.select(input, references); });
}

void place(benchmark::State& state, std::string_view text) {
  const auto compiled = ReferencePath::parse(text).value();
  measure(state, [&](const Json& input, const References&) { return compiled.place(input, "placed"); });
}

void payload_template(benchmark::State& state, std::string_view text) {
  const auto compiled = PayloadTemplate::compile(read(text)).value();
  measure(state, [&](const Json& input, const References& references) { return compiled.evaluate(input, references); });
}

void intrinsic(benchmark::State& state, std::string_view text) {
  const auto compiled = Intrinsic::parse(text).value();
  measure(state, [&](const Json& input, const References& references) {
    return compiled.evaluate("value.$", input, references);
  });
}

void rule(benchmark::State& state, std::string_view text) {
  const auto compiled = ChoiceRule::compile(read(text));
  measure(state, [&](const Json& input, const References& references) { return compiled.matches(input, references); });
}

#define MEASURE(what, name, text) BENCHMARK_CAPTURE(what, name, text)

BENCHMARK(parse);
BENCHMARK(print);

MEASURE(path, root, "$");
MEASURE(path, member, "$.total");
MEASURE(path, third_member, "$.customer.address.country");
MEASURE(path, index, "$.items[3].sku");
MEASURE(path, wildcard, "$.items[*].sku");
MEASURE(path, slice, "$.items[2:5]");
MEASURE(path, filter, "$.items[?(@.quantity > 4 && @.sku != 'sku-7')]");
MEASURE(path, filter_by_expression, "$.items[?(@.sku =~ /sku-[0-4]/)]");
MEASURE(path, descent, "$..price");
MEASURE(path, context, "$$.Execution.Input.region");
MEASURE(path, variable, "$limit");

MEASURE(place, new_member, "$.result");
MEASURE(place, nested, "$.customer.address.checked");

MEASURE(payload_template, literal, R"({"a":1,"b":["x",{"c":null}]})");
MEASURE(payload_template, one_path, R"({"id.$":"$.id"})");
MEASURE(payload_template,
        nested,
        R"({"order":{"id.$":"$.id","total.$":"$.total","by":{"id.$":"$.customer.id"}},"kind":"order"})");
MEASURE(payload_template,
        with_calls,
        R"j({"label.$":"States.Format('{} of {}', $.id, $$.Execution.Name)","next.$":"States.MathAdd($.count, 1)"})j");

MEASURE(intrinsic, Format, "States.Format('order {} for {}', $.id, $.customer.id)");
MEASURE(intrinsic, StringToJson, "States.StringToJson($.text)");
MEASURE(intrinsic, JsonToString, "States.JsonToString($.customer)");
MEASURE(intrinsic, Array, "States.Array($.id, 'a', 7, null)");
MEASURE(intrinsic, ArrayPartition, "States.ArrayPartition($.items, 3)");
MEASURE(intrinsic, ArrayContains, "States.ArrayContains($.tags, 'c')");
MEASURE(intrinsic, ArrayRange, "States.ArrayRange(1, 100, 3)");
MEASURE(intrinsic, ArrayGetItem, "States.ArrayGetItem($.tags, 2)");
MEASURE(intrinsic, ArrayLength, "States.ArrayLength($.items)");
MEASURE(intrinsic, ArrayUnique, "States.ArrayUnique($.tags)");
MEASURE(intrinsic, Base64Encode, "States.Base64Encode($.text)");
MEASURE(intrinsic, Base64Decode, "States.Base64Decode('c3RlcHN0b3Jt')");
MEASURE(intrinsic, Hash, "States.Hash($.text, 'SHA-256')");
MEASURE(intrinsic, JsonMerge, "States.JsonMerge($.customer, $.items[0], false)");
MEASURE(intrinsic, MathRandom, "States.MathRandom(1, 999)");
MEASURE(intrinsic, MathAdd, "States.MathAdd($.count, 1)");
MEASURE(intrinsic, StringSplit, "States.StringSplit($.id, '-')");
MEASURE(intrinsic, UUID, "States.UUID()");
MEASURE(intrinsic, nested, "States.Format('{}', States.ArrayLength(States.StringSplit($.id, '-')))");

MEASURE(rule, NumericGreaterThan, R"({"Variable":"$.total","NumericGreaterThan":9})");
MEASURE(rule, NumericGreaterThanPath, R"({"Variable":"$.total","NumericGreaterThanPath":"$limit"})");
MEASURE(rule, StringMatches, R"({"Variable":"$.kind","StringMatches":"ex*ss"})");
MEASURE(rule, TimestampLessThan, R"({"Variable":"$.due","TimestampLessThan":"2031-01-01T00:00:00Z"})");
MEASURE(rule, IsPresent, R"({"Variable":"$.absent","IsPresent":true})");
MEASURE(rule,
        And_Or_Not,
        R"({"And":[{"Not":{"Variable":"$.kind","StringEquals":"slow"}},
                   {"Or":[{"Variable":"$.total","NumericLessThan":1},{"Variable":"$.count","NumericEquals":10}]}]})");

}  // namespace

int main(int argc, char** argv) {
  return stepstorm::bench::run_micro(
      argc, argv, "json", "What it costs to read, write and evaluate JSON: paths, templates, intrinsics, rules.", 0.05);
}
