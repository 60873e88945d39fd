#include "app/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace stepstorm::app {

const std::vector<std::string>& log_levels() {
  static const std::vector<std::string> levels{"trace", "debug", "info", "warn", "error", "off"};
  return levels;
}

void set_up_log(std::string_view level) {
  spdlog::drop_all();
  spdlog::set_default_logger(spdlog::stderr_color_mt("stepstorm"));
  spdlog::set_pattern("%H:%M:%S.%e %^%-7l%$ [%n] %v");
  spdlog::set_level(spdlog::level::from_str(std::string(level)));
}

}  // namespace stepstorm::app
