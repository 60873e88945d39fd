#include "app/commands/serve.hpp"

#include <csignal>
#include <stdexcept>

#include <pthread.h>

#include "api/service.hpp"
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

/// SIGINT and SIGTERM wait for whoever asks for them; threads that are made later have them blocked as well.
sigset_t hold_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
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
  const sigset_t signals = hold_signals();
  auto settings = settings_of(options);
  if (!settings) {
    err << settings.error() << std::flush;
    return exit_wrong_use;
  }
  const auto functions = start_functions(settings->resources, Clock::Wall);
  if (!functions) {
    err << "stepstorm serve: " << functions.error() << std::endl;
    return exit_wrong_use;
  }
  api::Service service{{.account = options.account, .region = options.region, .settings = std::move(*settings)}};
  std::optional<http::Server> server;
  try {
    server.emplace(server_options(options), [&](http::Request&& request, http::Respond respond) {
      service.handle(std::move(request), std::move(respond));
    });
  } catch (const std::runtime_error& error) {
    err << "stepstorm serve: " << error.what() << std::endl;
    return exit_wrong_use;
  }
  out << "stepstorm serve: Step Functions at http://" << options.host << ':' << server->port() << ", account "
      << options.account << ", region " << options.region << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  server->stop(drain);
  return exit_succeeded;
}

}  // namespace stepstorm::app
