// All combinations of values that vary, as documents. Nothing here knows what the values mean: the reader of the
// documents says whether they are possible.
// Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "search/variation/place.hpp"

namespace stepstorm::variation {

/// One thing that varies: `retry.MaxAttempts=0..6`. With one value, it is merely set.
struct Axis {
  std::string name;
  std::vector<DocumentPlace> places;
  std::vector<Json> values;  // at least one, no two of them equal
};

class Grid {
 public:
  /// Each text is NAME=VALUES. The error begins with the text that it is about.
  [[nodiscard]] static tl::expected<Grid, std::string> parse(const std::vector<std::string>& texts,
                                                             Documents documents);

  const std::vector<Axis>& axes() const { return axes_; }

  /// How many combinations there are, at most 2^63; their numbers are below that. The last axis varies fastest.
  std::size_t size() const;
  /// By axis, the number of its value.
  std::vector<std::size_t> combination(std::size_t number) const;
  Documents documents(std::size_t number) const;
  bool changes_definition() const;
  /// `retry.MaxAttempts=3 arrivals.rate=200`
  std::string text(std::size_t number) const;

 private:
  Grid(Documents documents, std::vector<Axis> axes) : base_(std::move(documents)), axes_(std::move(axes)) {}

  Documents base_;
  std::vector<Axis> axes_;
};

}  // namespace stepstorm::variation
