#include "api/account.hpp"

#include <algorithm>
#include <thread>

#include "asl/held_bytes.hpp"
#include "launch/functions.hpp"

namespace stepstorm::api {
namespace {

constexpr std::uint64_t version_bytes = 2 << 10;  // with the longest description

std::uint32_t or_cores(std::uint32_t count) {
  return count > 0 ? count : std::max(1u, std::thread::hardware_concurrency());
}

actors::SystemOptions engine_options(const AccountOptions& options,
                                     std::shared_ptr<BucketStore> buckets,
                                     std::shared_ptr<orchestration::MachineDirectory> directory) {
  const config::Settings& settings = options.settings;
  actors::SystemOptions engine;
  if (options.clock == Clock::Wall)
    engine.clock = actors::WallClock{.threads = or_cores(settings.threads), .pinned = settings.pinned};
  else
    engine.clock = actors::VirtualClock{.epoch = options.epoch};
  engine.orchestrators = options.clock == Clock::Wall ? or_cores(settings.orchestrators) : 1;
  engine.any_activity = true;
  engine.limits = settings.limits;
  engine.seed = settings.seed;
  engine.resources = settings.resources;
  engine.live_events = true;
  engine.redrivable = true;
  engine.directory = std::move(directory);
  engine.history = orchestration::HistoryPolicy::None;  // the store keeps it
  engine.objects = std::move(buckets);
  engine.faults = options.faults;
  engine.faults_change = true;
  return engine;
}

}  // namespace

Account::Account(AccountOptions options)
    : store(options.ended_max, options.budget),
      mocks(options.mocks),
      fault_document(options.fault_document),
      options_(std::move(options)),
      allowance_(std::make_shared<Allowance>(options_.definitions_bytes_max)),
      names_(world::Stream::named(options_.settings.seed, "api names").of(options_.account)),
      choices_(world::Stream::named(options_.settings.seed, "api aliases").of(options_.account)),
      buckets_(std::make_shared<BucketStore>(options_.settings.buckets)),
      engine_(std::make_unique<actors::System>(
          engine_options(options_, buckets_, std::make_shared<Directory>(registry, choices_)), store)),
      timeline_(std::make_unique<Timeline>(
          *engine_, options_.clock == Clock::Virtual, TimeBounds{}, [this] { return store.outside() > 0; })) {}

Account::~Account() = default;

tl::expected<actors::StartedExecution, actors::ApiError> Account::start(execution::StateMachinePtr machine,
                                                                        Payload input,
                                                                        std::optional<std::string> name) {
  const bool later = options_.starts_share_messages && options_.clock == Clock::Wall;
  return later ? engine_->start_execution_later(std::move(machine), std::move(input), std::move(name))
               : engine_->start_execution(std::move(machine), std::move(input), std::move(name));
}

bool Account::set_charge(Charge& charge, std::uint64_t bytes) {
  if (!charge.is_of_any()) charge = Charge{allowance_};
  if (charge.set(bytes)) return true;
  const auto kept = registry.revisions();
  store.forget_ended_where(
      [&kept](const Record& record) { return record.revision && !kept.contains(record.revision.get()); });
  return charge.set(bytes);
}

std::optional<Error> Account::too_large(const std::string& definition) const {
  if (asl::held_bytes_max(definition) <= options_.definitions_bytes_max) return std::nullopt;
  return no_room("ValidationException");
}

Error Account::no_room(const std::string& code) const {
  return {code,
          "All state machines, activities and tags of an account may take " +
              std::to_string(options_.definitions_bytes_max >> 20) + " MiB of memory, by estimate; this would be more"};
}

tl::expected<const Version*, Error> Account::publish(StateMachineEntry& machine, const std::string& description) {
  if (const Version* known = machine.published()) return known;
  if (machine.versions.size() >= versions_max)
    return refuse(
        "ServiceQuotaExceededException",
        "The number of published versions of the state machine has reached its quota, " + std::to_string(versions_max));
  Charge charge;
  if (!set_charge(charge, version_bytes)) return tl::unexpected{no_room("ServiceQuotaExceededException")};
  const std::uint64_t number = machine.next_version++;
  return &(machine.versions[number] = Version{number, machine.current, description, now(), std::move(charge)});
}

void Account::delete_state_machine(const std::string& arn) {
  StateMachineEntry* machine = registry.state_machine(arn);
  if (!machine || machine->deleting) return;
  machine->versions.clear();
  machine->aliases.clear();
  machine->deleting = true;
  deleting_.insert(arn);
  store.end_at_next_transition(arn, [this](std::uint64_t execution) { engine_->stop(execution); });
  end_deletions();
}

void Account::end_deletions() {
  const auto gone = std::erase_if(deleting_, [this](const std::string& arn) {
    if (store.runs_any_of(arn)) return false;
    registry.state_machines.erase(arn);
    store.is_deleted(arn);
    return true;
  });
  if (gone > 0) registry.activities_changed();  // its machines are no longer known
}

TimePoint Account::now() const { return engine_->now(); }

std::string Account::arn(const std::string& resource) const {
  return "arn:aws:states:" + options_.region + ':' + options_.account + ':' + resource;
}

}  // namespace stepstorm::api
