#include "config/readers/price_reader.hpp"

#include <algorithm>

namespace stepstorm::config {
namespace {

using workers::ResourceOptions;

bool has_memory(const ResourceOptions& resource) { return resource.memory_mib.has_value(); }

/// `what`: "a state transition"; `members`: those that would say so.
bool not_known(const Node& node, const GivenPrices& prices, const std::string& what, const std::string& members) {
  const auto known = metrics::regions_with_prices();
  const bool is_known = std::find(known.begin(), known.end(), prices.region) != known.end();
  return node.member("region").error(
      "what " + what + " costs in '" + prices.region + "' is not known here; expected " + members + " beside it" +
      (is_known ? std::string{} : ", or another region: " + suggestion(prices.region, known)));
}

}  // namespace

bool read_prices(const Node& node, GivenPrices& out) {
  static const auto read_price = given(number(0, 1000));
  return Members{node}
      .required("region", read_text, out.region)
      .optional("transition", read_price, out.transition)
      .optional("request", read_price, out.request)
      .optional("gigabyte_hour", read_price, out.gigabyte_hour)
      .optional("lambda_request", read_price, out.lambda_request)
      .optional("lambda_gigabyte_second", read_price, out.lambda_gigabyte_second)
      .no_others();
}

bool settle_prices(const Node& node,
                   const GivenPrices& given,
                   asl::MachineType type,
                   const std::vector<ResourceOptions>& resources,
                   metrics::Prices& out) {
  const auto known = metrics::region_prices(given.region);
  const bool is_express = type == asl::MachineType::EXPRESS;
  if (!is_express && !known && !given.transition) return not_known(node, given, "a state transition", "'transition'");
  if (is_express && !(known && known->express) && !(given.request && given.gigabyte_hour))
    return not_known(node, given, "an Express execution", "'request' and 'gigabyte_hour'");
  const bool needs_lambda = std::any_of(resources.begin(), resources.end(), has_memory);
  if (needs_lambda && !known && !(given.lambda_request && given.lambda_gigabyte_second))
    return not_known(node, given, "Lambda", "'lambda_request' and 'lambda_gigabyte_second'");

  out.region = given.region;
  if (known) {
    out.standard = known->standard;
    out.lambda = known->lambda;
  }
  if (given.transition) out.standard.dollars_per_transition = *given.transition;
  if (given.request) out.express.dollars_per_request = *given.request;
  if (given.gigabyte_hour)
    for (metrics::DurationTier& tier : out.express.tiers) tier.dollars_per_gigabyte_hour = *given.gigabyte_hour;
  if (given.lambda_request) out.lambda.dollars_per_request = *given.lambda_request;
  if (given.lambda_gigabyte_second) out.lambda.dollars_per_gigabyte_second = *given.lambda_gigabyte_second;
  return true;
}

}  // namespace stepstorm::config
