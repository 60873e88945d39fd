// The stylesheet of the SVGs: every colour, on light paper and on dark.
#pragma once

#include <string>

namespace stepstorm::graph {

[[nodiscard]] std::string stylesheet();

}  // namespace stepstorm::graph
