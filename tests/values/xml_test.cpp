#include "values/xml.hpp"

#include <catch2/catch.hpp>

namespace stepstorm {

TEST_CASE("text in XML is escaped where it has a meaning and replaced where no document can hold it", "[values][xml]") {
  struct Row {
    std::string text;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {"", ""},
      {"a < b & c > d", "a &lt; b &amp; c &gt; d"},
      {"\"it's\"", "&quot;it&#39;s&quot;"},
      {"&amp;", "&amp;amp;"},  // what is escaped already is text like any other
      {"one\ttwo\nthree", "one\ttwo\nthree"},
      {"bell\x07 return\r delete\x7F", "bell\uFFFD return\uFFFD delete\uFFFD"},
      {std::string("nul\0!", 5), "nul\uFFFD!"},
      {"\xEF\xBF\xBE and \xEF\xBF\xBF", "\uFFFD and \uFFFD"},
      {"\xEF\xBF\xBD stays, as \u00E9, \u2713 and \U0001F600 do", "\uFFFD stays, as \u00E9, \u2713 and \U0001F600 do"},
  }));
  CHECK(xml_escaped(row.text) == row.expected);
}

}  // namespace stepstorm
