// OpenExecution: an orchestrator's record of one open execution: its state, history and timers, the attempt that each
// scope waits for, and its family (the execution that started it, and the executions it started).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "execution/execution.hpp"
#include "execution/history.hpp"
#include "messages/messages.hpp"
#include "orchestration/agenda.hpp"
#include "orchestration/attempt.hpp"
#include "orchestration/held_bytes.hpp"
#include "orchestration/slab.hpp"
#include "orchestration/timer_wheel.hpp"

namespace stepstorm::orchestration {

struct BoundMachine;

/// The timer and the attempt of one scope of an execution.
struct ScopeWork {
  TimerHandle timer;
  std::uint32_t attempt = no_attempt;  // slot at the dispatcher
  std::uint32_t visit = 0;             // the epoch of the first attempt at the current state
};

/// Identifies the execution that waits for this one to end, and what it waits for it as.
struct Parent {
  SlabKey execution;
  execution::AttemptId attempt;
  std::uint32_t index = 0;                   // for a Distributed Map's child: its index
  std::optional<messages::TaskToken> token;  // for states:startExecution: the task's token
  std::uint32_t position = 0;                // among the parent's children
};

struct Family {
  std::optional<Parent> parent;
  std::vector<std::uint32_t> children;               // slots, unordered
  std::uint32_t depth = 0;                           // number of ancestors
  bool named = false;                                // has claimed its name
  std::vector<messages::Redrive::Child> redrivable;  // children of its map runs that are not redriven yet
};

struct OpenExecution {
  std::uint64_t id() const { return execution.id; }
  ScopeWork& work(execution::ScopeSlot scope) {
    if (scope == execution::root_scope) return root;
    const std::uint32_t number = number_of(scope);
    if (!others) others = std::make_unique<std::vector<ScopeWork>>();
    if (number > others->size()) others->resize(number);
    return (*others)[number - 1];
  }
  Family& own_family() {
    if (!family) family = std::make_unique<Family>();
    return *family;
  }
  std::uint32_t depth() const { return family ? family->depth : 0; }

  execution::Execution execution;
  execution::History history;
  ScopeWork root;                                  // scope 0; most executions have no other scope
  std::unique_ptr<std::vector<ScopeWork>> others;  // scopes from 1 on; null: none
  TimerHandle execution_timer;
  std::uint32_t next_with_hash = ~0u;  // for IdIndex
  BoundMachine* bound = nullptr;       // lives as long as the execution's state machine
  std::unique_ptr<Family> family;      // null: neither parent nor children
  HeldBytesOf held;
};

using OpenExecutions = Slab<OpenExecution>;

/// Identifies what a timer is set for.
struct TimerTarget {
  SlabKey execution;
  execution::AttemptId id;
};

[[nodiscard]] std::uint64_t bytes_of(const OpenExecution& open);

// ---- families

/// Makes the family of the execution that is opened next, and adds that execution to the children of `parent`.
[[nodiscard]] std::unique_ptr<Family> child_of(OpenExecutions& all, SlabKey parent, Parent role);
/// Aborts the children that this attempt started; the parent no longer waits for them.
void abandon_children(OpenExecutions& all, OpenExecution& parent, execution::AttemptId attempt, Agenda& agenda);
/// Removes an ended child from its parent's children. Returns its Parent if the parent still waits for it.
[[nodiscard]] std::optional<Parent> leave_family(OpenExecutions& all, const OpenExecution& child);
/// Returns the execution that a Distributed Map's child belongs to; for any other execution, itself.
[[nodiscard]] const OpenExecution& map_root(const OpenExecutions& all, const OpenExecution& open);

}  // namespace stepstorm::orchestration
