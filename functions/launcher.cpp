#include "functions/launcher.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <set>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "functions/process_tree.hpp"

namespace stepstorm::functions {
namespace {

namespace fs = std::filesystem;

/// How long the program waits at its end for the launcher.
constexpr int patience_ms = 5'000;

constexpr std::size_t passed_count = 2;  // descriptors, with one request

/// A message of one byte, with room for descriptors.
struct Parcel {
  Parcel() {
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = bytes;
    message.msg_controllen = sizeof bytes;
  }
  Parcel(const Parcel&) = delete;
  Parcel& operator=(const Parcel&) = delete;

  char request = 'k';
  iovec part{&request, 1};
  alignas(cmsghdr) char bytes[CMSG_SPACE(passed_count * sizeof(int))] = {};
  msghdr message{};
};

tl::unexpected<std::string> failed(const std::string& what) {
  return tl::unexpected{what + ": " + std::strerror(errno)};
}

bool pass(int socket, int program, int log) {
  Parcel parcel;
  cmsghdr* header = CMSG_FIRSTHDR(&parcel.message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(passed_count * sizeof(int));
  const int passed[passed_count] = {program, log};
  std::memcpy(CMSG_DATA(header), passed, sizeof passed);
  return sendmsg(socket, &parcel.message, MSG_NOSIGNAL) == 1;
}

/// false: the program is gone.
bool receive(int socket, Descriptor& program, Descriptor& log) {
  Parcel parcel;
  if (recvmsg(socket, &parcel.message, MSG_CMSG_CLOEXEC) <= 0) return false;
  const cmsghdr* header = CMSG_FIRSTHDR(&parcel.message);
  if (!header || header->cmsg_type != SCM_RIGHTS) return false;
  int passed[passed_count] = {-1, -1};
  std::memcpy(passed, CMSG_DATA(header), sizeof passed);
  program = Descriptor{passed[0]};
  log = Descriptor{passed[1]};
  return true;
}

/// Closes all descriptors of the program except these, in the launcher or a keeper.
void keep_only(std::vector<int> descriptors) {
  std::sort(descriptors.begin(), descriptors.end());
  unsigned next = STDERR_FILENO + 1;
  for (const int kept : descriptors) {
    if (static_cast<unsigned>(kept) > next) close_range(next, static_cast<unsigned>(kept) - 1, 0);
    next = static_cast<unsigned>(kept) + 1;
  }
  close_range(next, ~0u, 0);
}

/// Leaves the terminal's Ctrl-C to the program, and closes its pipes, so that their readers do not wait for this
/// process.
void leave_terminal() {
  setsid();
  for (const int number : {SIGINT, SIGTERM, SIGALRM, SIGHUP}) signal(number, SIG_DFL);
  const int nothing = open("/dev/null", O_RDWR);
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nothing, standard);
}

class LauncherProcess {
 public:
  explicit LauncherProcess(Descriptor control) : control_(std::move(control)) {}

  [[noreturn]] void run() {
    leave_terminal();
    keep_only({control_.get()});
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    prctl(PR_SET_NAME, "stepstorm-start", 0, 0, 0);
    const Descriptor children{children_descriptor()};
    pollfd events[] = {{control_.get(), POLLIN, 0}, {children.get(), POLLIN, 0}};
    for (bool is_wanted = true; is_wanted || !keepers_.empty();) {
      poll(events, 2, -1);
      if (events[1].revents != 0) reap(children.get());
      if (is_wanted && events[0].revents != 0) is_wanted = serve();
      if (!is_wanted) events[0].fd = -1;
    }
    _exit(0);
  }

 private:
  static int children_descriptor() {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_SETMASK, &child, nullptr);
    return signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  }

  bool serve() {
    Descriptor program, log;
    if (!receive(control_.get(), program, log)) return false;
    const pid_t keeper = fork();
    if (keeper == 0) {
      keep_only({program.get(), log.get()});
      keep(std::move(program), std::move(log));
    }
    if (keeper > 0) keepers_.insert(keeper);
    return true;
  }

  void reap(int children) {
    signalfd_siginfo info;
    while (read(children, &info, sizeof info) > 0) {
    }
    int status = 0;
    bool one_was_killed = false;
    for (pid_t ended = waitpid(-1, &status, WNOHANG); ended > 0; ended = waitpid(-1, &status, WNOHANG))
      if (keepers_.erase(ended) > 0) one_was_killed = one_was_killed || !WIFEXITED(status);
    if (one_was_killed) kill_orphans();
  }

  /// Ends the descendants of a killed keeper, which are now children of the launcher.
  void kill_orphans() {
    const auto all = descendants(getpid());
    std::set<pid_t> kept = keepers_;
    for (const pid_t keeper : keepers_)
      for (const pid_t process : descendants(keeper)) kept.insert(process);
    for (const pid_t process : all)
      if (!kept.contains(process)) kill(process, SIGKILL);
  }

  Descriptor control_;
  std::set<pid_t> keepers_;
};

std::ptrdiff_t thread_count() {
  std::error_code error;
  return std::distance(fs::directory_iterator{"/proc/self/task", error}, fs::directory_iterator{});
}

}  // namespace

tl::expected<Launcher, std::string> Launcher::start() {
  if (thread_count() != 1) return tl::unexpected<std::string>{"functions have to be started before any thread"};
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return failed("socketpair");
  Descriptor ours{ends[0]};
  Descriptor theirs{ends[1]};
  const pid_t process = fork();
  if (process < 0) return failed("fork");
  if (process == 0) {
    ours.reset();
    LauncherProcess{std::move(theirs)}.run();
  }
  return Launcher{process, std::move(ours)};
}

Launcher::Launcher(Launcher&& other) noexcept
    : process_(std::exchange(other.process_, -1)), control_(std::move(other.control_)) {}

Launcher::~Launcher() {
  if (process_ < 0) return;
  control_.reset();
  for (int waited = 0; waited < patience_ms; ++waited) {
    if (waitpid(process_, nullptr, WNOHANG) != 0) return;
    poll(nullptr, 0, 1);
  }
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

tl::expected<StartedProcess, std::string> Launcher::start(const ProcessSpec& spec) {
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) return failed("socketpair");
  StartedProcess started{Descriptor{sockets[0]}, {}};
  const Descriptor keeper{sockets[1]};
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) return failed("pipe");
  started.log = Descriptor{pipe_ends[0]};
  const Descriptor written{pipe_ends[1]};
  const std::string text = spec_text(spec);
  if (send(started.keeper.get(), text.data(), text.size(), MSG_NOSIGNAL) < 0) return failed("its keeper");
  if (!pass(control_.get(), keeper.get(), written.get())) return failed("the launcher of functions has ended");
  return started;
}

}  // namespace stepstorm::functions
