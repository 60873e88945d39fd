#include "report/schedule_report.hpp"

#include <optional>

#include "report/json/numbers_json.hpp"
#include "report/run_measures.hpp"
#include "values/words.hpp"
#include "world/time.hpp"

namespace stepstorm::report {
std::string schedule_text(const simulation::ScheduleResult& schedule, const std::string& noun) {
  const auto rate = [](const std::optional<double>& value) { return value ? short_number(*value) : std::string{"?"}; };
  const auto lag = [&](double percentile) {
    return percentile_name(percentile) + ' ' + short_time(schedule.lag.value_at_percentile(percentile));
  };
  const std::string asked =
      schedule.closed_loop ? std::string{} : rate(schedule.asked_per_s()) + ' ' + plural(noun) + "/s asked, ";
  return asked + rate(schedule.achieved_per_s()) + (asked.empty() ? ' ' + plural(noun) + "/s" : "/s") + " sent; lag " +
         lag(50) + "  " + lag(99) + "  " + lag(99.9) + "  max " + short_time(schedule.lag.max()) + "; " +
         counted(schedule.late, "late start") + " (over " + short_time(simulation::late_after) + ")";
}

std::string bottleneck_text(const simulation::ScheduleResult& schedule, const std::string& noun) {
  if (!schedule.was_bottleneck()) return {};
  return "THE GENERATOR WAS THE BOTTLENECK: " +
         percent(static_cast<double>(schedule.late) / static_cast<double>(schedule.sent)) + " of the " + plural(noun) +
         " were sent late, the worst at " + in_words(schedule.worst_at) +
         "; response times count that, from the intended start";
}

Json schedule_json(const simulation::ScheduleResult& schedule, const std::string& noun) {
  return {{"sent", schedule.sent},
          {"asked_per_s", or_null(schedule.asked_per_s())},
          {"achieved_per_s", or_null(schedule.achieved_per_s())},
          {"lag", times_json(schedule.lag)},
          {"late_starts", schedule.late},
          {"late_after_ms", world::milliseconds(simulation::late_after)},
          {"worst_at_s", world::seconds(schedule.worst_at)},
          {"closed_loop", schedule.closed_loop},
          {"was_bottleneck", schedule.was_bottleneck()},
          {"bottleneck", schedule.was_bottleneck() ? Json(bottleneck_text(schedule, noun)) : Json(nullptr)}};
}

}  // namespace stepstorm::report
