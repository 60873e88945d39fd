// A worker for any domain, described by the possible outcomes of its tasks: condition and probability, service time,
// side effects, and answer. Conditions are Choice rules and values are payload templates over the task's input, as in
// state machines; `$$.Attempt` is the attempt's number, and `$$.Order` the number of the execution that the task is
// done for, counted from 0.
//
// Outcomes are tried in order; an outcome whose rule does not hold is skipped. Of the attempts whose rule holds, an
// outcome with a probability takes that share, and an outcome without one takes all that are left. An attempt that no
// outcome takes is answered with its input. With `answers_after`, an attempt is accepted at once, which frees the
// worker; its effects and its answer follow after that time. All random draws, States.UUID and States.MathRandom
// included, come from a stream named after the attempt.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "asl/choice_rule.hpp"
#include "asl/payload_template.hpp"
#include "books/ledger.hpp"
#include "workers/behaviour.hpp"
#include "world/distribution.hpp"
#include "world/stream.hpp"
#include "world/working_hours.hpp"

namespace stepstorm::workers {

/// A side effect that takes place, or is undone, before the answer.
struct ModelEffect {
  std::string name;
  bool undoes = false;
  /// Evaluates to an object with `key` (text or a number), and optionally `amount` (a number) and `idempotent_by` (as
  /// key). Never absent.
  std::optional<asl::PayloadTemplate> values;
};

/// The answer is the input.
struct AnswerInput {};
/// The answer is an error.
struct AnswerError {
  std::string error;
  std::string cause;
};

struct ModelOutcome {
  std::optional<asl::ChoiceRule> when;              // absent: any input
  std::optional<double> probability;                // absent: all attempts that are left
  std::optional<world::Distribution> service_time;  // absent: the worker's
  std::optional<world::Distribution>
      answers_after;  // from acceptance to the answer; the worker is free; absent: at once
  std::vector<ModelEffect> effects;
  std::variant<AnswerInput, asl::PayloadTemplate, AnswerError> answer;
};

struct ModelOptions {
  std::vector<ModelOutcome> outcomes;
  std::optional<world::WorkingHours> working_hours;  // `answers_after` counts only these hours; absent: all hours
  bool idempotent = true;                            // false: ignores `idempotent_by`
};

/// Returns the names of all effects, undone ones included.
[[nodiscard]] std::set<std::string> effects_of(const ModelOptions& options);

class Model final : public Behaviour {
 public:
  /// `random`: the stream of the resource.
  Model(ModelOptions options, world::Stream random, std::shared_ptr<books::Ledger> ledger);

  /// Answers Model.Invalid, without effects, when a rule or a template cannot be evaluated; Model.Cancelled when an
  /// effect was undone before it took place.
  Outcome run(messages::Task&& task) override { return run_at(std::move(task), {}); }
  Outcome run_at(messages::Task&& task, TimePoint now) override;

  bool has_own_times() const override;
  std::optional<std::chrono::nanoseconds> own_time(const messages::Task& task) override;

  /// Effects take place at the time of the answer.
  bool may_answer_later() const override;
  std::optional<TimePoint> answer_at(const messages::Task& task, TimePoint now) override;

 private:
  struct Request {
    books::EffectRequest effect;
    bool undoes = false;
  };
  template <class T>
  using OrFault = tl::expected<T, std::string>;

  /// Index of the outcome; nullopt: no outcome takes the attempt.
  OrFault<std::optional<std::size_t>> chosen(const messages::Task& task) const;
  OrFault<std::vector<Request>> requests(const ModelOutcome& outcome, const messages::Task& task) const;
  OrFault<Request> request(const ModelOutcome& outcome, std::size_t place, const messages::Task& task) const;
  OrFault<Outcome> answer(const ModelOutcome& outcome, const messages::Task& task) const;
  std::optional<Raise> take_place(const std::vector<Request>& requests, const messages::Task& task, TimePoint now);

  ModelOptions options_;
  std::vector<std::optional<world::Sampler>> times_;   // service times, by outcome
  std::vector<std::optional<world::Sampler>> delays_;  // answers_after, by outcome
  world::Stream random_;
  std::shared_ptr<books::Ledger> ledger_;
};

}  // namespace stepstorm::workers
