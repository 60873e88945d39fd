// How many orders a second, beside other interpreters that hold everything in memory? Ours through the real system,
// timers armed; the peers in a Node process of their own each, three tasks that only echo, without timeouts. Those that
// are not installed are skipped: ./dev packages peers.
#include <algorithm>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/wait.h>

#include "bench/harness/harness.hpp"
#include "bench/harness/order_load.hpp"
#include "config/source_folder.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::bench;

// ---- peers

struct Peer {
  std::string name;
  std::uint64_t orders = 0;  // as many as take about two seconds
};

/// The first is no interpreter: what three awaited functions cost.
const std::vector<Peer> peers = {
    {"functions", 2'000'000}, {"aws-local-stepfunctions", 100'000}, {"statebox", 40'000}, {"xstate", 15'000}};

constexpr int exit_not_installed = 3;
constexpr int exit_not_found = 127;  // the shell's

/// Orders per second; nullopt: it, or Node, is not installed.
std::optional<double> run_peer(Session& session, const std::string& name, std::uint64_t orders) {
  const std::string root = config::source_folder();
  const std::string command = "node '" + root + "/bench/peers/orders_node.mjs' " + name + " '" + root +
                              "/build/peers' " + std::to_string(orders) + " 10 2> /dev/null";
  std::FILE* output = popen(command.c_str(), "r");
  if (output == nullptr) throw std::runtime_error("no process for " + name);
  std::uint64_t succeeded = 0;
  double seconds = 0;
  const int numbers = std::fscanf(output, "%lu %lf", &succeeded, &seconds);
  const int status = pclose(output);
  if (WIFEXITED(status) && (WEXITSTATUS(status) == exit_not_installed || WEXITSTATUS(status) == exit_not_found))
    return std::nullopt;
  if (status != 0 || numbers != 2) throw std::runtime_error(name + " failed; to see how: " + command);
  session.check("every order of a peer succeeded", succeeded == orders);
  return static_cast<double>(succeeded) / seconds;
}

Subject subject(Session& session, const Peer& peer) {
  const std::uint64_t orders = session.quick() ? 500 : peer.orders;
  return {peer.name, "orders/s", Better::More, [&session, peer, orders] {
            return run_peer(session, peer.name, orders).value();
          }};
}

// ---- ours

Subject ours(Session& session, const std::string& name, OrderLoad load) {
  load.orders = session.quick() ? 4'000 : 500'000;
  load.seed = session.seed();
  return {name, "orders/s", Better::More, [&session, load] {
            const OrderResult result = run_orders(load);
            session.check("every order of ours succeeded", result.all_succeeded());
            return result.orders_per_second;
          }};
}

const std::string express = "stepstorm, express, 2 threads";

void measure_all(Session& session) {
  session.condition("in flight", "ours: 1,000 orders; the peers: 10, where they are fastest or nearly so");
  std::vector<Subject> subjects = {ours(session, "stepstorm, express, 1 thread", {.threads = 1}),
                                   ours(session, express, {.threads = 2}),
                                   ours(session,
                                        "stepstorm, standard, 2 threads",
                                        {.threads = 2,
                                         .workflow = {.type = asl::MachineType::STANDARD},
                                         .history = orchestration::HistoryPolicy::All})};
  std::vector<Peer> installed;
  for (const Peer& peer : peers) {
    if (run_peer(session, peer.name, 10)) {
      installed.push_back(peer);
      subjects.push_back(subject(session, peer));
    } else {
      session.skip(peer.name, "not installed: ./dev packages peers");
    }
  }
  session.measure(subjects);
  double fastest = 0;
  for (const Peer& peer : installed) {
    session.ratio(express + "/" + peer.name, express, peer.name);
    if (peer.name != "functions") fastest = std::max(fastest, session.median(peer.name));
  }
  if (fastest > 0 && !session.quick())
    session.aim("at least 10 times the fastest interpreter in memory", session.median(express) >= 10 * fastest);
}

}  // namespace

int main(int argc, char** argv) {
  return run(
      argc, argv, "peers", "Orders per second beside interpreters that hold everything in memory.", 5, measure_all);
}
