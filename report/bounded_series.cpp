#include "report/bounded_series.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace stepstorm::report {
namespace {

constexpr std::array counted_series{"started", "succeeded", "failed", "retries"};
constexpr std::array level_series{"open", "queued", "busy"};

enum class Merge { Sum, Last, Largest };

template <class Names>
bool is_one_of(std::string_view name, const Names& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Json merged(const Json& values, std::size_t begin, std::size_t end, Merge merge) {
  if (merge == Merge::Last) return values[end - 1];
  Json result;  // null until there is a value
  for (std::size_t at = begin; at < end; ++at) {
    const Json& value = values[at];
    if (value.is_null()) continue;
    if (result.is_null())
      result = value;
    else if (merge == Merge::Largest)
      result = std::max(result.get<double>(), value.get<double>());
    else
      result = result.get<std::uint64_t>() + value.get<std::uint64_t>();
  }
  return result;
}

/// Merges each `length` neighbouring intervals into one.
Json thinned(const Json& value, std::size_t length, Merge merge) {
  if (value.is_object()) {
    Json object = Json::object();
    for (const auto& [name, each] : value.items())
      object[name] = thinned(each, length, is_one_of(name, level_series) ? Merge::Last : merge);
    return object;
  }
  if (!value.is_array()) return value;
  Json list = Json::array();
  for (std::size_t begin = 0; begin < value.size(); begin += length)
    list.push_back(merged(value, begin, std::min(begin + length, value.size()), merge));
  return list;
}

}  // namespace

Json bounded_series(Json series, std::size_t bytes_max) {
  for (std::size_t bytes = to_text(series).size(); bytes > bytes_max && series["started"].size() > 1;
       bytes = to_text(series).size()) {
    const std::size_t length = std::max<std::size_t>(2, (bytes + bytes_max - 1) / bytes_max);
    Json shorter = Json::object();
    for (const auto& [name, value] : series.items())
      shorter[name] = thinned(value,
                              length,
                              is_one_of(name, counted_series) ? Merge::Sum
                              : is_one_of(name, level_series) ? Merge::Last
                                                              : Merge::Largest);
    shorter["interval_s"] = series["interval_s"].get<double>() * static_cast<double>(length);
    series = std::move(shorter);
  }
  return series;
}

}  // namespace stepstorm::report
