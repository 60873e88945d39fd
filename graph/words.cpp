#include "graph/words.hpp"

#include <cstdint>
#include <cstdio>

namespace stepstorm::graph {
namespace {

/// "4 min 5 s"; a smaller part of nothing is left out.
std::string in_two_parts(std::int64_t large, const char* large_unit, std::int64_t small, const char* small_unit) {
  std::string text = std::to_string(large) + large_unit;
  if (small > 0) text += ' ' + std::to_string(small) + small_unit;
  return text;
}

std::string decimal(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

}  // namespace

std::string_view word_for(NodeKind kind) {
  switch (kind) {
    case NodeKind::Task: return "task";
    case NodeKind::Pass: return "pass";
    case NodeKind::Choice: return "choice";
    case NodeKind::Wait: return "wait";
    case NodeKind::Succeed: return "succeed";
    case NodeKind::Fail: return "fail";
    case NodeKind::Parallel: return "parallel";
    case NodeKind::Map: return "map";
    case NodeKind::Start: return "start";
    case NodeKind::End: return "end";
    case NodeKind::Join: return "join";
  }
  return "";
}

std::string_view word_for(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::Plain: return "plain";
    case EdgeKind::Choice: return "when";
    case EdgeKind::Default: return "default";
    case EdgeKind::Catch: return "catch";
  }
  return "";
}

std::string_view word_for(Outcome outcome) {
  switch (outcome) {
    case Outcome::NotReached: return "unreached";
    case Outcome::Running: return "running";
    case Outcome::Succeeded: return "succeeded";
    case Outcome::Caught: return "caught";
    case Outcome::Failed: return "failed";
    case Outcome::Stopped: return "stopped";
  }
  return "";
}

std::string_view word_for(Mark mark) {
  switch (mark) {
    case Mark::Retry: return "retry";
    case Mark::Entered: return "entered";
    case Mark::Time: return "time";
    case Mark::Caught: return "caught";
    case Mark::Failed: return "failed";
  }
  return "";
}

std::string duration_text(std::chrono::nanoseconds duration) {
  using namespace std::chrono;
  const auto whole = duration_cast<seconds>(duration).count();
  if (duration < 1s) return std::to_string(duration_cast<milliseconds>(duration).count()) + " ms";
  if (duration < 1min) return decimal(static_cast<double>(duration_cast<milliseconds>(duration).count()) / 1000) + " s";
  if (duration < 1h) return in_two_parts(whole / 60, " min", whole % 60, " s");
  return in_two_parts(whole / 3600, " h", whole / 60 % 60, " min");
}

}  // namespace stepstorm::graph
