#include "selftest/selftest.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string>

#include "selftest/backoff_contest.hpp"
#include "selftest/laws.hpp"
#include "selftest/queues.hpp"
#include "selftest/retries.hpp"

namespace stepstorm::selftest {
namespace {

bool contains(const std::string& text, std::string_view part) {
  const auto same = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

}  // namespace

std::vector<Experiment> experiments(const Options& options) {
  std::vector<Experiment> all;
  for (const auto area : {queues, retries, laws, backoff_contests}) {
    auto some = area(options);
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

std::vector<Experiment> chosen(const std::vector<Experiment>& experiments, std::string_view text) {
  std::vector<Experiment> some;
  std::copy_if(experiments.begin(), experiments.end(), std::back_inserter(some), [&](const Experiment& experiment) {
    return contains(experiment.title, text) ||
           std::any_of(experiment.checks.begin(), experiment.checks.end(), [&](const std::string& name) {
             return contains(name, text);
           });
  });
  return some;
}

}  // namespace stepstorm::selftest
