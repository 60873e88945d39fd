// The table of intrinsic functions.
// Source: semantics.md 3.2; recordings.md 6; answers of the service where both are silent.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "asl/evaluation.hpp"
#include "asl/paths/json_path.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// Why a function fails. An empty sentence stands for "Invalid arguments in States.<Name>".
struct Refusal {
  std::string sentence;
};

struct IntrinsicFunction {
  using Arguments = std::span<const Selection>;
  using Compute = tl::expected<Json, Refusal> (*)(Arguments, const References&);

  std::string_view name;
  std::size_t arguments_min;
  std::size_t arguments_max;
  Compute compute;

  [[nodiscard]] tl::expected<Json, Refusal> apply(Arguments arguments, const References& references) const;
};

/// Returns nullptr when no function has this name.
const IntrinsicFunction* find_intrinsic_function(std::string_view name);

}  // namespace stepstorm::asl
