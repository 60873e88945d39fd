// CreateActivity, DescribeActivity, DeleteActivity, ListActivities.
#include "api/arn.hpp"
#include "api/operation.hpp"
#include "api/operations/tags.hpp"
#include "api/page.hpp"
#include "api/wire.hpp"
#include "asl/checks/names.hpp"

namespace stepstorm::api {
namespace {

Json described(const ActivityEntry& activity) {
  Json described{{"activityArn", activity.arn}, {"name", activity.name}, {"creationDate", date(activity.created_at)}};
  if (!activity.encryption.is_null()) described["encryptionConfiguration"] = activity.encryption;
  return described;
}

Result create_activity(Account& account, const Json& request) {
  const std::string name = text_of(request, "name");
  if (!asl::is_valid_name(name)) return refuse("InvalidName", "Invalid Name: '" + name + '\'');
  auto& activities = account.registry.activities;
  const std::string arn = account.arn("activity:" + name);
  const auto found = activities.find(arn);
  if (found != activities.end()) return Json{{"activityArn", arn}, {"creationDate", date(found->second.created_at)}};
  if (activities.size() >= activities_max)
    return refuse("ActivityLimitExceeded", "The maximum number of activities has been reached.");
  ActivityEntry activity{name, arn, account.now(), json_of(request, "encryptionConfiguration"), {}};
  if (!account.set_charge(activity.charge, entry_bytes + kept_bytes(activity.encryption)))
    return tl::unexpected{account.no_room("ActivityLimitExceeded")};
  if (auto error = add_tags(account, request, activity.tags)) return tl::unexpected{std::move(*error)};
  const Json created{{"activityArn", arn}, {"creationDate", date(activity.created_at)}};
  activities.emplace(arn, std::move(activity));
  account.registry.activities_changed();
  return created;
}

Result describe_activity(Account& account, const Json& request) {
  const std::string arn = text_of(request, "activityArn");
  if (const auto parsed = parse_arn(arn, "activity"); !parsed) return tl::unexpected{parsed.error()};
  const auto found = account.registry.activities.find(arn);
  if (found == account.registry.activities.end())
    return refuse("ActivityDoesNotExist", "Activity Does Not Exist: '" + arn + '\'');
  return described(found->second);
}

Result delete_activity(Account& account, const Json& request) {
  const std::string arn = text_of(request, "activityArn");
  if (const auto parsed = parse_arn(arn, "activity"); !parsed) return tl::unexpected{parsed.error()};
  account.registry.activities.erase(arn);
  account.registry.activities_changed();
  return Json::object();
}

Result list_activities(Account& account, const Json& request) {
  const auto page = read_page(request, account.arn("activity"));
  if (!page) return tl::unexpected{page.error()};
  Json list = Json::array();
  Json response = Json::object();
  std::uint64_t position = 0;
  for (const auto& [arn, activity] : account.registry.activities) {
    if (position++ < page->from) continue;
    if (list.size() == page->size) {
      response["nextToken"] = next_token(*page, position - 1);
      break;
    }
    list.push_back(described(activity));
  }
  response["activities"] = std::move(list);
  return response;
}

}  // namespace

std::vector<Operation> activity_operations() {
  const Shape encryption{.name = "encryptionConfiguration", .kind = Kind::Object};
  return {{"CreateActivity", {name_shape(), tags_shape(false), encryption}, create_activity},
          {"DescribeActivity", {arn_shape("activityArn")}, describe_activity},
          {"DeleteActivity", {arn_shape("activityArn")}, delete_activity},
          {"ListActivities", {page_size_shape(), page_token_shape()}, list_activities}};
}

}  // namespace stepstorm::api
