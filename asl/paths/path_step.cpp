#include "asl/paths/path_step.hpp"

#include <algorithm>

#include "values/overload.hpp"

namespace stepstorm::asl {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "'" : ", '") + name + "'";
  return text;
}

std::string joined(const std::vector<std::int64_t>& indexes) {
  std::string text;
  for (const auto index : indexes) text += (text.empty() ? "" : ",") + std::to_string(index);
  return text;
}

std::string bound(const std::optional<std::int64_t>& index) { return index ? std::to_string(*index) : ""; }

}  // namespace

bool definite(const PathStep& step) {
  return std::holds_alternative<Name>(step) || std::holds_alternative<Index>(step) ||
         std::holds_alternative<Names>(step) || std::holds_alternative<FromLength>(step);
}

bool definite(const PathSteps& steps) {
  return std::all_of(steps.begin(), steps.end(), [](const PathStep& step) { return definite(step); });
}

std::string normalized(const PathStep& step) {
  return std::visit(Overload{
                        [](const Name& one) { return "['" + one.name + "']"; },
                        [](const Names& several) { return "[" + joined(several.names) + "]"; },
                        [](const Index& one) { return "[" + std::to_string(one.index) + "]"; },
                        [](const FromLength& one) { return "[@.size()" + std::to_string(one.offset) + "]"; },
                        [](const Indexes& several) { return "[" + joined(several.indexes) + "]"; },
                        [](const Slice& slice) { return "[" + bound(slice.from) + ":" + bound(slice.to) + "]"; },
                        [](const Wildcard&) { return std::string("[*]"); },
                        [](const DeepScan&) { return std::string(".."); },
                        [](const Filtered&) { return std::string("[?]"); },
                    },
                    step);
}

}  // namespace stepstorm::asl
