#include "functions/process_environment.hpp"

#include <cassert>
#include <ctime>
#include <exception>
#include <utility>

#include <spdlog/spdlog.h>

#include "functions/process_variables.hpp"
#include "functions/request_id.hpp"
#include "values/json.hpp"
#include "values/overload.hpp"
#include "workers/functions/function_failures.hpp"

namespace stepstorm::functions {
namespace {

using std::chrono::steady_clock;
using workers::Fail;
using workers::FunctionOptions;
using workers::Outcome;

http::Response json_response(unsigned status, const Json& body) {
  return {status, {{"Content-Type", "application/json"}}, to_text(body)};
}

/// Source: AWS Lambda, runtime API, ErrorResponse.
http::Response refusal(unsigned status, const std::string& type, const std::string& message) {
  return json_response(status, {{"errorMessage", message}, {"errorType", type}});
}

http::Response accepted() { return json_response(202, {{"status", "OK"}}); }

std::int64_t unix_ms(std::chrono::system_clock::time_point at) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

/// 2026/11/30/[$LATEST]0123456789abcdef0123456789abcdef
std::string draw_log_stream() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char date[16];
  std::strftime(date, sizeof date, "%Y/%m/%d", &parts);
  return std::string(date) + "/[$LATEST]" + draw_hex(32);
}

/// Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0. Source: AWS X-Ray, "Tracing header".
std::string draw_trace() {
  char seconds[16];
  std::snprintf(seconds, sizeof seconds, "%08llx", static_cast<unsigned long long>(std::time(nullptr)));
  return "Root=1-" + std::string(seconds) + '-' + draw_hex(24) + ";Parent=" + draw_hex(16) + ";Sampled=0";
}

std::shared_ptr<spdlog::logger> logger_of(const FunctionOptions& function) {
  return spdlog::default_logger()->clone(function.name);
}

double milliseconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace

ProcessEnvironment::ProcessEnvironment(std::shared_ptr<ProcessEnvironments::Watch> watch,
                                       std::shared_ptr<const FunctionOptions> function,
                                       std::function<void(std::string)> died)
    : watch_(std::move(watch)), function_(std::move(function)), log_(logger_of(*function_)), died_(std::move(died)) {}

template <class Act>
void ProcessEnvironment::with_lock(Act&& act) {
  Later later;
  {
    const std::lock_guard lock{mutex_};
    act(later);
  }
  for (const auto& call : later) call();
}

// ---- the worker's side

void ProcessEnvironment::invoke(std::string payload, workers::Environment::Answer answer) {
  with_lock([&](Later& later) {
    assert(!current_);
    current_ = Invocation{draw_request_id(), std::move(payload), std::move(answer), std::nullopt};
    last_request_id_ = current_->request_id;
    if (!process_) return start_process(later);
    hand_over();
  });
}

void ProcessEnvironment::close() {
  const std::lock_guard lock{mutex_};
  died_ = nullptr;
  current_.reset();
  drop_process();
}

// ---- the process

void ProcessEnvironment::start_process(Later& later) {
  const std::weak_ptr<ProcessEnvironment> weak = weak_from_this();
  const auto self = std::make_shared<const FunctionProcess*>(nullptr);  // which process it is that tells
  std::string failed;
  try {
    process_ = std::make_shared<FunctionProcess>(
        watch_->context(),
        FunctionProcess::Owner{.request =
                                   [weak, self](http::Request&& asked, http::Respond respond) {
                                     if (const auto owner = weak.lock())
                                       owner->request(*self, std::move(asked), std::move(respond));
                                   },
                               .ended =
                                   [weak, self](const KeeperReport& report) {
                                     if (const auto owner = weak.lock()) owner->ended(*self, report);
                                   },
                               .wrote =
                                   [weak](const std::string& line) {
                                     if (const auto owner = weak.lock())
                                       owner->log_->info("{} {}", owner->request_id(), line);
                                   }});
  } catch (const std::exception& error) {
    failed = error.what();
  }
  ready_ = false;
  started_ = steady_clock::now();
  if (failed.empty()) {
    *self = process_.get();
    auto started = watch_->launch({.command = function_->command,
                                   .environment = process_variables(*function_, process_->port(), draw_log_stream()),
                                   .folder = function_->folder,
                                   .memory_bytes = std::uint64_t{function_->memory_mib} << 20});
    if (started)
      process_->attach(std::move(*started));
    else
      failed = started.error();
  }
  if (!failed.empty()) fail_process(workers::not_started(current_->request_id, failed), later);
}

void ProcessEnvironment::drop_process() {
  waiting_ = nullptr;
  if (process_) process_->close();
  process_.reset();
}

void ProcessEnvironment::ended(const FunctionProcess* process, const KeeperReport& report) {
  with_lock([&](Later& later) {
    if (process != process_.get()) return;
    const std::string id = current_ ? current_->request_id : last_request_id_;
    fail_process(report.not_started.empty() ? workers::process_ended(id, report.end)
                                            : workers::not_started(id, report.not_started),
                 later);
  });
}

/// Handles the end of the process, with which the worker dies.
void ProcessEnvironment::fail_process(Fail&& failure, Later& later) {
  drop_process();
  watch_->count(function_->name, [](FunctionStatistics& function) { ++function.ended; });
  if (current_) return conclude(std::move(failure), later);
  if (died_) later.push_back([died = std::exchange(died_, nullptr), why = *failure.death] { died(why); });
}

void ProcessEnvironment::look(Instant now) {
  with_lock([&](Later& later) {
    if (!process_ || !current_) return;
    if (current_->handed_over) {
      if (now - *current_->handed_over >= function_->timeout)
        fail_process(workers::timed_out(current_->request_id, function_->timeout), later);
    } else if (!ready_ && now - started_ >= init_time_max) {
      fail_process(workers::init_timed_out(current_->request_id, init_time_max), later);
    }
  });
}

// ---- the Runtime API

void ProcessEnvironment::request(const FunctionProcess* process, http::Request&& asked, http::Respond respond) {
  with_lock([&](Later& later) {
    if (process != process_.get()) return respond(refusal(403, "Forbidden", "this process has been given up"));
    std::visit(
        Overload{
            [&](const NextCall&) { next(std::move(respond)); },
            [&](const ResponseCall& call) { take_response(call.request_id, std::move(asked.body), respond, later); },
            [&](const ErrorCall& call) { take_error(call.request_id, std::move(asked.body), respond, later); },
            [&](const InitErrorCall&) { take_init_error(std::move(asked.body), respond, later); },
            [&](const UnknownCall& call) {
              respond(refusal(call.status, "InvalidRequest", "not a call of the Runtime API 2018-06-01"));
            }},
        read_call(asked.method, asked.target));
  });
}

void ProcessEnvironment::next(http::Respond&& respond) {
  if (current_ && current_->handed_over)
    return respond(refusal(403, "InvalidStateTransition", "the invocation before this one is not answered"));
  if (!std::exchange(ready_, true)) {
    const auto took = steady_clock::now() - started_;
    log_->debug("INIT_START Init Duration: {:.2f} ms", milliseconds(took));
    watch_->count(function_->name, [&](FunctionStatistics& function) {
      ++function.cold_starts;
      function.init_time += took;
    });
  }
  waiting_ = std::move(respond);  // of two that wait, the earlier one has lost its connection
  hand_over();
}

void ProcessEnvironment::hand_over() {
  if (!current_ || current_->handed_over || !waiting_) return;
  current_->handed_over = steady_clock::now();
  std::exchange(waiting_, nullptr)(invocation_response());
}

http::Response ProcessEnvironment::invocation_response() const {
  const auto deadline = std::chrono::system_clock::now() + function_->timeout;
  return {200,
          {{"Content-Type", "application/json"},
           {"Lambda-Runtime-Aws-Request-Id", current_->request_id},
           {"Lambda-Runtime-Deadline-Ms",
            std::to_string(unix_ms(std::chrono::time_point_cast<std::chrono::system_clock::duration>(deadline)))},
           {"Lambda-Runtime-Invoked-Function-Arn", function_->arn},
           {"Lambda-Runtime-Trace-Id", draw_trace()}},
          current_->payload};
}

bool ProcessEnvironment::is_under_way(const std::string& request_id) const {
  return current_ && current_->handed_over && current_->request_id == request_id;
}

void ProcessEnvironment::take_response(const std::string& request_id,
                                       std::string&& body,
                                       const http::Respond& respond,
                                       Later& later) {
  if (!is_under_way(request_id))
    return respond(refusal(400, "InvalidRequestID", "no invocation with this request id is under way"));
  if (body.size() > workers::response_bytes_max) {
    respond(refusal(413, "RequestEntityTooLarge", "Exceeded maximum allowed payload size (6291556 bytes)."));
    return conclude(workers::response_too_large(), later);
  }
  respond(accepted());
  conclude(workers::Write{std::move(body)}, later);
}

void ProcessEnvironment::take_error(const std::string& request_id,
                                    std::string&& body,
                                    const http::Respond& respond,
                                    Later& later) {
  if (!is_under_way(request_id))
    return respond(refusal(400, "InvalidRequestID", "no invocation with this request id is under way"));
  respond(accepted());
  conclude(workers::reported(body), later);
}

void ProcessEnvironment::take_init_error(std::string&& body, const http::Respond& respond, Later& later) {
  if (ready_) return respond(refusal(403, "InvalidStateTransition", "the process has said before that it is ready"));
  respond(accepted());
  Fail failure = workers::reported(body);
  failure.death = failure.error + " while it got ready";
  fail_process(std::move(failure), later);
}

void ProcessEnvironment::conclude(Outcome&& outcome, Later& later) {
  Invocation ended = std::move(*std::exchange(current_, std::nullopt));
  const Fail* failure = std::get_if<Fail>(&outcome);
  const bool failed = failure != nullptr;
  if (failure && workers::is_uncertain(failure->error))
    watch_->count(function_->name, [&](FunctionStatistics& function) { function.uncertain.insert(failure->error); });
  if (ended.handed_over) {
    const auto took = steady_clock::now() - *ended.handed_over;
    log_->debug("REPORT RequestId: {} Duration: {:.2f} ms Memory Size: {} MB",
                ended.request_id,
                milliseconds(took),
                function_->memory_mib);
    watch_->count(function_->name, [&](FunctionStatistics& function) {
      ++function.calls;
      function.failures += failed ? 1 : 0;
      function.call_time += took;
    });
  }
  later.push_back([answer = std::move(ended.answer), shared = std::make_shared<Outcome>(std::move(outcome))] {
    answer(std::move(*shared));
  });
}

std::string ProcessEnvironment::request_id() {
  const std::lock_guard lock{mutex_};
  return last_request_id_;
}

}  // namespace stepstorm::functions
