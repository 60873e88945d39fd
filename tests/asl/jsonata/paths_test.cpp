#include <catch2/catch.hpp>

#include "tests/asl/jsonata/evaluation.hpp"

using namespace stepstorm::jsonata;

namespace {

constexpr std::string_view zoo = R"({
  "name": "Zoo",
  "houses": [
    {"id": "h1", "animals": [{"kind": "lion", "kg": 190, "ages": [3, 9]}, {"kind": "lynx", "kg": 20, "ages": [5]}]},
    {"id": "h2", "animals": [{"kind": "otter", "kg": 8, "ages": []}]},
    {"id": "h3", "animals": []}
  ],
  "keepers": [{"who": "Ann", "house": "h1"}, {"who": "Bob", "house": "h2"}, {"who": "Cyd", "house": "h1"}],
  "open": {"from": 9, "to": 17},
  "grid": [[1, 2], [3]]
})";

}  // namespace

TEST_CASE("a path collects what its steps select and drops what is not there", "[asl][jsonata][path]") {
  const auto row = GENERATE(values<Evaluation>({
      {"name", R"("Zoo")"},
      {"open.from", "9"},
      {"open.nothing", "undefined"},
      {"name.from", "undefined"},
      {"houses.id", R"(["h1","h2","h3"])"},
      {"houses.animals.kg", "[190,20,8]"},
      {"houses.animals.ages", "[3,9,5]"},            // arrays of arrays are flattened
      {"houses[1].animals.ages", "[]"},              // one array stays itself, also an empty one
      {"houses[1].animals.kind", R"("otter")"},      // one result is no array
      {"houses[1].animals.kind[]", R"(["otter"])"},  // unless it is asked for
      {"houses.(animals.kg)", "[190,20,8]"},
      {"houses.[id]", R"([["h1"],["h2"],["h3"]])"},
      {"houses.{\"h\": id}", R"([{"h":"h1"},{"h":"h2"},{"h":"h3"}])"},
      {"`name`", R"("Zoo")"},
      {"\"open\".\"to\"", "17"},
      {"$.open.to", "17"},
      {"$$.open.to", "17"},
      {"open.($$.name)", R"("Zoo")"},
      {"grid", "[[1,2],[3]]"},
      {"grid.$", "[1,2,3]"},
      {"and", "undefined"},  // words of operators are names where a name stands
      {"open.from /* when it opens */ + 1", "10"},
      {"", "S0207 at 0: Unexpected end of expression"},
  }));
  check(row, zoo);
}

TEST_CASE("a predicate keeps by place, by places, or by what holds", "[asl][jsonata][path]") {
  const auto row = GENERATE(values<Evaluation>({
      {"houses[0].id", R"("h1")"},
      {"houses[-1].id", R"("h3")"},
      {"houses[1.9].id", R"("h2")"},
      {"houses[9]", "undefined"},
      {"houses[[0, 2]].id", R"(["h1","h3"])"},
      {"houses[[0..1]].id", R"(["h1","h2"])"},
      {"houses.animals[0].kind", R"(["lion","otter"])"},  // the first of each house
      {"(houses.animals)[0].kind", R"("lion")"},          // the first of all
      {"houses.animals[kg > 10].kind", R"(["lion","lynx"])"},
      {"houses[animals].id", R"(["h1","h2"])"},  // what is empty is false
      {"houses[animals.kind = 'otter'].id", R"("h2")"},
      {"houses.animals[kg > 10][0].kind", R"("lion")"},
      {"houses[$count(animals) = 0].id", R"("h3")"},
      {"[1, 2, 3][$ > 1]", "[2,3]"},
      {"[[1, 2], [3]][0]", "[1,2]"},
      {"name[0]", R"("Zoo")"},
      {"name[1]", "undefined"},
  }));
  check(row, zoo);
}

TEST_CASE("* is every member and ** everything below", "[asl][jsonata][path]") {
  const auto row = GENERATE(values<Evaluation>({
      {"open.*", "[9,17]"},
      {"*.from", "9"},
      {"houses.*[0]", R"(["h1","h2","h3"])"},
      {"**.kind", R"(["lion","lynx","otter"])"},
      {"open.**", R"([{"from":9,"to":17},9,17])"},
      {"$sum(**.kg)", "218"},
      {"missing.**", "undefined"},
  }));
  check(row, zoo);
}

TEST_CASE("the operator % is the context of the step before", "[asl][jsonata][path]") {
  const auto row = GENERATE(values<Evaluation>({
      {"houses.animals.(kind & '@' & %.id)", R"(["lion@h1","lynx@h1","otter@h2"])"},
      {"houses.animals[%.id = 'h2'].kind", R"("otter")"},
      {"houses.animals.kind.(%.kg)", "[190,20,8]"},
      {"houses.animals.kind.{'house': %.%.id}", R"([{"house":"h1"},{"house":"h1"},{"house":"h2"}])"},
      {"(houses.animals)[%.id = 'h1'].kind", R"(["lion","lynx"])"},
      {"houses.animals^(%.id, kg).kind", R"(["lynx","lion","otter"])"},
      {"%", "S0217 at 1: The object representing the 'parent' cannot be derived from this expression"},
      {"houses.%.%", "S0217 at 6: The object representing the 'parent' cannot be derived from this expression"},
  }));
  check(row, zoo);
}

TEST_CASE("the operators @ and # bind a step's value and its number for the steps behind", "[asl][jsonata][path]") {
  const auto row = GENERATE(values<Evaluation>({
      {"keepers@$k.houses[id = $k.house].($k.who & ':' & id)", R"(["Ann:h1","Bob:h2","Cyd:h1"])"},
      {"houses#$n.($n & id)", R"(["0h1","1h2","2h3"])"},
      {"houses#$n.animals.{'at': $n, 'kind': kind}",
       R"([{"at":0,"kind":"lion"},{"at":0,"kind":"lynx"},{"at":1,"kind":"otter"}])"},
      {"houses.animals#$n[$n = 1].kind", R"("lynx")"},
      {"keepers@$k.houses@$h[$h.id = $k.house]{$h.id: $k.who}", R"({"h1":["Ann","Cyd"],"h2":"Bob"})"},
      {"houses@h.id", "S0214 at 8: The right side of \"@\" must be a variable name (start with $)"},
      {"houses[0]@$h.id", "S0215 at 10: A context variable binding must precede any predicates on a step"},
      {"houses^(id)@$h.id", "S0216 at 12: A context variable binding must precede the 'order-by' clause on a step"},
  }));
  check(row, zoo);
}

TEST_CASE("the operator ^() sorts by terms, stably, with what is missing last", "[asl][jsonata][path]") {
  constexpr std::string_view rows = R"([{"n":"b","v":2},{"n":"a","v":2},{"n":"c","v":1},{"n":"d"}])";
  const auto row = GENERATE(values<Evaluation>({
      {"$^(v).n", R"(["c","b","a","d"])"},
      {"$^(>v).n", R"(["b","a","c","d"])"},
      {"$^(v, n).n", R"(["c","a","b","d"])"},
      {"$^(<v, >n).n", R"(["c","b","a","d"])"},
      {"$^(n)[0].n", R"("a")"},
      {"$^($exists(v)).n",
       "T2008 at 2: The expressions within an order-by clause must evaluate to numeric or string values"},
      {"$^(n = 'b' ? 1 : n).n", "T2007 at 2: Type mismatch when comparing values 1 and \"a\" in order-by clause"},
  }));
  check(row, rows);
}

TEST_CASE("a sort of one item is that item, wherever it lay", "[asl][jsonata][path]") {
  const auto row = GENERATE(values<Evaluation>({
      {"one^(n)", R"({"n":1})"},
      {"(one)^(n)", R"({"n":1})"},
      {"one^(n)[]", R"([{"n":1}])"},
      {"none^(n)", "undefined"},
      {"$type(one^(n))", R"("object")"},
      {"[5]^($)", "5"},
  }));
  check(row, R"({"one":[{"n":1}],"none":[]})");
}

TEST_CASE("an object {} behind a path groups by name, and each group's values are computed together",
          "[asl][jsonata][path]") {
  constexpr std::string_view sales = R"([{"by":"x","n":1},{"by":"y","n":2},{"by":"x","n":4},{"n":8}])";
  const auto row = GENERATE(values<Evaluation>({
      {"${by: n}", R"({"x":[1,4],"y":2})"},
      {"${by: $sum(n)}", R"({"x":5,"y":2})"},
      {"$[by]{by: $count($)}", R"({"x":2,"y":1})"},
      {"${by: n, 'all': $sum(n)}", R"({"x":[1,4],"all":15,"y":2})"},
      {"${n: by}", "T1003 at 2: Key in object structure must evaluate to a string; got: 1"},
      {"${by: 1, 'x': 2}", "D1009 at 2: Multiple key definitions evaluate to same key: \"x\""},
      {"{'a': 1, 'a': 2}", "D1009 at 1: Multiple key definitions evaluate to same key: \"a\""},
      {"{'gone': missing, 'there': 1}", R"({"there":1})"},
      {"[[1, 2], [3]].{'all': $}", R"([{"all":[1,2]},{"all":3}])"},  // an array as context is grouped, too
      {"${by: n}{by: n}", "S0210 at 9: Each step can only have one grouping expression"},
      {"${by: n}[0]", "S0209 at 9: A predicate cannot follow a grouping expression in a step"},
  }));
  check(row, sales);
}
