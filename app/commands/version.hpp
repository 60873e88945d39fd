// `stepstorm version`.
#pragma once

#include <ostream>

namespace stepstorm::app {

int version_command(std::ostream& out);

}  // namespace stepstorm::app
