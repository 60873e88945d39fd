#include "launch/interrupt.hpp"

#include <csignal>

#include <sys/time.h>
#include <time.h>
#include <unistd.h>

namespace stepstorm::launch {
namespace {

/// Time for running work to end by itself, with a partial report.
#ifdef __SANITIZE_ADDRESS__
constexpr suseconds_t patience_us = 9'000'000;  // with sanitizers all of it takes several times as long
#else
constexpr suseconds_t patience_us = 900'000;
#endif
/// On a busy machine the program gets its processor time late: only its own time counts, up to a limit.
constexpr suseconds_t more_patience_us = 200'000;
constexpr int more_patience_max = 45;

volatile std::sig_atomic_t interrupt_came = 0;
volatile std::sig_atomic_t waits = 0;
volatile std::sig_atomic_t exit_code_then = 1;
timespec
    cpu_time_then{};  // of the process, when the interrupt came; written before it is read, by the timer set after it

void wake_after(suseconds_t microseconds) {
  itimerval timer{};
  timer.it_value.tv_sec = microseconds / 1'000'000;
  timer.it_value.tv_usec = microseconds % 1'000'000;
  setitimer(ITIMER_REAL, &timer, nullptr);
}

long cpu_ms_since_then() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (now.tv_sec - cpu_time_then.tv_sec) * 1'000 + (now.tv_nsec - cpu_time_then.tv_nsec) / 1'000'000;
}

extern "C" void note_interrupt(int) {
  if (interrupt_came != 0) return;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu_time_then);
  interrupt_came = 1;
  wake_after(patience_us);
}

extern "C" void give_up(int) {
  if (cpu_ms_since_then() < patience_us / 2'000 && waits < more_patience_max) {
    waits = waits + 1;
    return wake_after(more_patience_us);
  }
  constexpr char text[] = "\nInterrupted: it ended before there was anything to report.\n";
  if (write(STDERR_FILENO, text, sizeof text - 1) < 0) _exit(exit_code_then);
  _exit(exit_code_then);
}

void on(int signal, void (*handler)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = flags | SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

}  // namespace

void note_interrupts(int exit_code) {
  exit_code_then = exit_code;
  on(SIGINT, note_interrupt, static_cast<int>(SA_RESETHAND));
  on(SIGTERM, note_interrupt, static_cast<int>(SA_RESETHAND));
  on(SIGALRM, give_up, 0);
}

bool interrupted() { return interrupt_came != 0; }

}  // namespace stepstorm::launch
