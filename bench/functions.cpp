// What does an invocation cost beyond the function itself? A warm Python function that returns its event, called
// through the launcher's processes and the Runtime API, beside the same function in the same interpreter on a bare
// pipe; and how many calls a second several processes answer.
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "bench/harness/harness.hpp"
#include "config/source_folder.hpp"
#include "functions/process_environments.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::bench;
using workers::Environment;
using workers::Outcome;

const std::string event = R"({"orderId":"12345","total":49.9,"items":[1,2,3]})";

std::shared_ptr<const workers::FunctionOptions> echo_function() {
  const auto folder = config::source_folder();
  workers::FunctionOptions function;
  function.name = "Echo";
  function.arn = "arn:aws:lambda:us-east-1:123456789012:function:Echo";
  function.handler = "echo.handler";
  function.folder = (folder / "bench" / "peers").string();
  function.runtime = "python3";
  function.command = {"python3", (folder / "functions" / "runtimes" / "python3.py").string()};
  function.timeout = std::chrono::seconds{60};
  return std::make_shared<const workers::FunctionOptions>(std::move(function));
}

/// Calls one environment after the other ends, until so many are done; all of several at once.
class Calls {
 public:
  Calls(functions::ProcessEnvironments& environments, unsigned processes) {
    for (unsigned index = 0; index < processes; ++index)
      processes_.push_back(environments.make(echo_function(), [](const std::string&) {}));
  }

  /// Whether each answered what it was given.
  bool run(std::uint64_t calls) {
    left_ = calls;
    done_ = 0;
    wrong_ = 0;
    for (auto& process : processes_) call(*process);
    std::unique_lock lock{mutex_};
    ended_.wait(lock, [&] { return done_ == calls; });
    return wrong_ == 0;
  }

 private:
  void call(Environment& process) {
    {
      const std::lock_guard lock{mutex_};
      if (left_ == 0) return;
      --left_;
    }
    process.invoke({.payload = event}, [this, &process](const Outcome& outcome) {
      const auto* written = std::get_if<workers::Write>(&outcome);
      const auto answer = written ? parse_json(written->text) : parse_json("null");
      if (!answer || *answer != parse_json(event).value()) ++wrong_;
      call(process);
      const std::lock_guard lock{mutex_};
      ++done_;
      ended_.notify_one();
    });
  }

  std::vector<std::unique_ptr<Environment>> processes_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::uint64_t left_ = 0;
  std::uint64_t done_ = 0;
  std::atomic<std::uint64_t> wrong_{0};
};

/// The same function, a line for each event and each answer.
class BarePipe {
 public:
  BarePipe() {
    int to[2], from[2];
    if (pipe(to) != 0 || pipe(from) != 0) throw std::runtime_error("no pipe");
    process_ = fork();
    if (process_ == 0) {
      dup2(to[0], STDIN_FILENO);
      dup2(from[1], STDOUT_FILENO);
      for (const int end : {to[0], to[1], from[0], from[1]}) close(end);
      const std::string script = (config::source_folder() / "bench" / "peers" / "echo.py").string();
      execlp("python3", "python3", script.c_str(), nullptr);
      _exit(127);
    }
    close(to[0]);
    close(from[1]);
    in_ = fdopen(to[1], "w");
    out_ = fdopen(from[0], "r");
  }
  ~BarePipe() {
    fclose(in_);
    fclose(out_);
    waitpid(process_, nullptr, 0);
  }
  BarePipe(const BarePipe&) = delete;
  BarePipe& operator=(const BarePipe&) = delete;

  bool run(std::uint64_t calls) {
    char line[4096];
    for (std::uint64_t call = 0; call < calls; ++call) {
      std::fprintf(in_, "%s\n", event.c_str());
      std::fflush(in_);
      if (!std::fgets(line, sizeof line, out_)) return false;
      if (parse_json(line).value_or(Json{}) != parse_json(event).value_or(Json{})) return false;
    }
    return true;
  }

 private:
  pid_t process_ = -1;
  FILE* in_ = nullptr;
  FILE* out_ = nullptr;
};

Subject latency(Session& session,
                const std::string& name,
                std::uint64_t calls,
                const std::function<bool(std::uint64_t)>& run) {
  return {name, "us", Better::Less, [&session, name, calls, run] {
            bool right = false;
            const double seconds = seconds_of([&] { right = run(calls); });
            session.check(name + ": each call answered its event", right);
            return seconds / static_cast<double>(calls) * 1e6;
          }};
}

void measure(Session& session) {
  auto environments = functions::ProcessEnvironments::start();
  if (!environments) throw std::runtime_error(environments.error());
  const std::uint64_t calls = session.quick() ? 200 : 5'000;
  session.condition("function", "Python, returns its event of 48 bytes; python3 of this machine");
  session.condition("calls", std::to_string(calls) + " for each repetition, processes warm");
  {
    BarePipe pipe;
    Calls one{**environments, 1};
    Calls four{**environments, 4};
    if (!pipe.run(10) || !one.run(10) || !four.run(40)) throw std::runtime_error("the function does not answer");
    session.measure({latency(session, "bare pipe", calls, [&](std::uint64_t count) { return pipe.run(count); }),
                     latency(session, "Runtime API", calls, [&](std::uint64_t count) { return one.run(count); }),
                     {"4 processes", "calls/s", Better::More, [&] {
                        bool right = false;
                        const double seconds = seconds_of([&] { right = four.run(4 * calls); });
                        session.check("4 processes: each call answered its event", right);
                        return static_cast<double>(4 * calls) / seconds;
                      }}});
  }
  const double beyond = session.median("Runtime API") - session.median("bare pipe");
  session.aim("a warm call costs at most 300 us beyond the function itself", beyond <= 300);
  session.aim("4 processes answer at least 5,000 calls/s", session.median("4 processes") >= 5'000);
}

}  // namespace

int main(int argc, char** argv) {
  return run(
      argc, argv, "functions", "What an invocation of a Lambda function costs beyond the function itself.", 5, measure);
}
