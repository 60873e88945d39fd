// One row of the binding table: the workers that answer a `Resource`, their number, and their supervision.
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

namespace stepstorm::workers {

/// The kind of a resource's workers, with that kind's settings.
using BehaviourOptions = std::
    variant<EchoOptions, ValidateOptions, PaymentOptions, RefundOptions, ConfirmOptions, NotifyOptions, ModelOptions>;

/// "echo", "validate", "payment" ...
[[nodiscard]] std::string_view kind_name(const BehaviourOptions& behaviour);

/// Returns every kind, with its default settings.
[[nodiscard]] std::vector<BehaviourOptions> all_kinds();

/// Returns the kind with this name, with its default settings.
[[nodiscard]] std::optional<BehaviourOptions> behaviour_of_kind(std::string_view name);

struct ResourceOptions {
  std::string name;                          // "payment"; its workers are payment-0, payment-1 ...
  std::string arn;                           // as in Task states; a pattern: for functions known only at run time
  std::uint32_t row = 0;                     // index in the binding table; the first matching row answers
  bool by_pattern = false;                   // the row's own ARN is a pattern
  std::uint32_t actors = 1;                  // workers, for each orchestrator; 0: its tasks are answered from outside
  std::uint32_t capacity = 100;              // attempts that one worker runs at once; at least 1
  std::optional<std::uint32_t> queue_limit;  // attempts that may wait for a worker; absent: no limit
  WorkerOptions worker;
  BehaviourOptions behaviour;
  std::optional<FunctionRow> function;  // replaces `behaviour`: each worker is one environment of a function
  std::optional<world::Distribution> modelled_time;  // duration of a call of the function in virtual time
  std::optional<std::uint32_t> concurrency;          // attempts at once, waiting ones included; absent: no limit
  orchestration::SupervisorOptions supervision;
  std::optional<std::uint32_t> memory_mib;  // of each attempt's environment, for Lambda's price
};

/// Returns the bindings that an orchestrator needs.
[[nodiscard]] std::vector<orchestration::ResourceBinding> bindings_of(const std::vector<ResourceOptions>& resources);

/// Makes a worker's behaviour. Behaviours with effects share the ledger. `resource`: the name of the random stream.
[[nodiscard]] std::unique_ptr<Behaviour> make_behaviour(const BehaviourOptions& options,
                                                        std::uint64_t seed,
                                                        const std::shared_ptr<books::Ledger>& ledger,
                                                        std::string_view resource = {});

/// Returns the names of the effects that such workers can have, undone ones included.
[[nodiscard]] std::set<std::string> effects_of(const BehaviourOptions& behaviour);

/// Returns whether it is one of the order workflow's kinds, which keep a payment provider's books.
[[nodiscard]] bool keeps_payments(const BehaviourOptions& behaviour);

/// Returns the random stream of the resource's workers.
[[nodiscard]] world::Stream service_stream(std::string_view resource, std::uint64_t seed);

/// Makes worker number `number` of this resource and orchestrator.
[[nodiscard]] WorkerHost make_worker(const ResourceOptions& resource,
                                     std::uint64_t seed,
                                     const std::shared_ptr<books::Ledger>& ledger,
                                     std::uint32_t number = 0,
                                     const std::shared_ptr<faults::FaultSource>& faults = nullptr);

}  // namespace stepstorm::workers
