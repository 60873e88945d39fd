#include "execution/references.hpp"

#include <charconv>
#include <cstdio>

#include "asl/resource.hpp"

namespace stepstorm::execution {
namespace {

bool counts_retries(const asl::State& state) {
  return std::holds_alternative<asl::TaskState>(state.detail) ||
         std::holds_alternative<asl::ParallelState>(state.detail) ||
         std::holds_alternative<asl::MapState>(state.detail);
}

/// Source: semantics.md 9.5.
bool has_task_token(const asl::State& state) {
  const auto* task = std::get_if<asl::TaskState>(&state.detail);
  return task && asl::has_submission(task->resource);
}

/// The item of the innermost Map iteration that the scope runs in.
std::optional<MapItem> enclosing_item(const Execution& execution, const Scope& scope) {
  for (const Scope* inner = &scope; inner->parent != no_scope; inner = &execution.scopes[inner->parent]) {
    const Scope& owner = execution.scopes[inner->parent];
    if (!std::holds_alternative<asl::MapState>(execution.machine().states[owner.state].detail)) continue;
    const auto& children = std::get<std::unique_ptr<RunningChildren>>(owner.progress);
    return MapItem{.index = inner->position, .value = &(*children->input)[inner->position]};
  }
  return std::nullopt;
}

/// Whether the context object includes the documents in it, or only the rest.
enum class DocumentsAre { In, Out };

Json execution_part(const Execution& execution, DocumentsAre documents) {
  Json part = {{"Id", execution_arn(execution)}};
  if (documents == DocumentsAre::In) part["Input"] = *execution.input;
  part["StartTime"] = render_timestamp(execution.started_at);
  part["Name"] = execution.name();
  part["RoleArn"] = execution.state_machine->role_arn;
  part["RedriveCount"] = execution.redrives;
  if (execution.redrives > 0) part["RedriveTime"] = render_timestamp(execution.redriven_at);
  return part;
}

Json state_part(const Scope& scope, const asl::State& state) {
  Json part = {{"Name", state.name}, {"EnteredTime", render_timestamp(scope.entered_at)}};
  if (counts_retries(state)) part["RetryCount"] = scope.retries;
  return part;
}

Json item_part(const MapItem& item, DocumentsAre documents) {
  Json part = {{"Index", item.index}};
  if (documents == DocumentsAre::In) part["Value"] = *item.value;
  if (item.key) part["Key"] = *item.key;
  if (item.source) part["Source"] = *item.source;
  return part;
}

Json context_object(const Execution& execution,
                    const Scope& scope,
                    const std::optional<MapItem>& item,
                    DocumentsAre documents) {
  const asl::State& state = execution.machine().states[scope.state];
  const StateMachine& owner = *execution.state_machine;
  Json context = {{"Execution", execution_part(execution, documents)},
                  {"StateMachine", {{"Id", owner.arn}, {"Name", owner.name}}},
                  {"State", state_part(scope, state)}};
  const ScopeSlot slot = execution.scopes.slot_of(scope);
  if (has_task_token(state)) context["Task"] = {{"Token", task_token(execution.id, {slot, scope.epoch})}};
  if (item) context["Map"] = {{"Item", item_part(*item, documents)}};
  return context;
}

}  // namespace

std::optional<MapItem> ScopeReferences::item() const { return item_ ? item_ : enclosing_item(execution_, scope_); }

const Json& ScopeReferences::context() const {
  if (!context_) context_ = context_object(execution_, scope_, item(), DocumentsAre::In);
  return *context_;
}

const Json& ScopeReferences::context_frame() const {
  if (!frame_) frame_ = context_object(execution_, scope_, item(), DocumentsAre::Out);
  return *frame_;
}

const Json* ScopeReferences::item_value() const {
  const auto of = item();
  return of ? of->value : nullptr;
}

const Json* ScopeReferences::variable(std::string_view name) const {
  for (const Scope* scope = &scope_;; scope = &execution_.scopes[scope->parent]) {
    if (scope->variables)
      for (const auto& [variable, value] : *scope->variables)
        if (variable == name) return &*value;
    if (scope->parent == no_scope) return nullptr;
  }
}

std::int64_t ScopeReferences::now_ms() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(now_.time_since_epoch()).count();
}

std::string task_token(std::uint64_t execution_id, const AttemptId& attempt) {
  char text[40];
  const int length = std::snprintf(text,
                                   sizeof text,
                                   "sst1%016llx%08x%08x",
                                   static_cast<unsigned long long>(execution_id),
                                   number_of(attempt.scope),
                                   attempt.epoch);
  return {text, static_cast<std::size_t>(length)};
}

std::optional<ParsedTaskToken> parse_task_token(std::string_view token) {
  if (token.size() != 36 || !token.starts_with("sst1")) return std::nullopt;
  ParsedTaskToken parsed;
  std::uint32_t scope = 0;
  const auto read = [&](std::size_t from, std::size_t digits, auto& into) {
    const char* end = token.data() + from + digits;
    const auto [stop, error] = std::from_chars(token.data() + from, end, into, 16);
    return error == std::errc{} && stop == end;
  };
  if (!read(4, 16, parsed.execution_id) || !read(20, 8, scope) || !read(28, 8, parsed.attempt.epoch))
    return std::nullopt;
  parsed.attempt.scope = ScopeSlot{scope};
  return parsed;
}

}  // namespace stepstorm::execution
