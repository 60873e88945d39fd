// References of what stands outside any execution: a fault's target, an invariant's rule. They see their document and
// nothing else.
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
