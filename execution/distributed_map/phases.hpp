// A Distributed Map's run in its phases, one file each, in the order in which a map run goes through them. A phase
// works as much as the call may; the rest follows when the scope has its turn again. Not a public header: only this
// folder includes it. Source: semantics.md 7.4, 8.7 rule 7.
#pragma once

#include <string>
#include <vector>

#include "execution/map_run.hpp"
#include "execution/run.hpp"

namespace stepstorm::execution::distributed_map {

inline MapRun& map_run_of(Run& run, ScopeSlot slot) {
  return *std::get<std::shared_ptr<MapRun>>(run.scope(slot).progress);
}
inline AttemptId attempt_of(Run& run, ScopeSlot slot) { return {slot, run.scope(slot).epoch}; }
inline MapRunNames names_of(const MapRun& map_run) { return {*map_run.arn, map_run.uuid, map_run.children_of->arn}; }

/// Gives others their turn before the phase goes on.
inline Flow pause(Run& run, ScopeSlot slot) {
  run.make_ready(slot);
  return Flow::Blocked;
}

// ---- reading.cpp: the items of an ItemReader
Flow read_source(Run& run, ScopeSlot slot);
Flow read_items(Run& run, ScopeSlot slot);
Flow told(Run& run, const ObjectRead& notice);
Flow told(Run& run, const ObjectsListed& notice);

// ---- selecting.cpp: the inputs of the children, from items by ItemSelector and ItemBatcher
Flow begin_selecting(Run& run, ScopeSlot slot);
Flow select_items(Run& run, ScopeSlot slot);
Flow batch_items(Run& run, ScopeSlot slot);
/// Fails the state for an input that is too large; then runs the children.
Flow admit_inputs(Run& run, ScopeSlot slot);

// ---- running.cpp: the children, and the failures that the map run tolerates
Flow run_children(Run& run, ScopeSlot slot);
/// Lets the children that did not succeed, aborted ones among them, go on.
Flow redrive_children(Run& run, ScopeSlot slot);
Flow told(Run& run, const ChildEnded& notice);
Flow update(Run& run, ScopeSlot slot, const MapRunUpdated& notice);
/// Returns how many children run at the same time when the state asks for so many; 0 asks for no limit.
std::uint32_t children_at_once(std::uint32_t asked);
/// Reports the map run's settings; `items`, the number of items in each child, only once.
void report(Run& run, ScopeSlot slot, std::vector<std::uint32_t> items = {});

// ---- collecting.cpp: the children's results, which the state hands on or ResultWriter writes
Flow begin_collecting(Run& run, ScopeSlot slot);
Flow collect_results(Run& run, ScopeSlot slot);
Flow told(Run& run, const ObjectsWritten& notice);
/// Returns whether the results of the children are used.
bool keeps_results(Run& run, ScopeSlot slot);

// ---- distributed_map.cpp: failures, and fields that several phases evaluate
Flow fail_run(Run& run, ScopeSlot slot, const StateFailure& failure);
Flow fail_run(Run& run, ScopeSlot slot, std::string error, std::string cause);
/// Fails for a field that could not be evaluated.
Flow fail_run(Run& run, ScopeSlot slot, const asl::EvaluationError& error);
/// Evaluates the Parameters or Arguments of ItemReader and ResultWriter; {} when there are none.
Evaluated<Json> parameters(Run& run, ScopeSlot slot, const std::optional<asl::Template>& fields);
/// Returns the text of a member; empty when `object` has no such text.
std::string text_member(const Json& object, const char* name);

}  // namespace stepstorm::execution::distributed_map
