// How many executions a second does the API take and carry out? StartExecution of the order workflow, answered by echo
// workers, called by wrk on the same cores; in turn with requests that do nothing, which the same server answers. Then:
// what five thousand pollers cost that wait for a task.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/service.hpp"
#include "bench/harness/harness.hpp"
#include "bench/harness/shop.hpp"
#include "http/blocking_client.hpp"
#include "http/server.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::bench;
using namespace std::chrono_literals;

constexpr const char* content_type = "application/x-amz-json-1.0";

/// A server with echo workers on the wall clock, as `stepstorm serve` has it.
class Serving {
 public:
  Serving()
      : service_(options()),
        server_(
            limits(),
            [this](http::Request&& request, http::Respond respond) {
              service_.handle(std::move(request), std::move(respond));
            },
            [this] { service_.send_starts(); }) {}
  ~Serving() {
    service_.end_polls();
    server_.stop(5s);
  }

  std::uint16_t port() const { return server_.port(); }

  Json call(const std::string& operation, const Json& request) const {
    http::BlockingClient client{{"127.0.0.1", port()}};
    const auto answer =
        client.call({"POST",
                     "/",
                     {{"Content-Type", content_type}, {"X-Amz-Target", "AWSStepFunctions." + operation}},
                     to_text(request)});
    if (!answer || answer->status != 200) throw std::runtime_error(answer ? answer->body : answer.error());
    return parse_json(answer->body).value();
  }

  /// By the metrics: executions that have been started, and that have succeeded.
  std::pair<std::uint64_t, std::uint64_t> counts() const {
    http::BlockingClient client{{"127.0.0.1", port()}};
    const auto text = client.call({"GET", "/_stepstorm/metrics", {}, {}});
    if (!text) throw std::runtime_error(text.error());
    const auto value = [&](const std::string& name) {
      const auto at = text->body.find(name + '{');
      return std::strtoull(text->body.c_str() + text->body.find(' ', at), nullptr, 10);
    };
    return {value("aws_states_executions_started_total"), value("aws_states_executions_succeeded_total")};
  }

 private:
  static api::AccountOptions options() {
    api::AccountOptions options;
    options.settings.resources = echo_resources(100'000);
    options.ended_max = 100'000;
    options.starts_share_messages = true;
    return options;
  }
  static http::ServerOptions limits() {
    http::ServerOptions limits;
    limits.allowed_hosts = {"127.0.0.1"};
    return limits;
  }

  api::Service service_;
  http::Server server_;
};

// ---- wrk

struct Load {
  double per_second = 0;
  double p99_ms = 0;
  std::uint64_t not_200 = 0;
};

bool has_wrk() { return std::system("command -v wrk > /dev/null 2>&1") == 0; }

/// Runs wrk with a script that prints one line: requests, microseconds, p99 in microseconds, errors.
Load run_wrk(std::uint16_t port, const std::string& request, std::chrono::seconds duration, int connections) {
  char script[] = "/tmp/stepstorm_wrk_XXXXXX";
  const int file = mkstemp(script);
  if (file < 0) throw std::runtime_error("no file for wrk's script");
  close(file);
  std::ofstream{script} << request << R"(
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("figures %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(99),
                         errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
)";
  const std::string command = "wrk -t1 -c" + std::to_string(connections) + " -d" + std::to_string(duration.count()) +
                              "s --timeout 10s -s " + script + " http://127.0.0.1:" + std::to_string(port) + "/ 2>&1";
  FILE* out = popen(command.c_str(), "r");
  if (!out) throw std::runtime_error("wrk cannot be run");
  unsigned long long requests = 0, microseconds = 0, p99 = 0, errors = 0;
  bool read = false;
  for (char line[512]; std::fgets(line, sizeof line, out);)
    read = std::sscanf(line, "figures %llu %llu %llu %llu", &requests, &microseconds, &p99, &errors) == 4 || read;
  pclose(out);
  unlink(script);
  if (!read || microseconds == 0) throw std::runtime_error("wrk said nothing that can be read");
  return {
      1e6 * static_cast<double>(requests) / static_cast<double>(microseconds), static_cast<double>(p99) / 1000, errors};
}

std::string nothing() { return "wrk.method = 'GET'\nwrk.path = '/_stepstorm/health'\n"; }

std::string start_execution(const std::string& machine) {
  const Json body{{"stateMachineArn", machine}, {"input", R"({"orderId":"12345","total":49.9})"}};
  return std::string("wrk.method = 'POST'\nwrk.headers['Content-Type'] = '") + content_type +
         "'\nwrk.headers['X-Amz-Target'] = 'AWSStepFunctions.StartExecution'\nwrk.body = [==[" + to_text(body) +
         "]==]\n";
}

/// As start_execution, of a machine that is not there: read, checked, looked up and refused.
std::string start_of_nothing(const std::string& machine) { return start_execution(machine + "-is-not-there"); }

void starts(Session& session, const Serving& serving, const std::string& machine) {
  const auto duration = session.quick() ? 1s : 10s;
  const int connections = 64;
  session.condition("clients", "wrk, 1 thread, 64 connections, on the same cores");
  for (int repetition = 0; repetition < session.repetitions(); ++repetition) {
    const Load idle = run_wrk(serving.port(), nothing(), duration, connections);
    session.sample("requests that do nothing", "requests/s", Better::More, idle.per_second);
    const Load refused = run_wrk(serving.port(), start_of_nothing(machine), duration, connections);
    session.sample("StartExecution that is refused", "requests/s", Better::More, refused.per_second);
    const auto before = serving.counts();
    const auto began = std::chrono::steady_clock::now();
    const Load load = run_wrk(serving.port(), start_execution(machine), duration, connections);
    auto after = serving.counts();
    while (after.second - before.second < after.first - before.first &&
           std::chrono::steady_clock::now() - began < duration + 30s) {
      std::this_thread::sleep_for(5ms);
      after = serving.counts();
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    session.check("every request was answered with 200", idle.not_200 == 0 && load.not_200 == 0);
    session.check("every execution that was accepted succeeded",
                  after.first - before.first == after.second - before.second);
    session.sample("executions accepted", "executions/s", Better::More, load.per_second);
    session.sample("executions completed",
                   "executions/s",
                   Better::More,
                   static_cast<double>(after.second - before.second) / took.count());
    session.sample("p99 of StartExecution", "ms", Better::Less, load.p99_ms);
  }
  session.ratio("executions completed/requests that do nothing", "executions completed", "requests that do nothing");
  session.ratio(
      "executions completed/StartExecution that is refused", "executions completed", "StartExecution that is refused");
  session.aim("25,000 executions/s", session.median("executions completed") >= 25'000);
  session.aim("half of what requests that do nothing reach",
              session.ratio_median("executions completed/requests that do nothing") >= 0.5);
  session.aim("p99 under 50 ms", session.median("p99 of StartExecution") < 50);
}

// ---- pollers

std::size_t resident_bytes() {
  std::ifstream statm{"/proc/self/statm"};
  std::size_t pages = 0;
  statm >> pages >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

int connect_to(std::uint16_t port) {
  const int client = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (client < 0 || connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("cannot connect another poller");
  return client;
}

void pollers(Session& session, const Serving& serving) {
  const std::size_t count = session.quick() ? 200 : 5'000;
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur < 2 * count + 200) return session.skip("pollers", "too few files may be open");
  const Json activity = serving.call("CreateActivity", {{"name", "Idle"}});
  const std::string body = to_text({{"activityArn", activity["activityArn"]}});
  const std::string request =
      "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: " + std::string(content_type) +
      "\r\nX-Amz-Target: AWSStepFunctions.GetActivityTask\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n" + body;
  const std::size_t before = resident_bytes();
  std::vector<int> clients;
  bool all_sent = true;
  for (std::size_t index = 0; index < count; ++index) {
    clients.push_back(connect_to(serving.port()));
    all_sent =
        send(clients.back(), request.data(), request.size(), 0) == static_cast<ssize_t>(request.size()) && all_sent;
  }
  std::this_thread::sleep_for(1s);
  session.check("every poller has asked", all_sent);
  const auto idle_for = session.quick() ? 1s : 10s;
  const double cpu = cpu_seconds();
  std::this_thread::sleep_for(idle_for);
  const double used = (cpu_seconds() - cpu) / static_cast<double>(idle_for.count());
  const double held = static_cast<double>(resident_bytes() - std::min(before, resident_bytes())) / (1 << 20);
  session.sample("memory of waiting pollers", "MiB", Better::Less, held);
  session.sample("processor while they wait", "%", Better::Less, 100 * used);
  if (!session.quick()) {
    session.aim("5,000 pollers under 100 MiB", held < 100);
    session.aim("no CPU while they wait: under 1 %", used < 0.01);
  }
  for (const int client : clients) close(client);
}

void body(Session& session) {
  const Serving serving;
  const std::string definition = order_machine()->machine->definition;
  const Json machine =
      serving.call("CreateStateMachine",
                   {{"name", "Orders"}, {"definition", definition}, {"roleArn", "arn:aws:iam::123456789012:role/any"}});
  if (has_wrk())
    starts(session, serving, machine["stateMachineArn"]);
  else
    session.skip("executions", "there is no wrk: ./dev packages serve");
  pollers(session, serving);
}

}  // namespace

int main(int argc, char** argv) {
  return run(argc, argv, "serve", "how many executions a second the API takes and carries out", 3, body);
}
