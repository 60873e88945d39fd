// Experiments ready to be run: read, and with folders in place of buckets.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "asl/substitution.hpp"
#include "experiment/experiment.hpp"
#include "values/json.hpp"

namespace stepstorm::app {

/// The error has a line for each finding, with its place.
[[nodiscard]] tl::expected<experiment::Experiment, std::string> load_ready_experiment(
    const std::filesystem::path& file,
    const asl::Substitutions& substitutions = {},
    const std::optional<std::string>& lambda_endpoint = {});
/// From a text, as if it stood in that file. A `definition`, in JSON, stands in place of what is in the machine's file.
[[nodiscard]] tl::expected<experiment::Experiment, std::string> read_ready_experiment(
    std::string_view text,
    const std::filesystem::path& file,
    const std::optional<std::string>& definition = {},
    const std::optional<std::string>& lambda_endpoint = {});

/// The document of an experiment or a scenario as if these substitutions stood in it, before its own of the same names:
/// what is written of it needs no --substitute.
[[nodiscard]] Json with_substitutions(Json document, const asl::Substitutions& substitutions);

}  // namespace stepstorm::app
