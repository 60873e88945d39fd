// The operations on aliases: CreateStateMachineAlias and the others. Source: semantics.md 8.4.
#include <algorithm>
#include <cstdlib>
#include <set>

#include "api/arn.hpp"
#include "api/operation.hpp"
#include "api/page.hpp"
#include "api/wire.hpp"

namespace stepstorm::api {
namespace {

constexpr std::uint64_t alias_bytes = 4 << 10;  // with the longest description and two routes

Error invalid_routing(const std::string& why) { return {"ValidationException", why, "INVALID_ROUTING_CONFIGURATION"}; }

Error no_such_resource() { return {"ResourceNotFound", "Request references a resource that does not exist."}; }

std::string listed(const std::vector<Route>& routes) {
  std::string list;
  for (const Route& route : routes) list += (list.empty() ? "" : ", ") + route.version_arn;
  return list;
}

std::string listed_weights(const std::vector<Route>& routes) {
  std::string list;
  for (const Route& route : routes) list += (list.empty() ? "" : ", ") + std::to_string(route.weight);
  return list;
}

/// The parsed `routingConfiguration`, and its state machine.
struct Routing {
  StateMachineEntry* machine = nullptr;
  std::vector<Route> routes;
};

tl::expected<Routing, Error> read_routing(Account& account, const Json& request) {
  Routing routing;
  std::set<std::string> machines;
  std::set<std::uint64_t> versions;
  std::int64_t sum = 0;
  for (const Json& one : request.at("routingConfiguration"))
    routing.routes.push_back({text_of(one, "stateMachineVersionArn"), 0, one.at("weight").get<std::int64_t>()});
  for (Route& route : routing.routes) {
    const auto arn = parse_arn(route.version_arn, "stateMachine");
    if (!arn) return tl::unexpected{arn.error()};
    if (!is_version(arn->rest))
      return tl::unexpected{invalid_routing(
          "Routing configuration must contain state machine version ARNs. Received: [" + listed(routing.routes) + "]")};
    route.version = std::strtoull(arn->rest.c_str(), nullptr, 10);
    machines.insert(arn->unqualified);
    versions.insert(route.version);
    sum += route.weight;
  }
  if (machines.size() > 1 || versions.size() < routing.routes.size())
    return tl::unexpected{
        invalid_routing("Routing configuration must contain distinct state machine version ARNs. Received: [" +
                        listed(routing.routes) + "]")};
  if (sum != 100)
    return tl::unexpected{invalid_routing("Sum of routing configuration weights must equal 100. Received: [" +
                                          listed_weights(routing.routes) + "]")};
  routing.machine = account.registry.state_machine(*machines.begin());
  if (!routing.machine) return tl::unexpected{no_such_resource()};
  for (const Route& route : routing.routes)
    if (!routing.machine->versions.contains(route.version)) return tl::unexpected{no_such_resource()};
  return routing;
}

bool same(const std::vector<Route>& a, const std::vector<Route>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Route& x, const Route& y) {
    return x.version == y.version && x.weight == y.weight;
  });
}

struct FoundAlias {
  StateMachineEntry* machine = nullptr;
  Alias* alias = nullptr;  // null: no such alias
};

tl::expected<FoundAlias, Error> find_alias(Account& account, const std::string& arn) {
  const auto parsed = parse_arn(arn, "stateMachine");
  if (!parsed) return tl::unexpected{parsed.error()};
  if (parsed->rest.empty() || is_version(parsed->rest))
    return tl::unexpected{invalid_arn("Invalid ARN prefix: " + arn)};
  FoundAlias found{account.registry.state_machine(parsed->unqualified)};
  if (found.machine) found.alias = found.machine->alias(parsed->rest);
  return found;
}

Result create_alias(Account& account, const Json& request) {
  const std::string name = text_of(request, "name");
  auto routing = read_routing(account, request);
  if (!routing) return tl::unexpected{routing.error()};
  StateMachineEntry& machine = *routing->machine;
  const std::string description = text_of(request, "description");
  if (const Alias* known = machine.alias(name)) {
    if (!same(known->routes, routing->routes) || known->description != description)
      return refuse("ConflictException",
                    "Failed to create alias because an alias with the same name and a different routing configuration "
                    "already exists.");
    return Json{{"stateMachineAliasArn", machine.alias_arn(*known)}, {"creationDate", date(known->created_at)}};
  }
  if (machine.aliases.size() >= aliases_max)
    return refuse("ServiceQuotaExceededException",
                  "The number of aliases of the state machine has reached its quota, " + std::to_string(aliases_max));
  Charge charge;
  if (!account.set_charge(charge, alias_bytes)) return tl::unexpected{account.no_room("ServiceQuotaExceededException")};
  const TimePoint now = account.now();
  machine.aliases.push_back({name, description, std::move(routing->routes), now, now, std::move(charge)});
  return Json{{"stateMachineAliasArn", machine.alias_arn(machine.aliases.back())}, {"creationDate", date(now)}};
}

Result update_alias(Account& account, const Json& request) {
  const auto found = find_alias(account, text_of(request, "stateMachineAliasArn"));
  if (!found) return tl::unexpected{found.error()};
  if (!found->alias) return tl::unexpected{no_such_resource()};
  const auto description = optional_text(request, "description");
  const bool routed = find_member(request, "routingConfiguration") && !request["routingConfiguration"].is_null();
  if (!description && !routed)
    return refuse("ValidationException",
                  "Either the description or the routing configuration must be specified",
                  "MISSING_REQUIRED_PARAMETER");
  if (routed) {
    auto routing = read_routing(account, request);
    if (!routing) return tl::unexpected{routing.error()};
    if (routing->machine != found->machine) return tl::unexpected{no_such_resource()};
    found->alias->routes = std::move(routing->routes);
  }
  if (description) found->alias->description = *description;
  found->alias->updated_at = account.now();
  return Json{{"updateDate", date(found->alias->updated_at)}};
}

Result describe_alias(Account& account, const Json& request) {
  const auto found = find_alias(account, text_of(request, "stateMachineAliasArn"));
  if (!found) return tl::unexpected{found.error()};
  if (!found->alias) return tl::unexpected{no_such_resource()};
  const Alias& alias = *found->alias;
  Json routes = Json::array();
  for (const Route& route : alias.routes)
    routes.push_back({{"stateMachineVersionArn", route.version_arn}, {"weight", route.weight}});
  Json described{{"stateMachineAliasArn", found->machine->alias_arn(alias)}, {"name", alias.name}};
  if (!alias.description.empty()) described["description"] = alias.description;
  described["routingConfiguration"] = std::move(routes);
  described["creationDate"] = date(alias.created_at);
  described["updateDate"] = date(alias.updated_at);
  return described;
}

Result delete_alias(Account& account, const Json& request) {
  const auto found = find_alias(account, text_of(request, "stateMachineAliasArn"));
  if (!found) return tl::unexpected{found.error()};
  if (found->alias)
    std::erase_if(found->machine->aliases, [name = found->alias->name](const Alias& one) { return one.name == name; });
  return Json::object();
}

Result list_aliases(Account& account, const Json& request) {
  const std::string arn = text_of(request, "stateMachineArn");
  const auto parsed = parse_arn(arn, "stateMachine");
  if (!parsed) return tl::unexpected{parsed.error()};
  const auto page = read_page(request, "aliases " + arn);
  if (!page) return tl::unexpected{page.error()};
  const StateMachineEntry* machine = account.registry.state_machine(parsed->unqualified);
  if (!machine) return tl::unexpected{state_machine_does_not_exist(arn)};
  Json list = Json::array();
  Json response = Json::object();
  for (std::size_t at = page->from; at < machine->aliases.size(); ++at) {
    const Alias& alias = machine->aliases[at];
    if (is_version(parsed->rest) && std::none_of(alias.routes.begin(), alias.routes.end(), [&](const Route& route) {
          return route.version_arn == arn;
        }))
      continue;
    if (list.size() == page->size) {
      response["nextToken"] = next_token(*page, at);
      break;
    }
    list.push_back({{"stateMachineAliasArn", machine->alias_arn(alias)}, {"creationDate", date(alias.created_at)}});
  }
  response["stateMachineAliases"] = std::move(list);
  return response;
}

}  // namespace

std::vector<Operation> alias_operations() {
  const auto routing = [](bool required) {
    return Shape{
        .name = "routingConfiguration",
        .kind = Kind::List,
        .required = required,
        .least = 1,
        .most = 2,
        .members = {
            {.kind = Kind::Object,
             .members = {arn_shape("stateMachineVersionArn"),
                         {.name = "weight", .kind = Kind::Integer, .required = true, .least = 0, .most = 100}}}}};
  };
  const Shape description{.name = "description", .most = 256, .sensitive = true};
  const Shape name{.name = "name",
                   .required = true,
                   .least = 1,
                   .most = 80,
                   .pattern = R"([a-zA-Z0-9_\-\.]*[a-zA-Z_\-\.][a-zA-Z0-9_\-\.]*)",
                   .shown_pattern = R"(^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$)"};
  return {
      {"CreateStateMachineAlias", {name, routing(true), description}, create_alias},
      {"UpdateStateMachineAlias", {arn_shape("stateMachineAliasArn"), description, routing(false)}, update_alias},
      {"DescribeStateMachineAlias", {arn_shape("stateMachineAliasArn")}, describe_alias},
      {"DeleteStateMachineAlias", {arn_shape("stateMachineAliasArn")}, delete_alias},
      {"ListStateMachineAliases", {arn_shape("stateMachineArn"), page_size_shape(), page_token_shape()}, list_aliases}};
}

}  // namespace stepstorm::api
