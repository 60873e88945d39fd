// Effects that workers have on the world outside: payouts, charges, letters. Each is written down when it takes place,
// under the key of the thing that it concerns, before the worker answers. An effect that is repeated under its token
// takes place once; one that was undone before it took place does not take place any more.
// Outlives the workers that write into it; may be used from several threads. Tokens can be forgotten, effects are not.
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

namespace stepstorm::orchestration {

/// The attempt that has an effect, and when.
struct EffectCause {
  std::uint64_t order = 0;  // the execution that was started from outside and led to it
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

/// What is to take place or to be undone.
struct EffectRequest {
  std::string name;
  std::string key;
  std::optional<double> amount = {};
  std::optional<std::string> token = {};  // nullopt: each request is another one
};

class EffectBook {
 public:
  /// With `keeps`, effects are kept, for ever; otherwise only tokens are.
  explicit EffectBook(bool keeps = false) : keeps_(keeps) {}

  bool keeps() const { return keeps_; }

  enum class Entry { Done, Repeated, Cancelled };
  Entry enter(EffectRequest request, const EffectCause& cause);

  /// Undoes the effect with this token, or all that stand under this name and key when the request has none. A token that
  /// nothing has happened under is cancelled.
  void undo(const EffectRequest& request, TimePoint at);

  /// Forgets the tokens that were entered before it was called the last time.
  void forget_older();

  /// In order of time; of one instant, in the order of executions, visits and attempts.
  std::vector<Effect> effects() const;

 private:
  using Name = std::pair<std::string, std::string>;  // of an effect, and a key or token
  struct Token {
    bool cancelled = false;
    std::uint32_t entered = 0;          // after forget_older had been called so often
    std::optional<std::size_t> effect;  // its place; nullopt: none is kept
  };

  void take_back(std::size_t effect, TimePoint at);

  mutable std::mutex mutex_;
  bool keeps_;
  std::uint32_t forgotten_ = 0;                        // how often forget_older was called
  std::vector<Effect> effects_;                        // as they were entered
  std::map<Name, Token> tokens_;                       // by effect and token
  std::map<Name, std::vector<std::size_t>> standing_;  // by effect and key: places of those that are kept
};

}  // namespace stepstorm::orchestration
