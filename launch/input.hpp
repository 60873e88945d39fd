// Reads an execution's input from the place that the command line names.
#pragma once

#include <istream>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "values/payload.hpp"

namespace stepstorm::launch {

/// Reads JSON text, `@FILE`, or `-` for standard input; without an argument returns {}. The error is one line with the
/// place of the mistake.
[[nodiscard]] tl::expected<Payload, std::string> read_input(const std::optional<std::string>& argument,
                                                            std::istream& in);

}  // namespace stepstorm::launch
