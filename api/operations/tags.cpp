// TagResource, UntagResource, ListTagsForResource.
#include "api/operations/tags.hpp"

#include "api/operation.hpp"
#include "api/wire.hpp"

namespace stepstorm::api {

namespace {

constexpr std::uint64_t bytes_per_tag = 160;  // beside its texts

std::uint64_t tag_bytes(const std::map<std::string, std::string>& tags) {
  std::uint64_t bytes = 0;
  for (const auto& [key, value] : tags) bytes += bytes_per_tag + key.size() + value.size();
  return bytes;
}

}  // namespace

std::optional<Error> add_tags(Account& account, const Json& request, Tags& tags) {
  auto together = tags.values;
  for (const Json& tag : json_of(request, "tags")) together[text_of(tag, "key")] = text_of(tag, "value");
  if (together.size() > tags_max)
    return Error{"TooManyTags", "The resource would have more than " + std::to_string(tags_max) + " tags"};
  if (!account.set_charge(tags.charge, tag_bytes(together))) return account.no_room("TooManyTags");
  tags.values = std::move(together);
  return std::nullopt;
}

namespace {

Result tag_resource(Account& account, const Json& request) {
  const auto tags = account.registry.tags(text_of(request, "resourceArn"));
  if (!tags) return tl::unexpected{tags.error()};
  if (auto error = add_tags(account, request, **tags)) return tl::unexpected{std::move(*error)};
  return Json::object();
}

Result untag_resource(Account& account, const Json& request) {
  const auto tags = account.registry.tags(text_of(request, "resourceArn"));
  if (!tags) return tl::unexpected{tags.error()};
  for (const Json& key : request.at("tagKeys")) (*tags)->values.erase(key.get<std::string>());
  static_cast<void>(account.set_charge((*tags)->charge, tag_bytes((*tags)->values)));  // no more than before
  return Json::object();
}

Result list_tags(Account& account, const Json& request) {
  const auto tags = account.registry.tags(text_of(request, "resourceArn"));
  if (!tags) return tl::unexpected{tags.error()};
  Json list = Json::array();
  for (const auto& [key, value] : (*tags)->values) list.push_back({{"key", key}, {"value", value}});
  return Json{{"tags", std::move(list)}};
}

}  // namespace

std::vector<Operation> tag_operations() {
  const Shape keys{.name = "tagKeys",
                   .kind = Kind::List,
                   .required = true,
                   .members = {{.kind = Kind::String, .least = 1, .most = 128}}};
  return {{"TagResource", {arn_shape("resourceArn"), tags_shape(true)}, tag_resource},
          {"UntagResource", {arn_shape("resourceArn"), keys}, untag_resource},
          {"ListTagsForResource", {arn_shape("resourceArn")}, list_tags}};
}

}  // namespace stepstorm::api
