// What is done with the results of benchmarks: ./dev bench calls it.
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "bench/report/results.hpp"

namespace {

using namespace stepstorm::bench;

constexpr int exit_dropped = 1;
constexpr int exit_usage = 2;

int refuse(const std::string& why) {
  std::fprintf(stderr, "bench report: %s\n", why.c_str());
  return exit_usage;
}

int collect(const std::vector<std::filesystem::path>& files) {
  const auto whole = collected(files);
  if (!whole) return refuse(whole.error());
  std::fputs(whole->c_str(), stdout);
  return 0;
}

int compare_files(const std::filesystem::path& base, const std::filesystem::path& now) {
  const auto was = read_results(base);
  if (!was) return refuse(was.error());
  const auto is = read_results(now);
  if (!is) return refuse(is.error());
  const Comparison comparison = compare(*was, *is);
  std::fputs(comparison.text.c_str(), stdout);
  if (comparison.runs == 0) return refuse(base.string() + " holds none of the benchmarks of " + now.string());
  return comparison.dropped ? exit_dropped : 0;
}

int document(const std::filesystem::path& file) {
  const auto runs = read_results(file);
  if (!runs) return refuse(runs.error());
  std::fputs(markdown(*runs).c_str(), stdout);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Results of benchmarks."};
  app.require_subcommand(1);
  std::vector<std::filesystem::path> files;
  std::filesystem::path base;
  std::filesystem::path now;
  auto* collecting = app.add_subcommand("collect", "Print one file of the runs of several");
  collecting->add_option("FILES", files)->required();
  auto* comparing = app.add_subcommand("compare", "Print the second beside the first; 1: something dropped");
  comparing->add_option("BASE", base)->required();
  comparing->add_option("NOW", now)->required();
  auto* documenting = app.add_subcommand("markdown", "Print docs/benchmarks.md");
  documenting->add_option("FILE", now)->required();
  CLI11_PARSE(app, argc, argv);
  if (collecting->parsed()) return collect(files);
  return comparing->parsed() ? compare_files(base, now) : document(now);
}
