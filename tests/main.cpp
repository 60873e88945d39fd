// Catch's main, compiled once for all test programs, with one more use: `test_asl --ctest asl A=B` prints the lines
// that make each test case a test of ctest, run with A=B in its environment. Catch's own CMake script loses names with
// a quote, a semicolon or a backslash.
#define CATCH_CONFIG_RUNNER

#include <cctype>
#include <iostream>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

namespace {

// Test names are sentences; on Catch's command line their punctuation would have a meaning.
std::string escaped(const std::string& name) {
  std::string pattern;
  for (const char c : name) {
    if (std::ispunct(static_cast<unsigned char>(c))) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

void print_ctest_lines(const std::string& program, const std::string& folder, const std::string& environment) {
  for (const auto& test_case : Catch::getAllTestCasesSorted(Catch::Config{})) {
    if (test_case.isHidden()) continue;
    const auto name = "[==[" + folder + ": " + test_case.name + "]==]";
    // NoTests: a pattern that matches no test case must not count as passed. A test that lacks its inputs warns
    // "skipped: ...".
    std::cout << "add_test(" << name << " [==[" << program << "]==] [==[" << escaped(test_case.name)
              << "]==] --warn NoTests)\n"
              << "set_tests_properties(" << name << " PROPERTIES TIMEOUT 300 LABELS " << folder
              << " SKIP_REGULAR_EXPRESSION \"warning:\n  skipped: \" ENVIRONMENT \"" << environment << "\")\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  Catch::Session session;
  if (argc == 4 && std::string_view{argv[1]} == "--ctest") {
    print_ctest_lines(argv[0], argv[2], argv[3]);
    return 0;
  }
  return session.run(argc, argv);
}
