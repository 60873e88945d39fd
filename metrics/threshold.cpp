#include "metrics/threshold.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "values/number.hpp"

namespace stepstorm::metrics {
namespace {

struct AggregationName {
  std::string_view name;
  Aggregation aggregation;
};
constexpr std::array aggregation_names{AggregationName{"avg", Aggregation::Average},
                                       AggregationName{"min", Aggregation::Minimum},
                                       AggregationName{"med", Aggregation::Median},
                                       AggregationName{"max", Aggregation::Maximum},
                                       AggregationName{"rate", Aggregation::Rate},
                                       AggregationName{"count", Aggregation::Count},
                                       AggregationName{"value", Aggregation::Value}};

struct ComparisonSign {
  std::string_view sign;
  Comparison comparison;
};
// The longer ones first: each begins with a shorter one.
constexpr std::array comparison_signs{ComparisonSign{"===", Comparison::Equal},
                                      ComparisonSign{"<=", Comparison::LessOrEqual},
                                      ComparisonSign{">=", Comparison::GreaterOrEqual},
                                      ComparisonSign{"==", Comparison::Equal},
                                      ComparisonSign{"!=", Comparison::NotEqual},
                                      ComparisonSign{"<", Comparison::Less},
                                      ComparisonSign{">", Comparison::Greater}};

/// What is left of an expression, and where in it.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool take(std::string_view word) {
    skip_spaces();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  std::optional<double> take_number() {
    skip_spaces();
    const auto number = number_at_front(text_.substr(at_));
    if (!number) return std::nullopt;
    at_ += number->length;
    return number->value;
  }

  bool at_end() {
    skip_spaces();
    return at_ == text_.size();
  }

  tl::unexpected<std::string> expected(std::string_view what) const {
    return tl::unexpected{"expected " + std::string{what} + " at column " + std::to_string(at_ + 1) + " of '" +
                          std::string{text_} + "'"};
  }

 private:
  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

tl::expected<void, std::string> read_percentile(Reader& reader, Threshold& out) {
  const auto number = reader.take_number();
  if (!number || *number < 0 || *number > 100) return reader.expected("a percentile from 0 to 100");
  if (!reader.take(")")) return reader.expected("')'");
  out.aggregation = Aggregation::Percentile;
  out.percentile = *number;
  return {};
}

tl::expected<void, std::string> read_aggregation(Reader& reader, Threshold& out) {
  if (reader.take("p(")) return read_percentile(reader, out);
  for (const auto& [name, aggregation] : aggregation_names)
    if (reader.take(name)) {
      out.aggregation = aggregation;
      return {};
    }
  return reader.expected("avg, min, med, max, p(N), rate, count or value");
}

tl::expected<void, std::string> read_comparison(Reader& reader, Threshold& out) {
  const auto sign = std::find_if(
      comparison_signs.begin(), comparison_signs.end(), [&](const auto& known) { return reader.take(known.sign); });
  if (sign == comparison_signs.end()) return reader.expected("<, <=, >, >=, == or !=");
  out.comparison = sign->comparison;
  const auto limit = reader.take_number();
  if (!limit) return reader.expected("a number");
  out.limit = *limit;
  if (!reader.at_end()) return reader.expected("nothing more");
  return {};
}

double milliseconds(std::chrono::duration<double, std::nano> time) { return time.count() / 1e6; }

double of_trend(const Threshold& threshold, const Histogram& durations) {
  switch (threshold.aggregation) {
    case Aggregation::Average: return milliseconds(durations.mean());
    case Aggregation::Minimum: return milliseconds(durations.min());
    case Aggregation::Median: return milliseconds(durations.value_at_percentile(50));
    case Aggregation::Maximum: return milliseconds(durations.max());
    default: return milliseconds(durations.value_at_percentile(threshold.percentile));
  }
}

}  // namespace

bool Threshold::holds(double value) const {
  switch (comparison) {
    case Comparison::Less: return value < limit;
    case Comparison::LessOrEqual: return value <= limit;
    case Comparison::Greater: return value > limit;
    case Comparison::GreaterOrEqual: return value >= limit;
    case Comparison::Equal: return value == limit;
    case Comparison::NotEqual: return value != limit;
  }
  return false;
}

tl::expected<Threshold, std::string> parse_threshold(std::string_view text) {
  Reader reader{text};
  Threshold threshold;
  threshold.text = text;
  return read_aggregation(reader, threshold).and_then([&] { return read_comparison(reader, threshold); }).map([&] {
    return std::move(threshold);
  });
}

std::vector<std::string_view> aggregations_of(const Metric& metric) {
  static const std::array<std::vector<std::string_view>, 4> names{
      {{"avg", "min", "med", "max", "p(N)"}, {"rate"}, {"count", "rate"}, {"value"}}};
  return names[metric.index()];
}

bool has(const Metric& metric, Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::Rate: return std::holds_alternative<Rate>(metric) || std::holds_alternative<Counter>(metric);
    case Aggregation::Count: return std::holds_alternative<Counter>(metric);
    case Aggregation::Value: return std::holds_alternative<Gauge>(metric);
    default: return std::holds_alternative<Trend>(metric);
  }
}

std::optional<double> value_of(const Threshold& threshold, const Metric& metric) {
  if (!has(metric, threshold.aggregation)) return std::nullopt;
  if (const auto* trend = std::get_if<Trend>(&metric)) {
    if (trend->durations->count() == 0) return std::nullopt;
    return of_trend(threshold, *trend->durations);
  }
  if (const auto* rate = std::get_if<Rate>(&metric)) {
    if (rate->total == 0) return std::nullopt;
    return static_cast<double>(rate->hits) / static_cast<double>(rate->total);
  }
  if (const auto* counter = std::get_if<Counter>(&metric)) {
    const auto count = static_cast<double>(counter->count);
    if (threshold.aggregation == Aggregation::Count) return count;
    return counter->seconds > 0 ? std::optional{count / counter->seconds} : std::nullopt;
  }
  return std::get<Gauge>(metric).value;
}

}  // namespace stepstorm::metrics
