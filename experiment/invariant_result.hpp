// What came of one invariant in one run: of how much it was judged, and what violated it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "experiment/observation.hpp"

namespace stepstorm::experiment {

/// Whether everything is over, or executions may be open, of which little is demanded.
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
  std::string subject;        // what it is judged of, one by one: an order, a book, a key
  std::string noun = {};      // what runs is called
  bool applies = true;        // false: nothing here could ever violate it
  std::uint64_t checked = 0;  // of its subjects
  std::uint64_t violations = 0;
  std::vector<Violation> examples = {};  // the first few
  std::uint64_t open = 0;                // executions that had not ended when the run was cut short, and are not judged
  std::uint64_t executions = 0;          // that had a part in it; 0: they are its subjects, or are not counted
  std::uint64_t effects = 0;             // likewise

  /// Nothing was there that could have violated it, or not all has been judged.
  bool is_undecided() const { return violations == 0 && (checked == 0 || open > 0); }

  void violated(Violation violation) {
    ++violations;
    if (examples.size() < examples_max) examples.push_back(std::move(violation));
  }
};

}  // namespace stepstorm::experiment
