// Surroundings for the evaluations that the tests here make.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "asl/evaluation.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// The JSON value that a text in a test spells.
inline Json read(std::string_view text) { return parse_json(text).value(); }

/// A context object, a few variables and random bits that are always the same.
class FixedReferences : public References {
 public:
  const Json& context() const override { return context_; }

  const Json* variable(std::string_view name) const override {
    const auto found = variables_.find(std::string(name));
    return found == variables_.end() ? nullptr : &found->second;
  }

  std::uint64_t random_bits() const override { return 0x0123456789abcdef; }

 private:
  Json context_ =
      read(R"({"Execution":{"Name":"run-7","Input":{"suffix":"blue"}},"StateMachine":{"Id":"arn","Name":"m-x"}})");
  std::map<std::string, Json> variables_{{"answer", 42}, {"order", read(R"({"items":[1,2]})")}};
};

}  // namespace stepstorm::asl
