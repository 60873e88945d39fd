// How long does a JSONata expression take, beside the reference implementation on Node? Compiled once, documents read
// once, results as payloads on our side, as values in JavaScript on theirs. Where the package is not installed, ours
// alone: ./dev packages peers.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "asl/jsonata/expression.hpp"
#include "bench/harness/harness.hpp"
#include "config/source_folder.hpp"
#include "values/payload.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::bench;

// ---- questions

struct Question {
  std::string name;
  std::string expression;
  double aim = 5;  // times as fast as the reference implementation
};

const std::vector<Question> questions = {
    {"path", "products.maker.country"},
    {"filter", "numbers[$ % 3 = 0]"},
    {"map and reduce over 1,000", "$reduce($map(numbers, function($n) { $n * 2 }), function($a, $b) { $a + $b })"},
    {"string building", "products.(name & ' (' & category & '): ' & price)"},
    {"object construction", "products.{'id': id, 'label': name, 'value': price * stock}"},
    {"group-by", "products{category: $count(id)}"},
    {"sort", "$sort(products, function($l, $r) { $l.price > $r.price }).id"},
    {"order totals", "orders.{'id': id, 'total': $sum(lines.(price * quantity))}"},
    {"regular expression", "products[$contains(name, /^Item [0-9]*7$/)].id", 1},
    {"shop: names", "products.name"},
    {"shop: in stock", "products[stock > 0].{'name': name, 'stock': stock}"},
    {"shop: revenue by product", "products.{'name': name, 'revenue': price * sold}"},
    {"shop: total by category", "products{category: $sum(price)}"},
    {"shop: the five dearest", "products^(>price)[[0..4]].name"},
};

Json shop() {
  Json document = {{"products", Json::array()}, {"orders", Json::array()}, {"numbers", Json::array()}};
  for (int at = 0; at != 100; ++at)
    document["products"].push_back({{"id", at},
                                    {"name", "Item " + std::to_string(at)},
                                    {"category", "category-" + std::to_string(at % 7)},
                                    {"price", at * 37 % 100 + 0.5},
                                    {"stock", at % 5},
                                    {"sold", at * 3 % 11},
                                    {"maker", {{"country", at % 2 == 0 ? "NL" : "PT"}}}});
  for (int at = 0; at != 20; ++at) {
    Json lines = Json::array();
    for (int line = 0; line != 10; ++line) lines.push_back({{"price", line + 0.25}, {"quantity", at % 4 + 1}});
    document["orders"].push_back({{"id", "order-" + std::to_string(at)}, {"lines", std::move(lines)}});
  }
  for (int at = 0; at != 1000; ++at) document["numbers"].push_back(at);
  return document;
}

// ---- ours

std::string our_result(const Question& question, const Json& document) {
  const auto expression = jsonata::Expression::compile(question.expression, jsonata::Dialect::V2_2).value();
  return to_text(expression.evaluate(&document, jsonata::Surroundings{}).value().value);
}

/// A result is held in a payload, as the interpreter holds it.
void give_back(Json&& result) { const Payload held{std::move(result)}; }

double our_nanoseconds(const Question& question, const Json& document, double enough_seconds) {
  const auto expression = jsonata::Expression::compile(question.expression, jsonata::Dialect::V2_2).value();
  const jsonata::Surroundings surroundings;
  double seconds = 0;
  double count = 0;
  for (int batch = 1; seconds < enough_seconds; batch *= 2) {
    seconds = seconds_of([&] {
      for (int at = 0; at != batch; ++at) give_back(expression.evaluate(&document, surroundings).value().value);
    });
    count = batch;
  }
  return seconds / count * 1e9;
}

// ---- theirs

struct Theirs {
  double nanoseconds = 0;
  Json result;
};

std::string quoted(const std::string& word) {
  std::string quoted = "'";
  for (const char character : word) quoted += character == '\'' ? std::string{"'\\''"} : std::string{character};
  return quoted + "'";
}

/// nullopt: the package, or Node, is not installed.
std::optional<Theirs> run_reference(const Question& question, const std::string& document_file, double seconds) {
  constexpr int exit_not_installed = 3;
  constexpr int exit_not_found = 127;  // the shell's
  const std::string root = config::source_folder();
  const std::string command = "node " + quoted(root + "/bench/peers/jsonata_node.mjs") + " " +
                              quoted(root + "/build/peers") + " " + quoted(question.expression) + " " +
                              std::to_string(seconds) + " < " + quoted(document_file) + " 2> /dev/null";
  std::FILE* const output = popen(command.c_str(), "r");
  if (output == nullptr) throw std::runtime_error("no process for Node");
  std::string text;
  for (int byte = std::fgetc(output); byte != EOF; byte = std::fgetc(output)) text += static_cast<char>(byte);
  const int status = pclose(output);
  if (WIFEXITED(status) && (WEXITSTATUS(status) == exit_not_installed || WEXITSTATUS(status) == exit_not_found))
    return std::nullopt;
  if (status != 0) throw std::runtime_error("the reference implementation failed; to see how: " + command);
  return Theirs{std::strtod(text.c_str(), nullptr), parse_json(text.substr(text.find(' ') + 1)).value()};
}

// ---- both

/// A document in a file, gone with this object.
class DocumentFile {
 public:
  explicit DocumentFile(const Json& document) { std::ofstream{name} << to_text(document); }
  ~DocumentFile() { std::filesystem::remove(name); }
  DocumentFile(const DocumentFile&) = delete;
  DocumentFile& operator=(const DocumentFile&) = delete;

  const std::string name =
      std::filesystem::temp_directory_path() / ("stepstorm_jsonata_" + std::to_string(::getpid()) + ".json");
};

void compare(Session& session) {
  double logarithms = 0;
  for (const Question& question : questions) {
    const std::string name = "times as fast: " + question.name;
    session.ratio(name, question.name + ", reference", question.name + ", stepstorm");
    logarithms += std::log(session.ratio_median(name));
    if (!session.quick())
      session.aim(question.name + ": at least " + std::to_string(static_cast<int>(question.aim)) + " times as fast",
                  session.ratio_median(name) >= question.aim);
  }
  const double mean = std::exp(logarithms / static_cast<double>(questions.size()));
  session.sample("times as fast: geometric mean", "times", Better::More, mean);
  if (!session.quick()) session.aim("geometric mean: at least 12 times as fast", mean >= 12);
}

void measure_all(Session& session) {
  const Json document = shop();
  const DocumentFile file{document};
  const double seconds = session.quick() ? 0.01 : 0.3;
  session.condition("document", "100 products, 20 orders of 10 lines, 1,000 numbers");
  const bool installed = run_reference(questions.front(), file.name, 0.001).has_value();
  if (!installed) session.skip("the reference implementation", "not installed: ./dev packages peers");
  std::vector<Subject> subjects;
  for (const Question& question : questions) {
    subjects.push_back({question.name + ", stepstorm", "ns", Better::Less, [&question, &document, seconds] {
                          return our_nanoseconds(question, document, seconds);
                        }});
    if (!installed) continue;
    subjects.push_back(
        {question.name + ", reference", "ns", Better::Less, [&session, &question, &document, &file, seconds] {
           const Theirs theirs = run_reference(question, file.name, seconds).value();
           const Json ours = parse_json(our_result(question, document)).value();
           session.check("both give the same results", same_value(ours, theirs.result));
           return theirs.nanoseconds;
         }});
  }
  session.measure(subjects);
  if (installed) compare(session);
}

}  // namespace

int main(int argc, char** argv) {
  return run(argc,
             argv,
             "jsonata",
             "Nanoseconds that a JSONata expression takes, beside the reference implementation.",
             3,
             measure_all);
}
