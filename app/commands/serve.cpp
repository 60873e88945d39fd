#include "app/commands/serve.hpp"

#include <csignal>
#include <stdexcept>

#include <pthread.h>

#include "api/service.hpp"
#include "config/function_settings.hpp"
#include "config/settings.hpp"
#include "config/source_folder.hpp"
#include "http/server.hpp"
#include "launch/functions.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/outcome.hpp"
#include "values/utf8.hpp"

namespace stepstorm::app {
namespace {

constexpr std::chrono::milliseconds drain{5'000};
constexpr std::size_t request_bytes_max = std::size_t{4} << 20;

/// SIGINT and SIGTERM wait until they are asked for; threads that are made later have them blocked as well.
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

tl::expected<config::Settings, std::string> settings_of(const ServeOptions& options) {
  std::error_code ignored;
  const auto file = options.settings
                        ? options.settings
                        : config::find_settings({std::filesystem::current_path(ignored), config::source_folder()});
  if (!file) return config::Settings{};
  auto settings = config::load_settings(*file);
  if (settings) return std::move(*settings);
  std::string complaints;
  for (const config::Finding& finding : settings.error()) complaints += on_one_line(config::render(finding)) + '\n';
  return tl::unexpected{std::move(complaints)};
}

http::ServerOptions server_options(const ServeOptions& options) {
  http::ServerOptions server;
  server.host = options.host;
  server.port = options.port;
  server.body_bytes_max = request_bytes_max;
  server.allowed_hosts = {"127.0.0.1", "localhost", "[::1]", "sync-127.0.0.1", "sync-localhost"};
  return server;
}

}  // namespace

int serve_command(const ServeOptions& options, std::ostream& out, std::ostream& err) {
  if (!is_loopback(options.host)) {
    err << "stepstorm serve: --host " << on_one_line(options.host)
        << ": expected 127.0.0.1 or ::1; keys are not checked, so that it listens on this machine alone" << std::endl;
    return exit_wrong_use;
  }
  if (!is_account(options.account)) {
    err << "stepstorm serve: --aws-account " << on_one_line(options.account) << ": expected twelve digits" << std::endl;
    return exit_wrong_use;
  }
  const sigset_t signals = hold_signals();
  auto settings = settings_of(options);
  if (!settings) {
    err << settings.error() << std::flush;
    return exit_wrong_use;
  }
  if (options.functions.endpoint) config::answer_by_endpoint(*options.functions.endpoint, settings->resources);
  const auto functions = RunningFunctions::start(
      settings->resources, options.clock == api::Clock::Wall ? Clock::Wall : Clock::Virtual, options.functions);
  if (!functions) {
    err << "stepstorm serve: " << functions.error() << std::endl;
    return exit_wrong_use;
  }
  api::Service service{
      {.account = options.account, .region = options.region, .settings = std::move(*settings), .clock = options.clock}};
  std::optional<http::Server> server;
  try {
    server.emplace(server_options(options), [&](http::Request&& request, http::Respond respond) {
      service.handle(std::move(request), std::move(respond));
    });
  } catch (const std::runtime_error& error) {
    err << "stepstorm serve: " << error.what() << std::endl;
    return exit_wrong_use;
  }
  out << "stepstorm serve: Step Functions at " << url_of(options.host, server->port()) << ", account "
      << options.account << ", region " << options.region << std::endl;
  wait_for(signals, service);
  server->stop(drain);
  return exit_succeeded;
}

}  // namespace stepstorm::app
