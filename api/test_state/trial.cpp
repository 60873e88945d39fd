#include "api/test_state/trial.hpp"

#include <algorithm>

#include "asl/quotas.hpp"
#include "execution/backoff.hpp"
#include "execution/service_parameters.hpp"

namespace stepstorm::api {
namespace {

using execution::Evaluated;
using execution::StateFailure;

/// The entry event of the first state of an execution; ExecutionStarted is event 1.
constexpr std::uint32_t entered_event = 2;

/// Returns the state with only its ResultSelector; Assign is evaluated over the same result.
asl::State selecting(asl::State state) {
  state.result_path = asl::KeepAll{};
  state.output_path = asl::KeepAll{};
  return state;
}

/// Returns the state with only its ResultPath.
asl::State combining(asl::State state) {
  state.result_selector.reset();
  state.output_path = asl::KeepAll{};
  state.assign.reset();
  return state;
}

/// Returns the state with only its OutputPath.
asl::State putting_out(asl::State state) {
  state.result_selector.reset();
  state.result_path = asl::KeepAll{};
  state.assign.reset();
  return state;
}

template <class Taker>
std::optional<std::size_t> taker_of(const std::vector<Taker>& takers, const StateFailure& failure) {
  const auto found = std::find_if(takers.begin(), takers.end(), [&](const Taker& taker) {
    return execution::matches(taker.error_equals, failure);
  });
  if (found == takers.end()) return std::nullopt;
  return static_cast<std::size_t>(found - takers.begin());
}

Error invalid_count() {
  return {"ValidationException",
          "Map iteration failure count must be less than or equal to the number of Map iterations"};
}

Json reason_of_failure(const StateFailure& failure) {
  Json response = Json::object();
  if (failure.reason.error) response["error"] = *failure.reason.error;
  if (failure.reason.cause) response["cause"] = *failure.reason.cause;
  return response;
}

const StateFailure tolerance_exceeded{
    {"States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"},
    StateFailure::Kind::Error};

}  // namespace

std::int64_t TrialReferences::now_ms() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(now_.time_since_epoch()).count();
}

TrialReferences TrialReferences::with_item(std::size_t index, const Json& value) const {
  TrialReferences inner = *this;
  inner.context_["Map"] = {{"Item", {{"Index", index}, {"Value", value}}}};
  inner.random_ = random_.of(index);
  return inner;
}

Trial::Trial(TestRequest request, TrialReferences references)
    : request_(std::move(request)), references_(std::move(references)) {
  note("input", *request_.input);
}

void Trial::note(const char* name, const Json& value) { inspection_[name] = to_text(value); }

Evaluated<Payload> Trial::visible() {
  auto visible = execution::visible_input(state(), request_.input, references_);
  if (visible && in_paths()) note("afterInputPath", **visible);
  return visible;
}

// ---- input

std::optional<Result> Trial::begin() {
  return std::visit([&](const auto& detail) { return begin(detail); }, state().detail);
}

std::optional<Result> Trial::begin(const asl::TaskState& task) {
  const auto input = visible();
  if (!input) return fail(input.error());
  auto work = execution::work_input(state(), *input, references_)
                  .and_then([&](Payload made) { return execution::service_parameters(task.resource, std::move(made)); })
                  .and_then([&](Payload made) { return execution::admit(std::move(made), state().name); });
  if (!work) return fail(work.error());
  work_ = std::move(*work);
  note(in_paths() ? "afterParameters" : "afterArguments", *work_);
  if (request_.mock) return mocked();
  return std::nullopt;
}

std::optional<Result> Trial::begin(const asl::PassState& pass) {
  const auto work = execution::effective_input(state(), request_.input, references_);
  if (!work) return fail(work.error());
  if (pass.result) {
    if (in_paths()) note("result", **pass.result);
    return leave(exit_of(*pass.result), state().next);
  }
  if (!in_paths()) return leave(exit_of(*work), state().next);
  if (const auto input = visible(); !input) return fail(input.error());
  note("afterParameters", **work);
  return leave(exit_of(*work), state().next);
}

std::optional<Result> Trial::begin(const asl::ChoiceState& choice) {
  const auto input = visible();
  if (!input) return fail(input.error());
  for (const asl::Choice& rule : choice.choices) {
    const auto holds = execution::holds(rule, **input, references_);
    if (!holds) return fail(holds.error());
    if (*holds)
      return leave(execution::exit_with_input(state(), {&rule.output, &rule.assign}, *input, references_), rule.next);
  }
  if (!choice.otherwise)
    return fail(
        execution::evaluation_error("Failed to transition out of the state. The state does not point to a next state.")
            .value());
  return leave(execution::exit_with_input(state(), *input, references_), choice.otherwise);
}

std::optional<Result> Trial::begin(const asl::WaitState& wait) {
  const auto input = visible();
  if (!input) return fail(input.error());
  if (const auto* seconds = std::get_if<asl::WaitSeconds>(&wait.wait)) {
    if (const auto length = execution::wait_seconds(seconds->seconds, **input, references_); !length)
      return fail(length.error());
  } else if (const auto until =
                 execution::wait_timestamp(std::get<asl::WaitUntil>(wait.wait).timestamp, **input, references_);
             !until) {
    return fail(until.error());
  }
  return leave(execution::exit_with_input(state(), *input, references_), state().next);
}

std::optional<Result> Trial::begin(const asl::SucceedState&) {
  const auto input = visible();
  if (!input) return fail(input.error());
  return leave(execution::exit_with_input(state(), *input, references_), std::nullopt);
}

std::optional<Result> Trial::begin(const asl::FailState& fail_state) {
  if (in_paths()) note("afterInputPath", *request_.input);
  execution::ErrorOutput reason;
  if (fail_state.error) {
    auto error = execution::text(*fail_state.error, "Error", *request_.input, references_);
    if (!error) return fail(error.error());
    reason.error = std::move(*error);
  }
  if (fail_state.cause) {
    auto cause = execution::text(*fail_state.cause, "Cause", *request_.input, references_);
    if (!cause) return fail(cause.error());
    reason.cause = std::move(*cause);
  }
  return fail(StateFailure{std::move(reason), StateFailure::Kind::Error});
}

std::optional<Result> Trial::begin(const asl::ParallelState&) {
  const auto work = execution::effective_input(state(), request_.input, references_);
  if (!work) return fail(work.error());
  return mocked();
}

std::optional<Result> Trial::begin(const asl::MapState& map) {
  const auto input = visible();
  if (!input) return fail(input.error());
  const auto items = count_items(map, *input);
  if (!items) return fail(items.error());
  std::int64_t concurrency = 0;
  if (map.max_concurrency) {
    const auto asked = execution::integer(*map.max_concurrency, "MaxConcurrency", **input, references_);
    if (!asked) return fail(asked.error());
    if (*asked < 0) return fail(execution::invalid(*map.max_concurrency, "MaxConcurrency cannot be negative.").value());
    concurrency = *asked;
  }
  inspection_["maxConcurrency"] = concurrency;
  const auto exceeded = exceeds_tolerance(map, **input, *items);
  if (!exceeded) return fail(exceeded.error());
  const auto failed = request_.configuration.failed_iterations.value_or(0);
  if (*items && failed > static_cast<std::int64_t>(**items)) return Result{tl::unexpected{invalid_count()}};
  if (*exceeded && !request_.mock->error) return fail(tolerance_exceeded);
  return mocked();
}

Evaluated<std::optional<std::size_t>> Trial::count_items(const asl::MapState& map, const Payload& visible) {
  std::optional<Json> list;
  if (map.item_reader) {
    const auto read = parse_json(request_.configuration.item_reader_data.value_or("null"));
    if (read && read->is_array()) list = *read;
  } else {
    auto items = execution::map_items(state(), visible, references_);
    if (!items) return tl::unexpected{std::move(items.error())};
    list = *items->list;
    if (in_paths()) note("afterItemsPath", *list);
  }
  if (!list) return std::nullopt;
  if (!map.item_selector) return list->size();
  Json selected = Json::array();
  for (std::size_t at = 0; at < list->size(); ++at) {
    auto made = execution::evaluate(*map.item_selector, {.input = &*visible}, references_.with_item(at, (*list)[at]));
    if (!made) return tl::unexpected{std::move(made.error())};
    selected.push_back(std::move(*made));
  }
  note("afterItemSelector", selected);
  return list->size();
}

Evaluated<bool> Trial::exceeds_tolerance(const asl::MapState& map,
                                         const Json& visible,
                                         std::optional<std::size_t> items) {
  const auto failed = request_.configuration.failed_iterations.value_or(0);
  bool exceeded = false;
  if (map.tolerated_failure_count) {
    const auto count = execution::integer(*map.tolerated_failure_count, "ToleratedFailureCount", visible, references_);
    if (!count) return tl::unexpected{count.error()};
    inspection_["toleratedFailureCount"] = *count;
    exceeded = failed > *count;
  }
  if (map.tolerated_failure_percentage) {
    const auto percentage =
        execution::number(*map.tolerated_failure_percentage, "ToleratedFailurePercentage", visible, references_);
    if (!percentage) return tl::unexpected{percentage.error()};
    inspection_["toleratedFailurePercentage"] = *percentage;
    exceeded = exceeded || (items && static_cast<double>(failed) * 100 > *percentage * static_cast<double>(*items));
  }
  return exceeded;
}

// ---- output

Result Trial::mocked() {
  if (request_.mock->error) return finish(execution::reported(*request_.mock->error));
  return finish(*request_.mock->result);
}

Result Trial::finish(Payload result) {
  if (result.text_exceeds(asl::payload_bytes_max)) return fail(execution::data_limit_exceeded(state().name));
  if (std::holds_alternative<asl::TaskState>(state().detail)) note("result", *result);
  return leave(exit_of(result), state().next);
}

Result Trial::finish(StateFailure failure) { return fail(failure); }

Trial::Way Trial::exit_of(const Payload& result) {
  if (!in_paths()) return execution::exit_with_result(state(), request_.input, result, references_);
  auto exit = execution::exit_with_result(selecting(state()), request_.input, result, references_);
  if (!exit) return exit;
  note("afterResultSelector", *exit->output);
  const auto step = [&](const asl::State& part) -> std::optional<asl::EvaluationError> {
    auto next = execution::exit_with_result(part, request_.input, exit->output, references_);
    if (!next) return std::move(next.error());
    exit->output = std::move(next->output);
    return std::nullopt;
  };
  if (auto error = step(combining(state()))) return tl::unexpected{std::move(*error)};
  note("afterResultPath", *exit->output);
  if (auto error = step(putting_out(state()))) return tl::unexpected{std::move(*error)};
  return exit;
}

Result Trial::leave(Way exit, std::optional<asl::StateIndex> next) {
  if (!exit) return fail(exit.error());
  if (exit->output.text_exceeds(asl::payload_bytes_max)) return fail(execution::data_limit_exceeded(state().name));
  if (exit->assigned) references_.assign(*exit->assigned);
  Json response{{"output", to_text(*exit->output)}};
  if (next) response["nextState"] = request_.subject.name_of(*next);
  return respond("SUCCEEDED", std::move(response));
}

// ---- failures

Result Trial::fail(const asl::EvaluationError& error) {
  return fail(execution::evaluation_failure(error, state().name, entered_event));
}

Result Trial::fail(const StateFailure& failure) {
  if (failure.kind == StateFailure::Kind::Runtime) return respond("FAILED", reason_of_failure(failure));
  if (const auto retried = taker_of(state().retriers, failure)) {
    const asl::Retrier& retrier = state().retriers[*retried];
    error_details_["retryIndex"] = *retried;
    if (request_.configuration.retries < retrier.max_attempts) {
      const auto delay = execution::nominal_backoff(retrier, static_cast<int>(request_.configuration.retries));
      error_details_["retryBackoffIntervalSeconds"] = std::chrono::round<std::chrono::seconds>(delay).count();
      return respond("RETRIABLE", reason_of_failure(failure));
    }
  }
  if (const auto taken = taker_of(state().catchers, failure)) {
    error_details_["catchIndex"] = *taken;
    return caught(state().catchers[*taken], failure);
  }
  return respond("FAILED", reason_of_failure(failure));
}

Result Trial::caught(const asl::Catcher& catcher, const StateFailure& failure) {
  const Payload error{execution::error_output(failure.reason)};
  const auto exit = execution::exit_with_error(catcher, request_.input, error, references_);
  if (!exit) {  // an error in a catcher cannot be caught by the same state
    error_details_.clear();
    return respond("FAILED",
                   reason_of_failure(execution::evaluation_failure(exit.error(), state().name, entered_event)));
  }
  if (exit->output.text_exceeds(asl::payload_bytes_max))
    return respond("FAILED", reason_of_failure(execution::data_limit_exceeded(state().name)));
  if (exit->assigned) references_.assign(*exit->assigned);
  Json response = reason_of_failure(failure);
  response["output"] = to_text(*exit->output);
  response["nextState"] = request_.subject.name_of(catcher.next);
  return respond("CAUGHT_ERROR", std::move(response));
}

Result Trial::respond(const char* status, Json response) {
  response["status"] = status;
  if (!request_.inspects) return response;
  if (!references_.variables().empty()) note("variables", references_.variables());
  if (!error_details_.empty()) inspection_["errorDetails"] = error_details_;
  response["inspectionData"] = inspection_;
  return response;
}

}  // namespace stepstorm::api
