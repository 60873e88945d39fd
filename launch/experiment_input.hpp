// Loads experiments that are ready to run, with folders in place of buckets.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "asl/substitution.hpp"
#include "experiment/experiment.hpp"
#include "values/json.hpp"

namespace stepstorm::launch {

/// The error has a line for each finding, with its place.
[[nodiscard]] tl::expected<experiment::Experiment, std::string> load_ready_experiment(
    const std::filesystem::path& file,
    const asl::Substitutions& substitutions = {},
    const std::optional<std::string>& lambda_endpoint = {});
/// Reads the text as the content of `file`. `definition`, in JSON, replaces the content of the machine's file.
[[nodiscard]] tl::expected<experiment::Experiment, std::string> read_ready_experiment(
    std::string_view text,
    const std::filesystem::path& file,
    const std::optional<std::string>& definition = {},
    const std::optional<std::string>& lambda_endpoint = {});

/// Adds substitutions to the document of an experiment or a scenario, overriding its own of the same names, so that the
/// written document needs no --substitute.
[[nodiscard]] Json with_substitutions(Json document, const asl::Substitutions& substitutions);

}  // namespace stepstorm::launch
