#include "selftest/optimistic_writers.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <queue>
#include <vector>

#include "world/variates.hpp"

namespace stepstorm::selftest {
namespace {

constexpr double base = 5;
constexpr double cap = 2000;
constexpr double network_mean = 10;
constexpr double network_deviation = 2;

/// The delays of one client after its failures.
class Delays {
 public:
  explicit Delays(Backoff backoff) : backoff_(backoff) {}

  double next(world::Stream& random) {
    doubled_ = std::min(cap, 2 * doubled_);
    switch (backoff_) {
      case Backoff::None: return 0;
      case Backoff::Exponential: return doubled_;
      case Backoff::EqualJitter: return doubled_ / 2 + random.uniform() * doubled_ / 2;
      case Backoff::FullJitter: return random.uniform() * doubled_;
      case Backoff::Decorrelated: return last_ = std::min(cap, base + random.uniform() * (3 * last_ - base));
    }
    return 0;
  }

 private:
  Backoff backoff_;
  double doubled_ = base;
  double last_ = base;
};

struct Message {
  enum class Kind : std::uint8_t { Read, Version, Write, Refusal };
  double at;
  std::size_t client;
  Kind kind;
  std::uint64_t version;
  friend bool operator>(const Message& a, const Message& b) {
    return a.at != b.at ? a.at > b.at : a.client > b.client;  // a client has one message under way
  }
};

class Row {
 public:
  Row(int clients, Backoff backoff, world::Stream random)
      : random_(random), delays_(static_cast<std::size_t>(clients), Delays{backoff}) {
    for (std::size_t client = 0; client < delays_.size(); ++client) send(0, client, Message::Kind::Read);
  }

  Contest play() {
    while (!under_way_.empty()) {
      const Message message = under_way_.top();
      under_way_.pop();
      arrive(message);
    }
    return contest_;
  }

 private:
  void arrive(const Message& message) {
    using enum Message::Kind;
    switch (message.kind) {
      case Read: return send(message.at, message.client, Version, version_);
      case Version: return send(message.at, message.client, Write, message.version);
      case Write: return write(message);
      case Refusal: return send(message.at + delays_[message.client].next(random_), message.client, Read);
    }
  }

  void write(const Message& message) {
    ++contest_.writes;
    if (message.version != version_) return send(message.at, message.client, Message::Kind::Refusal);
    ++version_;
    contest_.lasted = std::max(contest_.lasted, message.at + network_delay());
  }

  void send(double from, std::size_t client, Message::Kind kind, std::uint64_t version = 0) {
    under_way_.push({from + network_delay(), client, kind, version});
  }

  double network_delay() { return std::abs(network_mean + network_deviation * world::standard_normal(random_)); }

  world::Stream random_;
  std::vector<Delays> delays_;
  std::priority_queue<Message, std::vector<Message>, std::greater<>> under_way_;
  std::uint64_t version_ = 0;
  Contest contest_;
};

}  // namespace

std::string_view name_of(Backoff backoff) {
  switch (backoff) {
    case Backoff::None: return "none";
    case Backoff::Exponential: return "exponential";
    case Backoff::EqualJitter: return "equal jitter";
    case Backoff::FullJitter: return "full jitter";
    case Backoff::Decorrelated: return "decorrelated";
  }
  return {};
}

Contest contest(int clients, Backoff backoff, world::Stream random) { return Row{clients, backoff, random}.play(); }

}  // namespace stepstorm::selftest
