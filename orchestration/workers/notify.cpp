#include "orchestration/workers/notify.hpp"

#include "orchestration/workers/order.hpp"

namespace stepstorm::orchestration {

Outcome Notify::run(const messages::RunTask& task) {
  return Succeed{with_member(task.input, "notification", {{"status", "SENT"}, {"channel", options_.channel}})};
}

}  // namespace stepstorm::orchestration
