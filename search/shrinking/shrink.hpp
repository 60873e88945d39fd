// Delta debugging of an experiment's document: finds a small document that still fails, by trying reductions one after
// the other and keeping those that fail. Reductions are repeated until none helps any more:
//   fewer    faults, demands, resources, settings: every optional member
//   smaller  durations, windows, numbers of orders and users, to round values; one order on another seed, when several
//            are needed on this one
//   certain  probabilities of less than one
//   narrower targets: one resource, one attempt
// Knows the names of an experiment's members, not their meaning: the caller decides whether a document is a valid
// experiment and whether it fails. Equal arguments and answers give equal results. Pure.
// Source: Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "values/json.hpp"

namespace stepstorm::shrinking {

/// The result of trying a document. Stop: try no more.
enum class Trial { Fails, Holds, Unreadable, Stop };
using Try = std::function<Trial(const Json&)>;

struct Shrunk {
  Json document;
  bool finished = false;  // true: no reduction was left to try; false: stopped
};

/// Shrinks a document, which must fail. `resources`: the names to which targets can be narrowed. Tries no document
/// twice.
[[nodiscard]] Shrunk shrink(Json document, const std::vector<std::string>& resources, const Try& attempt);

/// Returns the number of values in a document.
[[nodiscard]] std::size_t size_of(const Json& document);

/// Returns the changes from `before` to `after`, a line each: `/duration: "5 min" -> "1 s"`, `without /thresholds`.
/// Faults are matched by name.
[[nodiscard]] std::vector<std::string> differences(const Json& before, const Json& after);

}  // namespace stepstorm::shrinking
