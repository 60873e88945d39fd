#include "orchestration/workers/echo.hpp"

namespace stepstorm::orchestration {

Outcome Echo::run(const messages::RunTask& task) { return Succeed{task.input}; }

}  // namespace stepstorm::orchestration
