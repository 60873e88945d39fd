// Formats numbers and durations for people, and words for a shell.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace stepstorm {

/// `52 ms` below a tenth of a second, `1.24 s` below a minute, `2 min 05 s` below an hour, `3 h 07 min` below two days,
/// `4.2 d` from there on.
[[nodiscard]] std::string in_words(std::chrono::nanoseconds duration);

/// `1 attempt`, `3 attempts`; `1 retry`, `2 retries`.
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view noun);

/// Of a noun: `claims`, `retries`, `keys`, `batches`, `boxes`.
[[nodiscard]] std::string plural(std::string_view noun);

/// 8,640,123
[[nodiscard]] std::string grouped(std::uint64_t number);

/// Three significant digits: `0.123`, `4.56`, `78.9`, `123`; from a thousand on, whole and with separators.
[[nodiscard]] std::string short_number(double number);

/// `64.2 ms`; from one second on as in_words.
[[nodiscard]] std::string short_time(std::chrono::nanoseconds time);
[[nodiscard]] std::string short_time(std::chrono::duration<double, std::nano> time);

/// Formats a share from 0 to 1: `99.5 %`.
[[nodiscard]] std::string percent(double share);

/// Returns the text as one word of a shell command, in quotes where they are needed.
[[nodiscard]] std::string shell_word(std::string_view text);
/// As shell_word, but always in quotes.
[[nodiscard]] std::string shell_quoted(std::string_view text);

}  // namespace stepstorm
