#include "conformance/causal_tree.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

#include "conformance/event_list.hpp"

namespace stepstorm::conformance {
namespace {

using Event = std::size_t;  // place in the history
using Siblings = std::vector<Event>;

class Tree {
 public:
  explicit Tree(const Json& events) : events_(events), after_(events.size()) {
    std::unordered_map<std::int64_t, Event> by_id;
    for (Event event = 0; event < events.size(); ++event) {
      contents_.push_back(events[event]);
      contents_.back().erase("id");
      contents_.back().erase("previousEventId");
      if (const auto id = number(events[event], "id")) by_id[*id] = event;
    }
    for (Event event = 0; event < events.size(); ++event) {
      const auto previous = number(events[event], "previousEventId");
      const auto parent = previous ? by_id.find(*previous) : by_id.end();
      (parent == by_id.end() ? first_ : after_[parent->second]).push_back(event);
    }
  }

  /// ExecutionStarted and the first StateEntered: both have previousEventId 0.
  const Siblings& first() const { return first_; }
  const Siblings& after(Event event) const { return after_[event]; }
  const Json& content(Event event) const { return contents_[event]; }  // without its ids
  std::string brief(Event event) const { return conformance::brief(events_[event]); }

 private:
  static std::optional<std::int64_t> number(const Json& event, const char* name) {
    const auto found = event.find(name);
    if (found == event.end() || !found->is_number_integer()) return std::nullopt;
    return found->get<std::int64_t>();
  }

  const Json& events_;
  std::vector<Json> contents_;
  std::vector<Siblings> after_;
  Siblings first_;
};

class TreeComparer {
 public:
  TreeComparer(const Json& expected, const Json& actual, Differences& found)
      : expected_(expected), actual_(actual), found_(found) {}

  void compare() {
    if (all_alike(expected_.first(), actual_.first())) return;
    to_report_.push_back({&expected_.first(), &actual_.first(), {}});
    while (!to_report_.empty()) {
      const Unlike unlike = std::move(to_report_.front());
      to_report_.pop_front();
      report(unlike);
    }
  }

 private:
  struct Unlike {
    const Siblings* expected;
    const Siblings* actual;
    std::string path;
  };

  /// Compares events and their successors. Follows a chain in a loop, so that only forks recurse.
  bool alike(Event expected, Event actual) {
    std::vector<std::uint64_t> chain;
    bool result = true;
    for (;;) {
      const std::uint64_t pair = std::uint64_t{expected} << 32 | actual;
      if (const auto known = known_.find(pair); known != known_.end()) {
        result = known->second;
        break;
      }
      chain.push_back(pair);
      const Siblings& next_expected = expected_.after(expected);
      const Siblings& next_actual = actual_.after(actual);
      if (!agree(expected_.content(expected), actual_.content(actual), nullptr)) {
        result = false;
        break;
      }
      if (next_expected.size() != 1 || next_actual.size() != 1) {
        result = all_alike(next_expected, next_actual);
        break;
      }
      expected = next_expected.front();
      actual = next_actual.front();
    }
    for (const std::uint64_t pair : chain) known_[pair] = result;
    return result;
  }

  bool all_alike(const Siblings& expected, const Siblings& actual) {
    return expected.size() == actual.size() && unmatched(expected, actual).first.empty();
  }

  /// Returns the events of each side without a match on the other.
  std::pair<Siblings, Siblings> unmatched(const Siblings& expected, Siblings actual) {
    Siblings alone;
    for (const Event event : expected) {
      const auto match =
          std::find_if(actual.begin(), actual.end(), [&](Event candidate) { return alike(event, candidate); });
      if (match == actual.end())
        alone.push_back(event);
      else
        actual.erase(match);
    }
    return {std::move(alone), std::move(actual)};
  }

  /// Reports how an event differs from the most similar one of the same type.
  void report(const Unlike& unlike) {
    auto [expected, actual] = unmatched(*unlike.expected, *unlike.actual);
    for (const Event event : expected) {
      const Json& content = expected_.content(event);
      const auto meant = std::find_if(actual.begin(), actual.end(), [&](Event candidate) {
        return type_of(actual_.content(candidate)) == type_of(content);
      });
      const std::string path = unlike.path + '/' + type_of(content);
      if (meant == actual.end()) {
        found_.push_back({path, expected_.brief(event), "(no such event after this one)"});
        continue;
      }
      find_differences(content, &actual_.content(*meant), path, nullptr, found_);
      constexpr std::size_t path_bytes_max = 200;
      to_report_.push_back(
          {&expected_.after(event), &actual_.after(*meant), path.size() < path_bytes_max ? path : "..."});
      actual.erase(meant);
    }
    for (const Event event : actual) found_.push_back({unlike.path, std::string(absent), actual_.brief(event)});
  }

  static std::string type_of(const Json& event) { return event.value("type", std::string{}); }

  Tree expected_;
  Tree actual_;
  Differences& found_;
  std::unordered_map<std::uint64_t, bool> known_;
  std::deque<Unlike> to_report_;
};

}  // namespace

void find_causal_differences(const Json& expected, const Json& actual, Differences& found) {
  TreeComparer{expected, actual, found}.compare();
}

}  // namespace stepstorm::conformance
