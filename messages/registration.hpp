// CAF's type ids and inspectors of our messages. Payloads are sent as JSON text between processes, and as shared
// documents, never copied, within one.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/error.hpp>
#include <caf/meta/load_callback.hpp>
#include <caf/meta/type_name.hpp>
#include <caf/sec.hpp>
#include <caf/type_id.hpp>

#include "messages/messages.hpp"
#include "values/json.hpp"
#include "values/overload.hpp"

namespace stepstorm {

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Payload& payload) {
  std::string text = Inspector::reads_state ? to_text(*payload) : std::string{};
  const auto load = [&]() -> caf::error {
    auto document = parse_json(text);
    if (!document) return caf::sec::invalid_argument;
    payload = Payload{std::move(*document)};
    return caf::none;
  };
  return f(caf::meta::type_name("Payload"), text, caf::meta::load_callback(load));
}

}  // namespace stepstorm

namespace stepstorm::messages {

// CAF 0.17 inspects neither std::optional nor std::variant: an optional is sent as a list of none or one, a variant as
// one list for each alternative, of which exactly one has an element.
template <class Value>
std::vector<Value> as_list(const std::optional<Value>& value) {
  return value ? std::vector<Value>{*value} : std::vector<Value>{};
}

template <class Value>
std::optional<Value> from_list(std::vector<Value>&& values) {
  if (values.empty()) return std::nullopt;
  return std::move(values.front());
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, TaskToken& x) {
  return f(caf::meta::type_name("TaskToken"), x.slot, x.generation);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, RunTask& x) {
  std::int64_t asked_at = x.asked_at.time_since_epoch().count();
  const auto load = [&]() -> caf::error {
    x.asked_at = TimePoint{std::chrono::nanoseconds{asked_at}};
    return caf::none;
  };
  return f(caf::meta::type_name("RunTask"),
           x.token,
           x.execution,
           x.order,
           x.visit,
           x.state,
           x.number,
           x.fault_plan,
           x.faults,
           asked_at,
           x.input,
           caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, RunTasks& x) {
  return f(caf::meta::type_name("RunTasks"), x.tasks);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Succeeded& x) {
  return f(caf::meta::type_name("Succeeded"), x.output);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Failed& x) {
  auto error = as_list(x.error);
  auto cause = as_list(x.cause);
  auto phase = static_cast<std::uint8_t>(x.phase);
  const auto load = [&]() -> caf::error {
    if (phase > static_cast<std::uint8_t>(execution::TaskPhase::TimeOut)) return caf::sec::invalid_argument;
    x.error = from_list(std::move(error));
    x.cause = from_list(std::move(cause));
    x.phase = static_cast<execution::TaskPhase>(phase);
    return caf::none;
  };
  return f(caf::meta::type_name("Failed"), error, cause, phase, x.by_service, caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Submitted& x) {
  return f(caf::meta::type_name("Submitted"), x.output);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, RawOutput& x) {
  return f(caf::meta::type_name("RawOutput"), x.text);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Lost&) {
  return f(caf::meta::type_name("Lost"));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, TaskAnswer& x) {
  std::vector<Succeeded> succeeded;
  std::vector<Failed> failed;
  std::vector<Submitted> submitted;
  std::vector<RawOutput> raw;
  bool lost = false;
  if (Inspector::reads_state)
    std::visit(Overload{[&](const Succeeded& result) { succeeded.push_back(result); },
                        [&](const Failed& result) { failed.push_back(result); },
                        [&](const Submitted& result) { submitted.push_back(result); },
                        [&](const RawOutput& result) { raw.push_back(result); },
                        [&](const Lost&) { lost = true; }},
               x.result);
  const auto load = [&]() -> caf::error {
    if (succeeded.size() + failed.size() + submitted.size() + raw.size() + (lost ? 1 : 0) != 1)
      return caf::sec::invalid_argument;
    if (!succeeded.empty()) x.result = std::move(succeeded.front());
    if (!failed.empty()) x.result = std::move(failed.front());
    if (!submitted.empty()) x.result = std::move(submitted.front());
    if (!raw.empty()) x.result = std::move(raw.front());
    if (lost) x.result = Lost{};
    return caf::none;
  };
  return f(caf::meta::type_name("TaskAnswer"),
           x.token,
           succeeded,
           failed,
           submitted,
           raw,
           lost,
           caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, TaskAnswers& x) {
  return f(caf::meta::type_name("TaskAnswers"), x.answers);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Heartbeats& x) {
  return f(caf::meta::type_name("Heartbeats"), x.tokens);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, StopExecution& x) {
  auto error = as_list(x.error);
  auto cause = as_list(x.cause);
  const auto load = [&]() -> caf::error {
    x.error = from_list(std::move(error));
    x.cause = from_list(std::move(cause));
    return caf::none;
  };
  return f(caf::meta::type_name("StopExecution"), x.id, error, cause, caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, WorkerDown& x) {
  return f(caf::meta::type_name("WorkerDown"), x.worker, x.reason);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, ResourceDown& x) {
  return f(caf::meta::type_name("ResourceDown"), x.resource, x.cause);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, ResourceRestored& x) {
  return f(caf::meta::type_name("ResourceRestored"), x.resource);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, RestoreResource& x) {
  return f(caf::meta::type_name("RestoreResource"), x.resource);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, KillWorker& x) {
  return f(caf::meta::type_name("KillWorker"), x.resource, x.child, x.reason);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, WakeUp&) {
  return f(caf::meta::type_name("WakeUp"));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, CatchUp&) {
  return f(caf::meta::type_name("CatchUp"));
}

}  // namespace stepstorm::messages

CAF_BEGIN_TYPE_ID_BLOCK(stepstorm, first_custom_type_id)
CAF_ADD_TYPE_ID(stepstorm, (stepstorm::messages::RunTasks))
CAF_ADD_TYPE_ID(stepstorm, (stepstorm::messages::TaskAnswers))
CAF_ADD_TYPE_ID(stepstorm, (stepstorm::messages::Heartbeats))
CAF_ADD_TYPE_ID(stepstorm, (stepstorm::messages::StopExecution))
CAF_ADD_TYPE_ID(stepstorm, (stepstorm::messages::WorkerDown))
CAF_ADD_TYPE_ID(stepstorm, (stepstorm::messages::ResourceDown))
CAF_ADD_TYPE_ID(stepstorm, (stepstorm::messages::ResourceRestored))
CAF_ADD_TYPE_ID(stepstorm, (stepstorm::messages::RestoreResource))
CAF_ADD_TYPE_ID(stepstorm, (stepstorm::messages::KillWorker))
CAF_ADD_TYPE_ID(stepstorm, (stepstorm::messages::WakeUp))
CAF_ADD_TYPE_ID(stepstorm, (stepstorm::messages::CatchUp))
CAF_END_TYPE_ID_BLOCK(stepstorm)

// These messages hold a compiled machine, which is shared and stays in its process, or are rare.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::messages::StartExecutions)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::messages::RedriveExecution)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::messages::UpdateMapRun)
