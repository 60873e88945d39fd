#include "graph/palette.hpp"

namespace stepstorm::graph {

Tone accent_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::Task: return {"#2f6fde", "#6aa2ff"};
    case NodeKind::Pass: return {"#647386", "#93a1b3"};
    case NodeKind::Choice: return {"#8250c8", "#b48cf2"};
    case NodeKind::Wait: return {"#b7730a", "#e3a748"};
    case NodeKind::Succeed: return {"#23864b", "#5bc486"};
    case NodeKind::Fail: return {"#cb3138", "#f2777c"};
    case NodeKind::Parallel: return {"#0c8482", "#4cc4c0"};
    case NodeKind::Map: return {"#b23c86", "#ea86c4"};
    case NodeKind::Start:
    case NodeKind::End:
    case NodeKind::Join: return {"#45515f", "#a9b4c1"};
  }
  return tone::line;
}

Tone accent_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::NotReached: return tone::faint_line;
    case Outcome::Running: return {"#2f6fde", "#6aa2ff"};
    case Outcome::Succeeded: return {"#23864b", "#4fbb7c"};
    case Outcome::Caught: return {"#c26a00", "#eda23f"};
    case Outcome::Failed: return {"#cb3138", "#f2777c"};
    case Outcome::Stopped: return {"#647386", "#93a1b3"};
  }
  return tone::line;
}

Tone fill_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::NotReached: return tone::card;
    case Outcome::Running: return {"#eaf2ff", "#17263f"};
    case Outcome::Succeeded: return {"#e9f7ee", "#15291e"};
    case Outcome::Caught: return {"#fff3e0", "#31240f"};
    case Outcome::Failed: return {"#fdebeb", "#361a1d"};
    case Outcome::Stopped: return {"#eef1f5", "#242b35"};
  }
  return tone::card;
}

Tone line_of(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::Plain:
    case EdgeKind::Choice:
    case EdgeKind::Default: return tone::line;
    case EdgeKind::Catch: return {"#d2575c", "#d9696e"};
  }
  return tone::line;
}

}  // namespace stepstorm::graph
