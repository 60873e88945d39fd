#include "orchestration/performers/mocks.hpp"

#include <algorithm>
#include <limits>

#include "asl/quotas.hpp"
#include "execution/failure.hpp"
#include "values/overload.hpp"

namespace stepstorm::orchestration {
namespace {

using Result = decltype(messages::TaskAnswer::result);

/// A limit beyond any payload limit: longer results would behave the same.
constexpr std::uint64_t characters_max = 4 * asl::payload_bytes_max;

Json repeated(const MockReturnString& mock) {
  std::string text;
  for (std::uint64_t count = std::min(mock.count, characters_max); count > 0; --count) text += mock.character;
  return text;
}

/// Returns nullopt when the task hangs.
std::optional<Result> result_of(const MockResult& result) {
  return std::visit(
      Overload{[](const MockReturn& mock) -> std::optional<Result> { return messages::Succeeded{mock.output}; },
               [](const MockReturnString& mock) -> std::optional<Result> {
                 return messages::Succeeded{Payload{repeated(mock)}};
               },
               [](const MockThrow& mock) -> std::optional<Result> {
                 return messages::Failed{mock.error, mock.cause, mock.phase, true};
               },
               [](const MockHang&) -> std::optional<Result> { return std::nullopt; }},
      result);
}

/// Returns a failure that Retry and Catch do not handle. Source: semantics.md 5.1, 10.
messages::Failed no_response(std::string_view state, const std::string& what) {
  return {"States.Runtime",
          "The mocked state '" + std::string(state) + "' has no response for " + what,
          execution::TaskPhase::Run,
          true};
}

std::string known_invocations(const MockedTask& mocked) {
  std::string text;
  for (const MockResponse& response : mocked.responses) {
    text += (text.empty() ? "" : ", ") + std::to_string(response.first);
    if (response.last != response.first) text += '-' + std::to_string(response.last);
  }
  return text.empty() ? "none" : text;
}

std::vector<messages::TaskAnswer> respond(const MockedTask& mocked,
                                          std::uint32_t invocation,
                                          messages::TaskToken token) {
  const auto response =
      std::find_if(mocked.responses.begin(), mocked.responses.end(), [&](const MockResponse& candidate) {
        return candidate.first <= invocation && invocation <= candidate.last;
      });
  if (response == mocked.responses.end())
    return {{token,
             no_response(mocked.state,
                         "invocation " + std::to_string(invocation) + "; there are: " + known_invocations(mocked))}};
  std::vector<messages::TaskAnswer> answers;
  if (response->submitted) answers.push_back({token, messages::Submitted{*response->submitted}});
  if (auto result = result_of(response->result)) answers.push_back({token, std::move(*result)});
  return answers;
}

}  // namespace

execution::StateMachinePtr with_test_case(const execution::StateMachine& state_machine, execution::TestCase test_case) {
  auto made = std::make_shared<execution::StateMachine>(state_machine);
  made->test_case = std::make_shared<const execution::TestCase>(std::move(test_case));
  return made;
}

bool is_mocked(const MockPlan& plan, std::string_view state) {
  return std::any_of(plan.begin(), plan.end(), [&](const MockedTask& mocked) { return mocked.state == state; });
}

std::vector<messages::TaskAnswer> Mocks::answers(const MockPlan& plan,
                                                 std::uint64_t root,
                                                 std::string_view state,
                                                 const messages::Task& task) {
  const auto mocked = std::find_if(plan.begin(), plan.end(), [&](const MockedTask& candidate) {
    return candidate.state == state && (!candidate.takes || candidate.takes(*task.input));
  });
  if (mocked == plan.end())
    return {{task.token, no_response(state, is_mocked(plan, state) ? "this request" : "any request")}};
  const auto place = static_cast<std::size_t>(mocked - plan.begin());
  return respond(*mocked, invocations_[{root, place}]++, task.token);
}

void Mocks::forget(std::uint64_t root) {
  if (invocations_.empty()) return;
  invocations_.erase(invocations_.lower_bound({root, 0}),
                     invocations_.upper_bound({root, std::numeric_limits<std::size_t>::max()}));
}

}  // namespace stepstorm::orchestration
