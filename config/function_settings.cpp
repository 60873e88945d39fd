#include "config/function_settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <unistd.h>

#include "asl/arn.hpp"
#include "config/readers/world_reader.hpp"
#include "config/resource_settings.hpp"
#include "config/source_folder.hpp"
#include "config/text_file.hpp"

namespace stepstorm::config {
namespace {

namespace fs = std::filesystem;
using orchestration::SupervisorOptions;
using workers::FunctionOptions;
using workers::ResourceOptions;

// Source: AWS Lambda quotas.
constexpr std::chrono::minutes timeout_max{15};
constexpr std::uint32_t memory_mib_min = 128, memory_mib_max = 10'240;
constexpr std::size_t environment_bytes_max = 4'096;
constexpr std::size_t name_bytes_max = 64;
constexpr std::uint32_t concurrency_max = 1'000;  // of an account, unless it asks for more

constexpr std::uint32_t endpoint_connections = 64;

constexpr std::string_view python3 = "python3";

bool is_word(std::string_view text, std::string_view others) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || others.find(c) != others.npos;
  });
}

bool read_function_timeout(const Node& node, std::chrono::nanoseconds& out) {
  std::chrono::nanoseconds read{};
  if (!read_positive_duration(node, read)) return false;
  if (read > timeout_max) return node.expected("at most 15 min");
  out = read;
  return true;
}

/// "128 MB", which Lambda means as MiB.
bool read_memory(const Node& node, std::uint32_t& mib) {
  const auto expected = [&] { return node.expected("memory such as \"128 MB\", from 128 to 10240"); };
  if (!node.value().is_string()) return expected();
  const std::string_view text = node.value().get_ref<const std::string&>();
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (error != std::errc{} || (unit != " MB" && unit != "MB") || number < memory_mib_min || number > memory_mib_max)
    return expected();
  mib = number;
  return true;
}

/// Lambda's own variables, which settings must not replace. Source: AWS Lambda, "Defined runtime environment
/// variables".
bool is_reserved(std::string_view name) {
  constexpr std::array<std::string_view, 4> names{
      "_HANDLER", "_X_AMZN_TRACE_ID", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"};
  return name.starts_with("AWS_") || std::find(names.begin(), names.end(), name) != names.end();
}

bool read_variables(const Node& node, std::map<std::string, std::string>& out) {
  if (!node.value().is_object()) return node.expected("an object of variables' names and texts");
  bool all = true;
  std::size_t bytes = 0;
  for (const auto& [name, value] : node.value().items()) {
    const Node variable = node.member(name);
    const bool is_name = is_word(name, "_") && (name.front() < '0' || name.front() > '9');
    if (!is_name)
      all = variable.error("expected a variable's name of letters, digits and _, not beginning with a digit");
    else if (is_reserved(name))
      all = variable.error("this variable is Lambda's own; leave it out");
    else if (!value.is_string() || value.get_ref<const std::string&>().find('\0') != std::string::npos)
      all = variable.expected("text");
    else
      bytes += name.size() + (out[name] = value.get<std::string>()).size();
  }
  if (bytes > environment_bytes_max) return node.error("expected at most 4096 bytes of names and texts");
  return all;
}

bool read_runtime(const Node& node, std::string& out) {
  if (node.value() == python3) {
    out = python3;
    return true;
  }
  return node.expected("python3; a function in another language has a \"command\" that speaks the Runtime API");
}

bool read_function_arn(const Node& node, std::string& out) {
  std::string text;
  if (!read_text(node, text)) return false;
  const auto named = asl::parse_function_name(text);
  if (!text.starts_with("arn:") || text.find('*') != text.npos || !named || !named->qualifier.empty())
    return node.expected("the whole ARN of a Lambda function, without a version");
  out = text;
  return true;
}

// ---- commands and handlers

/// `functions/validate.lambda_handler` is in functions/validate.py.
bool has_python_file(const Node& handler, const std::string& text) {
  const auto dot = text.rfind('.');
  if (dot == text.npos || dot == 0 || dot + 1 == text.size())
    return handler.expected("a file without .py and a function in it, such as \"functions/validate.lambda_handler\"");
  const fs::path file = handler.path_to(text.substr(0, dot) + ".py");
  std::error_code error;
  return fs::is_regular_file(file, error) || handler.error("no such file: " + file.string());
}

/// A program name with a slash is relative to the settings' folder; other names are found as by a shell.
bool has_program(const Node& command, const std::vector<std::string>& words) {
  const Node first = command.element(0);
  if (std::any_of(words.begin(), words.end(), [](const auto& word) { return word.find('\0') != word.npos; }))
    return command.expected("words without NUL");
  if (words.front().find('/') == std::string::npos) return true;
  const fs::path file = first.path_to(words.front());
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return first.error("no such file: " + file.string());
  return access(file.c_str(), X_OK) == 0 || first.error("not executable: " + file.string());
}

bool settle_command(const Node& node, FunctionOptions& out) {
  const auto has = [&](const char* name) { return node.value().contains(name); };
  if (has("command") && has("runtime")) return node.contradiction("command", "runtime");
  if (has("command")) return has_program(node.member("command"), out.command);
  if (!has("handler")) return node.error("'handler' or 'command' is missing");
  if (!has("runtime")) return node.error("'runtime' is missing");
  const fs::path shim = source_folder() / "functions" / "runtimes" / "python3.py";
  out.command = {std::string{python3}, shim.string()};
  return has_python_file(node.member("handler"), out.handler);
}

SupervisorOptions supervision_of_functions() {
  using namespace std::chrono_literals;
  return {.intensity = {.restarts = 100, .window = 5s},
          .backoff = {.initial = 10ms, .rate = 2, .max = 1s, .jitter = true},
          .restore_after = 1s};
}

bool read_function(const Node& node, const std::string& name, ResourceOptions& out) {
  FunctionOptions function;
  function.name = name;
  function.arn = "arn:aws:lambda:us-east-1:123456789012:function:" + name;
  std::error_code error;
  function.folder = fs::absolute(node.path_to("x"), error).lexically_normal().parent_path().string();
  out.supervision = supervision_of_functions();
  Members members{node};
  members.optional("handler", read_text, function.handler)
      .optional("runtime", read_runtime, function.runtime)
      .optional("command", list_of(read_text, 1), function.command)
      .optional("arn", read_function_arn, function.arn)
      .optional("timeout", read_function_timeout, function.timeout)
      .optional("memory", read_memory, function.memory_mib)
      .optional("concurrency", whole_number(1, concurrency_max), function.concurrency)
      .optional("environment", read_variables, function.environment)
      .optional("service_time", given(read_distribution), out.modelled_time)
      .optional("supervision", read_supervision, out.supervision);
  if (!members.no_others() || !settle_command(node, function)) return false;
  out.name = name;
  out.arn = function.arn;
  out.function = workers::FunctionRow{std::make_shared<const FunctionOptions>(std::move(function)), nullptr, {}};
  return true;
}

/// A worker is one environment, and an environment has one invocation at a time.
void settle_workers(ResourceOptions& out) {
  const FunctionOptions& function = *out.function->options;
  out.actors = function.concurrency;
  out.capacity = 1;
  out.concurrency = function.concurrency;
  out.worker.time_limit = function.timeout;
}

}  // namespace

bool read_functions(const Node& node, std::vector<ResourceOptions>& out) {
  if (!node.value().is_object()) return node.expected("an object of functions' names and what they are");
  bool all = true;
  for (const auto& [name, value] : node.value().items()) {
    const Node function = node.member(name);
    ResourceOptions row;
    if (!is_word(name, "-_") || name.size() > name_bytes_max) {
      all = function.error("expected a function's name of 1 to 64 letters, digits, - and _");
    } else if (read_function(function, name, row)) {
      settle_workers(row);
      out.push_back(std::move(row));
    } else {
      all = false;
    }
  }
  return all;
}

void answer_by_endpoint(const std::string& url, std::vector<ResourceOptions>& resources) {
  FunctionOptions function;
  function.name = "lambda-endpoint";
  function.arn = "arn:aws:lambda:*:*:function:*";
  function.timeout = timeout_max;
  function.endpoint = url;
  const auto place = std::find_if(resources.begin(), resources.end(), [](const auto& row) { return !row.function; });
  for (auto row = place; row != resources.end(); ++row) ++row->row;
  ResourceOptions made;
  made.name = function.name;
  made.arn = function.arn;
  made.row = static_cast<std::uint32_t>(place - resources.begin());
  made.by_pattern = true;
  made.actors = endpoint_connections;
  made.capacity = 1;
  made.worker.time_limit = timeout_max;
  made.function = workers::FunctionRow{std::make_shared<const FunctionOptions>(std::move(function)), nullptr, {}};
  resources.insert(place, std::move(made));
}

bool read_function_changes(const Node& node, ResourceOptions& out) {
  return Members{node}
      .optional("service_time", given(read_distribution), out.modelled_time)
      .optional("supervision", read_supervision, out.supervision)
      .no_others();
}

}  // namespace stepstorm::config
