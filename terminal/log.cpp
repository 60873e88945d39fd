#include "terminal/log.hpp"

#include <memory>
#include <string>
#include <utility>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "terminal/terminal.hpp"
#include "values/utf8.hpp"

namespace stepstorm::terminal {
namespace {

/// Formats `[name] what` without control characters: both may be texts from outside.
class WhoAndWhat final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& line) override {
    const auto text = [](const auto& part) { return std::string{part.data(), part.size()}; };
    const std::string shown = on_one_line("[" + text(message.logger_name) + "] " + text(message.payload));
    line.append(shown.data(), shown.data() + shown.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<WhoAndWhat>(); }
};

}  // namespace

const std::vector<std::string>& log_levels() {
  static const std::vector<std::string> levels{"trace", "debug", "info", "warn", "error", "off"};
  return levels;
}

void set_up_log(std::string_view level) {
  spdlog::drop_all();
  spdlog::set_default_logger(spdlog::stderr_color_mt("stepstorm"));
  // On a terminal a live view may occupy the line.
  const std::string begin_line = terminal_of(STDERR_FILENO).interactive ? "\r\033[K" : "";
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<WhoAndWhat>('*').set_pattern(begin_line + "%H:%M:%S.%e %^%-7l%$ %*");
  spdlog::set_formatter(std::move(formatter));
  spdlog::set_level(spdlog::level::from_str(std::string(level)));
}

}  // namespace stepstorm::terminal
