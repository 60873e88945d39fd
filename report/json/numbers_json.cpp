#include "report/json/numbers_json.hpp"

#include "report/run_measures.hpp"
#include "world/time.hpp"

namespace stepstorm::report {

Json times_json(const metrics::Histogram& times) {
  Json json = {{"count", times.count()}, {"mean_ms", times.mean().count() / 1e6}};
  for (const double percentile : percentiles_shown)
    json[percentile_name(percentile) + "_ms"] = world::milliseconds(times.value_at_percentile(percentile));
  json["max_ms"] = world::milliseconds(times.max());
  return json;
}

}  // namespace stepstorm::report
