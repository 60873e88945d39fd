#include "api/mock_cases.hpp"

#include "conformance/difference.hpp"
#include "orchestration/performers/mocks.hpp"

namespace stepstorm::api {
namespace {

constexpr std::size_t chosen_max = 10'000;  // cached machines at most; beyond it, the cache starts anew

/// Requests may contain the wildcards of recorded cases.
bool as_recorded(const Json& request, const Json& input) { return conformance::agree(request, input, nullptr); }

Error invalid_case(const std::string& test_case, const std::string& machine, const std::string& why) {
  return {"InvalidName", "Invalid mock test case name '" + test_case + "' for state machine '" + machine + "': " + why};
}

}  // namespace

MachineChoice read_machine_choice(std::string_view text) {
  const auto mark = text.find('#');
  if (mark == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, mark)), std::string(text.substr(mark + 1))};
}

void MockCases::replace(MockFilePtr file) {
  file_ = std::move(file);
  chosen_.clear();
}

tl::expected<execution::StateMachinePtr, Error> MockCases::choose(const execution::StateMachinePtr& state_machine,
                                                                  const std::string& test_case) {
  if (test_case.empty()) return state_machine;
  const std::string& name = state_machine->name;
  if (!file_) return tl::unexpected{invalid_case(test_case, name, "there are no mocks")};
  if (const auto found = chosen_.find({state_machine, test_case}); found != chosen_.end()) return found->second;
  auto plan = config::pick_test_case(*file_, name, test_case, as_recorded);
  if (!plan) return tl::unexpected{invalid_case(test_case, name, plan.error())};
  if (chosen_.size() >= chosen_max) chosen_.clear();
  return chosen_[{state_machine, test_case}] =
             orchestration::with_test_case(*state_machine, {std::move(*plan), file_->activity_worker});
}

}  // namespace stepstorm::api
