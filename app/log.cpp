#include "app/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "app/terminal.hpp"

namespace stepstorm::app {

const std::vector<std::string>& log_levels() {
  static const std::vector<std::string> levels{"trace", "debug", "info", "warn", "error", "off"};
  return levels;
}

void set_up_log(std::string_view level) {
  spdlog::drop_all();
  spdlog::set_default_logger(spdlog::stderr_color_mt("stepstorm"));
  // On a terminal a live view may stand in the line.
  const std::string begin_line = terminal_of(STDERR_FILENO).interactive ? "\r\033[K" : "";
  spdlog::set_pattern(begin_line + "%H:%M:%S.%e %^%-7l%$ [%n] %v");
  spdlog::set_level(spdlog::level::from_str(std::string(level)));
}

}  // namespace stepstorm::app
