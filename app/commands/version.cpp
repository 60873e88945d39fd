#include "app/commands/version.hpp"

#include "launch/version.hpp"
#include "terminal/exit_code.hpp"

namespace stepstorm::app {

int version_command(std::ostream& out) {
  out << "stepstorm " << launch::version() << std::endl;
  return terminal::exit_succeeded;
}

}  // namespace stepstorm::app
