// From the binding table to the workers that one machine needs: which row answers which Task state.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "asl/machine.hpp"
#include "orchestration/resource.hpp"

namespace stepstorm::config {

/// A Task state whose resource no row fits.
struct UnboundTask {
  std::string state;
  std::string resource;
  std::string pointer;  // to its Resource field, RFC 6901
};

/// The workers for every resource that the machine's tasks name, each once, in order of appearance. A row with a pattern
/// gives workers of their own to each ARN that it fits, named after both: `any-function/ShipOrder`.
[[nodiscard]] tl::expected<std::vector<orchestration::ResourceOptions>, std::vector<UnboundTask>> bind(
    const asl::Machine& machine, const std::vector<orchestration::ResourceOptions>& rows);

}  // namespace stepstorm::config
