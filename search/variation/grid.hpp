// Makes documents for all combinations of varied values. Does not know the meaning of the values: the reader of the
// documents validates them.
// Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "search/variation/place.hpp"

namespace stepstorm::variation {

/// One varied value: `retry.MaxAttempts=0..6`. An axis with one element sets the value.
struct Axis {
  std::string name;
  std::vector<DocumentPlace> places;
  std::vector<Json> values;  // at least one, no two of them equal
};

class Grid {
 public:
  /// Each text is NAME=VALUES. The error begins with the invalid text.
  [[nodiscard]] static tl::expected<Grid, std::string> parse(const std::vector<std::string>& texts,
                                                             Documents documents);

  const std::vector<Axis>& axes() const { return axes_; }

  /// Returns the number of combinations, at most 2^63. They are numbered from 0; the last axis varies fastest.
  std::size_t size() const;
  /// Returns, for each axis, the index of its value.
  std::vector<std::size_t> combination(std::size_t number) const;
  Documents documents(std::size_t number) const;
  bool changes_definition() const;
  /// Returns the combination as text: `retry.MaxAttempts=3 arrivals.rate=200`.
  std::string text(std::size_t number) const;

 private:
  Grid(Documents documents, std::vector<Axis> axes) : base_(std::move(documents)), axes_(std::move(axes)) {}

  Documents base_;
  std::vector<Axis> axes_;
};

}  // namespace stepstorm::variation
