// What must hold of every run, whatever goes wrong. Checked from the payment provider's books and from histories, not
// from what workers say.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/observation.hpp"
#include "orchestration/ledger.hpp"

namespace stepstorm::experiment {

enum class Invariant {
  EveryOrderEnds,                    // what has started has ended, once
  NoOrderChargedTwice,               //
  NoConfirmationWithoutCharge,       //
  NoChargeLeftOver,                  // a charge is confirmed or refunded
  HistoriesWellFormed,               // by the grammar of execution/history_grammar
};
inline constexpr std::array invariants{Invariant::EveryOrderEnds,
                                       Invariant::NoOrderChargedTwice,
                                       Invariant::NoConfirmationWithoutCharge,
                                       Invariant::NoChargeLeftOver,
                                       Invariant::HistoriesWellFormed};

/// every_order_ends, no_order_charged_twice ...
[[nodiscard]] std::string_view name_of(Invariant invariant);
/// A sentence for people.
[[nodiscard]] std::string_view description_of(Invariant invariant);

struct Violation {
  Story order;
  std::string what;
};

struct InvariantResult {
  Invariant invariant;
  std::uint64_t checked = 0;  // orders
  std::uint64_t violations = 0;
  std::vector<Violation> examples;  // the first few
};

/// Checks the orders of one run as they end, and their books when everything is over.
class InvariantChecker {
 public:
  explicit InvariantChecker(TimePoint epoch) : epoch_(epoch) {}

  /// Of orders and of executions that they have started.
  void ended(const orchestration::EndedExecution& ended);
  /// `started`: orders, numbered from 0. Everything must be over.
  [[nodiscard]] std::vector<InvariantResult> results(std::uint64_t started, const orchestration::Ledger& ledger);

 private:
  void check_books(std::uint64_t order, const orchestration::Ledger& ledger);
  void violated(Invariant invariant, Story order, std::string what);
  InvariantResult& result(Invariant invariant) { return results_[static_cast<std::size_t>(invariant)]; }

  TimePoint epoch_;
  std::vector<std::uint32_t> ends_;  // by order: how often it has ended
  std::vector<Story> suspects_;      // orders without success: whose books are looked at first
  std::array<InvariantResult, invariants.size()> results_{{{invariants[0]},
                                                           {invariants[1]},
                                                           {invariants[2]},
                                                           {invariants[3]},
                                                           {invariants[4]}}};
};

}  // namespace stepstorm::experiment
