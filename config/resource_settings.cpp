#include "config/resource_settings.hpp"

#include <algorithm>
#include <limits>

#include "asl/resource.hpp"
#include "asl/string_pattern.hpp"
#include "config/readers/model_reader.hpp"
#include "config/readers/world_reader.hpp"
#include "orchestration/binding.hpp"

namespace stepstorm::config {
namespace {

using namespace orchestration;

// ---- amounts

bool read_money(const Node& node, books::Money& out) {
  const auto amount = books::read_money(node.value());
  if (!amount || amount->hundredths < 0) return node.expected("an amount of money such as 49.90");
  out = *amount;
  return true;
}

// ---- supervision

bool read_backoff(const Node& node, RestartBackoff& out) {
  return Members{node}
      .optional("initial", read_duration, out.initial)
      .optional("rate", number(1, 1000), out.rate)
      .optional("max", read_duration, out.max)
      .optional("jitter", read_flag, out.jitter)
      .no_others();
}

const auto read_strategy = word<RestartStrategy>({{"one_for_one", RestartStrategy::OneForOne},
                                                  {"one_for_all", RestartStrategy::OneForAll},
                                                  {"rest_for_one", RestartStrategy::RestForOne}});
const auto read_restart_type = word<RestartType>({{"permanent", RestartType::Permanent},
                                                  {"transient", RestartType::Transient},
                                                  {"temporary", RestartType::Temporary}});

// ---- random errors and cold starts

bool read_error(const Node& node, workers::RandomError& out) {
  return Members{node}
      .required("error", read_text, out.type)
      .optional("cause", read_text, out.message)
      .required("probability", number(0, 1), out.probability)
      .no_others();
}

bool read_errors(const Node& node, std::vector<workers::RandomError>& out) {
  constexpr double rounding = 1e-9;
  if (!list_of(read_error)(node, out)) return false;
  double sum = 0;
  for (const workers::RandomError& error : out) sum += error.probability;
  return sum <= 1 + rounding || node.error("expected probabilities that sum to 1 at most");
}

bool read_cold_starts(const Node& node, workers::ColdStarts& out) {
  return Members{node}
      .required("time", read_distribution, out.time)
      .optional("keep_alive", read_positive_duration, out.keep_alive)
      .no_others();
}

// ---- kinds of workers, each with its own settings

bool read_settings_of(const Node& node, workers::EchoOptions&) { return Members{node}.no_others(); }
bool read_settings_of(const Node& node, workers::RefundOptions&) { return Members{node}.no_others(); }

bool read_settings_of(const Node& node, workers::ValidateOptions& out) {
  return Members{node}
      .optional("default_total", read_money, out.default_total)
      .optional("currencies", list_of(read_text, 1), out.currencies)
      .optional("review_above", read_money, out.review_above)
      .no_others();
}

bool read_settings_of(const Node& node, workers::ConfirmOptions& out) {
  return Members{node}.optional("prefix", read_text, out.prefix).no_others();
}

bool read_settings_of(const Node& node, workers::NotifyOptions& out) {
  return Members{node}.optional("channel", read_text, out.channel).no_others();
}

const auto read_attempts = whole_number(1, 1'000'000);

enum class CardRuleName { Decline, FailFirst, NeverAnswer, CrashFirst, AnswerText };
const auto read_card_rule_name = word<CardRuleName>({{"decline", CardRuleName::Decline},
                                                     {"fail_first", CardRuleName::FailFirst},
                                                     {"never_answer", CardRuleName::NeverAnswer},
                                                     {"crash_first", CardRuleName::CrashFirst},
                                                     {"answer_text", CardRuleName::AnswerText}});

/// Further members of a test card depend on its rule.
bool read_card_rule(Members& members, CardRuleName name, workers::CardRule& out) {
  switch (name) {
    case CardRuleName::Decline: {
      auto& rule = out.emplace<workers::DeclineCard>();
      return members.required("error", read_text, rule.error).optional("cause", read_text, rule.cause).no_others();
    }
    case CardRuleName::FailFirst: {
      auto& rule = out.emplace<workers::FailFirst>();
      return members.optional("attempts", read_attempts, rule.attempts)
          .required("error", read_text, rule.error)
          .optional("cause", read_text, rule.cause)
          .no_others();
    }
    case CardRuleName::NeverAnswer: {
      out = workers::NeverAnswer{};
      return members.no_others();
    }
    case CardRuleName::CrashFirst: {
      auto& rule = out.emplace<workers::CrashFirst>();
      return members.optional("attempts", read_attempts, rule.attempts).no_others();
    }
    case CardRuleName::AnswerText: {
      auto& rule = out.emplace<workers::AnswerText>();
      return members.required("text", read_text, rule.text).no_others();
    }
  }
  return false;
}

bool read_test_card(const Node& node, workers::TestCard& out) {
  std::optional<CardRuleName> rule;
  Members members{node};
  members.required("number", read_text, out.number).required("rule", given(read_card_rule_name), rule);
  return rule && read_card_rule(members, *rule, out.rule);
}

bool read_settings_of(const Node& node, workers::PaymentOptions& out) {
  return Members{node}
      .optional("amount_limit", read_money, out.amount_limit)
      .optional("test_cards", list_of(read_test_card), out.test_cards)
      .optional("idempotent", read_flag, out.idempotent)
      .no_others();
}

bool read_settings_of(const Node& node, workers::ModelOptions& out) { return read_model(node, out); }

std::optional<workers::BehaviourOptions> find_kind(const Json& name) {
  return name.is_string() ? workers::behaviour_of_kind(name.get_ref<const std::string&>()) : std::nullopt;
}

bool read_kind(const Node& node, std::optional<workers::BehaviourOptions>& out) {
  out = find_kind(node.value());
  std::vector<std::string_view> names;
  for (const workers::BehaviourOptions& kind : workers::all_kinds()) names.push_back(workers::kind_name(kind));
  return out || node.expected("a kind of worker: " + one_of_names(names));
}

/// Reads settings of a known kind; settings of an unknown kind cannot be checked.
bool read_settings(const Node& node, std::optional<workers::BehaviourOptions>& out) {
  return out && std::visit([&](auto& options) { return read_settings_of(node, options); }, *out);
}

// ---- the row

/// An ARN of a Task's resource in normal form, or a pattern.
bool read_arn(const Node& node, std::string& out) {
  std::string arn;
  if (!read_text(node, arn)) return false;
  const bool is_pattern = arn.find('*') != std::string::npos;
  const auto named = is_pattern ? std::nullopt : asl::parse_resource(arn);
  if (is_pattern ? !asl::StringPattern::parse(arn).has_value() : !named.has_value())
    return node.expected("the ARN of a Lambda function, an activity or a service integration, or a pattern with '*'");
  out = named ? named->arn : std::move(arn);
  return true;
}

/// All actions of a service: "sqs", "aws-sdk:s3".
bool read_service(const Node& node, std::string& out) {
  std::string service;
  if (!read_text(node, service)) return false;
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
  };
  if (!std::all_of(service.begin(), service.end(), is_allowed))
    return node.expected("a service as integrations name it, such as sqs, dynamodb or aws-sdk:s3");
  out = "arn:aws*:states:::" + service + ":*";
  return true;
}

/// Common members of a row of the settings and of a scenario's changes to it; `behaviour` is of the row's kind.
bool read_rest(Members& members, std::optional<workers::BehaviourOptions>& behaviour, workers::ResourceOptions& out) {
  constexpr auto queue_max = std::numeric_limits<std::uint32_t>::max();
  members.optional("capacity", whole_number(1, 1'000'000), out.capacity)
      .optional("queue_limit", given(whole_number(0, queue_max)), out.queue_limit)
      .optional("service_time", read_distribution, out.worker.service_time)
      .optional("errors", read_errors, out.worker.errors)
      .optional("cold_starts", given(read_cold_starts), out.worker.cold_starts)
      .optional("time_limit", read_positive_duration, out.worker.time_limit)
      .optional("heartbeat_interval", given(read_positive_duration), out.worker.heartbeat_interval)
      .optional("memory_mib", given(whole_number(128, 10'240)), out.memory_mib)
      .optional("settings", read_settings, behaviour)
      .optional("supervision", read_supervision, out.supervision);
  const bool read = members.no_others();
  if (behaviour) out.behaviour = std::move(*behaviour);
  return read;
}

const auto read_actors = whole_number(1, 10'000);

}  // namespace

bool read_supervision(const Node& node, SupervisorOptions& out) {
  return Members{node}
      .optional("strategy", read_strategy, out.strategy)
      .optional("restart", read_restart_type, out.restart)
      .optional("restarts", whole_number(0, 1'000'000), out.intensity.restarts)
      .optional("window", read_positive_duration, out.intensity.window)
      .optional("backoff", read_backoff, out.backoff)
      .optional("restore_after", given(read_positive_duration), out.restore_after)
      .no_others();
}

bool read_resource(const Node& node, workers::ResourceOptions& out) {
  std::optional<workers::BehaviourOptions> behaviour;
  Members members{node};
  members.required("name", read_text, out.name)
      .optional("arn", read_arn, out.arn)
      .optional("service", read_service, out.arn)
      .required("kind", read_kind, behaviour)
      .optional("actors", read_actors, out.actors);
  if (!read_rest(members, behaviour, out)) return false;
  out.by_pattern = orchestration::is_pattern(out.arn);
  const bool has_arn = node.value().contains("arn");
  if (has_arn && node.value().contains("service")) return node.contradiction("arn", "service");
  return has_arn || node.value().contains("service") || node.error("'arn' or 'service' is missing");
}

bool read_resource_changes(const Node& node, workers::ResourceOptions& out) {
  std::optional<workers::BehaviourOptions> behaviour = out.behaviour;
  Members members{node};
  members.optional("workers", read_actors, out.actors);
  return read_rest(members, behaviour, out);
}

}  // namespace stepstorm::config
