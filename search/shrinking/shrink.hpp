// Delta debugging of an experiment's document: the smallest one found that still fails, by trying reductions one after
// the other and keeping those that fail. Reductions, each until none of them helps any more:
//   fewer    faults, demands, resources, settings: whatever the reader can do without
//   smaller  durations, windows, numbers of orders and users, to round values; one order on another seed, where it takes
//            several on this one
//   certain  probabilities of less than one
//   narrower targets: one resource, one attempt
// Knows the names of an experiment's members, not what they mean: whether a document is one, and whether it fails, is
// the caller's to say. Equal arguments and answers give equal results. Pure.
// Source: Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "values/json.hpp"

namespace stepstorm::shrinking {

/// What came of a document. Stop: no more is to be tried.
enum class Trial { Fails, Holds, Unreadable, Stop };
using Try = std::function<Trial(const Json&)>;

struct Shrunk {
  Json document;
  bool finished = false;  // nothing smaller was left to try; else it was told to stop
};

/// `document` must fail. `resources`: the names to which targets can be narrowed. No document is tried twice.
[[nodiscard]] Shrunk shrink(Json document, const std::vector<std::string>& resources, const Try& attempt);

/// How large a document is: the values in it.
[[nodiscard]] std::size_t size_of(const Json& document);

/// What is different in `after`, a line each: `/duration: "5 min" -> "1 s"`, `without /thresholds`. Faults are told by
/// their names.
[[nodiscard]] std::vector<std::string> differences(const Json& before, const Json& after);

}  // namespace stepstorm::shrinking
