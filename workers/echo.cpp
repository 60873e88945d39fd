#include "workers/echo.hpp"

namespace stepstorm::workers {

Outcome Echo::run(messages::Task&& task) { return Succeed{std::move(task.input)}; }

}  // namespace stepstorm::workers
