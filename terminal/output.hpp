// The only writer to standard output and standard error. Never throws on any byte, escapes control characters in data,
// and reports at the end whether everything was written.
#pragma once

#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>

namespace stepstorm::terminal {

/// Output replaces this byte by ESC. UTF-8 never contains it, so data cannot: only the program itself writes escape
/// sequences. An ESC in data is shown as `\u001b`.
inline constexpr char terminal_escape = '\xFF';

/// Moves to the first column and erases the line.
inline constexpr std::string_view erase_line = "\xFF[1G\xFF[K";

/// Returns the text as it is written: control characters except line breaks and tabs are escaped, invalid UTF-8 is
/// replaced by U+FFFD.
[[nodiscard]] std::string as_shown(std::string_view text);

/// Replaces a stream's buffer during its lifetime, and writes to the file descriptor. A closed pipe is an error like
/// others: the caller must ignore SIGPIPE.
class Output final : private std::streambuf {
 public:
  Output(std::ostream& stream, int file_descriptor);
  ~Output() override;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// Writes the buffered rest. Returns 0, or the errno of the first failed write, after which nothing was written.
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

/// Opens closed standard descriptors so that writing to them fails. Otherwise the program would write into the next
/// file that it opens.
void occupy_standard_descriptors();

}  // namespace stepstorm::terminal
