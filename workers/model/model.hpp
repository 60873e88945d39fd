// A worker of any domain, described by the outcomes that its tasks can have: which one, how long it takes, what it does to
// the world outside, and what is answered. Conditions are Choice rules and values are payload templates, both over the
// task's input, as state machines have them; there `$$.Attempt` is the attempt's number and `$$.Order` that of the
// execution that the task is done for, counted from 0.
//
// Outcomes are tried in order. One whose rule does not hold is passed by. Of the attempts whose rule holds, an outcome with a
// probability takes that share; one without takes all that are left. An attempt that no outcome takes is answered with
// its input. One that `answers_after` a time is accepted at once, as a person takes a letter: the worker is free, and the
// answer is given, with its effects, when that time is over. States.UUID and States.MathRandom are drawn from a stream named after the attempt, as all chance is.
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

namespace stepstorm::orchestration {

/// Something that takes place, or is undone, before the answer.
struct ModelEffect {
  std::string name;
  bool undoes = false;
  /// Of an object with `key` (text or a number) and perhaps `amount` (a number) and `idempotent_by` (as key). Never absent.
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
  std::optional<asl::ChoiceRule> when;               // absent: of any input
  std::optional<double> probability;                 // absent: of all that are left
  std::optional<world::Distribution> service_time;   // absent: the worker's
  std::optional<world::Distribution> answers_after;  // once it is accepted, with a free worker; absent: at once
  std::vector<ModelEffect> effects;
  std::variant<AnswerInput, asl::PayloadTemplate, AnswerError> answer;
};

struct ModelOptions {
  std::vector<ModelOutcome> outcomes;
  std::optional<world::WorkingHours> working_hours;  // in which the time of `answers_after` passes; absent: always
  bool idempotent = true;                            // false: `idempotent_by` is not heeded, as if no token were sent
};

/// The names of its effects, those that it undoes among them.
[[nodiscard]] std::set<std::string> effects_of(const ModelOptions& options);

class Model final : public Behaviour {
 public:
  /// `random`: of its resource.
  Model(ModelOptions options, world::Stream random, std::shared_ptr<Ledger> ledger);

  /// A rule or a template that cannot be evaluated is the error Model.Invalid, and nothing takes place; an effect that
  /// was undone before it took place is Model.Cancelled.
  Outcome run(messages::Task&& task) override { return run_at(std::move(task), {}); }
  Outcome run_at(messages::Task&& task, TimePoint now) override;

  bool has_own_times() const override;
  std::optional<std::chrono::nanoseconds> own_time(const messages::Task& task) override;

  /// What it does takes place then.
  bool may_answer_later() const override;
  std::optional<TimePoint> answer_at(const messages::Task& task, TimePoint now) override;

 private:
  struct Request {
    EffectRequest effect;
    bool undoes = false;
  };
  template <class T>
  using OrFault = tl::expected<T, std::string>;

  /// Its place among the outcomes; nullopt: none takes it.
  OrFault<std::optional<std::size_t>> chosen(const messages::Task& task) const;
  OrFault<std::vector<Request>> requests(const ModelOutcome& outcome, const messages::Task& task) const;
  OrFault<Request> request(const ModelOutcome& outcome, std::size_t place, const messages::Task& task) const;
  OrFault<Outcome> answer(const ModelOutcome& outcome, const messages::Task& task) const;
  std::optional<Raise> take_place(const std::vector<Request>& requests, const messages::Task& task, TimePoint now);

  ModelOptions options_;
  std::vector<std::optional<world::Sampler>> times_;   // by outcome
  std::vector<std::optional<world::Sampler>> delays_;  // likewise: until the answer
  world::Stream random_;
  std::shared_ptr<Ledger> ledger_;
};

}  // namespace stepstorm::orchestration
