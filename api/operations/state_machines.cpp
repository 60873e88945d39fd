// CreateStateMachine, UpdateStateMachine, DeleteStateMachine, DescribeStateMachine, ListStateMachines.
#include "api/operations/state_machines.hpp"

#include <re2/re2.h>

#include "api/operation.hpp"
#include "api/operations/tags.hpp"
#include "api/operations/variable_references.hpp"
#include "api/page.hpp"
#include "api/wire.hpp"
#include "asl/checks/names.hpp"
#include "asl/compile.hpp"
#include "asl/held_bytes.hpp"

namespace stepstorm::api {

tl::expected<FoundStateMachine, Error> find_state_machine(Account& account, const std::string& arn) {
  return find_state_machine(account.registry, account.choices(), arn);
}

Json describe_revision(const Revision& revision, bool with_data) {
  const execution::StateMachine& machine = *revision.state_machine;
  Json described{{"name", machine.name}};
  if (with_data) described["definition"] = revision.definition;
  described["roleArn"] = revision.role_arn;
  described["loggingConfiguration"] = revision.logging;
  described["tracingConfiguration"] = revision.tracing;
  if (!revision.encryption.is_null()) described["encryptionConfiguration"] = revision.encryption;
  if (revision.shown) described["revisionId"] = revision.id;
  if (with_data) {
    const auto definition = parse_json(revision.definition);
    if (Json references = variable_references(definition ? *definition : Json{}); !references.empty())
      described["variableReferences"] = std::move(references);
  }
  return described;
}

Error invalid_definition(const std::vector<asl::Finding>& findings) {
  std::string list;
  for (const asl::Finding& finding : findings) {
    if (finding.severity != asl::Severity::ERROR) continue;
    list += (list.empty() ? "" : ", ") + finding.code + ": " + finding.message;
    if (finding.location) list += " at " + *finding.location;
  }
  return {"InvalidDefinition", "Invalid State Machine Definition: '" + list + '\''};
}

namespace {

constexpr const char* limit_exceeded = "StateMachineLimitExceeded";

// ---- machines in requests

/// Reads loggingConfiguration, in the form of DescribeStateMachine.
tl::expected<Json, Error> read_logging(const Json& request) {
  const Json* said = find_member(request, "loggingConfiguration");
  Json logging{{"level", "OFF"}, {"includeExecutionData", false}};
  if (!said || said->is_null()) return logging;
  if (const std::string level = text_of(*said, "level"); !level.empty()) logging["level"] = level;
  logging["includeExecutionData"] = flag_of(*said, "includeExecutionData");
  const Json destinations = json_of(*said, "destinations");
  if (!destinations.is_null()) logging["destinations"] = destinations;
  if (logging["level"] == "OFF") return logging;
  const auto invalid = [](const std::string& why) {
    return tl::unexpected{Error{"InvalidLoggingConfiguration", "Invalid Logging Configuration: " + why}};
  };
  if (destinations.is_null() || destinations.size() != 1) return invalid("Must specify exactly one Log Destination.");
  const std::string group = text_of(json_of(destinations.front(), "cloudWatchLogsLogGroup"), "logGroupArn");
  static const RE2 known{R"(arn:[a-z\-]+:logs:[a-z0-9\-]+:\d{12}:log-group:[^:]+:\*)"};
  if (!RE2::FullMatch(group, known)) return invalid("Log Destination not found.");
  return logging;
}

Json read_tracing(const Json& request) {
  return {{"enabled", flag_of(json_of(request, "tracingConfiguration"), "enabled")}};
}

tl::expected<execution::StateMachinePtr, Error> compile(const Account& account,
                                                        const std::string& name,
                                                        const std::string& role_arn,
                                                        const std::string& definition,
                                                        asl::MachineType type) {
  auto compiled = asl::compile(definition, type);
  if (!compiled.machine) return tl::unexpected{invalid_definition(compiled.findings)};
  auto made = std::make_shared<execution::StateMachine>();
  made->name = name;
  made->arn = account.arn("stateMachine:" + name);
  made->role_arn = role_arn;
  made->region = account.options().region;
  made->account = account.options().account;
  made->type = type;
  made->wait_time_scale = account.options().wait_time_scale;
  made->machine = std::move(compiled.machine);
  return made;
}

/// `code`: of the error when the account has no room for the definition. Comes before it is compiled, which takes as
/// long as its bytes are many.
tl::expected<std::shared_ptr<const Charge>, Error> charge_for(Account& account,
                                                              const std::string& definition,
                                                              const std::string& code) {
  auto charge = std::make_shared<Charge>();
  if (!account.set_charge(*charge, asl::held_bytes_max(definition))) return tl::unexpected{account.no_room(code)};
  return charge;
}

std::optional<Error> check_role(const std::string& role_arn) {
  static const RE2 known{R"(arn:[a-z\-]+:iam::\d{12}:role/.+)"};
  if (RE2::FullMatch(role_arn, known)) return std::nullopt;
  return invalid_arn("Invalid Role Arn: '" + role_arn + '\'');
}

std::optional<Error> check_version_description(const Json& request) {
  if (!optional_text(request, "versionDescription") || flag_of(request, "publish")) return std::nullopt;
  return Error{"ValidationException", "Version description can only be set when publish is true"};
}

// ---- operations

Json created(const StateMachineEntry& machine, bool published) {
  Json response{{"stateMachineArn", machine.arn}, {"creationDate", date(machine.created_at)}};
  if (published) response["stateMachineVersionArn"] = machine.version_arn(1);
  return response;
}

Result create_state_machine(Account& account, const Json& request) {
  const std::string name = text_of(request, "name");
  if (!asl::is_valid_name(name)) return refuse("InvalidName", "Invalid Name: '" + name + '\'');
  if (auto error = check_version_description(request)) return tl::unexpected{std::move(*error)};
  const std::string role = text_of(request, "roleArn");
  if (auto error = check_role(role)) return tl::unexpected{std::move(*error)};
  const std::string type = text_of(request, "type") == "EXPRESS" ? "EXPRESS" : "STANDARD";
  auto logging = read_logging(request);
  if (!logging) return tl::unexpected{logging.error()};
  const bool publish = flag_of(request, "publish");
  const Json said{{"definition", text_of(request, "definition")},
                  {"type", type},
                  {"logging", *logging},
                  {"tracing", read_tracing(request)},
                  {"encryption", json_of(request, "encryptionConfiguration")},
                  {"publish", publish},
                  {"description", text_of(request, "versionDescription")}};
  const std::string arn = account.arn("stateMachine:" + name);
  if (const StateMachineEntry* known = account.registry.state_machine(arn)) {
    if (known->deleting) return tl::unexpected{state_machine_deleting(arn)};
    if (known->created != said)
      return refuse("StateMachineAlreadyExists", "State Machine Already Exists: '" + arn + '\'');
    return created(*known, publish);
  }
  const auto machine_type = type == "EXPRESS" ? asl::MachineType::EXPRESS : asl::MachineType::STANDARD;
  const std::string definition = text_of(request, "definition");
  auto charge = charge_for(account, definition, limit_exceeded);
  if (!charge) return tl::unexpected{charge.error()};
  auto compiled = compile(account, name, role, definition, machine_type);
  if (!compiled) return tl::unexpected{compiled.error()};
  if (account.registry.state_machines.size() >= state_machines_max)
    return refuse(limit_exceeded, "The maximum number of state machines has been reached.");

  const TimePoint now = account.now();
  StateMachineEntry machine{.name = name, .arn = arn, .type = machine_type, .created_at = now};
  machine.created = said;
  if (!account.set_charge(
          machine.charge,
          entry_bytes + definition.size() + kept_bytes(said["logging"]) + kept_bytes(said["encryption"])))
    return tl::unexpected{account.no_room(limit_exceeded)};
  machine.current = std::make_shared<const Revision>(Revision{account.uuid(),
                                                              false,
                                                              definition,
                                                              role,
                                                              std::move(*logging),
                                                              read_tracing(request),
                                                              json_of(request, "encryptionConfiguration"),
                                                              now,
                                                              std::move(*compiled),
                                                              std::move(*charge)});
  if (auto error = add_tags(account, request, machine.tags)) return tl::unexpected{std::move(*error)};
  if (publish && !account.publish(machine, text_of(request, "versionDescription")))
    return tl::unexpected{account.no_room(limit_exceeded)};
  return created(account.registry.state_machines.emplace(arn, std::move(machine)).first->second, publish);
}

bool says(const Json& request, std::string_view name) {
  const Json* member = find_member(request, name);
  return member && !member->is_null();
}

/// Returns the same revision when nothing changes.
tl::expected<RevisionPtr, Error> revised(Account& account, const StateMachineEntry& machine, const Json& request) {
  const Revision& before = *machine.current;
  Revision next = before;
  if (says(request, "definition")) next.definition = text_of(request, "definition");
  if (says(request, "roleArn")) next.role_arn = text_of(request, "roleArn");
  if (auto error = check_role(next.role_arn)) return tl::unexpected{std::move(*error)};
  if (says(request, "loggingConfiguration")) {
    auto logging = read_logging(request);
    if (!logging) return tl::unexpected{logging.error()};
    next.logging = std::move(*logging);
  }
  if (says(request, "tracingConfiguration")) next.tracing = read_tracing(request);
  if (says(request, "encryptionConfiguration")) next.encryption = json_of(request, "encryptionConfiguration");
  if (next.definition == before.definition && next.role_arn == before.role_arn && next.logging == before.logging &&
      next.tracing == before.tracing && next.encryption == before.encryption)
    return machine.current;
  auto charge = charge_for(account, next.definition, "ServiceQuotaExceededException");
  if (!charge) return tl::unexpected{charge.error()};
  next.charge = std::move(*charge);
  auto compiled = compile(account, machine.name, next.role_arn, next.definition, machine.type);
  if (!compiled) return tl::unexpected{compiled.error()};
  next.state_machine = std::move(*compiled);
  next.id = account.uuid();
  next.shown = true;
  next.at = account.now();
  return std::make_shared<const Revision>(std::move(next));
}

Result update_state_machine(Account& account, const Json& request) {
  const std::string arn = text_of(request, "stateMachineArn");
  const auto parsed = parse_arn(arn, "stateMachine");
  if (!parsed) return tl::unexpected{parsed.error()};
  StateMachineEntry* machine = account.registry.state_machine(arn);
  if (!machine) return tl::unexpected{state_machine_does_not_exist(arn)};
  if (machine->deleting) return tl::unexpected{state_machine_deleting(arn)};
  if (auto error = check_version_description(request)) return tl::unexpected{std::move(*error)};
  const bool changes = says(request, "definition") || says(request, "roleArn") ||
                       says(request, "loggingConfiguration") || says(request, "tracingConfiguration") ||
                       says(request, "encryptionConfiguration");
  if (!changes && !flag_of(request, "publish"))
    return refuse("MissingRequiredParameter",
                  "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be "
                  "specified");
  auto next = revised(account, *machine, request);
  if (!next) return tl::unexpected{next.error()};
  const bool changed = *next != machine->current;
  machine->current = std::move(*next);
  if (changed) account.registry.activities_changed();
  const TimePoint now = account.now();
  Json response{{"updateDate", date(now)}};
  if (changed) response["revisionId"] = machine->current->id;
  if (!flag_of(request, "publish")) return response;
  const auto version = account.publish(*machine, text_of(request, "versionDescription"));
  if (!version) return tl::unexpected{version.error()};
  response["stateMachineVersionArn"] = machine->version_arn((*version)->number);
  return response;
}

Result delete_state_machine(Account& account, const Json& request) {
  const std::string arn = text_of(request, "stateMachineArn");
  const auto parsed = parse_arn(arn, "stateMachine");
  if (!parsed) return tl::unexpected{parsed.error()};
  account.delete_state_machine(arn);
  return Json::object();
}

Result describe_state_machine(Account& account, const Json& request) {
  const std::string arn = text_of(request, "stateMachineArn");
  const auto found = find_state_machine(account, arn);
  if (!found) return tl::unexpected{found.error()};
  Json described{{"stateMachineArn", arn}, {"status", found->machine->deleting ? "DELETING" : "ACTIVE"}};
  described.update(describe_revision(*found->revision, text_of(request, "includedData") != "METADATA_ONLY"));
  described["type"] = found->machine->type == asl::MachineType::EXPRESS ? "EXPRESS" : "STANDARD";
  described["creationDate"] = date(found->version ? found->version->created_at : found->machine->created_at);
  if (found->version && !found->version->description.empty()) described["description"] = found->version->description;
  return described;
}

Result list_state_machines(Account& account, const Json& request) {
  const auto page = read_page(request, account.arn("stateMachine"));
  if (!page) return tl::unexpected{page.error()};
  Json list = Json::array();
  Json response = Json::object();
  std::uint64_t position = 0;
  for (const auto& [arn, machine] : account.registry.state_machines) {
    if (position++ < page->from) continue;
    if (list.size() == page->size) {
      response["nextToken"] = next_token(*page, position - 1);
      break;
    }
    list.push_back({{"stateMachineArn", arn},
                    {"name", machine.name},
                    {"type", machine.type == asl::MachineType::EXPRESS ? "EXPRESS" : "STANDARD"},
                    {"creationDate", date(machine.created_at)}});
  }
  response["stateMachines"] = std::move(list);
  return response;
}

}  // namespace

std::vector<Operation> state_machine_operations() {
  const auto definition = [](bool required) {
    return Shape{.name = "definition", .required = required, .least = 1, .most = 1 << 20, .sensitive = true};
  };
  const Shape logging{.name = "loggingConfiguration",
                      .kind = Kind::Object,
                      .members = {{.name = "level", .enums = {"ALL", "ERROR", "FATAL", "OFF"}},
                                  {.name = "includeExecutionData", .kind = Kind::Boolean},
                                  {.name = "destinations",
                                   .kind = Kind::List,
                                   .members = {{.kind = Kind::Object,
                                                .members = {{.name = "cloudWatchLogsLogGroup",
                                                             .kind = Kind::Object,
                                                             .members = {arn_shape("logGroupArn", false)}}}}}}}};
  const Shape tracing{
      .name = "tracingConfiguration", .kind = Kind::Object, .members = {{.name = "enabled", .kind = Kind::Boolean}}};
  const Shape encryption{
      .name = "encryptionConfiguration",
      .kind = Kind::Object,
      .members = {{.name = "kmsKeyId", .least = 1, .most = 2048},
                  {.name = "kmsDataKeyReusePeriodSeconds", .kind = Kind::Integer, .least = 60, .most = 900},
                  {.name = "type", .required = true, .enums = {"AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"}}}};
  const Shape publish{.name = "publish", .kind = Kind::Boolean};
  const Shape description{.name = "versionDescription", .most = 256, .sensitive = true};
  const Shape type{.name = "type", .enums = {"STANDARD", "EXPRESS"}};
  return {{"CreateStateMachine",
           {name_shape(),
            definition(true),
            arn_shape("roleArn"),
            type,
            logging,
            tags_shape(false),
            tracing,
            publish,
            description,
            encryption},
           create_state_machine},
          {"UpdateStateMachine",
           {arn_shape("stateMachineArn"),
            definition(false),
            arn_shape("roleArn", false),
            logging,
            tracing,
            publish,
            description,
            encryption},
           update_state_machine},
          {"DeleteStateMachine", {arn_shape("stateMachineArn")}, delete_state_machine},
          {"DescribeStateMachine", {arn_shape("stateMachineArn"), included_data_shape()}, describe_state_machine},
          {"ListStateMachines", {page_size_shape(), page_token_shape()}, list_state_machines}};
}

}  // namespace stepstorm::api
