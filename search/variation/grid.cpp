#include "search/variation/grid.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "search/variation/values.hpp"

namespace stepstorm::variation {
namespace {

constexpr std::size_t size_max = std::size_t{1} << 63;

tl::expected<Axis, std::string> parse_axis(const std::string& text, const Documents& documents) {
  const auto equals = text.find('=');
  if (equals == text.npos)
    return tl::unexpected{std::string("expected NAME=VALUES, such as arrivals.rate=100..2000:100")};
  Axis axis{.name = text.substr(0, equals), .places = {}, .values = {}};
  auto places = find_places(axis.name, documents);
  if (!places) return tl::unexpected{places.error()};
  auto values = parse_values(std::string_view(text).substr(equals + 1));
  if (!values) return tl::unexpected{values.error()};
  for (auto value = values->begin(); value != values->end(); ++value)
    if (std::find(values->begin(), value, *value) != value)
      return tl::unexpected{"the value " + label(*value) + " is there twice"};
  axis.places = std::move(*places);
  axis.values = std::move(*values);
  return axis;
}

/// Refuses two axes of which one lies inside the other: only one of the values could be set.
bool overlap(const DocumentPlace& one, const DocumentPlace& other) {
  return one.document == other.document &&
         ((other.pointer + '/').starts_with(one.pointer + '/') || (one.pointer + '/').starts_with(other.pointer + '/'));
}

const Axis* overlapping(const Axis& axis, const std::vector<Axis>& others) {
  for (const Axis& other : others)
    for (const DocumentPlace& one : axis.places)
      for (const DocumentPlace& another : other.places)
        if (overlap(one, another)) return &other;
  return nullptr;
}

}  // namespace

tl::expected<Grid, std::string> Grid::parse(const std::vector<std::string>& texts, Documents documents) {
  std::vector<Axis> axes;
  for (const std::string& text : texts) {
    auto axis = parse_axis(text, documents);
    if (!axis) return tl::unexpected{text + ": " + axis.error()};
    if (const Axis* other = overlapping(*axis, axes))
      return tl::unexpected{text + ": this and '" + other->name + "' vary the same value"};
    axes.push_back(std::move(*axis));
  }
  return Grid{std::move(documents), std::move(axes)};
}

std::size_t Grid::size() const {
  std::size_t product = 1;
  for (const Axis& axis : axes_)
    if (product > size_max / axis.values.size())
      return size_max;
    else
      product *= axis.values.size();
  return product;
}

std::vector<std::size_t> Grid::combination(std::size_t number) const {
  std::vector<std::size_t> by_axis(axes_.size());
  for (std::size_t axis = axes_.size(); axis-- > 0; number /= axes_[axis].values.size())
    by_axis[axis] = number % axes_[axis].values.size();
  return by_axis;
}

Documents Grid::documents(std::size_t number) const {
  Documents varied = base_;
  const auto chosen = combination(number);
  for (std::size_t axis = 0; axis < axes_.size(); ++axis)
    for (const DocumentPlace& place : axes_[axis].places) put(varied, place, axes_[axis].values[chosen[axis]]);
  return varied;
}

bool Grid::changes_definition() const {
  const auto in_definition = [](const DocumentPlace& place) { return place.document == Document::Definition; };
  return std::any_of(axes_.begin(), axes_.end(), [&](const Axis& axis) {
    return std::any_of(axis.places.begin(), axis.places.end(), in_definition);
  });
}

std::string Grid::text(std::size_t number) const {
  std::string text;
  const auto chosen = combination(number);
  for (std::size_t axis = 0; axis < axes_.size(); ++axis)
    text += (axis == 0 ? "" : " ") + axes_[axis].name + '=' + label(axes_[axis].values[chosen[axis]]);
  return text;
}

}  // namespace stepstorm::variation
