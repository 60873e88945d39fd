#include "asl/jsonata/pictures/date_time.hpp"

#include <catch2/catch.hpp>

using namespace stepstorm::jsonata;

namespace {

constexpr double friday = 1521801216617;  // 2018-03-23T10:33:36.617Z

std::string iso(double millis) { return format_date_time(millis).value(); }

std::string formatted(double millis, const std::string& picture) {
  const auto text = format_date_time(millis, picture);
  return text ? *text : text.error().code;
}

// As ISO 8601, "nothing", or the error's code. It is 2026-11-30T13:31:47.613Z.
std::string parsed(const std::string& text, const std::string& picture) {
  const auto millis = parse_date_time(text, picture, 1796045507613);
  if (!millis) return millis.error().code;
  return *millis ? iso(**millis) : "nothing";
}

}  // namespace

TEST_CASE("an instant is written by its picture", "[jsonata][date_time]") {
  struct Row {
    std::string picture;
    std::string text;
  };
  const auto row = GENERATE(values<Row>({
      {"Hello", "Hello"},
      {"Year]]: <[Y0001]>", "Year]: <2018>"},
      {"[[[Y]]] a]", "[2018] a]"},
      {"[ Y 0001 ]", "2018"},
      {"[D#1]/[M#1]/[Y0001]", "23/3/2018"},
      {"[D#1,2]/[M1,2]/[Y,2]", "23/03/18"},
      {"[Y0001,2-2] [Y,3] [Y1,6] [Y#1] [Y,*-1] [X01]", "18 018 002018 18 8 2018"},
      {"[Y,x] [Y9,999,*]", "2018 2,018"},
      {"[D1] [M01] [YI] [Da] [MA] [Yi] [YI,2-2]", "23 03 MMXVIII w C mmxviii XVIII"},
      {"[Dwo] [DWw] [YW]", "twenty-third Twenty-Three TWO THOUSAND AND EIGHTEEN"},
      {"[D1o] [D1c] [MN] [Mn] [MNn,*-3]", "23rd 23 MARCH march Mar"},
      {"[F] [F0] [FNn,3-3] [FN,*-4] [FNn,10]", "friday 5 Fri FRID Friday"},
      {"[H01]:[m]:[s].[f001] [h] [P] [PN] [PNn] [f,2] [f0001]", "10:33:36.617 10 am AM am 617 0617"},
      {"[d] [W] [w] [X] [x] [xNn]", "82 12 4 2018 3 March"},
      {"[C] [E]", "ISO ISO"},
      {"[Y٠٠٠١]", "٢٠١٨"},
      {"[Z] [z] [Z0] [Z0000] [Z01:01t]", "+00:00 GMT+00:00 +0 +0000 Z"},
  }));
  CHECK(formatted(friday, row.picture) == row.text);
}

TEST_CASE("a picture that cannot be is refused", "[jsonata][date_time]") {
  struct Row {
    std::string picture;
    std::string code;
  };
  const auto row = GENERATE(values<Row>({
      {"[Y", "D3135"},
      {"a[", "D3135"},
      {"[]", "D3132"},
      {"[Y]-[q]", "D3132"},
      {"[YN]-[M]", "D3133"},
      {"[HN]", "D3133"},
      {"[Yo]", "D3130"},
      {"[Y#,2]", "D3130"},
      {"[Y0٠]", "D3131"},
      {"[Z00000]", "D3134"},
      {"[Zw]", "D3134"},
      {"[Y,1000000000]", "U1003"},
  }));
  CAPTURE(row.picture);
  CHECK(formatted(friday, row.picture) == row.code);
}

TEST_CASE("an instant is shown in the timezone asked for", "[jsonata][date_time]") {
  struct Row {
    std::string picture;
    std::string timezone;
    std::string text;
  };
  const auto row = GENERATE(values<Row>({
      {"[H]:[m] [Z]", "+0530", "16:03 +05:30"},
      {"[H]:[m] [Z0] [Z00] [Z000] [Z0000]", "+0530", "16:03 +5:30 +05:30 +530 +0530"},
      {"[H]:[m] [z]", "-0500", "5:33 GMT-05:00"},
      {"[D] [H] [Z0] [Z01:01t]", "+1400", "24 0 +14 +14:00"},
      {"[H]:[m] [Z]", "-0530", "4:03 -06:30"},  // hours rounded down
      {"[Z0:0] [Z00.00]", "+0530", "+5:3:0 +05.30"},
  }));
  CAPTURE(row.picture, row.timezone);
  CHECK(format_date_time(friday, row.picture, row.timezone).value() == row.text);
  CHECK(format_date_time(friday, row.picture, "abc").error().code == "T0410");
}

TEST_CASE("without a picture an instant is ISO 8601", "[jsonata][date_time]") {
  CHECK(iso(friday) == "2018-03-23T10:33:36.617Z");
  CHECK(iso(1.9) == "1970-01-01T00:00:00.001Z");
  CHECK(iso(-1.9) == "1969-12-31T23:59:59.999Z");
  CHECK(iso(-62198755200000) == "-0001-01-01T00:00:00.000Z");
  CHECK(format_date_time(friday, std::nullopt, "-0500").value() == "2018-03-23T05:33:36.617-05:00");
  CHECK(format_date_time(8.65e15).error().code == "D1001");
}

TEST_CASE("a week belongs to the year and the month of its Thursday", "[jsonata][date_time]") {
  struct Row {
    std::string date;
    std::string week;
  };
  const auto row = GENERATE(values<Row>({
      {"2005-12-31", "2005-W52-6, 5 of December"},
      {"2007-12-31", "2008-W01-1, 1 of January"},
      {"2010-01-03", "2009-W53-7, 5 of December"},
      {"2014-12-30", "2015-W01-2, 1 of January"},
      {"2017-01-01", "2016-W52-7, 5 of December"},
      {"2018-02-28", "2018-W09-3, 1 of March"},
  }));
  CAPTURE(row.date);
  CHECK(formatted(parse_iso_date_time(row.date).value(), "[X0001]-W[W01]-[F1], [w] of [xNn]") == row.week);
}

TEST_CASE("ISO 8601 is read in full, as a date, a month or a year", "[jsonata][date_time]") {
  struct Row {
    std::string text;
    std::string instant;
  };
  const auto row = GENERATE(values<Row>({
      {"2018", "2018-01-01T00:00:00.000Z"},
      {"2018-02", "2018-02-01T00:00:00.000Z"},
      {"2018-02-01Z", "2018-02-01T00:00:00.000Z"},
      {"2018-02-01T09:42:13", "2018-02-01T09:42:13.000Z"},
      {"2018-02-01T09:42:13.1", "2018-02-01T09:42:13.100Z"},
      {"2018-02-01T09:42:13.999999Z", "2018-02-01T09:42:13.999Z"},
      {"2018-02-01T09:42:13.123+0000", "2018-02-01T09:42:13.123Z"},
      {"2018-02-01T09:42:13-05:30", "2018-02-01T15:12:13.000Z"},
      {"2018-02-01T24:00:00", "2018-02-02T00:00:00.000Z"},
      {"2018-02-30", "2018-03-02T00:00:00.000Z"},
      {"0099-01-01", "0099-01-01T00:00:00.000Z"},
  }));
  CHECK(iso(parse_iso_date_time(row.text).value()) == row.instant);
}

TEST_CASE("what is no ISO 8601 is refused", "[jsonata][date_time]") {
  const std::string text = GENERATE("",
                                    "201802",
                                    "01-02-2018",
                                    "2018-2-1",
                                    "2018-02-01 09:42:13",
                                    "2018-02-01T09:42Z",
                                    "2018-02-01T09:42:13.",
                                    "2018-13-01",
                                    "2018-02-00",
                                    "2018-02-01T25:00:00Z",
                                    "2018-02-01T09:60:00Z",
                                    "2018-02-01T09:42:13+01",
                                    "2018-02-01T09:42:13+25:00",
                                    "2018-02-01T24:00:01",
                                    "2018-02-01+01:00",
                                    " 2018");
  CAPTURE(text);
  CHECK(parse_iso_date_time(text).error().code == "D3110");
}

TEST_CASE("an instant is read by its picture", "[jsonata][date_time]") {
  struct Row {
    std::string text;
    std::string picture;
    std::string instant;
  };
  const auto row = GENERATE(values<Row>({
      {"2018", "[Y1]", "2018-01-01T00:00:00.000Z"},
      {"2018-5-2t1:2:3", "[Y]-[M01]-[D]T[H]:[m]:[s]", "2018-05-02T01:02:03.000Z"},
      {"201802", "[Y0001][M01]", "2018-02-01T00:00:00.000Z"},
      {"20240101123849", "[Y0000][M00][D00][H00][m00][s00]", "2024-01-01T12:38:49.000Z"},

      {"24twelve", "[D#1][Mw]", "nothing"},
      {"4twelve", "[D#1][Mw]", "2026-12-04T00:00:00.000Z"},
      {"2018May", "[Y][MNn]", "2018-05-01T00:00:00.000Z"},
      {"27th April 2008", "[D1o] [MNn] [Y0001]", "2008-04-27T00:00:00.000Z"},
      {"2 Feb 2012", "[D1] [MNn,3-3] [Y0001]", "2012-02-02T00:00:00.000Z"},
      {"27 03 MMXVIII", "[D1] [M01] [YI]", "2018-03-27T00:00:00.000Z"},
      {"nineteen hundred and eighty-four", "[Yw]", "1984-01-01T00:00:00.000Z"},
      {"TWENTY-SECOND August two thousand and seventeen", "[DW] [MNn] [Yw]", "2017-08-22T00:00:00.000Z"},
      {"4/4/2018 06:30 am", "[D1]/[M1]/[Y0001] [h]:[m] [P]", "2018-04-04T06:30:00.000Z"},
      {"2018-05-22 12 pm", "[Y]-[M]-[D] [h] [P]", "2018-05-22T12:00:00.000Z"},
      {"Mon, Twelfth November 2018", "[FNn,*-3], [DWwo] [MNn] [Y]", "2018-11-12T00:00:00.000Z"},
      {"three hundred and sixty-fifth day of 2018", "[dwo] day of [Y]", "2018-12-31T00:00:00.000Z"},
      {"2018 +01:00", "[Y] [Z]", "2017-12-31T23:00:00.000Z"},
      {"2018 GMT-5", "[Y] [z01]", "2018-01-01T05:00:00.000Z"},
      {"2018 +0530", "[Y] [Z0000]", "2017-12-31T18:30:00.000Z"},
      {"5.01987", "[s].[f1]", "2026-11-30T13:31:05.019Z"},
      {"[2018]", "[[[Y]]]", "2018-01-01T00:00:00.000Z"},
      {"2018-13-00", "[Y]-[M]-[D]", "2018-12-31T00:00:00.000Z"},
      {"99", "[Y]", "1999-01-01T00:00:00.000Z"},
      {"٢٠١٨", "[Y٠٠٠١]", "2018-01-01T00:00:00.000Z"},
      // larger parts are today's
      {"13:45", "[H]:[m]", "2026-11-30T13:45:00.000Z"},
      {"3 pm", "[h] [P]", "2026-11-30T15:00:00.000Z"},
      {"05-22", "[M]-[D]", "2026-05-22T00:00:00.000Z"},
      {"22", "[D]", "2026-11-22T00:00:00.000Z"},
      {"12 foo", "[D] [MNn]", "2026-11-12T00:00:00.000Z"},  // a name that there is not says nothing
      {"3 xm", "[h] [P]", "2026-11-30T03:00:00.000Z"},
      // not of this form
      {"Hello", "[Y]", "nothing"},
      {"Hello", "Hello", "nothing"},
      {"2018-05-22x", "[Y]-[M]-[D]", "nothing"},
      {"2018", "", "nothing"},
      {"2018 +0100", "[Y] [Z]", "nothing"},
      // refused
      {"2018-22", "[Y]-[D]", "D3136"},
      {"5-22 23:59", "[M]-[D] [m]:[s]", "D3136"},
      {"2018-32-5", "[X]-[W]-[F1]", "D3136"},
      {"2018-3-2-5", "[X]-[x]-[w]-[F1]", "D3136"},
      {"2018-05-22", "[Y]-[M]-[q]", "D3132"},
      {"2018 may 22", "[Y] [MNn] [D]", "D3136"},
      {"ISO 2018", "[E] [Y]", "D3133"},
      {"999999", "[Y]", "D1001"},
  }));
  CAPTURE(row.text, row.picture);
  CHECK(parsed(row.text, row.picture) == row.instant);
}

TEST_CASE("a picture read before does not change how the next is read", "[jsonata][date_time]") {
  CHECK(parsed("1/2/2018", "[D]/[M]/[Y]") == "2018-02-01T00:00:00.000Z");
  CHECK(parsed("1/2/2018", "[M]/[D]/[Y]") == "2018-01-02T00:00:00.000Z");
  CHECK(parsed("1/2/2018", "[q]") == "D3132");
  CHECK(parsed("1/2/2018", "[q]") == "D3132");
  CHECK(parsed("1/2/2018", "[D]/[M]/[Y]") == "2018-02-01T00:00:00.000Z");
}
