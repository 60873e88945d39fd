#include "bench/harness/harness.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <CLI/CLI.hpp>

#include "bench/machine.hpp"

namespace stepstorm::bench {
namespace {

const char* name_of(Better better) { return better == Better::More ? "more" : "less"; }

std::string summed_up(const std::vector<double>& samples) {
  const Summary sum = summary(samples);
  return figure(sum.median) + "  (" + figure(sum.min) + " - " + figure(sum.max) + ")";
}

void add_numbers(Json& json, const std::vector<double>& samples) {
  const Summary sum = summary(samples);
  json["median"] = sum.median;
  json["min"] = sum.min;
  json["max"] = sum.max;
  json["samples"] = samples;
}

template <class List>
auto named(List& list, const std::string& name) {
  return std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.name == name; });
}

}  // namespace

Options read_command_line(int argc, char** argv, const std::string& question, bool takes_rest) {
  Options options;
  CLI::App app{question};
  app.add_flag("--quick", options.quick, "In seconds: shows that it works, not how fast");
  app.add_option("--repetitions", options.repetitions, "How often everything is measured")->check(CLI::Range(1, 1000));
  app.add_option("--seed", options.seed, "Of whatever is drawn")->capture_default_str();
  app.add_option("--json", options.json, "Write the results to this file as well");
  app.allow_extras(takes_rest);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error));
  }
  options.rest = app.remaining();
  return options;
}

Summary summary(std::vector<double> samples) {
  if (samples.empty()) throw std::logic_error("nothing was measured");
  std::sort(samples.begin(), samples.end());
  return {(samples[(samples.size() - 1) / 2] + samples[samples.size() / 2]) / 2, samples.front(), samples.back()};
}

double seconds_of(const std::function<void()>& call) {
  const auto began = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

Session::Session(std::string name, std::string question, Options options, int usual_repetitions)
    : name_(std::move(name)),
      question_(std::move(question)),
      options_(std::move(options)),
      repetitions_(options_.repetitions_or(usual_repetitions)),
      load_average_(load_average()) {}

void Session::condition(const std::string& what, const std::string& value) { conditions_.emplace_back(what, value); }

void Session::measure(const std::vector<Subject>& subjects, std::optional<int> repetitions) {
  const int times = repetitions.value_or(repetitions_);
  for (int repetition = 1; repetition <= times; ++repetition)
    for (const Subject& subject : subjects) {
      std::fprintf(stderr, "%s: %d of %d: %s\n", name_.c_str(), repetition, times, subject.name.c_str());
      sample(subject.name, subject.unit, subject.better, subject.run());
    }
}

void Session::sample(const std::string& name, const std::string& unit, Better better, double value) {
  row_of(name, unit, better).samples.push_back(value);
}

Row& Session::row_of(const std::string& name, const std::string& unit, Better better) {
  const auto found = named(rows_, name);
  return found != rows_.end() ? *found : rows_.emplace_back(Row{name, unit, better, {}});
}

const Row& Session::row(const std::string& name) const {
  const auto found = named(rows_, name);
  if (found == rows_.end()) throw std::logic_error("no row '" + name + "'");
  return *found;
}

bool Session::has(const std::string& name) const { return named(rows_, name) != rows_.end(); }

void Session::ratio(const std::string& name, const std::string& numerator, const std::string& denominator) {
  const auto& above = row(numerator).samples;
  const auto& below = row(denominator).samples;
  Ratio ratio{name, {}};
  for (std::size_t i = 0; i < std::min(above.size(), below.size()); ++i)
    if (below[i] != 0) ratio.samples.push_back(above[i] / below[i]);
  if (ratio.samples.empty()) return skip(name, "there is nothing to divide by");
  ratios_.push_back(std::move(ratio));
}

double Session::ratio_median(const std::string& name) const {
  const auto found = named(ratios_, name);
  if (found == ratios_.end()) throw std::logic_error("no ratio '" + name + "'");
  return summary(found->samples).median;
}

void Session::check(const std::string& what, bool held) {
  for (Verdict& known : checks_)
    if (known.what == what) return void(known.held = known.held && held);
  checks_.push_back({what, held});
}

void Session::aim(const std::string& what, bool reached) { aims_.push_back({what, reached}); }

void Session::skip(const std::string& what, const std::string& why) { skipped_.push_back({what, why}); }

void Session::print() const {
  std::printf("%s: %s\n", name_.c_str(), question_.c_str());
  std::printf("machine: %s, %u cores, load average before it %.2f\n", cpu_model().c_str(), cores(), load_average_);
  std::printf("build: %s, %s\n", compiler().c_str(), build_type().c_str());
  std::printf("seed: %lu, repetitions: %d%s\n",
              options_.seed,
              repetitions_,
              quick() ? ", QUICK: the figures say nothing about speed" : "");
  for (const auto& [what, value] : conditions_) std::printf("%s: %s\n", what.c_str(), value.c_str());
  std::printf("\n%-58s %-10s median  (min - max)\n", "what", "unit");
  for (const Row& row : rows_)
    std::printf("%-58s %-10s %s\n", row.name.c_str(), row.unit.c_str(), summed_up(row.samples).c_str());
  if (!skipped_.empty()) std::puts("");
  for (const auto& [what, why] : skipped_) std::printf("skipped: %s: %s\n", what.c_str(), why.c_str());
  std::puts("");
  for (const Verdict& check : checks_) std::printf("%s: %s\n", check.held ? "done" : "NOT DONE", check.what.c_str());
  for (const Verdict& aim : aims_) std::printf("%s: %s\n", aim.held ? "reached" : "missed", aim.what.c_str());
  for (const Ratio& ratio : ratios_) std::printf("%s: %s\n", ratio.name.c_str(), summed_up(ratio.samples).c_str());
}

Json Session::to_json() const {
  Json json = {{"name", name_},
               {"question", question_},
               {"quick", quick()},
               {"machine", {{"cpu", cpu_model()}, {"cores", cores()}, {"load_average", load_average_}}},
               {"build", {{"compiler", compiler()}, {"type", build_type()}}},
               {"seed", seed()},
               {"repetitions", repetitions_},
               {"conditions", Json::object()},
               {"rows", Json::array()},
               {"ratios", Json::array()},
               {"checks", Json::array()},
               {"aims", Json::array()},
               {"skipped", Json::array()}};
  for (const auto& [what, value] : conditions_) json["conditions"][what] = value;
  for (const Row& row : rows_) {
    Json entry = {{"name", row.name}, {"unit", row.unit}, {"better", name_of(row.better)}};
    add_numbers(entry, row.samples);
    json["rows"].push_back(std::move(entry));
  }
  for (const Ratio& ratio : ratios_) {
    Json entry = {{"name", ratio.name}};
    add_numbers(entry, ratio.samples);
    json["ratios"].push_back(std::move(entry));
  }
  for (const Verdict& check : checks_) json["checks"].push_back({{"what", check.what}, {"done", check.held}});
  for (const Verdict& aim : aims_) json["aims"].push_back({{"what", aim.what}, {"reached", aim.held}});
  for (const auto& [what, why] : skipped_) json["skipped"].push_back({{"what", what}, {"why", why}});
  return json;
}

int Session::finish() {
  print();
  const Json whole = {{"schema", "stepstorm-bench"}, {"version", 1}, {"runs", Json::array({to_json()})}};
  if (!options_.json.empty() && !(std::ofstream(options_.json) << whole.dump(2) << '\n'))
    throw std::runtime_error("--json: cannot write " + options_.json);
  return std::all_of(checks_.begin(), checks_.end(), [](const Verdict& check) { return check.held; }) ? 0 : 1;
}

int run(int argc,
        char** argv,
        const std::string& name,
        const std::string& question,
        int usual_repetitions,
        const std::function<void(Session&)>& body) {
  Session session{name, question, read_command_line(argc, argv, question), usual_repetitions};
  try {
    body(session);
    return session.finish();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", name.c_str(), error.what());
    return 2;
  }
}

}  // namespace stepstorm::bench
