// One row of the binding table: which workers answer a `Resource`, how many, and how they are supervised.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "books/ledger.hpp"
#include "orchestration/binding.hpp"
#include "orchestration/supervisor.hpp"
#include "values/timestamp.hpp"
#include "workers/echo.hpp"
#include "workers/functions/function.hpp"
#include "workers/model/model.hpp"
#include "workers/shop/confirm.hpp"
#include "workers/shop/notify.hpp"
#include "workers/shop/payment.hpp"
#include "workers/shop/refund.hpp"
#include "workers/shop/validate.hpp"
#include "workers/worker_host.hpp"

namespace stepstorm::orchestration {

/// The kind of a resource's workers, with that kind's settings.
using BehaviourOptions = std::
    variant<EchoOptions, ValidateOptions, PaymentOptions, RefundOptions, ConfirmOptions, NotifyOptions, ModelOptions>;

/// "echo", "validate", "payment" ...
[[nodiscard]] std::string_view kind_name(const BehaviourOptions& behaviour);

/// Every kind, with its default settings.
[[nodiscard]] std::vector<BehaviourOptions> all_kinds();

/// The kind of that name, with its default settings.
[[nodiscard]] std::optional<BehaviourOptions> behaviour_of_kind(std::string_view name);

struct ResourceOptions {
  std::string name;                          // "payment"; its workers are payment-0, payment-1 ...
  std::string arn;                           // that Task states name; a pattern: of functions that only a run names
  std::uint32_t row = 0;                     // its place in the binding table, where the first row that fits answers
  bool by_pattern = false;                   // the row's own ARN is a pattern
  std::uint32_t actors = 1;                  // workers, for each orchestrator; 0: its tasks are answered from outside
  std::uint32_t capacity = 100;              // attempts that one worker runs at once; at least 1
  std::optional<std::uint32_t> queue_limit;  // attempts that may wait for a worker; absent: no limit
  WorkerOptions worker;
  BehaviourOptions behaviour;
  std::optional<FunctionRow> function;               // what its workers run instead: a function, each one environment
  std::optional<world::Distribution> modelled_time;  // what a call of the function takes in virtual time
  std::optional<std::uint32_t> concurrency;          // attempts at once, waiting ones among them; absent: no limit
  SupervisorOptions supervision;
  std::optional<std::uint32_t> memory_mib;  // of each attempt's environment: Lambda's price is reckoned with it
};

/// What an orchestrator knows of these.
[[nodiscard]] std::vector<ResourceBinding> bindings_of(const std::vector<ResourceOptions>& resources);

/// A worker's behaviour. Those that have effects share the ledger. `resource`: the name that chance is drawn by.
[[nodiscard]] std::unique_ptr<Behaviour> make_behaviour(const BehaviourOptions& options,
                                                        std::uint64_t seed,
                                                        const std::shared_ptr<Ledger>& ledger,
                                                        std::string_view resource = {});

/// The names of the effects that such workers can have, those that they undo among them.
[[nodiscard]] std::set<std::string> effects_of(const BehaviourOptions& behaviour);

/// Whether it is one of the order workflow's own kinds, which keep a payment provider's books.
[[nodiscard]] bool keeps_payments(const BehaviourOptions& behaviour);

/// What its workers draw from.
[[nodiscard]] world::Stream service_stream(std::string_view resource, std::uint64_t seed);

/// A worker of this resource, the `number`th of its orchestrator.
[[nodiscard]] WorkerHost make_worker(const ResourceOptions& resource,
                                     std::uint64_t seed,
                                     const std::shared_ptr<Ledger>& ledger,
                                     std::uint32_t number = 0,
                                     const std::shared_ptr<FaultSource>& faults = nullptr);

}  // namespace stepstorm::orchestration
