// What a Distributed Map hands on: the list of its children's outputs, or the files that ResultWriter writes.
// Source: semantics.md 7.4.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "asl/machine.hpp"
#include "execution/map_run.hpp"

namespace stepstorm::execution {

using Objects = std::vector<std::pair<std::string, std::string>>;  // key, text

/// The children's outputs in the order of their items; failed ones have no element.
[[nodiscard]] Json collected_outputs(const asl::MapState& map, const MapRun& run);

/// SUCCEEDED_0.json, FAILED_0.json ... and manifest.json, which names them.
[[nodiscard]] Objects result_files(const asl::ResultWriter& writer,
                                   const MapRun& run,
                                   const std::string& bucket,
                                   const std::string& prefix);

/// `<prefix>/<map run uuid>/manifest.json`
[[nodiscard]] std::string manifest_key(const MapRun& run, const std::string& prefix);

}  // namespace stepstorm::execution
