#include "functions/keeper.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "functions/process_tree.hpp"
#include "values/json.hpp"

namespace stepstorm::functions {
namespace {

using workers::ProcessEnd;

/// The interval of memory checks, and the number of checks between two searches for new descendants, which are slower.
constexpr int look_ms = 50;
constexpr int looks_for_descendants = 10;
/// Attempts to kill descendants that start processes faster than they can be killed, before the keeper gives up.
constexpr int kill_rounds_max = 2'000;

std::string report_text(const KeeperReport& report) {
  return to_text({{"exit_status", report.end.exit_status},
                  {"signal", report.end.signal},
                  {"out_of_memory", report.end.out_of_memory},
                  {"peak_bytes", report.end.peak_bytes},
                  {"not_started", report.not_started}});
}

std::optional<ProcessSpec> read_spec(const std::string& text) {
  const auto parsed = parse_json(text);
  if (!parsed) return std::nullopt;
  return ProcessSpec{.command = (*parsed)["command"].get<std::vector<std::string>>(),
                     .environment = (*parsed)["environment"].get<std::vector<std::string>>(),
                     .folder = (*parsed)["folder"].get<std::string>(),
                     .memory_bytes = (*parsed)["memory_bytes"].get<std::uint64_t>()};
}

/// Empty: the program is gone.
std::string receive(int socket) {
  std::string text(keeper_message_bytes_max, '\0');
  ssize_t size = 0;
  do size = recv(socket, text.data(), text.size(), 0);
  while (size < 0 && errno == EINTR);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return text;
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

void allow_all_signals() {
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// As execvp, but never starts a shell for a file that is no program. Returns the error.
int execute(const std::vector<char*>& command, const std::vector<std::string>& path) {
  const std::string name = command[0];
  if (name.find('/') != name.npos) {
    execv(name.c_str(), command.data());
    return errno;
  }
  int failed = ENOENT;
  for (const std::string& folder : path) {
    execv((folder + '/' + name).c_str(), command.data());
    if (errno != ENOENT) failed = errno;
  }
  return failed;
}

/// Becomes the function's process: a session of its own, no standard input, its output to the log. Returns the error.
int become(const ProcessSpec& spec, int log) {
  setsid();
  allow_all_signals();
  const int nothing = open("/dev/null", O_RDONLY);
  if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(log, STDOUT_FILENO) < 0 || dup2(log, STDERR_FILENO) < 0)
    return errno;
  if (nothing > STDERR_FILENO) close(nothing);
  if (chdir(spec.folder.c_str()) != 0) return errno;
  const auto command = pointers_to(spec.command);
  auto environment = pointers_to(spec.environment);
  environ = environment.data();
  return execute(command, {"/usr/local/bin", "/usr/bin", "/bin"});
}

class Keeper {
 public:
  Keeper(ProcessSpec spec, const Descriptor& program) : spec_(std::move(spec)), program_(program) {}

  /// Returns the error; empty when the process runs.
  std::string start(Descriptor log) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return std::strerror(errno);
    Descriptor told{ends[0]};
    Descriptor tells{ends[1]};
    main_ = fork();
    if (main_ < 0) return std::strerror(errno);
    if (main_ == 0) {
      const int error = become(spec_, log.get());
      if (write(tells.get(), &error, sizeof error) < 0) _exit(127);
      _exit(127);
    }
    tells.reset();
    log.reset();
    int error = 0;
    if (read(told.get(), &error, sizeof error) != sizeof error) return {};
    return spec_.command.front() + ": " + std::strerror(error);
  }

  /// Waits until the function has ended, the program closes the socket, or the function exceeds its memory.
  KeeperReport watch(int children) {
    pollfd events[] = {{program_.get(), POLLIN, 0}, {children, POLLIN, 0}};
    while (!ended_) {
      const int ready = poll(events, 2, look_ms);
      if (ready > 0 && events[0].revents != 0) break;
      if (ready > 0 && events[1].revents != 0) drain(children);
      reap();
      if (!ended_) look_at_memory();
      if (end_.out_of_memory) break;
    }
    kill_all();
    return {end_, {}};
  }

 private:
  static void drain(int children) {
    signalfd_siginfo info;
    while (read(children, &info, sizeof info) > 0) {
    }
  }

  void reap() {
    int status = 0;
    for (pid_t ended = waitpid(-1, &status, WNOHANG); ended > 0; ended = waitpid(-1, &status, WNOHANG))
      if (ended == main_ && !std::exchange(ended_, true)) {
        end_.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
        end_.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
      }
  }

  void look_at_memory() {
    if (looks_++ % looks_for_descendants == 0) family_ = descendants_at_a_glance(getpid());
    std::uint64_t bytes = 0;
    for (const pid_t process : family_) bytes += resident_bytes(process);
    end_.peak_bytes = std::max(end_.peak_bytes, bytes);
    end_.out_of_memory = bytes > spec_.memory_bytes;
  }

  /// Orphaned descendants become children of the keeper, so that none escapes by leaving its parent or its session.
  void kill_all() {
    for (int round = 0; round < kill_rounds_max; ++round) {
      const auto all = descendants(getpid());
      if (all.empty()) return;
      for (const pid_t process : all) kill(process, SIGKILL);
      reap();
      if (round > 0) poll(nullptr, 0, 1);
    }
  }

  ProcessSpec spec_;
  const Descriptor& program_;
  pid_t main_ = -1;
  bool ended_ = false;
  int looks_ = 0;
  std::vector<pid_t> family_;
  ProcessEnd end_;
};

void report(const Descriptor& program, const KeeperReport& report) {
  const std::string text = report_text(report);
  if (send(program.get(), text.data(), text.size(), MSG_NOSIGNAL) < 0) _exit(1);
}

int children_descriptor() {
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_SETMASK, &child, nullptr);
  return signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
}

}  // namespace

std::string spec_text(const ProcessSpec& spec) {
  return to_text({{"command", spec.command},
                  {"environment", spec.environment},
                  {"folder", spec.folder},
                  {"memory_bytes", spec.memory_bytes}});
}

KeeperReport read_report(const std::string& text) {
  const auto parsed = parse_json(text);
  if (!parsed) return {{.exit_status = 0, .signal = SIGKILL}, {}};  // its keeper was killed
  return {{.exit_status = (*parsed)["exit_status"].get<int>(),
           .signal = (*parsed)["signal"].get<int>(),
           .out_of_memory = (*parsed)["out_of_memory"].get<bool>(),
           .peak_bytes = (*parsed)["peak_bytes"].get<std::uint64_t>()},
          (*parsed)["not_started"].get<std::string>()};
}

void keep(Descriptor program, Descriptor log) {
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  prctl(PR_SET_NAME, "stepstorm-keep", 0, 0, 0);
  const Descriptor children{children_descriptor()};
  auto spec = read_spec(receive(program.get()));
  if (!spec) _exit(0);
  Keeper keeper{std::move(*spec), program};
  if (std::string failed = keeper.start(std::move(log)); !failed.empty())
    report(program, {{}, std::move(failed)});
  else
    report(program, keeper.watch(children.get()));
  _exit(0);
}

}  // namespace stepstorm::functions
