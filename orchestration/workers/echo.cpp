#include "orchestration/workers/echo.hpp"

namespace stepstorm::orchestration {

Outcome Echo::run(const messages::Task& task) { return Succeed{task.input}; }

}  // namespace stepstorm::orchestration
