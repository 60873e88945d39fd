// Loggers named after actors: `[payment-1] ...`. They copy the sinks and the level of spdlog's default logger at the
// time when the actor starts.
#pragma once

#include <memory>
#include <string>

#include <spdlog/logger.h>

namespace stepstorm::actors {

[[nodiscard]] std::shared_ptr<spdlog::logger> actor_logger(std::string name);

}  // namespace stepstorm::actors
