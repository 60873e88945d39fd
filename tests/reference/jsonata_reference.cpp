// Do generated JSONata expressions end as in the reference implementation (npm package jsonata, on Node)?
//   jsonata_reference COUNT SEED [aws]
// aws: the dialect of state machines beside version 2.0.6, which it is; else version 2.2 beside 2.2.
// Prints each that does not, then how many agreed, and how many differ in a way that is listed below with its reason.
// Exits with 1 when one differs in another way, with 77 where Node or the package is not installed: ./dev packages peers.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "asl/jsonata/expression.hpp"
#include "config/source_folder.hpp"
#include "tests/fuzz/byte_source.hpp"
#include "tests/fuzz/random_jsonata.hpp"
#include "values/json.hpp"
#include "world/stream.hpp"

namespace {

using namespace stepstorm;
using namespace std::string_view_literals;

// ---- cases

struct Case {
  std::string expression;
  Json input;
  Json ours;  // as jsonata_reference.mjs gives an outcome
};

constexpr jsonata::Limits limits{200'000, 8u << 20, 400};

Json our_outcome(const std::string& text, const Json& input, jsonata::Dialect dialect) {
  const auto expression = jsonata::Expression::compile(text, dialect);
  if (!expression) return {{"error", expression.error().code}};
  const auto outcome = expression->evaluate(&input, jsonata::Surroundings{}, limits);
  if (!outcome) return {{"error", outcome.error().code}};
  switch (outcome->type) {
    case jsonata::Outcome::Type::Nothing: return {{"nothing", true}};
    case jsonata::Outcome::Type::Function: return {{"function", true}};
    default: return {{"value", parse_json(to_text(outcome->value)).value()}};  // as JSON has it: without infinities
  }
}

/// Ours ends by its limits: the reference has none and would not.
bool reached_a_limit(const Json& outcome) {
  return outcome.contains("error") && outcome["error"].get_ref<const std::string&>().front() == 'U';
}

Case random_case(world::Stream random, jsonata::Dialect dialect) {
  std::array<std::uint8_t, 200> bytes{};
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
  fuzz::ByteSource choices{bytes};
  Json input = fuzz::random_jsonata_input(choices);
  std::string expression = fuzz::random_jsonata(choices, 4);
  Json ours = our_outcome(expression, input, dialect);
  return {std::move(expression), std::move(input), std::move(ours)};
}

/// Functions that Step Functions adds to the language: the reference has none of them.
bool is_beyond_reference(std::string_view expression) {
  constexpr std::array added = {"$parse"sv, "$partition"sv, "$hash"sv};
  return std::any_of(added.begin(), added.end(), [&](auto name) { return expression.find(name) != expression.npos; });
}

std::vector<Case> random_cases(std::size_t count, std::uint64_t seed, jsonata::Dialect dialect) {
  const auto stream = world::Stream::named(seed, "jsonata reference");
  std::vector<Case> cases;
  for (std::uint64_t at = 0; cases.size() != count; ++at)
    if (Case made = random_case(stream.of(at), dialect);
        !reached_a_limit(made.ours) && !is_beyond_reference(made.expression))
      cases.push_back(std::move(made));
  return cases;
}

// ---- the reference

/// A folder of its own for what passes between both, gone with this object.
class Exchange {
 public:
  Exchange() { std::filesystem::create_directory(folder_); }
  ~Exchange() { std::filesystem::remove_all(folder_); }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  void write(const std::vector<Case>& cases) const {
    std::ofstream file{folder_ / "cases"};
    for (const Case& one : cases) file << to_text({{"expression", one.expression}, {"input", one.input}}) << '\n';
  }

  /// The exit code of Node, or of the shell that did not find it.
  int run_node(std::string_view package) const {
    const std::string root = config::source_folder();
    const std::string command = "node '" + root + "/tests/reference/jsonata_reference.mjs' '" + root +
                                "/build/peers' " + std::string{package} + " < '" + (folder_ / "cases").string() +
                                "' > '" + (folder_ / "outcomes").string() + "'";
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
  }

  std::vector<Json> outcomes() const {
    std::vector<Json> outcomes;
    std::ifstream file{folder_ / "outcomes"};
    for (std::string line; std::getline(file, line);) outcomes.push_back(parse_json(line).value());
    return outcomes;
  }

 private:
  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("stepstorm_reference_" + std::to_string(::getpid()));
};

// ---- what may differ, and why

struct Listed {
  std::string_view reason;
  bool (*applies)(const Json& ours, const Json& theirs);
  std::size_t count = 0;
};

std::array listed = {
    Listed{"both fail, by different errors: members of objects and arrays are evaluated at once there, in order here",
           [](const Json& ours, const Json& theirs) { return ours.contains("error") && theirs.contains("error"); }},
    Listed{"the reference ends by an exception of JavaScript's, which is no error of the language",
           [](const Json&, const Json& theirs) { return theirs.contains("broken"); }},
};

// Of seed 1.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> single = {{
    {R"jsonata(function($x,$y){*}(((b.[$append(?,/a|b/)(false)]@$y[(a.%[1e9].('[Y]')).orders])#$x;$.orders{'k':$$^(name)[]~>|$$|{'k':null}|})))jsonata",
     "an undefined item of an array, which JSON writes as null"},
    {R"jsonata({'k':{'k':$each(tags,function($x){1})}?$append(?,$filter(orders.lines.name^(name).{'k':b},function($x,$y){'hat'}))($append(?,a)($y)):b.lines[a='x']#$y=*^(orders)})jsonata",
     "an empty array as the input of an object's members"},
    {R"jsonata($@$x^(b)[0]~>|c.d|{'k':['hat',function($x,$y){$fromMillis($$^(d)[name=false]#$x)}(orders.lines.name^(d).(-2.5)~>|a#$y#$x|{'k':'x'}|)]}|)jsonata",
     "a transform copies a sequence by way of JSON, and it is a sequence no more"},
    {R"jsonata($.(((*.b)#$x;function($x,$y){b?1:''}))^(c).*)jsonata",
     "members of a function, which is an object of JavaScript's there"},
    {R"jsonata($.($append(?,function($x){'[Y]'})($string(a^(>$y)[]))).*^(>[[] ~> $round..$append(false,$x)])~>|orders.lines[].[[0..$x] ~> $ceil]^(d)|{'k':orders.*.[(orders.lines.name[]^(>{'k':false}))@$y]}|)jsonata",
     "members of a function, which is an object of JavaScript's there"},
    {R"jsonata(function($x,$y){$not(function($x,$y){1} ~> $sqrt)}(orders.a^(>b@$x[($x:='b';a)][[{},1e9]]).[($y:=2;$substringBefore(2,0))]))jsonata",
     "a chain of functions as an argument"},
    {R"jsonata(d[0].(function($x,$y){true}).*)jsonata",
     "members of a function, which is an object of JavaScript's there"},
    {R"jsonata(($$.[function($x,$y){$lookup(($x:=2;[1,2]),$append(?,true)($))}].{'k':$max($append(?,*)(b[]))}).e)jsonata",
     "members of a function, which is an object of JavaScript's there"},
}};

bool is_listed(const Case& one, const Json& theirs) {
  for (Listed& kind : listed)
    if (kind.applies(one.ours, theirs)) return ++kind.count, true;
  const auto* const found = std::find_if(
      single.begin(), single.end(), [&](const auto& listed_one) { return listed_one.first == one.expression; });
  if (found == single.end()) return false;
  std::cout << "listed: " << one.expression << "\n  " << found->second << '\n';
  return true;
}

void print_difference(const Case& one, const Json& theirs) {
  std::cout << "different: " << one.expression << "\n  input  " << to_text(one.input) << "\n  ours   "
            << to_text(one.ours) << "\n  theirs " << to_text(theirs) << '\n';
}

int compare(const std::vector<Case>& cases, const std::vector<Json>& theirs) {
  std::size_t same = 0;
  std::size_t values = 0;
  std::size_t different = 0;
  for (std::size_t at = 0; at != cases.size(); ++at) {
    if (same_value(cases[at].ours, theirs[at])) {
      ++same;
      values += theirs[at].contains("value") ? 1 : 0;
    } else if (!is_listed(cases[at], theirs[at])) {
      ++different;
      print_difference(cases[at], theirs[at]);
    }
  }
  std::cout << cases.size() << " expressions: " << same << " end alike (" << values << " with a value), " << different
            << " differ\n";
  for (const Listed& kind : listed) std::cout << "  " << kind.count << ": " << kind.reason << '\n';
  return different == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int exit_skipped = 77;
  constexpr int node_lacks_package = 3;
  constexpr int shell_lacks_node = 127;
  const bool aws = argc == 4 && argv[3] == std::string_view{"aws"};
  if (argc != 3 && !aws) return std::cerr << "usage: jsonata_reference COUNT SEED [aws]\n", 2;
  const auto cases = random_cases(std::strtoull(argv[1], nullptr, 10),
                                  std::strtoull(argv[2], nullptr, 10),
                                  aws ? jsonata::Dialect::Aws : jsonata::Dialect::V2_2);
  const Exchange exchange;
  exchange.write(cases);
  if (const int code = exchange.run_node(aws ? "jsonata-2.0" : "jsonata");
      code == node_lacks_package || code == shell_lacks_node)
    return std::cout << "skipped: the reference implementation is not installed: ./dev packages peers\n", exit_skipped;
  const auto theirs = exchange.outcomes();
  if (theirs.size() != cases.size())
    return std::cerr << "the reference ended early, at case " << theirs.size() << '\n', 1;
  return compare(cases, theirs);
}
