#include "conformance/ignored_path.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "values/overload.hpp"

namespace stepstorm::conformance {
namespace {

using IgnoredStep = IgnoredPath::IgnoredStep;
using Nodes = std::vector<const Json*>;

// ---- reading

std::optional<int> index_in(std::string_view text) {
  int index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return index;
}

std::string_view unquoted(std::string_view text) {
  constexpr std::string_view quotes = "'\"";
  const std::size_t begin = text.find_first_not_of(quotes);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(quotes) + 1 - begin);
}

decltype(IgnoredStep::key) bracketed_key(std::string_view text) {
  const std::string_view key = unquoted(text);
  if (key == "*") return IgnoredPath::Every{};
  if (const auto index = index_in(key)) return *index;
  return std::string(key);
}

decltype(IgnoredStep::key) name_key(std::string_view name) {
  if (name == "*") return IgnoredPath::Every{};
  return std::string(name);
}

/// Takes the next step's key from the beginning of `rest`; nullopt when there is none.
std::optional<decltype(IgnoredStep::key)> take_key(std::string_view& rest) {
  if (rest.empty()) return std::nullopt;
  const char first = rest.front();
  const bool quoted = first == '\'' || first == '"';
  if (quoted || first == '[') {
    const std::size_t end = rest.find(quoted ? first : ']', 1);
    if (end == rest.npos) return std::nullopt;
    const std::string_view inner = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    return quoted ? name_key(inner) : bracketed_key(inner);
  }
  const std::string_view name = rest.substr(0, rest.find_first_of(".["));
  if (name.empty()) return std::nullopt;
  rest.remove_prefix(name.size());
  return name_key(name);
}

// ---- following

void add_all_below(const Json& value, Nodes& found) {
  found.push_back(&value);
  if (value.is_structured())
    for (const Json& child : value) add_all_below(child, found);
}

void add_children(const Json& value, const decltype(IgnoredStep::key)& key, Nodes& found) {
  std::visit(Overload{[&](IgnoredPath::Every) {
                        if (value.is_structured())
                          for (const Json& child : value) found.push_back(&child);
                      },
                      [&](const std::string& name) {
                        if (!value.is_object()) return;
                        if (const auto member = value.find(name); member != value.end()) found.push_back(&*member);
                      },
                      [&](int index) {
                        if (!value.is_array()) return;
                        const int size = static_cast<int>(value.size());
                        if (index >= -size && index < size)
                          found.push_back(&value[static_cast<std::size_t>(index < 0 ? index + size : index)]);
                      }},
             key);
}

Nodes follow(const Json& document, const IgnoredPath& path) {
  Nodes nodes{&document};
  for (const IgnoredStep& step : path.steps) {
    Nodes reached;
    for (const Json* node : nodes) {
      Nodes from{node};
      if (step.descends) {
        from.clear();
        add_all_below(*node, from);
      }
      for (const Json* value : from) add_children(*value, step.key, reached);
    }
    nodes = std::move(reached);
  }
  return nodes;
}

Json copy_except(const Json& value, const std::unordered_set<const Json*>& dropped) {
  if (!value.is_structured()) return value;
  Json copy = value.is_object() ? Json::object() : Json::array();
  for (auto child = value.begin(); child != value.end(); ++child) {
    if (dropped.contains(&*child)) continue;
    if (value.is_object())
      copy.get_ref<Json::object_t&>().emplace_back(child.key(), copy_except(*child, dropped));
    else
      copy.push_back(copy_except(*child, dropped));
  }
  return copy;
}

}  // namespace

std::optional<IgnoredPath> parse_ignored_path(std::string_view text) {
  if (!text.starts_with('$')) return std::nullopt;
  IgnoredPath path{.steps = {}, .text = std::string(text)};
  std::string_view rest = text.substr(1);
  while (!rest.empty()) {
    IgnoredStep step;
    step.descends = rest.starts_with("..");
    rest.remove_prefix(step.descends ? 2 : rest.starts_with('.') ? 1 : 0);
    auto key = take_key(rest);
    if (!key) return std::nullopt;
    step.key = std::move(*key);
    path.steps.push_back(std::move(step));
  }
  return path;
}

Json without(const Json& document, const std::vector<IgnoredPath>& paths) {
  std::unordered_set<const Json*> dropped;
  for (const IgnoredPath& path : paths) {
    const Nodes nodes = follow(document, path);
    dropped.insert(nodes.begin(), nodes.end());
  }
  return copy_except(document, dropped);
}

}  // namespace stepstorm::conformance
