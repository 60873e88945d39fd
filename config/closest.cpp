#include "config/closest.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace stepstorm::config {
namespace {

/// Levenshtein's distance, computed one row at a time.
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string_view> closest(std::string_view written, const std::vector<std::string_view>& candidates) {
  if (written.size() > 64) return std::nullopt;
  std::optional<std::string_view> best;
  std::size_t best_distance = std::max<std::size_t>(2, written.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t found = distance(written, candidate);
    if (found >= best_distance || found >= candidate.size()) continue;
    best = candidate;
    best_distance = found;
  }
  return best;
}

}  // namespace stepstorm::config
