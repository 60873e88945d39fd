// Formats figures for people.
#pragma once

#include <cmath>
#include <cstdio>
#include <string>

namespace stepstorm::bench {

/// 1234567.8 as "1,234,568"; below 1,000 three digits.
[[nodiscard]] inline std::string figure(double value) {
  char text[40];
  if (std::abs(value) < 999.5) {
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
  }
  std::snprintf(text, sizeof text, "%.0f", value);
  std::string grouped = text;
  const std::size_t first = value < 0 ? 1 : 0;
  for (std::size_t place = grouped.size(); place > first + 3;) grouped.insert(place -= 3, ",");
  return grouped;
}

}  // namespace stepstorm::bench
