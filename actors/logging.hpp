// Loggers named after actors: `[payment-1] ...`. They write where, and from the level on that, spdlog's default logger
// does when the actor starts.
#pragma once

#include <memory>
#include <string>

#include <spdlog/logger.h>

namespace stepstorm::actors {

[[nodiscard]] std::shared_ptr<spdlog::logger> actor_logger(std::string name);

}  // namespace stepstorm::actors
