// What a scenario says of prices: the region whose they are, and figures of its own in their place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "asl/machine.hpp"
#include "config/reader.hpp"
#include "metrics/price.hpp"
#include "workers/resource.hpp"

namespace stepstorm::config {

/// In US dollars, as a file has them.
struct GivenPrices {
  std::string region;
  std::optional<double> transition;
  std::optional<double> request;
  std::optional<double> gigabyte_hour;
  std::optional<double> lambda_request;
  std::optional<double> lambda_gigabyte_second;
};

/// {"region": "eu-south-1", "transition": 0.00003}
bool read_prices(const Node& node, GivenPrices& out);

/// The region's prices with the given ones in their place. What a machine of this type with these workers is charged
/// for, and is neither known of the region nor given, is an error: no other region's price stands in.
bool settle_prices(const Node& node,
                   const GivenPrices& given,
                   asl::MachineType type,
                   const std::vector<workers::ResourceOptions>& resources,
                   metrics::Prices& out);

}  // namespace stepstorm::config
