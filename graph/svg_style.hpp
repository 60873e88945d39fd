// The stylesheet of the SVGs: all colours, for light and dark backgrounds.
#pragma once

#include <string>

namespace stepstorm::graph {

[[nodiscard]] std::string stylesheet();

}  // namespace stepstorm::graph
