#include "world/quota.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>

namespace stepstorm::world {
namespace {

constexpr std::int64_t parts_per_token = 1'000'000'000;
constexpr std::int64_t bucket_max = 1'000'000'000;

constexpr std::array<std::string_view, 3> large_regions{"eu-west-1", "us-east-1", "us-west-2"};

constexpr std::array<std::string_view, 34> other_regions{
    "af-south-1",     "ap-east-1",      "ap-east-2",      "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
    "ap-south-1",     "ap-south-2",     "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4",
    "ap-southeast-5", "ap-southeast-7", "ca-central-1",   "ca-west-1",      "cn-north-1",     "cn-northwest-1",
    "eu-central-1",   "eu-central-2",   "eu-north-1",     "eu-south-1",     "eu-south-2",     "eu-west-2",
    "eu-west-3",      "il-central-1",   "me-central-1",   "me-south-1",     "mx-central-1",   "sa-east-1",
    "us-east-2",      "us-gov-east-1",  "us-gov-west-1",  "us-west-1",
};

// "Maximum open executions per account"; it does not apply to Express workflows.
constexpr std::int64_t open_executions_max = 1'000'000;

RegionQuotas quotas_with(Bucket start_execution, Bucket state_transition) {
  return {.standard = {start_execution, state_transition, open_executions_max},
          .express = {.start_execution = Bucket{6'000, 6'000}}};
}

template <std::size_t count>
bool contains(const std::array<std::string_view, count>& regions, std::string_view region) {
  return std::find(regions.begin(), regions.end(), region) != regions.end();
}

std::optional<OptionFinding> check_bucket(const std::string& pointer, const std::optional<Bucket>& bucket) {
  if (!bucket) return {};
  const auto wrong = [](std::int64_t value) { return value < 1 || value > bucket_max; };
  if (wrong(bucket->capacity))
    return OptionFinding{pointer + "/capacity", "expected a whole number from 1 to 1000000000"};
  if (wrong(bucket->refill_per_second))
    return OptionFinding{pointer + "/refill_per_second", "expected a whole number from 1 to 1000000000"};
  return {};
}

std::optional<TokenBucket> filled(const std::optional<Bucket>& bucket, Time now) {
  if (!bucket) return {};
  return TokenBucket{*bucket, now};
}

}  // namespace

std::optional<OptionFinding> check(const Quotas& quotas) {
  if (auto found = check_bucket("/start_execution", quotas.start_execution)) return found;
  if (auto found = check_bucket("/state_transition", quotas.state_transition)) return found;
  if (quotas.open_executions && *quotas.open_executions < 1)
    return OptionFinding{"/open_executions", "expected a whole number of at least 1"};
  return {};
}

std::optional<RegionQuotas> region_quotas(std::string_view region) {
  if (contains(large_regions, region)) return quotas_with({1'300, 300}, {5'000, 1'500});
  if (contains(other_regions, region)) return quotas_with({800, 150}, {800, 500});
  return std::nullopt;
}

TokenBucket::TokenBucket(const Bucket& bucket, Time now)
    : capacity_parts_(bucket.capacity * parts_per_token),
      parts_per_ns_(bucket.refill_per_second),
      level_(capacity_parts_),
      as_of_(now) {
  assert(!check_bucket("", bucket));
}

// Without the division, long gaps would overflow.
std::int64_t TokenBucket::level_at(Time now) const {
  assert(now >= as_of_);
  const std::int64_t missing = capacity_parts_ - level_;
  const std::int64_t elapsed = (now - as_of_).count();
  return elapsed > missing / parts_per_ns_ ? capacity_parts_ : level_ + elapsed * parts_per_ns_;
}

bool TokenBucket::take(Time now) {
  if (level_at(now) < parts_per_token) return false;
  owe(now, 1);
  return true;
}

void TokenBucket::owe(Time now, std::int64_t tokens) {
  level_ = level_at(now) - tokens * parts_per_token;
  as_of_ = now;
}

Time TokenBucket::next_token(Time now) const {
  const std::int64_t missing = parts_per_token - level_at(now);
  if (missing <= 0) return now;
  return now + Duration{(missing + parts_per_ns_ - 1) / parts_per_ns_};
}

std::int64_t TokenBucket::tokens(Time now) const { return std::max<std::int64_t>(0, level_at(now) / parts_per_token); }

QuotaGate::QuotaGate(const Quotas& quotas, Time now)
    : starts_(filled(quotas.start_execution, now)), open_max_(quotas.open_executions) {
  assert(!check(quotas));
}

QuotaGate::Start QuotaGate::start(Time now) {
  if (starts_ && !starts_->take(now)) return Start::throttled;
  if (open_max_ && open_ >= *open_max_) return Start::limit_exceeded;
  ++open_;
  return Start::allowed;
}

void QuotaGate::ended() {
  assert(open_ > 0);
  --open_;
}

}  // namespace stepstorm::world
