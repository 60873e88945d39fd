// Invariants of every run, with any faults. Checked from the payment provider's books and from histories, not from
// workers' answers. The provider keeps a book for each order, which also holds the charges by executions that the order
// has started (states:startExecution, Distributed Map). A charge without an order is a violation.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "books/ledger.hpp"
#include "experiment/invariant_result.hpp"
#include "experiment/observation.hpp"
#include "experiment/own_checker.hpp"

namespace stepstorm::experiment {

enum class Invariant {
  EveryOrderEnds,
  NoOrderChargedTwice,
  NoConfirmationWithoutCharge,
  NoChargeLeftOver,
  HistoriesWellFormed,
};
inline constexpr std::array invariants{Invariant::EveryOrderEnds,
                                       Invariant::NoOrderChargedTwice,
                                       Invariant::NoConfirmationWithoutCharge,
                                       Invariant::NoChargeLeftOver,
                                       Invariant::HistoriesWellFormed};

/// every_order_ends, no_order_charged_twice ... `noun`: the word for one execution.
[[nodiscard]] std::string name_of(Invariant invariant, std::string_view noun = "order");

/// Checks the orders of one run as they end, and all books after the run.
class InvariantChecker {
 public:
  /// `lateness`: how much later than possible executions may go on, because of a quota or a wall clock. The experiment
  /// must outlive the checker.
  InvariantChecker(const Experiment& experiment, TimePoint epoch, std::chrono::nanoseconds lateness);

  /// Takes ended orders, and ended executions that they have started.
  void ended(const orchestration::EndedExecution& ended);
  /// Returns the results of `invariants`, in their order, then of the experiment's own. `started`: number of orders,
  /// which are numbered from 0.
  [[nodiscard]] std::vector<InvariantResult> results(std::uint64_t started, const books::Ledger& ledger, RunEnd end);

 private:
  std::uint64_t check_ends(std::uint64_t started, RunEnd end);
  void check_book(std::uint64_t order, const books::OrderBook& book, RunEnd end);
  void count(Invariant invariant) { ++results_[static_cast<std::size_t>(invariant)].checked; }
  bool has_started(std::uint64_t order) const { return order < ends_.size(); }
  void violated(Invariant invariant, Story order, std::string what);
  Story story_of_order(std::uint64_t order) const;

  std::string noun_;
  TimePoint epoch_;
  std::chrono::nanoseconds lateness_;
  std::vector<std::uint8_t> ends_;           // by order: number of ends
  std::map<std::uint64_t, Story> suspects_;  // orders whose books may be wrong, with the execution that shows why
  std::vector<InvariantResult> results_;
  OwnInvariantChecker own_;
};

}  // namespace stepstorm::experiment
