// What must hold of every run, whatever goes wrong. Checked from the payment provider's books and from histories, not
// from what workers say.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/observation.hpp"
#include "orchestration/ledger.hpp"

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

/// What orders are that have not ended when a run is over. In one that was cut short they are not judged.
enum class Unended { Violates, NotJudged };

/// Checks the orders of one run as they end, and all books when everything is over.
class InvariantChecker {
 public:
  /// `lateness`: by how much executions may go on later than they could, where a quota holds them back.
  InvariantChecker(TimePoint epoch, std::chrono::nanoseconds lateness);

  /// Of orders, and of executions that they have started.
  void ended(const orchestration::EndedExecution& ended);
  /// `started`: orders, numbered from 0. Everything must be over, or have been cut short.
  [[nodiscard]] std::vector<InvariantResult> results(std::uint64_t started,
                                                     const orchestration::Ledger& ledger,
                                                     Unended unended = Unended::Violates);

 private:
  void check_books(std::uint64_t order, const orchestration::OrderBook& book);
  void violated(Invariant invariant, Story order, std::string what);
  Story story_of_order(std::uint64_t order) const;

  TimePoint epoch_;
  std::chrono::nanoseconds lateness_;
  std::vector<std::uint8_t> ends_;           // by order: how often it has ended
  std::map<std::uint64_t, Story> suspects_;  // orders whose books may turn out wrong
  std::vector<InvariantResult> results_;
};

}  // namespace stepstorm::experiment
