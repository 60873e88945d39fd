#include "experiment/selected_metric.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace stepstorm::experiment {
namespace {

struct Form {
  std::string_view name;
  Measure measure;
  std::string_view of;     // the required label; empty: none
  std::string_view extra;  // an optional label
};
constexpr std::array selected_metric_forms{Form{"response_time_ms", Measure::ResponseTime, "", ""},
                                           Form{"success_rate", Measure::SuccessRate, "", ""},
                                           Form{"failure_rate", Measure::FailureRate, "", ""},
                                           Form{"share", Measure::Reached, "reached", ""},
                                           Form{"state_time_ms", Measure::StateTime, "state", "part"},
                                           Form{"attempts", Measure::Attempts, "state", ""},
                                           Form{"retries", Measure::Retries, "state", ""},
                                           Form{"failed_attempts", Measure::FailedAttempts, "state", "error"},
                                           Form{"effects", Measure::Effects, "effect", ""}};

constexpr std::array<std::pair<std::string_view, StatePart>, 4> part_names{{{"queueing", StatePart::Queueing},
                                                                            {"work", StatePart::Work},
                                                                            {"back_off", StatePart::BackOff},
                                                                            {"waiting", StatePart::Waiting}}};

struct Label {
  std::string name;
  std::string value;
};

bool is_of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

/// Returns the position of the colon of a label `word:` at `at`; npos when there is no label.
std::size_t colon_of_label(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_of_word(text[end])) ++end;
  return end > at && end < text.size() && text[end] == ':' ? end : text.npos;
}

/// Parses labels. A value ends where the next label begins, since state names may contain commas. nullopt: no labels.
std::optional<std::vector<Label>> labels_in(std::string_view text) {
  std::vector<Label> labels;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t colon = colon_of_label(text, at);
    if (colon == text.npos) return std::nullopt;
    std::size_t end = colon + 1;
    while (end < text.size() && !(text[end] == ',' && colon_of_label(text, end + 1) != text.npos)) ++end;
    if (end == colon + 1) return std::nullopt;
    labels.push_back({std::string{text.substr(at, colon - at)}, std::string{text.substr(colon + 1, end - colon - 1)}});
    at = end + 1;
  }
  return labels;
}

bool read_part(const std::string& value, StatePart& out) {
  const auto known =
      std::find_if(part_names.begin(), part_names.end(), [&](const auto& part) { return part.first == value; });
  if (known == part_names.end()) return false;
  out = known->second;
  return true;
}

std::string why_not(const Form& form, const std::string& label) {
  std::string text = std::string{form.name} + " has no label '" + label + "'; there are ";
  if (!form.of.empty()) text += std::string{form.of} + ", ";
  if (!form.extra.empty()) text += std::string{form.extra} + ", ";
  return text + "visited, not_visited and the scenario's tags";
}

bool is_own(const std::string& label) {
  return std::find(own_labels().begin(), own_labels().end(), label) != own_labels().end();
}

/// Returns the error; empty: the label is valid.
std::string read_label(const Form& form, Label&& label, SelectedMetric& out) {
  if (label.name == form.of) {
    out.of = std::move(label.value);
  } else if (label.name == "part" && form.extra == "part") {
    if (!read_part(label.value, out.part))
      return "there is no part '" + label.value + "' of a state's time; there are queueing, work, back_off and waiting";
  } else if (label.name == "error" && form.extra == "error") {
    out.error = std::move(label.value);
  } else if (label.name == "visited" || label.name == "not_visited") {
    const bool visited = label.name == "visited";
    out.conditions.push_back({visited ? Condition::Kind::Visited : Condition::Kind::NotVisited, {}, label.value});
  } else if (is_own(label.name)) {
    return why_not(form, label.name);
  } else {
    out.conditions.push_back({Condition::Kind::Tag, std::move(label.name), std::move(label.value)});
  }
  return {};
}

}  // namespace

bool is_selected(std::string_view name) { return name.find('{') != name.npos; }

tl::expected<SelectedMetric, std::string> parse_selected(std::string_view name) {
  const std::string_view base = name.substr(0, name.find('{'));
  const auto form = std::find_if(selected_metric_forms.begin(), selected_metric_forms.end(), [&](const Form& known) {
    return known.name == base;
  });
  if (form == selected_metric_forms.end())
    return tl::unexpected{"there is no metric '" + std::string{name} + "' of a part of a run"};
  SelectedMetric metric{.measure = form->measure};
  if (is_selected(name)) {
    auto labels =
        name.ends_with('}') ? labels_in(name.substr(base.size() + 1, name.size() - base.size() - 2)) : std::nullopt;
    if (!labels)
      return tl::unexpected{"expected labels such as {visited:STATE} or {state:STATE,part:work}, found '" +
                            std::string{name.substr(base.size())} + "'"};
    for (Label& label : *labels)
      if (auto wrong = read_label(*form, std::move(label), metric); !wrong.empty())
        return tl::unexpected{std::move(wrong)};
  }
  if (!form->of.empty() && metric.of.empty())
    return tl::unexpected{std::string{form->name} + " needs the label '" + std::string{form->of} + "'"};
  return metric;
}

const std::vector<std::string_view>& own_labels() {
  static const std::vector<std::string_view> all{
      "visited", "not_visited", "reached", "state", "part", "error", "effect", "resource", "phase"};
  return all;
}

bool is_of_executions(Measure measure) {
  switch (measure) {
    case Measure::ResponseTime:
    case Measure::SuccessRate:
    case Measure::FailureRate:
    case Measure::Reached: return true;
    case Measure::StateTime:
    case Measure::Attempts:
    case Measure::Retries:
    case Measure::FailedAttempts:
    case Measure::Effects: return false;
  }
  return false;
}

void Gathered::record(std::optional<metrics::Histogram::Duration> time, bool hit) {
  if (time) times.record(*time);
  count += hit;
  ++total;
}

void Gathered::merge(const Gathered& other) {
  times.merge(other.times);
  count += other.count;
  total += other.total;
}

metrics::Metric metric_of(Measure measure, const Gathered& gathered, double seconds) {
  switch (measure) {
    case Measure::ResponseTime:
    case Measure::StateTime: return metrics::Trend{&gathered.times};
    case Measure::SuccessRate:
    case Measure::FailureRate:
    case Measure::Reached: return metrics::Rate{gathered.count, gathered.total};
    case Measure::Attempts:
    case Measure::Retries:
    case Measure::FailedAttempts:
    case Measure::Effects: return metrics::Counter{gathered.count, seconds};
  }
  return metrics::Gauge{};
}

}  // namespace stepstorm::experiment
