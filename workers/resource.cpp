#include "workers/resource.hpp"

#include "values/overload.hpp"
#include "workers/shop/order.hpp"

namespace stepstorm::workers {

std::string_view kind_name(const BehaviourOptions& behaviour) {
  return std::visit(Overload{[](const EchoOptions&) { return "echo"; },
                             [](const ValidateOptions&) { return "validate"; },
                             [](const PaymentOptions&) { return "payment"; },
                             [](const RefundOptions&) { return "refund"; },
                             [](const ConfirmOptions&) { return "confirm"; },
                             [](const NotifyOptions&) { return "notify"; },
                             [](const ModelOptions&) { return "model"; }},
                    behaviour);
}

std::vector<BehaviourOptions> all_kinds() {
  return {EchoOptions{},
          ValidateOptions{},
          PaymentOptions{},
          RefundOptions{},
          ConfirmOptions{},
          NotifyOptions{},
          ModelOptions{}};
}

std::optional<BehaviourOptions> behaviour_of_kind(std::string_view name) {
  for (const BehaviourOptions& kind : all_kinds())
    if (kind_name(kind) == name) return kind;
  return std::nullopt;
}

/// A pattern matches functions.
FailureForm failure_form(std::string_view arn) {
  const bool of_functions = arn.find(":lambda:") != arn.npos || arn.find('*') != arn.npos;
  return of_functions ? FailureForm::Lambda : FailureForm::Plain;
}

std::vector<orchestration::ResourceBinding> bindings_of(const std::vector<ResourceOptions>& resources) {
  std::vector<orchestration::ResourceBinding> bindings;
  for (const ResourceOptions& resource : resources)
    bindings.push_back({.name = resource.name,
                        .arn = resource.arn,
                        .queue_limit = resource.queue_limit,
                        .outside = resource.actors == 0,
                        .row = resource.row,
                        .by_pattern = resource.by_pattern,
                        .concurrency = resource.concurrency,
                        .is_function = resource.function.has_value(),
                        .takes_parameters = resource.function && !resource.function->options->endpoint.empty()});
  return bindings;
}

std::unique_ptr<Behaviour> make_behaviour(const BehaviourOptions& options,
                                          std::uint64_t seed,
                                          const std::shared_ptr<books::Ledger>& ledger,
                                          std::string_view resource) {
  using Made = std::unique_ptr<Behaviour>;
  return std::visit(
      Overload{[](const EchoOptions&) -> Made { return std::make_unique<Echo>(); },
               [](const ValidateOptions& validate) -> Made { return std::make_unique<Validate>(validate); },
               [&](const PaymentOptions& payment) -> Made { return std::make_unique<Payment>(payment, ledger); },
               [&](const RefundOptions&) -> Made { return std::make_unique<Refund>(ledger); },
               [&](const ConfirmOptions& confirm) -> Made {
                 return std::make_unique<Confirm>(confirm, world::Stream::named(seed, "confirmation numbers"), ledger);
               },
               [](const NotifyOptions& notify) -> Made { return std::make_unique<Notify>(notify); },
               [&](const ModelOptions& model) -> Made {
                 return std::make_unique<Model>(model, service_stream(resource, seed), ledger);
               }},
      options);
}

std::set<std::string> effects_of(const BehaviourOptions& behaviour) {
  using Names = std::set<std::string>;
  return std::visit(Overload{[](const EchoOptions&) -> Names { return {}; },
                             [](const ValidateOptions&) -> Names { return {}; },
                             [](const PaymentOptions&) -> Names { return {std::string{charge_effect}}; },
                             [](const RefundOptions&) -> Names { return {std::string{charge_effect}}; },
                             [](const ConfirmOptions&) -> Names { return {std::string{confirmation_effect}}; },
                             [](const NotifyOptions&) -> Names { return {}; },
                             [](const ModelOptions& model) -> Names { return effects_of(model); }},
                    behaviour);
}

bool keeps_payments(const BehaviourOptions& behaviour) {
  return std::holds_alternative<PaymentOptions>(behaviour) || std::holds_alternative<RefundOptions>(behaviour) ||
         std::holds_alternative<ConfirmOptions>(behaviour);
}

world::Stream service_stream(std::string_view resource, std::uint64_t seed) {
  return world::Stream::named(seed, "service:" + std::string{resource});
}

WorkerHost make_worker(const ResourceOptions& resource,
                       std::uint64_t seed,
                       const std::shared_ptr<books::Ledger>& ledger,
                       std::uint32_t number,
                       const std::shared_ptr<faults::FaultSource>& faults) {
  return {resource.worker,
          failure_form(resource.arn),
          resource.function ? std::make_unique<Function>(*resource.function, service_stream(resource.name, seed))
                            : make_behaviour(resource.behaviour, seed, ledger, resource.name),
          service_stream(resource.name, seed),
          number,
          faults};
}

}  // namespace stepstorm::workers
