#include "app/commands/init.hpp"

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/commands/sample_data.hpp"
#include "app/commands/simulate.hpp"
#include "config/binding.hpp"
#include "config/machine_file.hpp"
#include "config/settings.hpp"
#include "launch/write_file.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/refuse.hpp"
#include "values/words.hpp"

namespace stepstorm::app {
namespace fs = std::filesystem;
namespace {

constexpr const char* settings_name = "settings.json";
constexpr const char* scenario_name = "scenario.json";
constexpr const char* experiment_name = "experiment.json";
constexpr const char* mocks_name = "mocks.json";

/// The settings of the workers of one resource.
struct Row {
  std::string name;
  std::string arn;
  Json answer = Json::object();  // an example of the answer that the machine reads
};

std::string quoted(const std::string& text) { return to_text(Json(text)); }

/// Returns "Pay" for arn:aws:lambda:us-east-1:123456789012:function:Pay, "sns:publish" for
/// arn:aws:states:::sns:publish.
std::string short_name(const std::string& arn) {
  const auto marker = arn.find(":::");
  return marker != arn.npos ? arn.substr(marker + 3) : arn.substr(arn.rfind(':') + 1);
}

bool waits_for_token(const Row& row) { return row.arn.ends_with(".waitForTaskToken"); }

/// Returns one row per resource, in order of appearance. A resource known only at run time becomes any function.
std::vector<Row> rows_for(const asl::Machine& machine, const SampleData& data) {
  std::vector<Row> rows;
  std::set<std::string> names;
  for (const config::UnboundTask& task : config::bind(machine, {}).unbound) {
    const bool is_any = task.resource.ends_with(":lambda:invoke");
    const std::string arn = is_any ? "arn:aws:lambda:*:function:*" : task.resource;
    auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& each) { return each.arn == arn; });
    if (row == rows.end()) {
      const std::string wanted = is_any ? "functions" : short_name(arn);
      std::string name = wanted;
      for (int number = 2; !names.insert(name).second; ++number) name = wanted + '-' + std::to_string(number);
      row = rows.insert(row, {std::move(name), arn});
    }
    if (const auto answer = data.answers.find(task.state); answer != data.answers.end() && answer->second.is_object())
      row->answer.update(answer->second, true);
  }
  return rows;
}

/// Returns the input's member that looks most like an identity.
std::string identity_in(const Json& input) {
  if (!input.is_object()) return "id";
  for (const auto& [name, value] : input.items())
    if (name == "id" || name.ends_with("Id") || name.ends_with("_id")) return name;
  return input.empty() ? "id" : input.items().begin().key();
}

/// Returns the input that the definition reads, with at least an identity for keys and invariants.
Json input_for(const SampleData& data) {
  const bool is_object = data.input.is_object();
  return is_object && data.input.empty() ? Json{{"id", "id-{{sequence}}"}} : data.input;
}

// ---- the files

/// Returns the answer, if the machine reads any of it.
std::string output_text(const Row& row) {
  if (row.answer.empty())
    return R"(
            // "output": { "status": "DONE" } // a payload template over the input; without it the answer is the input)";
  return R"(,
            // A payload template over the input: what the machine reads of this answer.
            "output": )" +
         to_text(row.answer);
}

std::string settings_text(const config::MachineFile& machine, const fs::path& path, const std::vector<Row>& rows) {
  std::string text = "// Who answers the tasks of " + machine.name +
                     R"(. `stepstorm` looks tasks up here, the first row that fits wins.
{
  "seed": 1,
  "state_machines": { )" +
                     quoted(machine.name) + ": " + quoted(path.generic_string()) + R"( },
  "resources": [
)";
  for (const Row& row : rows)
    text += R"(    {
      "name": )" +
            quoted(row.name) + R"(,
      "arn": )" +
            quoted(row.arn) + R"(,
      "kind": "model",
      "actors": 1,
      "capacity": 100, // attempts at once
      "service_time": { "lognormal": { "mean": "100 ms", "p99": "500 ms" } },
      "settings": {
        "outcomes": [
          // { "probability": 0.01, "error": "Example.Unavailable", "cause": "busy" },
          {
            )" +
            (waits_for_token(row)
                 ? R"("answers_after": { "exponential": "10 min" }, // the token is answered so much later
            )"
                 : "") +
            R"(// What takes place, under which key: invariants count it.
            "effects": [ { "effect": )" +
            quoted(row.name) + R"(, "key": "$$.Order" } ])" + output_text(row) + R"(
          }
        ]
      }
    })" + std::string{&row == &rows.back() ? "\n" : ",\n"};
  return text + "  ]\n}\n";
}

/// Returns the common part of scenario and experiment.
std::string load_text(const config::MachineFile& machine, const Json& input) {
  return R"(  "machine": )" + quoted(machine.name) + R"(,
  "settings": ")" +
         settings_name + R"(",
  "duration": "2 min",
  "arrivals": { "poisson": 5 }, // executions per second
  // "noun": "claim", // what one execution is called
  // "key": "$.)" +
         identity_in(input) +
         R"(", // which of your domain's things it is about; then effects should go by the same
  "input": )" +
         to_text(input);
}

std::string scenario_text(const config::MachineFile& machine, const Json& input) {
  return "// Load on " + machine.name + ", in virtual time: `stepstorm simulate " + scenario_name + "`\n{\n" +
         load_text(machine, input) + "\n}\n";
}

std::string experiment_text(const config::MachineFile& machine, const Json& input, const std::vector<Row>& rows) {
  std::string text = "// What goes wrong, and what must hold: `stepstorm experiment " + std::string{experiment_name} +
                     "`\n{\n" +
                     R"(  "description": "One fault of each useful kind, one after the other.",
)" + load_text(machine, input);
  if (rows.empty()) return text + "\n}\n";
  const std::string target = R"("target": { "resource": )" + quoted(rows.front().name) + " }";
  const std::string effect = quoted(rows.front().name);
  return text + R"(,
  "thresholds": { "success_rate": [ "rate>0.9" ] },
  "invariants": [
    // How often it may take place for each key. Answers that get lost are asked for again: try at_most 1.
    { "name": "not_done_too_often", "effect": )" +
         effect + R"(, "at_most": 100 },
    { "name": "all_end_in_time", "ends_within": "24 h" }
  ],
  "method": [
    { "name": "it is slow", "latency": { "exponential": "500 ms" }, )" +
         target + R"(, "start": "10 s", "duration": "10 s" },
    { "name": "it fails before the work", "error": { "error": "Lambda.ServiceException" }, )" +
         target + R"(, "start": "30 s", "duration": "10 s", "probability": 0.2 },
    { "name": "it fails after the work", "error": { "error": "Lambda.ServiceException", "moment": "after" }, )" +
         target + R"(, "start": "50 s", "duration": "10 s", "probability": 0.2 },
    { "name": "it throttles", "throttle": true, )" +
         target + R"(, "start": "70 s", "duration": "10 s", "probability": 0.2 },
    { "name": "answers come twice", "duplicate_answer": true, )" +
         target + R"(, "start": "90 s", "duration": "10 s", "probability": 0.2 }
    // { "name": "answers get lost", "lost_answer": true, )" +
         target + R"(, "probability": 0.01 }, // needs TimeoutSeconds
    // { "name": "it is down", "outage": true, )" +
         target + R"(, "start": "100 s", "duration": "5 s" }
  ]
}
)";
}

/// Returns mocks in the form of AWS's MockConfigFile.json, which has no comments.
std::string mocks_text(const config::MachineFile& machine, const asl::Machine& compiled, const SampleData& data) {
  Json states = Json::object();
  Json responses = Json::object();
  for (const asl::State& state : compiled.states) {
    const auto* const task = std::get_if<asl::TaskState>(&state.detail);
    if (!task) continue;
    const auto known = data.answers.find(state.name);
    Json answer = known == data.answers.end() ? Json{{"status", "DONE"}} : known->second;
    if (task->resource.arn.ends_with(":lambda:invoke"))
      answer = Json{{"StatusCode", 200}, {"Payload", std::move(answer)}};
    states[state.name] = state.name + " answers";
    responses[state.name + " answers"] = {{"0", {{"Return", std::move(answer)}}}};
  }
  const Json test_cases{{"HappyPath", std::move(states)}};
  const Json machines{{machine.name, {{"TestCases", test_cases}}}};
  return Json{{"StateMachines", machines}, {"MockedResponses", std::move(responses)}}.dump(2) + '\n';
}

launch::Written write_all(const fs::path& folder, const std::vector<launch::NamedText>& files) {
  for (const launch::NamedText& file : files)
    if (fs::exists(folder / file.name))
      return tl::unexpected{(folder / file.name).string() + " is there already: nothing was written"};
  return launch::write_files(folder, files);
}

}  // namespace

int init_command(const InitOptions& options, std::ostream& out, std::ostream& err) {
  const auto file = config::find_machine(options.machine.string(), options.machine, {});
  if (!file) return terminal::refuse(err, file.error(), terminal::exit_wrong_use);
  const auto loaded = config::load_machine(*file, asl::MachineType::STANDARD, options.substitutions);
  if (!loaded) {
    for (const auto& finding : loaded.error()) err << config::render(finding) << '\n';
    return terminal::exit_wrong_use;
  }
  const asl::Machine& machine = *loaded->state_machine->machine;
  const auto definition = parse_json(machine.definition);
  const SampleData data = definition ? sample_data(*definition) : SampleData{};
  const Json input = input_for(data);
  const auto rows = rows_for(machine, data);
  std::error_code ignored;
  // The folder may not exist yet, and a relative path needs two absolute ones.
  const fs::path path = fs::relative(fs::absolute(file->path, ignored), fs::absolute(options.out, ignored), ignored);
  const auto written = write_all(options.out,
                                 {{settings_name, settings_text(*file, path.empty() ? file->path : path, rows)},
                                  {scenario_name, scenario_text(*file, input)},
                                  {experiment_name, experiment_text(*file, input, rows)},
                                  {mocks_name, mocks_text(*file, machine, data)}});
  if (!written) return terminal::refuse(err, written.error(), terminal::exit_wrong_use);
  const auto at = [&](const char* name) { return shell_word((options.out / name).lexically_normal().string()); };
  out << "Written, to be changed:\n"
      << "  " << at(settings_name) << "    who answers " << counted(rows.size(), "resource") << '\n'
      << "  " << at(scenario_name) << "    stepstorm simulate " << at(scenario_name) << '\n'
      << "  " << at(experiment_name) << "    stepstorm experiment " << at(experiment_name) << '\n'
      << "  " << at(mocks_name) << "    stepstorm run " << shell_word(file->path.string()) << " --machine-name "
      << shell_word(file->name) << " --mocks " << at(mocks_name) << " --test-case HappyPath\n\n";
  SimulateOptions simulate;
  simulate.scenario = options.out / scenario_name;
  simulate.substitutions = options.substitutions;
  simulate.terminal = options.terminal;
  simulate.progress = options.progress;
  return simulate_command(simulate, out, err);
}

}  // namespace stepstorm::app
