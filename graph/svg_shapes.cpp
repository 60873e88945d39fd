#include "graph/svg_shapes.hpp"

#include <algorithm>
#include <cmath>

#include "graph/markup.hpp"

namespace stepstorm::graph {
namespace {

constexpr double bevel = 13;
constexpr double delay_radius_max = 30;

std::string path(std::string_view css_class, const std::string& data) {
  return "<path class=\"" + std::string(css_class) + "\" d=\"" + data + "\"/>";
}

std::string at(double x, double y) { return number(x) + ' ' + number(y); }

/// Points to both sides: a question with several ways out.
std::string hexagon(const Size& size) {
  const auto [width, height] = size;
  return path("shape",
              'M' + at(bevel, 0) + 'H' + number(width - bevel) + 'L' + at(width, height / 2) + 'L' +
                  at(width - bevel, height) + 'H' + number(bevel) + 'L' + at(0, height / 2) + 'Z');
}

/// A stop sign.
std::string octagon(const Size& size) {
  const auto [width, height] = size;
  return path("shape",
              'M' + at(bevel, 0) + 'H' + number(width - bevel) + 'L' + at(width, bevel) + 'V' + number(height - bevel) +
                  'L' + at(width - bevel, height) + 'H' + number(bevel) + 'L' + at(0, height - bevel) + 'V' +
                  number(bevel) + 'Z');
}

/// Flat at the left, round at the right: a delay.
std::string delay(const Size& size) {
  const auto [width, height] = size;
  const double radius = std::min(height / 2, delay_radius_max);
  const std::string arc = 'A' + at(radius, radius) + " 0 0 1 ";
  return path("shape",
              'M' + at(4, 0) + 'H' + number(width - radius) + arc + at(width, radius) + 'V' + number(height - radius) +
                  arc + at(width - radius, height) + 'H' + number(4) + "A4 4 0 0 1 " + at(0, height - 4) +
                  "V4A4 4 0 0 1 4 0Z");
}

/// A bar at each side: things that go on beside each other.
std::string barred(const Size& size) {
  const auto [width, height] = size;
  return rounded_box("shape", 0, 0, size, 5) +
         path("shape", 'M' + at(7, 0) + 'V' + number(height) + 'M' + at(width - 7, 0) + 'V' + number(height));
}

/// Several cards: the same for each item.
std::string stacked(const Size& size) {
  return rounded_box("shape", 6, 6, size, 8) + rounded_box("shape", 3, 3, size, 8) +
         rounded_box("shape", 0, 0, size, 8);
}

/// Both distances are to the edges that meet in the corner.
bool in_rounded_corner(double right, double below, double radius) {
  return right >= radius || below >= radius || std::hypot(radius - right, radius - below) <= radius;
}

}  // namespace

std::string rounded_box(std::string_view css_class, double x, double y, const Size& size, double radius) {
  return "<rect class=\"" + std::string(css_class) + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" +
         number(size.width) + "\" height=\"" + number(size.height) + "\" rx=\"" + number(radius) + "\"/>";
}

std::string outline(NodeKind kind, const Size& size) {
  switch (kind) {
    case NodeKind::Task: return rounded_box("shape", 0, 0, size, 8);
    case NodeKind::Pass: return rounded_box("shape", 0, 0, size, 0);
    case NodeKind::Choice: return hexagon(size);
    case NodeKind::Wait: return delay(size);
    case NodeKind::Fail: return octagon(size);
    case NodeKind::Parallel: return barred(size);
    case NodeKind::Map: return stacked(size);
    case NodeKind::Succeed:
    case NodeKind::Start:
    case NodeKind::End:
    case NodeKind::Join: return rounded_box("shape", 0, 0, size, size.height / 2);
  }
  return {};
}

bool shape_contains(NodeKind kind, const Size& size, double x, double y) {
  const double right = size.width / 2 - std::abs(x);  // how far it is to the box's edges
  const double below = size.height / 2 - std::abs(y);
  if (right < 0 || below < 0) return false;
  switch (kind) {
    case NodeKind::Choice: return right >= bevel * std::abs(y) / (size.height / 2);
    case NodeKind::Fail: return right + below >= bevel;
    case NodeKind::Wait: return x < 0 || in_rounded_corner(right, below, std::min(size.height / 2, delay_radius_max));
    case NodeKind::Succeed:
    case NodeKind::Start:
    case NodeKind::End: return in_rounded_corner(right, below, size.height / 2);
    case NodeKind::Task:
    case NodeKind::Pass:
    case NodeKind::Parallel:
    case NodeKind::Map:
    case NodeKind::Join: return true;
  }
  return true;
}

std::string_view icon_path(Icon icon) {
  switch (icon) {
    case Icon::Function: return "M4 3h1.5q1 0 1.4 1L11 12q.4 1 1.4 1H13M8 7l-4 6";  // a lambda
    case Icon::Person: return "M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8zM2.8 14q.4-4 5.2-4t5.2 4";
    case Icon::Service: return "M8 2l5.4 3v6L8 14l-5.4-3V5zM2.6 5L8 8l5.4-3M8 8v6";  // a box
    case Icon::Arrow: return "M2.5 8h11M9 3.5L13.5 8 9 12.5";
    case Icon::Fork: return "M8 2v3.5M8 5.5L3.5 10v4M8 5.5l4.5 4.5v4";
    case Icon::Clock: return "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.4 1.6";
    case Icon::Check: return "M3 8.6l3.4 3.4L13 4.8";
    case Icon::Cross: return "M4 4l8 8M12 4l-8 8";
    case Icon::Bars: return "M4 2.5v11M8 2.5v11M12 2.5v11";
    case Icon::Layers: return "M8 2l6 3-6 3-6-3zM2 8.2l6 3 6-3M2 11.2l6 3 6-3";
    case Icon::None: return "";
  }
  return "";
}

std::string_view sign_path(Outcome outcome) {
  switch (outcome) {
    case Outcome::NotReached: return "";
    case Outcome::Running: return "M-2 -3.4l5 3.4-5 3.4z";
    case Outcome::Succeeded: return "M-3.6 .3l2.5 2.6 4.7-5.4";
    case Outcome::Caught: return "M0 -4v4.6M0 3.6v.2";
    case Outcome::Failed: return "M-3 -3l6 6M3 -3l-6 6";
    case Outcome::Stopped: return "M-2.6 -2.6h5.2v5.2h-5.2z";
  }
  return "";
}

}  // namespace stepstorm::graph
