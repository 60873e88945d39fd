#include "app/version.hpp"

#include "app/exit_code.hpp"

namespace stepstorm::app {

int version_command(std::ostream& out) {
  out << "stepstorm " STEPSTORM_VERSION << std::endl;
  return exit_succeeded;
}

}  // namespace stepstorm::app
