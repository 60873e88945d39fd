#include "values/words.hpp"

#include <cmath>
#include <cstdio>

#include "values/formatted.hpp"

namespace stepstorm {
namespace {

using namespace std::chrono_literals;

/// `2 min 05 s`: whole units of one kind and of the next smaller one.
template <class Large, class Small>
std::string two_units(const char* format, std::chrono::nanoseconds duration) {
  const auto large = std::chrono::floor<Large>(duration);
  const auto small = std::chrono::floor<Small>(duration - large);
  return formatted(format, static_cast<long long>(large.count()), static_cast<long long>(small.count()));
}

}  // namespace

std::string in_words(std::chrono::nanoseconds duration) {
  // What would be rounded up to the next unit belongs to it.
  if (duration < 99500us)
    return formatted("%lld ms",
                     static_cast<long long>(std::chrono::round<std::chrono::milliseconds>(duration).count()));
  if (duration < 59995ms) return formatted("%.2f s", std::chrono::duration<double>(duration).count());
  if (duration < 1h) return two_units<std::chrono::minutes, std::chrono::seconds>("%lld min %02lld s", duration);
  if (duration < 48h) return two_units<std::chrono::hours, std::chrono::minutes>("%lld h %02lld min", duration);
  return formatted("%.1f d", std::chrono::duration<double, std::chrono::days::period>(duration).count());
}

std::string plural(std::string_view noun) {
  constexpr std::string_view vowels = "aeiou";
  const bool is_after_vowel = noun.size() > 1 && vowels.find(noun[noun.size() - 2]) != vowels.npos;
  if (noun.ends_with('y') && !is_after_vowel) return std::string(noun.substr(0, noun.size() - 1)) + "ies";
  for (const std::string_view hissing : {"s", "x", "z", "ch", "sh"})
    if (noun.ends_with(hissing)) return std::string(noun) + "es";
  return std::string(noun) + 's';
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return std::to_string(count) + ' ' + (count == 1 ? std::string(noun) : plural(noun));
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  return digits;
}

std::string short_number(double number) {
  if (number >= 1000) return grouped(static_cast<std::uint64_t>(std::llround(number)));
  return formatted(number >= 100 ? "%.0f" : number >= 10 ? "%.1f" : number >= 1 ? "%.2f" : "%.3f", number);
}

std::string short_time(std::chrono::nanoseconds time) {
  const double milliseconds = static_cast<double>(time.count()) / 1e6;
  return milliseconds < 1000 ? short_number(milliseconds) + " ms" : in_words(time);
}

std::string short_time(std::chrono::duration<double, std::nano> time) {
  return short_time(std::chrono::nanoseconds{std::llround(time.count())});
}

std::string percent(double share) { return formatted("%.1f %%", share * 100); }

std::string shell_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return quoted + '\'';
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";
  return text.empty() || text.find_first_not_of(plain) != text.npos ? shell_quoted(text) : std::string{text};
}

}  // namespace stepstorm
