#include "asl/machine.hpp"

#include "values/overload.hpp"

namespace stepstorm::asl {

using namespace std::literals;

std::string_view type_name(const State& state) {
  return std::visit(Overload{[](const TaskState&) { return "Task"sv; },
                             [](const PassState&) { return "Pass"sv; },
                             [](const ChoiceState&) { return "Choice"sv; },
                             [](const WaitState&) { return "Wait"sv; },
                             [](const SucceedState&) { return "Succeed"sv; },
                             [](const FailState&) { return "Fail"sv; },
                             [](const ParallelState&) { return "Parallel"sv; },
                             [](const MapState&) { return "Map"sv; }},
                    state.detail);
}

}  // namespace stepstorm::asl
