// Checks the invariants that an experiment states itself: executions of one run as they end, and the book of effects
// after the run.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "books/effect_book.hpp"
#include "execution/status.hpp"
#include "experiment/experiment.hpp"
#include "experiment/invariant_result.hpp"
#include "orchestration/observer.hpp"

namespace stepstorm::experiment {

class OwnInvariantChecker {
 public:
  /// The experiment must outlive it.
  OwnInvariantChecker(const Experiment& experiment, TimePoint epoch);

  /// Takes ended executions that were started from outside, and ended executions that those have started.
  void ended(const orchestration::EndedExecution& ended);
  /// Returns the results in the order of the experiment. `started`: number of executions started from outside, which
  /// are numbered from 0.
  [[nodiscard]] std::vector<InvariantResult> results(std::uint64_t started, const books::EffectBook& book, RunEnd end);

 private:
  /// An ended execution that was started from outside.
  struct Ended {
    std::string status;
    std::string error;
    std::vector<std::string> keys;
    Payload input;
    Payload output;
  };
  struct Books;  // the effects of the run, by key and by execution

  void check_entries(std::size_t place, const StateNeverEntered& never, const orchestration::EndedExecution& ended);
  void check_time(std::size_t place, const EndsWithin& within, const orchestration::EndedExecution& ended);

  void check(InvariantResult& result, const EffectsPerKey& count, const Books& books) const;
  void check(InvariantResult& result, const EffectImpliesEnd& implies, const Books& books) const;
  void check(InvariantResult& result, const EndImpliesEffects& implies, const Books& books) const;
  void check(InvariantResult& result, const EffectFollowed& followed, const Books& books) const;
  void check(InvariantResult& result, const Holds& holds, const Books& books) const;

  const Ended* find(std::uint64_t order) const;
  std::vector<std::string> keys_of(const Payload& input) const;
  std::string subject(std::uint64_t order, const std::string& key) const;
  std::string subject(std::uint64_t order) const;
  Violation violation(std::uint64_t order, std::string subject, std::string what) const;
  Json document_of(const Ended& ended, std::uint64_t order, const Books& books) const;

  const Experiment& experiment_;
  TimePoint epoch_;
  std::string noun_;
  std::set<std::string> effect_names_;    // all effects of the workers
  std::map<std::uint64_t, Ended> ended_;  // by number
  std::vector<InvariantResult> results_;
};

}  // namespace stepstorm::experiment
