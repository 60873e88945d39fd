#include "report/selftest_report.hpp"

#include <sstream>

#include <catch2/catch.hpp>

namespace stepstorm::report {
namespace {

using namespace selftest;

SelftestReport report_of(std::vector<Check> checks) { return {{}, {{"M/M/1", std::move(checks)}}}; }

Check waiting(double measured, double error) {
  return {"waiting", "s", Statistical{.expected = 4, .measured = {measured, error * error, 31}}};
}

std::string printed(const SelftestReport& report) {
  std::ostringstream out;
  print_selftest(report, terminal::Terminal{}, out);
  return out.str();
}

}  // namespace

TEST_CASE("a selftest's table says what was expected, what came, and how sure that is", "[app][selftest]") {
  CHECK(printed(report_of({waiting(4.012, 0.01), {"orders", "", Exact{64000, 64000}}})) ==
        "The simulator against what is known exactly, seed 2026\n"
        "                                                        expected            measured ± 99.9 %\n"
        "\n"
        "M/M/1\n"
        "  waiting, s                                                   4               4.012   0.91 %  holds\n"
        "  orders                                                  64,000              64,000    exact  holds\n"
        "\n"
        "All 2 checks hold.\n");
}

TEST_CASE("one check that does not hold fails the selftest", "[app][selftest]") {
  const auto good = report_of({waiting(4, 0.01)});
  const auto wrong = report_of({waiting(4, 0.01), waiting(4.1, 0.01)});
  const auto vague = report_of({waiting(4, 0.05), waiting(4, 0.01)});
  CHECK(all_hold(good));
  CHECK_FALSE(all_hold(wrong));
  CHECK_FALSE(all_hold(vague));
  CHECK(printed(wrong).find("differs\n\n1 check of 2 failed.\n") != std::string::npos);
  CHECK(printed(vague).find("not precise enough") != std::string::npos);
}

TEST_CASE("programs read a selftest's figures and verdicts", "[app][selftest]") {
  const Json json = selftest_json(report_of({waiting(4.1, 0.01), {"orders", "", Exact{7, 7}}}));
  CHECK(json["seed"] == 2026);
  CHECK(json["checks"] == 2);
  CHECK(json["failed"] == 1);
  const Json& checks = json["experiments"][0]["checks"];
  CHECK(checks[0]["unit"] == "s");
  CHECK(checks[0]["expected"] == 4.0);
  CHECK(checks[0]["half_width"].get<double>() == Approx(0.03633).epsilon(1e-3));
  CHECK(checks[0]["half_width_allowed"] == 0.08);
  CHECK(checks[0]["verdict"] == "differs");
  CHECK(checks[1]["measured"] == 7);
}

}  // namespace stepstorm::report
