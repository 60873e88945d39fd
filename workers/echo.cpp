#include "workers/echo.hpp"

namespace stepstorm::orchestration {

Outcome Echo::run(messages::Task&& task) { return Succeed{std::move(task.input)}; }

}  // namespace stepstorm::orchestration
