#include "config/mock_file.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "config/text_file.hpp"

namespace stepstorm::config {
namespace fs = std::filesystem;
namespace {

using orchestration::MockedTask;
using orchestration::MockHang;
using orchestration::MockPlan;
using orchestration::MockResponse;
using orchestration::MockReturn;
using orchestration::MockReturnString;
using orchestration::MockThrow;

constexpr std::size_t mock_file_bytes_max = 64u << 20;

/// AWS's own form, or the form of recorded cases with its extensions.
enum class MockForm { Aws, Case };

// ---- ranges of invocations

std::optional<std::uint32_t> invocation(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// "3" or "1-2".
std::optional<std::pair<std::uint32_t, std::uint32_t>> invocations(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = invocation(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : invocation(text.substr(dash + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  return std::pair{*first, *last};
}

bool overlap(const MockResponse& left, const MockResponse& right) {
  return left.first <= right.last && right.first <= left.last;
}

// ---- one response

bool read_string(const Node& node, std::string& out) {
  if (!node.value().is_string()) return node.expected("text");
  out = node.value().get<std::string>();
  return true;
}

bool read_payload(const Node& node, Payload& out) {
  out = Payload{node.value()};
  return true;
}

bool read_return(const Node& node, MockReturn& out) { return read_payload(node, out.output); }

bool read_throw(const Node& node, MockThrow& out) {
  return Members{node}
      .optional("Error", given(read_string), out.error)
      .optional("Cause", given(read_string), out.cause)
      .no_others();
}

/// One character of UTF-8.
bool read_character(const Node& node, std::string& out) {
  if (!read_string(node, out)) return false;
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; };
  const bool one = !out.empty() && std::all_of(out.begin() + 1, out.end(), continues);
  return one || node.expected("one character");
}

bool read_return_string(const Node& node, MockReturnString& out) {
  constexpr std::uint64_t count_max = std::uint64_t{1} << 40;
  return Members{node}
      .required("char", read_character, out.character)
      .required("count", whole_number(0, count_max), out.count)
      .no_others();
}

bool read_hang(const Node& node, MockHang&) { return node.value() == true || node.expected("true"); }

/// The event type that shows the phase of the failure: TaskFailed, LambdaFunctionScheduleFailed, ActivityTimedOut ...
bool read_phase(const Node& node, execution::TaskPhase& out) {
  using execution::TaskPhase;
  static constexpr std::pair<std::string_view, TaskPhase> endings[] = {{"ScheduleFailed", TaskPhase::Schedule},
                                                                       {"StartFailed", TaskPhase::Start},
                                                                       {"SubmitFailed", TaskPhase::Submit},
                                                                       {"TimedOut", TaskPhase::TimeOut},
                                                                       {"Failed", TaskPhase::Run}};
  std::string event;
  if (!read_string(node, event)) return false;
  const auto known = std::find_if(
      std::begin(endings), std::end(endings), [&](const auto& ending) { return event.ends_with(ending.first); });
  if (known == std::end(endings)) return node.expected("the name of an event such as TaskTimedOut");
  out = known->second;
  return true;
}

/// The members of a response, before the check that there is exactly one answer.
struct Parts {
  std::optional<MockReturn> returns;
  std::optional<MockThrow> throws;
  std::optional<MockHang> hangs;
  std::optional<MockReturnString> returns_string;
  std::optional<Payload> submitted;
  std::optional<execution::TaskPhase> phase;
  std::optional<Payload> otherwise;  // for engines without ReturnString
};

bool read_parts(const Node& node, MockForm form, Parts& out) {
  Members members{node};
  members.optional("Return", given(read_return), out.returns).optional("Throw", given(read_throw), out.throws);
  members.optional("Hang", given(read_hang), out.hangs);
  if (form == MockForm::Case)
    members.optional("ReturnString", given(read_return_string), out.returns_string)
        .optional("Otherwise", given(read_payload), out.otherwise)
        .optional("Submitted", given(read_payload), out.submitted)
        .optional("Phase", given(read_phase), out.phase);
  return members.no_others();
}

bool read_response(const Node& node, MockForm form, MockResponse& out) {
  Parts parts;
  if (!read_parts(node, form, parts)) return false;
  if (parts.returns.has_value() + parts.throws.has_value() + parts.hangs.has_value() +
          parts.returns_string.has_value() !=
      1)
    return node.error(form == MockForm::Aws ? "expected exactly one of Return, Throw and Hang"
                                            : "expected exactly one of Return, Throw, Hang and ReturnString");
  if (parts.phase && !parts.throws)
    return node.error("'Phase' says how far a task came that has failed: expected Throw");
  if (parts.phase) parts.throws->phase = *parts.phase;
  if (parts.returns) out.result = std::move(*parts.returns);
  if (parts.throws) out.result = std::move(*parts.throws);
  if (parts.hangs) out.result = *parts.hangs;
  if (parts.returns_string) out.result = std::move(*parts.returns_string);
  out.submitted = std::move(parts.submitted);
  return true;
}

bool read_responses(const Node& node, MockForm form, std::vector<MockResponse>& out) {
  if (!node.value().is_object()) return node.expected("an object of invocations such as \"0\" or \"1-2\"");
  std::vector<MockResponse> responses;
  bool all = true;
  for (const auto& [key, value] : node.value().items()) {
    const Node entry = node.member(key);
    const auto range = invocations(key);
    if (!range) {
      all = entry.error("expected an invocation such as \"0\" or a range such as \"1-2\", found \"" + key + '"');
      continue;
    }
    MockResponse response{.first = range->first, .last = range->second, .submitted = {}, .result = {}};
    const auto taken = [&](const MockResponse& other) { return overlap(response, other); };
    if (std::any_of(responses.begin(), responses.end(), taken))
      all = entry.error("another range has some of these invocations already");
    all = read_response(entry, form, response) && all;
    responses.push_back(std::move(response));
  }
  std::sort(responses.begin(), responses.end(), [](const MockResponse& left, const MockResponse& right) {
    return left.first < right.first;
  });
  if (all) out = std::move(responses);
  return all;
}

// ---- MockConfigFile.json

/// An object whose member names are the user's own: `each` reads its values.
template <class Each>
bool read_map(const Node& node, std::string_view what, const Each& each) {
  if (!node.value().is_object()) return node.expected(what);
  bool all = true;
  for (const auto& [name, value] : node.value().items()) all = each(name, node.member(name)) && all;
  return all;
}

bool read_choice(const Node& node, MockFile::Choice& out) {
  const auto read_request = [](const Node& request, Json& read) {
    read = request.value();
    return true;
  };
  return Members{node}
      .optional("Request", given(read_request), out.request)
      .required("Response", read_text, out.responses)
      .no_others();
}

bool read_choices(const Node& node, MockForm form, std::vector<MockFile::Choice>& out) {
  if (form == MockForm::Case && node.value().is_array()) return list_of(read_choice, 1)(node, out);
  MockFile::Choice choice;
  const bool read = read_text(node, choice.responses);
  out = {std::move(choice)};
  return read;
}

bool read_test_case(const Node& node, MockForm form, MockFile::TestCase& out) {
  return read_map(node,
                  "an object of state names and names of mocked responses",
                  [&](const std::string& state, const Node& name) { return read_choices(name, form, out[state]); });
}

auto test_cases(MockForm form) {
  return [form](const Node& node, MockFile::TestCases& out) {
    return read_map(node, "an object of test cases", [&](const std::string& name, const Node& test_case) {
      return read_test_case(test_case, form, out[name]);
    });
  };
}

auto state_machines(MockForm form) {
  return [form](const Node& node, std::map<std::string, MockFile::TestCases>& out) {
    return read_map(node, "an object of state machines", [&](const std::string& name, const Node& machine) {
      return Members{machine}.required("TestCases", test_cases(form), out[name]).no_others();
    });
  };
}

auto mocked_responses(MockForm form) {
  return [form](const Node& node, std::map<std::string, std::vector<MockResponse>>& out) {
    return read_map(node, "an object of mocked responses", [&](const std::string& name, const Node& responses) {
      return read_responses(responses, form, out[name]);
    });
  };
}

bool read_file(const Node& node, MockForm form, MockFile& out) {
  Members members{node};
  members.required("StateMachines", state_machines(form), out.state_machines)
      .optional("MockedResponses", mocked_responses(form), out.mocked_responses);
  if (form == MockForm::Case) members.optional("ActivityWorker", given(read_text), out.activity_worker);
  return members.no_others();
}

std::optional<MockFile> read_text_of(std::string_view text, MockForm form, Report& report) {
  MockFile content;
  const auto document = parse_json(text);
  if (!document) {
    report.add(document.error().at, document.error().message);
    return std::nullopt;
  }
  return read_file(Node{*document, report}, form, content) ? std::optional{std::move(content)} : std::nullopt;
}

// ---- one test case

/// A name in the file, at this pointer, that does not exist.
struct Missing {
  std::string pointer;
  std::string message;
};

/// `there is no test case 'Hapy'; there are Happy or Sad`
template <class Map>
Missing no_such(std::string pointer, const std::string& what, const std::string& wanted, const Map& known) {
  std::vector<std::string_view> names;
  for (const auto& [name, value] : known) names.push_back(name);
  return {
      std::move(pointer),
      "there is no " + what + " '" + wanted + "'; there " + (names.empty() ? "is none" : "are " + one_of_names(names))};
}

MockedTask mocked(const std::string& state,
                  const MockFile::Choice& choice,
                  std::vector<MockResponse> responses,
                  Agrees agrees) {
  MockedTask task{.state = state, .takes = {}, .responses = std::move(responses)};
  if (choice.request)
    task.takes = [request = *choice.request, agrees](const Json& input) { return agrees(request, input); };
  return task;
}

/// The responses of each state that the test case names.
std::vector<Missing> pick(const MockFile& file,
                          const std::string& state_machine,
                          const std::string& test_case,
                          Agrees agrees,
                          MockPlan& out) {
  std::string pointer = "/StateMachines";
  const auto machine = file.state_machines.find(state_machine);
  if (machine == file.state_machines.end())
    return {no_such(pointer, "state machine", state_machine, file.state_machines)};
  pointer = pointer_to(pointer_to(pointer, state_machine), "TestCases");
  const auto picked = machine->second.find(test_case);
  if (picked == machine->second.end()) return {no_such(pointer, "test case", test_case, machine->second)};
  std::vector<Missing> missing;
  for (const auto& [state, choices] : picked->second)
    for (const MockFile::Choice& choice : choices) {
      const auto responses = file.mocked_responses.find(choice.responses);
      if (responses != file.mocked_responses.end())
        out.push_back(mocked(state, choice, responses->second, agrees));
      else
        missing.push_back(no_such(pointer_to(pointer_to(pointer, test_case), state),
                                  "mocked response",
                                  choice.responses,
                                  file.mocked_responses));
    }
  return missing;
}

}  // namespace

tl::expected<MockFile, std::vector<FileFinding>> read_mocks(std::string_view text, const fs::path& file) {
  Report report{file.string(), text};
  auto content = read_text_of(text, MockForm::Case, report);
  if (!report.empty()) return tl::unexpected{std::move(report).take()};
  return std::move(*content);
}

tl::expected<MockFile, std::vector<FileFinding>> load_mocks(const fs::path& file) {
  const auto text = read_text_file(file, mock_file_bytes_max);
  if (!text)
    return tl::unexpected{std::vector{FileFinding{.file = {}, .at = {}, .pointer = {}, .message = text.error()}}};
  return read_mocks(*text, file);
}

tl::expected<MockPlan, std::string> pick_test_case(const MockFile& file,
                                                   const std::string& state_machine,
                                                   const std::string& test_case,
                                                   Agrees agrees) {
  MockPlan plan;
  const auto missing = pick(file, state_machine, test_case, agrees, plan);
  if (!missing.empty()) return tl::unexpected{missing.front().message};
  return plan;
}

tl::expected<MockPlan, std::vector<FileFinding>> read_mock_file(std::string_view text,
                                                                const fs::path& file,
                                                                const std::string& state_machine,
                                                                const std::string& test_case) {
  Report report{file.string(), text};
  MockPlan plan;
  if (const auto content = read_text_of(text, MockForm::Aws, report))
    for (Missing& missing : pick(*content, state_machine, test_case, same_value, plan)) {
      const bool machine = missing.pointer == "/StateMachines";
      report.add(std::move(missing.pointer), missing.message + (machine ? "; --machine-name says which it is" : ""));
    }
  if (!report.empty()) return tl::unexpected{std::move(report).take()};
  return plan;
}

tl::expected<MockPlan, std::vector<FileFinding>> load_mock_file(const fs::path& file,
                                                                const std::string& state_machine,
                                                                const std::string& test_case) {
  const auto text = read_text_file(file, mock_file_bytes_max);
  if (!text)
    return tl::unexpected{std::vector{FileFinding{.file = {}, .at = {}, .pointer = {}, .message = text.error()}}};
  return read_mock_file(*text, file, state_machine, test_case);
}

bool read_case_mocks(const Node& node, MockPlan& out) {
  return read_map(
      node, "an object of state names and their responses", [&](const std::string& state, const Node& responses) {
        MockedTask mocked{.state = state, .takes = {}, .responses = {}};
        if (!read_responses(responses, MockForm::Case, mocked.responses)) return false;
        out.push_back(std::move(mocked));
        return true;
      });
}

bool read_case_responses(const Node& node, std::vector<MockResponse>& out) {
  return read_responses(node, MockForm::Case, out);
}

}  // namespace stepstorm::config
