#include "selftest/selftest.hpp"

#include <set>

#include <catch2/catch.hpp>

namespace stepstorm::selftest {

TEST_CASE("experiments are chosen by their titles and by what they check", "[selftest]") {
  const auto all = experiments({});
  CHECK(chosen(all, "").size() == all.size());
  CHECK(chosen(all, "m/m/100").size() == 1);
  CHECK(chosen(all, "BACK-OFF").size() == 3);
  CHECK(chosen(all, "p99.9").size() == 1);
  CHECK(chosen(all, "Little's law").size() == 4);
  CHECK(chosen(all, "no such thing").empty());
}

TEST_CASE("no two experiments draw the same numbers: titles differ", "[selftest]") {
  std::set<std::string> titles;
  for (const Experiment& experiment : experiments({})) CHECK(titles.insert(experiment.title).second);
}

}  // namespace stepstorm::selftest
