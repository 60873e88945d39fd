#include "search/shrinking/shrink.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "config/duration.hpp"

namespace stepstorm::shrinking {
namespace {

using Pointer = Json::json_pointer;

constexpr std::array durations{"100 ms", "200 ms", "500 ms", "1 s",   "2 s",   "5 s",   "10 s",
                               "15 s",   "20 s",   "30 s",   "1 min", "2 min", "5 min", "10 min",
                               "15 min", "30 min", "1 h",    "2 h",   "4 h",   "6 h",   "12 h"};

/// Members that are not removed: they identify the experiment, or have a reduction of their own.
constexpr std::array kept_members{
    "$schema", "title", "description", "noun", "key", "seed", "machine", "type", "settings", "duration", "orders"};
constexpr std::array kept_of_fault{"name", "target"};

template <class Names>
bool is_one_of(std::string_view name, const Names& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string duration_text(std::chrono::nanoseconds duration) {
  using namespace std::chrono_literals;
  if (duration % 1s == 0s) return std::to_string(duration / 1s) + " s";
  if (duration % 1ms == 0ms) return std::to_string(duration / 1ms) + " ms";
  return std::to_string(duration / 1us) + " us";
}

bool is_kill(const Json& fault) { return fault.contains("kill"); }

class Shrinker {
 public:
  Shrinker(Json document, const std::vector<std::string>& resources, const Try& attempt)
      : best_(std::move(document)), resources_(resources), attempt_(attempt) {
    tried_.insert(to_text(best_));
  }

  Shrunk run() {
    while (!stopped_ && reduce_all()) {
    }
    return {std::move(best_), !stopped_};
  }

 private:
  /// Runs all reductions once, those that shorten runs first. Returns whether any has helped.
  bool reduce_all() {
    const std::size_t before = kept_;
    fewer_elements(Pointer{"/method"});
    begin_earlier();
    for_each_fault([this](const Pointer& fault) { remove(fault / "probability"); });
    fewer_orders();
    shorter(Pointer{"/duration"});
    for_each_fault([this](const Pointer& fault) { reduce(fault); });
    fewer_members(Pointer{});
    fewer_users();
    return kept_ > before;
  }

  void reduce(const Pointer& fault) {
    remove(fault / "start");
    if (is_kill(best_[fault])) return;
    narrow(fault);
    shorter(fault / "duration");
  }

  template <class Reduce>
  void for_each_fault(Reduce reduce) {
    for (std::size_t index = 0; index < count_of("method"); ++index) reduce(Pointer{"/method"} / index);
  }
  std::size_t count_of(const char* list) const { return best_.contains(list) ? best_[list].size() : 0; }

  /// Tries a document and keeps it when it fails. All reductions use this function.
  bool keep(Json candidate) {
    if (stopped_ || !tried_.insert(to_text(candidate)).second) return false;
    const Trial trial = attempt_(candidate);
    stopped_ = trial == Trial::Stop;
    if (trial != Trial::Fails) return false;
    best_ = std::move(candidate);
    ++kept_;
    return true;
  }

  bool put(const Pointer& at, Json value) {
    Json candidate = best_;
    candidate[at] = std::move(value);
    return keep(std::move(candidate));
  }

  bool remove(const Pointer& member) {
    if (!best_.contains(member)) return false;
    Json candidate = best_;
    candidate[member.parent_pointer()].erase(member.back());
    return keep(std::move(candidate));
  }

  // ---- fewer

  /// Removes half of the list at once, a quarter, ... single elements.
  void fewer_elements(const Pointer& list) {
    if (!best_.contains(list)) return;
    for (std::size_t chunk = best_[list].size(); chunk > 0; chunk /= 2)
      for (std::size_t from = 0; from < best_[list].size();)
        if (!remove_elements(list, from, chunk)) from += chunk;
  }

  bool remove_elements(const Pointer& list, std::size_t from, std::size_t count) {
    Json candidate = best_;
    Json& elements = candidate[list];
    const auto begin = elements.begin() + static_cast<std::ptrdiff_t>(from);
    elements.erase(begin, begin + static_cast<std::ptrdiff_t>(std::min(count, elements.size() - from)));
    return keep(std::move(candidate));
  }

  /// Removes whole members first, then the content of those that must stay.
  void fewer_members(const Pointer& object) {
    std::vector<std::string> names;
    for (const auto& [name, value] : best_[object].items()) names.push_back(name);
    for (const std::string& name : names)
      if (!is_kept(object, name) && !remove(object / name)) fewer_below(object / name);
  }

  void fewer_below(const Pointer& value) {
    if (best_[value].is_object()) return fewer_members(value);
    if (!best_[value].is_array()) return;
    if (best_[value].size() > 1) fewer_elements(value);
    for (std::size_t index = 0; index < best_[value].size(); ++index) fewer_below(value / index);
  }

  /// A fault without its duration would last longer.
  bool is_kept(const Pointer& object, const std::string& name) const {
    if (object.empty()) return is_one_of(name, kept_members);
    if (object.parent_pointer() != Pointer{"/method"}) return false;
    return is_one_of(name, kept_of_fault) || (name == "duration" && !is_kill(best_[object]));
  }

  // ---- smaller

  /// Moves all faults earlier by as much as the first one can be, and keeps their distances.
  void begin_earlier() {
    using std::chrono::nanoseconds;
    auto earliest = nanoseconds::max();
    for_each_fault([&](const Pointer& fault) { earliest = std::min(earliest, start_of(best_[fault])); });
    if (earliest == nanoseconds::max() || earliest.count() == 0) return;
    Json candidate = best_;
    for (Json& fault : candidate["method"]) {
      const auto start = start_of(fault) - earliest;
      fault.erase("start");
      if (start.count() > 0) fault["start"] = duration_text(start);
    }
    keep(std::move(candidate));
  }

  static std::chrono::nanoseconds start_of(const Json& fault) {
    const auto start = fault.find("start");
    if (start == fault.end() || !start->is_string()) return {};
    return config::parse_duration(start->get<std::string>()).value_or(std::chrono::nanoseconds{0});
  }

  /// Sets the shortest of several round durations at which the experiment fails; adds an absent one.
  void shorter(const Pointer& duration) {
    const auto now = best_.contains(duration) && best_[duration].is_string()
                         ? config::parse_duration(best_[duration].get<std::string>())
                         : std::nullopt;
    for (const char* text : durations)
      if ((!now || *config::parse_duration(text) < *now) && put(duration, text)) return;
  }

  /// Tries other seeds: the first order may fail only with another seed.
  void fewer_orders() {
    constexpr std::uint64_t seeds_tried = 30;
    fewer(Pointer{"/orders"}, std::numeric_limits<std::uint64_t>::max());
    const Json seed = best_.value("seed", Json{});
    if (best_.value("orders", std::uint64_t{0}) <= 1 || !seed.is_number_unsigned()) return;
    for (std::uint64_t step = 1; step <= seeds_tried; ++step) {
      Json candidate = best_;
      candidate["orders"] = 1;
      candidate["seed"] = seed.get<std::uint64_t>() + step;
      if (keep(std::move(candidate))) return;
    }
  }

  void fewer_users() {
    const Pointer users{"/closed_loop/users"};
    if (best_.contains(users)) fewer(users, 1);
  }

  /// Tries 1, 2, 4 ... until the experiment fails, and then values between the last two.
  void fewer(const Pointer& number, std::uint64_t otherwise) {
    constexpr std::uint64_t tried_max = 1'000'000;
    const std::uint64_t now = best_.value(number, otherwise);
    std::uint64_t holds = 0;
    for (std::uint64_t count = 1; count < std::min(now, tried_max); count *= 2) {
      if (put(number, count)) return between(number, holds, count);
      holds = count;
    }
    if (now < tried_max) between(number, holds, now);
  }

  void between(const Pointer& number, std::uint64_t holds, std::uint64_t fails) {
    while (fails - holds > 1) {
      const std::uint64_t middle = holds + (fails - holds) / 2;
      (put(number, middle) ? fails : holds) = middle;
    }
  }

  // ---- narrower

  void narrow(const Pointer& fault) {
    const Json target = best_[fault].value("target", Json::object());
    if (!target.contains("resource"))
      for (const std::string& resource : resources_)
        if (put(fault / "target" / "resource", resource)) break;
    if (!target.contains("last_attempt"))
      for (std::uint32_t attempt = 1; attempt <= 3; ++attempt)
        if (put(fault / "target" / "last_attempt", attempt)) break;
  }

  Json best_;
  const std::vector<std::string>& resources_;
  const Try& attempt_;
  std::set<std::string> tried_;
  std::size_t kept_ = 0;  // reductions
  bool stopped_ = false;
};

// ---- differences

const Json* named_element(const Json& list, const Json& like) {
  if (!like.is_object() || !like.contains("name")) return nullptr;
  const auto found = std::find_if(list.begin(), list.end(), [&](const Json& element) {
    return element.is_object() && element.contains("name") && element["name"] == like["name"];
  });
  return found == list.end() ? nullptr : &*found;
}

void compare(const std::string& where, const Json& before, const Json& after, std::vector<std::string>& out);

void compare_members(const std::string& where, const Json& before, const Json& after, std::vector<std::string>& out) {
  for (const auto& [name, value] : before.items()) {
    const auto kept = after.find(name);
    if (kept == after.end())
      out.push_back("without " + pointer_to(where, name));
    else
      compare(pointer_to(where, name), value, *kept, out);
  }
  for (const auto& [name, value] : after.items())
    if (!before.contains(name)) out.push_back("with " + pointer_to(where, name) + ": " + to_text(value));
}

bool is_named(const Json& list) {
  return !list.empty() && std::all_of(list.begin(), list.end(), [](const Json& element) {
    return element.is_object() && element.contains("name");
  });
}

void compare_named(const std::string& where, const Json& before, const Json& after, std::vector<std::string>& out) {
  for (const Json& element : before) {
    const std::string name =
        element["name"].is_string() ? element["name"].get<std::string>() : to_text(element["name"]);
    if (const Json* kept = named_element(after, element))
      compare_members(where + "/'" + name + '\'', element, *kept, out);
    else
      out.push_back("without " + where + "/'" + name + '\'');
  }
}

void compare(const std::string& where, const Json& before, const Json& after, std::vector<std::string>& out) {
  if (before == after) return;
  if (before.is_object() && after.is_object()) return compare_members(where, before, after, out);
  if (before.is_array() && after.is_array() && is_named(before)) return compare_named(where, before, after, out);
  out.push_back(where + ": " + to_text(before) + " -> " + to_text(after));
}

}  // namespace

Shrunk shrink(Json document, const std::vector<std::string>& resources, const Try& attempt) {
  return Shrinker{std::move(document), resources, attempt}.run();
}

std::size_t size_of(const Json& document) {
  std::size_t size = 1;
  if (document.is_structured())
    for (const Json& value : document) size += size_of(value);
  return size;
}

std::vector<std::string> differences(const Json& before, const Json& after) {
  std::vector<std::string> lines;
  compare({}, before, after, lines);
  return lines;
}

}  // namespace stepstorm::shrinking
