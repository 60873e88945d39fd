#include "report/html/charts/thinning.hpp"

#include <algorithm>

namespace stepstorm::report::html {
namespace {

Stretch stretch(const Values& values, std::size_t begin, std::size_t end) {
  Stretch stretch{.middle = static_cast<double>(begin + end - 1) / 2};
  double sum = 0;
  int count = 0;
  for (std::size_t i = begin; i < end; ++i) {
    if (!values[i]) continue;
    stretch.lowest = count == 0 ? *values[i] : std::min(stretch.lowest, *values[i]);
    stretch.highest = count == 0 ? *values[i] : std::max(stretch.highest, *values[i]);
    sum += *values[i];
    ++count;
  }
  if (count > 0) stretch.mean = sum / count;
  return stretch;
}

}  // namespace

std::size_t stretch_length(std::size_t intervals) {
  return std::max<std::size_t>(1, (intervals + stretches_max - 1) / stretches_max);
}

std::vector<Stretch> stretches(const Values& values) {
  std::vector<Stretch> all;
  const std::size_t length = stretch_length(values.size());
  for (std::size_t begin = 0; begin < values.size(); begin += length)
    all.push_back(stretch(values, begin, std::min(begin + length, values.size())));
  return all;
}

}  // namespace stepstorm::report::html
