#include "graph/svg_style.hpp"

#include <array>

#include "graph/palette.hpp"
#include "graph/words.hpp"

namespace stepstorm::graph {
namespace {

constexpr std::array kinds = {NodeKind::Task,
                              NodeKind::Pass,
                              NodeKind::Choice,
                              NodeKind::Wait,
                              NodeKind::Succeed,
                              NodeKind::Fail,
                              NodeKind::Parallel,
                              NodeKind::Map,
                              NodeKind::Start,
                              NodeKind::End,
                              NodeKind::Join};
constexpr std::array outcomes = {
    Outcome::NotReached, Outcome::Running, Outcome::Succeeded, Outcome::Caught, Outcome::Failed, Outcome::Stopped};

// What is the same on any paper. Only plain CSS 2: not every viewer of SVG knows more.
constexpr std::string_view shapes = R"(
.stepstorm{font-family:Inter,"Segoe UI","Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;max-width:100%;height:auto}
.stepstorm .heading{font-size:19px;font-weight:700}
.stepstorm .comment{font-size:12.5px}
.stepstorm .status{font-size:12px;font-weight:700}
.stepstorm .key{font-size:11px}
.stepstorm .name{font-size:13.5px;font-weight:600}
.stepstorm .kind{font-size:11px}
.stepstorm .badge text{font-size:10px;font-weight:600}
.stepstorm .label text{font-size:11px}
.stepstorm .shape{stroke-width:1.4}
.stepstorm .node:hover .shape{stroke-width:2.4}
.stepstorm .edge:hover .line{stroke-width:3}
.stepstorm .icon{fill:none;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
.stepstorm .line{fill:none;stroke-width:1.5}
.stepstorm .taken .line{stroke-width:2.2}
.stepstorm .default .line{stroke-dasharray:6 4}
.stepstorm .catch .line{stroke-dasharray:6 4}
.stepstorm .unreached{opacity:.55}
.stepstorm .unreached .shape{stroke-dasharray:4 3}
.stepstorm .cluster{stroke-width:1.2;stroke-dasharray:5 4}
.stepstorm .branch{stroke-width:1}
.stepstorm .branch,.stepstorm .tint{fill-opacity:.6}
.stepstorm .cluster{fill-opacity:.06}
)";

class Sheet {
 public:
  explicit Sheet(std::string_view Tone::*side) : side_(side) {}

  std::string write() {
    write_page();
    for (const auto kind : kinds) write_kind(kind);
    for (const auto outcome : outcomes) write_outcome(outcome);
    write_badge(Mark::Caught, Outcome::Caught);
    write_badge(Mark::Failed, Outcome::Failed);
    write_edges();
    return std::move(css_);
  }

 private:
  void rule(const std::string& selector, const char* property, const Tone& colour) {
    css_ += ".stepstorm " + selector + '{' + property + ':' + std::string(colour.*side_) + "}\n";
  }

  void write_page() {
    rule(".paper", "fill", tone::paper);
    rule("text", "fill", tone::ink);
    rule(".faint", "fill", tone::faint_ink);
    rule(".shape", "fill", tone::card);
    rule(".branch", "fill", tone::card);
    rule(".branch", "stroke", tone::faint_line);
    rule(".icon", "stroke", tone::card);
    rule(".rule", "stroke", tone::faint_line);
    rule(".badge rect", "fill", tone::pill);
    rule(".badge text", "fill", tone::faint_ink);
    rule(".label rect", "fill", tone::paper);
    rule(".sign circle", "stroke", tone::paper);
    rule(".status", "fill", tone::card);
  }

  void write_kind(NodeKind kind) {
    const std::string of = '.' + std::string(word_for(kind));
    rule(of + " .shape", "stroke", accent_of(kind));
    rule(of + " .tile", "fill", accent_of(kind));
    rule(".cluster" + of, "stroke", accent_of(kind));
    rule(".cluster" + of, "fill", accent_of(kind));
  }

  void write_outcome(Outcome outcome) {
    const std::string of = '.' + std::string(word_for(outcome));
    rule(of + " .shape", "fill", fill_of(outcome));
    rule(of + " .shape", "stroke", accent_of(outcome));
    rule(of + " .sign circle", "fill", accent_of(outcome));
    rule(".chip" + of + " .pill", "fill", accent_of(outcome));
  }

  void write_badge(Mark mark, Outcome outcome) {
    const std::string of = ".badge." + std::string(word_for(mark));
    rule(of + " rect", "fill", accent_of(outcome));
    rule(of + " text", "fill", tone::card);
  }

  void write_edges() {
    for (const auto kind : {EdgeKind::Plain, EdgeKind::Choice, EdgeKind::Default, EdgeKind::Catch}) {
      const std::string of = '.' + std::string(word_for(kind));
      rule(of + " .line", "stroke", line_of(kind));
      rule(of + " .head", "fill", line_of(kind));
    }
    rule(".label.catch text", "fill", accent_of(NodeKind::Fail));
    rule(".taken .line", "stroke", tone::faint_ink);
    rule(".taken .head", "fill", tone::faint_ink);
    rule(".catch.taken .line", "stroke", accent_of(NodeKind::Fail));
    rule(".catch.taken .head", "fill", accent_of(NodeKind::Fail));
    rule(".untaken .line", "stroke", tone::faint_line);
    rule(".untaken .head", "fill", tone::faint_line);
    rule(".label.untaken text", "fill", tone::line);
  }

  std::string_view Tone::*side_;
  std::string css_;
};

}  // namespace

std::string stylesheet() {
  return std::string(shapes) + Sheet(&Tone::light).write() + "@media (prefers-color-scheme:dark){\n" +
         Sheet(&Tone::dark).write() + "}\n";
}

}  // namespace stepstorm::graph
