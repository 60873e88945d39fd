#include "bench/harness/micro.hpp"

#include <cstdio>
#include <vector>

#include <benchmark/benchmark.h>

namespace stepstorm::bench {
namespace {

class Recorder final : public benchmark::BenchmarkReporter {
 public:
  explicit Recorder(Session& session) : session_(session) {}

  bool ReportContext(const Context&) override { return true; }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs)
      if (run.run_type == Run::RT_Iteration) record(run);
  }

 private:
  void record(const Run& run) {
    const std::string name = run.run_name.str();
    if (run.error_occurred) return session_.check(name + ": " + run.error_message, false);
    session_.sample(name, "ns", Better::Less, run.real_accumulated_time * 1e9 / static_cast<double>(run.iterations));
    for (const auto& [counted, value] : run.counters) record(name, counted, value);
  }

  void record(const std::string& name, const std::string& counted, double value) {
    if (counted == "bytes_per_second") return session_.sample(name + ", read", "MB/s", Better::More, value / 1e6);
    if (counted == "visit") return session_.sample(name + ", a visit", "ns", Better::Less, value * 1e9);
    session_.sample(name + ", " + counted, "", Better::Less, value);
  }

  Session& session_;
};

/// As google-benchmark reads them.
std::vector<std::string> flags(const Options& options, int repetitions, double seconds) {
  std::vector<std::string> all = {"benchmark",
                                  "--benchmark_repetitions=" + std::to_string(repetitions),
                                  "--benchmark_min_time=" + std::to_string(options.quick ? 0.0001 : seconds)};
  all.insert(all.end(), options.rest.begin(), options.rest.end());
  return all;
}

}  // namespace

int run_micro(int argc,
              char** argv,
              const std::string& name,
              const std::string& question,
              double seconds,
              const std::function<void(Session&)>& afterwards) {
  const Options options = read_command_line(argc, argv, question, true);
  Session session{name, question, options};
  auto texts = flags(options, session.repetitions(), seconds);
  std::vector<char*> words;
  for (std::string& text : texts) words.push_back(text.data());
  int count = static_cast<int>(words.size());
  benchmark::Initialize(&count, words.data());
  if (benchmark::ReportUnrecognizedArguments(count, words.data())) return 2;
  Recorder recorder{session};
  try {
    session.check("something was measured", benchmark::RunSpecifiedBenchmarks(&recorder) > 0);
    if (afterwards) afterwards(session);
    return session.finish();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", name.c_str(), error.what());
    return 2;
  }
}

}  // namespace stepstorm::bench
