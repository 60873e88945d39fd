#include "orchestration/ledger.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace stepstorm::orchestration {

TEST_CASE("a ledger forgets the oldest tokens when told to, its totals never", "[orchestration][ledger]") {
  Ledger ledger{1, 10};
  for (int order = 0; order < 100; ++order) REQUIRE(ledger.charge(std::to_string(order), Money{500}, "USD"));
  for (int order = 90; order < 100; ++order) CHECK(ledger.find(std::to_string(order)));
  for (int order = 0; order < 80; ++order) CHECK_FALSE(ledger.find(std::to_string(order)));
  CHECK(ledger.totals().charges == 100);
  CHECK(ledger.totals().charged.hundredths == 50'000);
}

}  // namespace stepstorm::orchestration
