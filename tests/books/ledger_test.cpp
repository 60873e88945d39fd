#include "books/ledger.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace stepstorm::books {

TEST_CASE("a ledger forgets old tokens when told to, its totals never", "[orchestration][ledger]") {
  Ledger ledger;
  REQUIRE(ledger.charge("first", Money{500}, "USD"));
  ledger.forget_older();
  REQUIRE(ledger.charge("second", Money{500}, "USD"));
  CHECK(ledger.find("first"));
  ledger.forget_older();
  CHECK_FALSE(ledger.find("first"));
  CHECK(ledger.find("second"));
  CHECK(ledger.totals().charges == 2);
  CHECK(ledger.totals().charged.hundredths == 1'000);
}

TEST_CASE("a ledger keeps a book for each order when told to", "[orchestration][ledger]") {
  Ledger ledger{1, true};
  static_cast<void>(ledger.charge("a", Money{500}, "USD", 7));
  static_cast<void>(ledger.charge("a", Money{500}, "USD", 7));
  static_cast<void>(ledger.charge("b", Money{500}, "USD", 7));
  static_cast<void>(ledger.refund("b"));
  static_cast<void>(ledger.refund("b"));
  ledger.confirm(7);
  const auto books = ledger.books();
  REQUIRE(books.size() == 1);
  CHECK(books.at(7).charges == 2);
  CHECK(books.at(7).refunds == 1);
  CHECK(books.at(7).confirmations == 1);
}

}  // namespace stepstorm::books
