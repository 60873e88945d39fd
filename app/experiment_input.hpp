// Experiments ready to be run: read, and with folders in place of buckets.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "experiment/experiment.hpp"

namespace stepstorm::app {

/// The error has a line for each finding, with its place.
[[nodiscard]] tl::expected<experiment::Experiment, std::string> load_ready_experiment(
    const std::filesystem::path& file);
/// From a text, as if it stood in that file.
[[nodiscard]] tl::expected<experiment::Experiment, std::string> read_ready_experiment(
    std::string_view text, const std::filesystem::path& file);

}  // namespace stepstorm::app
