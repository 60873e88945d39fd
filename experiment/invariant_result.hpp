// The result of one invariant in one run: the number of checked subjects, and the violations.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "experiment/observation.hpp"

namespace stepstorm::experiment {

/// Finished: all executions have ended. Stopped: executions may be open, and are mostly not judged.
enum class RunEnd { Finished, Stopped };

struct Violation {
  Story order;
  std::string subject;  // "claim C-77 (no. 12)"
  std::string what;     // "has 'payout' 2 times, at most 1 is allowed"

  std::string text() const { return subject + ' ' + what; }
};

struct InvariantResult {
  static constexpr std::size_t examples_max = 3;

  std::string name;
  std::string description;    // a sentence for people
  std::string subject;        // the unit of checking: an order, a book, a key
  std::string noun = {};      // the word for one execution
  bool applies = true;        // false: nothing in this scenario could ever violate it
  std::uint64_t checked = 0;  // number of checked subjects
  std::uint64_t violations = 0;
  std::vector<Violation> examples = {};  // the first few
  std::uint64_t open = 0;                // executions that were open when the run was cut short; not judged
  std::uint64_t executions = 0;          // executions involved; 0: they are the subjects, or not counted
  std::uint64_t effects = 0;             // effects involved; 0: they are the subjects, or not counted

  /// Returns whether nothing was checked, or not everything was judged, without a violation.
  bool is_undecided() const { return violations == 0 && (checked == 0 || open > 0); }

  void violated(Violation violation) {
    ++violations;
    if (examples.size() < examples_max) examples.push_back(std::move(violation));
  }
};

}  // namespace stepstorm::experiment
