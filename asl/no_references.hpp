// References outside any execution, for a fault's target or an invariant's rule: no context object and no variables.
#pragma once

#include "asl/evaluation.hpp"

namespace stepstorm::asl {

class NoReferences final : public References {
 public:
  const Json& context() const override { return nothing_; }
  const Json* variable(std::string_view) const override { return nullptr; }
  std::uint64_t random_bits() const override { return 0; }

 private:
  Json nothing_ = Json::object();
};

}  // namespace stepstorm::asl
