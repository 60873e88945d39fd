// Reads and writes files of benchmark results: {"schema": "stepstorm-bench", "version": 1, "runs": [...]}, a run for
// each benchmark. Members are only added; a new meaning needs a new version.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace stepstorm::bench {

struct RowResult {
  std::string name;
  std::string unit;
  bool more_is_better = true;
  double median = 0;
  double min = 0;
  double max = 0;
  std::size_t samples = 0;
};

struct RatioResult {
  std::string name;
  double median = 0;
  double min = 0;
  double max = 0;
};

struct RunResult {
  std::string name;
  std::string question;
  bool quick = false;
  std::string cpu;
  std::uint64_t cores = 0;
  double load_average = 0;
  std::string compiler;
  std::string build_type;
  std::uint64_t seed = 0;
  std::uint64_t repetitions = 0;
  std::vector<std::pair<std::string, std::string>> conditions;
  std::vector<RowResult> rows;
  std::vector<RatioResult> ratios;
  std::vector<std::pair<std::string, bool>> checks;  // what was done, and whether
  std::vector<std::pair<std::string, bool>> aims;    // and whether they were reached
  std::vector<std::pair<std::string, std::string>> skipped;
};

/// Or what is wrong with the file, with the place in it and what was expected there.
[[nodiscard]] tl::expected<std::vector<RunResult>, std::string> read_results(const std::filesystem::path& file);

/// One file of the runs of several; an error as of read_results.
[[nodiscard]] tl::expected<std::string, std::string> collected(const std::vector<std::filesystem::path>& files);

// ---- for people

struct Comparison {
  std::string text;
  bool dropped = false;  // something is worse, or gone
  std::size_t runs = 0;  // that both have
};

/// A figure is worse when it has moved the wrong way by more than a twentieth and by more than its noise (no new sample
/// is as good as any old one); with fewer than three samples, by more than a quarter. Compares the runs that both have.
[[nodiscard]] Comparison compare(const std::vector<RunResult>& base, const std::vector<RunResult>& now);

/// docs/benchmarks.md.
[[nodiscard]] std::string markdown(const std::vector<RunResult>& runs);

}  // namespace stepstorm::bench
