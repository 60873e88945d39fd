#include "experiment/invariants.hpp"

#include <algorithm>
#include <utility>

#include "execution/grammar/history_grammar.hpp"
#include "orchestration/orchestrator.hpp"

namespace stepstorm::experiment {
namespace {

constexpr std::size_t examples_max = 3;
constexpr std::size_t suspects_max = 1000;

struct Words {
  std::string_view name;
  std::string_view description;
};

Words words_of(Invariant invariant) {
  switch (invariant) {
    case Invariant::EveryOrderEnds: return {"every_order_ends", "every order that has started ends, once"};
    case Invariant::NoOrderChargedTwice: return {"no_order_charged_twice", "no order is charged more than once"};
    case Invariant::NoConfirmationWithoutCharge:
      return {"no_confirmation_without_charge", "no order is confirmed that was not charged"};
    case Invariant::NoChargeLeftOver: return {"no_charge_left_over", "every charge is confirmed or refunded"};
    case Invariant::HistoriesWellFormed:
      return {"histories_well_formed", "every history is one that the state machine can have"};
  }
  return {};
}

/// One whose card may have been charged in vain, or more than once: it has failed, or asked again.
bool is_suspect(const orchestration::EndedExecution& ended) {
  if (!std::holds_alternative<execution::Succeeded>(ended.execution.status)) return true;
  std::vector<asl::StateIndex> asked;
  for (const execution::HistoryEvent& event : ended.history) {
    if (!begins_attempt(event.type)) continue;
    if (std::find(asked.begin(), asked.end(), event.state) != asked.end()) return true;
    asked.push_back(event.state);
  }
  return false;
}

}  // namespace

std::string_view subject_of(Invariant invariant) {
  switch (invariant) {
    case Invariant::EveryOrderEnds: return "order";
    case Invariant::NoOrderChargedTwice:
    case Invariant::NoConfirmationWithoutCharge:
    case Invariant::NoChargeLeftOver: return "book";
    case Invariant::HistoriesWellFormed: return "history";
  }
  return {};
}

std::string_view name_of(Invariant invariant) { return words_of(invariant).name; }
std::string_view description_of(Invariant invariant) { return words_of(invariant).description; }

InvariantChecker::InvariantChecker(TimePoint epoch, std::chrono::nanoseconds lateness)
    : epoch_(epoch), lateness_(lateness) {
  for (const Invariant invariant : invariants) results_.push_back({.invariant = invariant, .examples = {}});
}

void InvariantChecker::ended(const orchestration::EndedExecution& ended) {
  const execution::Execution& execution = ended.execution;
  count(Invariant::HistoriesWellFormed);
  if (const auto broken = find_violation(ended.history, *execution.state_machine, execution.status, lateness_))
    violated(Invariant::HistoriesWellFormed,
             story_of(ended, epoch_),
             "event " + std::to_string(broken->event) + ": " + broken->expected);
  if (suspects_.size() < suspects_max && is_suspect(ended)) suspects_.emplace(execution.order, story_of(ended, epoch_));
  if (execution.id >= orchestration::child_id) return;
  if (execution.id >= ends_.size()) ends_.resize(execution.id + 1);
  ++ends_[execution.id];
}

std::vector<InvariantResult> InvariantChecker::results(std::uint64_t started,
                                                       const orchestration::Ledger& ledger,
                                                       RunEnd end) {
  const std::uint64_t open = check_ends(started, end);
  for (const auto& [order, book] : ledger.books()) check_book(order, book, end);
  for (InvariantResult& result : results_) result.open = open;
  return results_;
}

/// How many are open.
std::uint64_t InvariantChecker::check_ends(std::uint64_t started, RunEnd end) {
  ends_.resize(std::max<std::size_t>(ends_.size(), started));
  std::uint64_t open = 0;
  for (std::uint64_t order = 0; order < ends_.size(); ++order) {
    if (end == RunEnd::Stopped && ends_[order] == 0) {
      ++open;
      continue;
    }
    count(Invariant::EveryOrderEnds);
    if (order >= started || ends_[order] != 1)
      violated(Invariant::EveryOrderEnds,
               story_of_order(order),
               ends_[order] == 0 ? "has not ended" : "has ended " + std::to_string(ends_[order]) + " times");
  }
  return open;
}

void InvariantChecker::check_book(std::uint64_t order, const orchestration::OrderBook& book, RunEnd end) {
  const auto times = [](std::uint32_t count) { return std::to_string(count) + (count == 1 ? " time" : " times"); };
  const std::string done = "was charged " + times(book.charges) + " and refunded " + times(book.refunds);
  if (book.charges > 0) {
    count(Invariant::NoOrderChargedTwice);
    if (book.charges > 1) violated(Invariant::NoOrderChargedTwice, story_of_order(order), done);
  }
  if (book.confirmations > 0) {
    count(Invariant::NoConfirmationWithoutCharge);
    if (book.charges == 0)
      violated(Invariant::NoConfirmationWithoutCharge, story_of_order(order), "was confirmed and never charged");
  }
  const bool is_open = end == RunEnd::Stopped && has_started(order) && ends_[order] == 0;
  if (book.charges == 0 || is_open) return;
  count(Invariant::NoChargeLeftOver);
  if (!has_started(order))
    violated(Invariant::NoChargeLeftOver, story_of_order(order), "was never started, and " + done);
  else if (book.charges > book.refunds && book.confirmations == 0)
    violated(Invariant::NoChargeLeftOver, story_of_order(order), "was charged, and neither confirmed nor refunded");
}

void InvariantChecker::violated(Invariant invariant, Story order, std::string what) {
  InvariantResult& result = results_[static_cast<std::size_t>(invariant)];
  ++result.violations;
  if (result.examples.size() < examples_max) result.examples.push_back({std::move(order), std::move(what)});
}

/// What is known of it: all, or only its number.
Story InvariantChecker::story_of_order(std::uint64_t order) const {
  const auto known = suspects_.find(order);
  if (known != suspects_.end()) return known->second;
  Story unknown;
  unknown.order = order;
  return unknown;
}

}  // namespace stepstorm::experiment
