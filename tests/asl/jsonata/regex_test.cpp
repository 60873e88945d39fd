#include "asl/jsonata/regex/regex.hpp"

#include <catch2/catch.hpp>

using namespace stepstorm::jsonata;

namespace {

Regex regex(const std::string& pattern, const std::string& flags = "") {
  return Regex::compile(pattern, {flags.find('i') != std::string::npos, flags.find('m') != std::string::npos}).value();
}

std::string show(const RegexMatch& match) {
  std::string text = std::string{match.text} + "@" + std::to_string(match.start) + "-" + std::to_string(match.end);
  for (const auto& group : match.groups) text += group ? "(" + std::string{*group} + ")" : "(-)";
  return text;
}

// Each match as text@start-end(group)..., or what went wrong.
std::string all_matches(const Regex& expression, const std::string& text) {
  std::string shown;
  auto found = expression.first(text);
  while (found && *found) {
    shown += (shown.empty() ? "" : " ") + show(**found);
    found = expression.next(text, **found);
  }
  return found ? shown : shown + (shown.empty() ? "" : " ") + found.error().code;
}

}  // namespace

TEST_CASE("a regular expression finds what JavaScript's finds", "[jsonata][regex]") {
  struct Row {
    std::string pattern;
    std::string flags;
    std::string text;
    std::string matches;
  };
  const auto row = GENERATE(values<Row>({
      {"ab", "", "cabab", "ab@1-3 ab@3-5"},
      {"x", "", "cabab", ""},
      {"(a)(x)?", "", "ab", "a@0-1(a)(-)"},
      {"(ab)|(a)", "", "abcd", "ab@0-2(ab)(-)"},
      {"a.*?a", "", "abracadabra", "abra@0-4 ada@5-8"},
      {"b", "i", "ABab", "B@1-2 b@3-4"},
      {"[a-c]+", "i", "ABxyC", "AB@0-2 C@4-5"},
      {"[^a]", "i", "Aab", "b@2-3"},
      {"é", "i", "xÉ", "É@1-2"},
      {"k", "i", "\u212A", ""},  // KELVIN SIGN is no k
      // classes
      {"\\d+", "", "a12 ١", "12@1-3"},
      {"\\w+", "", "é_a1", "_a1@1-4"},
      {"\\s", "", "a\u00a0b", "\u00a0@1-2"},
      {"[\\s\\S]", "", "\n", "\n@0-1"},
      {"[^\\D]", "", "a1", "1@1-2"},
      {"[\\w-.]+", "", "a-b.c", "a-b.c@0-5"},
      {"[^]", "", "\n", "\n@0-1"},
      {"[]", "", "a", ""},
      {"[\\b]", "", "\b", "\b@0-1"},
      {".", "", "\n\r\u2028😀", "😀@3-5"},  // offsets are UTF-16 units
      {"😀", "", "a😀b😀", "😀@1-3 😀@4-6"},
      {"\\ud83d\\ude00", "", "😀", "😀@0-2"},
      // escapes
      {"\\/\\-\\e", "", "/-e", "/-e@0-3"},
      {"\\x41\\u0042\\t\\cJ", "", "AB\t\n", "AB\t\n@0-4"},
      {"\\x4\\u00z", "", "x4u00z", "x4u00z@0-6"},
      {"\\101\\8", "", "A8", "A8@0-2"},
      {"a{,2}|b{|c}|d{2}", "", "a{,2} b{ c} dd", "a{,2}@0-5 b{@6-8 c}@9-11 dd@12-14"},
      // anchors
      {"^b", "", "a\nb", ""},
      {"^b", "m", "a\rb", "b@2-3"},
      {"b$", "", "b\n", ""},
      {"b$", "m", "b\r\n", "b@0-1"},
      {"\\bb\\B", "", "ab bc", "b@3-4"},
      // what RE2 does not have
      {"(?=b)[a-c]", "", "abc", "b@1-2"},
      {"a(?!b)", "", "abac", "a@2-3"},
      {"(?<=a)b", "", "bab", "b@2-3"},
      {"(?<!a)b", "", "abb", "b@2-3"},
      {"(a)\\1", "", "aaa", "aa@0-2(a)"},
      {"(a)\\1", "i", "aA", "aA@0-2(a)"},
      {"(?<n>a)\\k<n>", "", "aa", "aa@0-2(a)"},
      {"(?:(a)|b)\\1", "", "b", "b@0-1(-)"},  // a group that took no part matches nothing
      {"\\2(a)(b)", "", "ab", "ab@0-2(a)(b)"},
      {"^a{1001}$", "", std::string(1001, 'a'), std::string(1001, 'a') + "@0-1001"},
      // empty matches
      {"$", "", "abc", "@3-3"},
      {"x*", "", "abc", "@0-0 D1004"},
      {"b*", "", "bbc", "bb@0-2 D1004"},
      {"b*", "", "bb", "bb@0-2"},
      {"x*", "", "", "@0-0"},
  }));
  CAPTURE(row.pattern, row.flags, row.text);
  const Regex expression = regex(row.pattern, row.flags);
  CHECK(all_matches(expression, row.text) == row.matches);
  CHECK(expression.matches(row.text).value() == !row.matches.empty());
}

TEST_CASE("what JavaScript does not read as a regular expression is refused", "[jsonata][regex]") {
  const std::string pattern = GENERATE("(",
                                       ")",
                                       "a)",
                                       "(?",
                                       "(?:a",
                                       "(?x)",
                                       "[",
                                       "[a",
                                       "[b-a]",
                                       "*",
                                       "a**",
                                       "a*+",
                                       "a??+",
                                       "^*",
                                       "\\b+",
                                       "{1}",
                                       "a{2,1}",
                                       "(?<=a)*",
                                       "\\",
                                       "(?<>a)",
                                       "(?<n>a)(?<n>b)",
                                       "(?<n>a)\\k<m>",
                                       "(?<n>a)\\k",
                                       "a{65536}");
  CAPTURE(pattern);
  CHECK(Regex::compile(pattern).error().code == "U1005");
}

TEST_CASE("an empty regular expression has an error of its own", "[jsonata][regex]") {
  CHECK(Regex::compile("").error().code == "S0301");
}

TEST_CASE("a catastrophic regular expression ends by counted steps", "[jsonata][regex]") {
  const std::string pattern = GENERATE("(?=a)(a+)+$",
                                       "(?!b)(a|aa)+$",
                                       "(a*)*\\1[bc]",
                                       "(?=(a+))(\\1|a)*[cd]",
                                       "(.*)(.*)(.*)(.*)\\1\\2[xy]",
                                       "(?!x)a*[bc]",
                                       "(a+)\\1[bc]",
                                       "(?=a)(?:a?){60}a{60}$");
  const std::string text = std::string(250'000, 'a') + "!";
  CAPTURE(pattern);
  CHECK(regex(pattern).first(text).error().code == "U1004");
}

TEST_CASE("the work of many matches of one text is counted together", "[jsonata][regex]") {
  const std::string text(20'000, 'a');
  CHECK(all_matches(regex("a(?=a*[bc]|)"), text).ends_with(" U1004"));
  CHECK(all_matches(regex("a(?=a|)"), text).ends_with(" a@19999-20000"));
}

TEST_CASE("matches that each look through the rest of the text are too much work", "[jsonata][regex]") {
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += "ca";
  CHECK(all_matches(regex("c|a.*b"), text).ends_with(" U1004"));
  CHECK(all_matches(regex("c|a(c|a)*b"), text).ends_with(" U1004"));
}

TEST_CASE("an unpaired surrogate is matched by RE2 only", "[jsonata][regex]") {
  CHECK(all_matches(regex("a."), "a\xED\xA0\x80 ab") == "a\xED\xA0\x80@0-2 ab@3-5");
  CHECK(all_matches(regex("a(?=.)"), "a\xED\xA0\x80 ab") == "U1005");
}

TEST_CASE("a long text with many matches is none", "[jsonata][regex]") {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += "abc, ";
  CHECK(all_matches(regex("\\w+"), text).ends_with(" abc@249995-249998"));
  CHECK(all_matches(regex("(a|x)(\\w*),\\s"), text).ends_with(" abc, @249995-250000(a)(bc)"));
  CHECK(all_matches(regex("^a|,", "m"), text).ends_with(" ,@249998-249999"));
}

TEST_CASE("nested repetitions do not make a program without bounds", "[jsonata][regex]") {
  CHECK(Regex::compile("((a{1000}){1000}){1000}").error().code == "U1005");
  CHECK(Regex::compile(std::string(10'000, '(') + std::string(10'000, ')')).error().code == "U1005");
}

TEST_CASE("linear expressions stay linear", "[jsonata][regex]") {
  CHECK_FALSE(regex("(a+)+$").matches(std::string(100'000, 'a') + "!").value());
}

TEST_CASE("a replacement's references are resolved as far as there are groups", "[jsonata][regex]") {
  struct Row {
    std::string pattern;
    std::string text;
    std::string replacement;
    std::string expanded;
  };
  const auto row = GENERATE(values<Row>({
      {"b", "abc", "[$$][$0][$1][$&][$10]", "[$][b][][$&][0]"},
      {"(b)", "abc", "[$1][$2][$10][$01][$1a][$$1]", "[b][][b0][b1][ba][$1]"},
      {"(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)", "abcdefghijk", "$11 $12 $1 $111 $0", "k a2 a k1 abcdefghijk"},
      {"ijk", "hijkl", "$8$5$12$12$18$123", "22823"},
      {"(x)?b", "abc", "[$1]", "[]"},
      {"b", "abc", "$", "$"},
      {"b", "abc", "$$$", "$$"},
      {"b", "abc", "", ""},
      {"b", "abc", "$x $99999999999999999999", "$x 9999999999999999999"},
  }));
  CAPTURE(row.pattern, row.replacement);
  CHECK(expand_replacement(row.replacement, regex(row.pattern).first(row.text).value().value()) == row.expanded);
}
