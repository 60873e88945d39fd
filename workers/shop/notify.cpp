#include "workers/shop/notify.hpp"

#include "workers/shop/order.hpp"

namespace stepstorm::workers {

Outcome Notify::run(messages::Task&& task) {
  Members notification;
  notification.text("status", "SENT").text("channel", options_.channel);
  return Succeed{with_object(task.input, "notification", notification)};
}

}  // namespace stepstorm::workers
