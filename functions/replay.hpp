// Environments that answer at once what a recording holds, and start nothing. Which answer an invocation gets depends on
// the invocation alone, so that equal runs are answered alike: what was answered to the same attempt of the same
// execution, if its payload was the same; else to an attempt of that number with this payload; else to any with this
// payload. Where several are left, the invocation's chance chooses.
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
  /// Lines as Recording has them. The error names the line and what is wrong with it.
  [[nodiscard]] static tl::expected<std::shared_ptr<Replay>, std::string> read(std::string_view text);

  /// null: nothing was answered to this payload.
  [[nodiscard]] const RecordedAnswer* find(const std::string& function,
                                           const orchestration::Invocation& invocation) const;

  /// An invocation was answered by nothing of this: what the run then says is void.
  void miss(const std::string& function, const std::string& payload);
  [[nodiscard]] std::uint64_t missing() const { return missing_; }
  /// The first of them in the order of texts: function and payload.
  [[nodiscard]] std::string missed() const;

 private:
  using ByPayload = std::map<std::string, std::vector<RecordedAnswer>>;

  std::map<std::string, ByPayload> answers_;
  std::atomic<std::uint64_t> missing_{0};
  mutable std::mutex mutex_;  // of missed_
  std::string missed_;
};

class ReplayedEnvironments final : public orchestration::Environments {
 public:
  explicit ReplayedEnvironments(std::shared_ptr<Replay> replay) : replay_(std::move(replay)) {}

  [[nodiscard]] std::unique_ptr<orchestration::Environment> make(
      std::shared_ptr<const orchestration::FunctionOptions> function, std::function<void(std::string)> died) override;

 private:
  std::shared_ptr<Replay> replay_;
};

}  // namespace stepstorm::functions
