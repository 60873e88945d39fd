#include "report/html/quantity.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::report::html {
namespace {

/// With ordinary spaces.
std::string spaced(std::string text) {
  for (std::size_t at = 0; (at = text.find("\u00A0")) != text.npos;) text.replace(at, 2, " ");
  return text;
}

}  // namespace

TEST_CASE("numbers are written as people read them", "[report][quantity]") {
  struct Row {
    double value;
    Unit unit;
    const char* words;
  };
  const auto row = GENERATE(values<Row>({
      {0, Unit::Number, "0"},
      {3, Unit::Number, "3"},
      {0.02, Unit::Number, "0.02"},
      {1.0331, Unit::Number, "1.03"},
      {12.345, Unit::Number, "12.3"},
      {8'640'123, Unit::Number, "8,640,123"},
      {1e18, Unit::Number, "1.00e+18"},
      {96.46, Unit::PerSecond, "96.5 /s"},
      {0.31, Unit::Milliseconds, "0.31 ms"},
      {999.4, Unit::Milliseconds, "999 ms"},
      {999.7, Unit::Milliseconds, "1 s"},
      {59'949, Unit::Milliseconds, "59.9 s"},
      {119'800, Unit::Milliseconds, "2 min"},
      {125, Unit::Seconds, "2 min 05 s"},
      {7'260, Unit::Seconds, "2 h 01 min"},
      {86'400 * 3, Unit::Seconds, "3 d"},
      {1, Unit::Share, "100 %"},
      {0.99996, Unit::Share, "99.996 %"},
      {0.9672, Unit::Share, "96.7 %"},
      {-0.05, Unit::Share, "−5 %"},
      {10.6, Unit::Dollars, "$10.60"},
      {0, Unit::Dollars, "$0.00"},
      {0.0484, Unit::Dollars, "$0.0484"},
      {0.000699, Unit::Dollars, "$0.000699"},
      {1'234.6, Unit::Dollars, "$1,235"},
  }));
  CAPTURE(row.value);
  CHECK(spaced(in_words(row.value, row.unit)) == row.words);
}

TEST_CASE("nothing is a dash", "[report][quantity]") { CHECK(in_words(std::nullopt, Unit::Seconds) == "–"); }

TEST_CASE("differences have a sign, and shares differ by points", "[report][quantity]") {
  CHECK(spaced(difference_in_words(12, Unit::Milliseconds)) == "+12 ms");
  CHECK(spaced(difference_in_words(-0.0285, Unit::Share)) == "−2.85 points");
  CHECK(spaced(margin_in_words(0.2234, Unit::PerSecond)) == "± 0.22 /s");
  CHECK(spaced(margin_in_words(0, Unit::PerSecond)) == "± 0 /s");
}

TEST_CASE("a metric's name tells its unit", "[report][quantity]") {
  CHECK(unit_of("response_p99.9_ms") == Unit::Milliseconds);
  CHECK(unit_of("throughput_per_s") == Unit::PerSecond);
  CHECK(unit_of("payment_utilisation") == Unit::Share);
  CHECK(unit_of("success_rate") == Unit::Share);
  CHECK(unit_of("open_mean") == Unit::Number);
  CHECK(metric_in_words("response_p99_ms") == "response p99");
}

}  // namespace stepstorm::report::html
