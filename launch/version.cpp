#include "launch/version.hpp"

namespace stepstorm::app {

std::string_view version() { return STEPSTORM_VERSION; }

}  // namespace stepstorm::app
