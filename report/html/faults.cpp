#include "report/html/faults.hpp"

#include <algorithm>

#include "report/html/fields.hpp"
#include "report/html/quantity.hpp"
#include "report/html/table.hpp"

namespace stepstorm::report::html {
namespace {

constexpr std::size_t lanes_max = 4;

struct Window {
  double start_s = 0;
  std::optional<double> end_s;  // nullopt: until the run ends
};

std::vector<Window> windows_of(const Json& fault) {
  std::vector<Window> windows;
  for (const Json& window : list_in(fault, "windows"))
    if (window.is_object()) windows.push_back({count_in(window, "start_s"), number_in(window, "end_s")});
  return windows;
}

std::string window_in_words(const Window& window) {
  const std::string start = in_words(window.start_s, Unit::Seconds);
  return window.end_s ? start + " to " + in_words(*window.end_s, Unit::Seconds) : "from " + start;
}

/// Returns A, B ... Z, then numbers.
std::string letter(std::size_t fault) {
  return fault < 26 ? std::string(1, static_cast<char>('A' + fault)) : std::to_string(fault + 1);
}

bool overlaps(const Band& band, const Band& other) { return band.from < other.to && other.from < band.to; }

/// Returns the lowest lane in which `bands` overlap no drawn band.
std::size_t free_lane(const std::vector<Band>& drawn, const std::vector<Band>& bands) {
  for (std::size_t lane = 0; lane + 1 < lanes_max; ++lane) {
    const auto taken = [&](const Band& band) {
      return std::any_of(
          drawn.begin(), drawn.end(), [&](const Band& other) { return other.lane == lane && overlaps(band, other); });
    };
    if (std::none_of(bands.begin(), bands.end(), taken)) return lane;
  }
  return lanes_max - 1;
}

std::vector<Band> bands_of(const Json& fault, std::size_t number, double run_end_s) {
  const std::string name = text_in(fault, "name");
  std::vector<Band> bands;
  for (const Window& window : windows_of(fault)) {
    const double end_s = std::min(window.end_s.value_or(run_end_s), run_end_s);
    if (window.start_s >= end_s) continue;
    bands.push_back({.from = window.start_s,
                     .to = end_s,
                     .label = letter(number),
                     .name = name,
                     .tooltip = letter(number) + ' ' + name + ", " + window_in_words(window)});
  }
  return bands;
}

bool never_fired(const Json& fault) { return number_in(fault, "fired") == 0.0; }

Markup windows_in_words(const Json& fault) {
  const auto windows = windows_of(fault);
  if (windows.empty()) return escaped("the whole run");
  constexpr std::size_t listed_max = 4;
  std::string words;
  for (std::size_t i = 0; i < std::min(windows.size(), listed_max); ++i)
    words += (i == 0 ? "" : "; ") + window_in_words(windows[i]);
  if (windows.size() > listed_max) words += "; and " + std::to_string(windows.size() - listed_max) + " more";
  return escaped(words);
}

Markup fired_in_words(const Json& fault) {
  const auto fired = number_in(fault, "fired");
  if (!fired) return escaped("–");
  if (*fired == 0) return span("flag", "✗ never fired");
  const double offered = count_in(fault, "offered");
  const std::string share = offered > 0 ? " (" + in_words(*fired / offered, Unit::Share) + ")" : "";
  return escaped(count_in_words(*fired) + share);
}

}  // namespace

std::vector<Band> fault_bands(const Json& report, double end_s) {
  std::vector<Band> drawn;
  std::size_t number = 0;
  for (const Json& fault : list_in(report, "faults")) {
    auto bands = bands_of(fault, number++, end_s);
    const std::size_t lane = free_lane(drawn, bands);
    for (Band& band : bands) {
      band.lane = lane;
      drawn.push_back(std::move(band));
    }
  }
  return drawn;
}

Markup fault_key(const Json& report) {
  Markup keys;
  std::size_t number = 0;
  for (const Json& fault : list_in(report, "faults"))
    keys +=
        span("key",
             span("letter", letter(number++)) + escaped(' ' + text_in(fault, "name") + ", ") + windows_in_words(fault));
  return keys.empty() ? keys : element("p", {{"class", "fault-key"}}, keys);
}

Markup silent_faults(const Json& report) {
  Markup lines;
  std::size_t number = 0;
  for (const Json& fault : list_in(report, "faults")) {
    const std::string label = letter(number++);
    if (!never_fired(fault)) continue;
    lines += paragraph(
        "warning",
        "⚠ Fault " + label + " (" + text_in(fault, "name") + ") never fired: this run says nothing about it.");
  }
  return lines;
}

Markup faults_section(const Json& report) {
  const Json& faults = list_in(report, "faults");
  if (faults.empty()) return section("faults", "Faults", paragraph("quiet", "No faults were planned."));
  Table table({{"fault"}, {"kind"}, {"target"}, {"windows"}, {"offered", Align::Right}, {"fired", Align::Right}});
  std::size_t number = 0;
  for (const Json& fault : faults)
    table.row({span("letter", letter(number++)) + escaped(' ' + text_in(fault, "name")),
               escaped(text_in(fault, "kind")),
               escaped(text_in(fault, "target")),
               windows_in_words(fault),
               escaped(count_in_words(count_in(fault, "offered"))),
               fired_in_words(fault)},
              never_fired(fault) ? "silent" : "");
  return section("faults", "Faults", silent_faults(report) + table.markup());
}

}  // namespace stepstorm::report::html
