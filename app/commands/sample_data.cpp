#include "app/commands/sample_data.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace stepstorm::app {
namespace {

using Path = std::vector<std::string>;  // names of members; "[2]": an element of an array, "[]": any element
constexpr const char* any_element = "[]";
constexpr std::size_t elements_shown = 3;
constexpr std::size_t elements_max = 100;

bool is_element(const std::string& name) { return name.starts_with('['); }

// ---- paths

/// Parses `$.order.items[0].id` from its `$` on; empty when it does not begin with members.
Path path_at(std::string_view text) {
  Path path;
  std::size_t at = 1;
  while (at < text.size()) {
    if (text[at] == '[') {
      const std::size_t end = text.find(']', at);
      if (end == text.npos) break;
      const std::string_view inside = text.substr(at + 1, end - at - 1);
      const bool is_name = inside.size() > 2 && (inside.front() == '\'' || inside.front() == '"');
      if (!is_name && !inside.empty() && inside.find_first_not_of("0123456789*") != inside.npos) break;
      const bool is_index = !inside.empty() && inside.find('*') == inside.npos;
      path.push_back(is_name    ? std::string(inside.substr(1, inside.size() - 2))
                     : is_index ? '[' + std::string(inside) + ']'
                                : any_element);
      at = end + 1;
    } else if (text[at] == '.' && at + 1 < text.size() && text[at + 1] != '.') {
      std::size_t end = at + 1;
      while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_')) ++end;
      if (end == at + 1) break;
      path.emplace_back(text.substr(at + 1, end - at - 1));
      at = end;
    } else {
      break;
    }
  }
  return path;
}

/// Returns all paths that begin with `$.` or `$[` in a path or an intrinsic function's call, except those into the
/// context object.
std::vector<Path> paths_in(std::string_view text) {
  std::vector<Path> paths;
  for (std::size_t at = text.find('$'); at != text.npos; at = text.find('$', at + 1)) {
    if (at > 0 && text[at - 1] == '$') continue;
    if (const Path path = path_at(text.substr(at)); !path.empty()) paths.push_back(path);
  }
  return paths;
}

// ---- examples

bool holds(std::string name, std::string_view part) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name.find(part) != name.npos;
}

bool sounds_like_a_number(const std::string& name) {
  constexpr std::array parts{
      "amount", "price", "total", "sum", "count", "quantity", "score", "number", "seconds", "size", "rate", "limit"};
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return holds(name, part); });
}

/// Returns an example for a member of which only the name is known.
Json example_called(const std::string& name, bool of_input) {
  if (sounds_like_a_number(name)) return of_input ? Json("{{uniform 1.00 99.00}}") : Json(10);
  return of_input ? name + "-{{sequence}}" : "an example of " + name;
}

/// Returns a whole number without a decimal point.
Json number(double value) {
  constexpr double exact_max = 1e15;
  const bool is_whole = value == std::floor(value) && std::abs(value) < exact_max;
  return is_whole ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

/// Returns an example for which the rule holds: for a member of the input, now and then; for one of an answer, always.
std::optional<Json> example_for(const std::string& comparator, const Json& operand, bool of_input) {
  if (comparator.starts_with("Numeric") && operand.is_number()) {
    const double bound = operand.get<double>();
    const double twice = bound > 0 ? 2 * bound : bound + 2;
    if (of_input) return Json("{{uniform 0 " + to_text(number(std::max(1.0, twice))) + "}}");
    return comparator.find("Less") != comparator.npos ? number(bound - 1)
           : comparator == "NumericEquals"            ? operand
                                                      : number(bound + 1);
  }
  if (comparator.starts_with("Boolean") && operand.is_boolean()) return operand;
  if (comparator == "StringEquals" && operand.is_string()) return operand;
  if (comparator.starts_with("Timestamp") && operand.is_string()) return operand;
  return std::nullopt;
}

// ---- where a document comes from

/// The input of the machine, or what a task has answered.
using Source = std::optional<std::string>;  // the Task state; nullopt: the input

/// A document whose parts come from a source (the input or an answer), with members from elsewhere. Without a source:
/// built by the definition.
struct Shape {
  bool is_known = false;
  Source source;
  Path prefix;  // the part of the source
  std::map<std::string, Shape> members;
};

class Reader {
 public:
  SampleData read(const Json& definition) {
    walk(definition, {.is_known = true, .source = {}, .prefix = {}, .members = {}});
    repeat_elements(data_.input);
    for (auto& [state, answer] : data_.answers) repeat_elements(answer);
    return std::move(data_);
  }

 private:
  /// Visits every reachable state, with the first document that reaches it. Returns the output at the first end.
  Shape walk(const Json& scope, Shape input) {
    if (!scope.contains("StartAt") || !scope.contains("States")) return {};
    std::optional<Shape> result;
    std::vector<std::pair<std::string, Shape>> open{{scope["StartAt"].get<std::string>(), std::move(input)}};
    std::set<std::string> seen;
    while (!open.empty()) {
      auto [name, shape] = std::move(open.back());
      open.pop_back();
      const Json* const state = find_member(scope["States"], name);
      if (!state || !seen.insert(name).second) continue;
      const Shape output = run(name, *state, shape);
      if (!result && (state->contains("End") || state->value("Type", "") == "Succeed")) result = output;
      if (const Json* next = find_member(*state, "Next")) open.emplace_back(next->get<std::string>(), output);
      if (const Json* next = find_member(*state, "Default")) open.emplace_back(next->get<std::string>(), output);
      for (const Json& choice : elements(*state, "Choices"))
        if (const Json* next = find_member(choice, "Next")) open.emplace_back(next->get<std::string>(), output);
      for (const Json& catcher : elements(*state, "Catch"))
        open.emplace_back(catcher["Next"].get<std::string>(), placed(catcher, shape, {}));
    }
    return result.value_or(Shape{});
  }

  Shape run(const std::string& name, const Json& state, const Shape& given) {
    const std::string type = state.value("Type", "");
    const Shape input = part_of(state, "InputPath", given);
    if (type == "Choice")
      for (const Json& choice : elements(state, "Choices")) read_rule(choice, input);
    for (const char* field : {"SecondsPath", "TimeoutSecondsPath", "HeartbeatSecondsPath", "MaxConcurrencyPath"})
      read_field(state, field, input, Json(1));
    read_field(state, "TimestampPath", input, Json("2026-01-01T00:00:00Z"));
    if (const Json* parameters = find_member(state, "Parameters"); parameters && type != "Map")
      read_template(*parameters, input);
    Shape result = result_of(name, type, state, input);
    if (const Json* selector = find_member(state, "ResultSelector")) result = selected(*selector, result);
    return part_of(
        state,
        "OutputPath",
        type == "Task" || type == "Pass" || type == "Map" || type == "Parallel" ? placed(state, input, result) : input);
  }

  Shape result_of(const std::string& name, const std::string& type, const Json& state, const Shape& input) {
    if (type == "Task") {
      const bool is_lambda = state.value("Resource", "").ends_with(":lambda:invoke");
      const Shape answer{.is_known = true, .source = name, .prefix = {}, .members = {}};
      return is_lambda ? Shape{.is_known = false, .source = {}, .prefix = {}, .members = {{"Payload", answer}}}
                       : answer;
    }
    if (type == "Map")
      return {.is_known = false, .source = {}, .prefix = {}, .members = {{any_element, read_map(state, input)}}};
    if (type == "Parallel") {
      Shape results;
      for (const Json& branch : elements(state, "Branches"))
        results.members.emplace('[' + std::to_string(results.members.size()) + ']', walk(branch, input));
      return results;
    }
    if (type == "Pass" && !state.contains("Result")) {
      const Json* const parameters = find_member(state, "Parameters");
      return parameters ? selected(*parameters, input) : input;
    }
    return {};
  }

  /// Reads the items as the states inside do. Returns the results.
  Shape read_map(const Json& state, const Shape& input) {
    const Json* path = find_member(state, "ItemsPath");
    const Shape item = at(path ? at(input, path_at(path->get<std::string>())) : input, {any_element});
    demand(item, {}, Json());
    const Json* selector = find_member(state, "ItemSelector");
    if (!selector) selector = find_member(state, "Parameters");
    if (selector) read_template(*selector, input);
    for (const char* inside : {"ItemProcessor", "Iterator"})
      if (const Json* scope = find_member(state, inside))
        return walk(*scope, selector ? item_of(*selector, input, item) : item);
    return {};
  }

  /// Returns the result of an item selector, for members that are paths.
  Shape item_of(const Json& selector, const Shape& input, const Shape& item) {
    constexpr std::string_view of_item = "$$.Map.Item.Value";
    Shape made = selected(selector, input);
    for (const auto& [key, value] : selector.items())
      if (key.ends_with(".$") && value.is_string() && value.get<std::string>().starts_with(of_item))
        made.members[key.substr(0, key.size() - 2)] =
            at(item, path_at(value.get<std::string>().substr(of_item.size() - 1)));
    return made;
  }

  // ---- reading

  void read_field(const Json& state, const char* field, const Shape& input, const Json& example) {
    if (const Json* path = find_member(state, field); path && path->is_string())
      demand(input, path_at(path->get<std::string>()), example);
  }

  void read_rule(const Json& rule, const Shape& input) {
    for (const char* joined : {"And", "Or"})
      for (const Json& each : elements(rule, joined)) read_rule(each, input);
    if (const Json* inner = find_member(rule, "Not")) read_rule(*inner, input);
    const Json* const variable = find_member(rule, "Variable");
    if (!variable) return;
    const Path path = path_at(variable->get<std::string>());
    for (const auto& [comparator, operand] : rule.items()) {
      if (comparator == "IsPresent") return;  // the member may be missing
      const Shape shape = at(input, path);
      if (const auto example = example_for(comparator, operand, !shape.source)) return demand(input, path, *example);
    }
    demand(input, path, Json());
  }

  /// Reads the members whose names end in `.$`, at any depth.
  void read_template(const Json& payload, const Shape& input) {
    if (payload.is_array())
      for (const Json& each : payload) read_template(each, input);
    if (!payload.is_object()) return;
    for (const auto& [key, value] : payload.items()) {
      if (!key.ends_with(".$") || !value.is_string())
        read_template(value, input);
      else
        for (const Path& path : paths_in(value.get<std::string>())) demand(input, path, Json());
    }
  }

  /// Returns the result of a payload template, whose paths are parts of the document that it reads.
  Shape selected(const Json& payload, const Shape& input) {
    read_template(payload, input);
    Shape made;
    if (!payload.is_object()) return made;
    for (const auto& [key, value] : payload.items())
      if (key.ends_with(".$") && value.is_string() && value.get<std::string>().starts_with("$") &&
          !value.get<std::string>().starts_with("$$"))
        made.members[key.substr(0, key.size() - 2)] = at(input, path_at(value.get<std::string>()));
    return made;
  }

  // ---- documents

  /// Without an entry of its own, an element of an array is like any element.
  static const Shape* member_of(const Shape& shape, const std::string& name) {
    auto member = shape.members.find(name);
    if (member == shape.members.end() && is_element(name)) member = shape.members.find(any_element);
    if (member == shape.members.end() && name == any_element) member = shape.members.begin();
    return member == shape.members.end() ? nullptr : &member->second;
  }

  static Shape at(Shape shape, const Path& path) {
    for (const std::string& name : path) {
      if (const Shape* const member = member_of(shape, name)) {
        shape = Shape(*member);
      } else {
        shape.members.clear();
        if (!shape.is_known) return {};
        shape.prefix.push_back(name);
      }
    }
    return shape;
  }

  static Shape part_of(const Json& state, const char* field, const Shape& shape) {
    const Json* const path = find_member(state, field);
    if (!path) return shape;
    return path->is_string() ? at(shape, path_at(path->get<std::string>())) : Shape{};
  }

  static Shape placed(const Json& state, const Shape& input, const Shape& result) {
    const Json* const path = find_member(state, "ResultPath");
    if (!path) return result;
    if (!path->is_string()) return input;  // null: the result is dropped
    const Path place = path_at(path->get<std::string>());
    if (place.empty()) return result;
    Shape whole = input;
    Shape* inner = &whole;
    for (const std::string& name : place) {
      const Shape below = at(*inner, {name});
      inner = &inner->members.insert_or_assign(name, below).first->second;
    }
    *inner = result;
    return whole;
  }

  /// Adds a member to the sample of the document's source. `example`: null when nothing is known of the value.
  void demand(const Shape& document, const Path& path, const Json& example) {
    const Shape shape = at(document, path);
    if (!shape.is_known) return;
    Json* value = shape.source ? &data_.answers.try_emplace(*shape.source, Json::object()).first->second : &data_.input;
    for (const std::string& name : shape.prefix) {
      if (is_element(name)) {
        if (!value->is_array()) *value = Json::array();
        const std::size_t index = std::min<std::size_t>(elements_max, std::strtoul(name.c_str() + 1, nullptr, 10));
        while (value->size() <= index) value->push_back(nullptr);
        value = &(*value)[0];  // the other elements are like it
      } else {
        if (!value->is_object()) *value = Json::object();
        value = &(*value)[name];
      }
    }
    if (shape.prefix.empty() || value->is_structured()) return;
    const std::string& name = shape.prefix.back();
    if (!example.is_null())
      *value = example;
    else if (value->is_null())
      *value = example_called(is_element(name) ? "item" : name, !shape.source);
  }

  static void repeat_elements(Json& value) {
    if (value.is_array() && !value.empty()) {
      const Json first = value[0];
      value = Json::array_t(std::max(value.size(), elements_shown), first);
    }
    if (value.is_structured())
      for (Json& each : value) repeat_elements(each);
  }

  static const Json& elements(const Json& object, const char* name) {
    static const Json none = Json::array();
    const Json* const list = find_member(object, name);
    return list && list->is_array() ? *list : none;
  }

  SampleData data_;
};

}  // namespace

SampleData sample_data(const Json& definition) { return Reader{}.read(definition); }

}  // namespace stepstorm::app
