// What must hold of every run, whatever goes wrong. Checked from the payment provider's books and from histories, not
// from what workers say. The provider keeps a book for each order: what the executions do that an order starts, by
// states:startExecution or a Distributed Map, stands in the order's book. What is charged for no order is a finding.
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

/// every_order_ends, no_order_charged_twice ... `noun`: what runs is called.
[[nodiscard]] std::string name_of(Invariant invariant, std::string_view noun = "order");

/// Checks the orders of one run as they end, and all books when the run is over.
class InvariantChecker {
 public:
  /// `lateness`: by how much executions may go on later than they could, where a quota holds them back. The experiment
  /// must outlive it.
  InvariantChecker(const Experiment& experiment, TimePoint epoch, std::chrono::nanoseconds lateness);

  /// Of orders, and of executions that they have started.
  void ended(const orchestration::EndedExecution& ended);
  /// Those of all experiments by place in `invariants`, then the experiment's own. `started`: orders, numbered from 0.
  [[nodiscard]] std::vector<InvariantResult> results(std::uint64_t started,
                                                     const orchestration::Ledger& ledger,
                                                     RunEnd end);

 private:
  std::uint64_t check_ends(std::uint64_t started, RunEnd end);
  void check_book(std::uint64_t order, const orchestration::OrderBook& book, RunEnd end);
  void count(Invariant invariant) { ++results_[static_cast<std::size_t>(invariant)].checked; }
  bool has_started(std::uint64_t order) const { return order < ends_.size(); }
  void violated(Invariant invariant, Story order, std::string what);
  Story story_of_order(std::uint64_t order) const;

  std::string noun_;
  TimePoint epoch_;
  std::chrono::nanoseconds lateness_;
  std::vector<std::uint8_t> ends_;           // by order: how often it has ended
  std::map<std::uint64_t, Story> suspects_;  // of orders whose books may turn out wrong: the execution that says why
  std::vector<InvariantResult> results_;
  OwnInvariantChecker own_;
};

}  // namespace stepstorm::experiment
