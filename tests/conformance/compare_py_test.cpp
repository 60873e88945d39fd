// Proves that this comparer and the corpus's compare.py agree: over what the engine makes of every recorded case, over
// every recording itself, and over recordings in which something has been changed.
#include <cstdlib>
#include <fstream>
#include <random>

#include <catch2/catch.hpp>

#include "config/source_folder.hpp"
#include "conformance/case_runner.hpp"
#include "tests/conformance/corpus.hpp"

namespace stepstorm::conformance {
namespace {

namespace fs = std::filesystem;
using Random = std::mt19937;

std::size_t below(Random& random, std::size_t count) { return random() % count; }

// ---- results that agree with a recording

/// With something in place of each wildcard; always the same, or something else each time.
std::string filled(const std::string& pattern, Random* random) {
  std::string text = pattern;
  const auto replace = [&](const std::string& wildcard, const std::string& with) {
    for (std::size_t at = text.find(wildcard); at != text.npos; at = text.find(wildcard, at + with.size()))
      text.replace(at, wildcard.size(), with);
  };
  replace("{{iso8601}}", "2024-05-06T07:08:09.123Z");
  replace("{{uuid}}", "01234567-89ab-cdef-0123-456789abcdef");
  for (std::size_t open = text.find("{{any"); open != text.npos; open = text.find("{{any")) {
    const std::size_t close = text.find("}}", open);
    const std::string name = text.substr(open + 5, close - open - 5);
    text.replace(open, close + 2 - open, "some" + name + (random ? std::to_string(below(*random, 2)) : ""));
  }
  return text;
}

Json filled(const Json& value, Random* random) {
  if (value.is_string()) return filled(value.get<std::string>(), random);
  Json copy = value;
  if (copy.is_structured())
    for (Json& child : copy) child = filled(child, random);
  return copy;
}

/// Objects among the details become JSON texts again, as GetExecutionHistory has them.
void encode_details(Json& event) {
  for (Json& details : event) {
    if (!details.is_object()) continue;
    for (const char* name : {"input", "output", "cause", "parameters"})
      if (details.contains(name) && details[name].is_structured()) details[name] = to_text(details[name]);
  }
}

Json result_that_agrees(const Expectation& expectation, Random* random) {
  Json result = filled(expectation.outcome, random);
  for (const char* name : {"output", "cause"})
    if (result.contains(name) && (std::string(name) == "output" || result[name].is_structured()))
      result[name] = to_text(result[name]);
  if (!expectation.history) return result;
  result["events"] = filled(*expectation.history, random);
  for (Json& event : result["events"]) {
    event["timestamp"] = "2024-05-06T07:08:09.123Z";
    encode_details(event);
  }
  return result;
}

// ---- changing them

/// An event's type and ids keep their types, as every engine's do.
bool is_fixed(const std::string& name) { return name == "type" || name == "id" || name == "previousEventId"; }

void gather_leaves(Json& value, std::vector<Json*>& leaves) {
  if (!value.is_structured()) return leaves.push_back(&value);
  for (auto child = value.begin(); child != value.end(); ++child)
    if (!value.is_object() || !is_fixed(child.key())) gather_leaves(*child, leaves);
}

void change_leaf(Json& value, Random& random) {
  std::vector<Json*> leaves;
  gather_leaves(value, leaves);
  if (leaves.empty()) return;
  Json& leaf = *leaves[below(random, leaves.size())];
  const Json others[] = {"changed", 1, 1.0, true, nullptr, Json::array(), "{}", "[ ]", "2024-05-06T07:08:09Z"};
  if (leaf.is_number_integer() && below(random, 2) == 0)
    leaf = leaf.get<std::int64_t>() + 1;
  else
    leaf = others[below(random, std::size(others))];
}

void change_member(Json& result, Random& random) {
  const char* names[] = {"status", "output", "error", "cause"};
  const char* name = names[below(random, std::size(names))];
  if (below(random, 2) == 0)
    result.erase(name);
  else
    result[name] = below(random, 2) == 0 ? Json("FAILED") : Json(nullptr);
}

void change_events(Json& result, Random& random) {
  if (!result.contains("events") || result["events"].empty()) return;
  Json& events = result["events"];
  const std::size_t one = below(random, events.size());
  const std::size_t other = below(random, events.size());
  switch (below(random, 5)) {
    case 0: events.erase(one); break;
    case 1: events.push_back(Json(events[one])); break;
    case 2: std::swap(events[one], events[other]); break;
    case 3: events[one]["previousEventId"] = other; break;
    default: change_leaf(events[one], random); break;
  }
}

Json changed(Json result, Random& random) {
  switch (below(random, 4)) {
    case 0: change_member(result, random); break;
    case 1: change_leaf(result, random); break;
    default: change_events(result, random); break;
  }
  return result;
}

// ---- trials

struct Trial {
  fs::path file;
  const Case* recorded;
  Json actual;
  bool strict;
};

std::vector<Trial> trials_of(const CaseFile& file, Random& random) {
  constexpr int changes = 6;
  const auto& [path, recorded] = file;
  std::vector<Json> results{play(recorded).result,
                            result_that_agrees(recorded.expectation, nullptr),
                            result_that_agrees(recorded.expectation, &random)};
  for (int change = 0; change < changes; ++change) results.push_back(changed(results[below(random, 2)], random));
  std::vector<Trial> trials;
  for (Json& result : results) {
    trials.push_back({path, &recorded, result, false});
    trials.push_back({path, &recorded, std::move(result), true});
  }
  return trials;
}

std::string verdict(const Comparison& comparison) {
  std::string text;
  for (const Level level : levels) {
    const auto& differences = comparison.at(level);
    text += !differences ? '?' : differences->empty() ? '+' : '-';
  }
  return text;
}

/// A folder that is gone when the test is over.
struct Scratch {
  fs::path folder = fs::temp_directory_path() / ("stepstorm-compare-" + std::to_string(std::random_device{}()));
  Scratch() { fs::create_directories(folder); }
  ~Scratch() { fs::remove_all(folder); }
};

std::vector<std::string> ask_compare_py(const fs::path& corpus, const std::vector<Trial>& trials) {
  const Scratch scratch;
  std::ofstream lines(scratch.folder / "trials");
  for (const Trial& trial : trials)
    lines << to_text({{"case", trial.file.string()}, {"actual", trial.actual}, {"strict", trial.strict}}) << '\n';
  lines.close();
  const std::string command = "PYTHONDONTWRITEBYTECODE=1 python3 '" + config::source_folder().string() +
                              "/tests/conformance/verdicts.py' '" + corpus.string() + "' '" +
                              (scratch.folder / "trials").string() + "' > '" + (scratch.folder / "verdicts").string() +
                              "'";
  REQUIRE(std::system(command.c_str()) == 0);
  std::vector<std::string> verdicts;
  std::ifstream read(scratch.folder / "verdicts");
  for (std::string line; std::getline(read, line);) verdicts.push_back(line);
  return verdicts;
}

TEST_CASE("every verdict is the one of the corpus's own comparer", "[conformance][corpus]") {
  const auto corpus = corpus_or_skip();
  if (!corpus) return;
  if (std::system("python3 -c '' 2>/dev/null") != 0) {
    WARN("skipped: there is no python3");
    return;
  }
  Random random{20240506};
  const auto cases = corpus_cases(*corpus);
  std::vector<Trial> trials;
  for (const CaseFile& file : cases)
    for (Trial& trial : trials_of(file, random)) trials.push_back(std::move(trial));

  const auto verdicts = ask_compare_py(*corpus, trials);
  REQUIRE(verdicts.size() == trials.size());
  for (std::size_t index = 0; index < trials.size(); ++index) {
    const Trial& trial = trials[index];
    const std::string ours = verdict(compare(trial.actual, trial.recorded->expectation, trial.strict));
    if (ours == verdicts[index]) continue;  // CHECK is slow, and there are thousands
    INFO(trial.recorded->id << (trial.strict ? " strictly: " : ": ") << to_text(trial.actual));
    CHECK(ours == verdicts[index]);
  }
}

}  // namespace
}  // namespace stepstorm::conformance
