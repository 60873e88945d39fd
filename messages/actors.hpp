// The interfaces of all actors on one page. messages.hpp says what each message means and how it is answered.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <caf/typed_actor.hpp>

#include "messages/registration.hpp"

namespace stepstorm::messages {

struct WorkerUp;
struct AskCounters;

/// WORKER: runs attempts at the tasks of one resource. Decided by workers::WorkerHost.
using WorkerActor = caf::typed_actor<
    // Runs attempts; the orchestrator sends no more at once than the worker's capacity. Answered by TaskAnswers, in
    // parts.
    caf::reacts_to<RunTasks>,
    // A timer of the worker is due.
    caf::reacts_to<WakeUp>>;

/// ORCHESTRATOR: holds executions from their start to their end. Decided by orchestration::Orchestrator.
using OrchestratorActor = caf::typed_actor<
    // Starts executions. Their events and their ends go to the observer.
    caf::reacts_to<StartExecutions>,
    // Continues an execution that has ended without success.
    caf::reacts_to<RedriveExecution>,
    // Changes the settings of a running map run.
    caf::reacts_to<UpdateMapRun>,
    // Aborts an execution, if it is still running.
    caf::reacts_to<StopExecution>,
    // Results of tasks. Answers to attempts that are over are dropped and counted.
    caf::reacts_to<TaskAnswers>,
    // GetActivityTask of an activity worker outside. Answered by a callback.
    caf::reacts_to<PollActivity>,
    // The result of a task, from the holder of its token. Answered by a callback.
    caf::reacts_to<SayWithToken>,
    // Heartbeats of attempts.
    caf::reacts_to<Heartbeats>,
    // A worker is ready, for the first time or again.
    caf::reacts_to<WorkerUp>,
    // A worker has died; the attempts that it held fail.
    caf::reacts_to<WorkerDown>,
    // The resource has no workers any more; its waiting tasks fail.
    caf::reacts_to<ResourceDown>,
    // The resource gets workers again.
    caf::reacts_to<ResourceRestored>,
    // Forwarded to the resource's supervisor, which the orchestrator has started.
    caf::reacts_to<RestoreResource>,
    caf::reacts_to<KillWorker>,
    // A deadline, a back-off or a wait is due.
    caf::reacts_to<WakeUp>,
    // Continues work that was put off.
    caf::reacts_to<CatchUp>,
    // Asks for the counters. Answered by a callback.
    caf::reacts_to<AskCounters>>;

/// SUPERVISOR: starts the workers of one resource of one orchestrator and restarts them when they die. Decided by
/// orchestration::Supervisor.
using SupervisorActor = caf::typed_actor<
    // Starts the workers of a resource again that was given up.
    caf::reacts_to<RestoreResource>,
    // Kills a worker.
    caf::reacts_to<KillWorker>,
    // A back-off has ended.
    caf::reacts_to<WakeUp>>;

/// Supervisor -> orchestrator: `worker` answers tasks of `resource` from now on. Not answered.
struct WorkerUp {
  std::uint32_t worker = 0;  // unique in its orchestrator; a restarted worker keeps it
  std::uint32_t resource = 0;
  std::uint32_t capacity = 1;
  std::string name;
  WorkerActor actor;
};

/// From outside the actors -> orchestrator. Answered by a callback, on the orchestrator's thread.
struct AskCounters {
  std::function<void(const Counters&)> answer;
};

}  // namespace stepstorm::messages

// These messages never leave their process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::messages::PollActivity)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::messages::SayWithToken)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::messages::WorkerUp)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::messages::AskCounters)
