// What every benchmark does besides measuring: reads its command line, measures its subjects in turn, again and again, so
// that whatever else the machine does meets all of them; says under which conditions; prints medians and spreads, ratios
// of what was measured in the same run and whether the work was really done; writes all of it as JSON (docs/benchmarks.md
// describes the members).
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
  bool quick = false;              // seconds instead of minutes: to see that it works, not how fast it is
  std::optional<int> repetitions;  // absent: the benchmark's own
  std::uint64_t seed = 1;
  std::string json;               // empty: no file
  std::vector<std::string> rest;  // what this is not, for google-benchmark; empty for a Session

  int repetitions_or(int usual) const { return repetitions.value_or(quick ? 1 : usual); }
};

/// Ends the program when the command line is wrong or asks for help.
[[nodiscard]] Options read_command_line(int argc, char** argv, const std::string& question, bool takes_rest = false);

enum class Better { More, Less };

/// One thing that is measured; `run` does it once and returns the figure.
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
  /// `usual_repetitions`: when the command line says nothing.
  Session(std::string name, std::string question, Options options, int usual_repetitions = 5);

  bool quick() const { return options_.quick; }
  int repetitions() const { return repetitions_; }
  std::uint64_t seed() const { return options_.seed; }

  /// Something that figures depend on: "inputs", "1,024 documents of 100 B".
  void condition(const std::string& what, const std::string& value);

  /// Runs the subjects in turn, as often as there are repetitions, or so often.
  void measure(const std::vector<Subject>& subjects, std::optional<int> repetitions = {});

  /// A figure that came out besides what was asked for: one more sample of the row of this name.
  void sample(const std::string& name, const std::string& unit, Better better, double value);

  /// The median of the quotients, each of two samples of one repetition; skipped where all of the latter are 0.
  void ratio(const std::string& name, const std::string& numerator, const std::string& denominator);

  double ratio_median(const std::string& name) const;

  /// Whether the work was done that the figures are about. Said once for equal texts, false when it ever was.
  void check(const std::string& what, bool held);

  /// An aim that was set, and whether the figures reach it: a missed one does not make the benchmark fail.
  void aim(const std::string& what, bool reached);

  void skip(const std::string& what, const std::string& why);

  const Row& row(const std::string& name) const;
  bool has(const std::string& name) const;
  double median(const std::string& name) const { return summary(row(name).samples).median; }

  /// Prints and writes everything. 0, or 1 when the work was not done.
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

/// Seconds that a call takes.
[[nodiscard]] double seconds_of(const std::function<void()>& call);

}  // namespace stepstorm::bench
