// The one way out to standard output and standard error. No byte makes it throw, no character of data is obeyed by the
// terminal behind it, and what could not be written is known at the end.
#pragma once

#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>

namespace stepstorm::app {

/// What `terminal_escape` stands for in a text becomes ESC on the way out. No UTF-8 holds this byte, so no data does:
/// only the program itself paints. A real ESC is shown as `\u001b`.
inline constexpr char terminal_escape = '\xFF';

/// Back to the line's first column, and nothing on the line.
inline constexpr std::string_view erase_line = "\xFF[1G\xFF[K";

/// The text as it goes out: control characters but line breaks and tabs escaped, what is not UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string as_shown(std::string_view text);

/// Takes the place of a stream's buffer as long as it lives; writes to the file descriptor. A pipe that nothing reads
/// any more is an error like others: the caller ignores SIGPIPE.
class Output final : private std::streambuf {
 public:
  Output(std::ostream& stream, int file_descriptor);
  ~Output() override;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// Writes what is left. 0, or the errno of the first write that failed; nothing was written after it.
  [[nodiscard]] int finish();

 private:
  int_type overflow(int_type byte) override;
  std::streamsize xsputn(const char* bytes, std::streamsize count) override;
  int sync() override;

  void take(std::string_view bytes);
  void write_whole_characters();
  void write(std::string_view text);

  std::ostream& stream_;
  std::streambuf* const before_;
  const int file_descriptor_;
  std::mutex mutex_;
  std::string held_;  // not written yet
  int error_ = 0;
};

/// A program that is started with standard output or another of the three closed would write into the next file that it
/// opens. Opens them so that writing fails instead.
void occupy_standard_descriptors();

}  // namespace stepstorm::app
