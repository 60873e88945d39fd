// Runs one state once, outside any execution, with the functions that executions use: data flow, fields, errors. Keeps
// the value of each step for the response's inspection data. Never waits: a Wait state is over at once.
//   JSONPath  input afterInputPath afterParameters | afterItemsPath afterItemSelector | result afterResultSelector
//             afterResultPath
//   JSONata   input afterArguments | afterItemSelector | result
//   Map       maxConcurrency, toleratedFailureCount and toleratedFailurePercentage beside them
// Not shown: for a Map and a Parallel, the children's inputs and the result itself; for a Pass with Result, unread
// fields.
// Source: semantics.md 9.5.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/error.hpp"
#include "api/test_state/request.hpp"
#include "asl/evaluation.hpp"
#include "execution/data_flow.hpp"
#include "execution/failure.hpp"
#include "world/stream.hpp"

namespace stepstorm::api {

/// The context object and the variables of a tested state.
class TrialReferences final : public asl::References {
 public:
  TrialReferences(Json context, Json variables, world::Stream random, TimePoint now)
      : context_(std::move(context)), variables_(std::move(variables)), random_(random), now_(now) {}

  const Json& context() const override { return context_; }
  const Json* variable(std::string_view name) const override { return find_member(variables_, name); }
  std::uint64_t random_bits() const override { return random_.bits(); }
  std::int64_t now_ms() const override;

  TimePoint now() const { return now_; }
  /// Returns the references within an iteration of a Map.
  TrialReferences with_item(std::size_t index, const Json& value) const;
  void assign(const Json& variables) { variables_.update(variables); }
  const Json& variables() const { return variables_; }

 private:
  Json context_;
  Json variables_;
  mutable world::Stream random_;
  TimePoint now_;
};

class Trial {
 public:
  Trial(TestRequest request, TrialReferences references);

  /// Returns the response of TestState, or an error of the request. nullopt for a Task without a mock: the caller runs
  /// the task with `work` and passes the result to `finish`.
  std::optional<Result> begin();
  const Payload& work() const { return work_; }
  const asl::State& state() const { return request_.subject.state(); }

  Result finish(Payload result);
  Result finish(execution::StateFailure failure);

 private:
  using Way = execution::Evaluated<execution::Exit>;

  bool in_paths() const { return state().query_language == asl::QueryLanguage::JSONPath; }
  void note(const char* name, const Json& value);
  execution::Evaluated<Payload> visible();
  std::optional<Result> begin(const asl::TaskState& task);
  std::optional<Result> begin(const asl::PassState& pass);
  std::optional<Result> begin(const asl::ChoiceState& choice);
  std::optional<Result> begin(const asl::WaitState& wait);
  std::optional<Result> begin(const asl::SucceedState& succeed);
  std::optional<Result> begin(const asl::FailState& fail);
  std::optional<Result> begin(const asl::ParallelState& parallel);
  std::optional<Result> begin(const asl::MapState& map);
  Result mocked();
  /// nullopt: the items of an ItemReader are not known, or no list.
  execution::Evaluated<std::optional<std::size_t>> count_items(const asl::MapState& map, const Payload& visible);
  execution::Evaluated<bool> exceeds_tolerance(const asl::MapState& map,
                                               const Json& visible,
                                               std::optional<std::size_t> items);
  Way exit_of(const Payload& result);
  Result leave(Way exit, std::optional<asl::StateIndex> next);
  Result fail(const asl::EvaluationError& error);
  Result fail(const execution::StateFailure& failure);
  Result caught(const asl::Catcher& catcher, const execution::StateFailure& failure);
  Result respond(const char* status, Json response);

  TestRequest request_;
  TrialReferences references_;
  Payload work_;
  Json inspection_ = Json::object();
  Json error_details_ = Json::object();
};

}  // namespace stepstorm::api
