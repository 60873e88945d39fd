#include "report/policies_report.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::report {
namespace {

using namespace std::chrono_literals;
using simulation::PolicyResult;

std::string text_of(const PolicyResult& policies) {
  std::string text;
  for (const PolicyRow& row : policy_rows(policies)) text += row.label + ": " + row.text + '\n';
  return text;
}

}  // namespace

TEST_CASE("each policy that is switched on has its row, whether or not it did something", "[app][policies]") {
  PolicyResult policies;
  CHECK(text_of(policies).empty());
  CHECK(policies_json(policies) == Json::object());
  policies.retries_refused = 1'879;
  policies.circuits = {{"payment", 1, 1, 5s}, {"confirm", 0, 0, 0s}};
  policies.orders_shed = 0;
  CHECK(text_of(policies) ==
        "budget: 1,879 retries refused\n"
        "breaker: payment: 1 opening, open for 5.00 s, 1 attempt refused\n"
        "breaker: confirm: 0 openings, open for 0 ms, 0 attempts refused\n"
        "shedding: 0 orders refused at the start, in the whole run\n");
  CHECK(to_text(policies_json(policies)) ==
        R"({"retry_budget":{"retries_refused":1879},)"
        R"("circuit_breakers":{"payment":{"openings":1,"open_s":5.0,"attempts_refused":1},)"
        R"("confirm":{"openings":0,"open_s":0.0,"attempts_refused":0}},)"
        R"("load_shedding":{"orders_shed":0}})");
}

}  // namespace stepstorm::report
