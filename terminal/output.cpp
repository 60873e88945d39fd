#include "terminal/output.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "values/utf8.hpp"

namespace stepstorm::terminal {
namespace {

constexpr std::size_t held_max = 1u << 16;

/// Returns the length of the text without an incomplete character at its end.
std::size_t whole_characters(std::string_view text) {
  constexpr std::size_t character_bytes_max = 4;
  for (std::size_t back = 1; back <= std::min(text.size(), character_bytes_max - 1); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (byte < 0x80 || byte > 0xF4) return text.size();
    if (byte < 0xC0) continue;
    const std::size_t bytes = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    return bytes > back ? text.size() - back : text.size();
  }
  return text.size();
}

bool stays(char32_t code) { return code == U'\n' || code == U'\t' || !is_control(code); }

}  // namespace

std::string as_shown(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_character(text);
    if (text.front() == terminal_escape)
      shown += '\033';
    else if (!character.valid)
      shown += "\xEF\xBF\xBD";
    else if (stays(character.code))
      shown += text.substr(0, character.bytes);
    else
      shown += escape_of(character.code);
    text.remove_prefix(character.bytes);
  }
  return shown;
}

Output::Output(std::ostream& stream, int file_descriptor)
    : stream_(stream), before_(stream.rdbuf(this)), file_descriptor_(file_descriptor) {}

Output::~Output() {
  static_cast<void>(finish());
  stream_.rdbuf(before_);
}

int Output::finish() {
  const std::lock_guard lock{mutex_};
  write(as_shown(std::exchange(held_, {})));
  return error_;
}

Output::int_type Output::overflow(int_type byte) {
  if (traits_type::eq_int_type(byte, traits_type::eof())) return traits_type::not_eof(byte);
  const char one = traits_type::to_char_type(byte);
  take({&one, 1});
  return byte;
}

std::streamsize Output::xsputn(const char* bytes, std::streamsize count) {
  take({bytes, static_cast<std::size_t>(count)});
  return count;
}

int Output::sync() {
  const std::lock_guard lock{mutex_};
  write_whole_characters();
  return 0;
}

void Output::take(std::string_view bytes) {
  const std::lock_guard lock{mutex_};
  held_ += bytes;
  if (held_.size() >= held_max) write_whole_characters();
}

void Output::write_whole_characters() {
  const std::size_t whole = whole_characters(held_);
  write(as_shown(std::string_view{held_}.substr(0, whole)));
  held_.erase(0, whole);
}

void Output::write(std::string_view text) {
  while (!text.empty() && error_ == 0) {
    const ssize_t written = ::write(file_descriptor_, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd ready{.fd = file_descriptor_, .events = POLLOUT, .revents = 0};
      poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
}

void occupy_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (fcntl(descriptor, F_GETFD) < 0 && errno == EBADF)
      static_cast<void>(open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY));
}

}  // namespace stepstorm::terminal
