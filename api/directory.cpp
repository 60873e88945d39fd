#include "api/directory.hpp"

#include <cstdlib>

#include "api/arn.hpp"

namespace stepstorm::api {

tl::expected<FoundStateMachine, Error> find_state_machine(Registry& registry,
                                                          world::Stream& choices,
                                                          const std::string& arn) {
  const auto parsed = parse_arn(arn, "stateMachine");
  if (!parsed) return tl::unexpected{parsed.error()};
  FoundStateMachine found{registry.state_machine(parsed->unqualified), nullptr};
  if (!found.machine) return tl::unexpected{state_machine_does_not_exist(arn)};
  found.revision = found.machine->current;
  if (parsed->rest.empty()) return found;
  std::uint64_t version = 0;
  if (is_version(parsed->rest)) {
    version = std::strtoull(parsed->rest.c_str(), nullptr, 10);
  } else {
    found.alias = found.machine->alias(parsed->rest);
    if (!found.alias) return tl::unexpected{state_machine_does_not_exist(arn)};
    auto left = static_cast<std::int64_t>(choices.below(100));
    for (const Route& route : found.alias->routes) {
      version = route.version;
      if ((left -= route.weight) < 0) break;
    }
  }
  const auto known = found.machine->versions.find(version);
  if (known == found.machine->versions.end()) return tl::unexpected{state_machine_does_not_exist(arn)};
  found.version = &known->second;
  found.revision = known->second.revision;
  return found;
}

std::optional<orchestration::FoundMachine> Directory::find(std::string_view arn) {
  const std::lock_guard lock{registry_.mutex};
  const auto found = find_state_machine(registry_, choices_, std::string(arn));
  if (!found || found->machine->deleting) return std::nullopt;
  orchestration::FoundMachine machine{registry_.startable(*found->revision), {}, {}, found->revision};
  if (found->version) machine.version_arn = found->machine->version_arn(found->version->number);
  if (found->alias) machine.alias_arn = found->machine->alias_arn(*found->alias);
  return machine;
}

bool Directory::knows(std::string_view arn) {
  const std::lock_guard lock{registry_.mutex};
  const auto parsed = parse_arn(arn, "stateMachine");
  return parsed && registry_.state_machine(parsed->unqualified);
}

}  // namespace stepstorm::api
