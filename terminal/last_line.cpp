#include "terminal/last_line.hpp"

#include <atomic>
#include <cerrno>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <unistd.h>

#include "terminal/output.hpp"
#include "values/utf8.hpp"

/// Part of mimalloc; null when the program is not linked with it.
extern "C" void mi_register_error(void (*handler)(int error, void* argument), void* argument) __attribute__((weak));

namespace stepstorm::terminal {
namespace {

std::atomic<int> code_of_the_end{1};

/// Writes the line of the first thread that calls this; other threads wait for the end of the program.
[[noreturn]] void end_now(std::string_view line) {
  static std::atomic_flag ending = ATOMIC_FLAG_INIT;
  while (ending.test_and_set()) pause();
  static_cast<void>(!::write(STDERR_FILENO, line.data(), line.size()));
  _exit(code_of_the_end);
}

[[noreturn]] void end_without_memory() { end_now("stepstorm: there is not enough memory\n"); }

bool is_about_a_thread(const std::system_error& failure) {
  return failure.code() == std::errc::resource_unavailable_try_again;
}

std::string reason_of(const std::exception& failure) {
  if (dynamic_cast<const std::bad_alloc*>(&failure) || dynamic_cast<const std::length_error*>(&failure))
    return "there is not enough memory";
  if (const auto* system = dynamic_cast<const std::system_error*>(&failure); system && is_about_a_thread(*system))
    return "no thread can be started: " + system->code().message();
  return failure.what();
}

std::string reason_of_current() {
  const std::exception_ptr current = std::current_exception();
  if (!current) return "a thread could not be started or ended";
  try {
    std::rethrow_exception(current);
  } catch (const std::exception& failure) {
    return reason_of(failure);
  } catch (...) {
    return "something unknown went wrong";
  }
}

[[noreturn]] void end_by_exception() { end_now("stepstorm: " + as_shown(on_one_line(reason_of_current())) + '\n'); }

/// mimalloc ignores the new-handler and calls its own error handler.
void end_by_mimalloc(int error, void* /*argument*/) {
  if (error == ENOMEM) end_without_memory();
}

}  // namespace

void end_in_one_line(int exit_code) {
  code_of_the_end = exit_code;
  std::set_new_handler(end_without_memory);
  std::set_terminate(end_by_exception);
  if (mi_register_error != nullptr) mi_register_error(end_by_mimalloc, nullptr);
}

}  // namespace stepstorm::terminal
