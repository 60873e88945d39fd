#include "orchestration/performers/answer.hpp"

#include <algorithm>
#include <utility>

#include "asl/quotas.hpp"
#include "asl/resource.hpp"
#include "values/json.hpp"
#include "values/overload.hpp"

namespace stepstorm::orchestration {
namespace {

constexpr FailureNames lambda_names{"Lambda.Unknown", "Lambda.ServiceException", "Lambda.TooManyRequestsException"};
constexpr FailureNames general_names{"States.TaskFailed", "States.TaskFailed", "States.TaskFailed"};

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Replaces invalid UTF-8.
std::string readable(std::string text) {
  if (is_ascii(text)) return text;
  const auto replaced = parse_json(to_text(Json(std::move(text))));
  return replaced ? replaced->get<std::string>() : std::string{};
}

/// Truncates to the service's limit, between two characters.
std::string limited(std::string text) {
  if (text.size() <= asl::cause_max) return text;
  std::size_t end = asl::cause_max;
  while ((static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  text.resize(end);
  return text;
}

/// Returns whether a worker may report this error: States.* names are reserved. Source: semantics.md 5.1.
bool may_be_reported(const std::string& error) {
  return !error.starts_with("States.") && error.size() <= asl::error_max && readable(error) == error;
}

/// Reads one answer.
class Reader {
 public:
  Reader(execution::AttemptId attempt, const asl::Resource& resource, std::string_view worker)
      : attempt_(attempt), resource_(resource), worker_(worker) {}

  ReadAnswer operator()(messages::Succeeded& result) const {
    return {execution::TaskSucceeded{attempt_, std::move(result.output)}};
  }
  ReadAnswer operator()(messages::Failed& result) const {
    if (result.error && !result.by_service && !may_be_reported(*result.error))
      return rubbish("reported the error name \"" + readable(result.error->substr(0, asl::error_max)) +
                     "\", which workers may not use");
    if (result.cause) result.cause = limited(readable(std::move(*result.cause)));
    return {execution::TaskFailed{attempt_, std::move(result.error), std::move(result.cause), result.phase}};
  }
  ReadAnswer operator()(messages::Submitted& result) const {
    if (!asl::has_submission(resource_)) return rubbish("accepted the task, but was to answer it");
    return {execution::TaskSubmitted{attempt_, std::move(result.output)}};
  }
  ReadAnswer operator()(const messages::Lost&) const { return rubbish("lost its answer"); }
  ReadAnswer operator()(const messages::RawOutput& result) const {
    auto output = parse_json(result.text);
    if (!output) return rubbish("answered what is not JSON: " + readable(output.error().message));
    return {execution::TaskSucceeded{attempt_, Payload{std::move(*output)}}};
  }

 private:
  ReadAnswer rubbish(const std::string& what) const {
    return {execution::TaskFailed{attempt_,
                                  std::string{failure_names(resource_).unhandled},
                                  "The worker " + std::string{worker_} + ' ' + what},
            false};
  }

  execution::AttemptId attempt_;
  const asl::Resource& resource_;
  std::string_view worker_;
};

}  // namespace

const FailureNames& failure_names(const asl::Resource& resource) {
  return *std::visit(Overload{[](const asl::LambdaResource&) { return &lambda_names; },
                              [](const asl::ActivityResource&) { return &general_names; },
                              [](const asl::ServiceResource& service) {
                                return service.type == "lambda" ? &lambda_names : &general_names;
                              }},
                     resource.kind);
}

ReadAnswer read_answer(messages::TaskAnswer&& answer,
                       execution::AttemptId attempt,
                       const asl::Resource& resource,
                       std::string_view worker) {
  return std::visit(Reader{attempt, resource, worker}, answer.result);
}

}  // namespace stepstorm::orchestration
