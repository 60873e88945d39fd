#include "conformance/event_list.hpp"

#include <algorithm>
#include <span>

namespace stepstorm::conformance {
namespace {

/// A compared result may hold any value: a value that is no text counts as absent.
std::string text_member(const Json& object, const char* name, const char* otherwise) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : otherwise;
}

// ---- the recorded form

/// Decodes what the recordings decode: texts that begin with {, once, and not inside lists of lists.
void decode_texts(Json& value) {
  for (Json& child : value) {
    if (value.is_array()) {
      if (child.is_object()) decode_texts(child);
    } else if (child.is_structured()) {
      decode_texts(child);
    } else if (child.is_string() && child.get_ref<const std::string&>().starts_with('{')) {
      if (auto decoded = parse_json(child.get_ref<const std::string&>())) child = std::move(*decoded);
    }
  }
}

// ---- sequences of events with a known order, and with an unknown one

/// A wiped id is a list.
bool has_lost_id(const Json& event) { return event.contains("id") && event["id"].is_array(); }

struct Run {
  bool ordered = true;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Run> runs_of(const Json& events) {
  std::vector<Run> runs;
  for (std::size_t index = 0; index < events.size(); ++index) {
    const bool ordered = !has_lost_id(events[index]);
    if (runs.empty() || runs.back().ordered != ordered) runs.push_back({ordered, index, index});
    runs.back().end = index + 1;
  }
  return runs;
}

bool alternate_alike(const std::vector<Run>& left, const std::vector<Run>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const Run& l, const Run& r) {
    return l.ordered == r.ordered;
  });
}

// ---- comparing

std::string at(std::size_t index) { return "history[" + std::to_string(index) + ']'; }

class HistoryComparer {
 public:
  HistoryComparer(const Json& expected, const Json& actual, Bindings* bindings, Differences& found)
      : expected_(expected), actual_(actual), bindings_(bindings), found_(found) {}

  void compare() {
    const auto expected = runs_of(expected_);
    const auto actual = runs_of(actual_);
    const bool orders_lost = std::any_of(expected.begin(), expected.end(), [](const Run& run) { return !run.ordered; });
    if (!orders_lost || !alternate_alike(expected, actual))
      return compare_in_order({true, 0, expected_.size()}, {true, 0, actual_.size()});
    for (std::size_t run = 0; run < expected.size(); ++run)
      expected[run].ordered ? compare_in_order(expected[run], actual[run])
                            : compare_in_any_order(expected[run], actual[run]);
  }

 private:
  void compare_in_order(const Run& expected, const Run& actual) {
    const std::size_t length = std::max(expected.end - expected.begin, actual.end - actual.begin);
    for (std::size_t offset = 0; offset < length; ++offset) {
      const std::size_t e = expected.begin + offset;
      const std::size_t a = actual.begin + offset;
      if (a >= actual.end)
        found_.push_back({at(e), brief(expected_[e]), std::string(absent)});
      else if (e >= expected.end)
        found_.push_back({at(e), std::string(absent), brief(actual_[a])});
      else
        compare_events(expected_[e], actual_[a], at(e));
    }
  }

  /// Events of different types are reported as one difference.
  void compare_events(const Json& expected, const Json& actual, const std::string& path) {
    if (expected.value("type", Json()) != actual.value("type", Json()))
      found_.push_back({path + ".type", brief(expected), brief(actual)});
    else
      find_differences(expected, &actual, path, bindings_, found_);
  }

  void compare_in_any_order(const Run& expected, const Run& actual) {
    std::vector<const Json*> left;
    for (std::size_t a = actual.begin; a < actual.end; ++a) left.push_back(&actual_[a]);
    const std::string path = at(expected.begin) + "{any order}";
    for (std::size_t e = expected.begin; e < expected.end; ++e) {
      const auto same = std::find_if(
          left.begin(), left.end(), [&](const Json* event) { return agree(expected_[e], *event, nullptr); });
      if (same != left.end())
        left.erase(same);
      else
        found_.push_back({path, shown(expected_[e]), "(no such event)"});
    }
    for (const Json* event : left) found_.push_back({path, std::string(absent), shown(*event)});
  }

  const Json& expected_;
  const Json& actual_;
  Bindings* bindings_;
  Differences& found_;
};

bool ends_parallel(const std::string& type) {
  return type == "ParallelStateSucceeded" || type == "ParallelStateAborted" || type == "ParallelStateExited" ||
         type == "ParallelStateFailed";
}

}  // namespace

Json as_recorded(const Json& events) {
  Json recorded = events;
  for (Json& event : recorded)
    if (event.is_object()) event.erase("timestamp");
  decode_texts(recorded);
  return recorded;
}

// Repeats the processing of the recordings step by step, faults included: an end event reduces everything since the
// last ParallelStateStarted to the wiped events, but the walk's position is not moved back, so that the walk skips as
// many events as were removed.
Json without_order(Json events) {
  using Position = std::ptrdiff_t;
  auto& list = events.get_ref<Json::array_t&>();
  Json::array_t wiped;
  Position begin = 0;
  bool inside = false;
  for (Position index = 0; index < static_cast<Position>(list.size()); ++index) {
    Json& event = list[static_cast<std::size_t>(index)];
    const std::string type = text_member(event, "type", "");
    if (type.empty()) {
      inside = false;
    } else if (ends_parallel(type)) {
      inside = false;
      list.erase(list.begin() + begin, list.begin() + index);
      list.insert(list.begin() + begin, wiped.begin(), wiped.end());
    } else if (type == "ParallelStateStarted") {
      inside = true;
      wiped.clear();
      begin = index + 1;
    } else if (inside) {
      event["id"] = Json::array({0});
      event["previousEventId"] = 0;
      wiped.push_back(event);
    }
  }
  return events;
}

void find_history_differences(const Json& expected, const Json& actual, Bindings* bindings, Differences& found) {
  HistoryComparer{expected, actual, bindings, found}.compare();
}

std::string brief(const Json& event) {
  const auto member = [&](const char* name) { return event.contains(name) ? to_text(event[name]) : "none"; };
  std::string text = text_member(event, "type", "an event without type");
  for (const char* details : {"stateEnteredEventDetails", "stateExitedEventDetails"})
    if (event.contains(details) && event[details].is_object() && event[details].contains("name"))
      text += '(' + text_member(event[details], "name", "") + ')';
  return text + " id=" + member("id") + " previous=" + member("previousEventId");
}

}  // namespace stepstorm::conformance
