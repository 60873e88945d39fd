#include "api/arn.hpp"

#include <algorithm>

#include "asl/arn.hpp"

namespace stepstorm::api {

Error invalid_arn(std::string_view why) { return {"InvalidArn", "Invalid Arn: '" + std::string(why) + '\''}; }

tl::expected<StatesArn, Error> parse_arn(std::string_view text) {
  const auto arn = asl::split_arn(text);
  if (!arn) return tl::unexpected{invalid_arn("Invalid ARN prefix: " + std::string(text))};
  if (arn->service != "states" || arn->region.empty() || arn->account.empty())
    return tl::unexpected{invalid_arn("Invalid ARN prefix: " + std::string(text))};
  std::string_view rest = arn->resource;
  StatesArn parsed;
  parsed.type = std::string(asl::take_part(rest));
  parsed.name = std::string(asl::take_part(rest));
  parsed.rest = std::string(rest);
  if (parsed.name.empty()) return tl::unexpected{invalid_arn("Invalid ARN prefix: " + std::string(text))};
  parsed.unqualified = std::string(text.substr(0, text.size() - (parsed.rest.empty() ? 0 : parsed.rest.size() + 1)));
  return parsed;
}

tl::expected<StatesArn, Error> parse_arn(std::string_view text, std::string_view type) {
  auto parsed = parse_arn(text);
  if (parsed && parsed->type != type)
    return tl::unexpected{invalid_arn("Resource type not valid in this context: " + parsed->type)};
  return parsed;
}

bool is_version(std::string_view qualifier) {
  return !qualifier.empty() &&
         std::all_of(qualifier.begin(), qualifier.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace stepstorm::api
