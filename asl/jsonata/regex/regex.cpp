#include "asl/jsonata/regex/regex.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include <pcre2.h>
#include <re2/re2.h>

#include "asl/jsonata/code_points.hpp"
#include "asl/jsonata/regex/regex_translation.hpp"
#include "values/json.hpp"

namespace stepstorm::jsonata {
namespace {

// Work on one text is counted over all matches: one unit per 16 bytes passed, and for PCRE2 one per pattern item tried.
// How far RE2 looks for the end of a match is unknown; it is counted as the whole rest of the text. When that exceeds
// its limit, PCRE2 takes over, whose work is known.
constexpr std::size_t bytes_per_unit = 16;
constexpr std::size_t re2_work_max = 2'000'000;
constexpr std::size_t pcre_work_max = 200'000;
constexpr std::size_t pcre_work_max_per_byte = 8;
constexpr std::uint32_t heap_max_kib = 16 * 1024;
constexpr std::int64_t re2_memory_max = 8 << 20;

template <auto release>
struct Release {
  template <class Resource>
  void operator()(Resource* resource) const {
    release(resource);
  }
};
using PcreCode = std::unique_ptr<pcre2_code, Release<pcre2_code_free>>;
using PcreContext = std::unique_ptr<pcre2_match_context, Release<pcre2_match_context_free>>;
using PcreMatch = std::unique_ptr<pcre2_match_data, Release<pcre2_match_data_free>>;
using Re2 = std::unique_ptr<re2::RE2>;

PcreCode compile_pcre(std::string_view pattern) {
  constexpr std::uint32_t options = PCRE2_UTF | PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_UCP | PCRE2_AUTO_CALLOUT;
  int error = 0;
  PCRE2_SIZE offset = 0;
  return PcreCode{
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options, &error, &offset, nullptr)};
}

// Counts PCRE2's work. PCRE2's own step limit restarts at each position of the text and does not count skipped text.
struct Work {
  std::string_view pattern;
  std::size_t max = 0;
  std::size_t done = 0;
  std::size_t position = 0;  // position in the text of the last item tried
};

std::size_t distance(std::size_t left, std::size_t right) { return left < right ? right - left : left - right; }

// PCRE2 calls it before it tries each item of the pattern.
int count_work(pcre2_callout_block* item, void* data) {
  Work& work = *static_cast<Work*>(data);
  const bool is_reference = work.pattern.substr(item->pattern_position).starts_with("\\g");
  const std::size_t passed = is_reference ? item->subject_length : distance(item->current_position, work.position);
  work.done += 1 + passed / bytes_per_unit;
  work.position = item->current_position;
  return work.done > work.max ? PCRE2_ERROR_CALLOUT : 0;
}

PcreContext bounded_context(Work& work) {
  PcreContext context{pcre2_match_context_create(nullptr)};
  pcre2_set_heap_limit(context.get(), heap_max_kib);
  pcre2_set_callout(context.get(), count_work, &work);
  return context;
}

Re2 compile_re2(std::string_view pattern) {
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_max_mem(re2_memory_max);
  auto compiled = std::make_unique<re2::RE2>(pattern, options);
  return compiled->ok() ? std::move(compiled) : nullptr;
}

// The start of a search.
struct Start {
  std::size_t offset = 0;  // in bytes
  std::size_t units = 0;   // the same position in UTF-16 units
  std::size_t work = 0;    // work done before
};

struct Found {
  std::string_view whole;
  std::vector<std::optional<std::string_view>> groups;
  std::size_t work = 0;  // work done so far
};

// An expression compiled for PCRE2, and its pattern.
struct Pcre {
  PcreCode code;
  std::string pattern;
  std::size_t re2_work = 0;  // work that RE2 may have done before PCRE2 takes over
};

bool found_by(const re2::RE2& expression,
              std::string_view text,
              const Start& start,
              std::span<re2::StringPiece> spans) {
  return expression.Match(
      text, start.offset, text.size(), re2::RE2::UNANCHORED, spans.data(), static_cast<int>(spans.size()));
}

std::size_t re2_work(std::string_view text, const Start& start) {
  return 1 + (text.size() - start.offset) / bytes_per_unit;
}

std::string_view view(const re2::StringPiece& piece) { return {piece.data(), piece.size()}; }

Expected<std::optional<Found>> search(const Re2& expression,
                                      std::size_t groups,
                                      std::string_view text,
                                      const Start& start) {
  Found found{{}, {}, start.work + re2_work(text, start)};
  if (groups == 0) {
    re2::StringPiece whole;
    if (!found_by(*expression, text, start, {&whole, 1})) return std::nullopt;
    found.whole = view(whole);
    return found;
  }
  std::vector<re2::StringPiece> spans(groups + 1);
  if (!found_by(*expression, text, start, spans)) return std::nullopt;
  found.whole = view(spans.front());
  found.groups.reserve(groups);
  for (const re2::StringPiece& piece : std::span(spans).subspan(1)) {
    found.groups.push_back(piece.data() == nullptr ? std::nullopt : std::optional(view(piece)));
  }
  return found;
}

Expected<std::optional<Found>> search(const Pcre& expression,
                                      std::size_t groups,
                                      std::string_view text,
                                      const Start& start) {
  const bool is_first = start.work <= expression.re2_work;  // of PCRE2's on this text, which it checks once
  const std::size_t max = expression.re2_work + pcre_work_max + pcre_work_max_per_byte * text.size();
  Work work{expression.pattern, max, std::max(start.work, expression.re2_work + 1), start.offset};
  const PcreContext context = bounded_context(work);
  const PcreMatch match{pcre2_match_data_create_from_pattern(expression.code.get(), nullptr)};
  const int result = pcre2_match(expression.code.get(),
                                 reinterpret_cast<PCRE2_SPTR>(text.data()),
                                 text.size(),
                                 start.offset,
                                 is_first ? 0 : PCRE2_NO_UTF_CHECK,
                                 match.get(),
                                 context.get());
  if (result == PCRE2_ERROR_NOMATCH) return std::nullopt;
  if (result <= PCRE2_ERROR_UTF8_ERR1 && result >= PCRE2_ERROR_UTF8_ERR21) {
    return fail("U1005", {}, "it cannot be matched with a text that has an unpaired surrogate");
  }
  if (result < 0) return fail("U1004");
  const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(match.get());
  const auto span = [&](std::size_t i) { return text.substr(ends[2 * i], ends[2 * i + 1] - ends[2 * i]); };
  Found found{span(0), {}, work.done};
  found.groups.reserve(groups);
  for (std::size_t i = 1; i <= groups; ++i) {
    found.groups.push_back(ends[2 * i] == PCRE2_UNSET ? std::nullopt : std::optional(span(i)));
  }
  return found;
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  const std::size_t end = text.find_first_not_of("0123456789", at);
  return std::min(end, text.size()) - at;
}

std::size_t decimal_length(std::size_t number) { return std::to_string(number).size(); }

struct GroupReference {
  std::size_t group = 0;
  std::size_t length = 0;  // digits
};

// Takes as many digits as the largest group number has, or one fewer when there is no such group.
GroupReference read_reference(std::string_view digits, std::size_t groups) {
  std::size_t length = std::min(digits.size(), decimal_length(groups));
  std::size_t group = std::stoul(std::string{digits.substr(0, length)});
  if (length > 1 && group > groups) group = std::stoul(std::string{digits.substr(0, --length)});
  return {group, length};
}

std::string_view group_text(const RegexMatch& match, std::size_t group) {
  if (group == 0) return match.text;
  if (group > match.groups.size()) return {};
  return match.groups[group - 1].value_or(std::string_view{});
}

}  // namespace

class Regex::Program {
 public:
  Program(std::string_view pattern, std::size_t groups, Re2 re2, Pcre pcre)
      : pattern_(pattern), groups_(groups), re2_(std::move(re2)), pcre_(std::move(pcre)) {}

  const std::string& pattern() const { return pattern_; }
  std::size_t group_count() const { return groups_; }

  Expected<std::optional<Found>> find(std::string_view text, const Start& start) const {
    const bool is_cheap = re2_ && start.work + re2_work(text, start) <= re2_work_max;
    if (re2_ && (is_cheap || !pcre_.code)) return search(re2_, groups_, text, start);
    return search(pcre_, groups_, text, start);
  }

  Expected<bool> matches(std::string_view text) const {
    if (re2_) return found_by(*re2_, text, {}, {});
    return find(text, {}).map([](const std::optional<Found>& found) { return found.has_value(); });
  }

  Expected<std::optional<RegexMatch>> match(std::string_view text, const Start& start) const {
    if (text.data() == nullptr) text = "";  // a match must have a non-null address
    Expected<std::optional<Found>> found = find(text, start);
    if (!found) return tl::unexpected{std::move(found).error()};
    if (!*found) return std::nullopt;
    RegexMatch made;
    made.text = (*found)->whole;
    made.offset = static_cast<std::size_t>(made.text.data() - text.data());
    made.start = start.units + length_in_utf16(text.substr(start.offset, made.offset - start.offset));
    made.end = made.start + length_in_utf16(made.text);
    made.groups = std::move((*found)->groups);
    made.work = (*found)->work;
    return made;
  }

 private:
  std::string pattern_;
  std::size_t groups_;
  Re2 re2_;    // null: the expression is not suitable for RE2
  Pcre pcre_;  // without code: the pattern is too large for PCRE2
};

Expected<Regex> Regex::compile(std::string_view pattern, RegexFlags flags) {
  if (pattern.empty()) return fail("S0301");
  const Expected<TranslatedRegex> translated = translate_regex(pattern, flags);
  if (!translated) return tl::unexpected{translated.error()};
  Re2 re2 = translated->backtracks ? nullptr : compile_re2(translated->text);
  Pcre pcre{compile_pcre(translated->text), translated->text, re2 ? re2_work_max : 0};
  if (!re2 && !pcre.code) return fail("U1005", {}, "it is too large, or looks behind itself by a varying distance");
  return Regex{std::make_shared<const Program>(pattern, translated->groups, std::move(re2), std::move(pcre))};
}

const std::string& Regex::pattern() const { return program_->pattern(); }

std::size_t Regex::group_count() const { return program_->group_count(); }

Expected<bool> Regex::matches(std::string_view text) const { return program_->matches(text); }

Expected<std::optional<RegexMatch>> Regex::first(std::string_view text) const { return program_->match(text, {}); }

Expected<std::optional<RegexMatch>> Regex::next(std::string_view text, const RegexMatch& previous) const {
  const Start start{previous.offset + previous.text.size(), previous.end, previous.work};
  if (start.offset >= text.size()) return std::nullopt;
  Expected<std::optional<RegexMatch>> found = program_->match(text, start);
  if (found && *found && (*found)->text.empty()) return fail("D1004", {}, to_text(Json(pattern())));
  return found;
}

std::string expand_replacement(std::string_view replacement, const RegexMatch& match) {
  std::string expanded;
  while (!replacement.empty()) {
    const std::size_t dollar = std::min(replacement.find('$'), replacement.size());
    expanded += replacement.substr(0, dollar);
    replacement.remove_prefix(dollar);
    if (replacement.empty()) break;
    replacement.remove_prefix(1);
    if (const std::size_t digits = digits_at(replacement, 0)) {
      const GroupReference reference = read_reference(replacement.substr(0, digits), match.groups.size());
      expanded += group_text(match, reference.group);
      replacement.remove_prefix(reference.length);
    } else {
      if (replacement.starts_with('$')) replacement.remove_prefix(1);
      expanded += '$';
    }
  }
  return expanded;
}

}  // namespace stepstorm::jsonata
