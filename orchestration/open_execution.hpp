// An execution as its orchestrator keeps it while it is open: with its history, its timers, the attempt that each scope
// waits for, and its family: the execution that started it and those that it has started.
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

/// What is under way for one scope of an execution.
struct ScopeWork {
  TimerHandle timer;
  std::uint32_t attempt = no_attempt;  // its slot at the dispatcher
  std::uint32_t visit = 0;             // the epoch of the first attempt at the current state
};

/// The execution that waits for this one's end, and the role in which it does.
struct Parent {
  SlabKey execution;
  execution::AttemptId attempt;
  std::uint32_t index = 0;                   // of a Distributed Map's child
  std::optional<messages::TaskToken> token;  // of a task that started it by states:startExecution
  std::uint32_t position = 0;                // among the parent's children
};

struct Family {
  std::optional<Parent> parent;
  std::vector<std::uint32_t> children;               // slots, in no order
  std::uint32_t depth = 0;                           // how many executions are above
  bool named = false;                                // has claimed its name
  std::vector<messages::Redrive::Child> redrivable;  // of its map runs, until they are redriven
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
  ScopeWork root;                                  // of root_scope: most executions have no other
  std::unique_ptr<std::vector<ScopeWork>> others;  // by number, from 1 on; null: there are none
  TimerHandle execution_timer;
  std::uint32_t next_with_hash = ~0u;  // IdIndex's
  BoundMachine* bound = nullptr;       // lives as long as the execution's state machine
  std::unique_ptr<Family> family;      // of those that have one
  HeldBytesOf held;
};

using OpenExecutions = Slab<OpenExecution>;

/// What a timer is set for.
struct TimerTarget {
  SlabKey execution;
  execution::AttemptId id;
};

[[nodiscard]] std::uint64_t bytes_of(const OpenExecution& open);

// ---- families

/// The family of the execution that is opened next, as a child of `parent` in this role.
[[nodiscard]] std::unique_ptr<Family> child_of(OpenExecutions& all, SlabKey parent, Parent role);
/// Has the children of this attempt aborted; the parent does not wait for them any more.
void abandon_children(OpenExecutions& all, OpenExecution& parent, execution::AttemptId attempt, Agenda& agenda);
/// Takes a child that has ended from its parent's children. Returns the role in which the parent waits for it, if it does.
[[nodiscard]] std::optional<Parent> leave_family(OpenExecutions& all, const OpenExecution& child);
/// The execution that a Distributed Map's child belongs to; of any other, itself.
[[nodiscard]] const OpenExecution& map_root(const OpenExecutions& all, const OpenExecution& open);

}  // namespace stepstorm::orchestration
