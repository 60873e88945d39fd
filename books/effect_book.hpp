// The book of side effects of workers: payouts, charges, letters. A worker enters an effect when it takes place, under
// the key of the thing that it concerns, before it answers. An effect repeated under its token takes place once; an
// effect undone before it takes place is cancelled and does not take place.
// Outlives the workers; safe for concurrent use. Tokens can be forgotten; effects are not.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "values/timestamp.hpp"

namespace stepstorm::books {

/// The attempt that caused an effect, and when.
struct EffectCause {
  std::uint64_t order = 0;  // the execution, started from outside, that led to it
  std::uint64_t execution = 0;
  std::uint32_t visit = 0;  // of the state
  std::uint32_t attempt = 0;
  TimePoint at;
};

struct Effect {
  std::string name;  // "payout"
  std::string key;   // "C-77"
  std::optional<double> amount;
  EffectCause cause;
  std::optional<TimePoint> undone_at;

  bool stands() const { return !undone_at; }
};

/// An effect to enter or to undo.
struct EffectRequest {
  std::string name;
  std::string key;
  std::optional<double> amount = {};
  std::optional<std::string> token = {};  // idempotency token; nullopt: each request is a separate effect
};

class EffectBook {
 public:
  /// `keeps`: keeps all effects; otherwise keeps only tokens.
  explicit EffectBook(bool keeps = false) : keeps_(keeps) {}

  bool keeps() const { return keeps_; }

  enum class Entry { Done, Repeated, Cancelled };
  Entry enter(EffectRequest request, const EffectCause& cause);

  /// Undoes the effect with this token; without a token, all standing effects with this name and key. Cancels a token
  /// that has no effect yet.
  void undo(const EffectRequest& request, TimePoint at);

  /// Forgets the tokens that were entered before the previous call.
  void forget_older();

  /// Returns all effects, ordered by time, execution, visit and attempt.
  std::vector<Effect> effects() const;

 private:
  using Name = std::pair<std::string, std::string>;  // name of an effect, and a key or token
  struct Token {
    bool cancelled = false;
    std::uint32_t entered = 0;          // number of calls of forget_older before it
    std::optional<std::size_t> effect;  // index into effects_; nullopt: not kept
  };

  void take_back(std::size_t effect, TimePoint at);

  mutable std::mutex mutex_;
  bool keeps_;
  std::uint32_t forgotten_ = 0;                        // number of calls of forget_older
  std::vector<Effect> effects_;                        // in the order of entry
  std::map<Name, Token> tokens_;                       // by effect and token
  std::map<Name, std::vector<std::size_t>> standing_;  // by effect and key: indexes into effects_
};

}  // namespace stepstorm::books
