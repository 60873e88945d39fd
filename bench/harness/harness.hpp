// The frame of every benchmark: reads the command line; measures the subjects in turn, repeatedly, so that other load
// on the machine affects all of them; reports the conditions, medians and spreads, ratios within the same run, and
// checks that the work was done; writes everything as JSON (bench/report/results.hpp has the format).
//
//   ./dev bench NAME [--quick] [--repetitions N] [--seed N] [--json FILE]
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bench/harness/figure.hpp"
#include "values/json.hpp"

namespace stepstorm::bench {

struct Options {
  bool quick = false;              // seconds instead of minutes: checks that it works, not how fast it is
  std::optional<int> repetitions;  // absent: the benchmark's own
  std::uint64_t seed = 1;
  std::string json;               // empty: no file
  std::vector<std::string> rest;  // other options, for google-benchmark; empty for a Session

  int repetitions_or(int usual) const { return repetitions.value_or(quick ? 1 : usual); }
};

/// Ends the program when the command line is wrong or asks for help.
[[nodiscard]] Options read_command_line(int argc, char** argv, const std::string& question, bool takes_rest = false);

enum class Better { More, Less };

/// One subject of measurement; `run` measures once and returns the figure.
struct Subject {
  std::string name;
  std::string unit;  // "orders/s", "ns", "bytes"
  Better better = Better::More;
  std::function<double()> run;
};

struct Row {
  std::string name;
  std::string unit;
  Better better = Better::More;
  std::vector<double> samples;  // in the order of measuring
};

/// Middle, smallest and largest of at least one sample.
struct Summary {
  double median = 0;
  double min = 0;
  double max = 0;
};
[[nodiscard]] Summary summary(std::vector<double> samples);

class Session {
 public:
  /// `usual_repetitions`: default of the command line's option.
  Session(std::string name, std::string question, Options options, int usual_repetitions = 5);

  bool quick() const { return options_.quick; }
  int repetitions() const { return repetitions_; }
  std::uint64_t seed() const { return options_.seed; }

  /// Records a condition of the figures: "inputs", "1,024 documents of 100 B".
  void condition(const std::string& what, const std::string& value);

  /// Runs the subjects in turn, for the given number of repetitions, by default the command line's.
  void measure(const std::vector<Subject>& subjects, std::optional<int> repetitions = {});

  /// Adds a sample to the row with this name, for a figure that was measured besides the subjects.
  void sample(const std::string& name, const std::string& unit, Better better, double value);

  /// Adds the median of quotients, each of two samples of one repetition; skipped when all divisors are 0.
  void ratio(const std::string& name, const std::string& numerator, const std::string& denominator);

  double ratio_median(const std::string& name) const;

  /// Records whether the measured work was done. Equal texts are reported once, as false if any was false.
  void check(const std::string& what, bool held);

  /// Records an aim and whether the figures reach it; a missed aim does not fail the benchmark.
  void aim(const std::string& what, bool reached);

  void skip(const std::string& what, const std::string& why);

  const Row& row(const std::string& name) const;
  bool has(const std::string& name) const;
  double median(const std::string& name) const { return summary(row(name).samples).median; }

  /// Prints and writes everything. Returns 0, or 1 when the work was not done.
  [[nodiscard]] int finish();

 private:
  struct Ratio {
    std::string name;
    std::vector<double> samples;
  };
  struct Verdict {
    std::string what;
    bool held = false;
  };
  struct Skipped {
    std::string what;
    std::string why;
  };

  Row& row_of(const std::string& name, const std::string& unit, Better better);
  void print() const;
  Json to_json() const;

  std::string name_;
  std::string question_;
  Options options_;
  int repetitions_;
  double load_average_;  // before anything was measured
  std::vector<std::pair<std::string, std::string>> conditions_;
  std::vector<Row> rows_;
  std::vector<Ratio> ratios_;
  std::vector<Verdict> checks_;
  std::vector<Verdict> aims_;
  std::vector<Skipped> skipped_;
};

/// Reads the command line, runs the body and finishes; an exception's text ends it with 2.
[[nodiscard]] int run(int argc,
                      char** argv,
                      const std::string& name,
                      const std::string& question,
                      int usual_repetitions,
                      const std::function<void(Session&)>& body);

/// Returns the seconds that a call takes.
[[nodiscard]] double seconds_of(const std::function<void()>& call);

}  // namespace stepstorm::bench
