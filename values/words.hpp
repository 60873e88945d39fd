// Numbers as people read them, and words as a shell does.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace stepstorm::app {

/// `52 ms` below a tenth of a second, `1.24 s` below a minute, `2 min 05 s` below an hour, `3 h 07 min` below two days,
/// `4.2 d` from there on.
[[nodiscard]] std::string in_words(std::chrono::nanoseconds duration);

/// `1 attempt`, `3 attempts`; `1 retry`, `2 retries`.
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view noun);

/// Of a noun: `claims`, `retries`, `keys`, `batches`, `boxes`.
[[nodiscard]] std::string plural(std::string_view noun);

/// 8,640,123
[[nodiscard]] std::string grouped(std::uint64_t number);

/// Three significant digits: `0.123`, `4.56`, `78.9`, `123`; from a thousand on whole, in groups.
[[nodiscard]] std::string short_number(double number);

/// `64.2 ms`; from a second on as in_words.
[[nodiscard]] std::string short_time(std::chrono::nanoseconds time);
[[nodiscard]] std::string short_time(std::chrono::duration<double, std::nano> time);

/// Of a share of one: `99.5 %`.
[[nodiscard]] std::string percent(double share);

/// A word of a command, as a shell takes it: in quotes where it would see anything else in it.
[[nodiscard]] std::string shell_word(std::string_view text);
/// In quotes whatever is in it.
[[nodiscard]] std::string shell_quoted(std::string_view text);

}  // namespace stepstorm::app
