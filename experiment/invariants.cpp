#include "experiment/invariants.hpp"

#include <algorithm>
#include <utility>

#include "execution/grammar/history_grammar.hpp"
#include "orchestration/observer.hpp"

namespace stepstorm::experiment {
namespace {

constexpr std::size_t suspects_max = 1000;

struct Words {
  std::string name;
  std::string description;
  std::string subject;  // what each check is about
};

Words words_of(Invariant invariant, const std::string& noun) {
  switch (invariant) {
    case Invariant::EveryOrderEnds:
      return {"every_" + noun + "_ends", "every " + noun + " that has started ends, once", noun};
    case Invariant::NoOrderChargedTwice:
      return {"no_order_charged_twice", "no order is charged more than once", "book"};
    case Invariant::NoConfirmationWithoutCharge:
      return {"no_confirmation_without_charge", "no order is confirmed that was not charged", "book"};
    case Invariant::NoChargeLeftOver: return {"no_charge_left_over", "every charge is confirmed or refunded", "book"};
    case Invariant::HistoriesWellFormed:
      return {"histories_well_formed", "every history is one that the state machine can have", "history"};
  }
  return {};
}

/// Returns whether the invariant concerns charges and their refunds.
bool is_of_books(Invariant invariant) {
  return invariant != Invariant::EveryOrderEnds && invariant != Invariant::HistoriesWellFormed;
}

/// Returns the text as part of a name.
std::string word(std::string text) {
  std::replace(text.begin(), text.end(), ' ', '_');
  return text;
}

/// Returns whether the order may have been charged in vain or more than once: it has failed, or retried.
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

std::string name_of(Invariant invariant, std::string_view noun) {
  return words_of(invariant, word(std::string{noun})).name;
}

InvariantChecker::InvariantChecker(const Experiment& experiment, TimePoint epoch, std::chrono::nanoseconds lateness)
    : noun_(noun_of(experiment.scenario)), epoch_(epoch), lateness_(lateness), own_(experiment, epoch) {
  const bool has_books = is_shop(experiment.scenario);
  for (const Invariant invariant : invariants) {
    Words words = words_of(invariant, noun_);
    results_.push_back({.name = name_of(invariant, noun_),
                        .description = std::move(words.description),
                        .subject = std::move(words.subject),
                        .noun = noun_,
                        .applies = has_books || !is_of_books(invariant)});
  }
}

void InvariantChecker::ended(const orchestration::EndedExecution& ended) {
  own_.ended(ended);
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

std::vector<InvariantResult> InvariantChecker::results(std::uint64_t started, const books::Ledger& ledger, RunEnd end) {
  const std::uint64_t open = check_ends(started, end);
  for (const auto& [order, book] : ledger.books()) check_book(order, book, end);
  for (InvariantResult& result : results_) result.open = open;
  std::vector<InvariantResult> all = results_;
  for (InvariantResult& own : own_.results(started, ledger.effects(), end)) {
    for (Violation& example : own.examples)
      if (example.order.history.empty()) example.order = story_of_order(example.order.order);
    all.push_back(std::move(own));
  }
  return all;
}

/// Returns the number of open orders.
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

void InvariantChecker::check_book(std::uint64_t order, const books::OrderBook& book, RunEnd end) {
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
  std::string subject = noun_ + ' ' + std::to_string(order.order);
  results_[static_cast<std::size_t>(invariant)].violated({std::move(order), std::move(subject), std::move(what)});
}

/// Returns the stored story, or one with only the order's number.
Story InvariantChecker::story_of_order(std::uint64_t order) const {
  const auto known = suspects_.find(order);
  if (known != suspects_.end()) return known->second;
  Story unknown;
  unknown.order = order;
  return unknown;
}

}  // namespace stepstorm::experiment
