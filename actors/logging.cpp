#include "actors/logging.hpp"

#include <utility>

#include <spdlog/spdlog.h>

namespace stepstorm::actors {

std::shared_ptr<spdlog::logger> actor_logger(std::string name) {
  return spdlog::default_logger()->clone(std::move(name));
}

}  // namespace stepstorm::actors
