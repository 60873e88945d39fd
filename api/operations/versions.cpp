// PublishStateMachineVersion, DeleteStateMachineVersion, ListStateMachineVersions. Source: semantics.md 8.4.
#include <algorithm>

#include "api/arn.hpp"
#include "api/operation.hpp"
#include "api/page.hpp"
#include "api/wire.hpp"

namespace stepstorm::api {
namespace {

Result publish_version(Account& account, const Json& request) {
  const std::string arn = text_of(request, "stateMachineArn");
  if (const auto parsed = parse_arn(arn, "stateMachine"); !parsed) return tl::unexpected{parsed.error()};
  StateMachineEntry* machine = account.registry.state_machine(arn);
  if (!machine) return tl::unexpected{state_machine_does_not_exist(arn)};
  if (machine->deleting) return tl::unexpected{state_machine_deleting(arn)};
  const auto revision = optional_text(request, "revisionId");
  if (revision && *revision != machine->current->id)
    return refuse("ConflictException",
                  "Failed to publish the State Machine version for revision " + *revision +
                      ". The current State Machine revision is " + machine->current->id + ".");
  const auto version = account.publish(*machine, text_of(request, "description"));
  if (!version) return tl::unexpected{version.error()};
  return Json{{"stateMachineVersionArn", machine->version_arn((*version)->number)},
              {"creationDate", date((*version)->created_at)}};
}

Result delete_version(Account& account, const Json& request) {
  const std::string arn = text_of(request, "stateMachineVersionArn");
  const auto parsed = parse_arn(arn, "stateMachine");
  if (!parsed) return tl::unexpected{parsed.error()};
  if (!is_version(parsed->rest)) return tl::unexpected{invalid_arn("Invalid ARN prefix: " + arn)};
  StateMachineEntry* machine = account.registry.state_machine(parsed->unqualified);
  if (!machine) return Json::object();
  std::string aliases;
  for (const Alias& alias : machine->aliases)
    if (std::any_of(alias.routes.begin(), alias.routes.end(), [&](const Route& one) { return one.version_arn == arn; }))
      aliases += (aliases.empty() ? "" : ", ") + alias.name;
  if (!aliases.empty())
    return refuse("ConflictException",
                  "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this "
                  "version: [" +
                      aliases + "]");
  machine->versions.erase(std::strtoull(parsed->rest.c_str(), nullptr, 10));
  account.registry.activities_changed();
  return Json::object();
}

Result list_versions(Account& account, const Json& request) {
  const std::string arn = text_of(request, "stateMachineArn");
  if (const auto parsed = parse_arn(arn, "stateMachine"); !parsed) return tl::unexpected{parsed.error()};
  const auto page = read_page(request, "versions " + arn);
  if (!page) return tl::unexpected{page.error()};
  Json list = Json::array();
  Json response = Json::object();
  if (const StateMachineEntry* machine = account.registry.state_machine(arn)) {
    for (auto at = machine->versions.rbegin(); at != machine->versions.rend(); ++at) {
      if (page->from != 0 && at->first >= page->from) continue;
      if (list.size() == page->size) {
        response["nextToken"] = next_token(*page, at->first + 1);
        break;
      }
      list.push_back(
          {{"stateMachineVersionArn", machine->version_arn(at->first)}, {"creationDate", date(at->second.created_at)}});
    }
  }
  response["stateMachineVersions"] = std::move(list);
  return response;
}

}  // namespace

std::vector<Operation> version_operations() {
  return {
      {"PublishStateMachineVersion",
       {arn_shape("stateMachineArn"), {.name = "revisionId"}, {.name = "description", .most = 256, .sensitive = true}},
       publish_version},
      {"DeleteStateMachineVersion",
       {{.name = "stateMachineVersionArn", .required = true, .least = 1, .most = 2000}},
       delete_version},
      {"ListStateMachineVersions",
       {arn_shape("stateMachineArn"), page_token_shape(), page_size_shape()},
       list_versions}};
}

}  // namespace stepstorm::api
