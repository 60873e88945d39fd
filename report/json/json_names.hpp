#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string_view>

#include "asl/jsonata/expression.hpp"
#include "values/json.hpp"

namespace stepstorm::report {

/// Surroundings of JSONata expressions on the command line: an object's members as variables, a fixed time in
/// milliseconds since 1970, and random bits from a seed.
class JsonNames : public jsonata::Surroundings {
 public:
  explicit JsonNames(const Json& members, std::int64_t now_ms = 0, std::uint64_t seed = 1)
      : members_(members), now_ms_(now_ms), random_(seed) {}

  std::optional<jsonata::Binding> variable(std::string_view name) const override {
    const Json* const found = find_member(members_, name);
    return found ? std::optional{jsonata::Binding{found, {}}} : std::nullopt;
  }
  std::int64_t now_ms() const override { return now_ms_; }
  std::uint64_t random_bits() const override { return random_(); }

 private:
  Json members_;
  std::int64_t now_ms_;
  mutable std::mt19937_64 random_;
};

}  // namespace stepstorm::report
