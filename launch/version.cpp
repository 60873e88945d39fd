#include "launch/version.hpp"

namespace stepstorm::launch {

std::string_view version() { return STEPSTORM_VERSION; }

}  // namespace stepstorm::launch
