#include "report/thinning.hpp"

#include <algorithm>
#include <numeric>

namespace stepstorm::report {
namespace {

/// Where there is any value, it is one of them.
std::size_t extreme(const Values& values, std::size_t begin, std::size_t end, bool highest) {
  std::size_t best = begin;
  for (std::size_t i = begin + 1; i < end; ++i) {
    if (!values[i]) continue;
    if (!values[best] || (highest ? *values[i] > *values[best] : *values[i] < *values[best])) best = i;
  }
  return best;
}

}  // namespace

std::vector<std::size_t> worth_drawing(const Values& values, std::size_t at_most) {
  if (values.size() <= at_most) {
    std::vector<std::size_t> all(values.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
  }
  std::vector<std::size_t> kept;
  const std::size_t stretches = at_most / 2;
  for (std::size_t stretch = 0; stretch < stretches; ++stretch) {
    const std::size_t begin = stretch * values.size() / stretches;
    const std::size_t end = (stretch + 1) * values.size() / stretches;
    const auto [first, second] = std::minmax({extreme(values, begin, end, false), extreme(values, begin, end, true)});
    kept.push_back(first);
    if (second != first) kept.push_back(second);
  }
  return kept;
}

}  // namespace stepstorm::report
