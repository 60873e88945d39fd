#include "workers/model/model.hpp"

#include <algorithm>
#include <utility>

#include "asl/evaluation.hpp"
#include "values/overload.hpp"
#include "workers/worker_host.hpp"

namespace stepstorm::workers {
namespace {

/// References of rules and templates besides the input.
class AttemptReferences final : public asl::References {
 public:
  AttemptReferences(const messages::Task& task, world::Stream random)
      : context_{{"Attempt", task.number}, {"Order", task.order}}, random_(random) {}

  const Json& context() const override { return context_; }
  const Json* variable(std::string_view) const override { return nullptr; }
  std::uint64_t random_bits() const override { return random_.bits(); }

 private:
  Json context_;
  mutable world::Stream random_;
};

world::Stream stream_of(const world::Stream& resource, const messages::Task& task, Drawn what) {
  return attempt_stream(resource, task.execution, task.visit, task.number, what);
}

/// Each template of an attempt has a random stream of its own.
AttemptReferences references(const world::Stream& resource, const messages::Task& task, std::uint64_t template_number) {
  return {task, stream_of(resource, task, Drawn::Template).of(template_number)};
}

bool any_of(const std::vector<std::optional<world::Sampler>>& times) {
  return std::any_of(times.begin(), times.end(), [](const auto& time) { return time.has_value(); });
}

/// Returns text unchanged, and a number as JSON text.
std::optional<std::string> name_in(const Json& values, std::string_view member) {
  const Json* value = find_member(values, member);
  if (value && value->is_string() && !value->get_ref<const std::string&>().empty()) return value->get<std::string>();
  if (value && value->is_number()) return to_text(*value);
  return std::nullopt;
}

}  // namespace

std::set<std::string> effects_of(const ModelOptions& options) {
  std::set<std::string> names;
  for (const ModelOutcome& outcome : options.outcomes)
    for (const ModelEffect& effect : outcome.effects) names.insert(effect.name);
  return names;
}

Model::Model(ModelOptions options, world::Stream random, std::shared_ptr<books::Ledger> ledger)
    : options_(std::move(options)), random_(random), ledger_(std::move(ledger)) {
  const auto sampler = [](const std::optional<world::Distribution>& time) {
    return time ? std::optional{world::Sampler{*time}} : std::nullopt;
  };
  for (const ModelOutcome& outcome : options_.outcomes) {
    times_.push_back(sampler(outcome.service_time));
    delays_.push_back(sampler(outcome.answers_after));
  }
}

bool Model::has_own_times() const { return any_of(times_); }
bool Model::may_answer_later() const { return any_of(delays_); }

/// Drawn again at the end of the attempt; equal draws choose the same outcome.
std::optional<std::chrono::nanoseconds> Model::own_time(const messages::Task& task) {
  const auto outcome = chosen(task);
  if (!outcome || !*outcome || !times_[**outcome]) return std::nullopt;
  auto random = stream_of(random_, task, Drawn::OutcomeTime);
  return times_[**outcome]->draw(random);
}

std::optional<TimePoint> Model::answer_at(const messages::Task& task, TimePoint now) {
  const auto outcome = chosen(task);
  if (!outcome || !*outcome || !delays_[**outcome]) return std::nullopt;
  auto random = stream_of(random_, task, Drawn::AnswerDelay);
  const auto delay = delays_[**outcome]->draw(random);
  return options_.working_hours ? world::after_working(*options_.working_hours, now, delay) : after(now, delay);
}

Model::OrFault<std::optional<std::size_t>> Model::chosen(const messages::Task& task) const {
  double at = stream_of(random_, task, Drawn::Choice).uniform();
  for (std::size_t place = 0; place < options_.outcomes.size(); ++place) {
    const ModelOutcome& outcome = options_.outcomes[place];
    if (outcome.when) {
      const auto holds = outcome.when->matches(*task.input, references(random_, task, 0));
      if (!holds) return tl::unexpected{"the rule of outcome " + std::to_string(place) + ": " + holds.error().detail};
      if (!*holds) continue;
    }
    if (!outcome.probability || at < *outcome.probability) return place;
    at -= *outcome.probability;
  }
  return std::nullopt;
}

Model::OrFault<Model::Request> Model::request(const ModelOutcome& outcome,
                                              std::size_t place,
                                              const messages::Task& task) const {
  const ModelEffect& effect = outcome.effects[place];
  const auto values = effect.values->evaluate(*task.input, references(random_, task, 2 + place));
  if (!values) return tl::unexpected{"the effect '" + effect.name + "': " + values.error().detail};
  const auto wrong = [&](std::string_view member, std::string_view expected) {
    const Json* value = find_member(*values, member);
    return tl::unexpected{"the effect '" + effect.name + "': " + std::string{member} + " is " +
                          (value ? to_text(*value) : "missing") + ", expected " + std::string{expected}};
  };
  auto key = name_in(*values, "key");
  if (!key) return wrong("key", "text or a number");
  Request request{{effect.name, std::move(*key)}, effect.undoes};
  if (const Json* amount = find_member(*values, "amount")) {
    if (!amount->is_number()) return wrong("amount", "a number");
    request.effect.amount = amount->get<double>();
  }
  if (!find_member(*values, "idempotent_by")) return request;
  request.effect.token = name_in(*values, "idempotent_by");
  if (!request.effect.token) return wrong("idempotent_by", "text or a number");
  if (!options_.idempotent) request.effect.token.reset();
  return request;
}

Model::OrFault<std::vector<Model::Request>> Model::requests(const ModelOutcome& outcome,
                                                            const messages::Task& task) const {
  std::vector<Request> all;
  for (std::size_t place = 0; place < outcome.effects.size(); ++place) {
    auto one = request(outcome, place, task);
    if (!one) return tl::unexpected{std::move(one.error())};
    all.push_back(std::move(*one));
  }
  return all;
}

Model::OrFault<Outcome> Model::answer(const ModelOutcome& outcome, const messages::Task& task) const {
  using Answer = OrFault<Outcome>;
  return std::visit(Overload{[&](const AnswerInput&) -> Answer { return Succeed{task.input}; },
                             [&](const AnswerError& error) -> Answer {
                               return Raise{error.error, error.cause};
                             },
                             [&](const asl::PayloadTemplate& output) -> Answer {
                               auto value = output.evaluate(*task.input, references(random_, task, 1));
                               if (!value) return tl::unexpected{"the output: " + value.error().detail};
                               return Succeed{Payload{std::move(*value)}};
                             }},
                    outcome.answer);
}

std::optional<Raise> Model::take_place(const std::vector<Request>& requests,
                                       const messages::Task& task,
                                       TimePoint now) {
  const books::EffectCause cause{task.order, task.execution, task.visit, task.number, now};
  for (const Request& request : requests) {
    if (request.undoes) {
      ledger_->effects().undo(request.effect, now);
    } else if (ledger_->effects().enter(request.effect, cause) == books::EffectBook::Entry::Cancelled) {
      return Raise{"Model.Cancelled",
                   "'" + request.effect.name + "' of " + request.effect.key + " was undone before it took place"};
    }
  }
  return std::nullopt;
}

Outcome Model::run_at(messages::Task&& task, TimePoint now) {
  const auto invalid = [](std::string message) { return Raise{"Model.Invalid", std::move(message)}; };
  const auto place = chosen(task);
  if (!place) return invalid(place.error());
  if (!*place) return Succeed{std::move(task.input)};
  const ModelOutcome& outcome = options_.outcomes[**place];
  const auto effects = requests(outcome, task);
  if (!effects) return invalid(effects.error());
  auto answered = answer(outcome, task);
  if (!answered) return invalid(answered.error());
  if (auto cancelled = take_place(*effects, task, now)) return std::move(*cancelled);
  return std::move(*answered);
}

}  // namespace stepstorm::workers
