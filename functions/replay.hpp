// Environments that answer from a recording, at once, and start nothing. The answer depends on the invocation alone, so
// that equal runs get equal answers: the answer to the same attempt of the same execution, if its payload was the same;
// else to an attempt with the same number and payload; else to any attempt with the same payload. Among several,
// Invocation::chance selects one.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "functions/recorded_answer.hpp"
#include "workers/functions/function.hpp"

namespace stepstorm::functions {

/// Safe for concurrent use.
class Replay {
 public:
  /// Parses lines in the format of Recording. The error names the line and what is wrong with it.
  [[nodiscard]] static tl::expected<std::shared_ptr<Replay>, std::string> read(std::string_view text);

  /// Returns nullptr when the recording has no answer to this payload.
  [[nodiscard]] const RecordedAnswer* find(const std::string& function, const workers::Invocation& invocation) const;

  /// Records that an invocation has no recorded answer: the run's results are then invalid.
  void miss(const std::string& function, const std::string& payload);
  [[nodiscard]] std::uint64_t missing() const { return missing_; }
  /// Returns the missing invocation whose text (function and payload) sorts first.
  [[nodiscard]] std::string missed() const;

 private:
  using ByPayload = std::map<std::string, std::vector<RecordedAnswer>>;

  std::map<std::string, ByPayload> answers_;
  std::atomic<std::uint64_t> missing_{0};
  mutable std::mutex mutex_;  // of missed_
  std::string missed_;
};

class ReplayedEnvironments final : public workers::Environments {
 public:
  explicit ReplayedEnvironments(std::shared_ptr<Replay> replay) : replay_(std::move(replay)) {}

  [[nodiscard]] std::unique_ptr<workers::Environment> make(std::shared_ptr<const workers::FunctionOptions> function,
                                                           std::function<void(std::string)> died) override;

 private:
  std::shared_ptr<Replay> replay_;
};

}  // namespace stepstorm::functions
