#include "app/commands/serve.hpp"

#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include <pthread.h>

#include "api/service.hpp"
#include "config/available_memory.hpp"
#include "config/function_settings.hpp"
#include "config/mock_file.hpp"
#include "config/readers/fault_reader.hpp"
#include "config/settings.hpp"
#include "config/source_folder.hpp"
#include "functions/invoke_call.hpp"
#include "http/server.hpp"
#include "launch/functions.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/outcome.hpp"
#include "terminal/refuse.hpp"
#include "values/utf8.hpp"

namespace stepstorm::app {
namespace {

constexpr std::chrono::milliseconds drain{5'000};
constexpr std::size_t request_bytes_max = std::size_t{4} << 20;

/// Blocks SIGINT and SIGTERM, so that they wait for sigwait; threads created later inherit the mask.
sigset_t hold_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

bool is_account(const std::string& number) {
  return number.size() == 12 && number.find_first_not_of("0123456789") == std::string::npos;
}

bool is_loopback(const std::string& host) { return host.starts_with("127.") || host == "::1"; }

std::string url_of(const std::string& host, std::uint16_t port) {
  return "http://" + (host.find(':') == std::string::npos ? host : '[' + host + ']') + ':' + std::to_string(port);
}

void wait_for(const sigset_t& signals, api::Service& service) {
  constexpr timespec moment{0, 100'000'000};
  while (sigtimedwait(&signals, nullptr, &moment) < 0) service.expire_polls(std::chrono::steady_clock::now());
}

std::string listed(const std::vector<config::FileFinding>& findings) {
  std::string complaints;
  for (const config::FileFinding& finding : findings) complaints += on_one_line(config::render(finding)) + '\n';
  return complaints;
}

tl::expected<config::Settings, std::string> settings_of(const ServeOptions& options) {
  std::error_code ignored;
  const auto file = options.settings
                        ? options.settings
                        : config::find_settings({std::filesystem::current_path(ignored), config::source_folder()});
  if (!file) return config::Settings{};
  auto settings = config::load_settings(*file);
  if (!settings) return tl::unexpected{listed(settings.error())};
  return std::move(*settings);
}

/// Reads all files that the options name.
tl::expected<api::AccountOptions, std::string> account_options(const ServeOptions& options) {
  api::AccountOptions account{.account = options.account,
                              .region = options.region,
                              .settings = {},
                              .clock = options.clock,
                              .budget = std::make_shared<api::StoreBudget>(),
                              .mocks = nullptr,
                              .faults = {},
                              .fault_document = {},
                              .wait_time_scale = options.wait_time_scale};
  auto settings = settings_of(options);
  if (!settings) return tl::unexpected{settings.error()};
  account.settings = std::move(*settings);
  const std::uint64_t memory = config::available_memory();
  account.budget->bytes_max = memory / 4;
  account.definitions_bytes_max = options.definitions_mib ? std::uint64_t{*options.definitions_mib} << 20 : memory / 64;
  if (options.mocks) {
    auto mocks = config::load_mocks(*options.mocks);
    if (!mocks) return tl::unexpected{listed(mocks.error())};
    account.mocks = std::make_shared<const config::MockFile>(std::move(*mocks));
  }
  if (options.faults) {
    auto plan = config::load_fault_plan(*options.faults, account.settings.resources);
    if (!plan) return tl::unexpected{listed(plan.error())};
    account.faults = std::move(plan->plan);
    account.fault_document = std::move(plan->document);
  }
  return account;
}

/// Warns of set variables that AWS Step Functions Local reads and `serve` does not: they may be meant for another
/// program.
void report_endpoints(std::ostream& err) {
  for (const char* variable : {"BATCH_ENDPOINT",
                               "DYNAMODB_ENDPOINT",
                               "ECS_ENDPOINT",
                               "GLUE_ENDPOINT",
                               "SAGE_MAKER_ENDPOINT",
                               "SQS_ENDPOINT",
                               "SNS_ENDPOINT",
                               "STEP_FUNCTIONS_ENDPOINT"})
    if (const char* value = std::getenv(variable); value && *value)
      err << "stepstorm serve: " << variable
          << " is set and not used: no other endpoint is called; the settings say what answers tasks" << std::endl;
}

/// Uses --lambda-endpoint, else the variable that AWS Step Functions Local reads.
tl::expected<launch::FunctionChoice, std::string> functions_of(const ServeOptions& options) {
  launch::FunctionChoice functions = options.functions;
  const char* value = std::getenv("LAMBDA_ENDPOINT");
  if (functions.endpoint || !value || !*value) return functions;
  if (const auto endpoint = functions::parse_endpoint(value); !endpoint)
    return tl::unexpected{"LAMBDA_ENDPOINT: " + endpoint.error()};
  functions.endpoint = value;
  return functions;
}

/// Returns why the server may not listen on this address; empty when it may.
std::string remote_complaint(const ServeOptions& options) {
  if (is_loopback(options.host)) return {};
  const std::string host = "--host " + on_one_line(options.host) + ": ";
  if (!options.allow_remote)
    return host + "others reach it: expected 127.0.0.1 or ::1, or --allow-remote and --keys FILE beside it";
  if (!options.keys) return host + "others reach it: expected --keys FILE beside --allow-remote";
  return {};
}

/// Returns no keys when no file is named.
tl::expected<api::Keys, std::string> keys_of(const ServeOptions& options) {
  if (!options.keys) return api::Keys{};
  auto keys = api::load_keys(*options.keys);
  if (!keys) return tl::unexpected{listed(keys.error())};
  return std::move(*keys);
}

/// Returns the accepted Host values: loopback, the listening address, and those that the user allows; each also with
/// the prefix `sync-`, which StartSyncExecution and TestState are sent to.
std::vector<std::string> served_hosts(const ServeOptions& options) {
  std::vector<std::string> hosts{"127.0.0.1", "localhost", "[::1]"};
  const bool bracketed = options.host.find(':') != std::string::npos;
  hosts.push_back(bracketed ? '[' + options.host + ']' : options.host);
  hosts.insert(hosts.end(), options.allowed_hosts.begin(), options.allowed_hosts.end());
  const std::size_t plain = hosts.size();
  for (std::size_t index = 0; index < plain; ++index) hosts.push_back("sync-" + hosts[index]);
  return hosts;
}

http::ServerOptions server_options(const ServeOptions& options) {
  http::ServerOptions server;
  server.host = options.host;
  server.port = options.port;
  server.body_bytes_max = request_bytes_max;
  server.allowed_hosts = served_hosts(options);
  return server;
}

}  // namespace

int serve_command(const ServeOptions& options, std::ostream& out, std::ostream& err) {
  if (const std::string complaint = remote_complaint(options); !complaint.empty()) {
    err << "stepstorm serve: " << complaint << std::endl;
    return terminal::exit_wrong_use;
  }
  if (!is_account(options.account)) {
    err << "stepstorm serve: --aws-account " << on_one_line(options.account) << ": expected twelve digits" << std::endl;
    return terminal::exit_wrong_use;
  }
  const sigset_t signals = hold_signals();
  auto account = account_options(options);
  if (!account) {
    err << account.error() << std::flush;
    return terminal::exit_wrong_use;
  }
  config::Settings& settings = account->settings;
  const auto choice = functions_of(options);
  if (!choice) return terminal::refuse(err, "stepstorm serve: " + choice.error(), terminal::exit_wrong_use);
  if (choice->endpoint) config::answer_by_endpoint(*choice->endpoint, settings.resources);
  const auto functions = launch::RunningFunctions::start(
      settings.resources, options.clock == api::Clock::Wall ? launch::Clock::Wall : launch::Clock::Virtual, *choice);
  if (!functions) {
    err << "stepstorm serve: " << functions.error() << std::endl;
    return terminal::exit_wrong_use;
  }
  report_endpoints(err);
  auto keys = keys_of(options);
  if (!keys) {
    err << keys.error() << std::flush;
    return terminal::exit_wrong_use;
  }
  account->starts_share_messages = true;
  api::Service service{std::move(*account), std::move(*keys)};
  std::optional<http::Server> server;
  try {
    server.emplace(
        server_options(options),
        [&](http::Request&& request, http::Respond respond) { service.handle(std::move(request), std::move(respond)); },
        [&] { service.send_starts(); });
  } catch (const std::runtime_error& error) {
    err << "stepstorm serve: " << error.what() << std::endl;
    return terminal::exit_wrong_use;
  }
  out << "stepstorm serve: Step Functions at " << url_of(options.host, server->port()) << ", account "
      << options.account << ", region " << options.region << std::endl;
  wait_for(signals, service);
  service.end_polls();
  server->stop(drain);
  return terminal::exit_succeeded;
}

}  // namespace stepstorm::app
