#include "orchestration/policies/load_shedder.hpp"

namespace stepstorm::policies {

LoadShedder::LoadShedder(const LoadSheddingOptions& options, const std::vector<std::string>& resources)
    : open_orders_(options.open_orders) {
  for (Resource resource = 0; resource < resources.size(); ++resource)
    if (const auto limit = options.queued.find(resources[resource]); limit != options.queued.end())
      queues_.push_back({resource, limit->second});
}

}  // namespace stepstorm::policies
